"""Work in threads that can be left behind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from typing import Final, TypeVar

Result = TypeVar("Result")

MOST_ABANDONED: Final = 32
"""Threads of hanging work of one kind that a process carries; beyond it a call is turned away instead of started."""

_abandoned: Final[set[threading.Thread]] = set()


async def in_thread(work: Callable[[], Result], carried: set[threading.Thread] | None = None) -> Result:
    """Wait for work in a daemon thread of its own; when the wait is cancelled, the thread is left behind and its result dropped.

    The threads of an executor are not used: abandoned work would fill the pool, and keep the process from ending.

    Args:
        work: What to do.
        carried: Takes the threads that were left behind; those of tools when left out.

    Returns:
        What it returns.

    Raises:
        RuntimeError: If too many threads were left behind and still run.
    """
    left = _abandoned if carried is None else carried
    left.difference_update([t for t in left if not t.is_alive()])
    if len(left) >= MOST_ABANDONED:
        raise RuntimeError(f"{len(left)} earlier calls still hang, so no more are started.")
    loop, context = asyncio.get_running_loop(), copy_context()
    done: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def go() -> None:
        result, failed = None, None
        try:
            result = context.run(work)
        except BaseException as error:
            # A future takes no StopIteration, and what ends a thread must not end the loop.
            plain = isinstance(error, Exception) and not isinstance(error, StopIteration)
            failed = error if plain else RuntimeError(f"{type(error).__name__}: {error}")
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, failed)

    thread = threading.Thread(target=go, name="rxgraph-tool", daemon=True)
    thread.start()
    try:
        return await done
    except asyncio.CancelledError:
        left.add(thread)
        raise
