"""The profile over turns: what a question takes back goes, and another patient starts afresh."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from langchain_core.messages import HumanMessage

from nodes.memory import merge_profile
from nodes.recall import other_patient, recall
from nodes.state import PharmacistState

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
