"""`merge`: one answer from the specialists' parts."""

from __future__ import annotations

import asyncio
from itertools import combinations
from typing import Any, Final

from langchain_core.messages import HumanMessage, SystemMessage
from langgraph.runtime import Runtime

from knowledge.interactions import SameDrugError, lookup
from knowledge.medication_list import review, singles
from knowledge.patient import ImpossibleValueError, Patient
from knowledge.store import knowledge_base
from knowledge.vocabulary import SEVERITY_RANK
from models.embedded.intents import COUNSELING, DOSING, INFORMATION, INTERACTION
from models.embedded.planning import MOST_DRUGS
from models.embedded.reading import read
from models.errors import ModelError
from models.factory import EMBEDDED
from nodes.budget import ENDED, labelled
from nodes.calling import BudgetError, ask
from nodes.context import Context, context_of
from nodes.guards.closing import BrokenGuardError, closed_in_thread, is_yes_or_no
from nodes.guards.results import clean
from nodes.prompts import system, task
from nodes.state import Part, PharmacistState
from tools.evidence import CITATION, Evidence, of_condition, of_interaction, of_list_risk

TITLES: Final = {INTERACTION: "Interactions", DOSING: "Dosing", COUNSELING: "For the patient", INFORMATION: "About the medicine"}
_ORDER: Final = (INTERACTION, DOSING, INFORMATION, COUNSELING)
_WHY: Final = {
    "max_steps": "it reached its step limit", "deadline": "the time was up", "repeating": "it kept making the same call", "error": "it failed",
    "budget": ENDED,
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
    """Look up what no specialist did: the pairs of the question, what adds up over the list, and what the patient's condition changes.

    Drugs that are taken together are always checked. Only what matters is added: moderate or worse, or a name that is not known; for a
    question that is not about interactions, only what is contraindicated or major for this patient.
    """
    profile = state["context"].get("profile", {})
    medicines = tuple(profile.get("medicines", ()))
    reading = read(state["question"], tuple(state["context"].get("drugs_in_focus", ())), medicines)
    asked = [d for d in reading.known if d not in profile.get("allergies", ())][:MOST_DRUGS]
    everything = list(dict.fromkeys([*asked, *medicines]))
    about_pairs = INTERACTION in reading.specialists
    found = _pairs(asked, medicines) if about_pairs else []
    try:
        whole = review(everything, Patient.of(profile))
    except (SameDrugError, ImpossibleValueError):
        return found
    least = SEVERITY_RANK["moderate" if about_pairs else "major"]
    conditions = [w for pair in whole.pairs for w in pair.conditions if SEVERITY_RANK[w.severity] > SEVERITY_RANK[pair.found.severity]]
    conditions += [w for w in whole.warnings if set(w.drugs) & set(asked)]
    found += [of_condition(w) for w in conditions if SEVERITY_RANK[w.severity] >= least]
    found += [of_list_risk(r) for r in whole.risks if about_pairs and {d for d, _ in r.drugs} & set(singles(knowledge_base(), asked))]
    new = {e["id"]: e for e in found if e["id"] not in state["evidence"]}
    return sorted(new.values(), key=lambda e: -SEVERITY_RANK[e["data"]["severity"]])


def _pairs(asked: list[str], medicines: tuple[str, ...]) -> list[Evidence]:
    found = []
    for a, b in list(combinations(asked, 2)) + [(a, m) for a in asked for m in medicines if m not in asked]:
        try:
            evidence = of_interaction(lookup(a, b))
        except SameDrugError:
            continue
        if SEVERITY_RANK[evidence["data"]["severity"]] >= SEVERITY_RANK["moderate"]:
            found.append(evidence)
    return found


async def merge(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Join the parts. One part needs no model; several are joined by the model, which may lose no citation."""
    context, parts = context_of(runtime), state["parts"]
    if parts and all(p["stopped"] == "error" and not p["text"] for p in parts):
        return {"problem": f"model|{parts[0]['error']}"}
    unfinished = any(p["stopped"] != "answered" for p in parts)
    update: dict[str, Any] = {"draft": joined(parts), "status": "partial" if unfinished else "ok"}
    found = await asyncio.to_thread(_unchecked, state)
    try:
        cleared = await closed_in_thread(
            "records", lambda: [clean(e) for e in found], lambda said: len(said) == len(found) and all(map(is_yes_or_no, said))
        )
    except BrokenGuardError:  # what was found may be grave, and may not be shown: nothing goes out without it
        return {"problem": "guard_failed|records"}
    unchecked = [e for e, is_clean in zip(found, cleared, strict=True) if is_clean]
    if unchecked:
        update["evidence"] = {e["id"]: e for e in unchecked}
        lines = [f"- {e['claim']} [{e['id']}]" for e in unchecked]
        update["draft"] = "\n".join(["### Checked over the whole list", *lines, "", update["draft"]])
    if len(parts) > 1 and not unfinished and context.model != EMBEDDED:
        messages = [SystemMessage(system("merge")), HumanMessage(task("merge", question=state["question"], parts=update["draft"]))]
        try:
            message, update["usage"] = await ask(
                messages, context, state["deadline"], temperature=context.draft_temperature, used=state.get("usage")
            )
        except BudgetError as error:
            return {**update, "status": "partial", "draft": labelled(update["draft"], "The parts were joined as they are", error)}
        except ModelError:
            return update
        merged = str(message.text).strip()
        if set(CITATION.findall(update["draft"])) <= set(CITATION.findall(merged)):
            update["draft"] = merged
    return update
