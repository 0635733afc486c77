"""Two runs on one thread take turns, across tasks and processes, and lose nothing."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


async def test_many_openers_of_a_new_file_all_get_it() -> None:
    async def open_once() -> None:
        async with opened() as graph:
            await graph.aget_state(config_of("none"))

    await asyncio.gather(*(open_once() for _ in range(12)))
