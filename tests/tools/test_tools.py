"""The tools as a model calls them: text, evidence with sources and stable ids, clear errors, memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.messages import ToolMessage
from langchain_core.tools import ToolException
from pydantic import ValidationError

from knowledge.store import knowledge_base
from tools import TOOLS
from tools.evidence import CITATION
from tools.memory import MAX_VALUE, MEMORY, MemoryView


def call(tool: str, **args: Any) -> ToolMessage:
    message = TOOLS[tool].invoke({"name": tool, "args": args, "id": "call_1", "type": "tool_call"})
    assert isinstance(message, ToolMessage)
    return message


CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("lookup_interaction", {"drug_a": "warfarin", "drug_b": "ibuprofen"}, "interaction"),
    ("lookup_interaction", {"drug_a": "acetaminophen", "drug_b": "amoxicillin"}, "interaction"),
    ("lookup_interaction", {"drug_a": "warfarin", "drug_b": "zorblaxinib"}, "interaction"),
    ("get_dosing", {"drug": "metformin", "egfr": 25}, "dosing"),
    ("get_dosing", {"drug": "apixaban", "age_years": 85, "weight_kg": 55, "scr_mg_dl": 1.0, "sex": "male"}, "dosing"),
    ("get_dosing", {"drug": "dabigatran", "egfr": 25}, "dosing"),
    ("get_dosing", {"drug": "zor [bla] xinib"}, "dosing"),
    ("search_guidelines", {"query": 'metformin "kidney" AND (NOT'}, "guideline"),
    ("get_drug_information", {"drug": "lisinopril"}, "fact"),
    ("get_drug_information", {"drug": "Zestril", "topic": "mechanism"}, "fact"),
    ("get_counseling_points", {"drug": "lisinopril"}, "fact"),
    ("calculate", {"name": "crcl_cockcroft_gault", "inputs": {"age_years": 70, "sex": "female", "scr_mg_dl": 2.2, "weight_kg": 62}}, "calc"),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "args", "kind"), CALLS)
def test_a_tool_returns_text_and_evidence_that_an_answer_can_cite(tool: str, args: dict[str, Any], kind: str) -> None:
    message = call(tool, **args)
    assert message.status == "success"
    assert message.artifact
    assert kind in {e["kind"] for e in message.artifact}
    for item in message.artifact:
        assert CITATION.findall(f"[{item['id']}]") == [item["id"]]
        assert item["id"].startswith(f"{item['kind']}:")
        assert item["quote"] in item["claim"]
        assert item["source"]["title"] and item["source"]["section"]
        assert item["source"]["url"].startswith("https://") or item["source"]["section"] == "no record"
        assert item["claim"] in str(message.content)
    assert len({e["id"] for e in message.artifact}) == len(message.artifact)


@pytest.mark.parametrize(("tool", "args", "kind"), CALLS)
def test_the_same_call_gives_the_same_evidence(tool: str, args: dict[str, Any], kind: str) -> None:
    assert call(tool, **args).artifact == call(tool, **args).artifact


def test_an_interaction_has_one_id_in_both_orders_and_by_brand() -> None:
    ids = {call("lookup_interaction", drug_a=a, drug_b=b).artifact[0]["id"] for a, b in (("warfarin", "ibuprofen"), ("Advil", "Coumadin"))}
    assert ids == {"interaction:ibuprofen+warfarin"}


def test_no_two_facts_of_a_drug_share_an_id() -> None:
    drugs = sorted({d for bearers in knowledge_base().names.values() for d in bearers})
    ids = Counter(e["id"] for d in drugs for tool in ("get_drug_information", "get_counseling_points") for e in call(tool, drug=d).artifact)
    assert [i for i, n in ids.items() if n > 1] == []
    assert len(ids) > len(drugs)


def test_no_two_dosing_findings_share_an_id_unless_they_say_the_same() -> None:
    for drug in sorted({d for bearers in knowledge_base().names.values() for d in bearers}):
        claims: dict[str, str] = {}
        for item in call("get_dosing", drug=drug).artifact:
            assert claims.setdefault(item["id"], item["claim"]) == item["claim"]


def test_an_unknown_drug_is_said_with_the_nearest_names_and_none_chosen() -> None:
    for tool, args in (
        ("get_dosing", {"drug": "metforman"}),
        ("get_drug_information", {"drug": "metforman"}),
        ("get_counseling_points", {"drug": "metforman"}),
    ):
        text = str(call(tool, **args).content)
        assert text.startswith("unknown_drug: 'metforman'")
        assert "metformin; none was chosen" in text
    severity = call("lookup_interaction", drug_a="warfarin", drug_b="zorblaxinib").artifact[0]["data"]["severity"]
    assert severity == "unknown_drug"


def test_a_class_name_is_a_question_back() -> None:
    assert "ask again with one of" in str(call("get_drug_information", drug="ssri").content)
    assert "ask which one is meant" in str(call("get_dosing", drug="ssri").content)


@pytest.mark.parametrize(
    ("tool", "args", "words"),
    [
        ("lookup_interaction", {"drug_a": "warfarin", "drug_b": "Coumadin"}, "duplicate therapy"),
        ("get_dosing", {"drug": "metformin", "egfr": 900}, "egfr 900 is not possible: give 0 to 200"),
        ("get_dosing", {"drug": "metformin", "age_years": -3}, "age_years -3 is not possible"),
        ("calculate", {"name": "nope", "inputs": {}}, "unknown calculator 'nope'; known calculators: "),
        ("calculate", {"name": "crcl_cockcroft_gault", "inputs": {"age_years": 70}}, "needs sex, scr_mg_dl, weight_kg"),
    ],
)
def test_a_call_that_cannot_be_answered_raises_words_that_a_model_can_react_to(tool: str, args: dict[str, Any], words: str) -> None:
    with pytest.raises(ToolException, match=words):
        call(tool, **args)


@pytest.mark.parametrize(
    ("tool", "args"),
    [
        ("lookup_interaction", {"drug_a": "warfarin"}),
        ("lookup_interaction", {"drug_a": "warfarin", "drug_b": ""}),
        ("get_dosing", {"drug": "metformin", "sex": "F"}),
        ("get_dosing", {"drug": "metformin", "child_pugh": "D"}),
        ("get_drug_information", {"drug": "metformin", "topic": "price"}),
        ("search_guidelines", {"query": ""}),
        ("learn_fact", {"key": "k", "value": "v"}),
        ("learn_fact", {"key": "key", "value": "v" * (MAX_VALUE + 1)}),
    ],
)
def test_bad_arguments_are_refused_before_the_tool_runs(tool: str, args: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        call(tool, **args)


@pytest.fixture
def memory() -> Iterator[MemoryView]:
    """A thread's memory, as the `act` node sets it around a call."""
    view = MemoryView(
        profile={"scr_mg_dl": 2.2, "age_years": 70, "sex": "female", "weight_kg": 62, "allergies": ["penicillin"], "egfr": None},
        facts={"pharmacy": {"key": "pharmacy", "value": "Main Street"}},
    )
    token = MEMORY.set(view)
    yield view
    MEMORY.reset(token)


