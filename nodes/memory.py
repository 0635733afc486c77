"""What is remembered: facts with their history, the patient's profile, episodes; and the reducers that merge them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NotRequired

from typing_extensions import TypedDict


class Fact(TypedDict):
    """One remembered fact."""

    key: str
    value: str
    learned_at: str
    """When, ISO 8601 in UTC."""
    learned_from: str
    """Where: `question`, `learn_fact` or `user`."""
    before: NotRequired[list[dict[str, str]]]
    """Earlier values with their times, oldest first."""


class Episode(TypedDict):
    """A summary of messages that left working memory."""

    at: str
    """When it was made, ISO 8601 in UTC."""
    bullets: list[str]
    """Three to five points."""
    messages: int
    """How many messages it stands for."""


PROFILE_FIELDS: Final = (
    "age_years", "sex", "weight_kg", "height_cm", "scr_mg_dl", "egfr", "crcl", "dialysis", "child_pugh", "liver_disease",
    "allergies", "pregnant", "breastfeeding", "medicines", "child", "qt_history", "ckd_stage",
)  # fmt: skip
"""Fields of the patient's profile; units stand in the names."""
LISTS: Final = ("allergies", "medicines")
UNITS: Final = {
    "age_years": "years",
    "weight_kg": "kg",
    "height_cm": "cm",
    "scr_mg_dl": "mg/dL",
    "egfr": "mL/min/1.73 m2",
    "crcl": "mL/min",
}
_ADULT: Final = 18
REMOVED: Final = "__removed__"
"""Value that tells a reducer to drop a key."""
SECRETS: Final = ("sk-", "api_key", "apikey", "password", "bearer ", "lsv2_")
"""Marks of secrets; a fact that bears one is not stored."""


def now() -> str:
    """Return the time as it is stored: ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def merge_facts(left: Mapping[str, Fact] | None, right: Mapping[str, Any] | None) -> dict[str, Fact]:
    """Merge facts by key: a new value replaces the old one, which goes into its history.

    Args:
        left: Facts so far.
        right: New facts; `REMOVED` as a value forgets the key.

    Returns:
        The facts, in the order in which their present values were learned.
    """
    merged: dict[str, Fact] = dict(left or {})
    for key, fact in (right or {}).items():
        old = merged.pop(key, None)
        if fact == REMOVED:
            continue
        if any(mark in f"{fact['key']} {fact['value']}".lower() for mark in SECRETS):
            if old:
                merged[key] = old
            continue
        history = list(fact.get("before", old.get("before", []) if old else []))
        if old and old["value"] != fact["value"]:
            history.append({"value": old["value"], "learned_at": old["learned_at"]})
        fresh: Fact = {"key": fact["key"], "value": fact["value"], "learned_at": fact["learned_at"], "learned_from": fact["learned_from"]}
        if history:
            fresh["before"] = history
        merged[key] = fresh
    return merged


def merge_profile(left: Mapping[str, Any] | None, right: Mapping[str, Any] | None) -> dict[str, Any]:
    """Merge the patient's profile: numbers and words are replaced, allergies and medicines are added to.

    Args:
        left: Profile so far.
        right: New values; `REMOVED` forgets a field; a list that holds `REMOVED` first replaces the whole list.

    Returns:
        The profile. A new measured renal value drops older ones that it contradicts: new creatinine outdates eGFR and CrCl.
    """
    merged = dict(left or {})
    for field, value in (right or {}).items():
        if field not in PROFILE_FIELDS:
            continue
        if value == REMOVED:
            merged.pop(field, None)
        elif field in LISTS:
            if list(value)[:1] == [REMOVED]:
                merged[field] = list(value)[1:]
            else:
                merged[field] = list(dict.fromkeys([*merged.get(field, []), *value]))
        else:
            merged[field] = value
    if right and "scr_mg_dl" in right and right["scr_mg_dl"] not in (REMOVED, (left or {}).get("scr_mg_dl")):
        for stale in ("egfr", "crcl"):
            if stale not in right:
                merged.pop(stale, None)
    if right:
        _fit_child(merged, right)
    return merged


def _fit_child(merged: dict[str, Any], right: Mapping[str, Any]) -> None:
    """Let a stated age outdate `child`, and a stated child outdate an adult's age and measures."""
    if right.get("age_years") not in (None, REMOVED) and "child" not in right:
        merged.pop("child", None)
    if right.get("child") is True and "age_years" not in right and merged.get("age_years", 0) >= _ADULT:
        for stale in ("age_years", *UNITS):
            if stale not in right:
                merged.pop(stale, None)


def stated_update(profile: Mapping[str, Any], stated: Mapping[str, Any], *, fresh: bool = False) -> dict[str, Any]:
    """Turn what a question states into an update of the profile.

    Args:
        profile: The profile so far.
        stated: Values as read; `medicines_stopped` and `allergies_denied` name what goes out of the lists.
        fresh: Whether the question is about another patient, so that nothing of the old profile holds.

    Returns:
        Values for `merge_profile`.
    """
    update: dict[str, Any] = {field: value for field, value in stated.items() if field in PROFILE_FIELDS}
    if fresh:
        update = {field: REMOVED for field in profile} | update
    for field, marker in (("medicines", "medicines_stopped"), ("allergies", "allergies_denied")):
        gone = {str(name).lower() for name in stated.get(marker, ())}
        new = stated.get(field, [])
        if fresh and new:
            update[field] = [REMOVED, *new]
        elif not fresh and gone & {str(name).lower() for name in profile.get(field, ())}:
            kept = [name for name in profile[field] if str(name).lower() not in gone]
            update[field] = [REMOVED, *dict.fromkeys([*kept, *new])]
    return update


def chosen_facts(facts: Mapping[str, Fact], question: str, newest: int = 5, older: int = 5) -> list[Fact]:
    """Choose the facts that go into a prompt: the newest, and older ones that share a word with the question.

    Args:
        facts: All facts, oldest value first.
        question: What is asked.
        newest: How many of the newest.
        older: How many of the older ones at most.

    Returns:
        The facts, oldest first; the number is bounded however much is remembered.
    """
    ordered = sorted(facts.values(), key=lambda f: f["learned_at"])
    recent = ordered[-newest:] if newest else []
    words = {w.strip(".,;:?!()'\"").lower() for w in question.split()} - {""}
    words = {w for w in words if len(w) > 3}
    matching = [
        f for f in ordered[: len(ordered) - len(recent)] if words & set(f"{f['key']} {f['value']}".lower().replace("_", " ").split())
    ]
    return matching[-older:] + recent


def profile_lines(profile: Mapping[str, Any]) -> list[str]:
    """Write the profile as lines with units, for a person."""
    lines = []
    for field in PROFILE_FIELDS:
        value = profile.get(field)
        if value in (None, [], ""):
            continue
        label = (
            field.removesuffix("_years").removesuffix("_kg").removesuffix("_cm").replace("scr_mg_dl", "serum creatinine").replace("_", " ")
        )
        shown = (
            ", ".join(map(str, value))
            if isinstance(value, Sequence) and not isinstance(value, str)
            else ("yes" if value else "no")
            if isinstance(value, bool)
            else f"{value:g}"
            if isinstance(value, float | int)
            else value
        )
        lines.append(f"{label}: {shown}{' ' + UNITS[field] if field in UNITS else ''}")
    return lines
