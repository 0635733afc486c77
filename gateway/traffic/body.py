"""The body of a request: no larger than allowed, and here in time, or it never reaches the server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from starlette.types import Message, Receive

from gateway.traffic.refusal import Refusal


async def read(receive: Receive, headers: Iterable[tuple[bytes, bytes]], *, most: int, seconds: float) -> tuple[bytes, Receive]:
    """Read a whole body, counting its bytes as they come: a declared length may be missing, and a chunked body declares none.

    Args:
        receive: Where the request comes from.
        headers: The request's headers.
        most: The largest body, in bytes.
        seconds: Within which it must have arrived.

    Returns:
        The body, and a `receive` that gives it again.

    Raises:
        Refusal: 413 if it is too large, 408 if it is too slow, 400 if its length is no number.
        ClientGoneError: If the client went away before its end.
    """
    names = {name: value for name, value in headers}
    if b"content-length" in names and not names[b"content-length"].isdigit():
        raise Refusal(400, "content_length", "Content-Length is no number.", close=True)
    if b"content-length" not in names and b"transfer-encoding" not in names:
        return b"", receive
    if int(names.get(b"content-length", b"0")[:20]) > most:
        raise _too_large(most)
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            more = True
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    raise ClientGoneError
                chunk = message.get("body", b"")
                size += len(chunk)
                if size > most:
                    raise _too_large(most)
                chunks.append(chunk)
                more = message.get("more_body", False)
    except TimeoutError:
        raise Refusal(408, "slow_body", f"The body did not arrive within {seconds:g} s. Send it faster.", close=True) from None
    body = b"".join(chunks)
    return body, _again(body, receive)


class ClientGoneError(Exception):
    """The client closed the connection before its request was complete."""


def _too_large(most: int) -> Refusal:
    return Refusal(413, "large_body", f"The body is larger than {most:,} bytes (RXGRAPH_MAX_BODY_BYTES).", close=True)


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
