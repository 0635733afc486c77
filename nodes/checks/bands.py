"""Which dose goes with which band of renal function: '30 mg at 15 to 50, 60 mg above 50' is not '60 mg below 50'."""

from __future__ import annotations

import re
from typing import Final

from knowledge.comparisons import comparisons
from knowledge.quantities import DOSE_UNITS, plain, quantities
from knowledge.regimens import regimens

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
    return _time_swapped(plain(text), plain(claims))


_PARTS: Final = re.compile(r"[;.](?=\s|$)|,? (?:and|or) (?=\d)|, (?=\d)")


def _time_swapped(text: str, claims: str) -> str:
    """Catch a time beside a limit that the evidence sets beside another time: '1 to 2 days at 50 mL/min or above, 3 to 5 days below'."""
    parts = [(_spans(part), _limits(part)) for part in _PARTS.split(claims)]
    for part in _PARTS.split(text):
        spans, limits = _spans(part), _limits(part)
        with_it = set().union(*(known for own, known in parts if spans and own == spans))
        beside = set().union(*(known for own, known in parts if own and own != spans))
        if with_it and (wrong := (limits - with_it) & beside):
            return f"Sets a time beside the limit {next(iter(wrong))[0]:g}, where the evidence has another."
    return ""


def _spans(text: str) -> set[float]:
    return {q.value for q in quantities(text) if q.unit == "h"}


def misplaced(text: str, claims: str) -> str:
    """Catch a first dose that the evidence gives as a limit only, and a limit that it gives as the first dose only.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when there is none.
    """
    first, most = _started(claims), _greatest(claims)
    if first and (wrong := (_started(text) - first - _greatest(text)) & most):
        return f"Starts with {min(wrong)[0]:g}, which the evidence gives as a limit."
    if most and (wrong := (_greatest(text) - most - _started(text)) & first):
        return f"Sets the limit {min(wrong)[0]:g}, which the evidence gives as the first dose."
    return ""


_START: Final = re.compile(
    r"\b(?:start|begin|began|initiat|commenc|open|initial|first dose|loading)\w*\b(?:[^.;,:()]|[.,](?=\d)){0,60}", re.I
)
_LIMIT: Final = re.compile(
    r"\b(?:at most|up to|no more than|maximum|max|ceiling|limit|cap|exceed|greatest|no higher|not|above|over|below|under|stay|keep"
    r"|never|beyond|then|thereafter"
    r"|rais|increas|titrat|usual)",
    re.I,
)


def misstepped(text: str, claims: str) -> str:
    """Catch a step by which a dose is raised that the evidence takes at another pace: '100 mg a week' is not '100 mg a day'.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when there is none.
    """
    known = _steps(claims)
    for value, unit, per_day in _steps(text):
        paces = {p for v, u, p in known if (v, u) == (value, unit)}
        if paces and per_day not in paces:
            return f"Raises by {value:g} {unit} at another pace than the evidence."
    return ""


def out_of_band(text: str, bands: list[str]) -> str:
    """Catch a dose for one renal function told of a patient with another: the line names a clearance that no cited record is for.

    Args:
        text: A line without citations.
        bands: What the cited records are for; empty where one is for any renal function.

    Returns:
        The reason; empty when there is none.
    """
    values = {float(m[1]) for m in _HAS.finditer(plain(text))}
    if not values or not all(bands) or _DENIES.search(text) or not (_doses(text) or _SPARES.search(text)):
        return ""
    for value in values:
        if not any(all(value >= b if way == "up" else value <= b for b, _, way, _ in comparisons(band)) for band in bands):
            return f"No cited record is for a renal function of {value:g}."
    return ""


_HAS: Final = re.compile(
    r"\b(?:CrCl|eGFR|GFR|clearance)\s*(?:of|is|=|at|about|around|near)?\s*(?:about |around )?(\d+(?:\.\d+)?)(?![\d.]*\s*(?:mg|mcg|g"
    r"|units?)\b)"
    r"(?![\d.]*\s*(?:mL/min\S*(?: ?/?1\.73 ?m2)?)?\s*(?:(?:to|or|and (?:above|below|up))\b|[\u2013-]))",
    re.I,
)
"""A clearance that is told as the patient's, not as a limit or a range."""
_SPARES: Final = re.compile(r"\b(?:adjust\w*|unchanged|full dose|same dose)\b", re.I)
_DENIES: Final = re.compile(r"\b(?:not|no|never|only|instead|unlike|comparison|normal|usual)\b|n't\b", re.I)
_RAISE: Final = re.compile(r"\b(?:rais|increas|go(?:es|ing)? up|titrat|uptitrat|step)\w*\b(?:[^.;]|\.(?=\d)){0,80}", re.I)


def _steps(text: str) -> set[tuple[float, str, float]]:
    found = ((match.group(), re.search(r"\b(?:by|of|steps)\b", match.group())) for match in _RAISE.finditer(plain(text)))
    return {r for words, step in found if step for r in regimens(words[step.start() :])}


def _started(text: str) -> set[tuple[float, str]]:
    return {key for match in _START.finditer(plain(text)) for key in _doses(_LIMIT.split(match.group())[0])}


def _greatest(text: str) -> set[tuple[float, str]]:
    return {
        (value, unit) for value, unit, way, words in comparisons(text) if way == "down" and unit in DOSE_UNITS and not _RANGED.search(words)
    }


_RANGED: Final = re.compile(r"\d\D*(?:\bto\b|-|\u2013|\u2014)\D*\d")


def _doses(text: str) -> set[tuple[float, str]]:
    return {q.key for q in quantities(text) if q.unit in DOSE_UNITS}


def _limits(text: str) -> set[tuple[float, str]]:
    return {(value, way) for value, unit, way, _ in comparisons(text) if unit in ("mL/min", "mL/min/1.73m2", "")}
