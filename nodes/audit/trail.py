"""The file of the audit trail: append-only, one chain for all processes, durable when `append` returns.

SQLite rather than lines of JSON: a record is committed whole or not at all, whatever kills the process, so no torn line can stand in the
chain; one index keeps a resumed run from being recorded twice; and triggers refuse UPDATE, DELETE and a record that does not follow the
last. `synchronous = FULL` makes each record survive a power cut. A lock file makes the record and the head one step for other processes.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from knowledge.home import home
from nodes.audit.chain import GENESIS, VERSION, Fault, Head, Row, canonical, faults, faults_of, head_of, is_genuine, keyed, linked

KEY_SETTING: Final = "RXGRAPH_AUDIT_KEY"
POLL_SECONDS: Final = 0.002
"""How often a process that waits for another one's record looks again."""
_HEAD_BYTES: Final = 256
"""Length of the head's file, so that one write replaces it whole."""
_COLUMNS: Final = "seq, id, body, prev, hash, mac"
_REFUSED: Final = "the audit trail is append-only"
_LAYOUT: Final = (
    "CREATE TABLE IF NOT EXISTS trail (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL, prev TEXT NOT NULL,"
    " hash TEXT NOT NULL, mac TEXT NOT NULL)",
    f"CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    f"CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    "CREATE TRIGGER IF NOT EXISTS next_only BEFORE INSERT ON trail"
    " WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail)"
    f" OR NEW.prev IS NOT (SELECT coalesce((SELECT hash FROM trail ORDER BY seq DESC LIMIT 1), '{GENESIS}'))"
    f" BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
)
TRIGGERS: Final = ("no_update", "no_delete", "next_only")


class TrailError(RuntimeError):
    """The trail cannot be used; the message says why and what to do."""


