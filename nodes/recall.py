"""`recall`: what the prompts get of memory. The profile with its dates always, the last summary, the newest facts and older ones that matter."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any

from models.embedded.reading import read
from nodes.flags import Flag, flags
from nodes.guards.language import ENGLISH, language_of
from nodes.guards.memories import trusted, trusted_facts
from nodes.memory import chosen_bullets, chosen_facts, merge_profile, stated_update
from nodes.state import PharmacistState
from nodes.stated import dated, earlier_than_known, log_update, merge_stated, stated_now

_RECENT = 6
"""How many earlier messages a prompt sees, shortened."""
_SHORT = 400
_BULLETS = 5
_OTHER_PATIENT = re.compile(
    r"\b(?:different|another|next|new|second|other) patient\b(?!\s*(?:handout|leaflet|information|portal|form|counsel))|"
    r"\bpatient\s*(?:#\s*)?[2-9]\s*:|\bsomeone else\s*:",
    re.I,
)
_NOT_OTHER = re.compile(r"\b(?:not|isn't|no)\s+(?:a |an |the )?$", re.I)


def other_patient(question: str) -> bool:
    """Say whether a question turns to another patient, to whom nothing that is remembered applies."""
    return any(not _NOT_OTHER.search(question[: match.start()]) for match in _OTHER_PATIENT.finditer(question))


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


async def recall(state: PharmacistState) -> dict[str, Any]:
    """Choose context for the prompts, and take the patient's values that the question states into the profile."""
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
    facts = [] if fresh else trusted_facts(chosen_facts(state.get("facts", {}), state["question"]))
    episodes = [] if fresh else state.get("episodes", [])
    earlier = [] if fresh else [m for m in state["messages"][:-1] if m.type in ("human", "ai")][-_RECENT:]
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
    context = await asyncio.to_thread(trusted, context)
    return {"context": context, "profile": stated, "stated": new, "focus": named or list(focus)}
