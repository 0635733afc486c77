"""Threads are deleted one at a time.

The dev server's runtime looks up a thread's place in its list, waits for the checkpoints to go, and then removes what is in that place: of two
deletes at once, the second removes another's thread. Runs without a thread delete theirs when they end, so a few of them at once are enough.
The run of a thread that went this way is never taken up, and enough of those at the head of the queue stop it for everyone.
"""

from __future__ import annotations

import asyncio
from functools import wraps
from typing import Any, Final

_MARK: Final = "_rxgraph_one_at_a_time"


def one_at_a_time() -> None:
    """Make the server's runtime delete threads one after the other; once for the process. Call it on the server's event loop."""
    from langgraph_runtime.ops import Threads  # type: ignore[import-untyped]

    delete = Threads.delete
    if getattr(delete, _MARK, False):
        return
    lock = asyncio.Lock()

    @wraps(delete)
    async def alone(*args: Any, **kwargs: Any) -> Any:
        async with lock:
            return await delete(*args, **kwargs)

    setattr(alone, _MARK, True)
    Threads.delete = staticmethod(alone)
