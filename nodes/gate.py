"""`gate`: lets out only what the evidence supports; fails closed."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any, Final

from langgraph.runtime import Runtime

from knowledge.store import knowledge_base
from knowledge.vocabulary import SEVERITY_RANK
from nodes.answer import present
from nodes.audit.audited import turn_of
from nodes.checks import Draft, failures, patient_lines
from nodes.checks.notices import notices
from nodes.context import Context, context_of
from nodes.memory import profile_lines
from nodes.state import PharmacistState

_ROUNDS: Final = 8


async def gate(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Check the draft. What fails goes back to revise; after the last round the failing lines are removed and named."""
    context = context_of(runtime)
    draft = state["draft"]
    found = await asyncio.to_thread(lambda: failures(seen(state, draft, context)))
    if found and state["revisions"] < context.max_revisions:
        return {"failures": found, "revise": True}
    removed: list[str] = []
    if found:
        draft, removed = await asyncio.to_thread(_stripped, state, context)
    update = present(state, draft, removed)
    settled = {"draft": draft, "failures": found, "removed": removed, "severity": update["severity"], "revise": False}
    held = {"waiting": True, "draft": draft, "status": update["status"], "turn": turn_of(state)}
    if context.review == "required" or context.review == "high_risk" and update["severity"] == "contraindicated":
        return {**settled, "status": "needs_sign_off", "sign_off": held}
    return {**update, **settled}


def seen(state: PharmacistState, text: str, context: Context) -> Draft:
    """Put together what the checks look at for a text."""
    profile = state["context"].get("profile", {})
    stated = " ".join([state["question"], *profile_lines(profile), json.dumps(profile)])
    drugs = {str(e["data"][k]) for e in state["evidence"].values() for k in ("drug", "drug_a", "drug_b") if e["data"].get(k)}
    base = knowledge_base()
    names = {n for d in drugs for n in (d, *((base.drug(d) or {}).get("synonyms", ())), *((base.drug(d) or {}).get("brands", ())))}
    words = frozenset(w for n in names for w in re.findall(r"[a-z]+", n.lower()))
    questions = [state["question"], *(p["question"] for p in state["parts"])]
    own = notices(questions, state["context"], state["parts"], state.get("focus", ()))
    return Draft(text, state["evidence"], stated, patient_lines(state["parts"], text, context.audience), words, own)


def _stripped(state: PharmacistState, context: Context) -> tuple[str, list[str]]:
    """Take failing lines out until every check passes; grave findings that are missing are put first. Nothing passes unchecked."""
    text = state["draft"]
    removed: list[str] = []
    for _ in range(_ROUNDS):
        found = failures(seen(state, text, context))
        if not found:
            return text, removed
        if any(f["line"] == "*" for f in found):
            break
        bad = {f["line"] for f in found if f["line"]}
        removed += [line for line in text.splitlines() if line in bad]
        kept = [line for line in text.splitlines() if line not in bad]
        if any(f["check"] == "grave_first" for f in found):
            ranked = sorted(
                (e for e in state["evidence"].values() if e["kind"] == "interaction"), key=lambda e: -SEVERITY_RANK[e["data"]["severity"]]
            )
            grave = [f"{e['claim']} [{e['id']}]" for e in ranked if SEVERITY_RANK[e["data"]["severity"]] >= SEVERITY_RANK["major"]]
            kept = grave + [line for line in kept if line not in grave]
        text = "\n".join(kept).strip()
        if not text:
            break
    return "", [*removed, *(line for line in text.splitlines() if line.strip())]
