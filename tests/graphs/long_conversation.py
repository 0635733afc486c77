"""A conversation of many turns with the embedded engine, in which the patient's values change and facts are learned, and every prompt is counted."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatResult

from models.embedded.engine import EmbeddedModel
from tests.graphs.asking import Pharmacist, put

_TOLD = re.compile(r"Remember that the (\S+) clinic is on (\S+) street\.")
_COLOURS = "red blue green white black brown grey pink amber ivory olive coral khaki beige azure lilac maroon teal tan plum".split()
_ANIMALS = (
    "fox owl bear wolf hare deer swan crow goat lion mole seal toad wren lark frog duck lamb pony bull calf crab moth newt ibis".split()
)
FACT_EVERY = 5
"""Every so many turns a fact is learned."""
WEIGHT_EVERY = 10
"""Every so many turns the weight is stated anew."""
WEIGHTS = (62, 66)
QUESTIONS = (
    "Can she take ibuprofen with warfarin?",
    "What dose of gabapentin?",
    "And with morphine?",
    "What is metformin?",
    "How should I take lisinopril if I miss a dose?",
)


def name(n: int) -> str:
    """The n-th of some hundreds of names that are no drugs."""
    return f"{_COLOURS[n % len(_COLOURS)]}-{_ANIMALS[n // len(_COLOURS)]}"


def learned_in(turns: int) -> dict[str, str]:
    """Every fact that a conversation of that many turns learns: key and value."""
    return {f"{name(n)} clinic": f"on {name(499 - n)} street" for n in range(-(-turns // FACT_EVERY))}


def question(turn: int) -> str:
    """What is asked in a turn; the pattern repeats every fifty turns."""
    said = ""
    if turn == 0:
        said = "My patient is 70, female, creatinine 2.2 mg/dL, takes lisinopril and is allergic to penicillin. "
    if turn % WEIGHT_EVERY == 0:
        said += f"She weighs {WEIGHTS[turn // WEIGHT_EVERY % 2]} kg. "
    if turn % FACT_EVERY == 0:
        said += f"Remember that the {name(turn // FACT_EVERY)} clinic is on {name(499 - turn // FACT_EVERY)} street. "
    return said + QUESTIONS[turn % len(QUESTIONS)]


@dataclass
class Recorder:
    """Wraps the embedded engine: counts the characters of every prompt, and calls `learn_fact` as a language model would."""

    turn: int = 0
    characters: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Of each turn, the length of every prompt."""
    last: str = ""
    """The last prompt that had tools bound."""

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put the wrapper around the engine."""
        generate = EmbeddedModel._generate

        def recorded(model: EmbeddedModel, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
            text = _written(messages)
            self.characters[self.turn].append(len(text))
            result = generate(model, messages, *args, **kwargs)
            if "tools" in kwargs:
                self.last = text
                _learn(messages, result.generations[0].message)
            return result

        monkeypatch.setattr(EmbeddedModel, "_generate", recorded)

    def total(self, first: int, end: int) -> int:
        """The characters of all prompts of the turns from `first` up to `end`."""
        return sum(sum(self.characters[turn]) for turn in range(first, end))

    def longest(self, first: int, end: int) -> int:
        """The longest prompt of those turns."""
        return max(max(self.characters[turn]) for turn in range(first, end))


def _written(messages: Sequence[BaseMessage]) -> str:
    return "".join(str(m.content) + (json.dumps(m.tool_calls) if isinstance(m, AIMessage) else "") for m in messages)


def _learn(messages: Sequence[BaseMessage], reply: BaseMessage) -> None:
    told = _TOLD.search(str(messages[1].content).rpartition("<question>")[2])
    if told and isinstance(reply, AIMessage) and not any(isinstance(m, ToolMessage) for m in messages):
        arguments = {"key": f"{told[1]} clinic", "value": f"on {told[2]} street"}
        reply.tool_calls.append({"name": "learn_fact", "args": arguments, "id": f"learn_{told[1]}", "type": "tool_call"})


async def converse(graph: Pharmacist, recorder: Recorder, turns: int) -> list[str]:
    """Hold the conversation on thread `t`; return how each turn ended."""
    statuses = []
    for turn in range(turns):
        recorder.turn = turn
        statuses.append((await put(graph, question(turn), model="embedded", cheap_model="embedded")).status)
    return statuses
