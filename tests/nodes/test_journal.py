"""The journal: what was recorded is read and not called again; it stands parallel writers, and a file that cannot be used."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import StateGraph
from pydantic import BaseModel
from typing_extensions import TypedDict

from nodes import journal as module
from nodes.journal import Key, close, journal, journalled, journalled_model_call, location

KEY = Key("t", "ns", "tool", "sig", 0)


class _State(TypedDict):
    got: list[Any]


class _Found(BaseModel):
    name: str


def _graph(node: Any) -> Any:
    graph = StateGraph(_State)
    graph.add_node("node", node)
    graph.set_entry_point("node")
    return graph.compile(checkpointer=InMemorySaver())


async def test_a_node_that_starts_again_reads_its_calls_in_order_and_makes_the_rest() -> None:
    made: list[str] = []
    starts: list[int] = []

    async def node(state: _State) -> dict[str, Any]:
        async def call(answer: str) -> str:
            made.append(answer)
            return answer

        starts.append(1)
        got = [await journalled("tool", "same", lambda: call("first")), await journalled("tool", "same", lambda: call("second"))]
        if len(starts) == 1:
            raise ConnectionError("the process ends here")
        return {"got": [*got, await journalled("tool", "other", lambda: call("third"))]}

    graph, config = _graph(node), {"configurable": {"thread_id": "t"}}
    with pytest.raises(ConnectionError):
        await graph.ainvoke({"got": []}, config)
    assert await graph.ainvoke(None, config) == {"got": ["first", "second", "third"]}
    assert made == ["first", "second", "third"]


async def test_messages_and_structures_come_back_as_they_were() -> None:
    message = AIMessage(
        "a",
        tool_calls=[{"name": "t", "args": {"x": 1}, "id": "1"}],
        usage_metadata={"input_tokens": 1, "output_tokens": 2, "total_tokens": 3},
    )
    runs: list[Any] = []

    async def node(state: _State) -> dict[str, Any]:
        async def text() -> tuple[AIMessage, dict[str, int]]:
            return message, {"model_calls": 1}

        async def found() -> tuple[_Found, dict[str, int]]:
            return _Found(name="warfarin"), {"model_calls": 1}

        prompt = [HumanMessage("q")]
        runs.append(
            [await journalled_model_call(prompt, text, model="m"), await journalled_model_call(prompt, found, model="m", schema=_Found)]
        )
        if len(runs) == 1:
            raise ConnectionError
        return {"got": []}

    graph, config = _graph(node), {"configurable": {"thread_id": "t"}}
    with pytest.raises(ConnectionError):
        await graph.ainvoke({"got": []}, config)
    await graph.ainvoke(None, config)
    assert [tuple(r) for r in runs[1]] == [tuple(r) for r in runs[0]]
    assert runs[1][0][0] == message and runs[1][1][0] == _Found(name="warfarin")


async def test_outside_a_thread_nothing_is_recorded() -> None:
    async def call() -> str:
        return "made"

    assert await journalled("tool", "x", call) == "made"
    assert not location().exists()


def test_the_first_record_of_a_call_stands_and_an_ended_turn_is_removed() -> None:
    message = ToolMessage("found", tool_call_id="1", artifact=[{"id": "x", "data": {"n": 1.5}}])
    journal().write(KEY, {"message": message})
    journal().write(KEY, "later")
    assert journal().read(KEY) == ({"message": message},)
    journal().write(KEY._replace(thread="other"), None)
    journal().finish("t")
    assert journal().read(KEY) is None
    assert journal().read(KEY._replace(thread="other")) == (None,)
    assert location().stat().st_mode & 0o077 == 0, "nobody else may read it"


def test_threads_and_processes_write_at_the_same_time(home: Path) -> None:
    script = "import sys\nfrom nodes.journal import Key, journal\nfor n in range(100): journal().write(Key(sys.argv[1], '', '', '', n), n)"
    writers = [subprocess.Popen([sys.executable, "-c", script, f"process {n}"]) for n in range(2)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: journal().write(KEY._replace(ordinal=n), n), range(100)))
    assert [w.wait(60) for w in writers] == [0, 0]
    with closing(sqlite3.connect(location())) as db:
        assert db.execute("SELECT count(*) FROM calls").fetchone() == (300,)


@pytest.mark.parametrize("newer", [False, True], ids=["no database", "newer version"])
async def test_a_file_that_cannot_be_used_is_reported_left_alone_and_costs_no_call(
    newer: bool, caplog: pytest.LogCaptureFixture, home: Path
) -> None:
    if newer:
        with closing(sqlite3.connect(location())) as db:
            db.execute("PRAGMA user_version = 99")
    else:
        location().write_bytes(b"These are my notes, and no database. " * 200)
    before = location().read_bytes()

    async def node(state: _State) -> dict[str, Any]:
        async def call() -> str:
            return "made"

        return {"got": [await journalled("tool", "x", call)]}

    assert await _graph(node).ainvoke({"got": []}, {"configurable": {"thread_id": "t"}}) == {"got": ["made"]}
    assert "was left as it is" in caplog.text
    assert location().read_bytes() == before


def test_old_results_go_when_the_file_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    journal().write(KEY, 1)
    close()
    monkeypatch.setattr(module, "KEEP_SECONDS", -1.0)
    assert journal().read(KEY) is None
