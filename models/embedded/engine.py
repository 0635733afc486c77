"""The embedded engine as a LangChain chat model: the same graph runs on it with no key and no network.

It decides what to do by what is bound to it: a schema (routing, critique, summary) or tools (ReAct). With neither it
revises a `<draft>` or merges `<parts>`. It says what it is, and never poses as a language model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from models.embedded.intents import INFORMATION
from models.embedded.judging import judge, revise, summarise
from models.embedded.planning import plan
from models.embedded.reading import Reading, read
from models.embedded.writing import write

NAME: Final = "embedded"
IDENTITY: Final = "rxgraph embedded engine (rules over a sourced knowledge base; not a language model)"
_RESULT: Final = re.compile(r"</?tool_result>\n?")
"""The fence of a tool's result."""
_REASONS: Final = {
    "drug_interaction_specialist": "asks whether medicines can be taken together",
    "dosing_specialist": "asks for a dose, or states renal or hepatic function that a dose depends on",
    "patient_counseling_specialist": "asks how to take, miss, stop or store a medicine",
    "drug_information_specialist": "asks what a medicine is or does, or nothing more specific",
}


class EmbeddedModel(BaseChatModel):
    """A chat model that reads, routes, plans, writes, critiques and summarises by rules."""

    @property
    def _llm_type(self) -> str:
        return "rxgraph-embedded"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": NAME, "identity": IDENTITY}

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> Any:
        return {"ls_provider": "rxgraph", "ls_model_name": NAME, "ls_model_type": "chat", "ls_temperature": 0.0}

    def bind_tools(
        self, tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools by name; the engine calls only tools that it knows."""
        names = [t.name if isinstance(t, BaseTool) else getattr(t, "__name__", str(t)) for t in tools]
        return self.bind(tools=names, **kwargs)

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> ChatResult:
        if schema := kwargs.get("response_schema"):
            message = AIMessage(json.dumps(_structured(schema, messages)))
        elif "tools" in kwargs:
            message = _react(messages, kwargs["tools"])
        else:
            message = AIMessage(_plain(messages))
        message.usage_metadata = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
        message.response_metadata = {
            "model_name": NAME,
            "model_provider": "rxgraph",
            "finish_reason": "tool_calls" if message.tool_calls else "stop",
        }
        return ChatResult(generations=[ChatGeneration(message=message)])


def tag(messages: Sequence[BaseMessage], name: str) -> str:
    """Return the content of the last `<name>…</name>` block of the prompts, or an empty string."""
    for message in reversed(messages):
        if message.type in ("human", "system") and isinstance(message.content, str):
            found = re.findall(rf"<{name}>\n?(.*?)\n?</{name}>", message.content, re.S)
            if found:
                return str(found[-1])
    return ""


def _context(messages: Sequence[BaseMessage]) -> dict[str, Any]:
    try:
        value = json.loads(tag(messages, "context") or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _question(messages: Sequence[BaseMessage]) -> str:
    return tag(messages, "question") or next((str(m.content) for m in reversed(messages) if m.type == "human"), "")


def _read(messages: Sequence[BaseMessage]) -> Reading:
    context = _context(messages)
    return read(_question(messages), tuple(context.get("drugs_in_focus", ())), tuple(context.get("profile", {}).get("medicines", ())))


def _structured(schema: str, messages: Sequence[BaseMessage]) -> dict[str, Any]:
    if schema == "Routing":
        reading = _read(messages)
        return {
            "concern": "none",
            "assignments": [{"specialist": s, "question": reading.question, "reason": _reason(s, reading)} for s in reading.specialists],
        }
    if schema == "Verdict":
        return judge(tag(messages, "draft"), _question(messages), _evidence(messages))
    if schema == "Summary":
        return summarise(tag(messages, "transcript"))
    raise ValueError(f"the embedded engine does not know the schema {schema!r}")


def _reason(specialist: str, reading: Reading) -> str:
    wanted = f" ({', '.join(reading.intents)})" if reading.intents else ""
    return f"The question {_REASONS[specialist]}{wanted}."


def _evidence(messages: Sequence[BaseMessage]) -> list[dict[str, Any]]:
    """Read the evidence block of a prompt: one JSON object a line."""
    found = []
    for line in tag(messages, "evidence").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def _react(messages: Sequence[BaseMessage], tools: Sequence[str]) -> AIMessage:
    specialist = tag(messages, "specialist") or INFORMATION
    context, reading = _context(messages), _read(messages)
    answers = [m for m in messages if isinstance(m, ToolMessage)]
    calls = plan(specialist, reading, context.get("profile", {}), tools)
    if not answers and calls:
        return AIMessage(
            content="",
            tool_calls=[{"name": name, "args": args, "id": f"call_{n}", "type": "tool_call"} for n, (name, args) in enumerate(calls, 1)],
        )
    evidence = {e["id"]: e for m in answers for e in (m.artifact or ())}
    problems = [_RESULT.sub("", str(m.content)) for m in answers if m.status == "error" or not m.artifact]
    allergies = tuple(reading.patient.get("allergies") or context.get("profile", {}).get("allergies") or ())
    return AIMessage(write(specialist, reading, list(evidence.values()), problems, allergies))


def _plain(messages: Sequence[BaseMessage]) -> str:
    if draft := tag(messages, "draft"):
        return revise(draft, tag(messages, "problems"), _evidence(messages), _question(messages))
    if parts := tag(messages, "parts"):
        return parts
    return f"This is the {IDENTITY}. It answers questions about medicines through its tools."
