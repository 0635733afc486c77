"""Request lines and headers that may come in, and the headers that every answer carries."""

from __future__ import annotations

import ipaddress
import re
import uuid
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from gateway.traffic.refusal import PASSED, Headers, Refusal
from gateway.traffic.settings import Settings
from gateway.traffic.who import Scope

_MOST: Final = 100
"""Header lines of one request."""
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9a-zA-Z-]+")
_VALUE: Final = re.compile(rb"[\t\x20-\x7e]*")
_ONCE: Final = frozenset({b"host", b"content-length", b"content-type", b"authorization", b"x-api-key", b"transfer-encoding", b"origin"})
_REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_SAFE: Final = ("GET", "HEAD", "OPTIONS")
_HIDDEN: Final = frozenset({b"server", b"x-powered-by", b"access-control-allow-private-network"})
_DOCS: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data: https://fonts.scalar.com; frame-ancestors 'none'"
)
"""Of `/docs`, whose page loads its viewer from there."""
_CLOSED: Final = "default-src 'none'; frame-ancestors 'none'"


def check(scope: Scope, settings: Settings) -> object:
    """Look at the request line and the headers.

    Returns:
        `PASSED`.

    Raises:
        Refusal: 400 for what no honest client sends, 403 for another site's page, 421 for a name that is not this server's,
            431 for too much.
    """
    headers: Headers = scope["headers"]
    size = sum(len(name) + len(value) + 4 for name, value in headers) + len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if size > settings.header_bytes or len(headers) > _MOST:
        raise Refusal(431, "large_headers", f"Request line and headers are larger than {settings.header_bytes:,} bytes.", close=True)
    seen: set[bytes] = set()
    for name, value in headers:
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            raise Refusal(400, "header", "A header holds a character that is not allowed.", close=True)
        if name in _ONCE and name in seen:
            raise Refusal(400, "header", f"The header {name.decode()} is there twice.", close=True)
        seen.add(name)
    if {b"content-length", b"transfer-encoding"} <= seen:
        raise Refusal(400, "header", "Content-Length and Transfer-Encoding exclude each other.", close=True)
    path = str(scope["path"])
    if not path.isprintable() or "\\" in path or {".", ".."} & set(path.split("/")) or not scope["query_string"].isascii():
        raise Refusal(400, "path", "The path or the query holds what is not allowed.", close=True)
    given = dict(headers)
    _check_host(given, settings)
    _check_origin(scope, given, settings)
    return PASSED


def _check_host(given: dict[bytes, bytes], settings: Settings) -> None:
    """Without authentication, take no other name than this machine's: a page whose name points here is another site's page."""
    if settings.authentication or b"host" not in given:
        return
    try:
        name = urlsplit(f"//{given[b'host'].decode()}").hostname or ""
    except ValueError:
        raise Refusal(400, "host", "The Host header cannot be read.", close=True) from None
    if name != "localhost" and not _is_loopback(name):
        raise Refusal(
            421, "host", "Without authentication the server answers to localhost only. Use http://127.0.0.1, or set RXGRAPH_AUTH=on."
        )


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _check_origin(scope: Scope, given: dict[bytes, bytes], settings: Settings) -> None:
    """Take no writing request of another site's page: browsers send simple ones without asking first."""
    origin = given.get(b"origin", b"").decode()
    if not origin or scope.get("method", "GET") in _SAFE and scope["type"] == "http":
        return
    if "*" in settings.cors_origins or origin in settings.cors_origins or urlsplit(origin).netloc == given.get(b"host", b"").decode():
        return
    raise Refusal(403, "origin", "Pages of other sites may not call this server. RXGRAPH_CORS_ORIGINS lists those that may.")


def request_id(scope: Scope) -> str:
    """Return the request's id, the caller's own when it is a plain one, and give it to the server in place of what came."""
    headers: Headers = scope["headers"]
    given = next((value for name, value in headers if name == b"x-request-id"), b"")
    found = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4()).encode()
    scope["headers"] = [*((n, v) for n, v in headers if n != b"x-request-id"), (b"x-request-id", found)]
    return found.decode()


def secured(headers: Iterable[tuple[bytes, bytes]], *, path: str, request_id: str, settings: Settings) -> Headers:
    """Return an answer's headers with those that every answer carries, and without what names the software.

    Args:
        headers: What the server answers.
        path: The path that was asked for.
        request_id: The request's id.
        settings: Whether browsers come by HTTPS.
    """
    ours = {
        b"x-request-id": request_id,
        b"x-content-type-options": "nosniff",
        b"x-frame-options": "DENY",
        b"referrer-policy": "no-referrer",
        b"cache-control": "no-store",
        b"content-security-policy": _DOCS if path == "/docs" else _CLOSED,
        b"cross-origin-resource-policy": "cross-origin" if settings.cors_origins else "same-origin",
        **({b"strict-transport-security": "max-age=31536000; includeSubDomains"} if settings.tls else {}),
    }
    kept = [(name, value) for name, value in headers if name.lower() not in ours and name.lower() not in _HIDDEN]
    return [*kept, *((name, value.encode()) for name, value in ours.items())]
