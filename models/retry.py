"""Ask again after passing trouble: exponential backoff with full jitter, `Retry-After`, and never past the deadline."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_random_exponential

from models.failures import classify
from models.settings import number

Result = TypeVar("Result")


@dataclass(frozen=True)
class RetryPolicy:
    """How often and after what waits a call is made again."""

    attempts: int = 3
    """Most attempts, the first one included."""
    base_seconds: float = 0.5
    """Longest wait before the second attempt; it doubles with each attempt."""
    cap_seconds: float = 8.0
    """Longest wait of our own; a server may ask for more."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits."""
    clock: Callable[[], float] = time.time
    """Tells the time in seconds since the epoch, as deadlines are given."""

    @classmethod
    def from_environment(cls) -> RetryPolicy:
        """Read `RXGRAPH_MODEL_ATTEMPTS`.

        Raises:
            MisconfiguredError: If it is no number of at least 1.
        """
        return cls(attempts=int(number("RXGRAPH_MODEL_ATTEMPTS", cls.attempts, least=1)))


async def retried(call: Callable[[int], Awaitable[Result]], policy: RetryPolicy, latest: float | None = None) -> Result:
    """Make a call until it succeeds, must not be made again, or there is no time or attempt left.

    Args:
        call: Makes one attempt; gets its number, from 1.
        policy: How often, and after what waits.
        latest: When the last attempt must have begun, in seconds since the epoch; no limit when left out.

    Returns:
        What the call returns.

    Raises:
        Exception: What the last attempt raised.
    """
    backoff = wait_random_exponential(multiplier=policy.base_seconds, max=policy.cap_seconds)

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = classify(error).after if error else None
        # Everyone who was turned away is told the same number: the jitter on top keeps them from coming back at once.
        return backoff(state) if asked is None else asked + min(backoff(state), 0.1 * asked)

    def stop(state: RetryCallState) -> bool:
        spent = state.attempt_number >= policy.attempts
        return spent or latest is not None and policy.clock() + state.upcoming_sleep >= latest

    retrying = AsyncRetrying(
        sleep=policy.sleep, stop=stop, wait=wait, retry=retry_if_exception(lambda e: isinstance(e, Exception) and classify(e).retried), reraise=True
    )  # fmt: skip
    async for attempt in retrying:
        with attempt:
            result = await call(attempt.retry_state.attempt_number)
    return result
