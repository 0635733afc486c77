"""Attacks on what the server lets in: too much, too slow, too often, and malformed. Each is made on a real dev server.

`rows` makes them all on a server of its own and says what happened; `ATTACKS` are the single attacks, each a function of a `Server` that
was started by `serving` with `SETTINGS`.
"""

from __future__ import annotations

import http.client
import json
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.server.conftest import WARFARIN, Server, asked, free_port, running

LIMIT: Final = 500
"""Requests a minute of one address, on the server of these attacks."""
RUNS: Final = 3
"""Runs at once."""
REQUESTS: Final = 10_000
SETTINGS: Final = {
    "RXGRAPH_RATE_REQUESTS_PER_MINUTE": str(LIMIT),
    "RXGRAPH_CONCURRENT_RUNS": str(RUNS),
    "RXGRAPH_MAX_BODY_BYTES": "100000",
    "RXGRAPH_BODY_SECONDS": "0.5",
    "RXGRAPH_HEADER_SECONDS": "0.5",
}
_SECONDS: Final = 30.0


class Row(NamedTuple):
    """One line of the table."""

    name: str
    what: str
    observed: str
    """The statuses that came back."""
    got_in: bool


def command(port: int, settings: Mapping[str, str]) -> list[str]:
    """Return the command that serves with settings of the environment."""
    code = f"import os; os.environ.update({dict(settings)!r}); from gateway.cli import main; main()"
    return [sys.executable, "-c", code, "serve", "--port", str(port)]


@contextmanager
def serving(home: Path, settings: Mapping[str, str] = SETTINGS) -> Iterator[Server]:
    """Start a server with settings."""
    port = free_port()
    with running(home, command(port, settings), port=port) as server:
        yield server


def talk(port: int, *sent: bytes, source: str = "127.0.0.1", finish: bool = False) -> bytes:
    """Send bytes from an address of this machine, and return all that comes until the server closes or falls silent.

    Args:
        port: Of the server.
        sent: What is sent, in pieces.
        source: The address it comes from.
        finish: Whether to say that nothing more will be sent.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=_SECONDS, source_address=(source, 0)) as connection:
        for piece in sent:
            try:
                connection.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                break
        if finish:
            connection.shutdown(socket.SHUT_WR)
        got = b""
        try:
            while piece := connection.recv(65536):
                got += piece
        except ConnectionResetError:
            pass
        return got


def status_of(answer: bytes) -> int:
    """Return the status of a raw answer; 0 when the connection was closed without one."""
    parts = answer.split(b" ", 2)
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0


def head(path: str = "/runs/wait", *lines: str, method: str = "POST") -> bytes:
    """Return a request's head that asks to close the connection afterwards."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *lines, "", ""]).encode("latin-1")


