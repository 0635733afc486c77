"""A conversation of 2,000 turns: size of the checkpoint file and time of a turn, beside LangGraph's stock saver, with a plot."""

from __future__ import annotations

import asyncio
import itertools
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, ToolMessage
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import END, START, MessagesState, StateGraph

pytestmark = pytest.mark.benchmark

_PLOTS = os.environ.get("RXGRAPH_PLOTS")
"""Where the plot goes; read now, since each test starts without settings."""
TURNS = 2_000
STOCK_TURNS = 300
"""Enough to see where it goes: the stock file grows with the square of the turns."""
FILE_BAR = 5e6
TURN_BAR = 30e3
SLOWING_BAR = 1.2
_DRUGS = (
    "warfarin",
    "ibuprofen",
    "apixaban",
    "clarithromycin",
    "metformin",
    "gabapentin",
    "sertraline",
    "tramadol",
    "amiodarone",
    "lisinopril",
)


@dataclass(frozen=True, slots=True)
class _Measured:
    """What a conversation took."""

    name: str
    seconds: list[float]
    """Of each turn."""
    sizes: list[tuple[int, int]]
    """Turns so far, and bytes of the file and its log."""
    final: int
    """Bytes of the file once it is closed."""

    def slowing(self) -> float:
        """The median of the last 50 turns beside that of turns 50 to 100."""
        return statistics.median(self.seconds[-50:]) / statistics.median(self.seconds[50:100])

    def line(self) -> str:
        """One line of the table."""
        turns = len(self.seconds)
        early, late = (statistics.median(part) * 1000 for part in (self.seconds[50:100], self.seconds[-50:]))
        size = f"{self.final / 1e6:8.2f} MB, {self.final / turns / 1e3:7.1f} KB a turn"
        return f"{self.name:28} {turns:5} turns {size}; turns 50-100 {early:6.1f} ms, last 50 {late:6.1f} ms, ratio {self.slowing():.2f}"


def _size(file: Path) -> int:
    return sum(part.stat().st_size for part in file.parent.glob(f"{file.name}*"))


def _questions() -> list[str]:
    pairs = itertools.cycle(itertools.combinations(_DRUGS, 2))
    asked: list[str] = []
    for n, (one, other) in zip(range(TURNS), pairs, strict=False):
        kinds = (
            f"Can I take {one} with {other}?",
            f"My patient weighs {50 + n % 40} kg and has a creatinine of {1 + n % 20 / 10}. What dose of {one}?",
            f"and with {other}?",
            f"How do I take {one}?",
        )
        asked.append(kinds[n % 4])
    return asked


async def _ours(name: str) -> tuple[_Measured, int]:
    """Hold the conversation; returns also how many turns' states can be loaded at the end."""
    from graphs.checkpointer import checkpointer, location
    from graphs.run import astream, config_of, opened

    seconds, sizes = [], []
    async with opened() as graph:
        for n, question in enumerate(_questions(), 1):
            started = time.perf_counter()
            async for _ in astream(graph, question, thread_id="long"):
                pass
            seconds.append(time.perf_counter() - started)
            if n % 50 == 0:
                sizes.append((n, _size(location())))
    final = _size(location())
    async with checkpointer() as saver, opened() as graph:
        ends = await saver.aturns("long")
        config: Any = config_of("long")
        for end in ends:
            config["configurable"]["checkpoint_id"] = end
            state = await graph.aget_state(config)
            assert (state.next, bool(state.values["answer"])) == ((), True), state.metadata
    return _Measured(name, seconds, sizes, final), len(ends)


async def _stock(folder: Path) -> _Measured:
    """The usual agent: `MessagesState`, one tool call a turn, messages of 400 characters, the stock saver with its defaults."""
    text = "x" * 400

    async def agent(state: MessagesState) -> dict[str, Any]:
        if isinstance(state["messages"][-1], ToolMessage):
            return {"messages": [AIMessage(text)]}
        return {"messages": [AIMessage("", tool_calls=[{"name": "look_up", "args": {"text": text}, "id": "call"}])]}

    async def tools(state: MessagesState) -> dict[str, Any]:
        return {"messages": [ToolMessage(text, tool_call_id="call")]}

    def route(state: MessagesState) -> str:
        last = state["messages"][-1]
        return "tools" if isinstance(last, AIMessage) and last.tool_calls else END

    builder = StateGraph(MessagesState)
    builder.add_node("agent", agent)
    builder.add_node("tools", tools)
    builder.add_edge(START, "agent")
    builder.add_conditional_edges("agent", route, ["tools", END])
    builder.add_edge("tools", "agent")
    file = folder / "stock.sqlite"
    seconds, sizes = [], []
    async with AsyncSqliteSaver.from_conn_string(str(file)) as saver:
        graph = builder.compile(checkpointer=saver)
        config: Any = {"configurable": {"thread_id": "long"}}
        for n in range(1, STOCK_TURNS + 1):
            started = time.perf_counter()
            await graph.ainvoke({"messages": [("human", text)]}, config)
            seconds.append(time.perf_counter() - started)
            if n % 50 == 0:
                sizes.append((n, _size(file)))
    return _Measured("MessagesState, stock saver", seconds, sizes, _size(file))


def _plot(measured: list[_Measured]) -> Path:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4.5))
    for one in measured:
        turns, sizes = zip(*one.sizes, strict=True)
        left.plot(turns, [size / 1e6 for size in sizes], label=one.name)
        medians = [statistics.median(one.seconds[at - 50 : at]) * 1000 for at in turns]
        right.plot(turns, medians, label=one.name)
    left.set(xlabel="turns", ylabel="file, MB", yscale="log", title="Checkpoint file")
    right.set(xlabel="turns", ylabel="ms, median of 50 turns", ylim=(0, None), title="Time of a turn")
    left.legend()
    right.legend()
    folder = Path(_PLOTS or tempfile.mkdtemp(prefix="rxgraph-plots-"))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "long_thread.png"
    figure.tight_layout()
    figure.savefig(file, dpi=120)
    plt.close(figure)
    return file


def test_two_thousand_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """At most 5 MB with the default retention, 30 KB a turn with all turns kept, and no slower at the end than at the start."""
    monkeypatch.setenv("RXGRAPH_MODEL", "embedded")
    stock = asyncio.run(_stock(tmp_path))
    measured: dict[str, tuple[_Measured, int]] = {}
    for setting in ("last:100", "all"):
        home = tmp_path / setting.replace(":", "-")
        home.mkdir()
        monkeypatch.setenv("RXGRAPH_HOME", str(home))
        if setting == "all":
            monkeypatch.setenv("RXGRAPH_RETENTION", setting)
        measured[setting] = asyncio.run(_ours(f"rxgraph, retention {setting}"))
    default, kept = measured["last:100"]
    full, every = measured["all"]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(one.line() for one in (stock, default, full)) + "\n")
        sys.stdout.write(f"plot: {_plot([stock, default, full])}\n")
    assert (kept, every) == (100, TURNS)
    assert default.final <= FILE_BAR
    assert full.final <= TURN_BAR * TURNS
    assert default.slowing() <= SLOWING_BAR
