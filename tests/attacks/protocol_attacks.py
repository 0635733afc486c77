"""Requests that are broken, or say two things."""

from __future__ import annotations

from tests.attacks.attack import Answer, Attack, exchange, http, only_own, request
from tests.attacks.world import World

MALFORMED, INJECTED, SOCKETS = "Malformed bodies", "Header injection", "Websockets and upgrades"
ROUTES = ("/threads", "/threads/search", "/runs/wait", "/store/items/search", "/assistants/search", "/runs/crons", "/mcp", "/a2a/{system}")
NESTED = b'{"metadata": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}"
BODIES = {
    "cut off": b'{"metadata": {"a": ',
    "nothing": b"",
    "no JSON": b"metadata=a",
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "bytes that are no UTF-8": b'{"metadata": "\xff\xfe"}',
    "half a surrogate": b'{"metadata": {"a": "\\ud800"}}',
    "5,000 levels deep": NESTED,
}


def refused(answer: Answer) -> bool:
    """A client error, or for JSON-RPC the error inside; an empty search is one for everything of one's own, which is nothing."""
    return 400 <= answer.status < 500 or answer.status == 202 or answer.status == 200 and (b'"error"' in answer.body or answer.empty)


def malformed(name: str, path: str, body: bytes) -> Attack:
    method = "POST"

    def act(world: World) -> Answer:
        head = [*world.credentials("root"), ("Accept", "application/json"), ("Content-Type", "application/json")]
        answer = exchange(world.port, http(method, world.filled(path), head, body))
        note = "an error inside" if answer.status == 200 and b'"error"' in answer.body else ""
        return Answer(answer.status, answer.body, note)

    return Attack(
        MALFORMED,
        f"{name}, to {path}",
        f"root: `{method} {path}` {body[:24]!r}{'…' if len(body) > 24 else ''}".replace("{{", "{"),
        act,
        refused,
    )


def raw(group: str, name: str, sent: str, content: str) -> Attack:
    """Bytes as they are; `{KEY}` is mallory's key and `{thread}` alice's thread."""

    def act(world: World) -> Answer:
        return exchange(world.port, world.filled(content).replace("{KEY}", world.keys["mallory"]).encode("latin-1"))

    return Attack(group, name, sent, act)


UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
KEY = "Authorization: Bearer {KEY}\r\n"
HOST = "Host: 127.0.0.1\r\n"

