"""Where threads persist: one SQLite file, opened and closed in one place. `langgraph.json` names `checkpointer`."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, nullcontext, suppress
from pathlib import Path
from typing import Final

import aiosqlite
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from tenacity import AsyncRetrying, retry_if_exception, stop_after_delay, wait_random

from graphs.retention import retention, time_of
from graphs.saver import Saver
from graphs.sealing import SETTING, Seal, SealError, seal, serializer
from knowledge.home import home
from nodes import journal

BUSY_TIMEOUT_MS: Final = 10_000
"""How long a writer waits for another process's write, in milliseconds; `RXGRAPH_BUSY_TIMEOUT_MS` sets another."""
VERSION: Final = 1
"""Of the file's layout, in its `user_version`; a file of a later one is left alone."""


class CheckpointFileError(RuntimeError):
    """A checkpoint file that cannot be used; the message says why and what to do."""


def location() -> Path:
    """Return the checkpoint file: `RXGRAPH_CHECKPOINTS`, or `checkpoints.sqlite` in `RXGRAPH_HOME`."""
    chosen = os.environ.get("RXGRAPH_CHECKPOINTS")
    return Path(chosen).expanduser() if chosen else home() / "checkpoints.sqlite"


def busy_timeout_ms() -> int:
    """Return how long to wait for another process's write, in milliseconds."""
    chosen = os.environ.get("RXGRAPH_BUSY_TIMEOUT_MS", "")
    return int(chosen) if chosen.isdecimal() else BUSY_TIMEOUT_MS


@asynccontextmanager
async def checkpointer(path: Path | None = None) -> AsyncIterator[Saver]:
    """Open the checkpoint file with WAL and a busy timeout, owner-only, and close it when done.

    Args:
        path: The file; `location()` when left out.

    Yields:
        A saver that belongs to the running event loop.

    Raises:
        CheckpointFileError: If the file is not a database, is damaged, is locked for too long, cannot be written, is of a later
            version, or is encrypted with another key; or if a setting cannot be read.
    """
    try:
        kept, sealed = retention(), seal()
    except ValueError as error:
        raise CheckpointFileError(str(error)) from error
    file = path if path is not None else await asyncio.to_thread(location)
    try:
        await asyncio.to_thread(_prepare, file)
        connection = await aiosqlite.connect(file, timeout=busy_timeout_ms() / 1000)
    except (OSError, sqlite3.Error) as error:
        raise CheckpointFileError(explain(file, error)) from error
    saver: Saver | None = None
    try:
        try:
            saver = Saver(connection, serde=serializer(sealed), retention=kept)
            await _set_up(connection, saver)
            await _check_key(connection, sealed, file)
            journal.use(saver.serde)
        except sqlite3.Error as error:
            raise CheckpointFileError(explain(file, error)) from error
        try:
            yield saver
        except SealError as error:
            raise CheckpointFileError(f"{file}: {error}") from error
    finally:
        # A write that a cancelled run left open, or began just now, would lock the file for as long as anyone holds its cursor.
        async with saver.lock if saver else nullcontext():
            with suppress(sqlite3.Error, ValueError):
                await connection.rollback()
            await connection.close()


async def _set_up(connection: aiosqlite.Connection, saver: AsyncSqliteSaver) -> None:
    """Set the pragmas and make the tables; the first switch to WAL does not wait for other openers by itself, so it is tried again."""
    wait = busy_timeout_ms() / 1000
    attempts = AsyncRetrying(retry=retry_if_exception(_locked), stop=stop_after_delay(wait), wait=wait_random(0.01, 0.1), reraise=True)
    async for attempt in attempts:
        with attempt:
            await connection.execute(f"PRAGMA busy_timeout = {busy_timeout_ms()}")
            async with connection.execute("PRAGMA page_count") as found:
                if await found.fetchone() == (0,):  # whether a file can shrink is settled before its first page is written
                    await connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL"):
                await connection.execute(f"PRAGMA {pragma}")
            await saver.setup()
            async with connection.execute("PRAGMA user_version") as found:
                version = await found.fetchone()
            if version == (0,):
                await connection.execute(f"PRAGMA user_version = {VERSION}")
                await connection.commit()


