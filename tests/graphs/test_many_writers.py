"""Several processes write to one checkpoint file, on threads of their own and on one thread: no error, and no turn is lost."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from graphs.checkpointer import checkpointer
from tests.graphs.writer import graph

REPOSITORY = Path(__file__).parents[2]


async def race(processes: int, turns: int, *, one_thread: bool) -> tuple[list[str], int]:
    """Let processes write side by side.

    Returns:
        What went to standard error, and how many turns the threads have at the end.
    """
    threads = ["shared" if one_thread else f"own-{n}" for n in range(processes)]
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    running = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.graphs.writer",
            f"w{n}",
            thread,
            str(turns),
            env=env,
            cwd=REPOSITORY,
            stderr=asyncio.subprocess.PIPE,
        )
        for n, thread in enumerate(threads)
    ]
    said = await asyncio.gather(*(process.communicate() for process in running))
    errors = [text.decode() for process, (_, text) in zip(running, said, strict=True) if text or process.returncode]
    kept = 0
    async with checkpointer() as saver:
        built = graph(saver)
        for thread in sorted(set(threads)):
            config: Any = {"configurable": {"thread_id": thread}}
            log = (await built.aget_state(config)).values["log"]
            asked, answered = log[::2], log[1::2]
            assert answered == [f"answer {turn}" for turn in asked], "turns of one thread never mix"
            assert len(set(asked)) == len(asked)
            kept += len(asked)
    return errors, kept


@pytest.mark.parametrize("one_thread", [False, True], ids=["own threads", "one thread"])
async def test_no_error_and_no_turn_is_lost(one_thread: bool) -> None:
    assert await race(4, 8, one_thread=one_thread) == ([], 32)
