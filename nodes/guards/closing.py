"""Guards close when they break: one that raises, takes too long or returns what is no answer lets nothing through."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import Any, Final

from nodes.threads import in_thread

log = logging.getLogger("rxgraph.guards")

SECONDS: Final = 8.0
"""Longest that a guard may take; sound ones take milliseconds, those that ask a storage or an issuer elsewhere up to five seconds."""
SAID: Final = "A guard failed, so nothing is let through. Try again later."
"""What the caller is told: not which guard, and not how it broke."""
_hung: Final[set[threading.Thread]] = set()
"""Threads of guards that hung: counted apart from those of tools, which must not shut the guards."""


class BrokenGuardError(Exception):
    """A guard raised, took too long or returned what is no answer; the request is refused."""


async def closed(
    name: str,
    guard: Callable[[], Awaitable[Any]],
    sound: Callable[[Any], bool],
    *,
    answers: tuple[type[Exception], ...] = (),
    seconds: float | None = None,
) -> Any:
    """Ask a guard.

    Args:
        name: Its name, for the log.
        guard: Asks it.
        sound: Says whether what it returned is an answer of its kind.
        answers: Exceptions that are answers of its kind: how it refuses.
        seconds: Longest that it may take; `SECONDS` when left out.

    Returns:
        What it returned.

    Raises:
        BrokenGuardError: If it broke.
    """
    try:
        async with asyncio.timeout(SECONDS if seconds is None else seconds):
            found = await guard()
        if sound(found):
            return found
        how = "it returned what is no answer"
    except answers:
        raise
    except Exception as error:
        how = type(error).__name__
    log.error("The guard %s broke (%s); the request was refused", name, how)
    raise BrokenGuardError(SAID)


async def closed_in_thread(
    name: str, guard: Callable[[], Any], sound: Callable[[Any], bool], *, answers: tuple[type[Exception], ...] = ()
) -> Any:
    """Ask a guard that does not await, in a thread of its own: one that hangs is left behind and holds nobody up. See `closed`."""
    return await closed(name, lambda: in_thread(guard, _hung), sound, answers=answers)


def is_text(found: object) -> bool:
    """Say whether something is a text, as guards answer that say why not."""
    return isinstance(found, str)


def is_yes_or_no(found: object) -> bool:
    """Say whether something is true or false, and not merely taken for it."""
    return found is True or found is False
