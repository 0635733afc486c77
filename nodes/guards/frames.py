"""Intent frames: what a question speaks of, in any order. A frame holds when all its parts are there and nothing that explains them away.

A pattern of words in order knows the wordings it was written for; a frame knows who does what to whom, by what means and hidden from whom.
Every part is an alternation of short words with no open gap in it, so that a text is read in time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from nodes.guards.late import Late

__all__ = ["Frame", "framed", "sentences", "spans", "words"]

_SPAN: Final = 3
"""Sentences that are read together: whom it is about and what is wanted are often said one after the other."""


def words(*alternatives: str) -> Late:
    """Return alternatives that stand between word boundaries."""
    return Late(rf"\b(?:{'|'.join(alternatives)})\b")


@dataclass(frozen=True, slots=True)
class Frame:
    """An intent.

    Attributes:
        name: What is asked for.
        parts: What must all be found, in any order.
        unless: What explains it otherwise: care, a worry, a professional's task.
    """

    name: str
    parts: tuple[Late, ...]
    unless: tuple[Late, ...] = field(default=())

    def holds(self, text: str) -> bool:
        """Say whether a folded text has all parts and nothing that explains them."""
        return all(part.search(text) for part in self.parts) and not any(other.search(text) for other in self.unless)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [s for s in re.split(r"(?<=[.?!])\s+|\n+", text) if s]


def spans(text: str) -> Iterator[str]:
    """Yield a short text, or every run of neighbouring sentences of a longer one."""
    said = sentences(text)
    if len(said) <= _SPAN:
        yield text
        return
    for first in range(len(said) - _SPAN + 1):
        yield " ".join(said[first : first + _SPAN])


def framed(text: str, frames: tuple[Frame, ...]) -> str:
    """Return the name of the first frame that some neighbouring sentences of a folded text make up; empty for none."""
    return next((frame.name for span in spans(text) for frame in frames if frame.holds(span)), "")
