"""What comes in: headers, bodies, JSON; what goes out: the headers of every answer; who is who."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive

from gateway.traffic import body, headers, json_body, run_config, who
from gateway.traffic.refusal import Refusal
from gateway.traffic.settings import Settings

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=40,
)


def scope(path: str = "/runs", method: str = "POST", query: bytes = b"", given: Iterable[tuple[bytes, bytes]] = (), **more: Any) -> Any:
    lines = [(b"host", b"127.0.0.1:2024"), *given]
    return {"type": "http", "path": path, "raw_path": path.encode(), "query_string": query, "method": method, "headers": lines, **more}


def refused(act: Callable[[], object]) -> int:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.status


def feeding(*messages: Message) -> Receive:
    waiting = iter(messages)

    async def receive() -> Message:
        try:
            return next(waiting)
        except StopIteration:
            await asyncio.Event().wait()
            raise

    return receive


def chunk(data: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": data, "more_body": more}


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"given": [(b"x-a", b"a\rb")]}, 400),
        ({"given": [(b"x-a", b"a\nb")]}, 400),
        ({"given": [(b"x-a", b"a\x00b")]}, 400),
        ({"given": [(b"x-a", b"\xff")]}, 400),
        ({"given": [(b"x a", b"b")]}, 400),
        ({"given": [(b"host", b"localhost")]}, 400),
        ({"given": [(b"authorization", b"a"), (b"authorization", b"b")]}, 400),
        ({"given": [(b"content-length", b"1"), (b"transfer-encoding", b"chunked")]}, 400),
        ({"given": [(b"x-a", b"b" * 40_000)]}, 431),
        ({"given": [(b"x-%d" % n, b"") for n in range(101)]}, 431),
        ({"path": "/a/../internal"}, 400),
        ({"path": "/a\\b"}, 400),
        ({"path": "/ok\r\nx: y"}, 400),
        ({"query": b"a=\xff"}, 400),
        ({"given": [(b"origin", b"https://evil.example")]}, 403),
        ({"given": [(b"origin", b"null")]}, 403),
    ],
)
def test_what_no_honest_client_sends_is_refused(changed: dict[str, Any], status: int) -> None:
    assert refused(lambda: headers.check(scope(**changed), Settings())) == status


@pytest.mark.parametrize("name", [b"evil.example", b"127.0.0.1.evil.example", b"10.0.0.1", b"[::2]", b"localhost.evil.example:2024"])
def test_without_authentication_only_this_machines_names_are_answered(name: bytes) -> None:
    seen = scope()
    seen["headers"] = [(b"host", name)]
    assert refused(lambda: headers.check(seen, Settings())) == 421
    headers.check(seen, Settings(authentication=True))


@pytest.mark.parametrize("name", [b"localhost", b"127.0.0.1:2024", b"[::1]:2024", b"127.1.2.3"])
def test_this_machines_names(name: bytes) -> None:
    seen = scope()
    seen["headers"] = [(b"host", name), (b"origin", b"http://" + name)]
    headers.check(seen, Settings())


def test_cross_origin_is_closed_until_it_is_opened() -> None:
    page = scope(given=[(b"origin", b"https://app.example")])
    assert refused(lambda: headers.check(page, Settings())) == 403
    headers.check(page, Settings(cors_origins=("https://app.example",)))
    headers.check(page, Settings(cors_origins=("*",)))
    headers.check(scope(method="GET", given=[(b"origin", b"https://app.example")]), Settings())
    socket = scope(given=[(b"origin", b"https://app.example")]) | {"type": "websocket"}
    del socket["method"]
    assert refused(lambda: headers.check(socket, Settings())) == 403


@given(st.binary(max_size=200))
def test_a_request_id_is_plain_whatever_came(given: bytes) -> None:
    seen = scope(given=[(b"x-request-id", given)])
    found = headers.request_id(seen)
    assert found.isascii() and found.isprintable() and 1 <= len(found) <= 64
    assert [value for name, value in seen["headers"] if name == b"x-request-id"] == [found.encode()]


def test_a_callers_plain_request_id_is_kept() -> None:
    assert headers.request_id(scope(given=[(b"x-request-id", b"trace-42.a")])) == "trace-42.a"


def test_every_answer_carries_the_same_headers_once_and_no_software_name() -> None:
    given = [(b"server", b"uvicorn"), (b"X-Frame-Options", b"ALLOWALL"), (b"content-type", b"text/plain")]
    plain = headers.secured(given, path="/runs", request_id="id", settings=Settings())
    names = [name.lower() for name, _ in plain]
    assert len(names) == len(set(names))
    found = dict(plain)
    assert b"server" not in found and b"strict-transport-security" not in found
    assert (found[b"x-frame-options"], found[b"x-content-type-options"], found[b"cache-control"]) == (b"DENY", b"nosniff", b"no-store")
    assert found[b"content-security-policy"] == b"default-src 'none'; frame-ancestors 'none'"
    assert found[b"content-type"] == b"text/plain"
    tls = dict(headers.secured([], path="/docs", request_id="id", settings=Settings(tls=True)))
    assert tls[b"strict-transport-security"].startswith(b"max-age=31536000")
    assert b"frame-ancestors 'none'" in tls[b"content-security-policy"]


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=8), st.integers(0, 120))
def test_a_body_is_read_whole_or_refused_for_its_size(chunks: list[bytes], most: int) -> None:
    messages = [chunk(piece, more=number < len(chunks) - 1) for number, piece in enumerate(chunks)]
    whole = b"".join(chunks)

    async def read() -> bytes:
        found, again = await body.read(feeding(*messages), [(b"transfer-encoding", b"chunked")], most=most, seconds=5)
        assert (await again())["body"] == found
        return found

    if len(whole) > most:
        assert refused(lambda: asyncio.run(read())) == 413
    else:
        assert asyncio.run(read()) == whole


async def test_a_declared_length_is_refused_before_a_byte_is_read() -> None:
    with pytest.raises(Refusal) as large:
        await body.read(feeding(), [(b"content-length", b"101")], most=100, seconds=5)
    with pytest.raises(Refusal) as wrong:
        await body.read(feeding(), [(b"content-length", b"-1")], most=100, seconds=5)
    assert (large.value.status, wrong.value.status) == (413, 400)


async def test_a_body_that_stops_coming_is_refused() -> None:
    with pytest.raises(Refusal) as slow:
        await body.read(feeding(chunk(b"{", more=True)), [(b"content-length", b"10")], most=100, seconds=0.01)
    assert slow.value.status == 408


async def test_a_client_that_goes_away_is_no_error_of_ours() -> None:
    with pytest.raises(body.ClientGoneError):
        await body.read(feeding({"type": "http.disconnect"}), [(b"content-length", b"10")], most=100, seconds=5)


async def test_a_request_without_a_body_is_not_waited_for() -> None:
    assert (await body.read(feeding(), [], most=1, seconds=5))[0] == b""


@given(JSON)
def test_honest_json_passes(value: Any) -> None:
    json_body.check(json.dumps(value).encode())
    json_body.check(json.dumps(value, ensure_ascii=False).encode())


@given(st.binary(max_size=60))
def test_bytes_are_json_or_refused(data: bytes) -> None:
    try:
        json_body.check(data)
    except Refusal as refusal:
        assert refusal.status == 400
    else:
        if data:
            json.loads(data)  # what passed, Python's own parser takes too


@pytest.mark.parametrize("data", [b'"\\ud800"', b"NaN", b"{", b"\xff", b"[" * 100_000, b'{"a":' * 101 + b"1" + b"}" * 101])
def test_json_that_breaks_parsers_is_refused(data: bytes) -> None:
    assert refused(lambda: json_body.check(data)) == 400


def test_brackets_in_texts_are_no_nesting() -> None:
    json_body.check(json.dumps({"content": '[{"' * 500, "more": "\\" * 7 + '"'}).encode())
    json_body.check(b"[" * 100 + b"]" * 100)
    assert refused(lambda: json_body.check(b"[" * 101 + b"]" * 101)) == 400


class User:
    def __init__(self, identity: str, *, known: bool = True) -> None:
        self.identity, self.is_authenticated = identity, known


class Credentials:
    def __init__(self, *scopes: str) -> None:
        self.scopes = scopes


def test_callers_are_identities_or_addresses() -> None:
    plain = scope(client=("10.1.2.3", 5000))
    assert who.caller(plain, behind_proxy=False) == "address:10.1.2.3"
    assert who.caller({**plain, "user": User("ada")}, behind_proxy=False) == "identity:ada"
    assert who.caller({**plain, "user": User("", known=False)}, behind_proxy=False) == "address:10.1.2.3"
    assert who.caller({**plain, "user": User(who.EVERYONE)}, behind_proxy=False) == "address:10.1.2.3"
    assert who.caller(scope(client=("2001:db8::1:2", 1)), behind_proxy=False) == "address:2001:db8::/64"
    assert who.caller(scope(client=("::ffff:10.1.2.3", 1)), behind_proxy=False) == "address:10.1.2.3"
    assert who.caller(scope(client=None), behind_proxy=False) == "address:unknown"


def test_a_caller_does_not_choose_its_address() -> None:
    told = [(b"x-forwarded-for", b"9.9.9.9")]
    spoofed = scope(client=("9.9.9.9", 0), given=told, **{who.PEER: ("127.0.0.1", 5000)})
    assert who.address_of(spoofed, behind_proxy=False) == "127.0.0.1"
    assert who.address_of(spoofed, behind_proxy=True) == "9.9.9.9"
    assert not who.is_local(spoofed, behind_proxy=False)
    assert who.address_of(scope(client=("9.9.9.9", 0), given=told), behind_proxy=False) == "127.0.0.1"
    here = scope(client=("127.0.0.1", 5000))
    assert who.is_local(here, behind_proxy=False)
    assert not who.is_local(here, behind_proxy=True)
    assert not who.is_local(scope(client=("10.0.0.1", 1)), behind_proxy=False)


def test_administrators() -> None:
    assert who.is_admin({"user": User("ada"), "auth": Credentials("role:admin")})
    assert not who.is_admin({"user": User("ada"), "auth": Credentials("role:asker")})
    assert not who.is_admin({"user": User("", known=False), "auth": Credentials("role:admin")})
    assert not who.is_admin({})


def test_the_log_names_identities_and_only_networks_of_addresses() -> None:
    assert who.logged("identity:ada") == "ada"
    assert who.logged("address:10.1.2.3") == "address 10.1.2.0/24"
    assert who.logged("address:2001:db8:1:2::/64") == "address 2001:db8:1::/48"
    assert who.logged("address:unknown") == "unknown"


THREAD = "0197b7a0-0000-7000-8000-000000000000"
RUNS_OF_IT = f"/threads/{THREAD}/runs/wait"


@pytest.mark.parametrize(
    "settings",
    [
        {"config": {"tags": ["a"], "metadata": {"thread_id": "x"}, "recursion_limit": 20, "configurable": {"model": "embedded"}}},
        {"context": {"review": "required"}},
        {"checkpoint": {"thread_id": THREAD, "checkpoint_ns": "", "checkpoint_id": "x"}},
        {"input": {"config": {"thread_id": "said, not set"}}},
        {},
    ],
)
def test_settings_that_are_the_callers_to_make(settings: dict[str, Any]) -> None:
    run_config.check(RUNS_OF_IT, {"assistant_id": "pharmacist", **settings})
    run_config.check("/runs/batch", [{"assistant_id": "pharmacist", **{k: v for k, v in settings.items() if k != "checkpoint"}}])


@pytest.mark.parametrize("path", [RUNS_OF_IT, "/runs", "/runs/batch", "/runs/crons", "/assistants", f"/threads/{THREAD}/state/checkpoint"])
@pytest.mark.parametrize(
    "settings",
    [
        {"config": {"thread_id": THREAD}},
        {"config": {"langgraph_auth_user": {}}},
        {"config": {"configurable": {"thread_id": THREAD}}},
        {"config": {"configurable": {"__rxgraph_deadline": 1e12}}},
        {"context": {"langgraph_auth_user_id": "x"}},
        {"checkpoint": {"thread_id": "0197b7a0-0000-7000-8000-000000000001"}},
    ],
)
def test_settings_that_are_the_servers_own(path: str, settings: dict[str, Any]) -> None:
    for body_ in (settings, [settings], {"params": settings}, {"payload": settings}):
        assert refused(lambda body_=body_: run_config.check(path, body_)) == 422  # type: ignore[misc]


def test_what_is_stored_may_hold_any_name() -> None:
    run_config.check("/store/items", {"value": {}, "config": {"thread_id": "x"}})
