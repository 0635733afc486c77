"""`sign_off`: a pharmacist approves, edits, rejects or overrules before an answer goes out. Nothing has a side effect before the interrupt.

Who decides is the identity that the server verified; what a decision says of its reviewer counts only where nobody is authenticated. The
draft is compared with the audit trail, so that what was held is what is released, even when somebody wrote to the thread meanwhile.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from nodes.answer import cleaned, present
from nodes.audit.audited import denied, held_as
from nodes.audit.writer import AuditError, recorded
from nodes.checks import failures
from nodes.context import Context, context_of
from nodes.decision import HOW_TO_ANSWER, OVERRIDABLE, RELEASED, Decision, DecisionError, overruled, permitted, read, reviewer_of
from nodes.fixed import REFUSALS, said
from nodes.gate import seen
from nodes.guards.closing import BrokenGuardError, closed_in_thread
from nodes.identity import Caller, caller
from nodes.memory import now
from nodes.state import CheckFailure, PharmacistState

REJECTED = "A pharmacist reviewed the draft answer and did not release it."


async def sign_off(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Wait for a reviewer: `{"decision": "approve" | "edit" | "reject" | "override", "text": …, "reviewer": …, "reason": …}`.

    Edits pass the gate again. An override releases a text against checks that may be overruled, with a reason, and the answer says so.
    What is no decision, or not the caller's to make, leaves the draft waiting and says why.
    """
    waiting = state["sign_off"]
    given: Any = interrupt(shown(state))
    try:
        decision = await closed_in_thread("decision", lambda: read(given), lambda d: isinstance(d, Decision), answers=(DecisionError,))
        who = await closed_in_thread("caller", caller, lambda c: isinstance(c, Caller))
        return await _settled(state, decision, who, context_of(runtime))
    except BrokenGuardError:
        return denied(waiting, "broken_guard", "Your decision was not taken, because it could not be checked. Try again later.")
    except DecisionError as error:
        return denied(waiting, error.code, str(error))
    except AuditError as error:
        return denied(waiting, "unaudited", f"Your decision was not taken: {error}")


def draft_id(waiting: dict[str, Any]) -> str:
    """Return the short name of a draft that waits; another draft, or the same one to another question, has another."""
    return hashlib.sha256(f"{waiting.get('turn', '')}\n{waiting['draft']}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def shown(state: PharmacistState) -> dict[str, Any]:
    """Return what a reviewer is shown of a draft that waits."""
    waiting = state["sign_off"]
    return {
        "question": state["question"],
        "draft": waiting["draft"],
        "draft_id": draft_id(waiting),
        "severity": state["severity"],
        "verdicts": state["verdicts"],
        "failures": state["failures"],
        "removed": state["removed"],
        "restated": state.get("restated", []),
        "evidence": list(state["evidence"].values()),
        "turned_away": waiting.get("turned_away", ""),
        "notice": REFUSALS["waiting"] if waiting.get("turned_away") else "",
        "problem": waiting.get("problem", ""),
        "answers": HOW_TO_ANSWER,
    }


async def _settled(state: PharmacistState, decision: Decision, who: Caller, context: Context) -> dict[str, Any]:
    """Carry a decision out.

    Raises:
        DecisionError: If it cannot be taken.
        AuditError: If the trail cannot be read.
    """
    waiting = state["sign_off"]
    held, digests = await recorded(held_as(str(waiting.get("turn", ""))), draft=waiting["draft"])
    asker = held["who"] if held else None
    await closed_in_thread("permitted", lambda: permitted(who, asker), lambda found: found is who, answers=(DecisionError,))
    if decision.draft_id and decision.draft_id != draft_id(waiting):
        raise DecisionError("another_draft", "This is not the draft that you saw: another one waits now. Read it, and decide again.")
    if decision.choice == "approve" and held and held["what"].get("draft") != digests["draft"]:
        raise DecisionError("altered", "The draft was altered since the gate held it back, so it cannot be approved: edit or reject it.")
    text = waiting["draft"] if decision.choice == "approve" else decision.text
    removed, restated = (state["removed"], state.get("restated", ())) if decision.choice == "approve" else ([], ())
    result = {**reviewer_of(decision, who), "decision": decision.choice, "reason": decision.reason, "at": now()}
    signed = {"sign_off": result, "signed_off": {name: result[name] for name in ("decision", "reviewer", "at")}}
    if decision.choice == "reject":
        answer = cleaned(f"{REJECTED} {decision.reason}".strip(), {})
        return {"answer": answer, "citations": [], "status": "refused", "messages": [said(answer, "refused")], **signed}
    found = await asyncio.to_thread(_failures, state, text, context)
    marked = text
    if found and decision.choice == "override":
        named = {f["check"] for f in found}
        result["overridden"] = await closed_in_thread(
            "overruled",
            lambda: overruled(found),
            lambda o: isinstance(o, list) and set(o) == named <= set(OVERRIDABLE),
            answers=(DecisionError,),
        )
        marked = f"{text}\n\n{RELEASED.format(checks='; '.join(OVERRIDABLE[check] for check in result['overridden']))}"
    elif found:
        raise DecisionError("failed_gate", f"The {decision.choice} did not pass the gate: " + "; ".join(f["reason"] for f in found))
    elif decision.choice == "override":
        result["decision"] = signed["signed_off"]["decision"] = "edit"  # nothing was overruled
    settled: Any = {**state, "status": waiting.get("status", "ok")}
    return {**present(settled, marked, removed, context, restated), "draft": text, "failures": found, **signed}


def _failures(state: PharmacistState, text: str, context: Context) -> list[CheckFailure]:
    """Run the gate's checks; an empty draft, of which nothing was supported, has nothing to check."""
    return failures(seen(state, text, context)) if text.strip() else []
