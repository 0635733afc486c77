"""Read renal function and creatinine from a text, and choose the present value where a text gives several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

UMOL_PER_MG_DL: Final = 88.42
"""Serum creatinine: micromol/L in 1 mg/dL (molar mass 113.12 g/mol)."""
BARE_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
NUMBER: Final = f"({BARE_NUMBER})"
_VERB = (
    r"(?:rose|risen|rising|fell|fallen|falling|dropp?(?:ed|ing)|declin(?:ed|ing)|decreas(?:ed|ing)|increas(?:ed|ing)|went|gone|jumped|climbed|"
    r"improv(?:ed|ing)|worsen(?:ed|ing)|deteriorated|chang(?:ed|ing)|recovered|came|come)"
)
_AGO = r"(?:(?:\d+|an?|one|two|three|four|five|six|ten|few|several|some)\s+(?:hours?|days?|weeks?|months?|years?)\s+(?:ago|earlier|before|back))"
_NOW_WORD = (
    r"(?:right now|now|today's|today|currently|current|latest|newest|most recent|at present|presently|"
    r"this (?:morning|afternoon|evening|week)|tonight)"
)
_PAST_WORD = (
    r"(?:yesterday|last (?:night|week|month|year|spring|summer|autumn|fall|winter)|baseline|previous(?:ly)?|prior|initial(?:ly)?|formerly|"
    rf"old|earlier|before|used to be|in (?:19|20)\d\d|{_AGO})"
)
_FILL = (
    rf"(?:{_NOW_WORD}|{_PAST_WORD}|{_VERB}|is|was|were|are|be|of|at|to|from|about|around|approximately|roughly|level|value|result|has|had|have|been|"
    r"measured|reported|estimated|up|down|just|only|then|but|and|or|it|its|on|between|which|her|his|the|a|with|kidney function|renal function|"
    r"on \d{1,2}/\d{1,2}(?:/\d{2,4})?|as|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)"
)
_LINK = rf"(?:\s|[:=~()\u2192]|->|=>|-(?=\s)|,(?=\s)|\b{_FILL}\b)"
_JOIN = rf"(?:\s|->|=>|[:=~()/,;\u2192\u2013\u2014-]|>(?=\s)|\b{_FILL}\b)"
_LIMIT = r"(<=?|>=?|\u2264|\u2265|less than|lower than|below|under|greater than|more than|higher than|above|over)"
_FOREIGN = re.compile(
    r"\s*-?\s*(?:mg\b(?!\s*/?\s*(?:dl|%))|mcg|kgs?\b|kilo|lbs?\b|pounds?|stones?\b|st\b|years?|yrs?\b|y/?o\b|y\.o|months?|weeks?|days?|hours?|cm\b|"
    r"feet|ft\b|units?\b|iu\b|tablets?|times\b|fold|x\b|%(?!\w)|[FM]\b|g\b|/\d)",
    re.I,
)
_UNITS = {
    "scr_mg_dl": r"(?:mg\s*/?\s*dl|mg\s*%|[u\u00b5\u03bcm]mol(?:es|s)?(?:\s*(?:/|per)\s*l\w*)?|(?:micro|milli)mol\w*(?:\s*(?:/|per)\s*l\w*)?)",
    "egfr": r"ml\s*(?:/|per)\s*min(?:ute)?(?:\s*(?:/|per)\s*1[.,]73\s*m\s*(?:\^?2|\u00b2)?)?",
    "crcl": r"ml\s*(?:/|per)\s*(?:min(?:ute)?|hr?)(?:\s*(?:/|per)\s*1[.,]73\s*m\s*(?:\^?2|\u00b2)?)?",
}
_LABELS = {
    "scr_mg_dl": r"\b(?:serum\s+creatinine|creatinine|scr|s\.?cr|cr)\b(?!\s*(?:clearance|cl\b|kinase|ratio))",
    "egfr": r"\b(?:e?gfr)\b",
    "crcl": r"\b(?:crcl|clcr|cl\.?\s?cr|cr\.?\s?cl|creatinine\s+clearance|ccl)\b",
}
NAMES: Final = {
    "age_years": ("age", "years"),
    "weight_kg": ("weight", "kg"),
    "height_cm": ("height", "cm"),
    "scr_mg_dl": ("creatinine", "mg/dL"),
    "egfr": ("eGFR", "mL/min/1.73 m2"),
    "crcl": ("CrCl", "mL/min"),
    "child_pugh": ("Child-Pugh class", ""),
}
_NOW = re.compile(rf"\b{_NOW_WORD}\b|\b{_VERB}\b[^,;]*\bto\b[^,;]*$|\bfrom\b[^,;]*\bto\s*$|\bdown to\s*$|(?:\u2192|->|=>)\s*$", re.I)
_PAST = re.compile(rf"\b{_PAST_WORD}\b", re.I)
_SPLIT = re.compile(r"[,;()]|\b(?:but|and|then|which)\b|(?=\bfrom\b)|(?=\b(?:compared|baseline|previously)\b)", re.I)
_CLOSE: Final = 0.02
"""Values that differ less are one value in two units."""


@dataclass(slots=True)
class Value:
    """One value as a text states it.

    Attributes:
        value: The number in the field's unit, or a class.
        shown: The words it was read from.
        now: Whether the text marks it as the present one.
        past: Whether the text marks it as an earlier one.
        limit: Whether it is only a limit, such as `< 15`.
    """

    value: float | str
    shown: str
    now: bool = False
    past: bool = False
    limit: bool = False


def number(text: str) -> float:
    """Read a number; a comma before three digits separates thousands, any other comma is a decimal one."""
    return float(text.replace(",", "") if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+", text) else text.replace(",", "."))


def marks(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Say whether the words around a span mark its value as the present one, and as an earlier one."""
    before = re.split(r"[;.?!(](?=\s|$)|\d", text[max(0, start - 45) : start])[-1]
    head, comma, tail = before.rpartition(",")
    if comma and not tail.strip() and not re.fullmatch(rf"[\s,]*(?:and |but )?{_NOW_WORD}\s*", head, re.I):
        head = ""
    before = tail if tail.strip() else head
    after = re.split(r"[,;?!(]|\.(?:\s|$)|\d(?!\d*\s+\w+\s+ago)|\b(?:and|but|now that)\b", text[end : end + 35], flags=re.I)[0]
    after = re.split(r"\b(?:weigh\w*|weight|height|age|creatinine|crcl|e?gfr|scr|dose)\b", after, flags=re.I)[0]
    return bool(_NOW.search(before) or _NOW.search(after)), bool(_PAST.search(before) or _PAST.search(after))


