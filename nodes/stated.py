"""When the patient's values were stated: the log of every value with unit and day, beside the profile that holds the present ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, NotRequired

from typing_extensions import TypedDict

from nodes.days import spoken
from nodes.memory import LISTS, PROFILE_FIELDS, REMOVED, UNITS, profile_line


class Stated(TypedDict):
    """One value of one profile field, as it was stated."""

    value: Any
    """The value in `unit`; one allergy or one medicine; None where the field was forgotten, with all that it had before."""
    unit: str
    stated_at: str
    """When it was stated, ISO 8601 in UTC; empty where that is not known (threads of a version that kept no dates)."""
    measured_on: NotRequired[str]
    """The day or month that the statement itself names, such as `2 weeks ago` or `in March`, ISO 8601."""
    ended: NotRequired[bool]
    """True where an allergy or a medicine was taken back."""


Log = dict[str, list[Stated]]
"""For each profile field what was stated of it, the earliest first."""
Logged = Mapping[str, Sequence[Stated]]

_CLOSE: Final = 0.006
"""Numbers that differ by a smaller part are one value in two units, such as 137 lb and 62 kg."""


def stated_now() -> str:
    """Return the time to the microsecond, so that two statements of one second keep their order."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def merge_stated(left: Logged | None, right: Logged | None) -> Log:
    """Merge logs as sets, so that neither the order nor the repetition of parallel branches matters.

    Args:
        left: The log so far.
        right: Values to add; a value of None forgets what the field had before that time.

    Returns:
        The log.
    """
    merged: Log = {}
    for field in [*(left or {}), *(f for f in right or {} if f not in (left or {}))]:
        both = {_identity(entry): entry for entry in (*(left or {}).get(field, ()), *(right or {}).get(field, ()))}
        forgotten_at = max((e["stated_at"] for e in both.values() if e["value"] is None), default="")
        kept = [e for e in both.values() if e["stated_at"] >= forgotten_at]
        merged[field] = sorted(kept, key=_identity)
    return merged


def _identity(entry: Stated) -> tuple[str, bool, str, str, str, bool]:
    """Order by time; of one statement the undated, present value stands last."""
    day = entry.get("measured_on", "")
    return entry["stated_at"], not day, day, repr(entry["value"]), entry["unit"], entry.get("ended", False)


def log_update(log: Logged, profile: Mapping[str, Any], merged: Mapping[str, Any], question: str, at: str, *, fresh: bool = False) -> Log:
    """Return what a question adds to the log.

    Args:
        log: The log so far.
        profile: The profile before the question.
        merged: The profile with what the question states.
        question: The text; days that it names, and earlier values beside the present one, are read from it.
        at: When it was asked, ISO 8601 in UTC.
        fresh: Whether the question is about another patient, whose log begins here.

    Returns:
        Entries for `merge_stated`. The same value said again on the same day adds nothing.
    """
    found: Log = forgotten([*log, *(f for f in profile if f not in log)], at) if fresh else _without_date(log, profile)
    known: Log = {} if fresh else merge_stated(log, found)
    said_of = spoken(question, date.fromisoformat(at[:10]))
    for field, value in merged.items():
        before = None if fresh else profile.get(field)
        if field in LISTS:
            entries = _changes(list(before or ()), list(value), at)
        else:
            entries = _statements(field, value, before, said_of.get(field, []), at)
        new = [e for e in entries if field in LISTS or not _repeats(known.get(field, ()), e)]
        if new:
            found[field] = [*found.get(field, []), *new]
    return found


def _without_date(log: Logged, profile: Mapping[str, Any]) -> Log:
    """Log, without a date, what came into the profile past the log: through a version that kept none."""
    found: Log = {}
    for field, value in profile.items():
        for item in value if field in LISTS else [value]:
            if not entries_of(item, log.get(field, ())):
                found.setdefault(field, []).append({"value": item, "unit": UNITS.get(field, ""), "stated_at": ""})
    return found


def _changes(before: list[str], after: list[str], at: str) -> list[Stated]:
    began: list[Stated] = [{"value": item, "unit": "", "stated_at": at} for item in after if item not in before]
    ended: list[Stated] = [{"value": item, "unit": "", "stated_at": at, "ended": True} for item in before if item not in after]
    return began + ended


def _statements(field: str, value: Any, before: Any, said: Sequence[tuple[float, str]], at: str) -> list[Stated]:
    """Return the present value, when it is new or was said again, and the earlier values that were said beside it or with a day."""
    again = not same(before, value) or any(same(other, value) for other, _ in said)
    statements: list[tuple[Any, str]] = [(v, day) for v, day in said if not same(v, value) and (again or day)]
    if again:
        statements.append((value, next((day for v, day in said if day and same(v, value)), "")))
    found: list[Stated] = []
    for stated, day in statements:
        entry: Stated = {"value": stated, "unit": UNITS.get(field, ""), "stated_at": at}
        if day:
            entry["measured_on"] = day
        found.append(entry)
    return found


