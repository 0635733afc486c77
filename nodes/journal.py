"""The journal: the result of every finished tool and model call of a run, committed before the graph may use it.

A run that was killed starts its last step again; a call of that step whose result stands here is read, not made again. An entry is keyed on
the thread, the namespace (langgraph's: it holds the id of the task, and so the turn and the step), the kind of call, its signature, and
which of the calls with that signature it is. The file also holds each unfinished run's input and settings. What belongs to a thread is
removed when its turn has ended.

A journal that cannot be used is reported and does without: it never costs an answer.
"""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import json
import logging
import os
import sqlite3
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from langchain_core.messages import BaseMessage
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.config import get_config
from langgraph.runtime import get_runtime
from pydantic import BaseModel

from knowledge.home import home

Result = TypeVar("Result")
log = logging.getLogger("rxgraph.journal")

VERSION: Final = 1
"""Version of the file's layout; a file of a newer one is left alone."""
BUSY_SECONDS: Final = 10.0
"""How long a writer waits for another process's write."""
KEEP_SECONDS: Final = 30 * 24 * 3600.0
"""Results of a turn that never went on are removed after this long: they hold patients' data."""
RUN_DEADLINE: Final = "__rxgraph_deadline"
"""Key of a run's config for the end of its present attempt; the underscores keep it out of checkpoints and traces."""

_LAYOUT: Final = (
    "CREATE TABLE IF NOT EXISTS calls (thread TEXT, namespace TEXT, kind TEXT, signature TEXT, ordinal INTEGER, at REAL NOT NULL,"
    " type TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (thread, namespace, kind, signature, ordinal)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS runs (thread TEXT PRIMARY KEY, at REAL NOT NULL, type TEXT NOT NULL, value BLOB NOT NULL) WITHOUT ROWID",
)
_COUNTED: Final = 4096
"""Node executions whose calls are counted at the same time."""


class Key(NamedTuple):
    """What a call is known by."""

    thread: str
    namespace: str
    kind: str
    signature: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run that has begun and not ended."""

    thread: str
    at: float
    """When it began, in seconds since the epoch."""
    given: Any
    """What it was given: plain values only."""


class Journal:
    """The journal file; safe for threads and for processes. Every write is committed when its method returns."""

    def __init__(self, path: Path, serde: SerializerProtocol) -> None:
        """Open the file, made owner-only where there is none.

        Args:
            path: The file.
            serde: Turns values into bytes and back; an encrypting one keeps the file's contents secret.

        Raises:
            sqlite3.Error: If the file is damaged, of a newer version or cannot be written.
            OSError: If it cannot be made.
        """
        self.path, self.serde, self.pid = path, serde, os.getpid()
        if not path.exists():
            path.touch(mode=0o600)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            found = int(self._db.execute("PRAGMA user_version").fetchone()[0])
            if found > VERSION:
                raise sqlite3.DatabaseError(f"it was written by a newer rxgraph (layout {found}, this one knows {VERSION})")
            self._db.execute("PRAGMA auto_vacuum = FULL")
            self._db.execute("PRAGMA journal_mode = WAL")
            # A killed process loses nothing with NORMAL; a power cut may lose the last calls, and as the checkpoints do, never tears any.
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("BEGIN IMMEDIATE")
            for statement in (*_LAYOUT, f"PRAGMA user_version = {VERSION}"):
                self._db.execute(statement)
            self._db.execute("DELETE FROM calls WHERE at < ?", (time.time() - KEEP_SECONDS,))
            self._db.execute("COMMIT")
        except sqlite3.Error:
            self._db.close()
            raise

    def _run(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def read(self, key: Key) -> tuple[Any] | None:
        """Return the result of a call, alone in a tuple; None when it has none."""
        rows = self._run("SELECT type, value FROM calls WHERE (thread, namespace, kind, signature, ordinal) = (?, ?, ?, ?, ?)", key)
        return (self.serde.loads_typed(rows[0]),) if rows else None

    def write(self, key: Key, value: Any) -> None:
        """Record the result of a call; the first that was recorded stands."""
        self._run("INSERT OR IGNORE INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*key, time.time(), *self.serde.dumps_typed(value)))

    def begin(self, thread: str, given: Any) -> None:
        """Record that a run begins, and what it was given."""
        self._run("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)", (thread, time.time(), *self.serde.dumps_typed(given)))

    def unfinished(self, thread: str | None = None) -> list[Unfinished]:
        """Return the runs that have begun and not ended, the newest first; those of one thread when it is given."""
        rows = self._run("SELECT thread, at, type, value FROM runs WHERE ?1 IS NULL OR thread = ?1 ORDER BY at DESC", (thread,))
        return [Unfinished(name, at, self.serde.loads_typed((kind, value))) for name, at, kind, value in rows]

    def finish(self, thread: str) -> None:
        """Remove what belongs to a thread: its turn has ended, or it was deleted."""
        with self._lock, self._db:
            self._db.execute("DELETE FROM calls WHERE thread = ?", (thread,))
            self._db.execute("DELETE FROM runs WHERE thread = ?", (thread,))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


_serde: SerializerProtocol = JsonPlusSerializer(pickle_fallback=False)
_opened: Journal | None = None
_opening: Final = threading.Lock()
_counts: Final[OrderedDict[tuple[Any, ...], Counter[tuple[str, str]]]] = OrderedDict()


def use(serde: SerializerProtocol) -> None:
    """Write values with this serializer from now on; with the checkpoint file's, both are encrypted or neither is."""
    global _serde
    with _opening:
        _serde = serde
        if _opened is not None:
            _opened.serde = serde


