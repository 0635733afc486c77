"""The program's own sentences, which need no citation: written again by what writes them, so that no other text passes for one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from models.embedded.intents import INFORMATION
from models.embedded.reading import Reading, read
from models.embedded.writing import NOT_LOOKED_UP, write
from nodes.checks.draft import only_names
from nodes.merge import joined
from nodes.state import Part
from tools.evidence import Evidence
from tools.reference import get_counseling_points, get_drug_information

_LEFT_OUT: Final = re.compile(rf"\s*{re.escape(NOT_LOOKED_UP)} (.+?)\. Ask again for these\.\s*")


def left_out(text: str) -> bool:
    """Say whether a line is the engine's list of drugs that it did not look up, and holds drug names only."""
    match = _LEFT_OUT.fullmatch(text)
    return bool(match) and only_names(match[1])  # type: ignore[index]


def notices(questions: Iterable[str], context: Mapping[str, Any], parts: list[Part], drugs: Iterable[str]) -> frozenset[str]:
    """Return the sentences that the engine and the merge may add to this answer.

    Args:
        questions: The question, and the sub-questions that specialists were given.
        context: What recall chose: profile, flags and drugs in focus.
        parts: The specialists' answers; unfinished ones are labelled.
        drugs: Drugs of which a record may be empty.

    Returns:
        The lines, word for word.
    """
    profile = context.get("profile", {})
    focus = tuple(context.get("drugs_in_focus", ()))
    found = [write(INFORMATION, Reading(""), ()), *(flag["text"] for flag in context.get("flags", ()))]
    for question in dict.fromkeys(questions):
        for reading in (read(question, focus), read(question)):
            allergies = tuple(reading.patient.get("allergies") or profile.get("allergies") or ())
            found.append(write(INFORMATION, reading, (), (), allergies))
    found.append(joined([{**p, "text": ""} for p in parts if p["stopped"] != "answered"]))
    for drug in dict.fromkeys(drugs):
        for tool in (get_drug_information, get_counseling_points):
            text, evidence = _called(tool, drug)
            found += [] if evidence else [text]
    return frozenset(line.strip() for text in found for line in text.splitlines() if line.strip())


def _called(tool: Any, drug: str) -> tuple[str, list[Evidence]]:
    text, evidence = tool.func(drug=drug, **({"topic": "all"} if tool is get_drug_information else {}))
    return text, evidence
