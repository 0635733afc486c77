"""How many runs each caller may have waiting or running at once.

A permit is taken before the server makes the run, bound to the run's id once that is known, and given back when the run has ended. The end
is told by the graphs; a run that never began, for it was cancelled in the queue, is found by asking the server when permits run out.
"""

from __future__ import annotations

import itertools
import logging
import math
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final

from gateway.traffic.refusal import Refusal

log = logging.getLogger("rxgraph.traffic")

_REMEMBERED: Final = 10_000
"""Ended runs whose id may not have been bound yet."""
_RETRY_SECONDS: Final = 5


class Permits:
    """Permits by caller. Checking and taking is one step without a wait in it, so that tasks cannot race between the two."""

    def __init__(self, most: float, unfinished: Callable[[], Awaitable[set[str] | None]]) -> None:
        """Begin with nothing taken.

        Args:
            most: Runs of one caller at once; infinity for no limit.
            unfinished: Returns the ids of the runs that wait or run, or None when that cannot be known.
        """
        self._most, self._unfinished = most, unfinished
        self._held: dict[str, dict[int, str | None]] = {}
        self._by_run: dict[str, tuple[str, int]] = {}
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._numbers = itertools.count()

    async def take(self, caller: str, count: int = 1) -> list[int]:
        """Take permits, all or none.

        Returns:
            Their numbers, to bind or to release.

        Raises:
            Refusal: 429 if the caller would have more runs at once than allowed.
        """
        if self._full(caller, count):
            await self._give_back_lost(caller)
        if self._full(caller, count):
            detail = f"No more than {int(self._most):,} runs at once (RXGRAPH_CONCURRENT_RUNS). Wait until one has ended, or cancel one."
            raise Refusal(429, "limit_runs", detail, {"Retry-After": str(_RETRY_SECONDS)})
        numbers = list(itertools.islice(self._numbers, count))
        self._held.setdefault(caller, {}).update(dict.fromkeys(numbers))
        return numbers

    def held(self, caller: str) -> int:
        """Return how many permits a caller has."""
        return len(self._held.get(caller, ()))

    def total(self) -> int:
        """Return how many permits are taken by all."""
        return sum(map(len, self._held.values()))

    def bind(self, caller: str, number: int, run_id: str) -> None:
        """Tie a permit to a run; one that has ended already gives it back at once."""
        if self._ended.pop(run_id, 0) is None:
            self.release(caller, number)
        elif number in self._held.get(caller, {}):
            self._held[caller][number] = run_id
            self._by_run[run_id] = caller, number

    def release(self, caller: str, number: int) -> None:
        """Give a permit back; once more does nothing."""
        held = self._held.get(caller, {})
        run_id = held.pop(number, None)
        if run_id is not None:
            self._by_run.pop(run_id, None)
        if not held:
            self._held.pop(caller, None)

    def unbound(self, caller: str, numbers: list[int]) -> list[int]:
        """Return those permits that belong to no run yet."""
        held = self._held.get(caller, {})
        return [number for number in numbers if number in held and held[number] is None]

    def are_unbound(self, caller: str, numbers: object, count: int) -> bool:
        """Say whether something is so many different permits of a caller that belong to no run yet."""
        return isinstance(numbers, list) and len(set(numbers)) == count and len(self.unbound(caller, numbers)) == count

    def caller_of(self, run_id: str) -> str | None:
        """Return whose run it is, while it holds a permit."""
        found = self._by_run.get(run_id)
        return found[0] if found else None

    def ended(self, run_id: str) -> None:
        """Take in that a run has ended."""
        found = self._by_run.get(run_id)
        if found is not None:
            self.release(*found)
            return
        self._ended[run_id] = None
        while len(self._ended) > _REMEMBERED:
            self._ended.popitem(last=False)

    def _full(self, caller: str, count: int) -> bool:
        return not math.isinf(self._most) and self.held(caller) + count > self._most

    async def _give_back_lost(self, caller: str) -> None:
        before = [(number, run_id) for number, run_id in self._held.get(caller, {}).items() if run_id is not None]
        try:
            known = await self._unfinished() if before else None
        except Exception as error:  # nothing is given back on a guess
            log.error("The runs of the server cannot be listed: %s", type(error).__name__)
            return
        for number, run_id in before if known is not None else ():
            if known is not None and run_id not in known:
                self.release(caller, number)
