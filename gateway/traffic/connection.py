"""Connections on which no request arrives: the server's HTTP parser waits for headers without end and without a limit to their size.

An ASGI app is called when the headers are complete, which is too late. The dev server offers no setting for it, so the methods of uvicorn's
protocol are wrapped; `tests/server/test_traffic.py` sees to it that they still are what they were.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from gateway.traffic.settings import Settings
from gateway.traffic.who import PEER

_MARK: Final = "_rxgraph_guarded"
_LATE: Final = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_LARGE: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class HeadGuard:
    """Watches one connection for the head of its next request."""

    def __init__(self, settings: Settings) -> None:
        """Watch nothing yet."""
        self._settings = settings
        self._timer: asyncio.TimerHandle | None = None
        self._size = 0
        self.waiting = False

    def begin(self, transport: asyncio.Transport) -> None:
        """Expect a head, from now on."""
        self.end()
        self.waiting, self._size = True, 0
        self._timer = asyncio.get_running_loop().call_later(self._settings.header_seconds, self._refuse, transport, _LATE)

    def end(self) -> None:
        """Expect none: it is complete, or the connection is lost."""
        self.waiting = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def arrived(self, size: int, transport: asyncio.Transport) -> bool:
        """Count bytes of a head, and say whether the connection was closed for their number."""
        if not self.waiting:
            return False
        self._size += size
        # A body may come in the same read as the end of its head; a whole read more than the limit is head for certain.
        if self._size <= self._settings.header_bytes + _READ:
            return False
        self._refuse(transport, _LARGE)
        return True

    def _refuse(self, transport: asyncio.Transport, said: bytes) -> None:
        self.end()
        if not transport.is_closing():
            transport.write(said)
            transport.close()


_READ: Final = 262_144
"""Most that asyncio reads at once."""


def guard(settings: Settings) -> list[str]:
    """Wrap uvicorn's protocols, once for the process.

    Returns:
        The protocols that are guarded.
    """
    from uvicorn.protocols.http.h11_impl import H11Protocol

    protocols: list[Any] = [H11Protocol]
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        pass
    else:
        protocols.append(HttpToolsProtocol)
    for protocol in protocols:
        if not getattr(protocol, _MARK, False):
            _wrap(protocol, settings)
    return [protocol.__name__ for protocol in protocols]


def _wrap(protocol: Any, settings: Settings) -> None:
    made: Callable[..., None] = protocol.connection_made
    lost: Callable[..., None] = protocol.connection_lost
    received: Callable[..., None] = protocol.data_received

    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        made(self, transport)
        names = self.server_state.default_headers
        names[:] = [(name, value) for name, value in names if name.lower() != b"server"]
        self.app = _with_peer(self.app, self.client)
        self.rxgraph_head = HeadGuard(settings)
        self.rxgraph_head.begin(transport)

    def connection_lost(self: Any, exc: Exception | None) -> None:
        self.rxgraph_head.end()
        lost(self, exc)

    def data_received(self: Any, data: bytes) -> None:
        head: HeadGuard = self.rxgraph_head
        idle = self.cycle is None or self.cycle.response_complete
        if idle and not head.waiting:
            head.begin(self.transport)
        if head.arrived(len(data), self.transport):
            return
        received(self, data)
        taken_over = self.transport.get_protocol() is not self  # by a WebSocket
        if taken_over or self.cycle is not None and not self.cycle.response_complete:
            head.end()

    protocol.connection_made, protocol.connection_lost, protocol.data_received = connection_made, connection_lost, data_received
    setattr(protocol, _MARK, True)


def _with_peer(app: Any, peer: tuple[str, int] | None) -> Any:
    """Tell the app who is at the other end, before the headers of a proxy, real or not, are believed."""

    async def told(scope: Any, receive: Any, send: Any) -> None:
        scope[PEER] = peer
        await app(scope, receive, send)

    return told