async def _check_key(connection: aiosqlite.Connection, sealed: Seal, file: Path) -> None:
    """Compare the key with the one that the file was made with; a new file is marked with it.

    Raises:
        CheckpointFileError: If they differ; nothing is written then.
    """
    async with connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'encryption'") as found:
        marked = await found.fetchone() != (0,)
    if not marked:
        if sealed.name == Seal().name:
            return
        async with connection.execute("SELECT count(*) FROM checkpoints") as found:
            if await found.fetchone() != (0,):
                raise CheckpointFileError(
                    f"{file} was made without encryption and {SETTING} is set. Without it, rxgraph threads export saves a thread to a "
                    "file; with it and RXGRAPH_CHECKPOINTS set to a new file, rxgraph threads import takes it in, encrypted."
                )
        # Two openers of a new file mark it once: the second finds the first one's proof and compares.
        await connection.execute("CREATE TABLE IF NOT EXISTS encryption (one INTEGER PRIMARY KEY CHECK (one = 1), proof BLOB NOT NULL)")
        await connection.execute("INSERT OR IGNORE INTO encryption VALUES (1, ?)", (sealed.proof(),))
        await connection.commit()
    async with connection.execute("SELECT proof FROM encryption") as found:
        proof = await found.fetchone()
    if proof is not None and not sealed.proves(proof[0]):
        given = "is another key" if sealed.name != Seal().name else "is not set"
        raise CheckpointFileError(f"{file} is encrypted, and {SETTING} {given}. Set the key that it was made with; it was left as it is.")


def _locked(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _prepare(file: Path) -> None:
    """Make the folder and an owner-only file, where there is none; look at one that is there before anything is written to it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        file.touch(mode=0o600)
    elif file.is_file() and file.stat().st_size:
        with closing(_reading(file)) as db:
            check_version(file, db)


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=busy_timeout_ms() / 1000)


def check_version(file: Path, db: sqlite3.Connection) -> None:
    """Refuse a file of a later version.

    Raises:
        CheckpointFileError: If it is one.
    """
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise CheckpointFileError(
            f"{file} was written by a later version of rxgraph (layout {version}; this one knows {VERSION}); it was left as it is. "
            "Upgrade rxgraph, or set RXGRAPH_CHECKPOINTS to another file."
        )


def explain(file: Path, error: BaseException) -> str:
    """Say in one sentence what is wrong with a checkpoint file and what to do."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return f"{file} is locked by another program. Wait until that one is done, or set RXGRAPH_CHECKPOINTS to another file."
    if "not a database" in text or "malformed" in text or "disk image" in text:
        return f"{file} is damaged or no SQLite file; it was left as it is. Restore it from a backup, or move it away to start afresh."
    return f"{file} cannot be opened ({text}). Check the folder's permissions, or set RXGRAPH_HOME to a folder that you own."


def threads() -> list[dict[str, object]]:
    """List the threads of the checkpoint file, the newest first: id, number of checkpoints, time of the last.

    Raises:
        CheckpointFileError: If the file cannot be read, or is of a later version.
    """
    file = location()
    if not file.exists():
        return []
    try:
        with closing(_reading(file)) as db:
            check_version(file, db)
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'checkpoints'").fetchone():
                return []
            rows = db.execute(
                "SELECT thread_id, count(*), max(checkpoint_id) FROM checkpoints WHERE checkpoint_ns = '' GROUP BY thread_id ORDER BY 3 DESC"
            ).fetchall()
    except sqlite3.Error as error:
        raise CheckpointFileError(explain(file, error)) from error
    return [{"thread_id": thread, "checkpoints": count, "updated_at": written(last)} for thread, count, last in rows]


def written(checkpoint_id: str) -> str | None:
    """Return the time of a checkpoint in ISO form, to the second, in UTC."""
    at = time_of(checkpoint_id)
    return at.isoformat(timespec="seconds") if at else None
