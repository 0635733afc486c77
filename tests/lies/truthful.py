"""Truthful answers in the words of a pharmacist, written from what the tools return; read from files.

A case is a line `? question | calls` (`?p` for a patient), then the answer. `{2}` cites the second record that the calls return, `{*kind}` all
records of a kind; a line of one full stop stands for an empty one. Calls: `i:a|b` interaction, `d:drug|crcl=25` dosing, `c:drug` counselling,
`f:drug|topic` facts, `k:name|input=1` calculator, `g:words` guidelines; ` ; ` stands between several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tools import TOOLS
from tools.evidence import Evidence

_HERE: Final = Path(__file__).parent
_SPECIALIST: Final = {
    "i": "drug_interaction_specialist", "d": "dosing_specialist", "k": "dosing_specialist", "c": "patient_counseling_specialist",
    "f": "drug_information_specialist", "g": "drug_information_specialist",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One question with its tool calls and an answer that cites what they return."""

    question: str
    calls: tuple[str, ...]
    text: str
    patient: bool

    @property
    def evidence(self) -> dict[str, Evidence]:
        """What the calls return, by id."""
        return {e["id"]: e for call in self.calls for e in called(call)}

    @property
    def answer(self) -> str:
        """The answer with evidence ids for the marks."""
        found = [e for call in self.calls for e in called(call)]

        def cited(match: re.Match[str]) -> str:
            chosen = [e for e in found if e["kind"] == match[1][1:]] if match[1][0] == "*" else [found[int(match[1]) - 1]]
            return " ".join(f"[{e['id']}]" for e in chosen)

        return re.sub(r"\{(\*[a-z]+|\d+)\}", cited, self.text)

    @property
    def specialist(self) -> str:
        """Who answers such a question."""
        return _SPECIALIST[self.calls[0][0]]


def _value(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def arguments(call: str) -> tuple[str, dict[str, Any]]:
    """Read a call as a tool's name and arguments."""
    kind, _, rest = call.partition(":")
    first, *more = rest.split("|")
    named = {k: _value(v) for k, _, v in (part.partition("=") for part in more)}
    return {
        "i": lambda: ("lookup_interaction", {"drug_a": first, "drug_b": more[0]}),
        "d": lambda: ("get_dosing", {"drug": first, **named}),
        "c": lambda: ("get_counseling_points", {"drug": first}),
        "f": lambda: ("get_drug_information", {"drug": first, "topic": more[0]}),
        "k": lambda: ("calculate", {"name": first, "inputs": named}),
        "g": lambda: ("search_guidelines", {"query": first}),
    }[kind]()


@lru_cache(maxsize=512)
def called(call: str) -> tuple[Evidence, ...]:
    """Return what the real tool gives for a call."""
    name, args = arguments(call)
    return tuple(TOOLS[name].invoke({"name": name, "args": args, "id": "call_1", "type": "tool_call"}).artifact)


def cases(name: str) -> list[Case]:
    """Read a file of cases."""
    found = []
    for block in re.split(r"\n\s*\n", (_HERE / name).read_text(encoding="utf-8").strip()):
        head, _, text = block.partition("\n")
        mark, _, asked = head.partition(" ")
        question, _, calls = asked.partition(" | ")
        text = re.sub(r"(?m)^\.$", "", text.strip())
        found.append(Case(question.strip(), tuple(c.strip() for c in calls.split(" ; ")), text, mark == "?p"))
    return found
