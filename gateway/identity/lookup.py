"""What the server holds, asked in process and past its authorisation, to decide what a caller may see."""

from __future__ import annotations

import asyncio
import contextvars
import uuid
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, TypeVar

import httpx
from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient

Found = TypeVar("Found")

REVIEWED_BY = "reviewed_by"
"""Key of a run's metadata that holds the identity of a reviewer who resumed with it."""


@cache
def _client() -> LangGraphClient:
    return get_client(api_key=None)


async def _asked(question: Callable[[LangGraphClient], Awaitable[Found]]) -> Found | None:
    """Put a question as the server itself, which is whoever asks in an empty context; None for what is not there."""

    async def put() -> Found:
        return await question(_client())

    try:
        return await asyncio.create_task(put(), context=contextvars.Context())
    except httpx.HTTPStatusError as error:
        if error.response.status_code in (404, 422):
            return None
        raise


async def thread(thread_id: str) -> dict[str, Any] | None:
    """Return a thread of the server's list, or None; an id may be any text that a path can hold."""
    try:
        thread_id = str(uuid.UUID(thread_id))
    except ValueError:
        return None
    found: Any = await _asked(lambda client: client.threads.get(thread_id))
    return found if isinstance(found, dict) else None


async def assistant(assistant_id: str) -> dict[str, Any] | None:
    """Return an assistant, or None."""
    found: Any = await _asked(lambda client: client.assistants.get(assistant_id))
    return found if isinstance(found, dict) else None


async def has_run(thread_id: str, run_id: str) -> bool:
    """Say whether a run is a thread's."""
    found: Any = await _asked(lambda client: client.runs.get(thread_id, run_id))
    return isinstance(found, dict) and str(found.get("run_id")) == run_id


async def waits(thread_id: str) -> bool:
    """Say whether a thread waits for sign-off, by its checkpoints: the list forgets that when the server is killed."""
    state: Any = await _asked(lambda client: client.threads.get_state(thread_id))
    return isinstance(state, dict) and isinstance(state.get("interrupts"), list) and bool(state["interrupts"])


async def last_reviewed_by(thread_id: str) -> str | None:
    """Return who resumed a thread with its latest run, or None when that run was something else."""
    runs: Any = await _asked(lambda client: client.runs.list(thread_id, limit=1, select=["metadata"]))
    metadata = (runs[0].get("metadata") or {}) if isinstance(runs, list) and runs else {}
    found = metadata.get(REVIEWED_BY)
    return found if isinstance(found, str) else None
