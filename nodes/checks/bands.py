"""Which dose goes with which band of renal function: '30 mg at 15 to 50, 60 mg above 50' is not '60 mg below 50'."""

from __future__ import annotations

import re
from typing import Final

from knowledge.comparisons import comparisons
from knowledge.quantities import DOSE_UNITS, plain, quantities

_ENDS: Final = re.compile(r"[;.](?=\s|$)")


def swapped(text: str, claims: str) -> str:
    """Catch a dose beside a limit that the evidence sets beside another dose only.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when there is none.
    """
    parts = [(_doses(part), _limits(part)) for part in _ENDS.split(plain(claims))]
    for part in _ENDS.split(plain(text)):
        doses, limits = _doses(part), _limits(part)
        own = [known for amounts, known in parts if doses & amounts]
        if len(doses) != 1 or not limits or not own:
            continue
        with_it = set().union(*own)
        beside = set().union(*(known for amounts, known in parts if amounts and not doses & amounts))
        if with_it and (wrong := (limits - with_it) & beside):
            value = next(iter(wrong))[0]
            return f"Sets {next(iter(doses))[0]:g} beside the limit {value:g}, where the evidence has another dose."
    return ""


def _doses(text: str) -> set[tuple[float, str]]:
    return {q.key for q in quantities(text) if q.unit in DOSE_UNITS}


def _limits(text: str) -> set[tuple[float, str]]:
    return {(value, way) for value, unit, way, _ in comparisons(text) if unit in ("mL/min", "mL/min/1.73m2", "")}
