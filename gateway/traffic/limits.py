"""Limits by the minute: requests and model tokens of each caller, and failed logins of each address.

Requests and failed logins are counted in a moving window: of any 60 seconds, exactly as many pass as are allowed. What a run used is known
at its end only; its tokens are charged then, to a window that begins with the first charge, and no run begins while that is used up.
"""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass
from typing import Any, Final, Literal

from limits import RateLimitItemPerMinute
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter
from limits.errors import StorageError

from gateway.traffic.memory import Windows
from gateway.traffic.refusal import Refusal
from gateway.traffic.settings import Settings
from models.errors import MisconfiguredError

Kind = Literal["requests", "tokens", "failed_logins"]
WINDOW_SECONDS: Final = 60
STORAGE_SECONDS: Final = 2.0
"""Longest wait for a storage elsewhere."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a limit says of one caller."""

    kind: Kind
    allowed: bool
    limit: int
    remaining: int
    reset: int
    """Seconds until something is free again, when nothing is, else until the window has moved on."""

    def headers(self) -> dict[str, str]:
        """Return the fields of the IETF's draft (draft-ietf-httpapi-ratelimit-headers-06)."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
            "RateLimit-Policy": f"{self.limit};w={WINDOW_SECONDS}",
        }

    def refusal(self) -> Refusal:
        """Return the answer to one who is over the limit."""
        what = {"requests": "requests", "tokens": "model tokens", "failed_logins": "failed logins"}[self.kind]
        detail = f"The limit of {self.limit:,} {what} a minute is used up. Try again in {self.reset} s."
        return Refusal(429, f"limit_{self.kind}", detail, {**self.headers(), "Retry-After": str(self.reset)})


def storage_of(url: str) -> Storage:
    """Return the storage of the windows; one elsewhere is not reached for before it is used.

    Raises:
        MisconfiguredError: If what it needs is not installed.
    """
    if url == "memory://":
        return Windows(wrap_exceptions=True)
    from limits.aio.storage import RedisStorage
    from limits.errors import ConfigurationError

    options = {"socket_connect_timeout": STORAGE_SECONDS, "socket_timeout": STORAGE_SECONDS}
    try:
        return RedisStorage(f"async+{url}", wrap_exceptions=True, implementation="redispy", key_prefix="rxgraph", **options)
    except (ConfigurationError, ImportError) as error:
        raise MisconfiguredError('RXGRAPH_RATE_STORAGE names a Redis server; install its client: pip install "redis>=5.2"') from error


class Limits:
    """The limits of all callers over one storage. A storage that fails closes: no request passes uncounted."""

    def __init__(self, settings: Settings, storage: Storage | None = None) -> None:
        """Prepare.

        Args:
            settings: The limits.
            storage: Where windows are counted; what the settings name when left out.
        """
        self.storage = storage or storage_of(settings.storage)
        self._moving = MovingWindowRateLimiter(self.storage)
        self._fixed = FixedWindowRateLimiter(self.storage)
        self._limits: dict[Kind, float] = {
            "requests": settings.requests_per_minute,
            "tokens": settings.tokens_per_minute,
            "failed_logins": settings.failed_logins_per_minute,
        }
        self.failing = False
        """Whether the storage failed when it was last used."""

    def _item(self, kind: Kind) -> RateLimitItemPerMinute | None:
        """Return the limit as the library has it; None when there is none."""
        limit = self._limits[kind]
        return None if math.isinf(limit) else RateLimitItemPerMinute(int(limit), namespace=kind)

    def answers(self, kind: Kind, found: Any) -> bool:
        """Say whether something is what `hit` or `test` return of a kind: none only where there is no limit."""
        if self._item(kind) is None:
            return found is None
        return isinstance(found, Verdict) and found.kind == kind and isinstance(found.allowed, bool)

    async def hit(self, kind: Literal["requests", "failed_logins"], caller: str) -> Verdict | None:
        """Count one, if it is allowed.

        Returns:
            What the limit says; None when there is no limit.

        Raises:
            Refusal: 503 if the storage cannot be reached.
        """
        item = self._item(kind)
        if item is None:
            return None
        async with self._reached():
            allowed = item.amount > 0 and await self._moving.hit(item, caller)
            stats = await self._moving.get_window_stats(item, caller)
            return _verdict(kind, allowed, item.amount, stats.remaining, stats.reset_time)

    async def test(self, kind: Kind, caller: str) -> Verdict | None:
        """Say whether one more is allowed, without counting it. See `hit`."""
        item = self._item(kind)
        if item is None:
            return None
        strategy = self._fixed if kind == "tokens" else self._moving
        async with self._reached():
            stats = await strategy.get_window_stats(item, caller)
            return _verdict(kind, stats.remaining > 0, item.amount, stats.remaining, stats.reset_time)

    async def charge(self, caller: str, tokens: int) -> None:
        """Charge the tokens of a run that has ended.

        Raises:
            Refusal: 503 if the storage cannot be reached.
        """
        item = self._item("tokens")
        if item is not None and tokens > 0:
            async with self._reached():
                await self._fixed.hit(item, caller, cost=tokens)

    async def close(self) -> None:
        """Close the connections to a storage elsewhere."""
        client = getattr(getattr(self.storage, "bridge", None), "storage", None)
        if client is not None:
            await client.aclose()

    def _reached(self) -> _Reached:
        return _Reached(self)


class _Reached:
    """A use of the storage: not longer than it may take, and closed when it fails in any way."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._timeout = asyncio.timeout(2 * STORAGE_SECONDS)

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            await self._timeout.__aexit__(kind, error, trace)  # type: ignore[arg-type]
        except TimeoutError as late:
            error = late
        if isinstance(error, asyncio.CancelledError):
            return
        self._limits.failing = error is not None
        if isinstance(error, StorageError | Exception):
            detail = "The storage of the rate limits cannot be used, so nothing is let through. RXGRAPH_RATE_STORAGE names it."
            raise Refusal(503, "rate_storage", detail, {"Retry-After": "5"}) from error


def _verdict(kind: Kind, allowed: bool, limit: int, remaining: int, reset_time: float) -> Verdict:
    """Say what a storage said.

    Raises:
        TypeError: If that is no answer; a word for "yes" lets nobody in.
        ValueError: If a window holds less than nothing.
    """
    if type(allowed) is not bool or type(remaining) is not int:
        raise TypeError
    if remaining > limit or not math.isfinite(reset_time):
        raise ValueError
    reset = max(1, math.ceil(reset_time - time.time())) if remaining < limit else WINDOW_SECONDS
    return Verdict(kind, allowed, limit, max(0, remaining), min(reset, WINDOW_SECONDS))