ATTACKS = [
    *[malformed(name, path, body) for path in ROUTES for name, body in BODIES.items() if not (name == "a list" and "a2a" in path)],
    request(
        INJECTED,
        "an identity of one's own making",
        "GET",
        "/threads/{thread}",
        langgraph_auth_user_id="key:alice",
        x_user_id="key:alice",
        x_forwarded_user="key:alice",
    ),
    only_own(
        request(
            INJECTED,
            "a thread id in a header",
            "GET",
            "/threads/{own}/history?limit=1",
            thread_id="{thread}",
            x_thread_id="{thread}",
            checkpoint_ns="x",
        ),
        "one's own history",
    ),
    request(
        INJECTED,
        "an identity in the run's config",
        "POST",
        "/threads/{thread}/runs/wait",
        body={
            "assistant_id": "pharmacist",
            "input": {"messages": []},
            "config": {
                "configurable": {
                    "langgraph_auth_user_id": "key:alice",
                    "langgraph_auth_user": {"identity": "key:alice"},
                    "langgraph_auth_permissions": ["role:admin"],
                }
            },
        },
    ),
    request(INJECTED, "a tenant", "GET", "/threads/{thread}", x_tenant_id="00000000-0000-0000-0000-000000000000", x_service_key="x"),
    request(
        INJECTED,
        "this machine as the sender",
        "GET",
        "/threads/{thread}",
        who="nobody",
        X_Forwarded_For="127.0.0.1",
        X_Real_IP="127.0.0.1",
        Forwarded="for=127.0.0.1",
    ),
    request(INJECTED, "another host", "GET", "/threads/{thread}", who="nobody", Host="localhost"),
    request(
        INJECTED,
        "tracing headers",
        "GET",
        "/threads/{thread}",
        langsmith_trace="x",
        baggage="langsmith-metadata=%7B%22owner%22%3A%22key%3Aalice%22%7D",
    ),
    raw(
        INJECTED,
        "a line break in the path",
        "`GET /ok%0d%0aAuthorization:…`",
        "GET /threads/{thread}%0d%0aX:1 HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n",
    ),
    raw(
        INJECTED,
        "a bare line feed in a header",
        "`X: 1\\nAuthorization: …`",
        "GET /threads/{thread} HTTP/1.1\r\n" + HOST + "X: 1\n" + KEY + "Connection: close\r\n\r\n",
    ),
    raw(
        INJECTED,
        "a folded header",
        "`Authorization:\\r\\n Bearer …`",
        "GET /threads/{thread} HTTP/1.1\r\n" + HOST + "Authorization:\r\n Bearer {KEY}\r\nConnection: close\r\n\r\n",
    ),
    raw(
        INJECTED,
        "a space before the colon",
        "`Authorization : Bearer …`",
        "GET /threads/{thread} HTTP/1.1\r\n" + HOST + "Authorization : Bearer {KEY}\r\nConnection: close\r\n\r\n",
    ),
    raw(
        INJECTED,
        "two lengths",
        "`Content-Length` twice",
        "POST /threads/search HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\nContent-Length: 20\r\nConnection: close\r\n\r\n{}",
    ),
    raw(
        INJECTED,
        "a length and chunks",
        "`Content-Length` and `Transfer-Encoding`, a request behind",
        "POST /threads/search HTTP/1.1\r\n"
        + HOST
        + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET /threads/{thread} HTTP/1.1\r\n"
        + HOST
        + "\r\n",
    ),
    raw(INJECTED, "no host", "`GET /threads/…` without `Host`", "GET /threads/{thread} HTTP/1.1\r\nConnection: close\r\n\r\n"),
    raw(INJECTED, "HTTP/0.9", "`GET /threads/…`", "GET /threads/{thread}\r\n\r\n"),
    raw(
        SOCKETS,
        "a websocket without a key",
        "`GET /threads/{thread}/stream/events`, upgrade",
        "GET /threads/{thread}/stream/events HTTP/1.1\r\n" + HOST + UPGRADE + "\r\n",
    ),
    raw(
        SOCKETS,
        "a websocket with the Studio header",
        "the same, `x-auth-scheme: langsmith`",
        "GET /threads/{thread}/stream/events HTTP/1.1\r\n" + HOST + "x-auth-scheme: langsmith\r\n" + UPGRADE + "\r\n",
    ),
    raw(
        SOCKETS,
        "a websocket to another's thread",
        "the same, with mallory's key",
        "GET /threads/{thread}/stream/events HTTP/1.1\r\n" + HOST + KEY + UPGRADE + "\r\n",
    ),
    raw(
        SOCKETS,
        "a websocket to a route that has none",
        "`GET /threads/{thread}`, upgrade",
        "GET /threads/{thread} HTTP/1.1\r\n" + HOST + UPGRADE + "\r\n",
    ),
    raw(SOCKETS, "a websocket to the assets", "`GET /ui/x`, upgrade", "GET /ui/x HTTP/1.1\r\n" + HOST + UPGRADE + "\r\n"),
    raw(
        SOCKETS,
        "a websocket to a hidden route",
        "`GET /internal/debug/thread/{thread}`, upgrade",
        "GET /internal/debug/thread/{thread} HTTP/1.1\r\n" + HOST + UPGRADE + "\r\n",
    ),
    raw(
        SOCKETS,
        "an upgrade to HTTP/2",
        "`Upgrade: h2c`",
        "GET /threads/{thread} HTTP/1.1\r\n"
        + HOST
        + "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
    ),
]
