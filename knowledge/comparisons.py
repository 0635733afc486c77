"""Which way a limit points: 'below 30 mL/min' and 'at least 30 mL/min' share a number and say the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from knowledge.quantities import DOSE_UNITS, number_pattern, plain, scaled, spelt_out, unit_pattern

Direction = Literal["up", "down"]
Comparison = tuple[float, str, Direction, str]
"""Value and unit in one form, which way it points, and the words it was read from."""

_N: Final = number_pattern()
_UNIT: Final = rf"(?:[\s-]*(?P<unit>{unit_pattern()})(?!\w))?"
_DOWN: Final = (
    r"<=?|\u2264|(?:no |not |never )(?:be )?(?:more|greater|higher|above|over|exceed(?:ing|s)?|go(?:es)? (?:above|over))(?: than)?"
    r"|(?:not|n't|never) (?:be )?(?:exceed|given above|raised above)|up to|at most|below|under|beneath|less than|lower than|fewer than"
    r"|younger than|within|maximum(?: of| is|:)?|max\.?"
    r"|smaller than|short of|at or below"
)
_UP: Final = (
    r">=?|\u2265|(?:no |not |never )(?:be )?(?:less|lower|fewer|below|under)(?: than)?|at least|above|(?:greater|more|higher|larger"
    r"|longer|older) than"
    r"|(?:not|n't) (?:be )?(?:\w+ )?before|over|minimum(?: of| is|:)?|exceed(?:s|ing)?|beyond|at or above"
)
_BEFORE: Final = re.compile(
    rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\s*(?:(?:an?|the|of|about|approximately|around|is|was|only|CrCl|eGFR|GFR|in|dose|dosage"
    rf"|daily|:|[a-z]{{6,}})\s+){{0,4}}(?P<n>{_N})"
    rf"(?:\s*(?:to|-|\u2013)\s*(?:{_N}))?{_UNIT}",
    re.I,
)
_AFTER: Final = re.compile(
    rf"(?<![\w.])(?P<n>{_N}){_UNIT}\s*(?:of age\s+|(?:a|per|each) (?:day|week)\s+|daily\s+)?,?\s*(?:or|and)\s+(?:(?P<down>below|less"
    rf"|lower|under|younger|fewer|shorter|lighter)"
    rf"|(?P<up>above|more|higher|greater|over|older|longer|up|beyond|heavier))\b(?!\s+{_N})",
    re.I,
)
_RANGE: Final = re.compile(
    rf"(?<![\w.])(?P<low>{_N})(?:[\s-]*(?:{unit_pattern()})(?!\w))?\s*(?:to(?: below| less than| under| <)?|-|\u2013|\u2014"
    rf"|and (?:below|at most|up to)|up to|and(?= at most| below))\s*(?P<n>{_N}){_UNIT}",
    re.I,
)
_HALF: Final = re.compile(r"\b(at most|at least|no more than|no less than|by) (?:one |a )?half\b", re.I)
_SPAN: Final = frozenset({"h", "month"})


def _unit(match: re.Match[str]) -> str:
    return match["unit"] or ""


@lru_cache(maxsize=4096)
def comparisons(text: str) -> tuple[Comparison, ...]:
    """Read every limit of a text, with its direction.

    Args:
        text: English prose.

    Returns:
        The limits; a range gives its lower end as `up` and its upper end as `down`. A number without a unit has the unit ''.
    """
    return tuple(_read(_HALF.sub(r"\1 50%", spelt_out(plain(text)))))


def _read(text: str) -> Iterator[Comparison]:
    for match in _BEFORE.finditer(text):
        value, unit = scaled(match["n"], _unit(match))
        if (
            unit in _SPAN
            and match["up"]
            and match["up"].lower() == "over"
            or match["down"]
            and match["down"].lower() == "within"
            and unit not in _SPAN
        ):
            continue  # 'over 2 weeks' is how long it takes
        yield value, unit, "down" if match["down"] else "up", match.group()
    for match in _AFTER.finditer(text):
        value, unit = scaled(match["n"], _unit(match))
        yield value, unit, "down" if match["down"] else "up", match.group()
    for match in _RANGE.finditer(text):
        low, unit = scaled(match["low"], _unit(match))
        yield low, unit, "up", match.group()
        yield scaled(match["n"], _unit(match))[0], unit, "down", match.group()


def turned(text: str, support: str) -> tuple[str, ...]:
    """Return the limits of a text that point the other way than the same number in what supports it.

    Args:
        text: A sentence of an answer.
        support: The evidence that it cites.

    Returns:
        The words of each; a limit whose number the evidence gives without a direction passes, but no least amount of a dose does.
    """
    known: dict[tuple[float, str], set[Direction]] = {}
    bare: dict[float, set[Direction]] = {}
    for value, unit, way, _ in comparisons(support):
        known.setdefault((value, unit), set()).add(way)
        bare.setdefault(value, set()).add(way)
    wrong = []
    for value, unit, way, words in comparisons(text):
        ways = known.get((value, unit)) or (bare.get(value) if not unit or (value, "") in known else None)
        if ways is not None and way not in ways or ways is None and way == "up" and unit in DOSE_UNITS and not _ranged(words):
            wrong.append(words.strip())
    return tuple(wrong)


def _ranged(words: str) -> bool:
    return bool(_RANGE.search(words))
