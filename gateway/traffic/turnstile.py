"""The inner door: behind authentication, where it is known who asks. It counts requests and runs of each caller."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.traffic.commands import CommandGate
from gateway.traffic.door import PROBED, is_internal
from gateway.traffic.exchange import Exchange, exchange_of
from gateway.traffic.limits import Verdict
from gateway.traffic.refusal import Refusal, refuse
from gateway.traffic.starting import located, named, runs_started
from gateway.traffic.traffic import Traffic
from gateway.traffic.who import caller, identity_of


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
        starts = runs_started(scope.get("method", ""), str(scope["path"]), b"[]") if calling else 0
        if calling is None or not starts:
            await self._app(scope, receive, send)
            return
        try:
            await self._starting(scope, receive, send, calling.name, starts, [])
        except Refusal as refusal:
            calling.refusal = refusal
            await refuse(refusal, receive, send)

    async def _external(self, scope: Scope, receive: Receive, send: Send, exchange: Exchange) -> None:
        if exchange.attempt is not None:
            await exchange.attempt.passed()
        who = exchange.caller = caller(scope, behind_proxy=self._traffic.settings.behind_proxy)
        # What needs no authentication is counted apart, by address: it must not use up what the authenticated may do.
        counted = who if identity_of(scope) or "user" in scope else f"open {who}"
        calling = _Caller(who)
        token = _CALLER.set(calling)
        try:
            verdict = await self._traffic.limits.hit("requests", counted)
            if verdict is not None and not verdict.allowed:
                raise verdict.refusal()
            limited = _with_limits(send, verdict)
            if scope["type"] == "websocket":
                gate = CommandGate(self._traffic, str(scope["path"]), counted, who, exchange.run_ids, self.admitted)
                try:
                    await self._app(scope, gate.receiving(receive, send), gate.sending(send))
                finally:
                    gate.close()
                return
            starts = runs_started(scope["method"], str(scope["path"]), exchange.body)
            exchange.body = b""
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
        except Refusal as refusal:
            exchange.refused = refusal.reason
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008, "reason": refusal.detail[:120]})
            else:
                await refuse(refusal, receive, send)
        finally:
            _CALLER.reset(token)

    async def admitted(self, who: str, starts: int) -> list[int]:
        """Take permits for runs that a caller wants to start.

        Raises:
            Refusal: 429 if its tokens of this minute are used up, or it would have too many runs at once.
        """
        tokens = await self._traffic.limits.test("tokens", who)
        if tokens is not None and not tokens.allowed:
            raise tokens.refusal()
        return await self._traffic.permits.take(who, starts)

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
