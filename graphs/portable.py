"""A thread as one file: every checkpoint and write of it, byte for byte, to keep, to move, or to take into another checkpoint file.

The file is lines of JSON: a header, one line a row, and a digest of all that went before. Values stay sealed as they stand in the
checkpoint file, so the export of an encrypted file is encrypted with the same key; ids, times and metadata are readable, as there.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from graphs.saver import Saver
from graphs.sealing import SealError, seal

FORMAT: Final = "rxgraph-thread"
VERSION: Final = 1
_COLUMNS: Final = {
    "checkpoints": ("checkpoint_ns", "checkpoint_id", "parent_checkpoint_id", "type", "checkpoint", "metadata"),
    "writes": ("checkpoint_ns", "checkpoint_id", "task_id", "task_path", "idx", "channel", "type", "value"),
    "turns": ("checkpoint_id", "ended", "delta"),
}
_SEALED: Final = {"checkpoints": ("type", "checkpoint"), "writes": ("type", "value")}


class PortableError(ValueError):
    """A thread that cannot be exported or imported; the message says why and what to do."""


async def export_thread(saver: Saver, thread_id: str, file: Path, *, replace: bool = False) -> int:
    """Write a thread to a file, owner-only; the file is there whole or not at all.

    Args:
        saver: Where the thread is.
        thread_id: The thread.
        file: The new file.
        replace: Whether a file of that name may be replaced.

    Returns:
        How many checkpoints were written.

    Raises:
        PortableError: If there is no such thread, or a file of that name.
    """
    await saver.setup()
    rows: dict[str, list[Any]] = {}
    async with saver.lock:
        # One read transaction, so that a run that goes on beside it is in the file as of one moment.
        await saver.conn.execute("BEGIN")
        try:
            for table, columns in _COLUMNS.items():
                order = ", ".join(columns[: 4 if table == "writes" else 2])
                query = f"SELECT {', '.join(columns)} FROM {table} WHERE thread_id = ? ORDER BY {order}"
                async with saver.conn.execute(query, (thread_id,)) as found:
                    rows[table] = list(await found.fetchall())
        finally:
            await saver.conn.rollback()
    if not rows["checkpoints"]:
        raise PortableError(f"there is no thread {thread_id!r}. rxgraph threads list shows those that exist.")
    if not replace and await asyncio.to_thread(file.exists):
        raise PortableError(f"{file} exists. Name another file, or give --replace.")
    header = {"format": FORMAT, "version": VERSION, "thread_id": thread_id, **{table: len(found) for table, found in rows.items()}}
    lines = [header, *([table, *map(_to_json, row)] for table, found in rows.items() for row in found)]
    await asyncio.to_thread(_write, file, [json.dumps(line, ensure_ascii=False) for line in lines])
    return len(rows["checkpoints"])


def _write(file: Path, lines: list[str]) -> None:
    digest = hashlib.sha256()
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for line in lines:
                data = line.encode("utf-8", "surrogatepass") + b"\n"
                digest.update(data)
                out.write(data)
            out.write(json.dumps({"sha256": digest.hexdigest()}).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


async def import_thread(saver: Saver, file: Path, thread_id: str | None = None) -> tuple[str, int]:
    """Take a thread from a file, all of it or nothing.

    Args:
        saver: Where the thread goes; its values are sealed as that file's are.
        file: What `export_thread` wrote.
        thread_id: The thread's new id; the exported one when left out.

    Returns:
        The thread's id, and how many checkpoints it has.

    Raises:
        PortableError: If the file is damaged, no export, of a later version or encrypted with another key, or the thread exists.
    """
    header = await asyncio.to_thread(_check, file)
    target, cipher = thread_id or str(header["thread_id"]), seal()
    await saver.setup()
    async with saver.lock:
        await saver.conn.execute("BEGIN IMMEDIATE")
        try:
            async with saver.conn.execute("SELECT 1 FROM checkpoints WHERE thread_id = ? LIMIT 1", (target,)) as found:
                if await found.fetchone():
                    raise PortableError(f"there is a thread {target!r} already. Name another with --as, or delete that one.")
            for table, row in _rows(file):
                values = dict(zip(_COLUMNS[table], map(_from_json, row), strict=True))
                if table in _SEALED:
                    kind, data = _SEALED[table]
                    values[kind], values[data] = cipher.reseal(values[kind], values[data])
                query = f"INSERT INTO {table} (thread_id, {', '.join(values)}) VALUES (?{', ?' * len(values)})"
                await saver.conn.execute(query, (target, *values.values()))
        except BaseException as error:
            await saver.conn.rollback()
            if isinstance(error, SealError):
                raise PortableError(f"{file}: {error}") from error
            if isinstance(error, (KeyError, TypeError)):
                raise PortableError(f"{file} has a row that rxgraph cannot read; nothing was imported.") from error
            raise
        await saver.conn.commit()
    return target, int(header["checkpoints"])


def _check(file: Path) -> dict[str, Any]:
    """Read the header, and the whole file once for its digest."""
    digest = hashlib.sha256()
    header: Any = None
    last = b""
    counts = dict.fromkeys(_COLUMNS, 0)
    try:
        with file.open("rb") as lines:
            for line in lines:
                if header is None:
                    header = json.loads(line)
                    if not isinstance(header, dict) or header.get("format") != FORMAT:
                        raise PortableError(f"{file} is no thread that rxgraph exported.")
                    if int(header["version"]) > VERSION:
                        raise PortableError(f"{file} was exported by a later version of rxgraph. Upgrade rxgraph to import it.")
                elif last:
                    digest.update(last)
                    table = json.loads(last)
                    if isinstance(table, list):
                        counts[table[0]] += 1
                last = line
        whole = json.loads(last or b"null") == {"sha256": digest.hexdigest()} and isinstance(header, dict)
        if not whole or any(header[table] != count for table, count in counts.items()):
            raise PortableError(f"{file} is damaged or cut short; nothing was imported.")
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, PortableError):
            raise
        raise PortableError(f"{file} is damaged, or no thread that rxgraph exported; nothing was imported.") from error
    checked: dict[str, Any] = header
    return checked


def _rows(file: Path) -> Iterator[tuple[str, list[Any]]]:
    with file.open("rb") as lines:
        for line in lines:
            row = json.loads(line)
            if isinstance(row, list):
                yield row[0], row[1:]


def _to_json(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _from_json(value: Any) -> Any:
    return base64.b64decode(value["base64"], validate=True) if isinstance(value, dict) else value