def call(port: int, method: str, path: str, body: Any = None, *, source: str = "127.0.0.1") -> tuple[int, dict[str, str], bytes]:
    """Make a request from an address of this machine; return status, headers in lower case, and body."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS, source_address=(source, 0))) as connection:
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, {"Content-Type": "application/json"} if data else {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def oversized_body(server: Server) -> Row:
    """Declare and send a body of ten times the limit."""
    body = json.dumps(asked("x" * 1_000_000)).encode()
    status = status_of(talk(server.port, head("/runs/wait", f"Content-Length: {len(body)}"), body))
    return Row("oversized body", "1 MB where 100 kB are allowed", str(status), status != 413)


def oversized_chunked_body(server: Server) -> Row:
    """Declare no length, and send chunks for as long as they are taken."""
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    status = status_of(talk(server.port, head("/runs/wait", "Transfer-Encoding: chunked"), *[chunk] * 100))
    return Row("oversized chunked body", "3 MB in chunks, no length declared", str(status), status != 413)


def slow_body(server: Server) -> Row:
    """Begin a body and never end it."""
    status = status_of(talk(server.port, head("/runs/wait", "Content-Length: 100"), b"{"))
    return Row("slow body", "1 of 100 bytes, then nothing", str(status), status != 408)


def slow_headers(server: Server) -> Row:
    """Begin the headers and never end them."""
    status = status_of(talk(server.port, b"POST /runs/wait HTTP/1.1\r\nHost: localhost\r\nX-A: b"))
    return Row("slow headers", "half a head, then nothing", str(status), status != 408)


def huge_headers(server: Server) -> Row:
    """Send 200 kB of complete headers."""
    status = status_of(talk(server.port, head("/assistants/search", *(f"X-A{n}: {'b' * 4000}" for n in range(50)))))
    return Row("huge headers", "200 kB of headers", str(status), status != 431)


def endless_headers(server: Server) -> Row:
    """Send headers without end."""
    status = status_of(talk(server.port, b"GET /ok HTTP/1.1\r\nHost: localhost\r\n", *[b"X-A: " + b"b" * 60_000 + b"\r\n"] * 100))
    return Row("endless headers", "6 MB of headers that never end", str(status or "closed"), status not in (0, 400, 431))


_JSON: Final = "Content-Type: application/json", "Accept: application/json, text/event-stream"
_SURROGATE: Final = (
    b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pharmacist","arguments":{"messages":[{"role":"user",'
    b'"content":"\\ud800"}]}}}'
)
_MALFORMED: Final = (
    _SURROGATE,
    b"{",
    b"[]",
    b"nul",
    b'{"input":',
    b'"\\ud800"',
    b"\xff\xfe",
    b"[" * 50_000,
    b'{"a":1e999999}',
    b"",
    b"NaN",
)


def malformed_json(server: Server) -> Row:
    """Send what is no JSON, or none that a route takes, to every route that starts runs or searches."""
    found: Counter[int] = Counter()
    for path in ("/runs/wait", "/runs/stream", "/runs/batch", "/threads/search", "/assistants/search", "/store/items/search", "/mcp"):
        for body in _MALFORMED:
            found[status_of(talk(server.port, head(path, *_JSON, f"Content-Length: {len(body)}"), body))] += 1
    return Row(
        "malformed JSON", f"{len(_MALFORMED)} bodies on 7 routes", _told(found), any(status >= 500 or not status for status in found)
    )


def anothers_thread_in_the_settings(server: Server) -> Row:
    """Run on a thread of one's own, with another's thread or another user in the settings."""
    source, run = "127.0.0.7", {"assistant_id": "pharmacist", "input": asked(WARFARIN)}
    theirs, own = (json.loads(call(server.port, "POST", "/threads", {}, source=source)[2])["thread_id"] for _ in range(2))
    call(server.port, "POST", f"/threads/{theirs}/runs/wait", run, source=source)
    before = call(server.port, "GET", f"/threads/{theirs}/state", source=source)[2]
    user = {"identity": "key:admin", "is_authenticated": True, "permissions": ["role:admin"]}
    settings: list[dict[str, Any]] = [
        {"config": {"thread_id": theirs}},
        {"config": {"langgraph_auth_user": user}},
        {"config": {"checkpoint_ns": "x"}},
        {"config": {"configurable": {"thread_id": theirs}}},
        {"config": {"configurable": {"__pregel_checkpointer": {}}}},
        {"context": {"langgraph_auth_user": user}},
        {"checkpoint": {"thread_id": theirs}},
    ]
    found = Counter(call(server.port, "POST", f"/threads/{own}/runs/wait", {**run, **given}, source=source)[0] for given in settings)
    found[call(server.port, "POST", f"/threads/{own}/state/checkpoint", {"checkpoint": {"thread_id": theirs}}, source=source)[0]] += 1
    started = {"id": 1, "method": "run.start", "params": {**run, "config": {"thread_id": theirs}}}
    found[call(server.port, "POST", f"/threads/{own}/commands", started, source=source)[0]] += 1
    unchanged = call(server.port, "GET", f"/threads/{theirs}/state", source=source)[2] == before
    return Row(
        "another's thread in the settings", "thread, user and checkpoint in config, context and checkpoint", _told(found),
        not unchanged or any(status < 400 or status >= 500 for status in found),
    )  # fmt: skip


_INJECTED: Final = (
    head("/assistants/search", "X-Request-Id: a\r\nX-Injected: yes"),
    head("/assistants/search", "X-Request-Id: \xff\xfe"),
    head("/assistants/search", "X-A: a\x00b"),
    head("/assistants/search", "X-A: a\rb"),
    head("/ok%0d%0aX-Injected:%20yes", method="GET"),
    head("/ok?a=\xff", method="GET"),
    head("/assistants/search", "Content-Length: 2", "Transfer-Encoding: chunked"),
    head("/assistants/search", "Content-Length: 2", "Content-Length: 3"),
    head("/assistants/search", "Host: evil.example"),
    head("/assistants/search", "Bad Name: a"),
    head("/../internal/truncate"),
    head("/runs/%2e%2e/internal/truncate"),
)


def header_injection(server: Server) -> Row:
    """Send line breaks, NULs, bytes that are no text, doubled and contradicting headers, and paths that climb."""
    answers = [talk(server.port, request, finish=True) for request in _INJECTED]
    found = Counter(map(status_of, answers))
    injected = any(b"\nx-injected" in answer.lower().partition(b"\r\n\r\n")[0] for answer in answers)
    # Whether the 400 is read before the connection closes is a matter of timing; nothing else may come.
    told = f"400 or closed × {found[400] + found[0]}" if set(found) <= {0, 400} else _told(found)
    return Row("header injection", f"{len(_INJECTED)} heads", told, injected or any(status >= 500 for status in found))


def open_server_routes(server: Server) -> Row:
    """Ask for what the dev server gives to anyone: deploying its code, emptying its memory, raw threads."""
    asked_for = (("POST", "/deploy"), ("GET", "/deploy"), ("POST", "/internal/truncate"), ("GET", f"/internal/debug/thread/{'0' * 32}"))
    found = Counter(call(server.port, method, path, {} if method == "POST" else None)[0] for method, path in asked_for)
    return Row("the server's own open routes", "deploy, truncate, raw thread", _told(found), set(found) != {404})


def other_sites_page(server: Server) -> Row:
    """Start a run as a page of another site would, which browsers allow without asking, and under a name that points here."""
    body = json.dumps({"assistant_id": "pharmacist", "input": asked(WARFARIN)}).encode()
    plain = f"Content-Length: {len(body)}", "Content-Type: text/plain"
    page = talk(server.port, head("/runs", "Origin: https://evil.example", *plain), body)
    rebound = talk(server.port, head("/runs", *plain).replace(b"Host: localhost", b"Host: evil.example"), body)
    found = Counter(map(status_of, (page, rebound)))
    return Row("another site's page", "cross-site POST; rebound host name", _told(found), set(found) != {403, 421})


def concurrent_runs(server: Server) -> Row:
    """Start 30 background runs at once, each held in the queue for a while."""
    body = {"assistant_id": "pharmacist", "input": asked(WARFARIN), "after_seconds": 600}
    with ThreadPoolExecutor(30) as pool:
        found = Counter(pool.map(lambda _: call(server.port, "POST", "/runs", body, source="127.0.0.77")[0], range(30)))
    return Row("many runs at once", f"30 background runs where {RUNS} are allowed", _told(found), found != {200: RUNS, 429: 30 - RUNS})


def flood(server: Server) -> Row:
    """Make 10,000 requests as fast as one machine can, from one address; each minute that it takes allows as many."""
    began = time.monotonic()
    found: Counter[int] = Counter()
    lock = threading.Lock()

    def some(count: int) -> None:
        mine: Counter[int] = Counter()
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=_SECONDS, source_address=("127.0.0.66", 0))) as one:
            for _ in range(count):
                one.request("POST", "/assistants/count", b"{}", {"Content-Type": "application/json"})
                answer = one.getresponse()
                answer.read()
                mine[answer.status] += 1
        with lock:
            found.update(mine)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(some, [REQUESTS // 10] * 10))
    seconds = time.monotonic() - began
    whole = LIMIT <= found[200] <= LIMIT * (seconds // 60 + 2)  # a flood may begin and end within a minute of the clock
    exact = found == {200: found[200], 429: REQUESTS - found[200]} and whole and (not found[200] % LIMIT or seconds > 60)
    told = f"200 × {LIMIT} a minute, 429 for all others" if exact else _told(found)
    return Row("10,000 requests", f"one address, {LIMIT} a minute allowed", told, not exact)


def _told(found: Counter[int]) -> str:
    return ", ".join(f"{status or 'closed'} × {count:,}" for status, count in sorted(found.items()))


ATTACKS: Final[tuple[Callable[[Server], Row], ...]] = (
    oversized_body,
    oversized_chunked_body,
    slow_body,
    slow_headers,
    huge_headers,
    endless_headers,
    malformed_json,
    anothers_thread_in_the_settings,
    header_injection,
    open_server_routes,
    other_sites_page,
    concurrent_runs,
    flood,
)


def rows(home: Path) -> list[Row]:
    """Make every attack on one server, and return what happened."""
    home.mkdir(exist_ok=True)
    with serving(home) as server:
        return [attack(server) for attack in ATTACKS]
