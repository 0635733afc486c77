"""`supervise`: split the question and send each part to a specialist, with a reason for each."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from langchain_core.messages import HumanMessage, SystemMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel, BeforeValidator, Field, model_validator

from models.embedded.intents import COUNSELING, DOSING, INFORMATION, INTERACTION, Specialist
from models.embedded.reading import read
from models.errors import ModelError
from models.structured import StructureError
from nodes.budget import ENDED
from nodes.calling import BudgetError, ask_structured
from nodes.context import Context, context_of
from nodes.prompts import system, task
from nodes.state import Assignment, PharmacistState

SPECIALISTS: Final = (INTERACTION, DOSING, COUNSELING, INFORMATION)
MOST: Final = 4
Concern = Literal["none", "harm", "diversion", "self_harm", "overdose", "emergency"]
"""What the supervisor may see in a question that the guards let in; anything but `none` ends it as their finding would."""
_CONCERNS: Final[tuple[tuple[str, Concern], ...]] = (
    (r"self.?(?:harm|injur)|suicid", "self_harm"), (r"overdos|poison", "overdose"), (r"emergenc|anaphyla", "emergency"),
    (r"diver(?:sion|t)|misuse|abuse", "diversion"), (r"harm", "harm"),
)  # fmt: skip


def concern_named(text: Any) -> Concern:
    """Return the concern that a text names, as a model writes it: 'Self-harm', '**overdose**', 'none'. One left out is none.

    Args:
        text: What stands in the field.

    Returns:
        One of `Concern`; `none` when it names nothing of the kind or denies it.
    """
    words = str(text or "").lower()
    if re.match(r"\W*(?:no|none|not|n/?a|null|without)\b", words):
        return "none"
    return next((concern for pattern, concern in _CONCERNS if re.search(pattern, words)), "none")


def specialist_named(text: Any) -> str:
    """Return the specialist that a text names; the information specialist when it names none of the four.

    Args:
        text: A name as a model writes it: 'Dosing Specialist', '**dosing_specialist**', 'interactions'.

    Returns:
        One of `SPECIALISTS`.
    """
    words = re.sub(r"[^a-z]+", "_", str(text).lower()).strip("_")
    for name in SPECIALISTS:
        if words == name or words == name.removesuffix("_specialist"):
            return name
    for key, name in (("interact", INTERACTION), ("dos", DOSING), ("counsel", COUNSELING), ("patient", COUNSELING)):
        if any(word.startswith(key) for word in words.split("_")):
            return name
    return INFORMATION


class Route(BaseModel):
    """One part of the question and the specialist who answers it."""

    specialist: Annotated[Specialist, BeforeValidator(specialist_named)]
    question: str = Field(default="", description="The sub-question in full")
    reason: str = Field(default="", description="Why this specialist, in one sentence")


class Routing(BaseModel):
    """The supervisor's decision."""

    concern: Annotated[Concern, BeforeValidator(concern_named)] = Field(
        default="none", description="What the question reports or asks for that must not be answered as usual; none is the usual case"
    )
    assignments: list[Route] = Field(min_length=1, max_length=8)

    @model_validator(mode="before")
    @classmethod
    def _concerned(cls, given: Any) -> Any:
        """Take a concern without assignments, which is all that a model may write then."""
        if isinstance(given, dict) and not given.get("assignments") and concern_named(given.get("concern")) != "none":
            return {**given, "assignments": [{"specialist": INFORMATION}]}
        return given


def routes_from_text(text: str) -> Routing | None:
    """Read `ROUTE_TO:`, `REASON:` and `CONCERN:` lines, whatever their case, bullets or bold marks; None when none of them routes or warns."""
    routes: list[Route] = []
    concern: Concern = "none"
    for line in text.splitlines():
        plain = re.sub(r"[*_`#>]{2,}|^[\s\-*\d.)#>]+", "", line).replace("**", "").strip()
        if match := re.match(r"route[\s_-]*to\s*[:=-]\s*(.+)", plain, re.I):
            routes += [Route(specialist=name) for name in re.split(r"\s*(?:,|\band\b|&)\s*", match[1]) if name.strip()]
        elif routes and (match := re.match(r"(reason|question)\s*[:=-]\s*(.+)", plain, re.I)):
            routes[-1] = routes[-1].model_copy(update={match[1].lower(): match[2].strip()})
        elif concern == "none" and (match := re.match(r"concern\s*[:=-]\s*(.+)", plain, re.I)):
            concern = concern_named(match[1])
    if not routes and concern == "none":
        return None
    return Routing(concern=concern, assignments=routes[: MOST * 2] or [Route(specialist=INFORMATION)])


async def supervise(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Decide who answers which part, or that a fixed text must: what a model sees can close what the guards let in, and opens nothing.

    A model that cannot be used ends the run with what to do.
    """
    context = context_of(runtime)
    messages = [SystemMessage(system("supervise")), HumanMessage(task("supervise", context=state["context"], question=state["question"]))]
    update: dict[str, Any] = {"engine": context.model}
    try:
        routing, update["usage"] = await ask_structured(
            Routing, messages, context, state["deadline"], lenient=routes_from_text, used=state.get("usage")
        )
        if routing.concern != "none":
            return {**update, "problem": routing.concern}
        chosen = [r.model_dump() for r in routing.assignments]
    except (StructureError, BudgetError) as error:
        why = f"{ENDED[0].upper()}{ENDED[1:]}" if isinstance(error, BudgetError) else "The model's routing could not be read"
        profile = state["context"].get("profile", {})
        reading = read(state["question"], tuple(state["context"].get("drugs_in_focus", ())), tuple(profile.get("medicines", ())))
        chosen = [{"specialist": s, "question": state["question"], "reason": f"{why}; routed by rules."} for s in reading.specialists]
    except ModelError as error:
        return {**update, "problem": f"model|{error}"}
    assignments: dict[str, Assignment] = {}
    for route in chosen:
        question = route["question"].strip() or state["question"]
        known = assignments.get(route["specialist"])
        if known is None:
            assignments[route["specialist"]] = {"specialist": route["specialist"], "question": question, "reason": route["reason"]}
        elif question not in known["question"]:
            known["question"] += f"\n{question}"
    update["assignments"] = list(assignments.values())[:MOST]
    return update
