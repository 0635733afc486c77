"""A circuit breaker for each provider and model, one for the whole process.

```
closed ── enough failures in the window ──→ open ── rest is over ──→ half-open, one probe
   ↑                                          ↑                          │
   └────────────── the probe is answered ─────┼──────────────────────────┤
                                              └── the probe fails ───────┘
```

A breaker never opens on a lone failure, nor on what is the user's own fault. Its record lives in a store that changes it atomically, so
that several processes can share one: give `Breakers` a store of your own, and `time.time` as its clock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol, TypeVar

from models.errors import ModelError
from models.failures import Failure, classify
from models.settings import number

Result = TypeVar("Result")
State = Literal["closed", "open", "half_open"]
Outcome = Literal["success", "failure", "answered", "abandoned"]
"""How a call ended: `answered` is a refusal that shows the provider is well, `abandoned` says nothing about it."""

_KEPT: Final = 500
"""Most outcomes that are kept of one window."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When a breaker opens and closes."""

    failures: int = 5
    """Fewest failures in the window that open it; at least 2, so that a lone failure never does."""
    window_seconds: float = 60.0
    """How long an outcome counts."""
    rate: float = 0.5
    """Share of failures among the window's outcomes from which on it opens."""
    rest_seconds: float = 30.0
    """How long it stays open before one call may probe."""
    probe_seconds: float = 120.0
    """After how long a probe that never reported counts as lost, so that another may go."""

    @classmethod
    def from_environment(cls) -> Rules:
        """Read `RXGRAPH_BREAKER_FAILURES`, `_WINDOW_SECONDS`, `_RATE` and `_REST_SECONDS`.

        Raises:
            MisconfiguredError: If one of them is no such number.
        """
        return cls(
            failures=int(number("RXGRAPH_BREAKER_FAILURES", cls().failures, least=2)),
            window_seconds=number("RXGRAPH_BREAKER_WINDOW_SECONDS", cls().window_seconds),
            rate=number("RXGRAPH_BREAKER_RATE", cls().rate),
            rest_seconds=number("RXGRAPH_BREAKER_REST_SECONDS", cls().rest_seconds),
        )


@dataclass(frozen=True, slots=True)
class Record:
    """What a store keeps of one breaker: plain values that can be written as JSON."""

    state: State = "closed"
    epoch: int = 0
    """Counts the changes of state; the outcome of a call from an earlier one is not believed."""
    since: float = 0.0
    """When it came into this state."""
    outcomes: tuple[tuple[float, bool], ...] = ()
    """When calls ended and whether they failed, oldest first; of the closed state only."""
    probe_at: float | None = None
    """When the probe that is under way began; None when there is none."""

    def changed(self, state: State, now: float, probe_at: float | None = None) -> Record:
        """Return the record of the next state."""
        return Record(state=state, epoch=self.epoch + 1, since=now, probe_at=probe_at)


class BreakerStore(Protocol):
    """Where records are kept. `change` must be atomic among everyone who shares the store."""

    def change(self, name: str, step: Callable[[Record], tuple[Record, Result]]) -> Result:
        """Replace a breaker's record by what `step` makes of it, and return what `step` returns beside it."""
        ...

    def read(self) -> dict[str, Record]:
        """Return every record by name."""
        ...


class MemoryStore:
    """Records of this process, safe for threads and for event loops: the lock is held for no longer than a step takes."""

    def __init__(self) -> None:
        """Begin with no records."""
        self._lock = threading.Lock()
        self._records: dict[str, Record] = {}

    def change(self, name: str, step: Callable[[Record], tuple[Record, Result]]) -> Result:
        """Replace a record under the lock."""
        with self._lock:
            self._records[name], result = step(self._records.get(name, Record()))
            return result

    def read(self) -> dict[str, Record]:
        """Return a copy of the records."""
        with self._lock:
            return dict(self._records)


