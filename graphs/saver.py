"""The checkpointer: LangGraph's SQLite saver with every capability of its contract, safe for `DeltaChannel`, and with retention."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Collection, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import aiosqlite
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from graphs.retention import Retention

Result = TypeVar("Result")

log = logging.getLogger("rxgraph.checkpoints")

_SEEDS_CACHED: Final = 20_000
_SLACK: Final = 4
"""Free pages are given back to the system when they are more than one in so many, and more than `_FEW`."""
_FEW: Final = 64
_TURNS: Final = """
CREATE TABLE IF NOT EXISTS turns (
    thread_id TEXT NOT NULL,
    checkpoint_id TEXT NOT NULL,
    ended INTEGER NOT NULL,
    delta INTEGER NOT NULL,
    PRIMARY KEY (thread_id, checkpoint_id)
) WITHOUT ROWID
"""
"""Which checkpoints of the main graph ended a turn, and which were steps in one: with its neighbours gone, a checkpoint does not tell."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What of a checkpoint decides whether others need it."""

    id: str
    parent: str | None
    source: str
    deltas: frozenset[str]
    """`DeltaChannel`s whose value is spread over this checkpoint's ancestors."""
    root: str | None
    """For a subgraph's checkpoint: the checkpoint of the main graph that it ran under."""


def finished(checkpoint: Checkpoint) -> bool:
    """Say whether a run has ended with a checkpoint: no node, no `Send` and no input waits in it."""
    values = checkpoint["channel_values"]
    return not any(channel.startswith("branch:to:") or channel == "__start__" for channel in values) and not values.get("__pregel_tasks")


def _task_scoped(namespace: str) -> bool:
    """Say whether a namespace belongs to one task of one run, as a subgraph's does that keeps nothing between runs."""
    return ":" in namespace.rpartition("|")[2]


