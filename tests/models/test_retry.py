"""Asking again: how often, after what waits, and never past the deadline. Waits are recorded, not made."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import MisconfiguredError
from models.failures import Failure
from models.retry import RetryPolicy, retried


class FailedError(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


BRIEFLY = FailedError(Failure("retry_now", "server_error"))


def after(seconds: float) -> FailedError:
    return FailedError(Failure("retry_later", "rate_limit", seconds))


class World:
    """Time that passes only while someone waits, and a call that fails as told."""

    def __init__(self, errors: Sequence[Exception | None], *, attempts: int = 3, took: float = 0.0) -> None:
        self.now, self.waits, self.calls = 0.0, list[float](), list[int]()
        self._errors, self._took = list(errors), took
        self.policy = RetryPolicy(attempts=attempts, sleep=self._sleep, clock=lambda: self.now)

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    async def call(self, number: int) -> str:
        self.calls.append(number)
        self.now += self._took
        if error := self._errors[min(number, len(self._errors)) - 1]:
            raise error
        return "well"

    def run(self, latest: float | None = None) -> str:
        return asyncio.run(retried(self.call, self.policy, latest))


def test_a_call_that_is_well_is_made_once() -> None:
    world = World([None])
    assert world.run() == "well"
    assert (world.calls, world.waits) == ([1], [])


def test_passing_trouble_is_asked_again_up_to_the_last_attempt() -> None:
    world = World([BRIEFLY, BRIEFLY, None])
    assert world.run() == "well"
    assert world.calls == [1, 2, 3]
    world = World([BRIEFLY])
    with pytest.raises(FailedError, match="server_error"):
        world.run()
    assert world.calls == [1, 2, 3]


@pytest.mark.parametrize("action", ["fall_back", "give_up"])
def test_what_will_not_change_is_not_asked_again(action: str) -> None:
    world = World([FailedError(Failure(action, "key_refused"))])  # type: ignore[arg-type]
    with pytest.raises(FailedError):
        world.run()
    assert (world.calls, world.waits) == ([1], [])


def test_a_plain_fault_of_ours_is_not_asked_again() -> None:
    world = World([ZeroDivisionError()])
    with pytest.raises(ZeroDivisionError):
        world.run()
    assert world.calls == [1]


@given(st.integers(2, 9))
def test_waits_lie_under_a_doubling_ceiling(attempts: int) -> None:
    world = World([BRIEFLY], attempts=attempts)
    with pytest.raises(FailedError):
        world.run()
    assert len(world.waits) == attempts - 1
    for number, wait in enumerate(world.waits):
        assert 0 <= wait <= min(world.policy.cap_seconds, world.policy.base_seconds * 2**number)


def test_waits_are_spread_over_the_whole_range() -> None:
    first = []
    for _ in range(300):
        world = World([BRIEFLY, None])
        world.run()
        first += world.waits
    assert min(first) < 0.1 and max(first) > 0.4
    assert len(set(first)) > 250


@given(st.floats(0, 1000))
def test_a_server_is_never_asked_before_the_time_it_named(seconds: float) -> None:
    world = World([after(seconds), None])
    assert world.run() == "well"
    assert seconds <= world.waits[0] <= seconds * 1.1 + 1e-9


@given(st.floats(0, 200), st.floats(0, 100))
def test_no_attempt_begins_at_or_after_the_latest_time(seconds: float, latest: float) -> None:
    world = World([after(seconds), None])
    try:
        world.run(latest)
        assert world.now < latest
    except FailedError:
        assert world.calls == [1]
        assert world.waits == [], "it does not wait for an attempt that cannot be made"


def test_slow_failures_use_up_the_time() -> None:
    world = World([BRIEFLY], attempts=9, took=40.0)
    with pytest.raises(FailedError):
        world.run(latest=100.0)
    assert world.calls == [1, 2, 3]


async def test_cancelling_ends_it_at_once() -> None:
    begun, calls = asyncio.Event(), []

    async def hang(number: int) -> None:
        calls.append(number)
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(retried(hang, RetryPolicy()))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert calls == [1]


def test_attempts_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert RetryPolicy.from_environment().attempts == 3
    monkeypatch.setenv("RXGRAPH_MODEL_ATTEMPTS", "1")
    assert RetryPolicy.from_environment().attempts == 1
    for bad in ("0", "many", "nan"):
        monkeypatch.setenv("RXGRAPH_MODEL_ATTEMPTS", bad)
        with pytest.raises(MisconfiguredError, match="RXGRAPH_MODEL_ATTEMPTS"):
            RetryPolicy.from_environment()
