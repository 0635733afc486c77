"""Where threads persist: one SQLite file, opened and closed in one place. `langgraph.json` names `checkpointer`."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import aiosqlite
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from tenacity import AsyncRetrying, retry_if_exception, stop_after_delay, wait_random

from knowledge.home import home

BUSY_TIMEOUT_MS: Final = 10_000
"""How long a writer waits for another process's write, in milliseconds; `RXGRAPH_BUSY_TIMEOUT_MS` sets another."""


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
async def checkpointer(path: Path | None = None) -> AsyncIterator[AsyncSqliteSaver]:
    """Open the checkpoint file with WAL and a busy timeout, owner-only, and close it when done.

    Args:
        path: The file; `location()` when left out.

    Yields:
        A saver that belongs to the running event loop.

    Raises:
        CheckpointFileError: If the file is not a database, is damaged, is locked for too long, or cannot be written.
    """
    file = path if path is not None else await asyncio.to_thread(location)
    try:
        await asyncio.to_thread(_prepare, file)
        connection = await aiosqlite.connect(file, timeout=busy_timeout_ms() / 1000)
    except (OSError, sqlite3.Error) as error:
        raise CheckpointFileError(explain(file, error)) from error
    try:
        try:
            saver = AsyncSqliteSaver(connection, serde=JsonPlusSerializer(pickle_fallback=False))
            await _set_up(connection, saver)
        except sqlite3.Error as error:
            raise CheckpointFileError(explain(file, error)) from error
        yield saver
    finally:
        await connection.close()


async def _set_up(connection: aiosqlite.Connection, saver: AsyncSqliteSaver) -> None:
    """Set the pragmas and make the tables; the first switch to WAL does not wait for other openers by itself, so it is tried again."""
    wait = busy_timeout_ms() / 1000
    attempts = AsyncRetrying(retry=retry_if_exception(_locked), stop=stop_after_delay(wait), wait=wait_random(0.01, 0.1), reraise=True)
    async for attempt in attempts:
        with attempt:
            for pragma in (f"busy_timeout = {busy_timeout_ms()}", "journal_mode = WAL", "synchronous = NORMAL"):
                await connection.execute(f"PRAGMA {pragma}")
            await saver.setup()


def _locked(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _prepare(file: Path) -> None:
    """Make the folder and an owner-only file, where there is none."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        file.touch(mode=0o600)


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
        CheckpointFileError: If the file cannot be read.
    """
    file = location()
    if not file.exists():
        return []
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=busy_timeout_ms() / 1000)) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'checkpoints'").fetchone():
                return []
            rows = db.execute(
                "SELECT thread_id, count(*), max(checkpoint_id) FROM checkpoints WHERE checkpoint_ns = '' GROUP BY thread_id ORDER BY 3 DESC"
            ).fetchall()
    except sqlite3.Error as error:
        raise CheckpointFileError(explain(file, error)) from error
    return [{"thread_id": thread, "checkpoints": count, "updated_at": _time_of(last)} for thread, count, last in rows]


def _time_of(checkpoint_id: str) -> str | None:
    """Read the time out of a checkpoint id, which is a version 6 UUID."""
    try:
        ticks = uuid.UUID(checkpoint_id).int
    except ValueError:
        return None
    high, low = ticks >> 80, (ticks >> 64) & 0x0FFF
    hundreds_of_ns = (high << 12) | low
    seconds = hundreds_of_ns / 1e7 - 12_219_292_800
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds") if seconds > 0 else None
