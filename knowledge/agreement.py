"""Whether the quantities of one text stand in another: what an answer says against what its evidence says."""

from __future__ import annotations

import re
from typing import Final

from knowledge.quantities import BARE, DOSE_UNITS, TIMES_EACH, Quantity, number_pattern, plain, quantities, scaled, spelt_out, unit_pattern

_N: Final = number_pattern()
_DOSE: Final = re.compile(
    rf"(?<![\w.])(?P<low>{_N})(?:\s*-?\s*(?:to|-|\u2013|\u2014|and|or)\s*(?P<high>{_N}))?[\s-]*(?P<unit>{unit_pattern()})(?![\w])", re.I
)
_CADENCES: Final = (
    ("minute", re.compile(r"\b(?:every|each) minute\b", re.I)),
    ("hour", re.compile(r"\b(?:every|each) hour\b|(?<![\d-])(?<!\d )\bhourly\b", re.I)),
    (
        "day",
        re.compile(
            r"\b(?:daily|nightly|bid|tid|qid|(?:a|per|each|every) day|(?:at|each|every) (?:bedtime|night|evening|morning))\b"
            r"|/day\b|\b(?:every|q|once in)\s*\d+\s*(?:(?:to|or|-|\u2013)\s*\d+\s*)?-?\s*h"
            r"|\b(?:per|in|over|each) 24[\s-]*h",
            re.I,
        ),
    ),
    (
        "week",
        re.compile(
            r"\b(?:(?<!\d-)(?<!\d )weekly"
            r"|(?:(?<!after )(?<!within )(?<!for )(?<!in )(?<!about )(?<!around )(?<!roughly )a(?! week (?:after|later"
            r"|before|from))|per|each|every) week)\b|/week\b",
            re.I,
        ),
    ),
    (
        "month",
        re.compile(
            r"\b(?:(?<!\d-)(?<!\d )monthly|(?:(?<!under )(?<!after )(?<!within )(?<!for )(?<!in )(?<!than )(?<!about )(?<!least )a|per"
            r"|each|every) month)\b|/month\b",
            re.I,
        ),
    ),
    ("year", re.compile(r"\b(?:yearly|annual(?:ly)?|(?:once a|per|each|every) year)\b|/year\b", re.I)),
)
"""How often, in words: a dose that is weekly in the evidence must not be daily in the answer."""
_NAMED_CADENCES: Final = dict(_CADENCES)
_WEEKLY: Final = (round(1 / 7, 6), "per day")
_ONCE: Final = re.compile(r"(?<!times )(?<!twice )(?<!times a )\b(?:daily|(?:a|per|each|every) day|nightly)\b(?! dose)|/day\b", re.I)
_NEVER: Final = re.compile(
    r"(?:\b(?:not|never)|n't)\s+(?:take (?:it|this medicine|them) |be (?:taken|given) |to be taken |give it )?(?:daily|every day"
    r"|each day|once a day|a day)\b",
    re.I,
)
"""A frequency that is warned of: 'once a week, never every day' bears no daily dose."""
_RENAL: Final = ("mL/min", "mL/min/1.73m2", "renal or index")
PATIENT_UNITS: Final = frozenset(
    {"kg", "cm", "year", "month", "mg/dL", "umol/L", "g/dL", "mmol/L", "mEq/L", "mL/min", "mL/min/1.73m2", "renal or index", "m2", "kg/m2",
     "mmHg", "bpm", "ms"}
)  # fmt: skip
"""Units of a patient's own values; only these may be restated from a question or profile."""


_OWN_SHARE: Final = re.compile(rf"\b(?:with|at|his|her|their|your|of|risk is|a)\s+(?:an? |about )?{_N}\s?%", re.I)
_SHIFTS: Final = re.compile(r"\b(?:dos(?:e|es|ing)|reduc\w*|cut|by|higher|lower|less|more)\b", re.I)
_DAYLONG: Final = re.compile(r"\b(?:per|in|over|each|any) (?:a )?24[\s-]*h", re.I)
_FIRST: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
"""'Dose 1' is the first dose."""


