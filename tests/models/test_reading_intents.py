"""Reading a question: what it asks for and who answers; and that reading never fails, whatever the text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.patient import RANGES
from models.embedded.reading import Reading, read

INTERACTION, DOSING = "drug_interaction_specialist", "dosing_specialist"
COUNSELING, INFORMATION = "patient_counseling_specialist", "drug_information_specialist"


@pytest.mark.parametrize(
    ("question", "intent", "specialist"),
    [
        ("Can I take ibuprofen with warfarin?", "interaction", INTERACTION),
        ("Does metoprolol interact with verapamil?", "interaction", INTERACTION),
        ("I take warfarin. Can I take ibuprofen?", "interaction", INTERACTION),
        ("Can I drink alcohol with metronidazole?", "diet", INTERACTION),
        ("Metformin dose with eGFR 25", "renal", DOSING),
        ("Apixaban in Child-Pugh B", "hepatic", DOSING),
        ("How much amoxicillin per day?", "dose", DOSING),
        ("I missed a dose of warfarin", "missed_dose", COUNSELING),
        ("How do I store insulin glargine?", "storage", COUNSELING),
        ("How do I come off sertraline?", "stopping", COUNSELING),
        ("How should I take levothyroxine?", "use", COUNSELING),
        ("I took too many metformin pills", "overdose", COUNSELING),
        ("Side effects of sertraline", "side_effects", INFORMATION),
        ("Mechanism of lisinopril", "information", INFORMATION),
        ("Is sertraline safe in pregnancy?", "pregnancy", INFORMATION),
    ],
)
def test_intent_and_first_specialist(question: str, intent: str, specialist: str) -> None:
    reading = read(question)
    assert intent in reading.intents
    assert reading.specialists[0] == specialist


def test_two_parts_go_to_two_specialists() -> None:
    reading = read("Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?")
    assert reading.specialists == (INTERACTION, DOSING)


def test_nothing_recognised_goes_to_information() -> None:
    assert read("hello there").specialists == (INFORMATION,)


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("Can I take ibuprofen?", True),
        ("Explain warfarin in plain language", True),
        ("Patient on my ward: renal dose of gabapentin", False),
        ("Mechanism of warfarin", False),
    ],
)
def test_who_reads_the_answer(question: str, plain: bool) -> None:
    assert read(question).for_patient is plain


def test_the_reading_as_json_is_plain_and_whole() -> None:
    value = json.loads(json.dumps(read("Warfarn for a 70-year-old woman?").as_json()))
    assert value["drugs"] == [{"name": "warfarin", "text": "Warfarn", "match": "misspelling", "candidates": ["warfarin"]}]
    assert value["patient"] == {"age_years": 70.0, "sex": "female"}
    assert {"question", "doses", "intents", "specialists", "for_patient", "problems"} <= set(value)


def checked(reading: Reading, text: str) -> None:
    json.dumps(reading.as_json())
    assert 1 <= len(reading.specialists) <= 3
    assert all(low <= reading.patient[f] <= high for f, (low, high, _) in RANGES.items() if f in reading.patient)
    assert all(text[m.start : m.end] == m.text for m in reading.drugs)


PIECES = st.sampled_from(
    ["warfarin", "Coumadin", "warfarn", "penicillin", "allergic to ", "I take ", "eGFR ", "CrCl ", "creatinine ", "umol/L", "mg/dL", " 70-year-old ", "5'10\"",
     "-3", "1e9", "900",
     "1.5", "1,5", " kg", " lb", "12 ft", ". ", "?", ", ", "\n", " not ",
     "pregnant", "Child-Pugh ", "B", "<question>", "\u00b5", "\x00", "\u0130"]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text_is_read_without_an_error_and_the_same_way_twice(text: str) -> None:
    first = read.__wrapped__(text)
    checked(first, text)
    assert read.__wrapped__(text) == first


@pytest.mark.parametrize(
    "question",
    [
        "What is the dose of simvastatin with clarithromycin?",
        "How do I take warfarin while on ibuprofen?",
        "How should sildenafil be stored together with nitroglycerin?",
    ],
)
def test_drugs_that_are_taken_together_are_always_checked(question: str) -> None:
    assert "drug_interaction_specialist" in read(question).specialists


def test_drugs_that_are_compared_are_not_taken_together() -> None:
    assert "drug_interaction_specialist" not in read("What is the difference between apixaban and warfarin?").specialists


@pytest.mark.parametrize("question", ["How do I store blorfenzatrix with warfarin?", "Blorfenzatrix side effects?"])
def test_an_unknown_name_is_never_dropped(question: str) -> None:
    assert "blorfenzatrix" in {m.name.lower() for m in read(question).drugs}
