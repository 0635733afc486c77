"""Values that are written without their unit: those of a question ('QTc 455', '80F', 'SCr 1.4') and those of a calculator's record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from knowledge.quantities import number_pattern, plain, unit_pattern

_N: Final = number_pattern()
_NATURAL: Final = (
    (r"QTc?", ("ms",)),
    (r"S?Cr|creat(?:inine)?", ("mg/dL",)),
    (r"(?:total )?bili(?:rubin)?|BUN|uric acid|urate|glucose|LDL|calcium", ("mg/dL",)),
    (r"alb(?:umin)?|Hgb|Hb|hemoglobin", ("g/dL",)),
    (r"K|potassium|Na|sodium|lithium|bicarb(?:onate)?", ("mEq/L", "mmol/L")),
    (r"HbA1c|A1c|EF|LVEF", ("%",)),
    (r"HR|pulse|heart rate", ("bpm",)),
    (r"BP|blood pressure", ("mmHg",)),
    (r"wt|weight|weighs", ("kg",)),
    (r"ht|height", ("cm",)),
    (r"BMI", ("kg/m2",)),
    (r"dig(?:oxin)? level|tac(?:rolimus)? (?:level|trough)", ("ng/mL",)),
    (r"(?:vanc\w*|phenytoin|valpro\w+) (?:level|trough)", ("mg/L",)),
)
"""Units of a patient's values that people leave out; a dose has none of these."""


@lru_cache(maxsize=1)
def _values() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Return how each value is named, with its units; compiled when first asked, as few questions need them."""
    behind = rf"\s*(?:(?:level|of|is|was|now|today|at|about|[=:~])\s*)*(?P<n>{_N})(?!\d|\.\d|\s*-?(?:{unit_pattern()})(?!\w))"
    return tuple((re.compile(rf"\b(?:{name}){behind}", re.I), units) for name, units in _NATURAL)


_AGE: Final = re.compile(r"(?<![\w.])(?P<n>\d{1,3})(?:\s?[MF]\b|\s?-?(?:y|yo|y/o|yrs?|year)s?\b(?!-))|\b(?:pt|[MF])\s?(?P<n2>\d{2})\b")
_INPUT: Final = re.compile(rf"(?:_|\b)(?P<unit>mg_dl|g_dl|years|kg|cm|mg_per_day|ms|(?<= )kg:|(?<= )kg)\s*:?\s*(?P<n>{_N})(?![\w%])", re.I)
_WORKED: Final = re.compile(rf"\b(?:crcl|egfr)(?: [a-z]+)+: (?P<n>{_N})", re.I)
"""A clearance that a calculator worked out beside its result."""
_NAMED: Final = {"mg_dl": "mg/dL", "g_dl": "g/dL", "years": "years", "mg_per_day": "mg/day"}
_FACTOR: Final = re.compile(rf"(?<![\w.])(?P<n>{_N}) x (?=[a-z(])|\bfactor: (?P<n2>{_N})", re.I)
_PUGH: Final = re.compile(
    r"\bChild-Pugh\b(?P<score>(?: score)? \d+ to \d+)?(?:[^.;]{0,12}\b(?P<class>[ABC])\b)?|\bclass: (?P<found>[ABC])\b"
)
_POINTS: Final = {"A": "5 to 6 points", "B": "7 to 9 points", "C": "10 to 15 points"}


@lru_cache(maxsize=1024)
def with_units(text: str) -> str:
    """Write the bare values of a text once more, each with its natural unit.

    Args:
        text: A question, a profile, or the claim of a record.

    Returns:
        The values with their units, as text that can be read beside the first; empty when there are none.
    """
    return "; ".join(_read(plain(text)))


def _read(text: str) -> Iterator[str]:
    for pattern, units in _values() if any(c.isdigit() for c in text) else ():
        for match in pattern.finditer(text):
            yield from (f"{match['n']} {unit}" for unit in units)
    for match in _AGE.finditer(text):
        yield f"{match['n'] or match['n2']} years"
    for match in _INPUT.finditer(text):
        unit = match["unit"].lower().rstrip(":")
        yield f"{match['n']} {_NAMED.get(unit, unit)}"
    yield from (f"{match['n']} mL/min" for match in _WORKED.finditer(text))
    for match in _FACTOR.finditer(text):
        yield f"{match['n'] or match['n2']} times"
    for match in _PUGH.finditer(text):
        if match["score"]:
            yield f"{match['score'].removeprefix(' score').strip()} points"
        if match["class"] or match["found"]:
            yield _POINTS[match["class"] or match["found"]]
