"""How long a cold start and a warm question take, beside LangGraph itself. The bars are ratios, so the machine cancels out."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

pytestmark = pytest.mark.benchmark
QUESTION = "Can I take ibuprofen with warfarin?"
ROUNDS = 9
QUESTIONS = 60


def _wall(command: list[str], env: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def test_start_up_beside_langgraph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A whole `ask` takes at most 1.5 times, and a whole `check` a quarter, of importing langgraph.graph."""
    script = str(Path(sys.executable).parent / "rxgraph")
    env = {**os.environ, "RXGRAPH_HOME": str(tmp_path), "LANGSMITH_TRACING": "false", "RXGRAPH_MODEL": "embedded"}
    commands = {
        "import": [sys.executable, "-c", "import langgraph.graph"],
        "ask": [script, "ask", "--quiet", QUESTION],
        "check": [script, "check", "warfarin", "ibuprofen"],
    }
    for command in commands.values():
        _wall(command, env)  # byte code, file cache, compiled knowledge base
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            times[name].append(_wall(command, env))
    base, ask, check = (statistics.median(times[name]) for name in ("import", "ask", "check"))
    with capsys.disabled():
        sys.stdout.write(f"\nimport langgraph.graph {base:.3f} s; ask {ask:.3f} s, ratio {ask / base:.2f} (bar 1.5); ")
        sys.stdout.write(f"check {check:.3f} s, ratio {check / base:.2f} (bar 0.25)\n")
    assert ask / base <= 1.5
    assert check / base <= 0.25


class _Nothing(TypedDict):
    step: int


def _empty(steps: int) -> StateGraph[_Nothing, None, _Nothing, _Nothing]:
    async def node(state: _Nothing) -> _Nothing:
        return {"step": state["step"] + 1}

    graph: StateGraph[_Nothing, None, _Nothing, _Nothing] = StateGraph(_Nothing)
    for n in range(steps):
        graph.add_node(f"n{n}", node)
        graph.add_edge(f"n{n - 1}" if n else START, f"n{n}")
    graph.add_edge(f"n{steps - 1}", END)
    return graph


def test_warm_question_beside_empty_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A warm question with checkpoints on takes at most 50 ms of its own, beside an empty graph of as many supersteps."""
    monkeypatch.setenv("RXGRAPH_HOME", str(tmp_path))
    monkeypatch.setenv("RXGRAPH_MODEL", "embedded")
    from graphs.checkpointer import checkpointer
    from graphs.run import Step, astream, config_of, opened

    async def measure() -> tuple[int, list[float], list[float]]:
        ours: list[float] = []
        empty: list[float] = []
        async with opened() as graph, checkpointer(tmp_path / "empty.sqlite") as saver:
            # Steps of nodes that run side by side in one superstep count once: this question has one specialist.
            steps = len([e async for e in astream(graph, QUESTION, thread_id="warm-up") if isinstance(e, Step) and e.node != "calling"])
            bare: Any = _empty(steps).compile(checkpointer=saver)
            for n in range(QUESTIONS):
                started = time.perf_counter()
                async for _ in astream(graph, QUESTION, thread_id=f"q{n}"):
                    pass
                ours.append(time.perf_counter() - started)
                started = time.perf_counter()
                async for _ in bare.astream({"step": 0}, config_of(f"e{n}"), stream_mode="updates", durability="async"):
                    pass
                await bare.aget_state(config_of(f"e{n}"))
                empty.append(time.perf_counter() - started)
        return steps, ours, empty

    steps, ours, empty = asyncio.run(measure())
    question, nothing = statistics.median(ours) * 1000, statistics.median(empty) * 1000
    with capsys.disabled():
        sys.stdout.write(f"\nwarm question {question:.1f} ms; empty graph of {steps} supersteps {nothing:.1f} ms; ")
        sys.stdout.write(f"own time {question - nothing:.1f} ms (bar 50), ratio {question / nothing:.1f}\n")
    assert question - nothing <= 50
