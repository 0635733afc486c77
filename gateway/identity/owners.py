"""Whose a thread is, when the server's own list does not say: its checkpoints carry the owner since the first run.

The list is flushed only now and then, so a killed server forgets threads that are safe in the checkpoint file. Whoever then asks for a
new thread with such an id must not get the old one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Final

from graphs.checkpointer import BUSY_TIMEOUT_MS, CheckpointFileError, explain, location

OWNER: Final = "owner"
"""Key of the metadata of threads, runs, assistants, crons and checkpoints that holds an identity."""


def owners(thread_ids: Iterable[str]) -> dict[str, str | None]:
    """Read from the checkpoint file whose threads are.

    Args:
        thread_ids: Threads; those that the file does not hold are left out.

    Returns:
        The owner of each: the first that its checkpoints name, or None where they name none, as those of the command line do.

    Raises:
        CheckpointFileError: If the file cannot be read.
    """
    # The first: what came later may have been written by others, who signed off or went on from the command line.
    query = "SELECT metadata FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = '' ORDER BY checkpoint_id"
    file = location()
    if not file.exists():
        return {}
    found: dict[str, str | None] = {}
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_MS / 1000)) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'checkpoints'").fetchone():
                return {}
            for thread in thread_ids:
                for (text,) in db.execute(query, (thread,)):
                    found[thread] = _owner(text)
                    if found[thread] is not None:
                        break
    except sqlite3.Error as error:
        raise CheckpointFileError(explain(file, error)) from error
    return found


def _owner(text: str | bytes | None) -> str | None:
    try:
        metadata = json.loads(text) if text else None
    except ValueError:
        return None
    found = metadata.get(OWNER) if isinstance(metadata, dict) else None
    return found if isinstance(found, str) else None
