"""How much of a thread's history is kept: a setting, `RXGRAPH_RETENTION`, applied when a run ends."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

DEFAULT: Final = "last:100"
"""Small enough that a thread of 2,000 turns stays in a few megabytes, long enough to look back on."""
SETTING: Final = "RXGRAPH_RETENTION"


@dataclass(frozen=True, slots=True)
class Retention:
    """Which turns of a thread are kept. The newest turn always is, with all its steps; memory is part of every turn's state."""

    kind: Literal["steps", "all", "last", "days"]
    """`steps`: every step; `all`: every turn's end; `last`: the newest turns' ends; `days`: the ends of young turns."""
    number: int = 0
    """How many turns, or days."""

    def kept(self, ends: Iterable[str], now: datetime | None = None) -> set[str]:
        """Choose the turns to keep.

        Args:
            ends: Ids of the checkpoints that turns ended with.
            now: The time to count days from; the present when left out.

        Returns:
            The ids to keep; the newest is among them.
        """
        ordered = sorted(ends)
        if self.kind in ("steps", "all"):
            return set(ordered)
        if self.kind == "last":
            return set(ordered[-self.number :])
        oldest = (now or datetime.now(UTC)) - timedelta(days=self.number)
        # An id that tells no time is kept: what cannot be dated is not old.
        return {end for end in ordered if (at := time_of(end)) is None or at >= oldest} | set(ordered[-1:])

    def __str__(self) -> str:
        """Write the retention as the setting has it."""
        return f"{self.kind}:{self.number}" if self.kind in ("last", "days") else self.kind

    def describe(self) -> str:
        """Say in words what is kept."""
        if self.kind == "steps":
            return "every step of every turn"
        if self.kind == "all":
            return "the end of every turn, and all steps of the last"
        if self.kind == "last":
            return f"the last {self.number} turns of each thread, and all steps of the last"
        return f"turns of the last {self.number} days, and the last turn of each thread"


def parse(text: str) -> Retention:
    """Read a retention.

    Args:
        text: `steps`, `all`, `last:N` or `days:D`.

    Returns:
        The retention.

    Raises:
        ValueError: If it is none of these.
    """
    kind, colon, number = text.strip().lower().partition(":")
    if not colon and kind in ("steps", "all"):
        return Retention("steps" if kind == "steps" else "all")
    if kind in ("last", "days") and number.isascii() and number.isdecimal() and 1 <= int(number) <= 1_000_000:
        return Retention("last" if kind == "last" else "days", int(number))
    raise ValueError(f"{text!r} is no retention. Give all, last:N (turns), days:D or steps, such as {DEFAULT}.")


def retention() -> Retention:
    """Return the retention that `RXGRAPH_RETENTION` sets.

    Raises:
        ValueError: If the setting cannot be read.
    """
    try:
        return parse(os.environ.get(SETTING) or DEFAULT)
    except ValueError as error:
        raise ValueError(f"{SETTING}: {error}") from error


def time_of(checkpoint_id: str) -> datetime | None:
    """Read the time out of a checkpoint id, which is a version 6 UUID; None for another id."""
    try:
        number = uuid.UUID(checkpoint_id).int
    except ValueError:
        return None
    high, low = number >> 80, (number >> 64) & 0x0FFF
    seconds = ((high << 12) | low) / 1e7 - 12_219_292_800
    # Others' ids, such as random ones, read as times far away.
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 32_503_680_000 else None
