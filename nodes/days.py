"""Read the day of a value from the words around it: `two months ago`, `last year`, `in March 2025`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from models.embedded.body import heights, weights
from models.embedded.measured import Value, lab_values
from models.embedded.whose import asked_about, only, two_persons

YEAR: Final = 365.25
"""Days in a year."""
_DAYS: Final = {"day": 1.0, "week": 7.0, "month": YEAR / 12, "year": YEAR}
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNT: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_AGO = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_COUNT)})\s+(day|week|month|year)s?\s+(?:ago|earlier|back)\b", re.I)
_LAST = re.compile(r"\blast\s+(week|month|year)\b", re.I)
_MONTH = re.compile(
    r"\b(?:in|from|of|since|last)\s+(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?(?:,?\s+((?:19|20)\d\d)\b)?",
    re.I,
)
_CLAUSE = re.compile(r"[;?!,()]|\.(?!\d)|\b(?:and|but|now)\b", re.I)


def as_date(day: str) -> date:
    """Return a day as written here as a date; a month stands for its first day."""
    return date.fromisoformat(day if len(day) > len("2026-01") else f"{day}-01")


def day_named(clause: str, today: date) -> str:
    """Read the day that a clause names.

    Args:
        clause: The words around one value.
        today: The day of the statement.

    Returns:
        The day, ISO 8601; the month alone (`2026-03`) where no more is said; empty when no day before today is named.
    """
    if match := _AGO.search(clause):
        count = _COUNT.get(match[1].lower()) or int(match[1])
        return _before(today, count, match[2].lower())
    if match := _LAST.search(clause):
        return _before(today, 1, match[1].lower())
    if match := _MONTH.search(clause):
        month = _MONTHS.index(match[1][:3].lower()) + 1
        year = int(match[2]) if match[2] else today.year - (month > today.month)
        return f"{year}-{month:02d}" if date(year, month, 1) <= today else ""
    return ""


def _before(today: date, count: int, unit: str) -> str:
    days = round(count * _DAYS[unit])
    if days >= today.toordinal():
        return ""
    return (today - timedelta(days=days)).isoformat()[: len("2026-01-01") if unit in ("day", "week") else len("2026-01")]


def spoken(question: str, today: date) -> dict[str, list[tuple[float, str]]]:
    """Read every weight, height and renal value of a question, each with the day that its clause names.

    Args:
        question: The text.
        today: The day on which it was asked.

    Returns:
        Values in the units of `nodes.memory.UNITS`, in the order of the text; limits such as `below 30` are left out, and where two persons
        are spoken of, the values of the one whom the question is not about.
    """
    if two_persons(question):
        owner = asked_about(question)
        question = only(question, owner) if owner else ""
    readers: dict[str, Iterable[Value]] = {"weight_kg": weights(question), "height_cm": heights(question)}
    readers |= {field: lab_values(field, question) for field in ("scr_mg_dl", "egfr", "crcl")}
    text = " ".join(question.split())
    return {
        field: [(round(float(v.value), 3), day_named(_clause(text, v.shown), today)) for v in values if not v.limit]
        for field, values in readers.items()
    }


def _clause(text: str, shown: str) -> str:
    start = text.lower().find(shown.lower())
    if start < 0:
        return ""
    ahead = _CLAUSE.search(text, start + len(shown))
    behind = [m.end() for m in _CLAUSE.finditer(text, 0, start)]
    return text[behind[-1] if behind else 0 : ahead.start() if ahead else len(text)]
