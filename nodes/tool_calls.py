"""One tool call: journalled, within its time, in a thread that can be left behind. It never raises: a failure is an observation."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import ToolMessage
from langchain_core.messages.tool import ToolCall
from langchain_core.tools import BaseTool
from pydantic import ValidationError

from nodes.budget import ENDED, Budget, BudgetError
from nodes.guards.arguments import refused_arguments
from nodes.guards.closing import BrokenGuardError, closed_in_thread, is_text
from nodes.guards.memories import unlearnable
from nodes.guards.results import is_vetted, vetted
from nodes.journal import journalled
from nodes.redaction import redacted_text
from nodes.threads import in_thread
from tools.memory import MEMORY, MemoryView


@dataclass(frozen=True, slots=True)
class Called:
    """What a tool call came to."""

    message: ToolMessage
    """The observation, with its evidence as artifact."""
    learned: list[dict[str, str]] = field(default_factory=list)
    """Facts that it learned, `key` and `value`."""
    refused: str = ""
    """Why it was not made: the run's budget has ended. Empty when it was made."""


async def call_tool(
    call: ToolCall, allowed: Mapping[str, BaseTool], limit: float, memory: MemoryView, budget: Budget | None = None
) -> Called:
    """Run a tool call; in a resumed run, return what it came to before.

    Args:
        call: The call as the model made it.
        allowed: The tools that may be called, by name.
        limit: How long to wait, in seconds.
        memory: What the tool may see of the thread's memory; for this call alone.
        budget: What the run may use; what a resumed run finds recorded costs nothing.

    Returns:
        The observation and what was learned. The observation is an error if the tool is unknown, fails or takes too long, or the budget
        has ended.
    """

    def unpack(value: Any) -> Called:
        return Called(value["message"].model_copy(update={"tool_call_id": call["id"] or ""}), value["learned"])

    async def made() -> Called:
        if budget is not None:
            budget.take_tool_call()
        return await _call(call, allowed, limit, memory)

    try:
        return await journalled(
            "tool",
            [call["name"], call["args"]],
            made,
            pack=lambda called: {"message": called.message, "learned": called.learned},
            unpack=unpack,
        )
    except BudgetError as error:
        # Outside the journal: a run that goes on with a larger budget makes the call.
        failed = _failed(call["id"] or "", call["name"], f"{call['name']} was not called, because {ENDED}: {error}.")
        return Called(failed.message, refused=str(error))


async def _call(call: ToolCall, allowed: Mapping[str, BaseTool], limit: float, memory: MemoryView) -> Called:
    name, key = call["name"], call["id"] or ""
    tool = allowed.get(name)
    if tool is None:
        return _failed(key, name, f"There is no tool {name[:60]!r}. Use one of: {', '.join(allowed)}.")
    try:
        refused = await closed_in_thread("arguments", lambda: refused_arguments(call["args"], tool.args), is_text)
    except BrokenGuardError:
        refused = "the arguments could not be checked"
    if refused:
        return _failed(key, name, f"{name} was not called: {refused}.")
    token = MEMORY.set(memory)
    try:
        async with asyncio.timeout(limit) as scope:
            # A tool that awaits is cancelled at the limit; any other runs in a thread, where it cannot hold the loop.
            message = await (tool.ainvoke(call) if getattr(tool, "coroutine", None) else in_thread(lambda: tool.invoke(call)))
    except Exception as error:
        late = isinstance(error, TimeoutError) and scope.expired()
        return _failed(
            key, name, f"{name} did not answer within {limit:.0f} s. Go on without it." if late else f"{name} failed: {_said(error)}"
        )
    finally:
        MEMORY.reset(token)
    assert isinstance(message, ToolMessage)
    try:
        learned = list(memory.learned)
        reasons = await closed_in_thread(
            "memories",
            lambda: [unlearnable(f["key"], f["value"], memory.said) for f in learned],
            lambda found: len(found) == len(learned) and all(map(is_text, found)),
        )
        if reason := next(filter(None, reasons), ""):
            return _failed(key, name, f"{name} failed: {reason}")
        return Called(await closed_in_thread("results", lambda: vetted(message), is_vetted), learned)
    except Exception:  # A guard that breaks closes: neither the result nor what was learned is used.
        return _failed(key, name, f"The result of {name} could not be checked, so it is not used.")


def _said(error: Exception) -> str:
    """Say what went wrong with a call: pydantic's faults by argument, else the first line of the exception, else its name."""
    if isinstance(error, ValidationError):
        return "bad arguments: " + "; ".join(f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in error.errors())
    return redacted_text(next(iter(str(error).splitlines()), "")) or type(error).__name__


def _failed(call_id: str, name: str, text: str) -> Called:
    return Called(ToolMessage(text, tool_call_id=call_id, name=name, status="error"))