def _doses_written(text: str) -> set[float]:
    """Return the numbers that stand before a unit of dose, as written."""
    found = _DOSE.finditer(spelt_out(plain(text)))
    return {_float(n) for m in found if scaled(m["low"], m["unit"])[1] in DOSE_UNITS for n in (m["low"], m["high"]) if n}


def _float(number: str) -> float:
    return float(number.replace(",", ""))


def unsupported(text: str, support: str, stated: str = "") -> tuple[Quantity, ...]:
    """Return the quantities of `text` that stand nowhere in `support`.

    Args:
        text: A sentence or line of an answer.
        support: The evidence that it may take any number from.
        stated: The question and profile, which bear the patient's own values (`PATIENT_UNITS`) and no dose.

    Returns:
        Each unsupported quantity once. A calculated value matches its support within rounding to the digits shown.
    """
    allowed = {q.key for q in quantities(support)} | {q.key for q in quantities(stated) if q.unit in PATIENT_UNITS}
    allowed |= {(float(round(24 / value)), "h") for value, unit in allowed if unit == "per day" and value < 1}
    allowed |= {(float(n), "points") for n in re.findall(r"\bpoints: (\d+)", support)}
    gaps = {(round(24 / value, 3), "h") for value, unit in allowed if unit == "per day" and value >= 1}
    first = {float(n) for word, n in _FIRST.items() if re.search(rf"\b{word}\b", support, re.I)}
    given = {q.key for q in quantities(stated)}
    bare = {_float(n) for n in re.findall(_N, plain(f"{support} {stated}"))}
    written = _doses_written(support)
    text, support = (_NEVER.sub(" ", plain(part)) for part in (text, support))
    written_out = spelt_out(text)
    missing: dict[tuple[float, str], Quantity] = {}
    for quantity in quantities(text):
        if quantity.key == (1.0, "per day") and _ONCE.search(plain(support)):
            continue  # 'daily' is once daily; with which dose is `regimens`' to say
        if quantity.unit in _RENAL and (quantity.value, "renal or index") in given:
            continue  # the patient's own value, which the question gives without its unit
        if quantity.key in allowed or quantity.unit == "renal or index" and quantity.value in bare:
            continue
        if quantity.unit in ("month", "year") and _same_span(quantity, allowed):
            continue
        if _same_rise(quantity, allowed) and not _DOSE_TIMES.search(text):
            continue
        if (
            quantity.unit == BARE
            and quantity.value in written | first
            or quantity.unit == TIMES_EACH
            and (quantity.value, "per day") in allowed
        ):
            continue
        if quantity.key == _WEEKLY and _NAMED_CADENCES["week"].search(support):
            continue
        if quantity.unit == "%" and quantity.key in given and _OWN_SHARE.search(text) and not _SHIFTS.search(text):
            continue  # the patient's own risk
        if quantity.key == (24.0, "h") and _DAYLONG.search(text) and _NAMED_CADENCES["day"].search(support):
            continue  # '1,600 mg in 24 hours' for a day's total
        if re.search(rf"\b(?:no|not) more than {quantity.value:g} in \d", support) and re.search(
            rf"\b(?:no|not) more than {re.escape(quantity.text)} in \d", text, re.I
        ):
            continue  # 'no more than 3 tablets in 15 minutes' for 'no more than 3 in 15 minutes'
        if quantity.key in gaps and re.search(
            rf"{re.escape(quantity.text)}\s+(?:apart|between)\b|\bintervals?\b[^.;,]{{0,20}} {re.escape(quantity.text)}", written_out
        ):
            continue  # 'in two doses 12 hours apart' for 'every 12 hours'
        if any(
            (unit == quantity.unit or _is_renal(quantity) and unit in _RENAL) and _rounds_to(value, quantity) for value, unit in allowed
        ):
            continue
        missing.setdefault(quantity.key, quantity)
    for quantity in shares_turned(text, support):
        missing.setdefault(quantity.key, quantity)
    for unit, pattern in _CADENCES:
        if (match := pattern.search(text)) and not pattern.search(support):
            if pattern.search(plain(stated)) and not any(other.search(support) for _, other in _CADENCES):
                continue  # as often as it was asked about, where the evidence names no frequency
            missing[1.0, unit] = Quantity(1.0, f"times a {unit}", match.group())
    return tuple(missing.values())


