"""The gate's checks: small functions from a draft and its evidence to what is wrong, line by line. They call no model."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from knowledge.readability import grade_without
from knowledge.vocabulary import SEVERITY_RANK
from models.embedded.claims import unsupported
from models.embedded.intents import COUNSELING
from nodes.state import CheckFailure
from tools.evidence import CITATION, Evidence

PATIENT_GRADE: Final = 6.0
"""Highest Flesch-Kincaid grade of patient text, drug names left out of the count."""


_LEVELS = "contraindicated|major|moderate|minor"
_SEVERITY_SAID: Final = re.compile(rf"\*\*({_LEVELS}|none known)\*\*|\b(?:severity|interaction)\s*(?:is|:|of)\s*({_LEVELS})\b", re.I)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the checks look at.

    Attributes:
        text: The draft, citing evidence ids.
        evidence: The run's evidence by id.
        stated: The question and profile as text; numbers in it need no citation.
        patient_lines: Lines that a patient reads.
        names: Words of drug names, left out of the grade.
    """

    text: str
    evidence: Mapping[str, Evidence]
    stated: str
    patient_lines: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()


Check = Callable[[Draft], list[CheckFailure]]


def citations_resolve(draft: Draft) -> list[CheckFailure]:
    """Every cited id is evidence of this run."""
    return [
        {"check": "citations_resolve", "line": line, "reason": f"{ref} is not evidence of this run."}
        for line in draft.text.splitlines()
        for ref in CITATION.findall(line)
        if ref not in draft.evidence
    ]


def numbers_supported(draft: Draft) -> list[CheckFailure]:
    """Every number with a clinical unit stands in the evidence that its line cites, or in what the user stated."""
    found: list[CheckFailure] = []
    for line in draft.text.splitlines():
        cited = [draft.evidence[ref] for ref in CITATION.findall(line) if ref in draft.evidence]
        support = " ".join([draft.stated, *(e["claim"] for e in cited)])
        for quantity in unsupported(CITATION.sub("", line), support):
            found.append(
                {"check": "numbers_supported", "line": line, "reason": f"{quantity.text!r} is not in the evidence that the line cites."}
            )
    return found


def severity_as_found(draft: Draft) -> list[CheckFailure]:
    """A line that cites an interaction states no other severity than the one found."""
    found: list[CheckFailure] = []
    for line in draft.text.splitlines():
        levels = {
            str(draft.evidence[r]["data"]["severity"])
            for r in CITATION.findall(line)
            if r in draft.evidence and draft.evidence[r]["kind"] == "interaction"
        }
        if not levels:
            continue
        said = {word.lower() for match in _SEVERITY_SAID.finditer(line) for word in match.groups() if word}
        if wrong := said - {level.replace("_", " ") for level in levels}:
            found.append(
                {
                    "check": "severity_as_found",
                    "line": line,
                    "reason": f"States {', '.join(sorted(wrong))}; the finding is {', '.join(sorted(levels))}.",
                }
            )
    return found


def grave_first(draft: Draft) -> list[CheckFailure]:
    """Contraindicated and major interactions are in the answer, and the first interaction that it names is the worst."""
    ranked = {k: SEVERITY_RANK[e["data"]["severity"]] for k, e in draft.evidence.items() if e["kind"] == "interaction"}
    grave = {k for k, rank in ranked.items() if rank >= SEVERITY_RANK["major"]}
    if not grave:
        return []
    cited = [r for r in CITATION.findall(draft.text) if r in ranked]
    found: list[CheckFailure] = [
        {
            "check": "grave_first",
            "line": "",
            "reason": f"The finding {k} ({draft.evidence[k]['data']['severity']}) is missing from the answer.",
        }
        for k in sorted(grave - set(cited))
    ]
    if cited and ranked[cited[0]] < max(ranked[r] for r in cited):
        found.append({"check": "grave_first", "line": "", "reason": "A milder interaction stands before the worst one."})
    return found


def readable(draft: Draft) -> list[CheckFailure]:
    """Patient text reads at grade 6 or lower, drug names not counted."""
    text = "\n".join(CITATION.sub("", line) for line in draft.patient_lines)
    grade = grade_without(text, draft.names) if text.strip() else 0.0
    if grade <= PATIENT_GRADE:
        return []
    worst = max(draft.patient_lines, key=lambda line: grade_without(CITATION.sub("", line), draft.names))
    return [
        {
            "check": "readable",
            "line": worst,
            "reason": f"Patient text reads at grade {grade:.1f}; at most {PATIENT_GRADE:g} is allowed. Use shorter words and sentences.",
        }
    ]


CHECKS: Final[tuple[Check, ...]] = (citations_resolve, numbers_supported, severity_as_found, grave_first, readable)
"""Every check of the gate, in order."""


def failures(draft: Draft) -> list[CheckFailure]:
    """Run every check; a check that breaks counts as failed, so that the gate closes.

    Args:
        draft: What to check.

    Returns:
        The failures; empty when the draft may go out.
    """
    found: list[CheckFailure] = []
    for check in CHECKS:
        try:
            found += check(draft)
        except Exception as error:
            found.append(
                {
                    "check": check.__name__,
                    "line": "*",
                    "reason": f"The check itself failed ({type(error).__name__}), so nothing may pass it.",
                }
            )
    return found


def patient_lines(parts: list[Any], text: str, audience: str) -> tuple[str, ...]:
    """Return the lines of a draft that a patient reads: the counseling part's, or all for a patient audience."""
    if audience == "patient":
        return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    if audience == "professional":
        return ()
    own = {line.strip() for p in parts if p["specialist"] == COUNSELING and p["stopped"] == "answered" for line in p["text"].splitlines()}
    alone = len(parts) == 1 and parts[0]["specialist"] == COUNSELING
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith(("#", "**")) and (alone or line.strip() in own))
