"""Threads that wait for sign-off, found again after the server was killed: its list tells reviewers by a status that only a run sets."""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from langgraph_sdk.client import LangGraphClient

from graphs.checkpointer import BUSY_TIMEOUT_MS, CheckpointFileError, explain, location


def waiting(thread_ids: Iterable[str]) -> list[str]:
    """Return the threads whose last checkpoint holds an interrupt.

    Args:
        thread_ids: Threads of the checkpoint file.

    Raises:
        CheckpointFileError: If the file cannot be read.
    """
    last = "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?1 AND checkpoint_ns = ''"
    query = f"SELECT 1 FROM writes WHERE thread_id = ?1 AND checkpoint_ns = '' AND checkpoint_id = ({last}) AND channel = '__interrupt__' LIMIT 1"
    try:
        with closing(sqlite3.connect(f"{location().absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_MS / 1000)) as db:
            return [thread for thread in thread_ids if db.execute(query, (thread,)).fetchone()]
    except sqlite3.Error as error:
        raise CheckpointFileError(explain(location(), error)) from error


async def mark(client: LangGraphClient, thread_ids: Iterable[str]) -> None:
    """Give threads the status of those that wait, as the run did that left them so.

    Args:
        client: Of the server itself, in process.
        thread_ids: Threads of the server's list.
    """
    ids = list(thread_ids)
    if not ids:
        return
    # The API has no call for it.
    database, operations = (importlib.import_module(f"langgraph_runtime.{name}") for name in ("database", "ops"))
    for thread in ids:
        state: Any = await client.threads.get_state(thread)
        tasks = [{"id": task["id"], "interrupts": task["interrupts"]} for task in state["tasks"]]
        async with database.connect() as connection:
            await operations.Threads.set_status(
                connection, thread, {"next": state["next"], "values": state["values"], "tasks": tasks}, None
            )