class Receipt(NamedTuple):
    """A record is in the trail, and durable."""

    seq: int
    id: str
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to record."""

    about: tuple[str, ...]
    """What it is about: thread, turn and step. One record is kept of it, however often it is given."""
    kind: str
    """`answer`, `needs_sign_off`, `sign_off`, `override`, `rejected`, `denied`, `escalated` or `refused`."""
    thread: str
    who: dict[str, Any]
    what: dict[str, Any]
    """Plain values without patient data."""
    private: dict[str, str] = field(default_factory=dict)
    """Texts of which only a keyed digest is recorded, each under its name in `what`. A plain hash of a short text can be guessed."""
    more: dict[str, Any] = field(default_factory=dict)
    """Fields beside `who` and `what`, such as the run."""


def folder() -> Path:
    """Return the folder of the trail."""
    return home() / "audit"


class Trail:
    """The trail in a folder; for one process and one thread at a time."""

    def __init__(self, place: Path, *, wait: float) -> None:
        """Open the trail, made owner-only where there is none.

        Args:
            place: Its folder.
            wait: How long to wait for another process, in seconds.

        Raises:
            TrailError: If it is of a later version, or its key is missing or unreadable.
            OSError, sqlite3.Error, filelock.Timeout: If it cannot be used.
        """
        from filelock import FileLock

        self.place, self.pid = place, os.getpid()
        place.mkdir(mode=0o700, exist_ok=True)
        place.chmod(0o700)
        self._lock = FileLock(place / "lock", timeout=wait, mode=0o600, thread_local=False, poll_interval=POLL_SECONDS)
        with self._lock:
            file = place / "trail.sqlite"
            if not file.exists():
                os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
            self._db = sqlite3.connect(file, timeout=wait, isolation_level=None, check_same_thread=False)
            try:
                self._set_up()
            except BaseException:
                self._db.close()
                raise

    def _set_up(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise TrailError(f"{self.place} was written by a later version of rxgraph (layout {version}); upgrade rxgraph")
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self._db.execute(f"PRAGMA {pragma}")
        for statement in (*_LAYOUT, f"PRAGMA user_version = {VERSION}"):
            self._db.execute(statement)
        begun = self._db.execute("SELECT count(*) FROM (SELECT 1 FROM trail LIMIT 1)").fetchone() != (0,)
        self.key = key_of(self.place) if begun or (self.place / "key").exists() or os.environ.get(KEY_SETTING) else _new_key(self.place)
        if not begun and not (self.place / "head").exists():
            self._write_head(head_of(self.key, 0, GENESIS))

    def append(self, entries: Sequence[Entry], gone: Callable[[int], bool] = lambda _: False) -> list[Receipt]:
        """Record entries in one step: all of them are durable when this returns, or none is recorded.

        Args:
            entries: What to record. One that is recorded already, with the same contents, is left as it is.
            gone: Says whether nobody waits for an entry any more; nothing is recorded then.

        Returns:
            A receipt for each.

        Raises:
            TrailError: If the end of the trail does not fit its head, so that records are missing or were changed.
            OSError, sqlite3.Error, filelock.Timeout: If it cannot be written.
        """
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                last, behind = self._end()
                receipts: list[Receipt] = []
                for entry in entries:
                    row, is_new = self._next(entry, last, behind)
                    if is_new:
                        self._db.execute(f"INSERT INTO trail ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", row)
                        last, behind = (row.seq, row.hash), 0
                    receipts.append(Receipt(row.seq, row.id, row.hash))
                if any(gone(number) for number in range(len(entries))):
                    raise TrailError("nobody waits for the record any more")
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise
            self._write_head(head_of(self.key, *last))
        return receipts

    def find(self, about: tuple[str, ...]) -> dict[str, Any] | None:
        """Return the last record about something; None when there is none.

        Raises:
            TrailError: If it was changed.
        """
        row, number = None, 1
        while (found := self._row("id", self._id(about, number))) is not None:
            row, number = found, number + 1
        if row is None:
            return None
        if found_faults := faults_of(self.key, row):
            raise TrailError(found_faults[0].says)
        body: dict[str, Any] = json.loads(row.body)
        return body

    def digest(self, text: str) -> str:
        """Return the keyed digest under which a text is recorded."""
        return keyed(self.key, "text", text)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _id(self, about: tuple[str, ...], number: int = 1) -> str:
        return keyed(self.key, "id", canonical([*about, number]))[:32]

    def _row(self, column: str, value: Any) -> Row | None:
        found = self._db.execute(f"SELECT {_COLUMNS} FROM trail WHERE {column} = ?", (value,)).fetchone()
        return Row(*found) if found else None

    def _end(self) -> tuple[tuple[int, str], int]:
        """Return number and hash of the last record, and how many records the head has not seen.

        Raises:
            TrailError: If the end does not fit the head.
        """
        return end_of(self._db, self.key, read_head(self.place))

    def _next(self, entry: Entry, last: tuple[int, str], behind: int) -> tuple[Row, bool]:
        """Make the record of an entry, or find it: a node that ran again says the same, or something new of which both are kept."""
        what = {**entry.what, **{name: self.digest(text) for name, text in entry.private.items()}}
        number, again = 1, None
        while (found := self._row("id", self._id(entry.about, number))) is not None:
            body = json.loads(found.body)
            if (body["kind"], body["what"], body["who"]) == (entry.kind, what, entry.who):
                return found, False
            number, again = number + 1, found.seq
        body = {
            **entry.more, "seq": last[0] + 1, "id": self._id(entry.about, number), "at": _now(), "kind": entry.kind,
            "thread": thread_name(self.key, entry.thread), "who": entry.who, "what": what,
        }  # fmt: skip
        if again is not None:
            body["again"] = again
        if behind:
            body["mended"] = f"the head was {behind} behind: a process or the power had gone between a record and the head"
        return linked(self.key, last[1], body), True

    def _write_head(self, head: Head) -> None:
        # Written over in one call; when the power goes it may be behind, which the next record mends.
        writing = os.open(self.place / "head", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(writing, (canonical(head._asdict()).ljust(_HEAD_BYTES - 1) + "\n").encode())
        finally:
            os.close(writing)


def thread_name(key: bytes, thread: str) -> str:
    """Return a thread as it is recorded: a UUID as it is; any other, which may be a patient's name, as a keyed digest."""
    try:
        return str(uuid.UUID(thread))
    except ValueError:
        return "named:" + keyed(key, "thread", thread)[:16]


def key_of(place: Path) -> bytes:
    """Return the key of a trail: `RXGRAPH_AUDIT_KEY`, or the file beside it.

    Raises:
        TrailError: If there is none, or it is no key.
    """
    text = os.environ.get(KEY_SETTING, "").strip()
    try:
        text = text or (place / "key").read_text().strip()
    except FileNotFoundError as error:
        raise TrailError(_broken("its key is missing, and without it no record can be told from a forged one")) from error
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise TrailError(f"the key of the audit trail is no key: give 64 hexadecimal digits in {KEY_SETTING} or {place / 'key'}")
    return key


