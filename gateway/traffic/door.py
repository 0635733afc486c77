"""The outer door: every request passes it before the server, and before authentication."""

from __future__ import annotations

import json
import logging
import re
from contextlib import suppress
from typing import Any, Final

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.identity.mode import required
from gateway.traffic import headers, json_body, run_config
from gateway.traffic.attempts import Attempt
from gateway.traffic.body import ClientGoneError, read
from gateway.traffic.exchange import Exchange
from gateway.traffic.metrics import CONTENT_TYPE
from gateway.traffic.refusal import Refusal, answer, passed, refuse
from gateway.traffic.traffic import Traffic
from gateway.traffic.who import address_of, caller, identity_of, is_local, network_of
from nodes.guards.closing import SAID, SECONDS, BrokenGuardError, closed, closed_in_thread

log = logging.getLogger("rxgraph.traffic")

INTERNAL: Final = "/noauth"
"""Root path of the requests that the server makes to itself; no request from outside can set it."""
ADMIN_METRICS: Final = "/admin/metrics"
CLOSED: Final = re.compile(r"/(?:deploy|internal)(?:/.*)?", re.DOTALL)
"""What the dev server offers to anyone, without authentication: deploying the code, raw threads, emptying its memory."""
PROBED: Final = ("/health", "/ok")
"""What load balancers ask; neither counted nor limited, and cheap."""

TURN_SECONDS: Final = 60.0
"""Longest that a request waits until authentication has decided on others of its address."""


def _content(path: str, body: bytes) -> object:
    """Look at what a body says."""
    parsed: Any = json_body.check(body)
    return run_config.check(path, parsed.value) if isinstance(parsed, json_body.Parsed) and parsed.of is body else None


def is_internal(scope: Scope) -> bool:
    """Say whether the server makes this request to itself: its MCP and A2A routes do, and restoring threads at start."""
    root = scope.get("root_path") or ""
    return root == INTERNAL or str(root).startswith(f"{INTERNAL}/")


class Door:
    """Checks headers, body and failed logins; answers `/health` and `/metrics`; secures and logs every answer."""

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        """Stand before an app.

        Args:
            app: The whole server.
            traffic: What is counted.
        """
        self._traffic, self._settings = traffic, traffic.settings
        origins = self._settings.cors_origins
        self._app: ASGIApp = (
            CORSMiddleware(app, allow_origins=origins, allow_methods=["*"], allow_headers=["*"], expose_headers=_EXPOSED)
            if origins
            else app
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan" or is_internal(scope):
            await self._app(scope, receive, send)
            return
        began = False

        async def watched(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._secured(scope, receive, watched)
        except Exception as error:
            if began:
                raise  # the answer is under way, and breaks off
            log.error("The door broke (%s); the request was refused", type(error).__name__)
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1011, "reason": ""})
            else:
                await refuse(Refusal(503, "guard", SAID, {"Retry-After": "5"}), receive, send)

    async def _secured(self, scope: Scope, receive: Receive, send: Send) -> None:
        proxied = self._settings.behind_proxy
        exchange = Exchange(headers.request_id(scope), caller(scope, behind_proxy=proxied))
        exchange.keep(scope)
        path = str(scope["path"])

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                given = message.get("headers", ())
                own = await closed_in_thread(
                    "secured",
                    lambda: headers.secured(given, path=path, request_id=exchange.request_id, settings=self._settings),
                    lambda found: isinstance(found, list) and (b"x-content-type-options", b"nosniff") in found,
                )
                message = {**message, "headers": own}
                await self._decide(scope, exchange)
            elif message["type"] == "http.response.body":
                exchange.sent += len(message.get("body", b""))
            elif message["type"] in ("websocket.accept", "websocket.close"):
                exchange.status = exchange.status or (101 if message["type"] == "websocket.accept" else 403)
                await self._decide(scope, exchange)
            await send(message)

        try:
            await self._guarded(scope, receive, secured, exchange)
        except (Refusal, BrokenGuardError) as error:
            refusal = Refusal.of(error)
            exchange.refused = refusal.reason
            if scope["type"] == "websocket":
                exchange.status = refusal.status
                await send({"type": "websocket.close", "code": 1008, "reason": refusal.detail[:120]})
            else:
                await refuse(refusal, receive, secured)
        except ClientGoneError:
            exchange.status, exchange.refused = 499, "client_gone"
        except Exception:
            exchange.status = exchange.status or 500
            raise
        finally:
            if exchange.attempt is not None:
                await exchange.attempt.passed()
            if path not in PROBED:
                self._traffic.request_ended(scope, exchange)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send, exchange: Exchange) -> None:
        """Pass a request through every guard, in order, to the server."""
        await closed_in_thread("headers", lambda: headers.check(scope, self._settings), passed, answers=(Refusal,))
        path = str(scope["path"])
        if CLOSED.fullmatch(path):
            raise Refusal(404, "closed_route", "Not Found")
        if path == "/health":
            status, said = self._traffic.health()
            await answer(send, status, [(b"content-type", b"application/json")], json.dumps(said).encode())
            return
        if path == "/metrics":
            if not required() and is_local(scope, behind_proxy=self._settings.behind_proxy):
                await answer(send, 200, [(b"content-type", CONTENT_TYPE.encode())], self._traffic.metrics_text().encode())
                return
            # Otherwise it is for administrators: a route of ours, behind authentication.
            scope["path"], scope["raw_path"] = ADMIN_METRICS, ADMIN_METRICS.encode()
        if scope["type"] == "http":
            most, seconds = self._settings.body_bytes, self._settings.body_seconds
            exchange.body, receive = await closed(
                "body",
                lambda read_from=receive: read(read_from, scope["headers"], most=most, seconds=seconds),  # type: ignore[misc]
                lambda found: isinstance(found, tuple) and len(found) == 2 and isinstance(found[0], bytes) and callable(found[1]),
                answers=(Refusal, ClientGoneError),
                seconds=seconds + SECONDS,
            )
            exchange.received = len(exchange.body)
            if exchange.body:
                await closed_in_thread("content", lambda: _content(path, exchange.body), passed, answers=(Refusal,))
        if path not in PROBED:  # once the body is here: what a slow one holds up is nobody's turn to log in
            address = network_of(address_of(scope, behind_proxy=self._settings.behind_proxy))
            exchange.attempt = await closed(
                "attempts",
                lambda: self._traffic.attempts.enter(address),
                lambda found: isinstance(found, Attempt),
                answers=(Refusal,),
                seconds=TURN_SECONDS,
            )
        await self._app(scope, receive, send)

    @staticmethod
    async def _decide(scope: Scope, exchange: Exchange) -> None:
        """Take in what authentication decided, unless the inner door, which stands behind it, has done so."""
        if exchange.attempt is not None:
            refused = exchange.status in (401, 403) and exchange.refused is None and identity_of(scope) is None
            with suppress(Refusal):  # the answer is under way; the storage that failed refuses the next request
                await (exchange.attempt.failed() if refused else exchange.attempt.passed())


_EXPOSED: Final = (
    "x-pagination-total",
    "x-pagination-next",
    "content-location",
    "location",
    "x-request-id",
    "retry-after",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "ratelimit-policy",
)
