"""One request on its way through the doors: what the outer one knows and the inner one adds, for the log."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Final

from gateway.traffic.attempts import Attempt
from gateway.traffic.who import Scope

_KEY: Final = "rxgraph.exchange"


@dataclass(slots=True)
class Exchange:
    """What is known of a request."""

    request_id: str
    caller: str
    """The address at first, the identity once that is verified."""
    body: bytes = b""
    """The request's body, until the inner door has read it."""
    received: int = 0
    """Bytes of the request's body."""
    attempt: Attempt | None = None
    status: int = 0
    refused: str | None = None
    """Why the doors said no, in one word."""
    run_ids: list[str] = field(default_factory=list)
    sent: int = 0
    """Bytes of the answer's body."""
    began: float = field(default_factory=time.perf_counter)

    def keep(self, scope: Scope) -> None:
        """Put it where the inner door finds it."""
        scope[_KEY] = self

    def line(self, scope: Scope, at: str, who: str) -> dict[str, Any]:
        """Return the line of the request log: no path, no query and no header, for those may hold what a patient said."""
        return {
            "at": at,
            "kind": "request",
            "request_id": self.request_id,
            "who": who,
            "method": str(scope.get("method", "WEBSOCKET")),
            "route": _route(scope),
            "status": self.status,
            "refused": self.refused,
            "seconds": round(time.perf_counter() - self.began, 4),
            "bytes_in": self.received,
            "bytes_out": self.sent,
            "run_ids": self.run_ids,
        }


def exchange_of(scope: Scope) -> Exchange | None:
    """Return the request's exchange; None for the server's own requests to itself."""
    found = scope.get(_KEY)
    return found if isinstance(found, Exchange) else None


def _route(scope: Scope) -> str:
    route = scope.get("route")
    path = route if isinstance(route, str) else getattr(route, "path", None)
    return str(path) if path else "none"
