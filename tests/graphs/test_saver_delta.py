"""A thread's state stands whatever is done to its history: LangGraph's conformance suite never tests `DeltaChannel`, so this does."""

from __future__ import annotations

import operator
from pathlib import Path
from typing import Annotated, Any

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langgraph.channels.delta import DeltaChannel
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from typing_extensions import TypedDict

from graphs.checkpointer import checkpointer
from graphs.portable import export_thread, import_thread
from graphs.retention import Retention, parse
from graphs.saver import Saver

_WINDOW = 20
"""Messages that stay in the state, so that 1,000 turns do not take a minute; the log grows without bound."""


def _extend(state: list[Any], writes: Any) -> list[Any]:
    return [*state, *(item for write in writes for item in write)]


def _messages(state: list[AnyMessage], writes: Any) -> list[AnyMessage]:
    for write in writes:
        state = add_messages(state, write)  # type: ignore[assignment,arg-type]
    return state[-_WINDOW:]


class _State(TypedDict):
    messages: Annotated[list[AnyMessage], DeltaChannel(_messages, snapshot_frequency=10)]
    log: Annotated[list[str], DeltaChannel(_extend, snapshot_frequency=25)]
    seldom: Annotated[list[int], DeltaChannel(_extend, snapshot_frequency=2)]
    turns: Annotated[int, operator.add]


class _Notes(TypedDict):
    notes: Annotated[list[str], DeltaChannel(_extend, snapshot_frequency=5)]


class _Inner(TypedDict):
    turns: int
    notes: Annotated[list[str], DeltaChannel(_extend, snapshot_frequency=5)]


def _graph(saver: Saver) -> Any:
    async def note(state: _Inner) -> dict[str, Any]:
        return {"notes": [f"note {state['turns']}"]}

    inner = StateGraph(_Inner, output_schema=_Notes)
    inner.add_node("note", note)
    inner.add_edge(START, "note")

    async def answer(state: _State) -> dict[str, Any]:
        said = f"answer to {state['messages'][-1].text}"
        more = {"seldom": [state["turns"]]} if state["turns"] % 5 == 0 else {}
        return {"messages": [AIMessage(said, id=f"a{state['turns']}")], "log": [said], "turns": 1, **more}

    builder = StateGraph(_State)
    builder.add_node("answer", answer)
    builder.add_node("lasting", inner.compile(checkpointer=True))
    builder.add_edge(START, "answer")
    builder.add_edge("answer", "lasting")
    builder.add_edge("lasting", END)
    return builder.compile(checkpointer=saver)


def _config(thread: str, checkpoint_id: str | None = None) -> Any:
    return {"configurable": {"thread_id": thread} | ({"checkpoint_id": checkpoint_id} if checkpoint_id else {})}


async def _talk(graph: Any, thread: str, turns: int, first: int = 0) -> None:
    for n in range(first, first + turns):
        config = {**_config(thread), "metadata": {"run_id": f"run {n}"}}
        await graph.ainvoke({"messages": [HumanMessage(f"question {n}", id=f"q{n}")], "log": [f"asked {n}"]}, config)


async def _values(graph: Any, thread: str, checkpoint_id: str | None = None) -> Any:
    return (await graph.aget_state(_config(thread, checkpoint_id))).values


async def _notes(saver: Saver, thread: str) -> Any:
    config: Any = {"configurable": {"thread_id": thread, "checkpoint_ns": "lasting"}}
    found = await saver.aget_tuple(config)
    assert found is not None
    history = await saver.aget_delta_channel_history(config=found.config, channels=["notes"])
    held = found.checkpoint["channel_values"].get("notes") or history["notes"].get("seed")
    after = [] if "notes" in found.checkpoint["channel_values"] else history["notes"]["writes"]
    return [*(held.value if held is not None else []), *(item for _, _, write in after for item in write)]


async def _count(saver: Saver, thread: str) -> int:
    async with saver.conn.execute("SELECT count(*) FROM checkpoints WHERE thread_id = ?", (thread,)) as found:
        row = await found.fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_RETENTION", "steps")


