"""What waits for sign-off is not shown to who asked, on any route of the real dev server; the reviewer sees it, and what is released is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from gateway.identity.held_back import HELD_BACK, WAITING, holding_back, released, unread
from gateway.identity.keys import KeyStore
from nodes.state import OutputState, PharmacistState
from tests.attacks.attack import exchange, http
from tests.attacks.world import World
from tests.server.conftest import WARFARIN, asked, running

ONLY_IN_THE_DRAFT = "four-level severity"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    home = tmp_path_factory.mktemp("held-back")
    store = KeyStore(home / "keys.json")
    keys = {name: store.create(name, role)[1] for name, role in (("alice", "asker"), ("rita", "reviewer"))}
    with running(home, settings={"RXGRAPH_AUTH": "on", "RXGRAPH_REVIEW": "required"}) as started:
        yield World(home, started, keys)


def test_no_route_shows_the_draft_to_who_asked_until_it_is_signed_off(made: World) -> None:
    headers = [*made.credentials("alice"), ("Accept", "application/json")]

    def got(method: str, path: str, body: Any = None) -> tuple[int, str]:
        answer = exchange(made.port, http(method, path, headers, body))
        return answer.status, answer.body.decode()

    [assistant] = json.loads(got("POST", "/assistants/search", {"graph_id": "pharmacist"})[1])
    a2a = f"/a2a/{assistant['assistant_id']}"
    thread = json.loads(got("POST", "/threads", {})[1])["thread_id"]
    run: dict[str, Any] = {"assistant_id": "pharmacist", "input": asked(WARFARIN)}
    modes = ["values", "updates", "messages", "messages-tuple", "debug", "events", "tasks", "checkpoints", "custom"]
    status, streamed = got("POST", f"/threads/{thread}/runs/stream", {**run, "stream_mode": modes, "stream_subgraphs": True})
    assert status == 200 and "event: values" in streamed and "event: updates" in streamed
    found = json.loads(got("GET", f"/threads/{thread}")[1])
    assert found["status"] == "interrupted"
    assert [i["value"] for of_task in found["interrupts"].values() for i in of_task] == [WAITING]
    seen = {"streamed": streamed}
    run_id = json.loads(got("GET", f"/threads/{thread}/runs")[1])[0]["run_id"]
    for name, asks in {
        "thread": ("GET", f"/threads/{thread}"),
        "state": ("GET", f"/threads/{thread}/state?subgraphs=true"),
        "history": ("GET", f"/threads/{thread}/history?limit=100"),
        "posted history": ("POST", f"/threads/{thread}/history", {"limit": 100}),
        "search": ("POST", "/threads/search", {"ids": [thread]}),
        "extract": ("POST", "/threads/search", {"ids": [thread], "extract": {"inner": "values.parts[-1].text", "whole": "values.draft"}}),
        "runs": ("GET", f"/threads/{thread}/runs"),
        "run": ("GET", f"/threads/{thread}/runs/{run_id}"),
        "join": ("GET", f"/threads/{thread}/runs/{run_id}/join"),
        "joined stream": ("GET", f"/threads/{thread}/runs/{run_id}/stream"),
        "wait": ("POST", f"/threads/{thread}/runs/wait", run),
        "stateless wait": ("POST", "/runs/wait", run),
        "stateless stream": ("POST", "/runs/stream", {**run, "stream_mode": modes}),
        "copy": ("POST", f"/threads/{thread}/copy"),
        "mcp": ("POST", "/mcp", {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "pharmacist", "arguments": asked(WARFARIN)}}),
        "a2a": (
            "POST", a2a,
            {"jsonrpc": "2.0", "id": "1", "method": "message/send",
             "params": {"message": {"role": "user", "messageId": "1", "parts": [{"kind": "text", "text": WARFARIN}]}}},
        ),
    }.items():  # fmt: skip
        status, seen[name] = got(*asks)
        assert status < 500, (name, status, seen[name][:300])
    checkpoint = json.loads(seen["history"])[0]["checkpoint"]["checkpoint_id"]
    seen["checkpoint"] = got("GET", f"/threads/{thread}/state/{checkpoint}")[1]
    copied = json.loads(seen["copy"])["thread_id"]
    seen["copied state"] = got("GET", f"/threads/{copied}/state")[1]
    assert [name for name, body in seen.items() if ONLY_IN_THE_DRAFT in body] == []
    assert WARFARIN in seen["mcp"] and json.loads(seen["mcp"])["result"], "the call is answered all the same"
    assert json.loads(seen["a2a"])["result"]["status"]["state"]
    assert got("POST", f"/threads/{thread}/stream/events", {"channels": ["values"]})[0] == 403
    stream = {"jsonrpc": "2.0", "id": "1", "method": "message/stream", "params": {}}
    assert got("POST", a2a, stream)[0] == 403

    with made.client("rita") as rita, made.client("alice") as alice:
        shown: Any = rita.threads.get_state(thread)
        assert ONLY_IN_THE_DRAFT in shown["interrupts"][0]["value"]["draft"], "the reviewer reads it"
        rita.runs.wait(thread, "pharmacist", command={"resume": {"decision": "approve"}})
        out: Any = alice.threads.get_state(thread)
        assert ONLY_IN_THE_DRAFT in out["values"]["answer"], "what is released is shown"
        assert out["values"]["status"] == "ok"


def test_what_is_held_back_is_none_of_what_a_run_gives_out() -> None:
    out = set(OutputState.__annotations__)
    assert not HELD_BACK & out
    assert {"draft", "parts", "sign_off", "removed", "restated", "verdicts", "failures"} <= HELD_BACK & set(PharmacistState.__annotations__)


def test_texts_that_hold_json_are_read_too() -> None:
    assert released({"text": json.dumps({"draft": "x", "answer": "y"})}) == {"text": '{"answer": "y"}'}
    assert released({"text": "{no json", "messages": ["[also none"]}) == {"text": "{no json", "messages": ["[also none"]}
    assert released({"text": repr({"draft": "x", "parts": [{"specialist": "y"}], "answer": None})}) == {"text": "{'answer': None}"}
    assert released({"text": "{'draft': object at 0x1}"}) == {"text": WAITING["notice"]}
    step = {"id": "1", "name": "gate", "interrupts": [], "state": {"values": 1}, "result": {"draft": 1}}
    assert released({"tasks": [step], "result": {"status": {"state": "working"}, "parts": [{"kind": "text", "text": "y"}]}}) == {
        "tasks": [{"id": "1", "name": "gate", "interrupts": []}],
        "result": {"status": {"state": "working"}, "parts": [{"kind": "text", "text": "y"}]},
    }
    assert released({"__interrupt__": "x", "interrupts": {"t": [{"id": "1", "value": {"draft": "x"}}]}}) == {
        "__interrupt__": [],
        "interrupts": {"t": [{"id": "1", "value": WAITING}]},
    }
    assert unread("/a2a/x", b'[{"method": "message/stream"}]') and not unread("/a2a/x", b"no json") and not unread("/threads/x/runs", b"")


async def test_what_cannot_be_read_is_not_sent_and_parts_of_an_event_wait_for_the_rest() -> None:
    async def through(kind: bytes, *bodies: bytes) -> bytes:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        out = holding_back(send)
        await out({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind), (b"content-length", b"9")]})
        for n, body in enumerate(bodies):
            await out({"type": "http.response.body", "body": body, "more_body": n < len(bodies) - 1})
        if b"json" in kind or b"stream" in kind:
            assert sent[0]["headers"] == [(b"content-type", kind)]
        return b"".join(m["body"] for m in sent[1:])

    assert b"secret" not in await through(b"application/json", b'{"draft": "secret", ')
    assert await through(b"application/json", b"\n", b"\n", b'{"a": 1, "dra', b'ft": 2}') == b'\n\n{"a": 1}'
    events = (
        b'event: values\r\ndata: {"draft": "secret", "answer": 1}\r\nid: 3\r\n\r\nevent: messages\r\ndata: ["secret"]\r\n\r\n: beat\r\n\r\n'
    )
    for cut in range(len(events)):
        told = await through(b"text/event-stream; charset=utf-8", events[:cut], events[cut:])
        assert b"secret" not in told and b'data: {"answer": 1}' in told and b"id: 3" in told and b": beat" in told
    assert await through(b"text/plain", b"as ", b"it is") == b"as it is"


def test_a_client_of_the_sdk_streams_as_before(made: World) -> None:
    with made.client("alice") as alice:
        events = [
            part.event for part in alice.runs.stream(None, "pharmacist", input=asked(WARFARIN), stream_mode=["values", "messages-tuple"])
        ]
        assert events[0] == "metadata" and "values" in events and not [e for e in events if e.startswith("messages")]
        with pytest.raises(httpx.HTTPStatusError, match="403"):
            alice.runs.wait(None, "react", input=asked(WARFARIN))
