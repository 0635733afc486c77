"""The circuit breaker: when it opens and closes, that one probe passes out of a hundred, and its rules as a state machine."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from models.breaker import Breaker, BreakerOpenError, Breakers, MemoryStore, Permit, Record, Rules
from models.errors import MisconfiguredError
from models.failures import Failure

Result = TypeVar("Result")
RULES = Rules(failures=5, window_seconds=60, rate=0.5, rest_seconds=30, probe_seconds=120)


class Clock:
    """Time that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class DownError(Exception):
    failure = Failure("retry_now", "server_error")


class BadRequestError(Exception):
    failure = Failure("give_up", "bad_request")


class BadKeyError(Exception):
    failure = Failure("fall_back", "key_refused")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker("m", RULES, MemoryStore(), clock)


async def call(breaker: Breaker, error: BaseException | None = None) -> str:
    async def answer() -> str:
        if error:
            raise error
        return "well"

    return await breaker.guard(answer)


async def fail(breaker: Breaker, times: int, error: Exception | None = None) -> None:
    for _ in range(times):
        with pytest.raises(type(error or DownError())):
            await call(breaker, error or DownError())


async def opened(breaker: Breaker) -> None:
    await fail(breaker, 5)
    assert breaker.status().state == "open"


async def test_it_opens_at_the_fifth_failure_and_says_when_it_is_tried_again(breaker: Breaker, clock: Clock) -> None:
    await fail(breaker, 4)
    assert breaker.status().state == "closed"
    await fail(breaker, 1)
    clock.now += 10
    with pytest.raises(BreakerOpenError, match="tried again in 20 s") as caught:
        await call(breaker)
    assert caught.value.seconds == pytest.approx(20)
    assert asdict(breaker.status()) == {"name": "m", "state": "open", "failures": 0, "calls": 0, "opens_in": 20.0}


async def test_a_lone_failure_never_opens_it_even_when_set_to_one(clock: Clock) -> None:
    breaker = Breaker("m", Rules(failures=1, rate=0.0), MemoryStore(), clock)
    await fail(breaker, 1)
    assert breaker.status().state == "closed"
    await fail(breaker, 1)
    assert breaker.status().state == "open"


@pytest.mark.parametrize("error", [BadRequestError(), BadKeyError(), ValueError("ours")])
async def test_the_users_own_faults_never_open_it(breaker: Breaker, error: Exception) -> None:
    await fail(breaker, 100, error)
    assert asdict(breaker.status()) == {"name": "m", "state": "closed", "failures": 0, "calls": 0, "opens_in": None}


async def test_it_stays_closed_while_most_calls_are_well(breaker: Breaker) -> None:
    for _ in range(30):
        await fail(breaker, 1)
        await call(breaker)
        await call(breaker)
    assert (breaker.status().state, breaker.status().failures, breaker.status().calls) == ("closed", 30, 90)


async def test_failures_outside_the_window_are_forgotten(breaker: Breaker, clock: Clock) -> None:
    await fail(breaker, 4)
    clock.now += 60
    await fail(breaker, 4)
    assert (breaker.status().state, breaker.status().failures) == ("closed", 4)


async def test_a_probe_that_is_answered_closes_it(breaker: Breaker, clock: Clock) -> None:
    await opened(breaker)
    clock.now += 30
    assert await call(breaker) == "well"
    assert (breaker.status().state, breaker.status().failures) == ("closed", 0)


async def test_a_probe_that_fails_opens_it_for_another_rest(breaker: Breaker, clock: Clock) -> None:
    await opened(breaker)
    clock.now += 30
    await fail(breaker, 1)
    assert (breaker.status().state, breaker.status().opens_in) == ("open", 30.0)


@pytest.mark.parametrize("error", [BadRequestError(), BadKeyError()])
async def test_a_probe_that_is_refused_shows_that_the_provider_is_back(breaker: Breaker, clock: Clock, error: Exception) -> None:
    await opened(breaker)
    clock.now += 30
    await fail(breaker, 1, error)
    assert breaker.status().state == "closed"


async def test_a_cancelled_probe_makes_way_for_another(breaker: Breaker, clock: Clock) -> None:
    await opened(breaker)
    clock.now += 30
    begun = asyncio.Event()

    async def hang() -> None:
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(breaker.guard(hang))
    await begun.wait()
    with pytest.raises(BreakerOpenError):
        await call(breaker)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await call(breaker) == "well"


async def test_a_probe_that_is_never_heard_of_again_is_given_up(breaker: Breaker, clock: Clock) -> None:
    await opened(breaker)
    clock.now += 30
    lost = breaker.enter()
    clock.now += 119
    with pytest.raises(BreakerOpenError):
        breaker.enter()
    clock.now += 1
    found = breaker.enter()
    lost.report("failure")
    assert breaker.status().state == "half_open", "the lost probe is not believed any more"
    found.report("success")
    assert breaker.status().state == "closed"


async def test_late_news_from_before_it_opened_changes_nothing(breaker: Breaker, clock: Clock) -> None:
    late = [breaker.enter() for _ in range(3)]
    await opened(breaker)
    late[0].report("success")
    assert breaker.status().state == "open"
    clock.now += 30
    probe = breaker.enter()
    late[1].report("success")
    assert breaker.status().state == "half_open"
    probe.report("success")
    late[2].report("failure")
    assert (breaker.status().state, breaker.status().failures) == ("closed", 0)


async def test_a_clock_that_is_set_back_does_not_keep_it_open(breaker: Breaker, clock: Clock) -> None:
    await opened(breaker)
    clock.now -= 3600
    assert await call(breaker) == "well"


