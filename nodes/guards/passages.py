"""`passages`: the parts of a question that are weighed by themselves: what is reported or asked for may stand beside or within much else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.guards.frames import sentences, spans

__all__ = ["alone", "passages"]

_CLAUSE: Final = re.compile(r"(?<=[.?!;,:])\s+|\n+|\s[-\u2013\u2014]\s")
_SENTENCES_DOUBT: Final = 2.0
"""What one or two sentences out of more must be surer by, as a logarithm of odds: there are more of them to be wrong about."""
_CLAUSES_DOUBT: Final = 3.0
_LEAST_WORDS: Final = 4
_SHORTEST: Final = 25
_NEIGHBOURS: Final = (1, 2)
_LENGTHS: Final = ((4, 2.0), (20, 0.0), (30, -1.5))
"""Words up to which a question is terse, usual or long, and what is added to its odds: the fewer its words, the fewer of them mislead."""
_LONGEST: Final = -2.5


def passages(text: str) -> dict[str, float]:
    """Return what to weigh of a folded text.

    Args:
        text: The text.

    Returns:
        Runs of three sentences, or the whole of a shorter text; one and two neighbouring sentences; one and two neighbouring clauses. Each with
        what is added to the logarithm of its odds.
    """
    length = len(text.split())
    shift = next((added for most, added in _LENGTHS if length <= most), _LONGEST)
    found = {span: shift for span in spans(text)}
    for passage in _neighbours(sentences(text)):
        found.setdefault(passage, shift - _SENTENCES_DOUBT)
    for passage in _neighbours([part for part in _CLAUSE.split(text) if part]):
        if len(passage.split()) >= _LEAST_WORDS:
            found.setdefault(passage, shift - _CLAUSES_DOUBT)
    return found


def alone(text: str) -> list[str]:
    """Return one and two neighbouring sentences of a text that has more, but for those that say next to nothing."""
    return [passage for passage in dict.fromkeys(_neighbours(sentences(text))) if passage != text and len(passage) > _SHORTEST]


def _neighbours(parts: list[str]) -> Iterator[str]:
    for count in _NEIGHBOURS:
        for first in range(len(parts) - count + 1):
            yield " ".join(parts[first : first + count])
