"""The ReAct loop: `brief` → `agent` ⇄ `act` → `report`. No exception leaves it: what goes wrong becomes an observation or a reason to stop."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Final, Literal

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.messages.tool import ToolCall
from langchain_core.tools import BaseTool
from langgraph.runtime import Runtime
from langgraph.types import Command

from models.cost import NOTHING, Usage
from models.embedded.intents import COUNSELING, DOSING, INFORMATION, INTERACTION
from models.errors import ModelError
from nodes.budget import ENDED, budget_of
from nodes.calling import BudgetError, DeadlineError, ask
from nodes.context import Context, context_of
from nodes.journal import deadline_of
from nodes.memory import Fact, learned
from nodes.prompts import system, task
from nodes.state import Part, SpecialistState
from nodes.tool_calls import call_tool
from tools import TOOLS
from tools.evidence import Evidence
from tools.memory import MemoryView

TOOLS_OF: Final[dict[str, tuple[str, ...]]] = {
    INTERACTION: ("lookup_interaction", "search_guidelines", "get_drug_information", "learn_fact", "recall_fact"),
    DOSING: ("get_dosing", "calculate", "search_guidelines", "get_drug_information", "learn_fact", "recall_fact"),
    COUNSELING: ("get_counseling_points", "lookup_interaction", "search_guidelines", "get_drug_information", "learn_fact", "recall_fact"),
    INFORMATION: (
        "get_drug_information",
        "search_guidelines",
        "lookup_interaction",
        "get_dosing",
        "calculate",
        "learn_fact",
        "recall_fact",
    ),
}
"""Which tools each specialist may call; any other name is answered as unknown."""

REPEAT_WARNING: Final = 3
REPEAT_STOP: Final = 5


def tools_of(specialist: str) -> list[BaseTool]:
    """Return the tools that a specialist may call."""
    return [TOOLS[name] for name in TOOLS_OF.get(specialist, TOOLS_OF[INFORMATION])]


async def brief(state: SpecialistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Write the specialist's prompt; a graph that is run alone asks the information specialist about the last human message."""
    given = state.get("assignment")
    if given is None:
        from nodes.intake import last_question

        question, _ = last_question(list(state.get("messages", ())))
        given = {"specialist": INFORMATION, "question": question, "reason": "This graph was run alone."}
    specialist = given["specialist"] if given["specialist"] in TOOLS_OF else INFORMATION
    context = state.get("context") or {}
    return {
        "assignment": {**given, "specialist": specialist},
        "asked": state.get("asked") or given["question"],
        "context": context,
        "deadline": state.get("deadline") or time.time() + context_of(runtime).deadline_seconds,
        "messages": [SystemMessage(system(specialist)), HumanMessage(task("specialist", specialist=specialist, context=context, question=given["question"]))],
        "steps": 0, "reprompted": False, "repeats": {}, "stopped": "", "error": "",
    }  # fmt: skip


async def agent(state: SpecialistState, runtime: Runtime[Context]) -> Command[Literal["act", "agent", "report"]]:
    """Take one model turn: call tools, answer, or be asked once more when the turn is empty or malformed."""
    context, steps = context_of(runtime), state["steps"]
    if steps >= context.max_steps:
        return Command(goto="report", update={"stopped": "max_steps"})
    specialist = state["assignment"]["specialist"]
    try:
        message, usage = await ask(
            state["messages"],
            context,
            state["deadline"],
            tools=tools_of(specialist),
            used=state.get("usage"),
            whole=state["reprompted"],  # a second bad turn goes to the stand-in
        )
    except BudgetError as error:
        return Command(goto="report", update={"stopped": "budget", "error": str(error)})
    except DeadlineError:
        return Command(goto="report", update={"stopped": "deadline"})
    except ModelError as error:
        return Command(goto="report", update={"stopped": "error", "error": str(error), "steps": steps + 1})
    update: dict[str, Any] = {"messages": [message], "usage": usage, "steps": steps + 1}
    # A turn that the token limit or the connection cut is half a turn, and a stream's half arguments come mended into valid ones.
    cut = message.response_metadata.get("finish_reason") in (None, "", "length")
    malformed = cut or bool(message.invalid_tool_calls)
    if message.tool_calls and not malformed:
        return Command(goto="act", update=update)
    if str(message.text).strip() and not malformed:
        return Command(goto="report", update={**update, "stopped": "answered"})
    if not state["reprompted"]:
        # The bad turn itself is left out: providers refuse tool calls that have no answer.
        return Command(
            goto="agent", update={"messages": [HumanMessage(system("reprompt"))], "usage": usage, "steps": steps + 1, "reprompted": True}
        )
    return Command(
        goto="report", update={"usage": usage, "steps": steps + 1, "stopped": "error", "error": "The model gave no readable answer twice."}
    )