async def _whole(work: Coroutine[Any, Any, Result]) -> Result:
    """Await a write to its end, also when the run is cancelled meanwhile: one that is cut off before its commit would keep the file locked."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


class Saver(AsyncSqliteSaver):
    """`AsyncSqliteSaver` with `copy_thread`, `delete_for_runs` and `prune`, and with retention when a run ends.

    No method removes a row that a checkpoint that stays still needs: a `DeltaChannel`'s value is rebuilt from its ancestors'
    writes, back to the nearest one that holds the value itself.

    Attributes:
        retention: What is kept when a run ends; None keeps every step.
    """

    def __init__(self, conn: aiosqlite.Connection, *, serde: SerializerProtocol | None = None, retention: Retention | None = None) -> None:
        """Wrap a connection.

        Args:
            conn: The connection; its event loop is the saver's.
            serde: How values become bytes.
            retention: What is kept when a run ends; None keeps every step.
        """
        super().__init__(conn, serde=serde)
        self.retention = retention
        self._made = False
        self._seeds: dict[tuple[str, str, str], frozenset[str]] = {}

    async def setup(self) -> None:
        """Make the tables, where there are none."""
        if self._made:
            return
        await super().setup()
        async with self.lock:
            await self.conn.execute(_TURNS)
            await self.conn.commit()
        self._made = True

    async def aput(
        self, config: RunnableConfig, checkpoint: Checkpoint, metadata: CheckpointMetadata, new_versions: ChannelVersions
    ) -> RunnableConfig:
        """Save a checkpoint; when a run ends with it, apply the retention to its thread."""
        thread, namespace = str(config["configurable"]["thread_id"]), config["configurable"].get("checkpoint_ns", "")
        self._seeds.pop((thread, namespace, checkpoint["id"]), None)
        saved = await _whole(super().aput(config, checkpoint, metadata, new_versions))
        if self.retention and self.retention.kind != "steps" and not namespace and finished(checkpoint):
            try:
                await self.retain(thread, self.retention)
            except sqlite3.OperationalError as error:  # the checkpoint is safe, and the next run's end comes back to this
                log.warning("The retention of a thread was put off: %s", error)
        return saved

    async def aput_writes(self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = "") -> None:
        """Save what a node wrote; see `_whole`."""
        await _whole(super().aput_writes(config, writes, task_id, task_path))

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """List checkpoints; the server gives `before` as clients write it, without `configurable` around it."""
        if before is not None and "configurable" not in before:
            before = {"configurable": dict(before)}
        async for found in super().alist(config, filter=filter, before=before, limit=limit):
            yield found

    async def aturns(self, thread_id: str) -> list[str]:
        """Return the checkpoints that a thread's turns ended with, the newest first."""
        await self.setup()
        query = "SELECT checkpoint_id FROM turns JOIN checkpoints USING (thread_id, checkpoint_id) WHERE thread_id = ? AND checkpoint_ns = '' AND ended"
        async with self.lock, self.conn.execute(f"{query} ORDER BY checkpoint_id DESC", (thread_id,)) as found:
            return [row[0] async for row in found]

    async def retain(self, thread_id: str, retention: Retention) -> int:
        """Apply a retention to a thread between two runs.

        Args:
            thread_id: The thread.
            retention: What to keep.

        Returns:
            How many checkpoints were removed.
        """
        await self.setup()
        async with self._writing():
            removed = await self._retain(thread_id, retention)
        await self._vacuum(lazy=True)
        return removed

    async def _retain(self, thread: str, retention: Retention) -> int:
        spaces = await self._spaces(thread)
        main = set(spaces.get("", ()))
        if not main:
            return 0
        recorded = await self._all("SELECT checkpoint_id, ended, delta FROM turns WHERE thread_id = ?", (thread,))
        known = {row[0]: (row[1], row[2]) for row in recorded if row[0] in main}
        fresh = await self._rows(thread, "", main - known.keys())
        asked = {row.parent for row in fresh.values() if row.source == "input"}
        parents = {row.parent for row in fresh.values()}
        new = {row.id: (row.id in asked or row.id not in parents, bool(row.deltas)) for row in fresh.values()}
        await self.conn.executemany(
            "INSERT OR REPLACE INTO turns VALUES (?, ?, ?, ?)", [(thread, id_, *found) for id_, found in new.items()]
        )
        known |= new
        latest = await self._steps_of_last_turn(thread, max(main))
        ends = {id_ for id_, (ended, _) in known.items() if ended}
        kept = retention.kept(ends)
        # One that others are rebuilt from stays, but is no turn to go back to any more.
        await self.conn.executemany(
            "UPDATE turns SET ended = 0 WHERE thread_id = ? AND checkpoint_id = ?", [(thread, id_) for id_ in ends - kept]
        )
        kept |= latest
        if any(delta for _, delta in known.values()):
            kept |= await self._needed(thread, "", await self._rows(thread, "", main), kept)
        removed = await self._remove(thread, "", main - kept)
        for namespace, ids in spaces.items():
            if not namespace:
                continue
            rows = await self._rows(thread, namespace, ids)
            if _task_scoped(namespace):
                stay = {row.id for row in rows.values() if row.root in latest}
            else:
                stay = {max(ids)}
                stay |= await self._needed(thread, namespace, rows, stay)
            removed += await self._remove(thread, namespace, set(ids) - stay)
        return removed

    async def adelete_thread(self, thread_id: str) -> None:
        """Delete a thread, and give its space back to the system."""
        await self.setup()
        async with self._writing():
            await self._drop(str(thread_id))
        await self._vacuum()

    async def acopy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Copy every checkpoint and write of a thread to a new one.

        Args:
            source_thread_id: The thread to copy.
            target_thread_id: The new thread.

        Raises:
            ValueError: If the new thread exists: two histories never mix.
        """
        await self.setup()
        async with self._writing():
            if await self._all("SELECT 1 FROM checkpoints WHERE thread_id = ? LIMIT 1", (target_thread_id,)):
                raise ValueError(f"there is a thread {target_thread_id!r} already")
            for table in ("checkpoints", "writes", "turns"):
                columns = [row[1] for row in await self._all(f"PRAGMA table_info({table})", ()) if row[1] != "thread_id"]
                rest = ", ".join(columns)
                await self.conn.execute(
                    f"INSERT INTO {table} (thread_id, {rest}) SELECT ?, {rest} FROM {table} WHERE thread_id = ?",
                    (target_thread_id, source_thread_id),
                )

    async def adelete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Delete what runs left, but for rows that a `DeltaChannel` of a later checkpoint is rebuilt from.

        Args:
            run_ids: The runs, as checkpoints' metadata names them.
        """
        await self.setup()
        async with self._writing():
            query = "SELECT thread_id, checkpoint_ns, checkpoint_id FROM checkpoints"
            run = "json_extract(CAST(metadata AS TEXT), '$.run_id')"
            doomed: dict[tuple[str, str], set[str]] = {}
            found = await self._all(
                f"{query} WHERE {run} IN (SELECT value FROM json_each(?))", (json.dumps([str(id_) for id_ in run_ids]),)
            )
            for thread, namespace, checkpoint_id in found:
                doomed.setdefault((thread, namespace), set()).add(checkpoint_id)
            for (thread, namespace), ids in doomed.items():
                rows = await self._rows(thread, namespace, (await self._spaces(thread))[namespace])
                needed = await self._needed(thread, namespace, rows, rows.keys() - ids)
                await self._remove(thread, namespace, ids - needed)
        await self._vacuum()

    async def aprune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Remove history.

        Args:
            thread_ids: The threads.
            strategy: `keep_latest` keeps the newest checkpoint of each namespace and what it is rebuilt from; `delete` keeps nothing.

        Raises:
            ValueError: If the strategy is another.
        """
        if strategy not in ("keep_latest", "delete"):
            raise ValueError(f"{strategy!r} is no strategy: give keep_latest or delete")
        await self.setup()
        async with self._writing():
            for thread in map(str, thread_ids):
                if strategy == "delete":
                    await self._drop(thread)
                    continue
                for namespace, ids in (await self._spaces(thread)).items():
                    rows = await self._rows(thread, namespace, ids)
                    kept = {max(ids)}
                    await self._remove(thread, namespace, set(ids) - kept - await self._needed(thread, namespace, rows, kept))
        await self._vacuum()

    def copy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Do as `acopy_thread`, from another thread than the event loop's."""
        asyncio.run_coroutine_threadsafe(self.acopy_thread(source_thread_id, target_thread_id), self.loop).result()

    def delete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Do as `adelete_for_runs`, from another thread than the event loop's."""
        asyncio.run_coroutine_threadsafe(self.adelete_for_runs(run_ids), self.loop).result()

    def prune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Do as `aprune`, from another thread than the event loop's."""
        asyncio.run_coroutine_threadsafe(self.aprune(thread_ids, strategy=strategy), self.loop).result()

    async def avacuum(self) -> None:
        """Give all free space back to the system. A file of an earlier version is rewritten once, to be able to shrink."""
        await self.setup()
        async with self.lock:
            if (await self._all("PRAGMA auto_vacuum", ()))[0][0] != 2:
                await self.conn.execute("PRAGMA auto_vacuum = INCREMENTAL")
                await self.conn.execute("VACUUM")
        await self._vacuum()

    async def _vacuum(self, *, lazy: bool = False) -> None:
        """Give free pages back; when lazy, only where they have become many, since a little room is used again soon."""
        async with self.lock:
            free = (await self._all("PRAGMA freelist_count", ()))[0][0]
            if not free or (lazy and (free < _FEW or free * _SLACK < (await self._all("PRAGMA page_count", ()))[0][0])):
                return
            # As a script it is stepped to its end; as a statement it would free one page.
            await self.conn.executescript("PRAGMA incremental_vacuum")

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[None]:
        """Hold the file's write lock from the first read on, so that no other process writes in between."""
        async with self.lock:
            await self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                await self.conn.rollback()
                raise
            await self.conn.commit()

    async def _all(self, query: str, values: Iterable[Any]) -> list[Any]:
        async with self.conn.execute(query, tuple(values)) as found:
            return list(await found.fetchall())

    async def _spaces(self, thread: str) -> dict[str, list[str]]:
        """Return a thread's checkpoint ids by namespace, read from the index alone."""
        spaces: dict[str, list[str]] = {}
        for namespace, checkpoint_id in await self._all(
            "SELECT checkpoint_ns, checkpoint_id FROM checkpoints WHERE thread_id = ?", (thread,)
        ):
            spaces.setdefault(namespace, []).append(checkpoint_id)
        return spaces

    async def _rows(self, thread: str, namespace: str, ids: Iterable[str]) -> dict[str, _Row]:
        query = (
            "SELECT checkpoint_id, parent_checkpoint_id, metadata FROM checkpoints "
            "WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id IN (SELECT value FROM json_each(?))"
        )
        rows = {}
        for checkpoint_id, parent, text in await self._all(query, (thread, namespace, json.dumps(list(ids)))):
            metadata = json.loads(text) if text else {}
            deltas = frozenset(metadata.get("counters_since_delta_snapshot") or ())
            root = (metadata.get("parents") or {}).get("")
            rows[checkpoint_id] = _Row(checkpoint_id, parent, str(metadata.get("source", "")), deltas, root)
        return rows

    async def _steps_of_last_turn(self, thread: str, head: str) -> set[str]:
        """Return the checkpoints of the turn that a checkpoint ends, itself included: back to the turn's input."""
        steps: set[str] = set()
        query = "SELECT parent_checkpoint_id, json_extract(CAST(metadata AS TEXT), '$.source') FROM checkpoints"
        at: str | None = head
        while at is not None and at not in steps:
            found = await self._all(f"{query} WHERE thread_id = ? AND checkpoint_ns = '' AND checkpoint_id = ?", (thread, at))
            if not found:
                break
            steps.add(at)
            at = None if found[0][1] == "input" else found[0][0]
        return steps

    async def _needed(self, thread: str, namespace: str, rows: Mapping[str, _Row], kept: Collection[str]) -> set[str]:
        """Return the ancestors that the `DeltaChannel`s of kept checkpoints are rebuilt from, the one that holds the value included."""
        needed: dict[str, set[str]] = {}
        for checkpoint_id in sorted(kept, reverse=True):
            row = rows[checkpoint_id]
            missing = set(row.deltas)
            if missing:
                missing -= await self._held(thread, namespace, row)
            while missing and (parent := rows.get(row.parent or "")) is not None:
                row = parent
                missing -= needed.get(row.id, set())  # another checkpoint's search went on from here for those
                needed.setdefault(row.id, set()).update(missing)
                missing -= await self._held(thread, namespace, row)
        return set(needed)

    async def _held(self, thread: str, namespace: str, row: _Row) -> frozenset[str]:
        """Return the channels whose value a checkpoint holds itself."""
        key = (thread, namespace, row.id)
        if key not in self._seeds:
            query = "SELECT type, checkpoint FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id = ?"
            if len(self._seeds) >= _SEEDS_CACHED:
                self._seeds.clear()
            self._seeds[key] = frozenset(self.serde.loads_typed((await self._all(query, key))[0])["channel_values"])
        return self._seeds[key]

    async def _remove(self, thread: str, namespace: str, ids: Collection[str]) -> int:
        keys = [(thread, namespace, checkpoint_id) for checkpoint_id in ids]
        for table in ("checkpoints", "writes"):
            await self.conn.executemany(f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id = ?", keys)
        if not namespace:
            await self.conn.executemany("DELETE FROM turns WHERE thread_id = ? AND checkpoint_id = ?", [(k[0], k[2]) for k in keys])
        return len(keys)

    async def _drop(self, thread: str) -> None:
        for table in ("checkpoints", "writes", "turns"):
            await self.conn.execute(f"DELETE FROM {table} WHERE thread_id = ?", (thread,))
