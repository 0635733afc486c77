"""`recall`: what the prompts get of memory. The profile always, the last summary, the newest facts and older ones that matter."""

from __future__ import annotations

import asyncio
from typing import Any

from models.embedded.reading import read
from nodes.memory import chosen_facts, merge_profile
from nodes.state import PharmacistState

_RECENT = 6
"""How many earlier messages a prompt sees, shortened."""
_SHORT = 400


async def recall(state: PharmacistState) -> dict[str, Any]:
    """Choose context for the prompts, and take the patient's values that the question states into the profile."""
    focus = tuple(state.get("focus", ()))
    reading = await asyncio.to_thread(read, state["question"], focus)
    stated = {k: v for k, v in reading.patient.items()}
    profile = merge_profile(state.get("profile"), stated)
    facts = chosen_facts(state.get("facts", {}), state["question"])
    episodes = state.get("episodes", [])
    earlier = [m for m in state["messages"][:-1] if m.type in ("human", "ai")][-_RECENT:]
    context = {
        "profile": profile,
        "facts": [{"key": f["key"], "value": f["value"], "learned_at": f["learned_at"]} for f in facts],
        "last_summary": episodes[-1]["bullets"] if episodes else [],
        "recent": [f"{m.type}: {str(m.text)[:_SHORT]}" for m in earlier],
        "drugs_in_focus": list(focus),
    }
    named = [m for m in reading.known if m not in profile.get("allergies", ())]
    return {"context": context, "profile": stated, "focus": named or list(focus)}
