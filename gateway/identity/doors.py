"""What the server's authentication leaves open or answers too kindly, closed by a middleware behind it.

The server's own order: authentication for everything but its meta routes, then this, then the route.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.identity import held_back, rules
from gateway.identity.auth import RefusedError, who
from gateway.identity.current import identity_of, role_of
from gateway.identity.mode import required
from gateway.identity.roles import ROLES, Identity, is_identity
from nodes.guards.closing import SAID, SECONDS, BrokenGuardError, closed, closed_in_thread, is_yes_or_no

OPEN: Final = {
    "/ok": "health check: says whether the server runs, and nothing else",
    "/": "the same, for load balancers that ask there",
    "/health": "says whether the request log and the limits work, and nothing else",
}
"""Routes that answer everybody, and why."""
LET_THROUGH: Final = object()
_GUARDED: Final = frozenset({"/docs", "/openapi.json", "/metrics", "/info"})
"""Meta routes, which the server leaves open: they tell versions, routes and load."""
_ABSENT: Final = re.compile(r"/threads/[^/]+/storage")
"""A route that a server with a checkpointer of its own only ever answers with 501."""
_STREAMS: Final = re.compile(r"/threads/([^/]+)/(?:stream|stream/events|runs/[^/]+/stream)")
"""Routes that answer 200 before they look whose the thread is, and then break off."""
_SEARCHES: Final = frozenset({"/threads/search", "/threads/count"})
_SHOWN: Final = ("thread_id", "created_at", "updated_at", "state_updated_at", "metadata", "status", "interrupts")
"""What of a thread a reviewer's search shows: what is asked, not the conversation."""


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
        try:
            refused = await closed("doors", lambda: _refused(scope, path), _is_answer, answers=(HTTPException,), seconds=3 * SECONDS)
        except BrokenGuardError as error:
            refused = 503, str(error)
        if refused is not LET_THROUGH:
            await _close(scope, refused[0], refused[1], receive, send)
            return
        if required():
            try:
                role = await closed_in_thread("role", lambda: role_of(scope), lambda found: found in (None, *ROLES))
                if path in _SEARCHES and scope.get("method") == "POST":
                    body = await _whole(receive)
                    if role not in ("asker", "admin"):
                        body = await closed_in_thread("search", partial(_only_waiting, body), _is_narrow)
                    receive = _replaying(body, receive)
                if role == "asker" and held_back.holds_back():
                    body = await _whole(receive) if path.startswith("/a2a/") else b""
                    if await closed_in_thread("held back", partial(held_back.unread, path, body), is_yes_or_no):
                        await _close(scope, 403, held_back.UNREAD_HERE, receive, send)
                        return
                    receive, send = _replaying(body, receive) if body else receive, held_back.holding_back(send)
            except BrokenGuardError as error:
                await _close(scope, 503, str(error), receive, send)
                return
        await self.app(scope, receive, send)


async def _close(scope: Scope, status: int, detail: str, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
    else:
        await JSONResponse({"detail": detail}, status)(scope, receive, send)


def _in_process(scope: Scope) -> bool:
    """Say whether the server calls itself, as its own authentication does; a request cannot say so."""
    root = str(scope.get("root_path", ""))
    return root == "/noauth" or root.startswith("/noauth/")


def _is_answer(found: Any) -> bool:
    return found is LET_THROUGH or isinstance(found, tuple) and len(found) == 2 and type(found[0]) is int and isinstance(found[1], str)


def _is_narrow(body: Any) -> bool:
    """Say whether a reviewer's search finds nothing but what waits; what is no search finds nothing at all."""
    if not isinstance(body, bytes):
        return False
    try:
        search = json.loads(body)
    except ValueError:
        return True
    if not isinstance(search, dict):
        return True
    return search.get("status") == "interrupted" and set(search.get("select", ("values",))) <= set(_SHOWN)


async def _refused(scope: Scope, path: str) -> object:
    """Return status and reason when a connection is not let through, else `LET_THROUGH`."""
    if _ABSENT.fullmatch(path):
        return 404, "Not Found"
    if path in _GUARDED and "user" not in scope:
        try:
            if not is_identity(await who(scope)):
                return 503, SAID
        except RefusedError as error:
            return error.status_code, str(error)
    stream = _STREAMS.fullmatch(path)
    if stream and required():
        caller = _caller(scope)
        if caller is None or await rules.sees(caller, stream[1]) is not True:
            return 404, f"Thread with ID {stream[1]} not found"
    return LET_THROUGH


def _caller(scope: Mapping[str, Any]) -> Identity | None:
    identity, role = identity_of(scope), role_of(scope)
    return Identity(identity, role, identity) if identity and role else None


async def _whole(receive: Receive) -> bytes:
    """Return the body of a request, which the outer door has limited."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
    return body


def _replaying(body: bytes, receive: Receive) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return messages.pop() if messages else await receive()

    return replayed


def _only_waiting(body: bytes) -> bytes:
    """Limit a reviewer's search to threads that wait, and to what is asked in them; what is no search is left for the server to refuse."""
    try:
        search = json.loads(body)
    except ValueError:
        return body
    if not isinstance(search, dict):
        return body
    asked = search.get("select")
    shown = [field for field in asked if field in _SHOWN] if isinstance(asked, list) and asked else list(_SHOWN)
    narrowed = {key: value for key, value in search.items() if key not in ("extract", "values")}
    return json.dumps(narrowed | {"status": "interrupted", "select": shown or ["thread_id"]}).encode()
