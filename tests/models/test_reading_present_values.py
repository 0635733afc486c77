"""Several values of one field, values of two persons, units, states that ended, and what a text takes back."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest

from models.embedded.patient_reading import read_patient
from models.embedded.reading import read


@pytest.mark.parametrize(
    ("text", "patient"),
    [
        ("eGFR was 80 last year, now eGFR is 18", {"egfr": 18}),
        ("eGFR 3 months ago was 80, now 18", {"egfr": 18}),
        ("eGFR 80 last year, 18 today", {"egfr": 18}),
        ("eGFR 18 now, 80 last year", {"egfr": 18}),
        ("eGFR: 18 (was 80)", {"egfr": 18}),
        ("eGFR 18, down from 45", {"egfr": 18}),
        ("eGFR 45 ml/min dropped to 20", {"egfr": 20}),
        ("eGFR 45, potassium now 5.2", {"egfr": 45}),
        ("eGFR 45, 60 kg", {"egfr": 45, "weight_kg": 60}),
        ("Baseline creatinine 0.9, today creatinine 4.2", {"scr_mg_dl": 4.2}),
        ("creatinine 4.2 (baseline 0.9)", {"scr_mg_dl": 4.2}),
        ("Creatinine rose from 1.0 to 4.2", {"scr_mg_dl": 4.2}),
        ("creatinine 1.0 -> 4.2", {"scr_mg_dl": 4.2}),
        ("creatinine is now 4.2", {"scr_mg_dl": 4.2}),
        ("paroxetine CR 25 mg", {}),
        ("CrCl 60 yesterday; CrCl 12 today", {"crcl": 12}),
        ("CrCl fell to 12", {"crcl": 12}),
        ("CrCl fell from 60 to 12 mL/min", {"crcl": 12}),
        ("lost 5 kg, now 60 kg", {"weight_kg": 60}),
        ("weight 80 kg last year, 60 kg today", {"weight_kg": 60}),
        ("Child-Pugh A last year, now Child-Pugh C", {"child_pugh": "C"}),
    ],
)
def test_the_present_value_wins(text: str, patient: dict[str, Any]) -> None:
    reading = read(text)
    assert reading.patient == patient
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("text", "field", "named"),
    [
        ("Creatinine 0.8-3.5", "scr_mg_dl", ("0.8", "3.5")),
        ("eGFR 45 and eGFR 60", "egfr", ("45", "60")),
        ("CrCl 30 to 50", "crcl", ("30", "50")),
        ("weighs 60 kg, weighs 80 kg", "weight_kg", ("60", "80")),
    ],
)
def test_values_that_do_not_decide_are_asked_for(text: str, field: str, named: tuple[str, ...]) -> None:
    reading = read(text)
    assert field not in reading.patient
    assert len(reading.problems) == 1
    assert all(value in reading.problems[0] for value in named)


@pytest.mark.parametrize(
    ("text", "patient"),
    [
        ("weighs 11 stone", {"weight_kg": 69.853}),
        ("8 st 4 lb", {"weight_kg": 52.617}),
        ("weighs 62 and coughs", {"weight_kg": 62}),
        ("weighs 132 lb (60 kg)", {"weight_kg": 59.874}),
        ("creatinine 0.12 mmol/L", {"scr_mg_dl": 1.357}),
        ("Cr 1,200 umol/L", {"scr_mg_dl": 13.572}),
        ("80 years, female", {"age_years": 80, "sex": "female"}),
        ("6 week old", {"age_years": 0.115}),
        ("2 years 3 months old", {"age_years": 2.25}),
        ("Dialysis was stopped", {"dialysis": False}),
        ("no longer on dialysis", {"dialysis": False}),
        ("CRRT vancomycin", {"dialysis": True}),
        ("CAPD vancomycin", {"dialysis": True}),
        ("on peritoneal dialysis", {"dialysis": True}),
        ("ESRD, not on dialysis", {"dialysis": False, "ckd_stage": 5}),
        ("CKD stage 3b", {"ckd_stage": 3}),
        ("stage 4 chronic kidney disease", {"ckd_stage": 4}),
        ("no kidney failure", {}),
        ("severe renal impairment", {"ckd_stage": 4}),
        ("Which drugs carry a risk of renal failure?", {}),
        ("pregnancy test negative", {"pregnant": False}),
        ("in her 3rd trimester", {"pregnant": True, "sex": "female"}),
        ("I was pregnant last year", {"pregnant": False}),
        ("delivered yesterday", {"pregnant": False}),
        ("I found out I was pregnant last week", {"pregnant": True, "sex": "female"}),
        ("10 weeks gestation", {"pregnant": True, "sex": "female"}),
        ("30 weeks pregnant", {"pregnant": True, "sex": "female"}),
        ("gestational age 20 weeks", {"pregnant": True, "sex": "female"}),
        ("pregnent", {"pregnant": True, "sex": "female"}),
        ("Child-Pugh score 6", {"child_pugh": "A"}),
        ("Child-Pugh score 9", {"child_pugh": "B"}),
        ("Child-Pugh score 12", {"child_pugh": "C"}),
        ("amoxicillin dose for an infant", {"child": True}),
        ("pediatric dose of amoxicillin", {"child": True}),
        ("a 6-year-old child", {"age_years": 6}),
        ("keep out of reach of children", {}),
        ("my child-proof cap", {}),
        ("baby aspirin", {}),
        ("breastfeeding a baby", {"breastfeeding": True}),
    ],
)
def test_units_and_states_are_read(text: str, patient: dict[str, Any]) -> None:
    reading = read(text)
    assert reading.patient == patient
    assert reading.problems == ()


def test_an_impossible_child_pugh_score_is_reported() -> None:
    assert read("Child-Pugh score 20").problems == ("A Child-Pugh score of 20 is not possible; it must be 5 to 15.",)


@pytest.mark.parametrize(
    ("text", "patient"),
    [
        ("She stopped warfarin", {"medicines_stopped": ["warfarin"]}),
        ("He no longer takes metformin", {"medicines_stopped": ["metformin"]}),
        ("I don't take aspirin any more", {"medicines_stopped": ["aspirin"]}),
        ("Warfarin was stopped", {"medicines_stopped": ["warfarin"]}),
        ("She takes metformin but stopped warfarin", {"medicines": ["metformin"], "medicines_stopped": ["warfarin"]}),
        ("I should not take warfarin", {}),
        ("I am not allergic to penicillin", {"allergies_denied": ["penicillin"]}),
        ("no penicillin allergy", {"allergies_denied": ["penicillin"]}),
        ("not sure if allergic to penicillin", {}),
        ("not allergic to penicillin but allergic to latex", {"allergies": ["latex"], "allergies_denied": ["penicillin"]}),
        ("Patient on hemodialysis, apixaban dose?", {"dialysis": True}),
    ],
)
def test_what_a_text_takes_back_is_told_from_what_it_states(text: str, patient: dict[str, Any]) -> None:
    assert read(text).patient == patient


@pytest.mark.parametrize(
    ("text", "patient"),
    [
        ("Father has cirrhosis. I am 40. Can I take ibuprofen?", {"age_years": 40}),
        ("Father is 80 with CrCl 20. I am 40. Can he take ibuprofen?", {"age_years": 80, "crcl": 20, "sex": "male"}),
        ("I am 40 and my wife is 30 weeks pregnant. Can she take ibuprofen?", {"pregnant": True, "sex": "female"}),
        ("My wife is pregnant. Can she take ibuprofen?", {"pregnant": True, "sex": "female"}),
        ("My wife is pregnant. Can I take ibuprofen?", {"sex": "female"}),
        ("My daughter has long QT. Can she take citalopram?", {"qt_history": True, "sex": "female"}),
        ("My mother has long QT. Can I take citalopram?", {"sex": "female"}),
        ("My mother is 70, can she take ibuprofen?", {"age_years": 70, "sex": "female"}),
    ],
)
def test_two_persons_are_not_merged(text: str, patient: dict[str, Any]) -> None:
    assert read(text).patient == patient


def test_it_is_asked_whose_values_they_are() -> None:
    reading = read("My father has cirrhosis. I am 40. Can I take ibuprofen? Can he take aspirin?")
    assert reading.patient == {}
    assert "two persons" in reading.problems[0]


@pytest.mark.parametrize("text", ["weight " + "is " * 2000, "age " + "level of " * 800, "CrCl " + "-" * 4000])
def test_a_long_run_of_filler_words_is_read_at_once(text: str) -> None:
    began = monotonic()
    read_patient(text)
    assert monotonic() - began < 2


@pytest.mark.parametrize(
    "question", ["CrCl < 15", "CrCl <30 enoxaparin", "Is metformin ok with eGFR below 30?", "dose of gabapentin for CrCl 15-30"]
)
def test_a_limit_or_a_range_is_a_question_about_a_band_and_no_value(question: str) -> None:
    reading = read(question)
    assert not reading.problems and not {"crcl", "egfr"} & set(reading.patient)
    assert all(m.how != "unknown" for m in reading.drugs)