async def act(state: SpecialistState, runtime: Runtime[Context]) -> Command[Literal["agent", "report"]]:
    """Run the turn's tool calls at the same time; every failure becomes an observation that the model can react to."""
    context = context_of(runtime)
    last = state["messages"][-1]
    assert isinstance(last, AIMessage)
    allowed = {t.name: t for t in tools_of(state["assignment"]["specialist"])}
    repeats = {_signature(c): state["repeats"].get(_signature(c), 0) + 1 for c in last.tool_calls}
    profile, known = state["context"].get("profile", {}), {f["key"]: f for f in state["context"].get("facts", ())}
    runtime.stream_writer({"specialist": state["assignment"]["specialist"], "calling": [c["name"] for c in last.tool_calls]})
    limit = max(0.0, min(context.tool_timeout_seconds, deadline_of(state["deadline"]) - time.time()))
    budget = await budget_of(context, state["deadline"], state.get("usage"))
    # A view of memory for each call: what an abandoned call learns later is lost with it.
    said = _said_by_user(state)
    called = await asyncio.gather(
        *(call_tool(c, allowed, limit, MemoryView(dict(profile), dict(known), said=said), budget) for c in last.tool_calls)
    )
    results = [_noted(done.message, repeats[_signature(call)]) for call, done in zip(last.tool_calls, called, strict=True)]
    evidence: dict[str, Evidence] = {e["id"]: e for message in results for e in (message.artifact or ())}
    new = [learned(f["key"], f["value"], "learn_fact") for done in called for f in done.learned]
    facts: dict[str, Fact] = {fact["key"]: fact for fact in new}
    update: dict[str, Any] = {
        "messages": results, "evidence": evidence, "facts": facts, "repeats": repeats,
        "usage": Usage(**{**NOTHING, "tool_calls": sum(not done.refused for done in called)}),
    }  # fmt: skip
    if refused := next((done.refused for done in called if done.refused), ""):
        return Command(goto="report", update={**update, "stopped": "budget", "error": refused})
    if any(count >= REPEAT_STOP for count in repeats.values()):
        return Command(goto="report", update={**update, "stopped": "repeating"})
    return Command(goto="agent", update=update)


def _said_by_user(state: SpecialistState) -> str:
    """Return what the user wrote, now and in the last turns: only that may be learned."""
    recent = [line for line in state["context"].get("recent", ()) if line.startswith("human:")]
    return "\n".join([*recent, state.get("asked") or state["assignment"]["question"]])


def _signature(call: ToolCall) -> str:
    return f"{call['name']} {json.dumps(call['args'], sort_keys=True, default=str)}"


def _noted(message: ToolMessage, count: int) -> ToolMessage:
    """Tell the model that it repeats itself, from the third time on; a failed call is told so too."""
    if count < REPEAT_WARNING:
        return message
    note = f"(The same call was made {count} times in a row; its result will not change. Answer now.)"
    return message.model_copy(update={"content": f"{message.content}\n{note}"})


async def report(state: SpecialistState) -> dict[str, Any]:
    """Hand over the answer; a loop that was stopped hands over what its tools found, and says why it stopped."""
    last = state["messages"][-1] if state["messages"] else None
    stopped = state["stopped"] or "answered"
    text = str(last.text).strip() if stopped == "answered" and isinstance(last, AIMessage) else ""
    found = list(state.get("evidence", {}).values())
    if not text and found:
        text = "\n".join(f"- {e['claim']} [{e['id']}]" for e in found)
    part: Part = {
        "specialist": state["assignment"]["specialist"], "question": state["assignment"]["question"], "text": text,
        "stopped": stopped, "error": state.get("error", ""), "steps": state["steps"],  # type: ignore[typeddict-item]
    }  # fmt: skip
    update: dict[str, Any] = {"parts": [part]}
    if stopped != "answered":
        why = {
            "max_steps": "the step limit was reached", "deadline": "the time was up", "repeating": "it repeated the same call",
            "budget": f"{ENDED}: {part['error']}",
        }.get(stopped, part["error"])  # fmt: skip
        update["messages"] = [AIMessage(f"{text}\n\nPartial answer: {why}.".strip())]
    return update