def location() -> Path:
    """Return the journal file."""
    return home() / "journal.sqlite"


def journal() -> Journal:
    """Return this process's journal in the present home folder, opened at the first call.

    Raises:
        sqlite3.Error: If the file cannot be used.
        OSError: If it cannot be made.
    """
    global _opened
    with _opening:
        path = location()
        if _opened is None or _opened.path != path or _opened.pid != os.getpid():
            if _opened is not None and _opened.pid == os.getpid():
                _opened.close()
            _opened = None
            _opened = Journal(path, _serde)
        return _opened


@atexit.register
def close() -> None:
    """Close this process's journal; the next use opens it again."""
    global _opened
    with _opening:
        if _opened is not None and _opened.pid == os.getpid():
            _opened.close()
        _opened = None


def attempt(work: Callable[[Journal], Result]) -> Result | None:
    """Do something with the journal; a journal that cannot be used is reported, and None returned.

    Args:
        work: What to do.

    Returns:
        What it returns.
    """
    try:
        return work(journal())
    except (sqlite3.Error, OSError, ValueError) as error:
        log.warning("The journal %s was left as it is, and this run cannot be resumed in full: %s", location(), error)
        return None


def deadline_of(given: float) -> float:
    """Return when a run must end: the time in its state, or later when it was resumed and so has its time anew."""
    try:
        later = get_config().get("configurable", {}).get(RUN_DEADLINE)
    except RuntimeError:
        return given
    return given if later is None else max(given, float(later))


def key_of(kind: str, signature: Any) -> Key | None:
    """Return the key of a call that the running node is about to make; None outside a thread, where nothing can be resumed.

    Args:
        kind: `tool` or `model`.
        signature: What is called with what, as plain values.
    """
    try:
        info = get_runtime().execution_info
    except RuntimeError:
        return None
    if info is None or info.thread_id is None:
        return None
    text = json.dumps(signature, sort_keys=True, default=str, ensure_ascii=False)
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    # A repeated attempt of a node counts from the start, and so meets the entries of the attempt before it.
    execution = (info.thread_id, info.checkpoint_ns, info.node_first_attempt_time, info.node_attempt)
    with _opening:
        counts = _counts.setdefault(execution, Counter())
        _counts.move_to_end(execution)
        if len(_counts) > _COUNTED:
            _counts.popitem(last=False)
        ordinal = counts[kind, digest]
        counts[kind, digest] += 1
    return Key(info.thread_id, info.checkpoint_ns, kind, digest, ordinal)


def _same(value: Any) -> Any:
    return value


async def journalled(
    kind: str,
    signature: Any,
    call: Callable[[], Awaitable[Result]],
    *,
    pack: Callable[[Result], Any] = _same,
    unpack: Callable[[Any], Result] = _same,
) -> Result:
    """Make a call once: a repeated call of a resumed run returns what was recorded.

    Args:
        kind: `tool` or `model`.
        signature: What is called with what, as plain values.
        call: Makes the call. What it raises is not recorded.
        pack: Turns the result into plain values and messages.
        unpack: Turns them back.

    Returns:
        The result, which is durable by now.
    """
    key = key_of(kind, signature)
    if key is None:
        return await call()
    found = await asyncio.to_thread(attempt, lambda j: j.read(key))
    if found is not None:
        return unpack(found[0])
    result = await call()
    packed = pack(result)
    await asyncio.to_thread(attempt, lambda j: j.write(key, packed))
    return result


async def journalled_model_call(
    messages: Sequence[BaseMessage],
    call: Callable[[], Awaitable[Result]],
    *,
    model: str,
    schema: type[BaseModel] | None = None,
    tools: Sequence[Any] = (),
) -> Result:
    """Make a model call once. Put it around the whole of a call, retries and fallbacks included.

    Args:
        messages: The prompt.
        call: Makes the call and returns a tuple: a message, or an instance of `schema`; then plain values.
        model: The model that is asked.
        schema: The schema that is asked for.
        tools: The tools that are bound.

    Returns:
        What the call returns.
    """
    prompt = [[m.type, m.content, getattr(m, "tool_calls", None), getattr(m, "tool_call_id", None)] for m in messages]
    asked = [model, schema.__name__ if schema else "", [getattr(t, "name", str(t)) for t in tools], prompt]
    if schema is None:
        return await journalled("model", asked, call)

    def pack(result: Any) -> Any:
        return [result[0].model_dump(mode="json"), *result[1:]]

    def unpack(value: Any) -> Any:
        return (schema.model_validate(value[0]), *value[1:])

    return await journalled("model", asked, call, pack=pack, unpack=unpack)
