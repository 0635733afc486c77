"""What of a line is layout and claims nothing: labels of steps and points, counts of points, and the head over a row's first cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_LABEL: Final = re.compile(
    r"^[\s>|*_#\u2022\u25a1\u2610\u2713\u2714\[\]x-]*(?:(?:step|point|part|question|q|option|item|answer|reason|note|no\.?"
    r"|#)\s?\d{1,2}\b(?!\s*(?:mg|mcg|g|mL)\b)"
    r"|\(?(?:\d{1,2}|[a-h]|i{1,3}|iv|v)\)(?=\s)|\d{1,2}[.:](?=[\s*]))[\s*_]*[.:)\u2013\u2014-]*",
    re.I,
)
_POINTS: Final = re.compile(
    r"\b(?:two|three|four|five|six|[2-9]) (?:(?:\w+ )?(?:points?|things|steps|reasons|questions|items|records|sources|findings|messages"
    r"|takeaways|facts|parts|checks|rules|answers)\b"
    r"(?! (?:a|per|each|or|and (?:above|below)|on)\b))",
    re.I,
)
_SCORED: Final = re.compile(r"\bscore|Child-Pugh|criteria|\bsum\b", re.I)
_SPANS: Final = re.compile(r"\s*\|[\s*]*(?P<unit>week|day|month)s?(?: of \w+)?[\s*]*\|", re.I)
_FIRST_CELL: Final = re.compile(r"(?P<open>\s*\|[\s*]*)(?P<span>\d+(?:\s*(?:-|\u2013|to|and)\s*\d+)?)(?=[\s*]*\|)")
_RULE: Final = re.compile(r"[\s|:-]+")


def unlabelled(text: str) -> str:
    """Return a line without what numbers it and without counts of points.

    Args:
        text: A line without citations.
    """
    text = _LABEL.sub(" ", text)
    return text if _SCORED.search(text) else _POINTS.sub(" ", text)


def units_of_rows(lines: Iterable[str]) -> dict[str, str]:
    """Return for each row of a table whose first column is of weeks, days or months that unit."""
    found: dict[str, str] = {}
    unit, last = "", ""
    for line in lines:
        if not line.lstrip().startswith("|"):
            unit = ""
        elif _RULE.fullmatch(line):
            head = _SPANS.match(last)
            unit = head["unit"].lower() if head else ""
        elif unit:
            found[line] = unit
        last = line
    return found


def headed(text: str, unit: str) -> str:
    """Return a row with the unit of its first column before its first cell: `| weeks 3-4 | 25 mg daily |`."""
    return _FIRST_CELL.sub(lambda m: f"{m['open']}{unit}s {m['span']}", text, count=1) if unit else text
