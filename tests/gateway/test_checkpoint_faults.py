"""A checkpoint file that is locked, damaged or no file: a clear message, exit code 2, and nothing of it is changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from graphs.checkpointer import CheckpointFileError
from tests.gateway.conftest import Cli

_QUESTION = "Can I take ibuprofen with warfarin?"
_ASK = ("ask", "--thread", "t", _QUESTION)
_SHORT = {"RXGRAPH_BUSY_TIMEOUT_MS": "50"}


def _file(cli: Cli) -> Path:
    return cli.home / "checkpoints.sqlite"


@contextmanager
def _locked(file: Path, *, readers_too: bool) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        if readers_too:
            holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")


def test_a_question_to_a_locked_file_says_so_and_works_when_it_is_free(cli: Cli) -> None:
    assert cli.quick(*_ASK).code == 0
    before = _file(cli).read_bytes()
    with _locked(_file(cli), readers_too=False):
        done = cli.run(*_ASK, **_SHORT)
        assert _file(cli).read_bytes() == before
        assert cli.run("threads", "list", **_SHORT).code == 0, "a writer does not keep a reader out"
    assert done.code == 2
    assert f"{_file(cli)} is locked by another program" in done.err
    assert "RXGRAPH_CHECKPOINTS" in done.err
    assert "Traceback" not in done.err
    assert cli.run(*_ASK).code == 0
    assert len(cli.quick("threads", "show", "t", "--json").json()["messages"]) == 4, "the question that was turned away left nothing"


@pytest.mark.parametrize(
    "command", [_ASK, ("threads", "list"), ("threads", "delete", "--yes", "t"), ("review",)], ids=["ask", "list", "delete", "review"]
)
def test_a_file_that_another_program_holds_for_itself(cli: Cli, command: tuple[str, ...]) -> None:
    assert cli.quick(*_ASK).code == 0
    before = _file(cli).read_bytes()
    with _locked(_file(cli), readers_too=True):
        done = cli.run(*command, **_SHORT)
    assert (done.code, done.out) == (2, "")
    assert "is locked by another program" in done.err
    assert _file(cli).read_bytes() == before


def _no_database(cli: Cli) -> None:
    _file(cli).write_bytes(b"These are my notes, and no database. " * 200)


def _damaged(cli: Cli) -> None:
    assert cli.quick(*_ASK).code == 0
    whole = _file(cli).read_bytes()
    _file(cli).write_bytes(whole[:4096] + b"\x55" * (len(whole) - 4096))


@pytest.mark.parametrize("make", [_no_database, _damaged])
def test_a_damaged_file_is_said_by_every_command_and_left_as_it_is(cli: Cli, make: object) -> None:
    make(cli)  # type: ignore[operator]
    before = _file(cli).read_bytes()
    for command in (_ASK, ("threads", "list")):
        done = cli.run(*command)
        assert done.code == 2, command
        assert "is damaged or no SQLite file; it was left as it is" in done.err, command
        assert "backup" in done.err
        assert "Traceback" not in done.err
        assert _file(cli).read_bytes() == before, command
    for other in (("threads", "show", "t"), ("threads", "delete", "--yes", "t"), ("review",)):
        with pytest.raises(CheckpointFileError, match="it was left as it is"):
            cli.quick(*other)
        assert _file(cli).read_bytes() == before, other


def test_with_the_damaged_file_moved_away_it_starts_afresh(cli: Cli) -> None:
    _no_database(cli)
    assert cli.run(*_ASK).code == 2
    _file(cli).rename(cli.home / "moved.sqlite")
    assert cli.run(*_ASK).code == 0


def test_another_file_can_be_named(cli: Cli, tmp_path: Path) -> None:
    _no_database(cli)
    other = tmp_path / "new folder" / "other.sqlite"
    assert cli.run(*_ASK, RXGRAPH_CHECKPOINTS=str(other)).code == 0
    assert other.stat().st_mode & 0o077 == 0, "nobody else may read it"


def test_a_folder_in_place_of_the_file_is_said(cli: Cli) -> None:
    _file(cli).mkdir()
    done = cli.run(*_ASK)
    assert (done.code, done.out) == (2, "")
    assert "cannot be opened" in done.err
    assert "Traceback" not in done.err
