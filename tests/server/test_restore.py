"""What the server puts back at start, and what it does when it cannot."""

from __future__ import annotations

import json
import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway import server as gateway_server
from graphs.checkpointer import CheckpointFileError
from tests.server.conftest import PATIENT, Server, environment, free_port, running, serve_command


def ask_on_the_command_line(home: Path, *options: str) -> str:
    command = [sys.executable, "-c", "from gateway.cli import main; main()", "ask", "--json", *options, PATIENT]
    done = subprocess.run(command, env=environment(home), cwd=home, capture_output=True, text=True, check=True)
    return str(json.loads(done.stdout)["thread_id"])


@dataclass(frozen=True)
class Adopted:
    """A server over a checkpoint file that the command line wrote."""

    server: Server
    asked: str
    damaged: str


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adopted]:
    home = tmp_path_factory.mktemp("adopted")
    asked, damaged = ask_on_the_command_line(home), ask_on_the_command_line(home)
    ask_on_the_command_line(home, "--thread", "ward-7")
    with closing(sqlite3.connect(home / "checkpoints.sqlite")) as db, db:
        db.execute("UPDATE checkpoints SET metadata = '{' WHERE thread_id = ?", (damaged,))
    with running(home) as started:
        yield Adopted(started, asked, damaged)


def test_threads_of_the_command_line_are_listed_as_the_pharmacists(adopted: Adopted) -> None:
    listed = {t["thread_id"]: t["metadata"] for t in adopted.server.client.threads.search(limit=100)}
    assert listed == {adopted.asked: {"graph_id": "pharmacist"}, adopted.damaged: {"graph_id": "pharmacist"}}


def test_a_question_of_the_command_line_is_followed_up_on_the_server(adopted: Adopted) -> None:
    result = adopted.server.ask("And what dose, then?", thread_id=adopted.asked)
    assert "apixaban" in result["answer"].lower()


def test_a_file_whose_threads_cannot_be_read_is_reported_and_the_server_runs(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "checkpoints.sqlite")) as db, db:
        db.execute("CREATE TABLE checkpoints (something TEXT)")
    with running(tmp_path) as started:
        assert started.client.threads.search() == []
        assert "Threads were not restored: " in started.output
        assert started.output.count("Traceback") == 0


def test_a_file_that_is_no_database_stops_the_server_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "checkpoints.sqlite").write_bytes(b"no database" * 1000)
    done = subprocess.run(serve_command(free_port()), env=environment(tmp_path), cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "is damaged or no SQLite file; it was left as it is" in done.stdout + done.stderr
    assert (tmp_path / "checkpoints.sqlite").read_bytes() == b"no database" * 1000


def test_an_absent_file_restores_nothing_and_says_so(server: Server) -> None:
    assert "Threads restored from the checkpoint file: 0" in server.output


@pytest.mark.parametrize(
    ("thread_id", "expected"),
    [
        ("2f1c7d5e-3b0a-4f55-9a5e-0f6f1a2b3c4d", True),
        ("2F1C7D5E-3B0A-4F55-9A5E-0F6F1A2B3C4D", False),
        ("2f1c7d5e3b0a4f559a5e0f6f1a2b3c4d", False),
        ("ward-7", False),
        ("", False),
    ],
)
def test_only_ids_that_the_server_can_look_up_are_addressable(thread_id: str, expected: bool) -> None:
    assert gateway_server.addressable(thread_id) is expected


def test_the_graph_is_that_of_the_last_checkpoint(home: Path) -> None:
    with closing(sqlite3.connect(home / "checkpoints.sqlite")) as db, db:
        db.execute("CREATE TABLE checkpoints (thread_id TEXT, checkpoint_ns TEXT, checkpoint_id TEXT, metadata BLOB)")
        rows = [
            ("a", "", "1", b'{"graph_id": "react"}'), ("a", "", "2", b'{"graph_id": "critic"}'), ("a", "sub:1", "3", b'{"graph_id": "supervisor"}'),
            ("b", "", "1", b"{"), ("c", "", "1", None), ("d", "", "1", b'{"graph_id": 7}'), ("e", "", "1", b"[]"), ("f", "", "1", b"\xff\xfe"),
        ]  # fmt: skip
        db.executemany("INSERT INTO checkpoints VALUES (?, ?, ?, ?)", rows)
    assert gateway_server.graph_ids("abcdefg") == {"a": "critic", **dict.fromkeys("bcdefg", "pharmacist")}


def test_a_file_that_cannot_be_read_is_a_checkpoint_file_error(home: Path) -> None:
    (home / "checkpoints.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(CheckpointFileError, match="damaged"):
        gateway_server.graph_ids(["a"])


async def test_restoring_is_tried_again_until_the_server_is_ready(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries = iter([ConnectionError("not yet"), RuntimeError("not yet"), 3])

    async def restore() -> int:
        match next(tries):
            case int(count):
                return count
            case error:
                raise error

    monkeypatch.setattr(gateway_server, "restore", restore)
    monkeypatch.setattr(gateway_server, "FIRST_PAUSE_SECONDS", 0)
    with caplog.at_level(logging.INFO, "rxgraph.server"):
        await gateway_server.restore_or_say_why()
    assert caplog.messages == ["Threads restored from the checkpoint file: 3"]


async def test_a_server_that_never_gets_ready_is_reported_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    tries: list[int] = []

    async def restore() -> int:
        tries.append(1)
        raise ConnectionError("no route")

    monkeypatch.setattr(gateway_server, "restore", restore)
    monkeypatch.setattr(gateway_server, "FIRST_PAUSE_SECONDS", 0)
    await gateway_server.restore_or_say_why()
    assert len(tries) == gateway_server.ATTEMPTS
    assert caplog.messages == ["Threads were not restored; start the server again to retry. ConnectionError: no route"]
