"""Two runs on one thread take turns, across tasks and processes, and lose nothing."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import aiosqlite
import pytest
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from graphs import checkpointer
from graphs.lease import ThreadBusyError, lease
from graphs.run import aask, config_of, opened

SCRIPT = str(Path(sys.executable).parent / "rxgraph")
FACTS = (
    "I am allergic to penicillin. Can I take ibuprofen?",
    "I weigh 62 kg. Can I take naproxen?",
    "I take warfarin. Can I take aspirin?",
)


async def test_a_held_thread_is_said_to_be_busy_and_other_threads_are_free() -> None:
    async with lease("ward"):
        with pytest.raises(ThreadBusyError, match="another question"):
            async with lease("ward", wait=0):
                raise AssertionError("two writers held one thread")
        async with lease("other", wait=0):
            pass
    async with lease("ward", wait=0):
        pass


async def test_the_lease_is_given_back_when_the_run_fails() -> None:
    with pytest.raises(ZeroDivisionError):
        async with lease("ward"):
            raise ZeroDivisionError
    async with lease("ward", wait=0):
        pass


async def test_parallel_questions_on_one_thread_keep_every_turn_and_fact() -> None:
    await asyncio.gather(*(aask(question, thread_id="same") for question in FACTS))
    async with opened() as graph:
        values = (await graph.aget_state(config_of("same"))).values
    assert sorted(str(m.text) for m in values["messages"] if m.type == "human") == sorted(FACTS)
    assert values["profile"]["weight_kg"] == 62 and "warfarin" in values["profile"]["medicines"] and values["profile"]["allergies"]


def test_parallel_processes_on_one_thread_keep_every_turn_and_fact(home: Path) -> None:
    env = {**os.environ, "RXGRAPH_HOME": str(home)}
    running = [subprocess.Popen([SCRIPT, "ask", "-q", "--thread", "same", q], env=env, stdout=subprocess.DEVNULL) for q in FACTS]
    assert [p.wait(timeout=120) for p in running] == [0, 0, 0]
    shown = subprocess.run([SCRIPT, "threads", "show", "same"], env=env, capture_output=True, text=True, check=True).stdout
    assert all(question in shown for question in FACTS)
    assert "weight: 62 kg" in shown and "warfarin" in shown and "penicillin" in shown


class _Contested(AsyncSqliteSaver):
    """A saver whose set-up meets other openers' locks, as often as it is told to."""

    locked = 2
    error = "database is locked"

    async def setup(self) -> None:
        if self.locked:
            self.locked -= 1
            raise sqlite3.OperationalError(self.error)
        await super().setup()


async def test_an_opener_that_meets_a_lock_tries_again(home: Path) -> None:
    async with aiosqlite.connect(home / "new.sqlite") as connection:
        saver = _Contested(connection)
        await checkpointer._set_up(connection, saver)
        assert saver.locked == 0 and saver.is_setup


async def test_an_opener_that_meets_another_fault_gives_up_at_once(home: Path) -> None:
    async with aiosqlite.connect(home / "new.sqlite") as connection:
        saver = _Contested(connection)
        saver.error = "disk I/O error"
        with pytest.raises(sqlite3.OperationalError, match="disk"):
            await checkpointer._set_up(connection, saver)
        assert saver.locked == 1