@pytest.mark.parametrize("turns", [1, 100, 1_000])
async def test_the_state_stands_after_each_way_to_change_history(turns: int, home: Path, every_step: None) -> None:
    async with checkpointer() as saver:
        graph = _graph(saver)
        await _talk(graph, "made", turns)
        before, notes, size = await _values(graph, "made"), await _notes(saver, "made"), await _count(saver, "made")
        assert len(before["log"]) == 2 * turns == 2 * before["turns"]
        assert len(before["messages"]) == min(_WINDOW, 2 * turns)
        assert notes == [f"note {n + 1}" for n in range(turns)]

        await saver.acopy_thread("made", "pruned")
        assert await _values(graph, "pruned") == before, "copied"
        assert await _count(saver, "pruned") == size

        await saver.aprune(["pruned"])
        assert await _values(graph, "pruned") == before, "pruned"
        assert await _notes(saver, "pruned") == notes
        assert turns == 1 or await _count(saver, "pruned") < size

        await saver.acopy_thread("made", "without runs")
        await saver.acopy_thread("made", "retained")
        for thread, setting in (("retained", "last:3"), ("retained", "last:1")):
            assert await saver.retain(thread, parse(setting)) >= 0
            assert await _values(graph, thread) == before, setting
            assert await _notes(saver, thread) == notes

        await export_thread(saver, "made", home / "made.rxthread")
        await saver.avacuum()
        assert await _values(graph, "made") == before, "vacuumed"

        # Every second run goes, whichever thread it is on; the last one stays.
        await saver.adelete_for_runs([f"run {n}" for n in range(turns - 2, -1, -2)])
        for thread in ("made", "without runs", "retained"):
            assert await _values(graph, thread) == before, f"{thread}, without every second run"
            assert await _notes(saver, thread) == notes

        assert await import_thread(saver, home / "made.rxthread", "imported") == ("imported", size)
        assert await _values(graph, "imported") == before, "exported and imported"
        assert await _notes(saver, "imported") == notes

        for thread in ("pruned", "without runs", "retained", "imported"):
            await _talk(graph, thread, 1, first=turns)
            after = await _values(graph, thread)
            assert after["log"] == [*before["log"], f"asked {turns}", f"answer to question {turns}"], f"{thread} goes on"


@pytest.mark.parametrize("setting", ["all", "last:5", "last:1"])
async def test_with_a_retention_every_turn_that_is_listed_can_be_loaded(setting: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_RETENTION", setting)
    turns = 60
    async with checkpointer() as saver:
        graph = _graph(saver)
        await _talk(graph, "t", turns)
        ends = await saver.aturns("t")
        assert len(ends) == min(turns, {"all": turns, "last:5": 5, "last:1": 1}[setting])
        for n, end in enumerate(ends):
            values = await _values(graph, "t", end)
            assert values["turns"] == turns - n
            assert [m.text for m in values["messages"]] == [
                text for i in range(turns - n) for text in (f"question {i}", f"answer to question {i}")
            ][-_WINDOW:]
        assert await _notes(saver, "t") == [f"note {n + 1}" for n in range(turns)]
        if setting == "last:1":
            assert await _count(saver, "t") < 4 * turns, "what no seed needs any more is gone"


async def test_a_naive_prune_would_have_lost_the_state(every_step: None) -> None:
    async with checkpointer() as saver:
        graph = _graph(saver)
        await _talk(graph, "t", 10)
        await saver.conn.execute(
            "DELETE FROM checkpoints WHERE checkpoint_ns = '' AND checkpoint_id < (SELECT max(checkpoint_id) FROM checkpoints WHERE checkpoint_ns = '')"
        )
        assert (await _values(graph, "t"))["messages"] == [], "the test above can fail"


async def test_the_last_run_can_be_deleted_and_the_thread_stands_as_before_it(every_step: None) -> None:
    async with checkpointer() as saver:
        graph = _graph(saver)
        await _talk(graph, "t", 9)
        before = await _values(graph, "t")
        await _talk(graph, "t", 1, first=9)
        await saver.adelete_for_runs(["run 9"])
        assert await _values(graph, "t") == before


async def test_branches_keep_their_own_state(every_step: None) -> None:
    async with checkpointer() as saver:
        graph = _graph(saver)
        await _talk(graph, "t", 8)
        early = [s async for s in graph.aget_state_history(_config("t")) if s.values.get("turns") == 4 and not s.next][0]
        await graph.ainvoke({"messages": [HumanMessage("another way", id="x")]}, early.config)
        states = [s async for s in graph.aget_state_history(_config("t")) if not s.next]
        await saver.retain("t", Retention("all"))
        for state in states:
            assert await _values(graph, "t", state.config["configurable"]["checkpoint_id"]) == state.values


async def test_the_synchronous_side_does_the_same(every_step: None) -> None:
    import asyncio

    async with checkpointer() as saver:
        graph = _graph(saver)
        await _talk(graph, "t", 9)
        before = await _values(graph, "t")
        await asyncio.to_thread(saver.copy_thread, "t", "u")
        await asyncio.to_thread(saver.prune, ["u"])
        await asyncio.to_thread(saver.delete_for_runs, ["run 3"])
        assert await _values(graph, "t") == await _values(graph, "u") == before
        with pytest.raises(ValueError, match="already"):
            await saver.acopy_thread("t", "u")
        with pytest.raises(ValueError, match="strategy"):
            await saver.aprune(["t"], strategy="oldest")
