"""What the answer does not know, it says; and a patient is told once whom to ask when a finding is grave."""

from __future__ import annotations

import re
from typing import Final

from knowledge.vocabulary import SEVERITY_RANK
from nodes.checks.draft import Draft, failure
from nodes.state import CheckFailure
from tools.evidence import CITATION, Evidence

_OPEN: Final = ("unknown_drug", "not_assessed", "ambiguous", "no_record")
ASK_FIRST: Final = "Ask your doctor or pharmacist before you take these together."
"""What a patient is told when a grave finding stands in an answer that sends to no one."""
_SENDS: Final = re.compile(
    r"\b(?:call|ask|tell|talk|speak|contact|consult|check with|see|get (?:medical )?help)\b.{0,60}?\b(?:911|doctor|pharmacist"
    r"|prescriber|nurse|clinic|poison|provider"
    r"|us\b|emergency|medical|right away|at once|now)|\bcall 911\b",
    re.I,
)


def limits_said(draft: Draft) -> list[CheckFailure]:
    """Every name that could not be answered for is in the answer as such."""
    return [
        failure("limits_said", "", f"The answer does not say that nothing is known here: {item['claim']} [{item['id']}]")
        for item in unsaid(draft)
    ]


def unsaid(draft: Draft) -> list[Evidence]:
    """Return findings that say that nothing is known, and that the answer neither cites nor speaks of."""
    cited = set(CITATION.findall(draft.text))
    low = draft.text.lower()
    found = []
    for ref, item in draft.evidence.items():
        verdict = item["data"].get("severity") or item["data"].get("verdict")
        if verdict not in _OPEN or ref in cited:
            continue
        names = [str(item["data"][k]).lower() for k in ("drug", "drug_a", "drug_b") if item["data"].get(k)]
        if not (
            all(name in low for name in names)
            and re.search(
                r"\bnot (?:known|in the knowledge|curated|assessed|recorded)"
                r"|\bunknown|could not|cannot|no (?:curated|record)|names several|which one",
                low,
            )
        ):
            found.append(item)
    return found


def ask_first(draft: Draft) -> str:
    """Return the one line that sends a patient to a professional, where a grave interaction stands and no line does so; else nothing."""
    grave = any(
        item["kind"] == "interaction" and SEVERITY_RANK.get(str(item["data"].get("severity")), 0) >= SEVERITY_RANK["major"]
        for item in draft.evidence.values()
    )
    return ASK_FIRST if grave and draft.patient_lines and not _SENDS.search(draft.text) else ""
