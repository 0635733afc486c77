"""What the server's authentication leaves open or answers too kindly, closed by a middleware behind it.

The server's own order: authentication for everything but its meta routes, then this, then the route.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.identity import rules
from gateway.identity.auth import RefusedError, who
from gateway.identity.current import identity_of, role_of
from gateway.identity.mode import required
from gateway.identity.roles import Identity

OPEN: Final = {
    "/ok": "health check: says whether the server runs, and nothing else",
    "/": "the same, for load balancers that ask there",
}
"""Routes that answer everybody, and why."""
_GUARDED: Final = frozenset({"/docs", "/openapi.json", "/metrics", "/info"})
"""Meta routes, which the server leaves open: they tell versions, routes and load."""
_CLOSED: Final = re.compile(r"/(?:internal|deploy)(?:/.*)?", re.DOTALL)
"""Routes that the dev server adds for itself, without authentication: wipe all threads, show any thread raw, start a deployment."""
_STREAMS: Final = re.compile(r"/threads/([^/]+)/(?:stream|stream/events|runs/[^/]+/stream)")
"""Routes that answer 200 before they look whose the thread is, and then break off."""
_SEARCHES: Final = frozenset({"/threads/search", "/threads/count"})
_SHOWN: Final = ("thread_id", "created_at", "updated_at", "state_updated_at", "metadata", "status", "interrupts")
"""What of a thread a reviewer's search shows: what is asked, not the conversation."""
_LONGEST_SEARCH: Final = 100_000


class Doors:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a connection through, or answer it."""
        if scope["type"] not in ("http", "websocket") or _in_process(scope):
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        refused = await _refused(scope, path)
        if refused is not None:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008, "reason": ""})
            else:
                await JSONResponse({"detail": refused[1]}, refused[0])(scope, receive, send)
            return
        if required() and path in _SEARCHES and scope.get("method") == "POST" and role_of(scope) == "reviewer":
            receive = await _only_waiting(receive)
        await self.app(scope, receive, send)


def _in_process(scope: Scope) -> bool:
    """Say whether the server calls itself, as its own authentication does; a request cannot say so."""
    root = str(scope.get("root_path", ""))
    return root == "/noauth" or root.startswith("/noauth/")


async def _refused(scope: Scope, path: str) -> tuple[int, str] | None:
    """Return status and reason when a connection is not let through."""
    if _CLOSED.fullmatch(path):
        return 404, "Not Found"
    if path in _GUARDED and "user" not in scope:
        try:
            await who(scope)
        except RefusedError as error:
            return error.status_code, str(error)
    stream = _STREAMS.fullmatch(path)
    if stream and required():
        caller = _caller(scope)
        if caller is None or not await rules.sees(caller, stream[1]):
            return 404, f"Thread with ID {stream[1]} not found"
    return None


def _caller(scope: Mapping[str, Any]) -> Identity | None:
    identity, role = identity_of(scope), role_of(scope)
    return Identity(identity, role, identity) if identity and role else None


async def _only_waiting(receive: Receive) -> Receive:
    """Limit a reviewer's search to threads that wait, and to what is asked in them; what is no search is left for the server to refuse."""
    body, more = b"", True
    messages: list[Message] = []
    while more and len(body) <= _LONGEST_SEARCH:
        message = await receive()
        messages.append(message)
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
    try:
        search = json.loads(body) if not more else None
    except (ValueError, RecursionError):
        search = None
    if isinstance(search, dict):
        asked = search.get("select")
        narrowed = {k: v for k, v in search.items() if k not in ("extract", "values")}
        shown = [field for field in asked if field in _SHOWN] if isinstance(asked, list) and asked else list(_SHOWN)
        narrowed |= {"status": "interrupted", "select": shown or ["thread_id"]}
        messages = [{"type": "http.request", "body": json.dumps(narrowed).encode(), "more_body": False}]

    async def replayed() -> Message:
        return messages.pop(0) if messages else await receive()

    return replayed
