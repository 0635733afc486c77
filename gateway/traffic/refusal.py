"""How the doors say no: a status, a reason in words, and headers, in the form that the server's own errors have."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Final

from starlette.types import Receive, Send

from nodes.guards.closing import BrokenGuardError

Headers = list[tuple[bytes, bytes]]
_DRAIN_SECONDS: Final = 2.0
"""How long a refused body is read on."""
_DRAIN_BYTES: Final = 32 * 1_048_576
PASSED: Final = object()
"""What a check of a request returns that found nothing; anything else is no answer, and closes."""


def passed(found: object) -> bool:
    """Say whether a check let a request pass."""
    return found is PASSED


class Refusal(Exception):  # noqa: N818  (it is an answer, not a fault)
    """A request that is not let through."""

    def __init__(self, status: int, reason: str, detail: str, headers: Mapping[str, str] | None = None, *, close: bool = False) -> None:
        """Say no.

        Args:
            status: The HTTP status.
            reason: One word for logs and metrics.
            detail: What is wrong and the way out, for the caller.
            headers: More headers of the answer.
            close: Whether the connection is closed, because bytes may follow that nobody wants.
        """
        super().__init__(detail)
        self.status, self.reason, self.detail, self.close = status, reason, detail, close
        self.headers = dict(headers or {})

    @classmethod
    def of(cls, error: Refusal | BrokenGuardError) -> Refusal:
        """Return the answer to a request that a guard refused, or broke on."""
        return error if isinstance(error, Refusal) else cls(503, "guard", str(error), {"Retry-After": "5"}, close=True)

    def encoded(self) -> tuple[Headers, bytes]:
        """Return headers and body."""
        body = json.dumps({"detail": self.detail}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        headers += [(name.lower().encode(), value.encode()) for name, value in self.headers.items()]
        return [*headers, *([(b"connection", b"close")] if self.close else [])], body


async def answer(send: Send, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> None:
    """Send a whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


async def refuse(refusal: Refusal, receive: Receive, send: Send) -> None:
    """Send a refusal; a body that is still coming is read for a moment, or the client would see a reset and not the answer."""
    headers, body = refusal.encoded()
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    if refusal.close:
        await send({"type": "http.response.body", "body": body, "more_body": True})
        await _drained(receive)
        body = b""
    await send({"type": "http.response.body", "body": body})


async def _drained(receive: Receive) -> None:
    """Read and forget what is still coming, for a moment."""
    size = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            while size < _DRAIN_BYTES:
                message = await receive()
                size += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
