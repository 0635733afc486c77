"""What a thread remembers: shown, forgotten and corrected, for `threads memory` and for `/memory`, `/forget` and `/correct` of a chat."""

from __future__ import annotations

from typing import Any

from gateway.console import fail


async def thread_state(thread: str, checkpoint: str | None = None) -> Any:
    """Return the snapshot of a thread, now or at a checkpoint."""
    from graphs.run import config_of, opened

    config = config_of(thread)
    if checkpoint:
        config["configurable"]["checkpoint_id"] = checkpoint
    async with opened() as graph:
        return await graph.aget_state(config)


def thread_values(thread: str, checkpoint: str | None = None) -> dict[str, Any]:
    """Return a thread's state, now or at a checkpoint; a thread that does not exist ends the command."""
    from graphs.run import run

    values: dict[str, Any] = run(thread_state(thread, checkpoint)).values
    if not values and checkpoint:
        fail(f"thread {thread!r} has no checkpoint {checkpoint!r}. rxgraph threads history {thread} shows those that are kept.")
    if not values:
        fail(f"there is no thread {thread!r}. rxgraph threads list shows those that exist.")
    return values


def lines_of(values: dict[str, Any]) -> list[str]:
    """Write what a thread's state remembers, one line each."""
    from nodes.stated import dated_lines

    lines = [f"patient: {line}" for line in dated_lines(values.get("profile", {}), values.get("stated") or {})]
    for fact in values.get("facts", {}).values():
        before = "; before: " + ", ".join(f"{b['value']} ({b['learned_at']})" for b in fact["before"]) if fact.get("before") else ""
        lines.append(f"fact: {fact['key']}: {fact['value']} (learned {fact['learned_at']} from {fact['learned_from']}{before})")
    lines += [f"summary {episode['at']}: {bullet}" for episode in values.get("episodes", []) for bullet in episode["bullets"]]
    return lines or ["Nothing is remembered."]


def change_memory(thread: str, *, forget: list[str], correct: dict[str, str]) -> None:
    """Forget and correct profile fields and facts of a thread."""
    from graphs.run import config_of, opened, run
    from nodes.memory import LISTS, PROFILE_FIELDS, REMOVED, learned, merge_profile
    from nodes.memory import UNITS as NUMBERS
    from nodes.stated import corrected

    values = thread_values(thread)
    profile: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for key in forget:
        if key in values.get("profile", {}):
            profile[key] = REMOVED
        elif key in values.get("facts", {}):
            facts[key] = REMOVED
        else:
            fail(f"{key!r} is not remembered. Known: {', '.join([*values.get('profile', {}), *values.get('facts', {})]) or 'nothing'}")
    for key, text in correct.items():
        if key in NUMBERS:
            profile[key] = _number(key, text)
        elif key in LISTS:
            profile[key] = [REMOVED, *(part.strip().lower() for part in text.split(",") if part.strip())]
        elif key in PROFILE_FIELDS:
            profile[key] = _word(key, text)
        else:
            fact = learned(key, text, "user")
            facts[fact["key"]] = fact
    known = values.get("profile") or {}
    stated = corrected(values.get("stated") or {}, known, profile, merge_profile(known, profile))

    async def go() -> None:
        async with opened() as graph:
            await graph.aupdate_state(config_of(thread), {"profile": profile, "stated": stated, "facts": facts}, as_node="remember")

    run(go())


def _word(key: str, text: str) -> str | bool:
    """Read a profile field that is one of a few words, or yes or no."""
    words: dict[str, str | bool] = {"yes": True, "true": True, "no": False, "false": False}
    if key == "sex":
        words = {"female": "female", "f": "female", "male": "male", "m": "male"}
    elif key == "child_pugh":
        words = {"a": "A", "b": "B", "c": "C"}
    if text.strip().lower() not in words:
        fail(f"{key}={text!r}: give {'female or male' if key == 'sex' else 'A, B or C' if key == 'child_pugh' else 'yes or no'}")
    return words[text.strip().lower()]


def _number(key: str, text: str) -> float:
    from knowledge.patient import ImpossibleValueError, checked

    try:
        return checked(key, float(text))
    except ImpossibleValueError as error:
        fail(str(error))
    except ValueError:
        fail(f"{key}={text!r} is not a number")
