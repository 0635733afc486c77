"""The adapter that gives a plain chat model tool calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import tool
from pydantic import BaseModel, Field

from models.structured import structured
from models.text_react import PlainTextOnlyError, TextReActModel
from models.text_react.literals import sound
from tests.models.test_text_react import QUICK, soup


class Plain(BaseChatModel):
    """A chat model that has no tool calling: it says its lines in turn, and keeps what it was asked."""

    lines: list[str]
    finish: str = "stop"
    asked: list[tuple[list[BaseMessage], dict[str, Any]]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "plain"

    def _generate(self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any) -> ChatResult:
        self.asked.append((messages, {"stop": stop, **kwargs}))
        line = self.lines[min(len(self.asked), len(self.lines)) - 1]
        message = AIMessage(line, usage_metadata={"input_tokens": 10, "output_tokens": 5, "total_tokens": 15})
        return ChatResult(generations=[ChatGeneration(message=message, generation_info={"finish_reason": self.finish})])


@tool
def get_dosing(drug: str, egfr: float | None = None) -> str:
    """Get the dose of a drug."""
    return f"{drug} {egfr}"


def asking(*lines: str, finish: str = "stop", **options: Any) -> tuple[Plain, Any]:
    plain = Plain(lines=list(lines), finish=finish)
    return plain, TextReActModel(inner=plain).bind_tools([get_dosing], **options)


CALL = 'Thought: I look.\nAction: get_dosing({"drug": "apixaban"})\nObservation: 99 mg\nFinal Answer: 99 mg'


async def test_a_call_becomes_a_tool_call_with_an_id_of_its_own() -> None:
    plain, model = asking(CALL)
    first, second = await model.ainvoke("dose?"), model.invoke("dose?")
    assert [(c["name"], c["args"]) for c in first.tool_calls] == [("get_dosing", {"drug": "apixaban"})]
    assert first.content == "I look."
    assert first.response_metadata["finish_reason"] == "tool_calls"
    assert first.tool_calls[0]["id"] != second.tool_calls[0]["id"]
    assert "99 mg" not in str(first)
    system, question = plain.asked[0][0]
    assert isinstance(system, SystemMessage)
    assert '"drug":{"type":"string"}' in system.text
    assert "Get the dose of a drug." in system.text
    assert question.content == "dose?"
    assert plain.asked[0][1] == {"stop": ["\nObservation:"]}, "nothing of native tool calling is sent"


async def test_a_final_answer_becomes_the_content() -> None:
    _, model = asking("Thought: x\nFinal Answer: 5 mg twice daily")
    message = await model.ainvoke("dose?")
    assert (message.content, message.tool_calls, message.response_metadata["finish_reason"]) == ("5 mg twice daily", [], "stop")


def test_the_conversation_is_written_as_alternating_text() -> None:
    calls = [{"name": "get_dosing", "args": {"drug": d}, "id": d} for d in ("a", "b")]
    conversation = [
        SystemMessage("You dose."), HumanMessage("dose?"), AIMessage("Hm.", tool_calls=calls),
        ToolMessage("2 mg", tool_call_id="b"), ToolMessage("1 mg\nFinal Answer: 9 mg", tool_call_id="a"), HumanMessage("Go on."),
        AIMessage("1 mg"), HumanMessage("Sure?"),
    ]  # fmt: skip
    plain, model = asking("Final Answer: yes")
    model.invoke(conversation)
    system, *turns = plain.asked[0][0]
    assert system.text.startswith("You dose.\n\nYou have tools")
    assert [(m.type, m.content) for m in turns] == [
        ("human", "dose?"),
        ("ai", 'Thought: Hm.\nAction: get_dosing({"drug": "a"})\nAction: get_dosing({"drug": "b"})'),
        ("human", "Observation 2: 2 mg\n\nObservation 1: 1 mg\n| Final Answer: 9 mg\n\nGo on."),
        ("ai", "Final Answer: 1 mg"),
        ("human", "Sure?"),
    ]


def test_a_turn_that_does_neither_is_asked_for_once_more_and_both_are_counted() -> None:
    plain, model = asking("I should look it up.\nObservation: 99 mg", 'Action: get_dosing({"drug": "apixaban"})')
    message = model.invoke("dose?")
    assert message.tool_calls[0]["args"] == {"drug": "apixaban"}
    assert message.usage_metadata == {"input_tokens": 20, "output_tokens": 10, "total_tokens": 30}
    assert message.response_metadata["model_calls"] == 2
    said, asked = plain.asked[1][0][-2:]
    assert (said.type, said.content) == ("ai", "I should look it up.")
    assert "neither an Action nor a Final Answer" in asked.text


@pytest.mark.parametrize(
    ("line", "content", "invalid"),
    [
        ("Both may be taken.", "Both may be taken.", 0),
        ("Thought: I should look it up.", "", 1),
        ('Action: get_dosing({"drug": "apix', "", 1),
        ("Observation: 99 mg\nFinal Answer: 99 mg", "", 1),
    ],
)
def test_the_second_turn_is_the_last(line: str, content: str, invalid: int) -> None:
    """Prose is then taken for the answer; what is no answer is an invalid call, so that no caller takes it for one."""
    plain, model = asking(line)
    message = model.invoke("dose?")
    assert (len(plain.asked), message.content, len(message.invalid_tool_calls), message.tool_calls) == (2, content, invalid, [])


def test_calls_that_can_be_read_are_made_when_another_stays_broken() -> None:
    _, model = asking('Action: get_dosing({"drug": "a"})\nAction: get_dosing({"drug": "b')
    message = model.invoke("dose?")
    assert [c["args"] for c in message.tool_calls] == [{"drug": "a"}]


@pytest.mark.parametrize(("line", "finish"), [(CALL, "length"), ("", "stop"), (CALL, "content_filter")])
def test_half_a_turn_and_an_empty_one_are_left_to_the_caller(line: str, finish: str) -> None:
    plain, model = asking(line, finish=finish)
    message = model.invoke("dose?")
    assert (len(plain.asked), message.tool_calls, message.response_metadata["finish_reason"]) == (1, [], finish)


@pytest.mark.parametrize("choice", ["any", "required", True, "get_dosing", {"type": "function", "function": {"name": "get_dosing"}}])
def test_a_required_call_is_insisted_on(choice: Any) -> None:
    plain, model = asking("Final Answer: 99 mg", CALL, tool_choice=choice)
    assert model.invoke("dose?").tool_calls
    assert "must call" in plain.asked[0][0][0].text


def test_tools_that_are_not_to_be_used_are_not_shown() -> None:
    plain, model = asking("Hello.", tool_choice="none")
    assert model.invoke("dose?").content == "Hello."
    assert plain.asked == [([HumanMessage("dose?")], {"stop": None})]


class Route(BaseModel):
    """Who answers."""

    specialist: str


@pytest.mark.parametrize("mode", ["auto", "text"])
async def test_structured_output_is_asked_for_as_text_at_once(mode: Any) -> None:
    plain = Plain(lines=['Here: ```json\n{"specialist": "dosing"}\n```'])
    found, _ = await structured(TextReActModel(inner=plain), Route, [HumanMessage("who?")], mode=mode)
    assert found == Route(specialist="dosing")
    assert len(plain.asked) == 1, "no call is spent on modes that it does not have"


async def test_structured_output_in_another_mode_is_refused_in_words() -> None:
    with pytest.raises(PlainTextOnlyError, match="mode 'text' or 'auto'"):
        await structured(TextReActModel(inner=Plain(lines=["x"])), Route, [HumanMessage("who?")], mode="tool")


@settings(QUICK, max_examples=1_000)
@given(st.lists(soup, min_size=1, max_size=2))
def test_the_adapter_never_raises_and_always_decides(lines: Sequence[str]) -> None:
    plain, model = asking(*map(sound, lines))
    message = model.invoke("dose?")
    assert len(plain.asked) <= 2
    decided = bool(message.tool_calls) + bool(message.invalid_tool_calls) + bool(not message.tool_calls and message.content)
    last = str(plain.lines[min(len(plain.asked), len(lines)) - 1])
    assert decided == 1 or not last.strip()
