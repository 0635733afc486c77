"""`intake`: take the question in, refuse what cannot be answered, answer emergencies at once, start the run's clock."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

from langchain_core.messages import BaseMessage
from langgraph.config import get_config
from langgraph.runtime import Runtime
from langgraph.types import Overwrite

from knowledge.store import knowledge_base
from models.cost import NOTHING
from models.embedded.reading import Reading, read
from nodes.context import Context, context_of
from nodes.fixed import emergency
from nodes.journal import RUN_DEADLINE, attempt
from nodes.memory import now
from nodes.state import PharmacistState

_SHARED = 2
"""How many words of its own a question must share with a guideline passage to be about it."""
_COMMON = frozenset(
    """what which when where does dose doses should would could have been with from this that then than they them tell about
    some patient patients take taking drug drugs medicine medicines""".split()
)


def fresh(question: str, deadline: float) -> dict[str, Any]:
    """Return the update that resets everything that belongs to one question."""
    return {
        "question": question, "deadline": deadline, "context": {}, "assignments": [], "parts": Overwrite([]), "evidence": Overwrite({}), "draft": "",
        "verdicts": [], "revisions": 0, "failures": [], "checks": [], "readability": {}, "removed": [], "answer": "", "citations": [],
        "severity": None, "status": "ok", "problem": "", "engine": "", "usage": Overwrite(NOTHING), "sign_off": {}, "revise": False,
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
    """Check length, encoding and emptiness; spot emergencies; never calls a model."""
    context = context_of(runtime)
    await _forget_finished_turn()
    question, message = last_question(state["messages"])
    if state.get("sign_off", {}).get("waiting"):
        return {"sign_off": {**state["sign_off"], "turned_away": question[:500]}}
    update = fresh(question.strip(), time.time() + context.deadline_seconds)
    if message is not None and "at" not in message.additional_kwargs:
        update["messages"] = [message.model_copy(update={"additional_kwargs": {**message.additional_kwargs, "at": now()}})]
    problem = unfit(question, context.max_question_chars)
    problem = problem or emergency(question) or ""
    if not problem:
        reading = await asyncio.to_thread(read, question.strip(), tuple(state.get("focus", ())))
        problem = await asyncio.to_thread(_unanswerable, reading)
    return {**update, "problem": problem}


def unfit(question: str, limit: int) -> str:
    """Say why a question cannot be taken, as a `problem` of `nodes.fixed`; empty when it can."""
    if not question.strip():
        return "empty"
    if len(question) > limit:
        return f"too_long|{limit}/{len(question)}"
    if "\ufffd" in question or "\x00" in question or any(0xD800 <= ord(c) <= 0xDFFF for c in question):
        return "undecodable"
    return ""


def _unanswerable(reading: Reading) -> str:
    if reading.problems:
        return "impossible|" + " ".join(reading.problems)
    if reading.drugs or reading.patient:
        return ""
    words = {w for w in re.findall(r"[a-z]{4,}", reading.question.lower()) if w not in _COMMON}
    for hit in knowledge_base().search(reading.question, kinds=("passage",), limit=3):
        if len(words & set(re.findall(r"[a-z]{4,}", f"{hit.title} {hit.text}".lower()))) >= _SHARED:
            return ""
    return "no_drug"
