"""The settings of the doors, from the environment."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import Final, Literal

from models.errors import MisconfiguredError
from models.settings import number

_ON: Final = ("1", "on", "true", "yes")
_OFF: Final = ("", "0", "off", "false", "no")
LOG_PLACES: Final = ("file", "stderr", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the doors let through. Amounts of 0 let nothing through; `inf` sets no limit."""

    requests_per_minute: float = 600
    """Of one identity, or of one client address without authentication."""
    tokens_per_minute: float = 1_000_000
    """Model tokens of one identity."""
    failed_logins_per_minute: float = 20
    """Of one client address."""
    concurrent_runs: float = 10
    """Runs of one identity that wait or run."""
    storage: str = "memory://"
    """Where the windows are counted: `memory://`, or a Redis URL that servers share."""
    body_bytes: int = 1_000_000
    body_seconds: float = 30.0
    """Within which a request's body must have arrived."""
    header_bytes: int = 32_000
    """Request line and headers together."""
    header_seconds: float = 10.0
    """Within which they must have arrived."""
    cors_origins: tuple[str, ...] = ()
    """Origins whose pages may call the server; `*` for any."""
    behind_proxy: bool = False
    """Whether a proxy on this machine is trusted to say who the client is."""
    tls: bool = False
    """Whether browsers reach the server by HTTPS only."""
    authentication: bool = False
    log: str = "file"
    log_bytes: int = 10_000_000
    """Size at which a log file is put aside."""
    log_files: int = 5
    """Files that are kept, the one that is written included."""

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the settings; those that are unset have their defaults.

        Raises:
            MisconfiguredError: If one cannot be read; the message says which and what it takes.
        """
        given = cls()
        return cls(
            requests_per_minute=_limit("RXGRAPH_RATE_REQUESTS_PER_MINUTE", given.requests_per_minute),
            tokens_per_minute=_limit("RXGRAPH_RATE_TOKENS_PER_MINUTE", given.tokens_per_minute),
            failed_logins_per_minute=_limit("RXGRAPH_RATE_FAILED_LOGINS_PER_MINUTE", given.failed_logins_per_minute),
            concurrent_runs=_limit("RXGRAPH_CONCURRENT_RUNS", given.concurrent_runs),
            storage=_storage(),
            body_bytes=int(number("RXGRAPH_MAX_BODY_BYTES", given.body_bytes, least=1)),
            body_seconds=number("RXGRAPH_BODY_SECONDS", given.body_seconds, least=0.1),
            header_bytes=int(number("RXGRAPH_MAX_HEADER_BYTES", given.header_bytes, least=1000)),
            header_seconds=number("RXGRAPH_HEADER_SECONDS", given.header_seconds, least=0.1),
            cors_origins=tuple(o.strip().rstrip("/") for o in os.environ.get("RXGRAPH_CORS_ORIGINS", "").split(",") if o.strip()),
            behind_proxy=_switch("RXGRAPH_BEHIND_PROXY"),
            tls=_switch("RXGRAPH_TLS"),
            authentication=_switch("RXGRAPH_AUTH"),
            log=_log_place(),
            log_bytes=int(number("RXGRAPH_REQUEST_LOG_BYTES", given.log_bytes, least=1000)),
            log_files=int(number("RXGRAPH_REQUEST_LOG_FILES", given.log_files, least=1)),
        )


def _limit(name: str, default: float) -> float:
    if os.environ.get(name, "").strip().lower() == "inf":
        return math.inf
    value = number(name, default)
    if value != int(value):
        raise MisconfiguredError(f"{name}={os.environ[name]!r} is not a setting: give a whole number, or inf for no limit")
    return value


def _switch(name: str) -> bool:
    text = os.environ.get(name, "").strip().lower()
    if text not in (*_ON, *_OFF):
        raise MisconfiguredError(f"{name}={text!r} is not a setting: give on or off")
    return text in _ON


def _storage() -> str:
    url = os.environ.get("RXGRAPH_RATE_STORAGE", "").strip() or "memory://"
    if url.split("://")[0] not in ("memory", "redis", "rediss", "redis+unix") or "://" not in url:
        # The URL may hold a password: only its beginning is shown.
        raise MisconfiguredError(f"RXGRAPH_RATE_STORAGE={url.split(':')[0]}:... is not a setting: give memory:// or redis://host:6379/0")
    return url


def _log_place() -> Literal["file", "stderr", "off"]:
    place = os.environ.get("RXGRAPH_REQUEST_LOG", "").strip().lower() or "file"
    if place == "file":
        return "file"
    if place == "stderr":
        return "stderr"
    if place == "off":
        return "off"
    raise MisconfiguredError(f"RXGRAPH_REQUEST_LOG={place!r} is not a setting: give one of {', '.join(LOG_PLACES)}")
