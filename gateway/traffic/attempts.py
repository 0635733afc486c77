"""Failed logins of each client address: exactly as many guesses a minute as are allowed, however many are made at once."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field

from gateway.traffic.limits import Limits


@dataclass(slots=True)
class _Address:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    decided: asyncio.Event = field(default_factory=asyncio.Event)
    pending: int = 0
    """Requests that authentication has not decided on yet: each may turn out to be a failed login."""
    users: int = 0


class Attempts:
    """Lets as many undecided requests of an address in as it has failed logins left; the others wait for those to be decided."""

    def __init__(self, limits: Limits, most: float) -> None:
        """Prepare.

        Args:
            limits: Count the failures.
            most: Failures of one address in a minute; infinity for no limit.
        """
        self._limits, self._most = limits, most
        self._addresses: dict[str, _Address] = {}

    async def enter(self, address: str) -> Attempt:
        """Let a request in.

        Returns:
            The attempt; say exactly once how it ended.

        Raises:
            Refusal: 429 if the address has no failed login left; 503 if the storage of the limits fails.
        """
        if math.isinf(self._most):
            return Attempt(self, address, None)
        found = self._addresses.setdefault(address, _Address())
        found.users += 1
        try:
            while True:
                async with found.lock:
                    verdict = await self._limits.test("failed_logins", address)
                    if verdict is not None and not verdict.allowed:
                        raise verdict.refusal()
                    if verdict is None or found.pending < verdict.remaining:
                        found.pending += 1
                        return Attempt(self, address, found)
                    found.decided.clear()
                await found.decided.wait()
        except BaseException:
            self._leave(address, found)
            raise

    async def decide(self, attempt: Attempt, *, failed: bool) -> None:
        """Take in how an attempt ended; use the attempt's own methods."""
        found = attempt.found
        if found is None:
            return
        try:
            if failed:
                async with found.lock:
                    await self._limits.hit("failed_logins", attempt.address)
        finally:
            found.pending -= 1
            found.decided.set()
            self._leave(attempt.address, found)

    def _leave(self, address: str, found: _Address) -> None:
        found.users -= 1
        if not found.users:
            self._addresses.pop(address, None)


@dataclass(slots=True)
class Attempt:
    """A request on its way through authentication."""

    attempts: Attempts
    address: str
    found: _Address | None
    open: bool = True

    async def passed(self) -> None:
        """Say that it was authenticated, or needed not to be, or never got as far."""
        await self._decided(failed=False)

    async def failed(self) -> None:
        """Say that authentication refused it."""
        await self._decided(failed=True)

    async def _decided(self, *, failed: bool) -> None:
        if self.open:
            self.open = False
            await self.attempts.decide(self, failed=failed)