def earlier_than_known(log: Logged, profile: Mapping[str, Any], question: str, at: str) -> set[str]:
    """Return the fields for which a question gives a value of a day before that of the value that is known: the known one stays.

    Args:
        log: The log so far.
        profile: The profile so far.
        question: The text.
        at: When it was asked, ISO 8601 in UTC.

    Returns:
        Names of fields.
    """
    found = set()
    for field, said in spoken(question, date.fromisoformat(at[:10])).items():
        known = entries_of(profile[field], log.get(field, ()))[-1:] if field in profile else []
        if said and known and day_of(known[0]) and all(day and day < day_of(known[0])[: len(day)] for _, day in said):
            found.add(field)
    return found


def _repeats(held: Sequence[Stated], entry: Stated) -> bool:
    """Say whether a statement only repeats the last one on the same day, or tells of a day whose value is known."""
    if entry.get("measured_on") and any(same(e["value"], entry["value"]) and day_of(e) == day_of(entry) for e in held):
        return True
    return any(same(e["value"], entry["value"]) and day_of(e) == day_of(entry) for e in held[-1:])


def same(one: Any, other: Any) -> bool:
    """Say whether two values are one, numbers within the rounding of a change of units."""
    if isinstance(one, bool) or isinstance(other, bool) or not isinstance(one, float | int) or not isinstance(other, float | int):
        return bool(one == other)
    return math.isclose(one, other, rel_tol=_CLOSE)


def day_of(entry: Stated) -> str:
    """Return the day that a value is of: the one that the statement names, else that of the statement; empty when not known."""
    return entry.get("measured_on") or entry["stated_at"][:10]


def entries_of(value: Any, entries: Sequence[Stated]) -> list[Stated]:
    """Return the entries that state a value, the earliest first."""
    return [e for e in entries if e["value"] is not None and not e.get("ended") and same(e["value"], value)]


def replaced(value: Any, entries: Sequence[Stated]) -> list[Stated]:
    """Return the entries that state another value than the present one, the earliest first."""
    return [e for e in entries if e["value"] is not None and not same(e["value"], value)]


def dated(profile: Mapping[str, Any], log: Logged) -> dict[str, str]:
    """Return the day of each number of the profile, for the prompts."""
    return {f: day for f in UNITS if f in profile for e in entries_of(profile[f], log.get(f, ()))[-1:] if (day := day_of(e))}


def dated_lines(profile: Mapping[str, Any], log: Logged) -> list[str]:
    """Write the profile for a person: a line each with unit, day, and the values that were replaced, the earliest first."""
    lines = []
    for field in PROFILE_FIELDS:
        value: Any = profile.get(field)
        line, entries = profile_line(field, value), log.get(field, ())
        if not line:
            continue
        if field in LISTS:
            notes = [f"{item} since {day_of(e)}" for item in value for e in entries_of(item, entries)[-1:] if day_of(e)]
            notes += [f"{e['value']} until {day_of(e)}" for e in entries if e.get("ended") and e["value"] not in value]
        else:
            notes = [f"of {day_of(e)}" for e in entries_of(value, entries)[-1:] if day_of(e)]
            notes += [f"before: {shown(field, e['value'])}, {day_of(e) or 'no date'}" for e in replaced(value, entries)]
        lines.append(f"{line} ({'; '.join(dict.fromkeys(notes))})" if notes else line)
    return lines


def shown(field: str, value: Any) -> str:
    """Write a value with its unit."""
    return f"{value:g} {UNITS[field]}" if field in UNITS else str(value)


def forgotten(fields: Iterable[str], at: str) -> Log:
    """Return what makes `merge_stated` forget all that fields had before a time."""
    return {field: [{"value": None, "unit": "", "stated_at": at}] for field in fields}


def corrected(log: Logged, profile: Mapping[str, Any], update: Mapping[str, Any], merged: Mapping[str, Any]) -> Log:
    """Return what a correction by hand adds to the log: fields taken out are forgotten with their history, others are stated now.

    Args:
        log: The log so far.
        profile: The profile before.
        update: The update of the profile; `REMOVED` forgets a field.
        merged: The profile after it.

    Returns:
        Entries for `merge_stated`.
    """
    at = stated_now()
    return log_update(log, profile, merged, "", at) | forgotten([f for f, value in update.items() if value == REMOVED], at)
