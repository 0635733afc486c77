"""What the embedded engine plans and writes: the right tools, and no fact without a citation."""

from __future__ import annotations

from typing import Any

import pytest

from models.embedded.judging import judge
from models.embedded.planning import MOST_PAIRS, plan
from models.embedded.reading import read
from models.embedded.writing import write
from tools import TOOLS
from tools.evidence import CITATION

INTERACTION, DOSING = "drug_interaction_specialist", "dosing_specialist"
COUNSELING, INFORMATION = "patient_counseling_specialist", "drug_information_specialist"


def answered(question: str, specialist: str) -> tuple[str, dict[str, Any]]:
    """Plan, call the real tools and write, as the engine does."""
    reading = read(question)
    evidence: dict[str, Any] = {}
    problems = []
    for name, args in plan(specialist, reading, {}, TOOLS):
        message = TOOLS[name].invoke({"name": name, "args": args, "id": "call_1", "type": "tool_call"})
        evidence |= {e["id"]: e for e in message.artifact}
        if not message.artifact:
            problems.append(str(message.content))
    return write(specialist, reading, list(evidence.values()), problems), evidence


@pytest.mark.parametrize(
    ("specialist", "question", "calls"),
    [
        (INTERACTION, "ibuprofen with warfarin", [("lookup_interaction", {"drug_a": "ibuprofen", "drug_b": "warfarin"})]),
        (INTERACTION, "I take warfarin. Can I take ibuprofen?", [("lookup_interaction", {"drug_a": "warfarin", "drug_b": "ibuprofen"})]),
        (DOSING, "metformin dose, eGFR 25", [("get_dosing", {"drug": "metformin", "egfr": 25.0})]),
        (COUNSELING, "I missed a dose of warfarin", [("get_counseling_points", {"drug": "warfarin"})]),
        (INFORMATION, "side effects of sertraline", [("get_drug_information", {"drug": "sertraline", "topic": "all"})]),
        (INFORMATION, "zorblaxinib with nothing", [("get_drug_information", {"drug": "zorblaxinib", "topic": "all"})]),
        (INFORMATION, "how do kidneys age", [("search_guidelines", {"query": "how do kidneys age"})]),
    ],
)
def test_a_question_is_planned_as_tool_calls(specialist: str, question: str, calls: list[tuple[str, dict[str, Any]]]) -> None:
    assert plan(specialist, read(question), {}, TOOLS) == calls


def test_a_plan_holds_every_pair_uses_the_profile_and_has_a_limit() -> None:
    profile = {"medicines": ["warfarin", "ibuprofen"], "egfr": 40}
    reading = read("Is tramadol with sertraline fine?")
    pairs = {frozenset((a["drug_a"], a["drug_b"])) for _, a in plan(INTERACTION, reading, profile, TOOLS)}
    medicines = ("warfarin", "ibuprofen")
    assert pairs == {frozenset(("tramadol", "sertraline")), *(frozenset((d, m)) for d in ("tramadol", "sertraline") for m in medicines)}
    many = read("lisinopril metformin atorvastatin sertraline amlodipine omeprazole gabapentin warfarin together")
    assert len(plan(INTERACTION, many, {}, TOOLS)) == 8 * 7 // 2 <= MOST_PAIRS
    assert plan(DOSING, read("metformin dose"), profile, TOOLS) == [("get_dosing", {"drug": "metformin", "egfr": 40})]


def test_a_plan_leaves_out_allergies_and_tools_that_are_not_bound() -> None:
    question = read("allergic to amoxicillin; ciprofloxacin dose?")
    contraindication = {"drug": "ciprofloxacin", "topic": "contraindication"}
    assert plan(DOSING, question, {}, TOOLS) == [("get_dosing", {"drug": "ciprofloxacin"}), ("get_drug_information", contraindication)]
    assert plan(DOSING, question, {}, ["lookup_interaction"]) == []


def test_a_pregnancy_is_looked_up_once_by_the_first_specialist() -> None:
    question = read("I am pregnant. Can I take ibuprofen with warfarin?")
    topics = [
        a["topic"]
        for s in question.specialists
        for n, a in plan(s, question, {}, TOOLS)
        if n == "get_drug_information" and s != INFORMATION
    ]
    assert topics == ["pregnancy", "pregnancy"]


ASKED = [
    ("Can I take ibuprofen with warfarin?", INTERACTION),
    ("simvastatin with clarithromycin together", INTERACTION),
    ("lisinopril and amlodipine together?", INTERACTION),
    ("metformin dose, eGFR 25", DOSING),
    ("dabigatran dose in a 70-year-old woman, 62 kg, creatinine 2.2", DOSING),
    ("apixaban dose in a 85-year-old man, 55 kg, creatinine 1.0", DOSING),
    ("dabigatran dose, eGFR 25", DOSING),
    ("I missed a dose of warfarin", COUNSELING),
    ("Mechanism of lisinopril", INFORMATION),
    ("guidance on metformin and kidneys", INFORMATION),
]


@pytest.mark.parametrize(("question", "specialist"), ASKED)
def test_every_line_that_states_a_fact_cites_what_a_tool_returned(question: str, specialist: str) -> None:
    text, evidence = answered(question, specialist)
    lines = [line for line in text.splitlines() if line.strip() and not line.endswith("**")]
    assert lines
    for line in lines:
        cited = CITATION.findall(line)
        assert cited and set(cited) <= set(evidence), line


@pytest.mark.parametrize(("question", "specialist"), ASKED)
def test_the_engines_own_drafts_pass_its_own_judgement(question: str, specialist: str) -> None:
    text, evidence = answered(question, specialist)
    verdict = judge(text, question, list(evidence.values()))
    assert [c for c in verdict["criteria"] if not c["passed"]] == []


def test_the_worst_interaction_is_written_first() -> None:
    text, _ = answered("warfarin, ibuprofen, simvastatin and clarithromycin together", INTERACTION)
    ranks = [line.split("**")[3] for line in text.splitlines() if line.startswith("**")]
    order = ("contraindicated", "major", "moderate", "minor", "none known")
    assert ranks[0] == "contraindicated"
    assert [order.index(r) for r in ranks] == sorted(order.index(r) for r in ranks)


@pytest.mark.parametrize("specialist", [INTERACTION, DOSING, COUNSELING, INFORMATION])
def test_an_unknown_drug_is_said_and_never_called_safe(specialist: str) -> None:
    text, _ = answered("Is zorblaxinib safe with warfarin?", specialist)
    assert "zorblaxinib" in text
    assert "not in the knowledge base" in text or "unknown drug" in text.lower()
    about = "\n".join(line for line in text.splitlines() if "zorblaxinib" in line).lower()
    assert "none known" not in about and "no interaction" not in about


def test_no_evidence_is_said_and_not_filled() -> None:
    text = write(INFORMATION, read("hello"), [])
    assert text.startswith("Nothing about this is recorded")
    assert not CITATION.findall(text)
