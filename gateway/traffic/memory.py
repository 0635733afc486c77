"""Windows in this process's memory, as a storage of `limits`.

The library's own storage for asyncio goes over every caller's window at each hit, in a thread for each: 7 ms of processor time a hit with
200 callers. This one looks at the window that is asked for, and at all of them once a minute.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from limits.aio.storage import MovingWindowSupport, Storage

_SWEEP_SECONDS: Final = 60.0
_MOST: Final = 100_000
"""Callers that are remembered at once; the longest quiet are forgotten first."""


class Windows(Storage, MovingWindowSupport):
    """Moving windows and counters by key. Nothing in it waits, so each step is whole among the tasks of one event loop."""

    STORAGE_SCHEME = ["async+rxgraph"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, clock: Callable[[], float] = time.time, **_: str) -> None:
        """Begin with nothing counted.

        Args:
            uri: Ignored.
            wrap_exceptions: As the library has it.
            clock: Tells the time in seconds since the epoch.
            _: Ignored.
        """
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._clock = clock
        self._hits: dict[str, tuple[deque[float], float]] = {}
        self._counts: dict[str, tuple[int, float]] = {}
        self._swept = clock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what may be raised: nothing of its own."""
        return ValueError

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count a hit when fewer than `limit` lie within the last `expiry` seconds."""
        now = self._clock()
        self._sweep(now)
        hits = self._hits.pop(key, (deque[float](), 0.0))[0]
        while hits and hits[0] <= now - expiry:
            hits.popleft()
        allowed = len(hits) + amount <= limit
        if allowed:
            hits.extend([now] * amount)
        if hits:
            self._hits[key] = hits, hits[-1] + expiry
        return allowed

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return when the oldest hit of the window was, and how many it holds."""
        now = self._clock()
        hits = [hit for hit in self._hits.get(key, (deque[float](), 0.0))[0] if hit > now - expiry]
        return (hits[0] if hits else now), len(hits)

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a counter; it ends `expiry` seconds after its first addition."""
        now = self._clock()
        self._sweep(now)
        count, ends = self._counts.pop(key, (0, 0.0))
        count, ends = (count + amount, ends) if ends > now else (amount, now + expiry)
        self._counts[key] = count, ends
        return count

    async def get(self, key: str) -> int:
        """Return a counter."""
        count, ends = self._counts.get(key, (0, 0.0))
        return count if ends > self._clock() else 0

    async def get_expiry(self, key: str) -> float:
        """Return when a counter ends, in seconds since the epoch."""
        return max(self._clock(), self._counts.get(key, (0, 0.0))[1])

    async def check(self) -> bool:
        """Say that it can be used."""
        return True

    async def reset(self) -> int | None:
        """Forget everything."""
        count = len(self._hits) + len(self._counts)
        self._hits.clear()
        self._counts.clear()
        return count

    async def clear(self, key: str) -> None:
        """Forget one key."""
        self._hits.pop(key, None)
        self._counts.pop(key, None)

    def _sweep(self, now: float) -> None:
        """Forget what has ended; keys stand in the order of their last hit."""
        if now - self._swept >= _SWEEP_SECONDS or now < self._swept:
            self._swept = now
            self._hits = {key: entry for key, entry in self._hits.items() if entry[1] > now}
            self._counts = {key: entry for key, entry in self._counts.items() if entry[1] > now}
        while len(self._hits) > _MOST:
            del self._hits[next(iter(self._hits))]
        while len(self._counts) > _MOST:
            del self._counts[next(iter(self._counts))]
