"""2,000 turns on one thread: how long the prompts are, and whether everything that was learned is still there."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import pytest

from graphs.run import opened
from nodes.memory import MOST_EPISODES
from nodes.recall import recall
from tests.graphs.asking import state_of
from tests.graphs.long_conversation import WEIGHTS, Recorder, converse, learned_in

pytestmark = pytest.mark.benchmark
TURNS = 2000


def test_two_thousand_turns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The prompts of the last 50 turns are at most 1.05 times as long as those of turns 50 to 100; every fact is recalled."""
    monkeypatch.setenv("RXGRAPH_HOME", str(tmp_path))
    recorder = Recorder()
    recorder.install(monkeypatch)

    async def hold() -> tuple[list[str], int, int]:
        async with opened() as graph:
            statuses = await converse(graph, recorder, TURNS)
            state = await state_of(graph)
            found = 0
            for key, value in learned_in(TURNS).items():
                context = (await recall({**state, "question": f"Where is the {key}?"}))["context"]  # type: ignore[typeddict-item]
                found += any(f["key"] == key and f["value"] == value for f in context["facts"])
            assert {e["value"] for e in state["stated"]["weight_kg"]} == set(WEIGHTS)
            assert len(state["episodes"]) <= MOST_EPISODES
            assert sum(e["messages"] for e in state["episodes"]) + len(state["messages"]) == 2 * TURNS
            return statuses, found, len(state["messages"])

    started = time.perf_counter()
    statuses, found, kept = asyncio.run(hold())
    first, last = recorder.total(50, 100), recorder.total(TURNS - 50, TURNS)
    with capsys.disabled():
        sys.stdout.write(f"\n{TURNS} turns in {time.perf_counter() - started:.0f} s; prompt characters of turns 50-100 {first}, ")
        sys.stdout.write(f"of the last 50 {last}, ratio {last / first:.3f} (bar 1.05); longest prompt {recorder.longest(0, TURNS)}; ")
        sys.stdout.write(f"{found} of {len(learned_in(TURNS))} facts recalled; {kept} messages in working memory\n")
    assert set(statuses) == {"ok"}
    assert last <= 1.05 * first
    assert found == len(learned_in(TURNS))