def test_a_fact_is_learned_and_recalled_with_evidence(memory: MemoryView) -> None:
    learned = call("learn_fact", key=" Night Shift ", value=" works nights ")
    assert memory.learned == [{"key": "night shift", "value": "works nights"}]
    recalled = call("recall_fact", query="nights")
    assert [e["claim"] for e in recalled.artifact] == ["night shift: works nights"]
    assert [e["id"] for e in recalled.artifact] == [e["id"] for e in learned.artifact]
    assert {e["kind"] for e in recalled.artifact} == {"memory"}


def test_recall_without_words_lists_profile_and_facts(memory: MemoryView) -> None:
    claims = {e["claim"] for e in call("recall_fact").artifact}
    assert {"pharmacy: Main Street", "allergies: penicillin", "age years: 70"} <= claims
    assert not any("egfr" in c for c in claims)


def test_recall_of_nothing_names_the_known_keys(memory: MemoryView) -> None:
    message = call("recall_fact", query="xqzzv")
    assert message.artifact == []
    assert "pharmacy" in str(message.content)


def test_outside_a_run_memory_is_empty() -> None:
    assert str(call("recall_fact").content).endswith("Known keys: none")
    call("learn_fact", key="pharmacy", value="Main Street")
    assert call("recall_fact").artifact == []


def test_dosing_takes_what_the_user_said_of_the_patient_over_what_a_model_put_into_the_call(memory: MemoryView) -> None:
    computed = [e for e in call("get_dosing", drug="dabigatran").artifact if e["kind"] == "calc"]
    assert [e["data"]["inputs"]["weight_kg"] for e in computed] == [62]
    memory.profile["crcl"] = 80.0
    bands = {
        tuple(e["data"][k] for k in ("metric", "value"))
        for e in call("get_dosing", drug="dabigatran", crcl=20).artifact
        if e["data"].get("metric")
    }
    assert bands == {("crcl", 80)}
    memory.profile.clear()
    alone = [e["data"]["value"] for e in call("get_dosing", drug="dabigatran", crcl=20).artifact if e["data"].get("metric")]
    assert set(alone) == {20}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("usual dose", "500 mg", "get_dosing"),
        ("insulin", "ten units", "get_dosing"),
        ("syrup", "5 mL", "get_dosing"),
        ("age", "70", "profile"),
        ("patient_weight", "62", "profile"),
        ("creatinine", "2.2", "profile"),
        ("eGFR", "90", "profile"),
        ("penicillin allergy", "none", "profile"),
        ("current medicines", "warfarin", "profile"),
        ("kidneys", "CrCl 90", "profile"),
    ],
)
def test_doses_and_the_patients_values_are_not_learned(memory: MemoryView, key: str, value: str, words: str) -> None:
    with pytest.raises(ToolException, match=words):
        call("learn_fact", key=key, value=value)
    assert memory.learned == []
