"""The trail's file: several processes, kills, triggers, and every way in which it cannot be used."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from nodes.audit.trail import KEY_SETTING, Entry, Trail, TrailError, read_head, reading, rows, thread_name, verify
from nodes.audit.writer import AuditError, close, record
from tests.audit.appender import entry

PROCESSES, EACH = 8, 200


@pytest.fixture
def place(home: Path) -> Path:
    return home / "audit"


@pytest.fixture
def trail(place: Path) -> Any:
    opened = Trail(place, wait=5)
    yield opened
    opened.close()


def tampered(place: Path, *statements: str) -> None:
    """Change the file as somebody does who has it: the triggers do not stop them."""
    with closing(sqlite3.connect(place / "trail.sqlite")) as db:
        for name in ("no_update", "no_delete", "next_only"):
            db.execute(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            db.executescript(statement)
        db.commit()


def kinds(place: Path) -> list[str]:
    return [fault.what for fault in verify(place)[0]]


def appender(name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "tests.audit.appender", name, str(count)], stdout=subprocess.PIPE, text=True)


def test_eight_processes_write_one_chain(place: Path) -> None:
    running = [appender(f"p{n}", EACH) for n in range(PROCESSES)]
    receipts = [line.split() for process in running for line in process.communicate()[0].splitlines()]
    assert [process.returncode for process in running] == [0] * PROCESSES
    assert verify(place) == ([], PROCESSES * EACH, 0)
    assert sorted(int(number) for number, _ in receipts) == list(range(1, PROCESSES * EACH + 1))
    with closing(reading(place)) as db:
        stored = {str(row.seq): row.hash for row in rows(db)}
        writers = {json.loads(row.body)["who"]["identity"] for row in rows(db)}
    assert dict(receipts) == stored, "each receipt names the record that is there"
    assert writers == {f"p{n}" for n in range(PROCESSES)}


def test_a_killed_process_breaks_nothing_and_loses_nothing_it_had_a_receipt_for(place: Path) -> None:
    receipts: dict[int, str] = {}
    for n in range(4):
        with appender(f"k{n}", 100_000) as process:
            assert process.stdout is not None
            for _ in range(7 * n + 5):
                number, digest = process.stdout.readline().split()
                receipts[int(number)] = digest
            process.send_signal(signal.SIGKILL)
        found, count, behind = verify(place)
        assert (found, behind <= 4) == ([], True)
        assert count >= max(receipts)
    with closing(reading(place)) as db:
        stored = {row.seq: row.hash for row in rows(db)}
    assert receipts.items() <= stored.items()
    with appender("last", 4) as process:
        assert process.communicate() and process.returncode == 0
    assert verify(place) == ([], len(stored) + 4, 0)


def test_a_process_that_died_before_the_head_was_written_is_mended_in_sight(
    place: Path, trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    trail.append([entry("a", 1)])
    with monkeypatch.context() as patched:
        patched.setattr(Trail, "_write_head", lambda *_: None)
        trail.append([entry("a", 2)])
    assert verify(place) == ([], 2, 1)
    trail.append([entry("a", 3)])
    assert verify(place) == ([], 3, 0)
    with closing(reading(place)) as db:
        assert ["mended" in json.loads(row.body) for row in rows(db)] == [False, False, True]


def test_a_process_that_died_before_the_commit_left_nothing(place: Path, trail: Trail) -> None:
    trail.append([entry("a", 1)])
    script = (
        "import os, signal\nfrom nodes.audit import chain, trail\nfrom tests.audit.appender import entry\n"
        "made = trail.Trail(trail.folder(), wait=5)\n"
        "made.append([entry('b', 1)], lambda n: os.kill(os.getpid(), signal.SIGKILL))\n"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == -signal.SIGKILL
    assert verify(place) == ([], 1, 0)
    assert trail.append([entry("a", 2)])[0].seq == 2


def test_the_same_is_recorded_once_and_something_else_about_it_beside_it(place: Path, trail: Trail) -> None:
    first = trail.append([entry("a", 1)])
    assert trail.append([entry("a", 1)]) == first
    other = Entry(("thread", "a", "1"), "answer", "thread", {"identity": "a", "how": "local"}, {"status": "partial"})
    second = trail.append([other])
    assert second[0].seq == 2
    assert trail.append([other]) == second
    assert trail.append([entry("a", 1)]) == first
    with closing(reading(place)) as db:
        assert [json.loads(row.body).get("again") for row in rows(db)] == [None, 1]
    found = trail.find(("thread", "a", "1"))
    assert found is not None and found["what"]["status"] == "partial"


def test_texts_are_recorded_by_a_keyed_digest_and_names_of_threads_too(place: Path, trail: Trail) -> None:
    secret = "Mrs Canary takes warfarin"
    made = Entry(("Mrs Canary", "1", "answer"), "answer", "Mrs Canary", {"identity": "a", "how": "local"}, {}, {"answer": secret})
    trail.append([made])
    stored = b"".join(file.read_bytes() for file in place.iterdir())
    assert b"Canary" not in stored and b"warfarin" not in stored
    with closing(reading(place)) as db:
        body = json.loads(next(iter(rows(db))).body)
    assert body["what"]["answer"] == trail.digest(secret) != trail.digest(secret + " ")
    assert body["thread"] == thread_name(trail.key, "Mrs Canary") and body["thread"].startswith("named:")
    assert thread_name(trail.key, "0d99263a-71a5-4a67-8159-4ed0b241554a") == "0d99263a-71a5-4a67-8159-4ed0b241554a"


def test_everything_is_for_the_owner_only(place: Path, trail: Trail) -> None:
    trail.append([entry("a")])
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert {file.name: stat.S_IMODE(file.stat().st_mode) & 0o077 for file in place.iterdir()} == {f.name: 0 for f in place.iterdir()}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail SET body = '{}' WHERE seq = 1",
        "DELETE FROM trail WHERE seq = 2",
        "INSERT OR REPLACE INTO trail SELECT seq, id, '{}', prev, hash, mac FROM trail WHERE seq = 1",
        "INSERT INTO trail SELECT 9, 'new', body, hash, hash, mac FROM trail WHERE seq = 2",
        "INSERT INTO trail SELECT 3, 'new', body, prev, hash, mac FROM trail WHERE seq = 2",
    ],
)
def test_the_file_itself_refuses_everything_but_the_next_record(place: Path, trail: Trail, statement: str) -> None:
    trail.append([entry("a", 1), entry("a", 2)])
    with closing(sqlite3.connect(place / "trail.sqlite")) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(statement)
    assert verify(place) == ([], 2, 0)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE trail SET body = replace(body, 'ok', 'no') WHERE seq = 2", "edited"),
        ("UPDATE trail SET mac = hash WHERE seq = 2", "forged"),
        ("DELETE FROM trail WHERE seq = 2", "removed"),
        ("DELETE FROM trail WHERE seq > 1", "truncated"),
        ("DELETE FROM trail", "truncated"),
        ("UPDATE trail SET seq = -seq WHERE seq > 1; UPDATE trail SET seq = 5 + seq WHERE seq < 0", "reordered"),
        ("SELECT 'only the triggers are gone'", "broken"),
    ],
)
def test_what_was_done_to_the_file_is_named(place: Path, trail: Trail, statement: str, what: str) -> None:
    trail.append([entry("a", n) for n in range(3)])
    tampered(place, statement)
    assert what in kinds(place)


def test_nothing_is_written_after_a_broken_end(place: Path, trail: Trail) -> None:
    trail.append([entry("a", n) for n in range(3)])
    tampered(place, "DELETE FROM trail WHERE seq = 3")
    with pytest.raises(TrailError, match="record 3, which is missing"):
        trail.append([entry("a", 9)])
    assert verify(place)[1] == 2


@pytest.mark.parametrize("damage", ["missing", "empty", "another", "garbage"])
def test_without_its_head_nothing_is_written(place: Path, trail: Trail, damage: str) -> None:
    trail.append([entry("a", 1)])
    head = place / "head"
    if damage == "missing":
        head.unlink()
    else:
        head.write_text({"empty": "", "garbage": '{"seq": []}', "another": json.dumps(read_head(place)._replace(seq=0)._asdict())}[damage])  # type: ignore[union-attr]
    with pytest.raises(TrailError, match="head"):
        trail.append([entry("a", 2)])
    assert "head" in kinds(place) or "truncated" in kinds(place)


async def test_a_trail_without_its_key_takes_nothing(place: Path) -> None:
    await record(entry("a", 1))
    close()
    (place / "key").unlink()
    with pytest.raises(AuditError, match="key is missing"):
        await record(entry("a", 2))
    with pytest.raises(TrailError, match="key is missing"):
        verify(place)
    (place / "key").write_text("00" * 32)
    with pytest.raises(AuditError, match="broken"):
        await record(entry("a", 2))
    assert "forged" in kinds(place)


async def test_the_key_can_be_kept_elsewhere(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_SETTING, "ab" * 32)
    await record(entry("a", 1))
    assert not (place / "key").exists()
    assert verify(place) == ([], 1, 0)
    monkeypatch.setenv(KEY_SETTING, "too short")
    close()
    with pytest.raises(AuditError, match="no key"):
        await record(entry("a", 2))


async def test_a_trail_of_a_later_version_is_left_alone(place: Path) -> None:
    await record(entry("a", 1))
    close()
    with closing(sqlite3.connect(place / "trail.sqlite")) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(AuditError, match="later version"):
        await record(entry("a", 2))


@pytest.mark.parametrize("fault", ["a file in its place", "no database"])
def test_a_trail_that_cannot_be_written_is_an_error(place: Path, fault: str) -> None:
    if fault == "a file in its place":
        place.write_text("")
    else:
        place.mkdir()
        (place / "trail.sqlite").write_text("this is no database, but long enough to be taken for one" * 9)
    with pytest.raises(AuditError, match="cannot be used"):
        asyncio.run(record(entry("a")))


def test_a_trail_that_is_locked_for_too_long_is_an_error_and_nothing_is_recorded_later(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.mkdir()
    with monkeypatch.context() as short, FileLock(place / "lock"):
        short.setenv("RXGRAPH_AUDIT_TIMEOUT_SECONDS", "0.05")
        with pytest.raises(AuditError):
            asyncio.run(record(entry("a")))
    assert asyncio.run(record(entry("b"))).seq == 1, "what nobody waited for any more was not recorded"
    assert verify(place)[1] == 1


async def test_a_full_disk_is_an_error(place: Path) -> None:
    """SQLite's own limit stands for the disk's: a write that finds no room fails in the same way."""
    receipt = await record(entry("a"))
    close()
    opened = Trail(place, wait=1)
    pages = opened._db.execute("PRAGMA page_count").fetchone()[0]
    opened._db.execute(f"PRAGMA max_page_count = {pages}")
    big = Entry(("t", "1", "answer"), "answer", "t", {}, {"evidence": ["interaction:a+b"] * 20_000})
    with pytest.raises(sqlite3.OperationalError, match="full"):
        opened.append([big])
    opened.close()
    assert verify(place) == ([], 1, 0)
    assert (await record(entry("a"))) == receipt


async def test_what_is_no_json_is_refused_before_it_reaches_the_others(place: Path) -> None:
    with pytest.raises(AuditError, match="no JSON"):
        await record(Entry(("t",), "answer", "t", {}, {"x": float("nan")}))
    with pytest.raises(AuditError, match="no JSON"):
        await record(Entry(("t",), "answer", "t", {}, {"x": object()}))
    assert (await record(entry("a"))).seq == 1


def test_a_forked_process_opens_the_trail_for_itself(place: Path) -> None:
    asyncio.run(record(entry("a", 1)))
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(record(entry("a", 2)))
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert asyncio.run(record(entry("a", 3))).seq == 3
    assert verify(place) == ([], 3, 0)
