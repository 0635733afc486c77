"""The embedded critic: it flags what the evidence does not bear, and revising mends it."""

from __future__ import annotations

from typing import Any

import pytest

from models.embedded.judging import judge, revise, summarise
from tools import TOOLS


def evidence(name: str, **args: Any) -> list[dict[str, Any]]:
    return list(TOOLS[name].invoke({"name": name, "args": args, "id": "call_1", "type": "tool_call"}).artifact)


MAJOR = evidence("lookup_interaction", drug_a="warfarin", drug_b="ibuprofen")
BARRED = [e for e in evidence("get_dosing", drug="metformin", egfr=25) if e["data"]["verdict"] == "contraindicated"]
QUESTION = "Can I take ibuprofen with warfarin?"
GOOD = f"{MAJOR[0]['claim']} [{MAJOR[0]['id']}]"


def failed(draft: str, question: str = QUESTION, records: list[dict[str, Any]] = MAJOR) -> dict[str, str]:
    return {c["category"]: c["problem"] for c in judge(draft, question, records)["criteria"] if not c["passed"]}


def test_the_evidence_itself_passes_in_all_four_categories() -> None:
    verdict = judge(GOOD, QUESTION, MAJOR)
    assert [c["category"] for c in verdict["criteria"]] == ["clinical_accuracy", "missing_information", "safety", "clarity"]
    assert failed(GOOD) == {}


@pytest.mark.parametrize(
    ("draft", "category", "words"),
    [
        (f"{GOOD}\nTake 7777 mg instead. [{MAJOR[0]['id']}]", "clinical_accuracy", "7777 mg"),
        (f"{GOOD}\nTake 7777 mg instead.", "clinical_accuracy", "7777 mg"),
        (f"{GOOD}\nIt is fine. [interaction:made+up]", "clinical_accuracy", "interaction:made+up, which no tool returned"),
        ("There is nothing to say.", "missing_information", "major interaction"),
        ("", "clarity", "empty"),
        (GOOD + " again" * 3000, "clarity", "too long"),
    ],
)
def test_each_fault_fails_its_category_and_is_named(draft: str, category: str, words: str) -> None:
    assert words in failed(draft)[category]


def test_a_contraindicated_dose_that_is_not_said_fails_safety() -> None:
    assert BARRED
    assert "metformin is contraindicated" in failed("Take it as usual.", "metformin, eGFR 25", BARRED)["safety"]


@pytest.mark.parametrize(
    ("draft", "records", "question"),
    [
        (f"{GOOD}\nTake 7777 mg instead. [{MAJOR[0]['id']}]", MAJOR, QUESTION),
        (f"It is fine. [interaction:made+up]\n{GOOD}", MAJOR, QUESTION),
        ("There is nothing to say.", MAJOR, QUESTION),
        ("", MAJOR, QUESTION),
        ("Take 500 mg twice daily.", BARRED, "metformin, eGFR 25"),
    ],
)
def test_revising_mends_what_the_judge_found(draft: str, records: list[dict[str, Any]], question: str) -> None:
    assert failed(draft, question, records)
    mended = revise(draft, "", records, question)
    assert failed(mended, question, records) == {}
    assert mended.splitlines()[0] == f"{records[0]['claim']} [{records[0]['id']}]"
    assert "7777" not in mended and "made+up" not in mended


def test_revising_a_good_draft_changes_nothing() -> None:
    assert revise(GOOD, "", MAJOR, QUESTION) == GOOD


def test_a_summary_has_three_to_five_bullets_with_drugs_and_severities() -> None:
    transcript = "human: Can I take ibuprofen with warfarin?\nai: That is a major interaction.\nhuman: And tramadol?"
    bullets = summarise(transcript)["bullets"]
    assert 3 <= len(bullets) <= 5
    assert "ibuprofen, warfarin, tramadol" in bullets[0]
    assert "And tramadol?" in bullets[2]
    assert "major" in bullets[3]
    assert 3 <= len(summarise("")["bullets"]) <= 5
