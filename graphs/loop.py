"""The package's own event loop: one daemon thread that runs the graphs for synchronous callers and owns the connections they use.

It works in a script and inside a running notebook loop alike, and lets a signal stop a run between two steps.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, TypeVar

from langgraph.runtime import RunControl

Result = TypeVar("Result")

DRAIN_SECONDS: Final = 5.0
"""How long a run that is asked to stop may take to end its present step; it is cancelled then, and that step is done again later."""


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="rxgraph-loop", daemon=True).start()
    return loop


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on the package's own loop and wait for it; Ctrl-C cancels it, and what it started.

    Args:
        work: The coroutine.

    Returns:
        What it returns.
    """
    ended = threading.Event()

    async def tracked() -> Result:
        try:
            return await work
        finally:
            ended.set()

    future = asyncio.run_coroutine_threadsafe(tracked(), _loop())
    try:
        return future.result()
    except KeyboardInterrupt:
        future.cancel()
        ended.wait(DRAIN_SECONDS)
        raise


class _Stop:
    """What signals do to a run: the first drains it, the second cancels it, the third ends the wait."""

    def __init__(self, control: RunControl, on_drain: Callable[[], None]) -> None:
        self.control, self.on_drain, self.asked = control, on_drain, 0
        self.task: asyncio.Task[Any] | None = None

    def __call__(self, number: int, frame: object) -> None:
        """Handle a signal."""
        self.asked += 1
        if self.asked > 2:
            raise KeyboardInterrupt
        if self.asked == 1:
            self.control.request_drain(signal.Signals(number).name)
            self.on_drain()
        _loop().call_soon_threadsafe(self._cancel_later, DRAIN_SECONDS if self.asked == 1 else 0.0)

    def _cancel_later(self, seconds: float) -> None:
        if self.task is not None:
            _loop().call_later(seconds, self.task.cancel)


def run_drained(start: Callable[[RunControl], Coroutine[Any, Any, Result]], on_drain: Callable[[], None] = lambda: None) -> Result:
    """Run a coroutine as `run` does; SIGINT and SIGTERM ask it to drain, and a second one, or `DRAIN_SECONDS`, cancels it.

    Args:
        start: Makes the coroutine; the control is to be given to `astream`.
        on_drain: Called when a drain is asked for; it must be quick.

    Returns:
        What the coroutine returns.

    Raises:
        RunStoppedError: If the run was stopped.
        KeyboardInterrupt: If it was asked to stop for the third time.
    """
    stop = _Stop(RunControl(), on_drain)

    async def tracked() -> Result:
        stop.task = asyncio.current_task()
        return await start(stop.control)

    with _signals(stop):
        return run(tracked())


@contextmanager
def _signals(handler: Callable[[int, object], None]) -> Iterator[None]:
    """Handle SIGINT and SIGTERM for the length of a block; only a process's main thread takes signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
