"""`merge`: one answer from the specialists' parts."""

from __future__ import annotations

import asyncio
from itertools import combinations
from typing import Any, Final

from langchain_core.messages import HumanMessage, SystemMessage
from langgraph.runtime import Runtime

from knowledge.interactions import SameDrugError, lookup
from knowledge.vocabulary import SEVERITY_RANK
from models.embedded.intents import COUNSELING, DOSING, INFORMATION, INTERACTION
from models.embedded.planning import MOST_DRUGS
from models.embedded.reading import read
from models.errors import ModelError
from models.factory import EMBEDDED
from nodes.calling import ask
from nodes.context import Context, context_of
from nodes.prompts import system, task
from nodes.state import Part, PharmacistState
from tools.evidence import CITATION, Evidence, of_interaction

TITLES: Final = {INTERACTION: "Interactions", DOSING: "Dosing", COUNSELING: "For the patient", INFORMATION: "About the medicine"}
_ORDER: Final = (INTERACTION, DOSING, INFORMATION, COUNSELING)
_WHY: Final = {
    "max_steps": "it reached its step limit", "deadline": "the time was up", "repeating": "it kept making the same call", "error": "it failed",
}  # fmt: skip


def joined(parts: list[Part]) -> str:
    """Join parts without a model: a heading each when there are several, unfinished ones labelled."""
    texts = []
    for part in sorted(parts, key=lambda p: _ORDER.index(p["specialist"]) if p["specialist"] in _ORDER else len(_ORDER)):
        heading = f"### {TITLES.get(part['specialist'], part['specialist'])}\n" if len(parts) > 1 else ""
        text = part["text"]
        if part["stopped"] != "answered":
            why = f"{_WHY.get(part['stopped'], part['stopped'])}{': ' + part['error'] if part['error'] else ''}"
            text = f"{text}\n\nThis part is unfinished, because {why}.".strip()
        texts.append(heading + text)
    return "\n\n".join(texts)


def _unchecked(state: PharmacistState) -> list[Evidence]:
    """Look up the pairs of the question that no specialist did: drugs that are taken together are always checked.

    Only what matters is added: moderate or worse, or a name that is not known.
    """
    profile = state["context"].get("profile", {})
    medicines = tuple(profile.get("medicines", ()))
    reading = read(state["question"], tuple(state["context"].get("drugs_in_focus", ())), medicines)
    if INTERACTION not in reading.specialists:
        return []
    asked = [d for d in reading.known if d not in profile.get("allergies", ())][:MOST_DRUGS]
    pairs = list(combinations(asked, 2)) + [(a, m) for a in asked for m in medicines if m not in asked]
    found = []
    for a, b in pairs:
        try:
            evidence = of_interaction(lookup(a, b))
        except SameDrugError:
            continue
        if evidence["id"] not in state["evidence"] and SEVERITY_RANK[evidence["data"]["severity"]] >= SEVERITY_RANK["moderate"]:
            found.append(evidence)
    return sorted(found, key=lambda e: -SEVERITY_RANK[e["data"]["severity"]])


async def merge(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Join the parts. One part needs no model; several are joined by the model, which may lose no citation."""
    context, parts = context_of(runtime), state["parts"]
    if parts and all(p["stopped"] == "error" and not p["text"] for p in parts):
        return {"problem": f"model|{parts[0]['error']}"}
    unfinished = any(p["stopped"] != "answered" for p in parts)
    update: dict[str, Any] = {"draft": joined(parts), "status": "partial" if unfinished else "ok"}
    unchecked = await asyncio.to_thread(_unchecked, state)
    if unchecked:
        update["evidence"] = {e["id"]: e for e in unchecked}
        lines = [f"- {e['claim']} [{e['id']}]" for e in unchecked]
        update["draft"] = "\n".join(["### Interactions that nobody looked up", *lines, "", update["draft"]])
    if len(parts) > 1 and not unfinished and context.model != EMBEDDED:
        messages = [SystemMessage(system("merge")), HumanMessage(task("merge", question=state["question"], parts=update["draft"]))]
        try:
            message, update["usage"] = await ask(messages, context, state["deadline"], temperature=context.draft_temperature)
        except ModelError:
            return update
        merged = str(message.text).strip()
        if set(CITATION.findall(update["draft"])) <= set(CITATION.findall(merged)):
            update["draft"] = merged
    return update
