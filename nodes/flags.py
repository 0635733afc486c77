"""What an answer says of the patient's values: one that contradicts an earlier one is asked about, an old one is named where it is used."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from typing_extensions import TypedDict

from nodes.days import YEAR, as_date
from nodes.stated import Logged, Stated, day_of, entries_of, merge_stated, replaced, same, shown
from tools.evidence import Evidence


class Flag(TypedDict):
    """One sentence that the answer says of a value."""

    field: str
    kind: str
    """`contradiction` or `old`."""
    text: str
    """The sentence, word for word."""


LAB_MAX_AGE_DAYS: Final = 90
"""Age above which a renal value is old; `RXGRAPH_LAB_MAX_AGE_DAYS` sets another."""
_AGE_MAX_DAYS: Final = 365
"""After this many days a stated age is a year off."""
_LABS: Final = ("scr_mg_dl", "egfr", "crcl")
_LABELS: Final = {
    "age_years": "Age", "sex": "Sex", "weight_kg": "Weight", "height_cm": "Height", "scr_mg_dl": "Creatinine", "egfr": "eGFR", "crcl": "CrCl",
}  # fmt: skip
_WEIGHT_WINDOW: Final = 365
_WEIGHT_CHANGE: Final = 0.05
"""An adult's weight that changes by more than this part within the window is asked about."""
_CHILD_GAIN: Final = 0.2
"""What a child may gain without being asked."""
_HEIGHT_CHANGE_CM: Final = 3.0
_LAB_WINDOW: Final = 7
_LAB_CHANGE: Final = 1.5
"""A renal value that changes by this factor within the window is asked about: KDIGO calls a creatinine that rises so acute kidney injury."""
_ADULT: Final = 18
_RENAL_FACTOR = re.compile(r"crcl|egfr|kidney|renal|creatinine", re.I)


def lab_max_age_days() -> int:
    """Return the age in days above which a renal value is old; a setting that is no whole number of days leaves the default."""
    chosen = os.environ.get("RXGRAPH_LAB_MAX_AGE_DAYS", "").strip()
    return int(chosen) if chosen.isdecimal() else LAB_MAX_AGE_DAYS


def flags(log: Logged, new: Logged, before: Mapping[str, Any], profile: Mapping[str, Any], at: str) -> list[Flag]:
    """Find what an answer must say of the patient's values.

    Args:
        log: The log before the question.
        new: What the question added to it.
        before: The profile before the question.
        profile: The profile with what the question states.
        at: When it was asked, ISO 8601 in UTC.

    Returns:
        A flag for each contradiction that the question brings, and for each renal value or age that is old or has no date.
    """
    whole, found = merge_stated(log, new), list[Flag]()
    for field in _LABELS:
        if field in profile and (text := _contradiction(field, before, profile, whole.get(field, ()), new.get(field, ()))):
            found.append({"field": field, "kind": "contradiction", "text": text})
    for entry in new.get("allergies", ()):
        if entry.get("ended"):
            text = f"An allergy to {entry['value']} was recorded and is taken out now. Is that right?"
            found.append({"field": "allergies", "kind": "contradiction", "text": text})
    today, limit = date.fromisoformat(at[:10]), lab_max_age_days()
    for field in (*_LABS, "age_years"):
        for entry in entries_of(profile[field], whole.get(field, ()))[-1:] if field in profile else ():
            if text := _old(field, entry, today, _AGE_MAX_DAYS if field == "age_years" else limit):
                found.append({"field": field, "kind": "old", "text": text})
    return found


def _contradiction(
    field: str, before: Mapping[str, Any], profile: Mapping[str, Any], entries: Sequence[Stated], new: Sequence[Stated]
) -> str:
    """Ask about a value that the question changed, or gave beside another, when it can hardly have changed so."""
    value = profile[field]
    earlier = replaced(value, new if same(before.get(field), value) else entries)
    present = entries_of(value, entries)[-1:]
    if not earlier or not present or not new:
        return ""
    last = max(earlier, key=lambda e: (e["stated_at"], day_of(e)))
    if field in _LABS and last["stated_at"] == present[0]["stated_at"]:
        return ""  # One sentence that gives both describes a course, such as a creatinine that rose.
    days = _days(last, present[0])
    if not _implausible(field, last["value"], value, days, minor=profile.get("age_years", _ADULT) < _ADULT):
        return ""
    day = f" ({day_of(last)})" if day_of(last) else ""
    was, now = shown(field, last["value"]), shown(field, value)
    return f"{_LABELS[field]} was given as {was}{day} and now as {now}. The newer value, {now}, is used. Is that right?"


def _days(old: Stated, new: Stated) -> int:
    if not day_of(old) or not day_of(new):
        return 0
    return max(0, (as_date(day_of(new)) - as_date(day_of(old))).days)


def _implausible(field: str, old: Any, new: Any, days: int, *, minor: bool) -> bool:
    """Say whether a value can hardly have become the other within that many days."""
    if field == "sex":
        return bool(old != new)
    if field == "age_years":
        return bool(new < old or new > old + days / YEAR + 1)
    if field == "height_cm":
        return bool(new < old - _HEIGHT_CHANGE_CM or not minor and new > old + _HEIGHT_CHANGE_CM)
    if field == "weight_kg":
        return days <= _WEIGHT_WINDOW and bool(
            new < old * (1 - _WEIGHT_CHANGE) or new > old * (1 + (_CHILD_GAIN if minor else _WEIGHT_CHANGE))
        )
    low, high = sorted((old, new))
    return days <= _LAB_WINDOW and bool(high >= low * _LAB_CHANGE)


def _old(field: str, entry: Stated, today: date, limit: int) -> str:
    what, day = f"{_LABELS[field]} {shown(field, entry['value'])}", day_of(entry)
    if not day:
        return f"{what} has no date here. Check that it is still right." if field in _LABS else ""
    days = (today - as_date(day)).days
    if days <= limit:
        return ""
    return f"{what} is old: it is of {day}, {days} days ago (limit {limit} days). Is there a newer one?"


def flag_lines(context: Mapping[str, Any], evidence: Mapping[str, Evidence]) -> list[str]:
    """Return the sentences that belong under an answer: every contradiction, and an old value where the answer used it.

    Args:
        context: What recall chose.
        evidence: The findings of the answer.

    Returns:
        The sentences, word for word as `nodes.checks.notices` lets them through.
    """
    return [f["text"] for f in context.get("flags", ()) if f["kind"] != "old" or any(_uses(f["field"], e) for e in evidence.values())]


def _uses(field: str, item: Evidence) -> bool:
    """Say whether a finding rests on a value: a formula that took it, a band that it chose, a condition of the kidney."""
    data = item["data"]
    if item["kind"] == "calc":
        return data.get("inputs", {}).get(field) is not None
    if item["kind"] == "dosing":
        return field in ("egfr", "crcl") and str(data.get("how", "")).startswith(_LABELS[field])
    return field in _LABS and data.get("layer") == "condition" and bool(_RENAL_FACTOR.search(str(data.get("factor", ""))))
