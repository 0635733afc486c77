"""Deletes and changes of the server's list of threads, one at a time.

Its in-memory runtime remembers the place of a thread in the list, waits (for our rules, and for the checkpoint file), and then takes out
what stands in that place: of two deletes at once, the second could take out somebody else's thread.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
from collections.abc import Awaitable, Callable
from typing import Any, Final

_METHODS: Final = ("delete", "patch")
_MARK: Final = "_rxgraph_one_at_a_time"


def serialise() -> None:
    """Let the runtime of this process change its list of threads in turn; does nothing the second time."""
    threads: Any = importlib.import_module("langgraph_runtime.ops").Threads
    if getattr(threads, _MARK, False):
        return
    lock = asyncio.Lock()
    for name in _METHODS:
        setattr(threads, name, staticmethod(_in_turn(lock, getattr(threads, name))))
    setattr(threads, _MARK, True)


def _in_turn(lock: asyncio.Lock, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(method)
    async def waited(*arguments: Any, **named: Any) -> Any:
        async with lock:
            return await method(*arguments, **named)

    return waited