async def test_exactly_one_of_100_tasks_probes(breaker: Breaker, clock: Clock) -> None:
    await opened(breaker)
    clock.now += 30
    all_in, passed = asyncio.Event(), 0

    async def probe() -> None:
        nonlocal passed
        passed += 1
        await all_in.wait()

    async def attempt() -> bool:
        with contextlib.suppress(BreakerOpenError):
            await breaker.guard(probe)
            return True
        refused.append(1)
        if len(refused) == 99:
            all_in.set()
        return False

    refused: list[int] = []
    results = await asyncio.gather(*(attempt() for _ in range(100)))
    assert (passed, sum(results), len(refused)) == (1, 1, 99)
    assert breaker.status().state == "closed"


@pytest.mark.parametrize("round", range(5))
def test_exactly_one_of_100_threads_probes(breaker: Breaker, clock: Clock, round: int) -> None:
    asyncio.run(opened(breaker))
    clock.now += 30
    start, permits = threading.Barrier(100), []

    def attempt() -> None:
        start.wait()
        with contextlib.suppress(BreakerOpenError):
            permits.append(breaker.enter())

    threads = [threading.Thread(target=attempt) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [p.probe for p in permits] == [True]


def test_outcomes_of_many_threads_are_all_counted(clock: Clock) -> None:
    breaker = Breaker("m", Rules(failures=400, rate=1.0), MemoryStore(), clock)

    def work() -> None:
        for _ in range(20):
            breaker.enter().report("failure")

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert breaker.status().failures == 320


def test_a_permit_is_reported_once(breaker: Breaker) -> None:
    permit = breaker.enter()
    for _ in range(9):
        permit.report("failure")
    assert breaker.status().failures == 1


class JsonStore:
    """A store that keeps records as text, as one that processes share would."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}

    def change(self, name: str, step: Callable[[Record], tuple[Record, Result]]) -> Result:
        record, result = step(self._loaded(self.rows.get(name, "{}")))
        self.rows[name] = json.dumps(asdict(record))
        return result

    def read(self) -> dict[str, Record]:
        return {name: self._loaded(row) for name, row in self.rows.items()}

    @staticmethod
    def _loaded(text: str) -> Record:
        value: dict[str, Any] = json.loads(text)
        return Record(**{**value, "outcomes": tuple((at, bad) for at, bad in value.get("outcomes", ()))})


async def test_two_registries_over_one_store_share_their_breakers(clock: Clock) -> None:
    store = JsonStore()
    one, two = Breakers(RULES, store, clock), Breakers(RULES, store, clock)
    await fail(one.of("a"), 3)
    await fail(two.of("a"), 2)
    await call(two.of("b"))
    assert [(s.name, s.state) for s in one.states()] == [("a", "open"), ("b", "closed")]
    clock.now += 30
    assert isinstance(one.of("a").enter(), Permit)
    with pytest.raises(BreakerOpenError):
        two.of("a").enter()


async def test_rules_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    breakers = Breakers()
    assert breakers.of("m").rules == Rules(5, 60.0, 0.5, 30.0)
    monkeypatch.setenv("RXGRAPH_BREAKER_FAILURES", "2")
    monkeypatch.setenv("RXGRAPH_BREAKER_REST_SECONDS", "1.5")
    assert breakers.of("m").rules == Rules(2, 60.0, 0.5, 1.5)
    monkeypatch.setenv("RXGRAPH_BREAKER_FAILURES", "1")
    with pytest.raises(MisconfiguredError, match="at least 2"):
        breakers.of("m")


class BreakerMachine(RuleBasedStateMachine):
    """Any order of calls, outcomes and time; checked against the rules stated plainly."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.breaker = Breaker(
            "m", Rules(failures=3, window_seconds=60, rate=0.5, rest_seconds=30, probe_seconds=120), MemoryStore(), self.clock
        )
        self.under_way: list[Permit] = []
        self.failures_since_closed = 0

    @property
    def state(self) -> str:
        return self.breaker.status().state

    @rule()
    def enter(self) -> None:
        before = self.breaker.status()
        try:
            permit = self.breaker.enter()
        except BreakerOpenError as error:
            assert before.state != "closed"
            assert error.seconds > 0
            return
        assert permit.probe == (before.state != "closed")
        assert before.state != "open" or before.opens_in == 0
        self.under_way.append(permit)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), outcome=st.sampled_from(["success", "failure", "answered", "abandoned"]))
    def report(self, data: st.DataObject, outcome: Any) -> None:
        permit = self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
        before, epoch = self.breaker.status(), self.breaker.store.read()["m"].epoch
        permit.report(outcome)
        after = self.breaker.status()
        if permit.epoch != epoch:
            assert after == before, "late news changes nothing"
        elif before.state == "closed" and after.state == "open":
            assert outcome == "failure"
            assert before.failures + 1 >= 3
            assert before.failures + 1 >= (before.calls + 1) / 2
        elif before.state == "half_open":
            assert after.state == {"success": "closed", "answered": "closed", "failure": "open", "abandoned": "half_open"}[outcome]

    @rule(seconds=st.sampled_from([0.5, 10.0, 30.0, 61.0, 121.0]))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds

    @invariant()
    def at_most_one_probe_of_this_epoch_is_under_way(self) -> None:
        record = self.breaker.store.read().get("m", Record())
        assert sum(p.probe and p.epoch == record.epoch for p in self.under_way) <= 1

    @invariant()
    def what_is_kept_is_bounded(self) -> None:
        assert len(self.breaker.store.read().get("m", Record()).outcomes) <= 500


TestBreakerMachine = BreakerMachine.TestCase
TestBreakerMachine.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
