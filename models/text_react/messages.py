"""Writes a conversation with tool calls as plain text that any chat model takes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage, merge_message_runs

from models.text_react.parser import LABEL

_FOLDER = Path(__file__).parent


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / f"{name}.md").read_text(encoding="utf-8").strip())


def action(name: str, args: Mapping[str, Any]) -> str:
    """Write a call as the `Action` line that the parser reads back."""
    return f"Action: {name}({json.dumps(args, ensure_ascii=False, default=str)})"


def reprompt(problem: str) -> HumanMessage:
    """Ask once more for a turn in one of the two forms."""
    return HumanMessage(_template("reprompt").safe_substitute(problem=problem))


def instructions(tools: Sequence[Mapping[str, Any]], required: str = "") -> str:
    """Write what a model is told of the form and of its tools.

    Args:
        tools: Tools in OpenAI's shape.
        required: A tool that must be called; `any` for one of them; empty to leave it open.

    Returns:
        Text for the system prompt.
    """
    must = "" if not required else f"\n- This turn must call {'a tool' if required == 'any' else required}."
    shown = "\n\n".join(
        f"{f['name']}: {f.get('description', '').strip()}\nArguments, as a JSON schema: "
        f"{json.dumps(f.get('parameters', {}), ensure_ascii=False, separators=(',', ':'))}"
        for f in (tool["function"] for tool in tools)
    )
    return _template("prompt").safe_substitute(tools=shown, required=must)


def as_text(messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]], required: str = "") -> list[BaseMessage]:
    """Write a conversation as system, user and assistant text that alternates.

    Args:
        messages: The conversation, tool calls and tool messages included.
        tools: Tools in OpenAI's shape; none leaves the instructions out.
        required: As in `instructions`.

    Returns:
        New messages; tool messages have become `Observation` lines of the user.
    """
    written: list[BaseMessage] = []
    numbers: dict[str, str] = {}
    for message in messages:
        if isinstance(message, AIMessage):
            numbers = _numbers(message)
            written.append(AIMessage(_turn(message, formed=bool(tools))))
        elif isinstance(message, ToolMessage):
            written.append(HumanMessage(f"Observation{numbers.get(message.tool_call_id, '')}: {_quiet(str(message.text))}"))
        else:
            written.append(message)
    if tools:
        told = instructions(tools, required)
        if written and isinstance(written[0], SystemMessage):
            written[0] = SystemMessage(f"{written[0].text}\n\n{told}")
        else:
            written.insert(0, SystemMessage(told))
    return merge_message_runs(written, chunk_separator="\n\n")


def _numbers(message: AIMessage) -> dict[str, str]:
    """Number the calls of a turn, so that each observation says which call it is of; one call alone needs none."""
    several = len(message.tool_calls) > 1
    return {str(call["id"]): f" {number}" for number, call in enumerate(message.tool_calls, 1) if several}


def _turn(message: AIMessage, *, formed: bool) -> str:
    text = str(message.text).strip()
    if not message.tool_calls:
        return f"Final Answer: {_quiet(text)}" if formed and text else text
    thought = [f"Thought: {_quiet(text)}"] if text else []
    return "\n".join([*thought, *(action(call["name"], call["args"]) for call in message.tool_calls)])


def _quiet(text: str) -> str:
    """Keep a text from looking like a turn of its own: a bar stands before each label that begins a line."""
    return LABEL.sub(lambda match: f"| {match[0].lstrip()}", text)
