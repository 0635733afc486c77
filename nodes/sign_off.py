"""`sign_off`: a pharmacist approves, edits or rejects the draft before it goes out. Nothing has a side effect before the interrupt."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from nodes.answer import present
from nodes.checks import failures
from nodes.context import Context, context_of
from nodes.fixed import REFUSALS, said
from nodes.gate import seen
from nodes.memory import now
from nodes.state import PharmacistState

REJECTED = "A pharmacist reviewed the draft answer and did not release it."


async def sign_off(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Wait for a reviewer: `{"decision": "approve" | "edit" | "reject", "text": …, "reviewer": …, "reason": …}`. Edits pass the gate again."""
    waiting = state["sign_off"]
    decision: Any = interrupt(
        {
            "question": state["question"],
            "draft": waiting["draft"],
            "severity": state["severity"],
            "verdicts": state["verdicts"],
            "failures": state["failures"],
            "removed": state["removed"],
            "evidence": list(state["evidence"].values()),
            "turned_away": waiting.get("turned_away", ""),
            "notice": REFUSALS["waiting"] if waiting.get("turned_away") else "",
            "problem": waiting.get("problem", ""),
            "answers": "Resume with {'decision': 'approve'}, {'decision': 'edit', 'text': '…'} or {'decision': 'reject', 'reason': '…'}; add 'reviewer'.",
        }
    )
    given = decision if isinstance(decision, dict) else {"decision": decision}
    choice = str(given.get("decision", "")).lower()
    record = {"decision": choice, "reviewer": str(given.get("reviewer", "")), "reason": str(given.get("reason", "")), "at": now()}
    settled = {**state, "status": waiting.get("status", "ok")}
    if choice == "approve":
        return {**present(settled, waiting["draft"], state["removed"], context_of(runtime).audience), "sign_off": record}  # type: ignore[arg-type]
    if choice == "edit" and str(given.get("text", "")).strip():
        text = str(given["text"]).strip()
        if found := failures(seen(state, text, context_of(runtime))):
            problem = "The edit did not pass the gate: " + "; ".join(f["reason"] for f in found)
            return {"sign_off": {**waiting, "problem": problem}}
        return {**present(settled, text, [], context_of(runtime).audience), "draft": text, "sign_off": record}  # type: ignore[arg-type]
    if choice == "reject":
        text = f"{REJECTED} {record['reason']}".strip()
        update = {"answer": text, "citations": [], "status": "refused", "messages": [said(text, "refused")], "sign_off": record}
        return update
    return {"sign_off": {**waiting, "problem": f"{choice!r} is no decision: give approve, edit (with text) or reject."}}
