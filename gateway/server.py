"""What rxgraph adds to the LangGraph dev server; `langgraph.json` names `app`.

The server's list of threads is a file of its own that is flushed only now and then, so a killed server forgets threads whose
checkpoints are safe in SQLite. They are put back at start, before the first request is taken: a thread is then listed and found
as if nothing had happened, which a middleware on the first 404 could not do for the list.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing, suppress
from typing import Any, Final

from langgraph_sdk import get_client
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp
from tenacity import AsyncRetrying, retry_if_not_exception_type, stop_after_attempt, wait_exponential

from gateway.identity.doors import Doors
from gateway.identity.owners import OWNER, owners
from gateway.one_at_a_time import serialise
from gateway.traffic import connection, who
from gateway.traffic.door import ADMIN_METRICS, Door
from gateway.traffic.metrics import CONTENT_TYPE
from gateway.traffic.settings import Settings
from gateway.traffic.traffic import Traffic
from gateway.traffic.turnstile import Turnstile
from gateway.waiting import mark, waiting
from graphs.checkpointer import BUSY_TIMEOUT_MS, CheckpointFileError, explain, location, threads

log = logging.getLogger("rxgraph.server")

DEFAULT_GRAPH: Final = "pharmacist"
"""Graph of a thread whose checkpoints name none, as those of `rxgraph ask` do."""
PAGE: Final = 500
"""Threads that are looked up at once."""
ATTEMPTS: Final = 8
"""How often restoring is tried while the server is not ready."""
FIRST_PAUSE_SECONDS: Final = 0.1
"""Pause after the first failed try; it doubles, up to 5 seconds."""
HEAD_START_SECONDS: Final = 10.0
"""Longest that the first request is held back; what is left then goes on beside the requests."""


def addressable(thread_id: str) -> bool:
    """Say whether the server can address a thread: its id is a UUID in the usual form."""
    try:
        return str(uuid.UUID(thread_id)) == thread_id
    except ValueError:
        return False


def graph_ids(thread_ids: Iterable[str]) -> dict[str, str]:
    """Read from the last checkpoint of each thread which graph made it.

    Args:
        thread_ids: Threads of the checkpoint file.

    Returns:
        The graph of each thread.

    Raises:
        CheckpointFileError: If the file cannot be read.
    """
    query = "SELECT metadata FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = '' ORDER BY checkpoint_id DESC LIMIT 1"
    try:
        with closing(sqlite3.connect(f"{location().absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_MS / 1000)) as db:
            return {thread: _graph_id(db.execute(query, (thread,)).fetchone()) for thread in thread_ids}
    except sqlite3.Error as error:
        raise CheckpointFileError(explain(location(), error)) from error


def _graph_id(row: tuple[Any] | None) -> str:
    try:
        metadata = json.loads(row[0]) if row and row[0] else {}
    except ValueError:
        metadata = {}
    found = metadata.get("graph_id") if isinstance(metadata, dict) else None
    return found if isinstance(found, str) else DEFAULT_GRAPH


async def restore() -> int:
    """Put back the threads that the checkpoint file has and the server's list has not, or has without their graph.

    Returns:
        How many were put back.

    Raises:
        CheckpointFileError: If the checkpoint file cannot be read.
    """
    restored = 0
    # The oldest first, so that the server's list keeps their order.
    stored = [thread for row in reversed(await asyncio.to_thread(threads)) if addressable(thread := str(row["thread_id"]))]
    async with get_client(api_key=None) as client:
        for start in range(0, len(stored), PAGE):
            ids = stored[start : start + PAGE]
            found = await client.threads.search(ids=ids, limit=PAGE, select=["thread_id", "metadata"])
            listed = {thread["thread_id"]: "graph_id" in (thread["metadata"] or {}) for thread in found}
            lost = await asyncio.to_thread(graph_ids, [thread for thread in ids if not listed.get(thread)])
            owned = await asyncio.to_thread(owners, lost)
            for thread, graph_id in lost.items():
                if thread in listed:
                    await client.threads.update(thread, metadata={"graph_id": graph_id})
                else:
                    owner = {OWNER: owned[thread]} if owned.get(thread) else None
                    await client.threads.create(thread_id=thread, graph_id=graph_id, metadata=owner, if_exists="do_nothing")
            await mark(client, await asyncio.to_thread(waiting, [thread for thread in lost if thread not in listed]))
            restored += len(lost)
    return restored


async def restore_or_say_why() -> None:
    """Restore threads, again with growing pauses while the server is not ready; never raises, so the server runs on."""
    retrying = AsyncRetrying(
        retry=retry_if_not_exception_type(CheckpointFileError),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential(FIRST_PAUSE_SECONDS, max=5),
        reraise=True,
    )
    try:
        restored: int = await retrying(restore)
        log.info("Threads restored from the checkpoint file: %d", restored)
    except CheckpointFileError as error:
        log.error("Threads were not restored: %s", error)
    except Exception as error:
        log.error("Threads were not restored; start the server again to retry. %s: %s", type(error).__name__, error)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Restore threads before the first request; go on beside the requests when that takes long."""
    traffic.open()
    serialise()
    work = asyncio.create_task(restore_or_say_why())
    await asyncio.wait({work}, timeout=HEAD_START_SECONDS)
    yield
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    await traffic.close()


async def metrics(request: Request) -> PlainTextResponse:
    """Give the counters to an administrator."""
    if not who.is_admin(request.scope):
        raise HTTPException(403, "Metrics are for administrators, and for this machine at /metrics.")
    return PlainTextResponse(traffic.metrics_text(), media_type=CONTENT_TYPE)


class Guarded(Starlette):
    """An app with the outer door before everything, the server's own middleware and authentication included."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put the door before the stack that the server has made of this app."""
        return Door(super().build_middleware_stack(), traffic)


traffic: Final = Traffic(Settings.from_environment())
connection.guard(traffic.settings)
app = Guarded(
    routes=[Route(ADMIN_METRICS, metrics, include_in_schema=False)],
    middleware=[Middleware(Doors), Middleware(Turnstile, traffic=traffic)],
    lifespan=lifespan,
)
