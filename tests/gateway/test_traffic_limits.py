"""Limits of requests, tokens, failed logins and runs: exact, also when everyone comes at once."""

from __future__ import annotations

import asyncio
import math
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits.aio.storage import RedisStorage

from gateway.traffic.attempts import Attempts
from gateway.traffic.limits import Limits, storage_of
from gateway.traffic.memory import Windows
from gateway.traffic.permits import Permits
from gateway.traffic.refusal import Refusal
from gateway.traffic.settings import Settings


class Clock:
    """Time that the test sets."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


async def race(*work: object) -> list[object]:
    return list(await asyncio.gather(*work, return_exceptions=True))  # type: ignore[arg-type]


async def none_unfinished() -> set[str] | None:
    return set()


async def test_a_hundred_tasks_race_for_five_requests_and_exactly_five_pass() -> None:
    limits = Limits(Settings(requests_per_minute=5))
    verdicts = await asyncio.gather(*(limits.hit("requests", "ada") for _ in range(100)))
    assert sum(v is not None and v.allowed for v in verdicts) == 5
    assert min(v.remaining for v in verdicts if v) == 0
    assert (await limits.hit("requests", "bob")) is not None


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60), st.integers(1, 8))
def test_no_minute_holds_more_than_the_limit_and_no_free_place_is_refused(gaps: list[float], most: int) -> None:
    clock = Clock()
    window = Windows(clock=clock)
    passed: list[float] = []

    async def walk() -> None:
        for gap in gaps:
            clock.now += gap
            free = sum(at > clock.now - 60 for at in passed) < most
            allowed = await window.acquire_entry("key", most, 60)
            assert allowed == free
            if allowed:
                passed.append(clock.now)

    asyncio.run(walk())


async def test_headers_say_what_is_left_and_a_refusal_says_when_to_come_again() -> None:
    limits = Limits(Settings(requests_per_minute=2))
    first, second, third = [await limits.hit("requests", "ada") for _ in range(3)]
    assert first and second and third
    assert [v.headers()["RateLimit-Remaining"] for v in (first, second, third)] == ["1", "0", "0"]
    assert first.headers()["RateLimit-Policy"] == "2;w=60"
    refusal = third.refusal()
    assert refusal.status == 429
    assert 1 <= int(refusal.headers["Retry-After"]) <= 60
    assert refusal.headers["RateLimit-Reset"] == refusal.headers["Retry-After"]


async def test_no_limit_and_a_limit_of_nothing() -> None:
    unlimited = Limits(Settings(requests_per_minute=math.inf, tokens_per_minute=math.inf))
    assert await unlimited.hit("requests", "ada") is None
    assert await unlimited.test("tokens", "ada") is None
    closed = await Limits(Settings(requests_per_minute=0)).hit("requests", "ada")
    assert closed is not None and not closed.allowed


async def test_tokens_are_charged_afterwards_and_refuse_until_their_window_ends() -> None:
    clock = Clock()
    limits = Limits(Settings(tokens_per_minute=1000), Windows(clock=clock))
    before = await limits.test("tokens", "ada")
    assert before is not None and before.allowed
    await limits.charge("ada", 999)
    almost = await limits.test("tokens", "ada")
    assert almost is not None and almost.allowed and almost.remaining == 1
    await limits.charge("ada", 5000)
    over = await limits.test("tokens", "ada")
    assert over is not None and not over.allowed and over.refusal().status == 429
    other = await limits.test("tokens", "bob")
    assert other is not None and other.allowed
    clock.now += 60
    later = await limits.test("tokens", "ada")
    assert later is not None and later.allowed and later.remaining == 1000


async def test_the_memory_forgets_callers_that_came_long_ago() -> None:
    clock = Clock()
    window = Windows(clock=clock)
    for number in range(50):
        await window.acquire_entry(f"key{number}", 5, 60)
        await window.incr(f"key{number}", 60)
    clock.now += 61
    await window.acquire_entry("now", 5, 60)
    assert await window.reset() == 1


class Broken(Windows):
    """A storage that fails as one elsewhere does."""

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        raise ConnectionResetError(f"{key} of {limit} in {expiry} s, {amount} at once")

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        raise ConnectionResetError(f"{key} of {limit} in {expiry} s")


class Hanging(Windows):
    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        await asyncio.Event().wait()
        return True


async def test_a_storage_that_fails_closes() -> None:
    limits = Limits(Settings(), Broken())
    with pytest.raises(Refusal) as refused:
        await limits.hit("requests", "ada")
    assert (refused.value.status, refused.value.reason, limits.failing) == (503, "rate_storage", True)
    with pytest.raises(Refusal) as undecided:
        await Attempts(limits, 5).enter("127.0.0.9")
    assert undecided.value.status == 503


async def test_a_storage_that_hangs_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.traffic.limits.STORAGE_SECONDS", 0.01)
    with pytest.raises(Refusal) as refused:
        await Limits(Settings(), Hanging()).hit("requests", "ada")
    assert refused.value.status == 503


async def test_a_redis_that_is_not_there_closes() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    limits = Limits(Settings(storage=f"redis://127.0.0.1:{port}/0"))
    with pytest.raises(Refusal) as refused:
        await limits.hit("requests", "ada")
    assert refused.value.status == 503
    assert str(port) not in refused.value.detail


async def test_a_hundred_guesses_at_once_are_exactly_as_many_as_are_allowed() -> None:
    attempts = Attempts(Limits(Settings(failed_logins_per_minute=5)), 5)
    guessed = 0

    async def guess() -> None:
        nonlocal guessed
        attempt = await attempts.enter("127.0.0.9")
        guessed += 1
        await asyncio.sleep(0)
        await attempt.failed()

    results = await race(*(guess() for _ in range(100)))
    assert guessed == 5
    assert sum(isinstance(r, Refusal) and r.status == 429 for r in results) == 95
    await (await attempts.enter("127.0.0.10")).passed()
    assert attempts._addresses == {}


async def test_good_logins_are_not_limited_however_many_come_at_once() -> None:
    attempts = Attempts(Limits(Settings(failed_logins_per_minute=2)), 2)

    async def log_in() -> None:
        attempt = await attempts.enter("127.0.0.9")
        await asyncio.sleep(0)
        await attempt.passed()
        await attempt.failed()  # the end is said once; what comes after counts for nothing

    assert await race(*(log_in() for _ in range(100))) == [None] * 100
    assert attempts._addresses == {}


async def test_a_hundred_tasks_race_for_five_permits_and_exactly_five_get_one() -> None:
    permits = Permits(5, none_unfinished)
    most = running = 0

    async def run() -> None:
        nonlocal most, running
        (number,) = await permits.take("ada")
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        permits.release("ada", number)

    results = await race(*(run() for _ in range(100)))
    assert results.count(None) == 5
    assert most == 5
    assert permits.total() == 0


async def test_runs_give_permits_back_when_they_end_even_before_their_id_is_known() -> None:
    permits = Permits(2, none_unfinished)
    first, second = await permits.take("ada", 2)
    permits.bind("ada", first, "run-1")
    permits.ended("run-1")
    assert permits.held("ada") == 1
    permits.ended("run-2")
    permits.bind("ada", second, "run-2")
    assert permits.held("ada") == 0
    permits.release("ada", second)
    assert permits.total() == 0


async def test_a_run_that_never_began_gives_its_permit_back_and_one_that_waits_does_not() -> None:
    alive = {"run-2"}

    async def unfinished() -> set[str] | None:
        return alive

    permits = Permits(2, unfinished)
    for number, run in zip(await permits.take("ada", 2), ("run-1", "run-2"), strict=True):
        permits.bind("ada", number, run)
    await permits.take("ada")  # run-1 was cancelled in the queue: nobody tells of it
    with pytest.raises(Refusal) as refused:
        await permits.take("ada")
    assert (refused.value.status, refused.value.reason) == (429, "limit_runs")
    with pytest.raises(Refusal):
        await permits.take("ada", 3)


async def unknown() -> set[str] | None:
    return None


async def broken() -> set[str] | None:
    raise RuntimeError("no list today")


@pytest.mark.parametrize("unfinished", [unknown, broken])
async def test_a_server_that_cannot_tell_keeps_its_permits(unfinished: Callable[[], Awaitable[set[str] | None]]) -> None:
    permits = Permits(1, unfinished)
    (number,) = await permits.take("ada")
    permits.bind("ada", number, "run-1")
    with pytest.raises(Refusal) as refused:
        await permits.take("ada")
    assert refused.value.status == 429


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis on a socket in a folder, where the program is installed."""
    program = os.environ.get("REDIS_SERVER") or shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    folder = tmp_path_factory.mktemp("redis")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Ready to accept connections" in line:
                break
        yield f"redis://127.0.0.1:{port}/0"
        process.terminate()


@pytest.fixture
async def shared(redis_url: str) -> AsyncIterator[list[Limits]]:
    """Two servers that share one Redis."""
    settings = Settings(storage=redis_url, requests_per_minute=5, tokens_per_minute=100)
    both = [Limits(settings), Limits(settings)]
    yield both
    for limits in both:
        assert isinstance(limits.storage, RedisStorage)
        with suppress(AttributeError):
            await limits.storage.bridge.storage.aclose()


async def test_redis_counts_for_servers_that_share_it(shared: list[Limits]) -> None:
    who = str(uuid4())
    verdicts = await asyncio.gather(*(shared[n % 2].hit("requests", who) for n in range(60)))
    assert sum(v is not None and v.allowed for v in verdicts) == 5
    await shared[0].charge(who, 150)
    over = await shared[1].test("tokens", who)
    assert over is not None and not over.allowed
    assert 1 <= over.reset <= 60


def test_the_memory_is_the_default_and_needs_nothing(tmp_path: Path) -> None:
    assert isinstance(storage_of(Settings.from_environment().storage), Windows)
    assert list(tmp_path.iterdir()) == []
