"""The profile over turns: what a question takes back goes, and another patient starts afresh."""

from __future__ import annotations

import asyncio
import json
from typing import Any, cast

import pytest
from langchain_core.messages import HumanMessage

from nodes.memory import merge_profile
from nodes.patients import other_patient
from nodes.recall import recall
from nodes.state import PharmacistState
from nodes.stated import log_update

OLD: dict[str, Any] = {"age_years": 80.0, "crcl": 20.0, "medicines": ["warfarin", "metformin"], "allergies": ["penicillin"]}


def after(question: str) -> dict[str, Any]:
    state = {"question": question, "profile": OLD, "messages": [HumanMessage("before"), HumanMessage(question)]}
    update = asyncio.run(recall(cast(PharmacistState, state)))
    kept = merge_profile(OLD, update["profile"])
    assert kept == update["context"]["profile"]
    return kept


def test_a_stopped_medicine_leaves_the_profile() -> None:
    assert after("She stopped warfarin. Is ibuprofen safe?") == {**OLD, "medicines": ["metformin"]}


def test_a_denied_allergy_leaves_the_profile() -> None:
    assert after("She is not allergic to penicillin. Is amoxicillin safe?")["allergies"] == []


@pytest.mark.parametrize("words", ["Different patient:", "Another patient:", "New patient,", "Now a new patient:"])
def test_another_patient_starts_afresh(words: str) -> None:
    assert after(f"{words} age 40, takes part. Gabapentin dose?") == {"age_years": 40.0}
    assert after(f"{words} I take lisinopril. Ibuprofen?") == {"medicines": ["lisinopril"]}


def test_the_same_patient_is_kept() -> None:
    assert not other_patient("This is not a new patient: gabapentin dose?")
    assert after("And gabapentin?") == OLD


def test_the_prompts_get_the_profile_with_its_days_and_what_to_say_of_it() -> None:
    log = log_update({}, {}, OLD, "", "2020-01-01T00:00:00.000000+00:00")
    state = {"question": "What dose of gabapentin?", "profile": OLD, "stated": log, "messages": [HumanMessage("What dose of gabapentin?")]}
    context = asyncio.run(recall(cast(PharmacistState, state)))["context"]
    assert context["profile_dates"] == {"age_years": "2020-01-01", "crcl": "2020-01-01"}
    assert [(f["field"], f["kind"]) for f in context["flags"]] == [("crcl", "old"), ("age_years", "old")]


def test_the_context_is_bounded_however_much_is_remembered() -> None:
    def size(count: int) -> int:
        facts = {f"key {n}": {"key": f"key {n}", "value": "metformin " * 20, "learned_at": f"{2000 + n:06d}"} for n in range(count)}
        episodes = [{"at": str(n), "bullets": ["metformin " * 60] * 40, "messages": 2} for n in range(count)]
        messages = [HumanMessage("What is metformin? " * 100)] * count
        state = {"question": "What is metformin?", "profile": OLD, "facts": facts, "episodes": episodes, "messages": messages}
        return len(json.dumps(asyncio.run(recall(cast(PharmacistState, state)))["context"]))

    assert size(2000) <= 1.02 * size(40)
