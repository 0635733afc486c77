"""One writer a thread: a lease that a run holds, across tasks and processes, so that two runs on one thread never lose a turn."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from knowledge.home import home

WAIT_SECONDS: Final = 30.0
"""How long a run waits for the run that holds the thread."""


_POLL_SECONDS: Final = 0.05


class ThreadBusyError(RuntimeError):
    """Another run holds the thread; the message says what to do."""


@asynccontextmanager
async def lease(thread_id: str, wait: float = WAIT_SECONDS) -> AsyncIterator[None]:
    """Hold a thread for the length of a block.

    Args:
        thread_id: The thread.
        wait: How long to wait for another holder, in seconds.

    Yields:
        Nothing.

    Raises:
        ThreadBusyError: If another run holds the thread for longer than that.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(await asyncio.to_thread(_file, thread_id), thread_local=False)
    ends = asyncio.get_running_loop().time() + wait
    while not lock.is_locked:
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            if asyncio.get_running_loop().time() >= ends:
                raise ThreadBusyError(
                    f"thread {thread_id!r} is answering another question. Ask again when that one is done, or use another --thread."
                ) from error
            await asyncio.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        lock.release()


def _file(thread_id: str) -> Path:
    """Return the lock file of a thread; its name is a digest, since an id may hold anything."""
    folder = home() / "leases"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{hashlib.blake2b(thread_id.encode('utf-8', 'surrogateescape'), digest_size=16).hexdigest()}.lock"
