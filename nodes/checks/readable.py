"""Patient text is readable, and which lines a patient reads."""

from __future__ import annotations

from typing import Any, Final

from knowledge.readability import grade_without
from models.embedded.intents import COUNSELING
from nodes.checks.draft import Draft, failure
from nodes.state import CheckFailure
from tools.evidence import CITATION

PATIENT_GRADE: Final = 6.0
"""Highest Flesch-Kincaid grade of patient text, drug names left out of the count."""


def readable(draft: Draft) -> list[CheckFailure]:
    """Patient text reads at grade 6 or lower, drug names not counted."""
    text = "\n".join(CITATION.sub("", line) for line in draft.patient_lines)
    grade = grade_without(text, draft.names) if text.strip() else 0.0
    if grade <= PATIENT_GRADE:
        return []
    worst = max(draft.patient_lines, key=lambda line: grade_without(CITATION.sub("", line), draft.names))
    reason = f"Patient text reads at grade {grade:.1f}; at most {PATIENT_GRADE:g} is allowed. Use shorter words and sentences."
    return [failure("readable", worst, reason)]


def readability(draft: Draft) -> dict[str, Any]:
    """Return the computed figure of the text that a patient reads: grade, limit, and what was left out of the count; empty when there is none."""
    text = "\n".join(CITATION.sub("", line) for line in draft.patient_lines)
    if not text.strip():
        return {}
    grade = round(max(0.0, grade_without(text, draft.names)), 1)
    return {"measure": "Flesch-Kincaid grade", "grade": grade, "limit": PATIENT_GRADE, "left_out": "drug names"}


def patient_lines(parts: list[Any], text: str, audience: str) -> tuple[str, ...]:
    """Return the lines of a draft that a patient reads: the counseling part's, or all for a patient audience."""
    if audience == "patient":
        return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    if audience == "professional":
        return ()
    own = {line.strip() for p in parts if p["specialist"] == COUNSELING and p["stopped"] == "answered" for line in p["text"].splitlines()}
    alone = len(parts) == 1 and parts[0]["specialist"] == COUNSELING
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith(("#", "**")) and (alone or line.strip() in own))
