"""`recall`: what the prompts get of memory. The profile with its dates always, the last summary, the newest facts and older ones that matter."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from models.embedded.reading import read
from nodes.flags import Flag, flags
from nodes.guards.closing import BrokenGuardError, closed_in_thread
from nodes.guards.language import ENGLISH, language_of
from nodes.guards.memories import trusted, trusted_facts
from nodes.memory import chosen_bullets, chosen_facts, merge_profile, stated_update
from nodes.patients import episodes_of_present, episodes_set_aside, facts_of_present, facts_set_aside, first_of_present, other_patient
from nodes.state import PharmacistState
from nodes.stated import dated, earlier_than_known, log_update, merge_stated, stated_now

_RECENT = 6
"""How many earlier messages a prompt sees, shortened."""
_SHORT = 400
_BULLETS = 5


def _language(question: str, drugs: Sequence[str]) -> list[Flag]:
    """Say that a question in another language was read by the names in it alone."""
    language = language_of(question)
    if language == ENGLISH:
        return []
    text = (
        f"The question seems to be in {language}. Only English is read here, so this answer rests on the names that were "
        f"recognised: {', '.join(drugs[:12]) or 'none'}. "
        "Ask again in English if something is missing."
    )
    return [{"field": "language", "kind": "language", "text": text}]


def _are_some_of(found: object, facts: Sequence[Any]) -> bool:
    return isinstance(found, list) and all(fact in facts for fact in found)


async def recall(state: PharmacistState) -> dict[str, Any]:
    """Choose context for the prompts, and take the patient's values that the question states into the profile.

    When what is remembered cannot be checked, the question is refused: without the profile the answer could be wrong.
    """
    try:
        return await _recalled(state)
    except BrokenGuardError:
        return {"problem": "guard_failed|memories"}


async def _recalled(state: PharmacistState) -> dict[str, Any]:
    focus = tuple(state.get("focus", ()))
    reading = await asyncio.to_thread(read, state["question"], focus)
    fresh = other_patient(state["question"])
    known, log, at = state.get("profile") or {}, state.get("stated") or {}, stated_now()
    stated = stated_update(known, reading.patient, fresh=fresh)
    if not fresh:
        outdated = earlier_than_known(log, known, state["question"], at)
        stated = {field: value for field, value in stated.items() if field not in outdated}
    profile = merge_profile(known, stated)
    new = log_update(log, known, profile, state["question"], at, fresh=fresh)
    since = state["messages"][-1].id or "" if fresh else state.get("patient_from", "")
    remembered = [] if fresh else chosen_facts(facts_of_present(state.get("facts", {})), state["question"])
    facts = await closed_in_thread("facts", lambda: trusted_facts(remembered), lambda found: _are_some_of(found, remembered))
    episodes = [] if fresh else episodes_of_present(state.get("episodes", []))
    of_patient = state["messages"][first_of_present(state["messages"], since) : -1]
    earlier = [m for m in of_patient if m.type in ("human", "ai")][-_RECENT:]
    context = {
        "profile": profile,
        "profile_dates": dated(profile, merge_stated(log, new)),
        "flags": [*flags(log, new, {} if fresh else known, profile, at), *_language(state["question"], reading.known)],
        "facts": [{"key": f["key"], "value": f["value"], "learned_at": f["learned_at"]} for f in facts],
        "last_summary": [bullet[:_SHORT] for bullet in episodes[-1]["bullets"][:_BULLETS]] if episodes else [],
        "older_summaries": [bullet[:_SHORT] for bullet in chosen_bullets(episodes, state["question"])],
        "recent": [f"{m.type}: {str(m.text)[:_SHORT]}" for m in earlier],
        "drugs_in_focus": list(focus),
    }
    named = [m for m in reading.known if m not in profile.get("allergies", ())]
    context = await closed_in_thread(
        "memories", lambda: trusted(context), lambda found: isinstance(found, dict) and found.keys() == context.keys()
    )
    update: dict[str, Any] = {"context": context, "profile": stated, "stated": new, "focus": named or list(focus)}
    if fresh:
        update |= {
            "patient_from": since,
            "facts": facts_set_aside(state.get("facts", {})),
            "episodes": episodes_set_aside(state.get("episodes", [])),
        }
    return update