def _new_key(place: Path) -> bytes:
    key = secrets.token_bytes(32)
    part = place / f"key.{os.getpid()}"
    writing = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(writing, key.hex().encode() + b"\n")
        os.fsync(writing)
    finally:
        os.close(writing)
    part.replace(place / "key")
    return key


def read_head(place: Path) -> Head | None:
    """Return the head of a trail; None when it is missing or damaged."""
    try:
        said = json.loads((place / "head").read_text())
        head = Head(said["seq"], said["hash"], said["mac"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return head if isinstance(head.seq, int) and isinstance(head.hash, str) and isinstance(head.mac, str) else None


def reading(place: Path) -> sqlite3.Connection:
    """Open the file of a trail for reading only.

    Raises:
        sqlite3.Error: If there is none, or it cannot be read.
    """
    return sqlite3.connect(f"{(place / 'trail.sqlite').absolute().as_uri()}?mode=ro", uri=True, timeout=10)


def rows(db: sqlite3.Connection) -> Iterator[Row]:
    """Read the records of a trail in their order."""
    return (Row(*found) for found in db.execute(f"SELECT {_COLUMNS} FROM trail ORDER BY seq"))


def verify(place: Path, anchor: tuple[int, str] | None = None) -> tuple[list[Fault], int, int]:
    """Follow a trail from its first record to its head; see `nodes.audit.chain.faults`.

    Raises:
        TrailError: If its key is missing.
        sqlite3.Error: If the file is damaged.
    """
    if not (place / "trail.sqlite").exists():
        head, key = read_head(place), b"" if not (place / "key").exists() else key_of(place)
        return faults(key, (), head if head and head.seq else None, anchor)
    key = key_of(place)
    with closing(reading(place)) as db:
        # The head is read before the records: one that is written meanwhile makes it no more than behind.
        head = read_head(place)
        found, count, behind = faults(key, rows(db), head, anchor)
        standing = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    found += [
        Fault("broken", 0, f"the trigger {name}, which keeps records as they are, is gone") for name in TRIGGERS if name not in standing
    ]
    return found, count, behind


def end_of(db: sqlite3.Connection, key: bytes, head: Head | None) -> tuple[tuple[int, str], int]:
    """Return number and hash of the last record, and how many records the head has not seen.

    Raises:
        TrailError: If the end does not fit the head.
    """
    if head is None or not is_genuine(key, head):
        raise TrailError(_broken("its head is missing, damaged or made with another key"))
    found = db.execute(f"SELECT {_COLUMNS} FROM trail WHERE seq = ?", (head.seq,)).fetchone()
    row = Row(*found) if found else None
    if (row.hash if row else GENESIS if head.seq == 0 else "") != head.hash:
        raise TrailError(_broken(f"its head is record {head.seq}, which is missing or another"))
    unseen = [Row(*r) for r in db.execute(f"SELECT {_COLUMNS} FROM trail WHERE seq >= ? ORDER BY seq", (max(head.seq, 1),))]
    prev = unseen[0].prev if unseen else GENESIS
    for row in unseen:
        if row.prev != prev or faults_of(key, row):
            raise TrailError(_broken(f"record {row.seq} was changed"))
        prev = row.hash
    return (unseen[-1].seq, unseen[-1].hash) if unseen else (0, GENESIS), unseen[-1].seq - head.seq if unseen else 0


def check_end(place: Path) -> tuple[int, int]:
    """Look at the end of a trail alone: whether its head is genuine, and fits the last records.

    Args:
        place: Its folder.

    Returns:
        The number of the last record, and how many records the head has not seen.

    Raises:
        TrailError: If the end does not fit the head, or the key is missing.
        sqlite3.Error: If the file cannot be read.
    """
    if not (place / "trail.sqlite").exists() and read_head(place) is None:
        return 0, 0
    key, head = key_of(place), read_head(place)
    with closing(reading(place)) as db:
        last, behind = end_of(db, key, head)
    return last[0], behind


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _broken(why: str) -> str:
    return (
        f"the audit trail is broken: {why}. rxgraph audit verify says more; "
        "restore it, or move the folder away for an inquiry and a new trail begins"
    )
