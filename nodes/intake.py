"""`intake`: take the question in, refuse what cannot be answered, answer emergencies at once, start the run's clock."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from langchain_core.messages import BaseMessage
from langgraph.config import get_config
from langgraph.runtime import Runtime
from langgraph.types import Overwrite

from models.cost import NOTHING
from nodes.context import Context, context_of
from nodes.fixed import ESCALATIONS
from nodes.guards.door import Asked, concerned, guarded
from nodes.journal import RUN_DEADLINE, attempt
from nodes.memory import now
from nodes.state import PharmacistState

__all__ = ["fresh", "intake", "last_question"]


def fresh(question: str, deadline: float) -> dict[str, Any]:
    """Return the update that resets everything that belongs to one question."""
    return {
        "question": question, "deadline": deadline, "context": {}, "assignments": [], "parts": Overwrite([]), "evidence": Overwrite({}), "draft": "",
        "verdicts": [], "revisions": 0, "failures": [], "checks": [], "readability": {}, "removed": [], "restated": [], "answer": "", "citations": [],
        "severity": None, "status": "ok", "problem": "", "concern": "", "engine": "", "usage": Overwrite(NOTHING), "sign_off": {}, "signed_off": {},
        "revise": False,
    }  # fmt: skip


def last_question(messages: list[Any]) -> tuple[str, BaseMessage | None]:
    """Return the text of the last human message, and the message."""
    for message in reversed(messages):
        if message.type == "human":
            return str(message.text), message
    return "", None


async def _forget_finished_turn() -> None:
    """Drop the journal of the thread's last turn where `graphs.run` does not, as on the dev server: a new question begins a new turn."""
    settings = get_config().get("configurable", {})
    if RUN_DEADLINE not in settings and (thread := settings.get("thread_id")):
        await asyncio.to_thread(attempt, lambda journal: journal.finish(thread))


async def intake(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Ask the guards whether the question may pass, or is answered by a fixed text; never calls a model."""
    context = context_of(runtime)
    await _forget_finished_turn()
    question, message = last_question(state["messages"])
    if state.get("sign_off", {}).get("waiting"):
        return {"sign_off": {**state["sign_off"], "turned_away": question[:500]}}
    update = fresh(question.strip(), time.time() + context.deadline_seconds)
    if message is not None and "at" not in message.additional_kwargs:
        update["messages"] = [message.model_copy(update={"additional_kwargs": {**message.additional_kwargs, "at": now()}})]
    asked = Asked(question, context.max_question_chars, tuple(state.get("focus", ())))
    problem = await guarded(asked)
    if problem.partition("|")[0] in ESCALATIONS:
        return {**update, "problem": problem}
    concern = await concerned(asked)
    if concern.startswith("guard_failed"):
        return {**update, "problem": problem or concern}
    return {**update, "problem": problem, "concern": concern}
