"""Quantities in one form, so that a number of an answer can be held against its evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.agreement import unsupported
from knowledge.quantities import quantities


def keys(text: str) -> set[tuple[float, str]]:
    return {q.key for q in quantities(text)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 g", "1000 mg"),
        ("1,500 mg", "1.5 g"),
        ("0.5 mg", "500 mcg"),
        ("50 mcg", "50 micrograms"),
        ("50 mcg", "50 \u00b5g"),
        ("50 mcg", "50 \u03bcg"),
        ("50 mcg", "50 ug"),
        ("500mg", "500 milligrams"),
        ("500-mg", "500 mg"),
        ("every 12 hours", "twice daily"),
        ("q12h", "twice daily"),
        ("BID", "twice a day"),
        ("every 8 hours", "three times daily"),
        ("3 times daily", "three times a day"),
        ("q6h", "four times daily"),
        ("every 24 hours", "once daily"),
        ("60 minutes", "1 hour"),
        ("2 weeks", "14 days"),
        ("30 mL/min/1.73 m2", "30 mL/min/1.73m\u00b2"),
        ("5 percent", "5%"),
    ],
)
def test_two_spellings_of_one_quantity_are_the_same(one: str, other: str) -> None:
    assert keys(one)
    assert keys(one) == keys(other)
    assert unsupported(one, other) == unsupported(other, one) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("250 to 500 mg", {(250, "mg"), (500, "mg")}),
        ("250-500 mg", {(250, "mg"), (500, "mg")}),
        ("250\u2013500 mg", {(250, "mg"), (500, "mg")}),
        ("every 6 to 8 hours", {(4, "per day"), (3, "per day")}),
        ("15 to 30 mL/min", {(15, "mL/min"), (30, "mL/min")}),
        ("eGFR below 30", {(30, "renal or index")}),
        ("5 mg/kg", {(5, "mg/kg")}),
        ("the 2 drugs of 2024", set()),
    ],
)
def test_ranges_give_both_ends_and_bare_numbers_nothing(text: str, found: set[tuple[float, str]]) -> None:
    assert keys(text) == found


@pytest.mark.parametrize(
    ("said", "evidence"),
    [
        ("Give 50 mg.", "Give 5 mg."),
        ("Give 0.5 mg.", "Give 5 mg."),
        ("Give 5 mg.", "Give 5 mcg."),
        ("Give 5 mcg.", "Give 5 mg."),
        ("Give 5 \u00b5g.", "Give 5 mg."),
        ("Give 5 mg twice daily.", "Give 5 mg once daily."),
        ("Give 5 mg every 6 hours.", "Give 5 mg every 8 hours."),
        ("Give 5 to 20 mg.", "Give 5 to 10 mg."),
        ("Give 5 mg/kg.", "Give 5 mg."),
        ("CrCl 25 mL/min", "CrCl 52 mL/min"),
        ("CrCl 25 mL/min", "eGFR 25 mL/min/1.73 m2"),
        ("Give 5 mg.", "Give 5.2 mg."),
        ("CrCl 24.6 mL/min", "CrCl 25 mL/min"),
        ("INR 3", "INR 2.6"),
        ("Give 5 mg.", ""),
    ],
)
def test_a_wrong_number_unit_or_frequency_is_caught(said: str, evidence: str) -> None:
    assert unsupported(said, evidence)


@pytest.mark.parametrize(
    ("said", "evidence"),
    [
        ("CrCl 25 mL/min", "crcl = 24.6 mL/min"),
        ("CrCl is about 23.3 mL/min", "CrCl = 23.27 mL/min"),
        ("62 kg", "weight 62.4 kg"),
        ("Give 100 mg.", "Give 50 to 100 mg."),
        ("INR 2.5", "keep the INR at 2.5"),
        ("No number here.", ""),
    ],
)
def test_what_the_evidence_holds_or_rounds_to_passes(said: str, evidence: str) -> None:
    assert unsupported(said, evidence) == ()


UNITS = st.sampled_from(["mg", "mcg", "g", "mL/min", "mg/kg", "units", "hours", "%", "mmol/L"])


@given(st.integers(1, 9999), UNITS)
def test_a_text_supports_itself_and_a_tenfold_error_never_passes(number: int, unit: str) -> None:
    text = f"It is {number} {unit} here."
    assert quantities(text)
    assert unsupported(text, text) == ()
    assert unsupported(f"It is {number * 10} {unit} here.", text)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared_and_supports_itself(text: str, other: str) -> None:
    assert unsupported(text, text) == ()
    cadence = "times a "  # a bare "per day" is a quantity only beside evidence without one
    assert {q.key for q in unsupported(text, other) if not q.unit.startswith(cadence)} <= keys(text)


@pytest.mark.parametrize(
    ("answer", "evidence", "caught"),
    [
        ("Take 10 mg daily.", "Give 10 mg by mouth once weekly.", True),
        ("Take 10 mg every night.", "Give 10 mg once a week.", True),
        ("Take 10 mg weekly.", "Give 10 mg by mouth daily.", True),
        ("Take 10 mg once a week.", "Give 10 mg weekly.", False),
        ("Take 10 mg twice daily.", "Give 10 mg every 12 hours.", False),
        ("At most 20 mg/day.", "Greatest daily dose: 20 mg.", False),
    ],
)
def test_a_weekly_dose_never_becomes_a_daily_one(answer: str, evidence: str, caught: bool) -> None:
    assert any(q.unit.startswith("times a") for q in unsupported(answer, evidence)) is caught


@pytest.mark.parametrize(
    "said",
    [
        "1200 \u043c\u0433", "50 \u043c\u043a\u0433", "12\u200b00 mg", "\uff11\uff12\uff10\uff10 mg", "500 milligrammes",
        "five grams", "five hundred milligrams",
        "two pills", "2 capsules", "4 tablets", "3 x 800", "3 \u00d7 800", "Dose: 1200.", "give 500", "Take 3.",
    ],
)  # fmt: skip
def test_an_amount_in_any_writing_needs_support(said: str) -> None:
    assert unsupported(said, "")
    assert unsupported(said, said) == ()
    assert unsupported(said, "", stated=said), "a question bears no dose"


def test_a_patients_own_values_may_come_from_what_was_stated() -> None:
    assert unsupported("70 years, 62 kg, 165 cm, 2.2 mg/dL, CrCl 25 mL/min", "", "70 years, 62 kg, 165 cm, 2.2 mg/dL, CrCl 25 mL/min") == ()
