"""What is remembered: facts with their history, the patient's profile, episodes; and the reducers that merge them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import log
from typing import Any, Final, NotRequired

from typing_extensions import TypedDict

from nodes.redaction import redacted_text


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
    earlier_patient: NotRequired[bool]
    """True for what was learned of a patient whom the thread is no longer about."""


class Episode(TypedDict):
    """A summary of messages that left working memory."""

    at: str
    """When it was made, ISO 8601 in UTC."""
    bullets: list[str]
    """Three to five points."""
    messages: int
    """How many messages it stands for."""
    since: NotRequired[str]
    """For episodes that were merged: when the first of them was made."""
    earlier_patient: NotRequired[bool]
    """True when it tells of a patient whom the thread is no longer about."""


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
MOST_EPISODES: Final = 24
"""How many episodes are kept apart; older ones are merged into one."""
MOST_BULLETS: Final = 40
"""How many points a merged episode keeps."""
_GRAVE: Final = ("contraindicated", "major", "allerg")
_SHORT_WORD: Final = 3
"""Words of this length or less tell nothing of what a question is about."""
_ADULT: Final = 18
REMOVED: Final = "__removed__"
"""Value that tells a reducer to drop a key."""
SECRETS: Final = ("sk-", "api_key", "apikey", "password", "bearer ", "lsv2_")
"""Marks of secrets; a fact that bears one is not stored."""


def now() -> str:
    """Return the time as it is stored: ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def merge_facts(left: Mapping[str, Fact] | None, right: Mapping[str, Any] | None) -> dict[str, Fact]:
    """Merge facts by key: a new value replaces the old one, which goes into its history. Associative, so that parallel branches may merge first.

    Args:
        left: Facts so far.
        right: New facts, with the history that they have of their own; `REMOVED` as a value forgets the key.

    Returns:
        The facts, in the order in which their present values were learned.
    """
    merged: dict[str, Fact] = dict(left or {})
    for key, fact in (right or {}).items():
        if fact == REMOVED:
            merged.pop(key, None)
        elif not any(mark in f"{fact['key']} {fact['value']}".lower() for mark in SECRETS):
            old = merged.pop(key, None)
            merged[key] = _after(old, fact) if old else fact
    return merged


def learned(key: str, value: str, learned_from: str) -> Fact:
    """Make a fact of what was learned just now, without identifiers: "sister's phone" is remembered as `[PHONE]`.

    Args:
        key: What it is about.
        value: What is so.
        learned_from: Where it was learned.
    """
    label = f"{key}: "
    told = redacted_text(f"{label}{value}")
    kept = told.removeprefix(label) if told.startswith(label) else redacted_text(value)
    return {"key": redacted_text(key), "value": kept, "learned_at": now(), "learned_from": learned_from}


def _after(old: Fact, new: Fact) -> Fact:
    """Put a fact's values behind those of an older one; a value that was learned twice in a row stands once, with its later time."""
    values: list[dict[str, str]] = []
    for entry in (*_values(old), *_values(new)):
        if values and values[-1]["value"] == entry["value"]:
            values.pop()
        values.append(entry)
    present: Fact = {"key": new["key"], "value": new["value"], "learned_at": new["learned_at"], "learned_from": new["learned_from"]}
    if values[:-1]:
        present["before"] = values[:-1]
    return present


def _values(fact: Fact) -> list[dict[str, str]]:
    return [*fact.get("before", ()), {"value": fact["value"], "learned_at": fact["learned_at"]}]


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
    """Choose the facts that go into a prompt: the newest, and older ones that share words with the question, rare words before common ones.

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
    past = ordered[: len(ordered) - len(recent)]
    best = _sharing_words([f"{f['key']} {f['value']}" for f in past], question, older)
    return [past[n] for n in best] + recent


def chosen_bullets(episodes: Sequence[Episode], question: str, most: int = 3) -> list[str]:
    """Choose points of older episodes that share words with the question; the last episode stands in the prompts anyway.

    Args:
        episodes: All episodes, oldest first.
        question: What is asked.
        most: How many points at most.

    Returns:
        The points, oldest first.
    """
    bullets = [b for episode in episodes[:-1] for b in episode["bullets"]]
    return [bullets[n] for n in _sharing_words(bullets, question, most)]


def _words(text: str) -> set[str]:
    return {w for w in (w.strip(".,;:?!()'\"").lower() for w in text.replace("_", " ").split()) if len(w) > _SHORT_WORD}


def _sharing_words(texts: Sequence[str], question: str, most: int) -> list[int]:
    """Return the places of the texts that share the most telling words with a question, in their own order."""
    held = [_words(text) for text in texts]
    counts = Counter(word for words in held for word in words)
    wanted = _words(question)
    scores = [sum(log(1 + len(texts) / counts[word]) for word in words & wanted) for words in held]
    best = sorted((n for n, score in enumerate(scores) if score > 0), key=lambda n: (-scores[n], -n))
    return sorted(best[:most])


def merge_episodes(episodes: Sequence[Episode], most: int = MOST_EPISODES) -> list[Episode]:
    """Merge the oldest episodes into one, so that their number and their length are bounded. Needs no model, and cannot fail.

    Args:
        episodes: Episodes, oldest first.
        most: How many to keep.

    Returns:
        At most that many, those of earlier patients first. A merged one keeps `MOST_BULLETS` different points, those that name a severity or
        an allergy before others, and tells of the present patient or of earlier ones, never of both.
    """
    if len(episodes) <= most:
        return list(episodes)
    if earlier := [episode for episode in episodes if episode.get("earlier_patient")]:
        present = [episode for episode in episodes if not episode.get("earlier_patient")]
        return [{**_merged(earlier), "earlier_patient": True}, *merge_episodes(present, most - 1)]
    count = len(episodes) - most + 1
    return [_merged(episodes[:count]), *episodes[count:]]


def _merged(old: Sequence[Episode]) -> Episode:
    bullets = list(dict.fromkeys(b for episode in old for b in episode["bullets"]))
    grave = [any(word in b.lower() for word in _GRAVE) for b in bullets]
    kept = sorted(sorted(range(len(bullets)), key=lambda n: (not grave[n], -n))[:MOST_BULLETS])
    return {
        "at": old[-1]["at"], "since": old[0].get("since", old[0]["at"]), "bullets": [bullets[n] for n in kept],
        "messages": sum(episode["messages"] for episode in old),
    }  # fmt: skip


def profile_lines(profile: Mapping[str, Any]) -> list[str]:
    """Write the profile as lines with units, for a person."""
    return [line for field in PROFILE_FIELDS if (line := profile_line(field, profile.get(field)))]


def profile_line(field: str, value: Any) -> str:
    """Write one field of the profile with its unit; empty when nothing is known."""
    if value in (None, [], ""):
        return ""
    label = field.removesuffix("_years").removesuffix("_kg").removesuffix("_cm").replace("scr_mg_dl", "serum creatinine").replace("_", " ")
    if isinstance(value, Sequence) and not isinstance(value, str):
        shown = ", ".join(map(str, value))
    elif isinstance(value, bool):
        shown = "yes" if value else "no"
    else:
        shown = f"{value:g}" if isinstance(value, float | int) else str(value)
    return f"{label}: {shown}{' ' + UNITS[field] if field in UNITS else ''}"
