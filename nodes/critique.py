"""`critique` ⇄ `revise`: a typed verdict in four categories, and revision until it passes or the rounds are used up."""

from __future__ import annotations

from typing import Any, Final, Literal, Self

from langchain_core.messages import HumanMessage, SystemMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel, Field, model_validator

from models.errors import ModelError
from models.structured import StructureError
from nodes.budget import labelled
from nodes.calling import BudgetError, ask, ask_structured
from nodes.context import Context, context_of
from nodes.prompts import evidence_lines, system, task
from nodes.state import PharmacistState

Category = Literal["clinical_accuracy", "missing_information", "safety", "clarity"]
CATEGORIES: Final[tuple[Category, ...]] = ("clinical_accuracy", "missing_information", "safety", "clarity")


class Criterion(BaseModel):
    """One category of the verdict."""

    category: Category
    passed: bool
    problem: str = Field(default="", description="What is wrong, in one or two sentences; empty when passed")

    @model_validator(mode="after")
    def _problem_goes_with_failing(self) -> Self:
        if not self.passed and not self.problem.strip():
            raise ValueError("a failed criterion names its problem")
        return self


class Verdict(BaseModel):
    """The critic's verdict: each of the four categories, once. It is satisfied exactly when every category passed."""

    criteria: list[Criterion] = Field(min_length=4, max_length=4)

    @model_validator(mode="after")
    def _each_category_once(self) -> Self:
        if {c.category for c in self.criteria} != set(CATEGORIES):
            raise ValueError(f"give each of {', '.join(CATEGORIES)} once")
        return self

    @property
    def satisfied(self) -> bool:
        """Whether every category passed; it cannot be set apart from them."""
        return all(c.passed for c in self.criteria)

    @property
    def problems(self) -> str:
        """The problems found, one a line."""
        return "\n".join(f"- {c.category}: {c.problem}" for c in self.criteria if not c.passed)


async def critique(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Judge the draft. A broken critic never blocks the answer: it is recorded as `critic_error`, and the gate still checks."""
    context = context_of(runtime)
    values = {
        "question": state["question"],
        "context": state["context"],
        "evidence": evidence_lines(state["evidence"].values()),
        "draft": state["draft"],
    }
    messages = [SystemMessage(system("critique")), HumanMessage(task("critique", **values))]
    try:
        verdict, usage = await ask_structured(Verdict, messages, context, state["deadline"], used=state.get("usage"))
    except (ModelError, StructureError) as error:
        record: dict[str, Any] = {"outcome": "critic_error", "reason": str(error), "criteria": []}
        unread: dict[str, Any] = {}
        if isinstance(error, BudgetError):
            unread = {"status": "partial", "draft": labelled(state["draft"], "No critic has read this answer", error)}
        return {"verdicts": [*state["verdicts"], record], "revise": False, **unread}
    record = {
        "outcome": "passed" if verdict.satisfied else "failed",
        "reason": verdict.problems,
        "criteria": [c.model_dump() for c in verdict.criteria],
    }
    again = not verdict.satisfied and state["revisions"] < context.max_revisions
    return {"verdicts": [*state["verdicts"], record], "usage": usage, "revise": again}


async def revise(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Mend the draft by what the critic or the gate found. A revision that fails leaves the draft to the gate."""
    context = context_of(runtime)
    failed = "\n".join(f"- {f['check']}: {f['reason']} In: {f['line']}" for f in state["failures"])
    problems = "\n".join(p for p in (failed, state["verdicts"][-1]["reason"] if state["verdicts"] and not failed else "") if p)
    values = {
        "question": state["question"],
        "evidence": evidence_lines(state["evidence"].values()),
        "draft": state["draft"],
        "problems": problems,
    }
    messages = [SystemMessage(system("revise")), HumanMessage(task("revise", **values))]
    update: dict[str, Any] = {"revisions": state["revisions"] + 1, "failures": []}
    try:
        message, update["usage"] = await ask(messages, context, state["deadline"], used=state.get("usage"))
    except BudgetError as error:
        draft = labelled(state["draft"], "This answer was not revised", error)
        return {**update, "revisions": context.max_revisions, "status": "partial", "draft": draft}
    except ModelError:
        return {**update, "revisions": context.max_revisions}
    if text := str(message.text).strip():
        update["draft"] = text
    return update
