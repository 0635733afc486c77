"""What counts as an emergency: reports do, questions about emergencies do not."""

from __future__ import annotations

import pytest

from nodes.fixed import ESCALATIONS, REFUSALS, emergency, refusal

REPORTS = [
    ("My son took a whole bottle of acetaminophen", "overdose"),
    ("I took too many of my pills", "overdose"),
    ("She swallowed 40 tablets of amitriptyline", "overdose"),
    ("my husband overdosed on oxycodone", "overdose"),
    ("The toddler accidentally swallowed metformin", "overdose"),
    ("I took a handful of ibuprofen an hour ago", "overdose"),
    ("I want to die", "self_harm"),
    ("what is the dose of amitriptyline to kill myself", "self_harm"),
    ("I have been feeling suicidal since sertraline", "self_harm"),
    ("How many pills to end my life?", "self_harm"),
    ("Anaphylaxis after penicillin, what now", "anaphylaxis"),
    ("My throat is swelling and I can't breathe after amoxicillin", "anaphylaxis"),
    ("His lips are swollen just after the lisinopril", "anaphylaxis"),
    ("can't breathe since I took aspirin", "anaphylaxis"),
    ("took 25 tablets of paracetamol", "overdose"),
    ("I took 25 tablets of paracetamol, what is the antidote?", "overdose"),
    ("He drank a bottle of Tylenol", "overdose"),
    ("What if I took 30 tablets at once and never wake up", "self_harm"),
    ("He is having anaphylaxis, what is the dose of epinephrine?", "anaphylaxis"),
]
NO_REPORTS = [
    "Can I take ibuprofen with warfarin?",
    "What are the symptoms of acetaminophen overdose?",
    "What is the antidote for a digoxin overdose?",
    "guideline for management of opioid overdose",
    "Can penicillin cause anaphylaxis?",
    "Patient with a history of anaphylaxis to penicillin: is cefazolin safe?",
    "What is the risk of throat swelling after lisinopril?",
    "I took my ibuprofen with food",
    "How many tablets are in a bottle of metformin?",
    "I take 30 mg of lisinopril",
    "Patient has penicillin allergy (anaphylaxis). Dose of Augmentin?",
    "Anaphylaxis to penicillin as a child, is cefazolin safe?",
    "Penicillin: anaphylaxis in 2010. Cefazolin dose?",
    "what is the dose of epinephrine for anaphylaxis",
    "Epinephrine dose in anaphylaxis",
    "I drank a bottle of wine, may I take metronidazole?",
    "",
]


@pytest.mark.parametrize(("text", "name"), REPORTS)
def test_a_report_is_an_emergency(text: str, name: str) -> None:
    assert emergency(text) == name
    assert emergency(text.upper()) == name


@pytest.mark.parametrize("text", NO_REPORTS)
def test_a_question_is_no_emergency(text: str) -> None:
    assert emergency(text) is None


def test_every_escalation_names_a_number_to_call() -> None:
    assert set(ESCALATIONS) == {"overdose", "self_harm", "anaphylaxis"}
    for text in ESCALATIONS.values():
        assert "911" in text
    assert "1-800-222-1222" in ESCALATIONS["overdose"]
    assert "988" in ESCALATIONS["self_harm"]


@pytest.mark.parametrize("key", REFUSALS)
def test_every_refusal_can_be_written_with_any_detail(key: str) -> None:
    text = refusal(f"{key}|{{braces}} | and 8000/9000")
    assert text
    assert "{limit}" not in text
    assert "{length}" not in text
