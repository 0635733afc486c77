"""Eight processes take 200 turns each on one checkpoint file, on threads of their own and all on one thread."""

from __future__ import annotations

import sys
import time

import pytest

from tests.graphs.test_many_writers import race

pytestmark = pytest.mark.benchmark
PROCESSES = 8
TURNS = 200


@pytest.mark.parametrize("one_thread", [False, True], ids=["own threads", "one thread"])
async def test_no_error_and_no_turn_is_lost(one_thread: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """1,600 of 1,600 turns, and nothing on standard error."""
    started = time.perf_counter()
    errors, kept = await race(PROCESSES, TURNS, one_thread=one_thread)
    with capsys.disabled():
        where = "one thread" if one_thread else "threads of their own"
        sys.stdout.write(
            f"\n{PROCESSES} processes x {TURNS} turns on {where}: {kept} turns kept, {len(errors)} errors, {time.perf_counter() - started:.0f} s\n"
        )
    assert (errors, kept) == ([], PROCESSES * TURNS)
