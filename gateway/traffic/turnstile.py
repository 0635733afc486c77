"""The inner door: behind authentication, where it is known who asks. It counts requests and runs of each caller."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.traffic.commands import CommandGate
from gateway.traffic.door import PROBED, is_internal
from gateway.traffic.exchange import Exchange, exchange_of
from gateway.traffic.limits import Limits, Verdict
from gateway.traffic.refusal import Refusal, refuse
from gateway.traffic.starting import located, named, runs_started
from gateway.traffic.traffic import Traffic
from gateway.traffic.who import caller, identity_of
from nodes.guards.closing import BrokenGuardError, closed, closed_in_thread


@dataclass(slots=True)
class _Caller:
    name: str
    refusal: Refusal | None = None
    """Of a run that the server wanted to start for this request."""


_CALLER: Final[ContextVar[_Caller | None]] = ContextVar("rxgraph_caller", default=None)
"""Who made the request that the server's own requests serve: an MCP or A2A call starts its run through one."""
_READ: Final = 1_048_576
"""Most of an answer that is looked through for the ids of runs."""


class Turnstile:
    """Limits each caller's requests by the minute, its model tokens by the minute, and its runs at once."""

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        """Stand before a group of routes.

        Args:
            app: The routes.
            traffic: What is counted, the same for all groups.
        """
        self._app, self._traffic = app, traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan" or scope["path"] in PROBED:
            await self._app(scope, receive, send)
            return
        exchange = exchange_of(scope)
        if is_internal(scope):
            await self._internal(scope, receive, send)
        elif exchange is None:  # the outer door was not passed: something is wired wrongly
            await refuse(Refusal(503, "no_door", "The request did not come through the door."), receive, send)
        else:
            await self._external(scope, receive, send, exchange)

    async def _internal(self, scope: Scope, receive: Receive, send: Send) -> None:
        calling = _CALLER.get()
        starts = await _starts(scope.get("method", ""), str(scope["path"]), b"[]") if calling else 0
        if calling is None or not starts:
            await self._app(scope, receive, send)
            return
        try:
            await self._starting(scope, receive, send, calling.name, starts, [])
        except (Refusal, BrokenGuardError) as error:
            calling.refusal = Refusal.of(error)
            await refuse(calling.refusal, receive, send)

    async def _external(self, scope: Scope, receive: Receive, send: Send, exchange: Exchange) -> None:
        if exchange.attempt is not None:
            await exchange.attempt.passed()
        behind_proxy = self._traffic.settings.behind_proxy
        try:
            who = exchange.caller = await closed_in_thread("caller", lambda: caller(scope, behind_proxy=behind_proxy), _is_name)
        except BrokenGuardError as error:
            exchange.refused = "guard"
            await _refused(scope, Refusal.of(error), receive, send)
            return
        # What needs no authentication is counted apart, by address: it must not use up what the authenticated may do.
        counted = who if identity_of(scope) or "user" in scope else f"open {who}"
        calling = _Caller(who)
        token = _CALLER.set(calling)
        try:
            verdict = await counted_request(self._traffic.limits, counted)
            limited = _with_limits(send, verdict)
            if scope["type"] == "websocket":
                gate = CommandGate(self._traffic, str(scope["path"]), counted, who, exchange.run_ids, self.admitted)
                try:
                    await self._app(scope, gate.receiving(receive, send), gate.sending(send))
                finally:
                    gate.close()
                return
            body, exchange.body = exchange.body, b""
            starts = await _starts(scope["method"], str(scope["path"]), body)
            if starts:
                await self._starting(scope, receive, limited, who, starts, exchange.run_ids)
            else:
                try:
                    await self._app(scope, receive, limited)
                except Exception as error:
                    # The MCP route does not know that its own request can be refused, and breaks.
                    if calling.refusal is None or exchange.status:
                        raise
                    raise calling.refusal from error
        except (Refusal, BrokenGuardError) as error:
            refusal = Refusal.of(error)
            exchange.refused = refusal.reason
            await _refused(scope, refusal, receive, send)
        finally:
            _CALLER.reset(token)

    async def admitted(self, who: str, starts: int) -> list[int]:
        """Take permits for runs that a caller wants to start.

        Raises:
            Refusal: 429 if its tokens of this minute are used up, or it would have too many runs at once.
            BrokenGuardError: If that cannot be told.
        """
        limits, permits = self._traffic.limits, self._traffic.permits
        tokens = await closed("tokens", lambda: limits.test("tokens", who), partial(limits.answers, "tokens"), answers=(Refusal,))
        if tokens is not None and not tokens.allowed:
            raise tokens.refusal()
        taken: list[int] = await closed(
            "permits", lambda: permits.take(who, starts), lambda found: permits.are_unbound(who, found, starts), answers=(Refusal,)
        )
        return taken

    async def _starting(self, scope: Scope, receive: Receive, send: Send, who: str, starts: int, run_ids: list[str]) -> None:
        """Pass on a request that starts runs, and tie the permits to those that it started."""
        permits = await self.admitted(who, starts)
        body = bytearray()
        failed = False

        def bind(found: list[str]) -> None:
            for number, run_id in zip(self._traffic.permits.unbound(who, permits), found, strict=False):
                run_ids.append(run_id)
                self._traffic.began(who, number, run_id)

        async def watched(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start":
                failed = message["status"] >= 400
                if not failed and (run_id := located(message.get("headers", ()))) is not None:
                    bind([run_id])
            elif message["type"] == "http.response.body" and not failed and not run_ids and len(body) < _READ:
                body.extend(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            if not failed and not run_ids:
                bind(named(bytes(body)))
            for number in self._traffic.permits.unbound(who, permits):
                self._traffic.permits.release(who, number)


async def _refused(scope: Scope, refusal: Refusal, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": refusal.detail[:120]})
    else:
        await refuse(refusal, receive, send)


async def counted_request(limits: Limits, counted: str) -> Verdict | None:
    """Count a request.

    Raises:
        Refusal: 429 if the limit is used up; 503 if the storage fails.
        BrokenGuardError: If that cannot be told.
    """
    found: Verdict | None = await closed(
        "requests", lambda: limits.hit("requests", counted), partial(limits.answers, "requests"), answers=(Refusal,)
    )
    if found is not None and not found.allowed:
        raise found.refusal()
    return found


def _is_name(found: object) -> bool:
    return isinstance(found, str) and found.startswith(("identity:", "address:"))


async def _starts(method: str, path: str, body: bytes) -> int:
    if method != "POST":
        return 0
    found: int = await closed_in_thread("runs", lambda: runs_started(method, path, body), lambda n: type(n) is int and n >= 0)
    return found


def _with_limits(send: Send, verdict: Verdict | None) -> Send:
    """Add what is left of the limit to an answer's headers."""
    if verdict is None:
        return send
    own = [(name.lower().encode(), value.encode()) for name, value in verdict.headers().items()]

    async def limited(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *own]}
        await send(message)

    return limited