class BreakerOpenError(ModelError):
    """A call that the breaker did not let through."""

    failure = Failure("fall_back", "breaker_open")

    def __init__(self, name: str, seconds: float) -> None:
        """Take the breaker's name and the seconds until it lets one call probe."""
        super().__init__(f"{name} {self.failure.phrase}; it is tried again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class Permit:
    """A call that was let through; report how it ended exactly once, later reports do nothing."""

    breaker: Breaker
    epoch: int
    probe: bool
    """Whether it is the one call of a half-open breaker."""
    _reported: bool = False

    def report(self, outcome: Outcome) -> None:
        """Say how the call ended."""
        if not self._reported:
            self._reported = True
            self.breaker.settle(self.epoch, outcome)


@dataclass(frozen=True, slots=True)
class Status:
    """A breaker as people see it."""

    name: str
    state: State
    failures: int
    """Failures within the window."""
    calls: int
    """Calls within the window."""
    opens_in: float | None
    """Seconds until one call may probe; None while closed."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """The breaker of one provider and model."""

    name: str
    rules: Rules = field(default_factory=Rules)
    store: BreakerStore = field(default_factory=MemoryStore)
    clock: Callable[[], float] = time.monotonic

    def enter(self) -> Permit:
        """Ask to make a call.

        Returns:
            The permit, on which the end of the call must be reported.

        Raises:
            BreakerOpenError: If it is open, or half-open with a probe under way.
        """
        now = self.clock()

        def step(record: Record) -> tuple[Record, Permit | float]:
            if record.state == "closed":
                return record, Permit(self, record.epoch, probe=False)
            if record.state == "open" and (left := self._left(record, now)) > 0:
                return record, left
            if record.state == "half_open" and record.probe_at is not None:
                lost = record.probe_at + self.rules.probe_seconds - now
                if lost > 0:
                    return record, lost
            probing = record.changed("half_open", now, probe_at=now)
            return probing, Permit(self, probing.epoch, probe=True)

        answer = self.store.change(self.name, step)
        if isinstance(answer, Permit):
            return answer
        raise BreakerOpenError(self.name, answer)

    def settle(self, epoch: int, outcome: Outcome) -> None:
        """Take in how a call ended; use a permit's `report`."""
        now = self.clock()

        def step(record: Record) -> tuple[Record, None]:
            if record.epoch != epoch or record.state == "open":
                return record, None
            if record.state == "half_open":
                if outcome == "abandoned":
                    return replace(record, probe_at=None), None
                return record.changed("open" if outcome == "failure" else "closed", now), None
            if outcome not in ("success", "failure"):
                return record, None
            kept = (*self._recent(record, now), (now, outcome == "failure"))[-_KEPT:]
            failed = sum(bad for _, bad in kept)
            if outcome == "failure" and failed >= max(2, self.rules.failures) and failed >= self.rules.rate * len(kept):
                return record.changed("open", now), None
            return replace(record, outcomes=kept), None

        self.store.change(self.name, step)

    async def guard(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Make one call through the breaker and report how it ended.

        Args:
            call: Makes the call.

        Returns:
            What the call returns.

        Raises:
            BreakerOpenError: If the breaker does not let it through.
        """
        permit = self.enter()
        try:
            result = await call()
        except Exception as error:
            failure = classify(error)
            permit.report("failure" if failure.counts else "answered" if failure.answered else "abandoned")
            raise
        except BaseException:
            permit.report("abandoned")
            raise
        permit.report("success")
        return result

    def status(self) -> Status:
        """Return the breaker as people see it."""
        return self._status(self.store.read().get(self.name, Record()))

    def _status(self, record: Record) -> Status:
        now = self.clock()
        recent = self._recent(record, now)
        opens_in = None if record.state == "closed" else self._left(record, now) if record.state == "open" else 0.0
        return Status(self.name, record.state, sum(bad for _, bad in recent), len(recent), opens_in)

    def _left(self, record: Record, now: float) -> float:
        """Return the rest that is left; none when the clock was set back, or it would stay open for as long as that."""
        return max(0.0, self.rules.rest_seconds - (now - record.since)) if now >= record.since else 0.0

    def _recent(self, record: Record, now: float) -> tuple[tuple[float, bool], ...]:
        return tuple(o for o in record.outcomes if now - o[0] < self.rules.window_seconds)


class Breakers:
    """The breakers of a process by name, over one store."""

    def __init__(self, rules: Rules | None = None, store: BreakerStore | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Prepare.

        Args:
            rules: When breakers open; read from the environment at each use when left out.
            store: Where records are kept; this process's memory when left out.
            clock: Tells the time in seconds; must be `time.time` for a store that machines share.
        """
        self._rules, self._clock = rules, clock
        self.store: BreakerStore = store or MemoryStore()

    def of(self, name: str) -> Breaker:
        """Return the breaker of a provider and model; two of the same name are the same, for the record is in the store."""
        return Breaker(name, self._rules or Rules.from_environment(), self.store, self._clock)

    def states(self) -> list[Status]:
        """List every breaker that was used, by name, for the doctor, traces and logs."""
        return [self.of(name)._status(record) for name, record in sorted(self.store.read().items())]


BREAKERS: Final = Breakers()
"""The process's breakers."""