_DOSE_TIMES: Final = re.compile(
    r"\b(?:doubl\w+|tripl\w+|times|twice|fold)\b[^.;]*\bdos(?:e|es|age|ing)\b|\bdos(?:e|es|age|ing)\b[^.;]*\b(?:doubl\w+|tripl\w+|fold)\b",
    re.I,
)


def _same_rise(shown: Quantity, allowed: set[tuple[float, str]]) -> bool:
    """Say whether a rise is the evidence's in other words: 'doubled' for 'up by 100%', '150% more' for '2.5-fold'."""
    if shown.unit == "fold":
        return shown.value > 1 and (round((shown.value - 1) * 100, 6), "%") in allowed
    return shown.unit == "%" and (round(shown.value / 100 + 1, 6), "fold") in allowed


_BY: Final = re.compile(
    rf"\bby (?:(?:about|around|roughly|approximately|up to|some|at least|at most|a further|as much as) )*(?P<low>{_N})\s*%?(?:\s*(?:to"
    rf"|-|\u2013|or)\s*(?P<high>{_N}))?\s*(?:%|percent)"
    rf"|(?P<low2>{_N})\s*%?(?:\s*(?:to|-|\u2013|or)\s*(?P<high2>{_N}))?\s*(?:%|percent)\s*(?:lower|less|smaller|reduction|decrease"
    rf"|drop|fall|cut)",
    re.I,
)
_TO: Final = re.compile(
    rf"\b(?:to|give|use|take|only) (?:(?:about|around|roughly|approximately) )*(?P<low>{_N})\s*%?(?:\s*(?:to|-|\u2013"
    rf"|or)\s*(?P<high>{_N}))?\s*(?:%|percent)"
    rf"|(?P<low2>{_N})\s*%?(?:\s*(?:to|-|\u2013|or)\s*(?P<high2>{_N}))?\s*(?:%|percent) of (?:the |its |your |her "
    rf"|his )?(?:\w+ ){{0,2}}(?:dose|amount|baseline|value)",
    re.I,
)


def _cut(text: str, pattern: re.Pattern[str]) -> set[float]:
    return {_float(n) for m in pattern.finditer(text) for n in (m["low"], m["high"], m["low2"], m["high2"]) if n}


def shares_turned(text: str, support: str) -> list[Quantity]:
    """Return the percentages that a text cuts a dose by and the evidence cuts it to, or the other way round.

    Args:
        text: A sentence of an answer.
        support: The evidence that it cites.

    Returns:
        Each once; half is the same both ways.
    """
    text, support = spelt_out(plain(text)), spelt_out(plain(support))
    by, to = _cut(support, _BY), _cut(support, _TO)
    own_by, own_to = _cut(text, _BY) - _cut(text, _TO), _cut(text, _TO) - _cut(text, _BY)
    return [Quantity(n, "%", f"{n:g}%") for n in sorted((own_by & (to - by)) | (own_to & (by - to))) if n != 50]


def _same_span(shown: Quantity, allowed: set[tuple[float, str]]) -> bool:
    """Say whether a span in months is the evidence's in years, or the other way round."""
    if shown.unit == "month":
        return (round(shown.value / 12, 6), "year") in allowed
    return (round(shown.value * 12, 6), "month") in allowed and "old" not in shown.text and "age" not in shown.text.lower()


def _is_renal(shown: Quantity) -> bool:
    return shown.unit == "renal or index" and shown.text.lower().startswith(("crcl", "egfr"))


def _rounds_to(value: float, shown: Quantity) -> bool:
    """Say whether `value` shown with fewer decimals is `shown`; only metrics and weights may be rounded, never a dose."""
    if shown.unit not in ("mL/min", "mL/min/1.73m2", "kg", "m2", "kg/m2") and not _is_renal(shown):
        return False
    return round(value, 1) == shown.value or round(value) == shown.value
