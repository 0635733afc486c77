"""Encryption at rest, strict reading, and files that are left alone: with another key, of a later version."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graphs.checkpointer import CheckpointFileError, checkpointer, location, threads
from graphs.portable import PortableError, export_thread, import_thread
from graphs.run import config_of, opened
from graphs.sealing import SealError, seal, serializer
from nodes.context import Context

KEY, OTHER = "0f" * 32, "f0" * 32
QUESTION = "Can I take ibuprofen with warfarin?"


@dataclass
class Foreign:
    """A type that no checkpoint may build."""

    value: int


async def _ask(thread: str) -> Any:
    async with opened() as graph:
        await graph.ainvoke({"messages": [("human", QUESTION)]}, config_of(thread), context=Context())
        return (await graph.aget_state(config_of(thread))).values


def _bytes() -> bytes:
    return b"".join(part.read_bytes() for part in sorted(location().parent.glob("checkpoints.sqlite*")))


async def _refused(match: str) -> None:
    before = location().read_bytes()
    with pytest.raises(CheckpointFileError, match=match):
        async with checkpointer():
            raise AssertionError("opened")
    assert location().read_bytes() == before


async def test_with_a_key_no_text_is_in_the_file_and_without_it_nothing_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_ENCRYPTION_KEY", KEY)
    values = await _ask("t")
    with closing(sqlite3.connect(location())) as db:
        kinds = {row[0] for row in db.execute("SELECT type FROM checkpoints UNION SELECT type FROM writes")}
    assert all(kind.endswith("+zlib-aes") for kind in kinds)
    assert b"ibuprofen" not in _bytes()
    async with opened() as graph:
        assert (await graph.aget_state(config_of("t"))).values == values
    monkeypatch.setenv("RXGRAPH_ENCRYPTION_KEY", OTHER)
    await _refused("is another key")
    monkeypatch.delenv("RXGRAPH_ENCRYPTION_KEY")
    await _refused("is not set")


async def test_a_file_in_clear_is_not_mixed_with_encrypted_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    await _ask("t")
    monkeypatch.setenv("RXGRAPH_ENCRYPTION_KEY", KEY)
    await _refused("rxgraph threads export")


async def test_an_export_moves_a_thread_into_an_encrypted_file_and_needs_its_key_from_there(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = await _ask("t")
    async with checkpointer() as saver:
        await export_thread(saver, "t", home / "clear.rxthread")
    monkeypatch.setenv("RXGRAPH_CHECKPOINTS", str(home / "encrypted.sqlite"))
    monkeypatch.setenv("RXGRAPH_ENCRYPTION_KEY", KEY)
    async with checkpointer() as saver:
        await import_thread(saver, home / "clear.rxthread")
        await export_thread(saver, "t", home / "sealed.rxthread")
    assert b"ibuprofen" not in (home / "encrypted.sqlite").read_bytes()
    async with opened() as graph:
        assert (await graph.aget_state(config_of("t"))).values == values
    monkeypatch.setenv("RXGRAPH_CHECKPOINTS", str(home / "third.sqlite"))
    monkeypatch.setenv("RXGRAPH_ENCRYPTION_KEY", OTHER)
    async with checkpointer() as saver:
        with pytest.raises(PortableError, match="another RXGRAPH_ENCRYPTION_KEY"):
            await import_thread(saver, home / "sealed.rxthread")
    assert threads() == []


@pytest.mark.parametrize("key", ["short", "0f" * 16, "zz" * 32])
async def test_a_key_of_another_form_is_refused_with_how_to_make_one(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_ENCRYPTION_KEY", key)
    with pytest.raises(CheckpointFileError, match="openssl rand -hex 32"):
        async with checkpointer():
            raise AssertionError("opened")


async def test_a_file_of_a_later_version_is_left_as_it_is() -> None:
    async with checkpointer():
        pass
    with closing(sqlite3.connect(location())) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("PRAGMA auto_vacuum").fetchone() == (2,)
        db.execute("PRAGMA user_version = 99")
    await _refused("later version of rxgraph")
    with pytest.raises(CheckpointFileError, match="Upgrade rxgraph"):
        threads()


async def test_rows_of_an_earlier_version_are_read_on() -> None:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    from graphs.pharmacist import builder

    async with AsyncSqliteSaver.from_conn_string(str(location())) as stock:
        graph = builder.compile(checkpointer=stock)
        await graph.ainvoke({"messages": [("human", QUESTION)]}, config_of("t"), context=Context())
    assert len((await _ask("t"))["messages"]) == 4


def test_a_type_that_is_not_known_is_never_built(caplog: pytest.LogCaptureFixture) -> None:
    serde = serializer(seal())
    with caplog.at_level(logging.ERROR):
        found = serde.loads_typed(serde.dumps_typed({"kept": 1, "foreign": Foreign(2)}))
    assert found["kept"] == 1
    assert not isinstance(found["foreign"], Foreign)


def test_damaged_bytes_are_said() -> None:
    sealed = seal()
    with pytest.raises(SealError, match="damaged"):
        sealed.decrypt("zlib", b"nothing")
    with pytest.raises(SealError, match="sealed as"):
        sealed.decrypt("zlib-aes", b"x" * 64)