def choose(field: str, found: Sequence[Value]) -> tuple[Value | None, str]:
    """Choose the present value of a field.

    Args:
        field: Key of `NAMES`.
        found: Every value that the text states for it.

    Returns:
        The value, or None and a sentence that asks for it; None and no sentence when nothing is stated.
    """
    name = NAMES[field][0]
    plain = [v for v in found if not v.limit]
    if not plain:
        # Nothing, or only a limit or range such as "below 30": a question about a band, answered with every band.
        return None, ""
    for group in ([v for v in plain if v.now and not v.past], [v for v in plain if v.now], [v for v in plain if not v.past], plain):
        if group:
            if all(_same(field, group[0].value, v.value) for v in group):
                return group[0], ""
            break
    given = ", ".join(dict.fromkeys(v.shown for v in plain))
    return None, f"Several values are given for {name} ({given}), and the text does not say which is the present one. Which is it now?"


def _same(field: str, one: float | str, other: float | str) -> bool:
    if isinstance(one, str) or isinstance(other, str) or field not in ("weight_kg", "height_cm", "scr_mg_dl"):
        return one == other
    return abs(one - other) <= _CLOSE * max(abs(one), abs(other))


@lru_cache(maxsize=8)
def _values_of(field: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how the value behind a label is read, and how each that follows it."""
    unit = rf"(?:\s*({_UNITS[field]}))?"
    return (
        re.compile(rf"({_LINK}{{0,24}}){_LIMIT}?\s*(-?){NUMBER}{unit}", re.I),
        re.compile(rf"({_JOIN}{{1,24}}){_LIMIT}?\s*{NUMBER}{unit}", re.I),
    )


def lab_values(field: str, text: str) -> list[Value]:
    """Read every value that a text gives for creatinine, eGFR or CrCl.

    Args:
        field: `scr_mg_dl`, `egfr` or `crcl`.
        text: The text.

    Returns:
        The values in order, creatinine in mg/dL.
    """
    found: list[Value] = []
    if not any(c.isdigit() for c in text):
        return found
    first, later = _values_of(field)
    for label in re.finditer(_LABELS[field], text, re.I):
        match = first.match(text, label.end())
        if not match or _FOREIGN.match(text, match.end(4)) and not match[5]:
            continue
        now, past = marks(text, label.start(), match.end())
        link = match[1]
        now, past = now or bool(_NOW.search(link)), past or bool(_PAST.search(link))
        fell_from = bool(re.search(r"\bfrom\s*$", link, re.I))
        series = [_value(field, match[3] + match[4], match[5], match[2], now, past)]
        while step := later.match(text, match.end()):
            join = step[1]
            marked = marks(text, step.start(3), step.end())
            if field != "scr_mg_dl" and re.fullmatch(r"\s*(?:-|\u2013)\s*", join):
                series[-1].limit = True  # "CrCl 15-30" is a band
                series.append(_value(field, step[3], step[4], "-", False, False))
                match = step
                continue
            if _FOREIGN.match(text, step.end(3)) and not step[4] or join.strip() in ("", ",") and not step[4] and not any(marked):
                break
            left, right = _halves(join)
            series[-1].past |= bool(_PAST.search(left))
            series[-1].now = bool(_NOW.search(left)) or series[-1].now and not _NOW.search(join)
            risen = bool(_NOW.search(right)) or fell_from and bool(re.search(r"\bto\b|->|=>|\u2192", join))
            back = bool(re.search(r"\bfrom\s*$|[(,;]\s*(?:it )?was\s*$", join, re.I))
            if risen:
                series[-1].past, series[-1].now = True, False
            series[-1].now |= back
            series.append(
                _value(field, step[3], step[4], step[2], risen or marked[0] and not back, back or marked[1] or bool(_PAST.search(right)))
            )
            match, fell_from = step, back
        found += series
    return found


def _halves(join: str) -> tuple[str, str]:
    """Part the words between two values into those about the first and those about the second."""
    if cut := _SPLIT.search(join, 1):
        return join[: cut.start()], join[cut.start() :]
    if (past := _PAST.search(join)) and (now := _NOW.search(join, past.end())):
        return join[: now.start()], join[now.start() :]
    return (join, "") if _PAST.search(join) and not _NOW.search(join) else ("", join)


def _value(field: str, digits: str, unit: str | None, limit: str | None, now: bool, past: bool) -> Value:
    value, unit = number(digits), (unit or "").lower()
    shown = " ".join(filter(None, (limit, digits, unit)))
    if field == "scr_mg_dl":
        if unit.startswith("m") and "mol" in unit and not unit.startswith("micro"):
            value *= 1000 / UMOL_PER_MG_DL
        elif unit and "mg" not in unit or not unit and value >= 30:
            value /= UMOL_PER_MG_DL  # no unit, and impossible in mg/dL: SI units were meant
    return Value(value, shown, now, past, bool(limit))
