"""Retention: what stays when a run ends, what the file weighs then, and what is never touched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from langgraph.types import Command

from graphs.checkpointer import CheckpointFileError, checkpointer, location
from graphs.retention import DEFAULT, Retention, parse, retention, time_of
from graphs.run import config_of, opened
from graphs.saver import finished
from nodes.context import Context

QUESTION = "Can I take ibuprofen with warfarin?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all", Retention("all")),
        (" Steps ", Retention("steps")),
        ("last:1", Retention("last", 1)),
        ("days:30", Retention("days", 30)),
    ],
)
def test_a_retention_is_read_and_written(text: str, expected: Retention) -> None:
    assert parse(text) == expected
    assert parse(str(expected)) == expected
    assert expected.describe()


@pytest.mark.parametrize(
    "text", ["", "last", "last:", "last:0", "last:-1", "last:1.5", "days:x", "all:3", "steps:1", "never", "last:٣", "last:9999999"]
)
def test_what_is_no_retention_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=f"last:N .* {DEFAULT}"):
        parse(text)


async def test_a_setting_that_cannot_be_read_stops_before_the_file_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(retention()) == DEFAULT
    monkeypatch.setenv("RXGRAPH_RETENTION", "some")
    with pytest.raises(CheckpointFileError, match="RXGRAPH_RETENTION: 'some'"):
        async with checkpointer():
            raise AssertionError("opened with a setting that means nothing")
    assert not location().exists()


def test_days_are_counted_from_the_ids_and_the_newest_always_stays() -> None:
    from langgraph.checkpoint.base.id import uuid6

    newest = str(uuid6())
    at = time_of(newest)
    assert at is not None and abs((datetime.now(UTC) - at).total_seconds()) < 60
    assert time_of("no uuid") is None
    assert Retention("days", 2).kept([newest], now=at + timedelta(days=1)) == {newest}
    older = "1ef00000-0000-6000-8000-000000000000"
    assert Retention("days", 2).kept([older, newest], now=at + timedelta(days=1)) == {newest}
    assert Retention("days", 2).kept([older, newest], now=at + timedelta(days=9)) == {newest}
    assert Retention("days", 9999).kept([older, newest], now=at) == {older, newest}


async def _ask(graph: Any, thread: str, question: str = QUESTION) -> None:
    await graph.ainvoke({"messages": [("human", question)]}, config_of(thread), context=Context())


def _counts() -> tuple[int, int, int]:
    """Checkpoints of the main graph, checkpoints of subgraphs, writes."""
    with closing(sqlite3.connect(location())) as db:
        main, sub = (db.execute(f"SELECT count(*) FROM checkpoints WHERE checkpoint_ns {op} ''").fetchone()[0] for op in ("=", "!="))
        return main, sub, db.execute("SELECT count(*) FROM writes").fetchone()[0]


async def test_the_ends_of_the_last_turns_and_the_steps_of_the_last_one_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_RETENTION", "last:3")
    async with opened() as graph:
        await _ask(graph, "t")
        first = _counts()
        for _ in range(5):
            await _ask(graph, "t")
        main, sub, _ = _counts()
        assert main == first[0] + 2, "the last turn's steps, and two more ends"
        assert sub == first[1] > 0, "a specialist's steps go with the turn"
        states = [state async for state in graph.aget_state_history(config_of("t"))]
        assert [len(s.values["messages"]) for s in states if not s.next] == [12, 10, 8]
        async with checkpointer() as saver:
            assert len(await saver.aturns("t")) == 3


async def test_all_keeps_each_turn_s_end_and_steps_keeps_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in ("all", "steps"):
        monkeypatch.setenv("RXGRAPH_RETENTION", setting)
        async with opened() as graph:
            for _ in range(4):
                await _ask(graph, setting)
            states = [state async for state in graph.aget_state_history(config_of(setting))]
        assert [len(s.values["messages"]) for s in states if not s.next] == [8, 6, 4, 2]
        assert (len(states) > 30) is (setting == "steps")


async def test_a_thread_that_was_kept_in_steps_shrinks_to_the_setting_at_its_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_RETENTION", "steps")
    async with opened() as graph:
        for _ in range(6):
            await _ask(graph, "t")
        before = (await graph.aget_state(config_of("t"))).values
        async with checkpointer() as saver:
            await saver.retain("t", parse("last:2"))
            assert len(await saver.aturns("t")) == 2
            await saver.avacuum()
            async with saver.conn.execute("PRAGMA freelist_count") as found:
                assert await found.fetchone() == (0,)
        assert (await graph.aget_state(config_of("t"))).values == before


async def test_the_file_shrinks_when_threads_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_RETENTION", "steps")
    async with opened() as graph:
        for thread in "abcd":
            await _ask(graph, thread)
    before = location().stat().st_size
    async with checkpointer() as saver:
        for thread in "abc":
            await saver.adelete_thread(thread)
    assert location().stat().st_size < before / 2


async def test_an_older_file_is_rewritten_once_to_be_able_to_shrink(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(location())) as db:
        db.execute("CREATE TABLE old (filler BLOB)")
        db.execute("INSERT INTO old VALUES (zeroblob(2000000))")
        db.commit()
        db.execute("DROP TABLE old")
    async with checkpointer() as saver:
        assert location().stat().st_size > 1_900_000
        await saver.avacuum()
        async with saver.conn.execute("PRAGMA auto_vacuum") as found:
            assert await found.fetchone() == (2,)
    assert location().stat().st_size < 200_000


async def test_a_run_is_over_exactly_when_the_graph_has_nothing_left_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_RETENTION", "steps")
    async with opened() as graph, checkpointer() as saver:
        for question in (
            QUESTION,
            "I took 40 paracetamol tablets",
            "",
            "What dose of gabapentin with eGFR 20, and can I take it with morphine?",
        ):
            await _ask(graph, "t", question)
        seen = set()
        async for state in graph.aget_state_history(config_of("t")):
            found = await saver.aget_tuple(state.config)
            assert found is not None
            assert finished(found.checkpoint) is (not state.next), (state.next, state.metadata)
            seen.add(bool(state.next))
        assert seen == {True, False}


async def test_nothing_goes_while_a_sign_off_is_pending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_RETENTION", "last:1")
    review = Context(review="required")
    config = config_of("t")
    async with opened() as graph:
        for _ in range(3):
            await _ask(graph, "t")
        kept = _counts()[0]
        await graph.ainvoke({"messages": [("human", QUESTION)]}, config, context=review)
        state = await graph.aget_state(config)
        assert state.interrupts
        assert _counts()[0] > kept, "the turns before wait with it"
    async with opened() as graph:
        await graph.ainvoke(Command(resume={"decision": "approve", "reviewer": "A. Pharmacist"}), config, context=review)
        state = await graph.aget_state(config)
        assert state.next == () and len(state.values["messages"]) == 8
        async with checkpointer() as saver:
            assert len(await saver.aturns("t")) == 1
