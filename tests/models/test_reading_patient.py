"""Reading a question: the patient's values, units brought to one form, impossible ones reported."""

from __future__ import annotations

from typing import Any

import pytest

from models.embedded.reading import read


@pytest.mark.parametrize(
    ("question", "patient"),
    [
        ("eGFR 25, metformin dose", {"egfr": 25}),
        ("metformin with an eGFR of 44 mL/min/1.73 m2", {"egfr": 44}),
        ("GFR is 55", {"egfr": 55}),
        ("CrCl 25 mL/min enoxaparin dose", {"crcl": 25}),
        ("creatinine clearance of 40, dabigatran", {"crcl": 40}),
        ("creatinine 2.2 apixaban", {"scr_mg_dl": 2.2}),
        ("serum creatinine is 1.5 mg/dL", {"scr_mg_dl": 1.5}),
        ("creatinine 180 umol/L", {"scr_mg_dl": 2.036}),
        ("SCr 180 \u00b5mol/L", {"scr_mg_dl": 2.036}),
        ("SCr 180", {"scr_mg_dl": 2.036}),
        ("CrCl 30, eGFR 40, creatinine 2", {"crcl": 30, "egfr": 40, "scr_mg_dl": 2}),
        ("apixaban 62 kg", {"weight_kg": 62}),
        ("apixaban for a 132 lb patient", {"weight_kg": 59.874}),
        ("weighs 70.5 kg", {"weight_kg": 70.5}),
        ("height 170 cm", {"height_cm": 170}),
        ("1.75 m tall", {"height_cm": 175}),
        ("5 ft 10 in", {"height_cm": 177.8}),
        ("5'10\" tall", {"height_cm": 177.8}),
        ("70-year-old woman", {"age_years": 70, "sex": "female"}),
        ("a man aged 82", {"age_years": 82, "sex": "male"}),
        ("70 yo M", {"age_years": 70, "sex": "male"}),
        ("82F", {"age_years": 82, "sex": "female"}),
        ("age 70", {"age_years": 70}),
        ("18 months old", {"age_years": 1.5}),
        ("she is 70, what then", {"age_years": 70}),
        ("Is ibuprofen fine, I am pregnant", {"pregnant": True, "sex": "female"}),
        ("I am not pregnant", {"pregnant": False}),
        ("breastfeeding and sertraline", {"breastfeeding": True}),
        ("Child-Pugh B apixaban", {"child_pugh": "B"}),
        ("child pugh class c", {"child_pugh": "C"}),
        ("cirrhosis and acetaminophen", {"liver_disease": True}),
        ("on hemodialysis, gabapentin dose", {"dialysis": True}),
        ("not on dialysis, gabapentin dose", {"dialysis": False}),
        ("dose of apixaban 5 mg", {}),
        ("he has long QT syndrome, which antibiotic", {"qt_history": True}),
        ("history of torsades, is ondansetron fine", {"qt_history": True}),
        ("QTc 510 ms, is citalopram fine", {"qt_history": True}),
        ("no long QT, is citalopram fine", {"qt_history": False}),
        ("does ondansetron cause prolonged QT", {}),
        ("QTc 420 ms, is citalopram fine", {}),
    ],
)
def test_values_are_read_in_one_unit(question: str, patient: dict[str, Any]) -> None:
    reading = read(question)
    assert reading.patient == patient
    assert reading.problems == ()


def test_the_whole_patient_of_one_question() -> None:
    reading = read("Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?")
    assert reading.patient == {"age_years": 70, "sex": "female", "weight_kg": 62, "scr_mg_dl": 2.2}
    assert reading.doses == ("5 mg",)
    assert reading.known == ("apixaban", "clarithromycin")


@pytest.mark.parametrize(
    ("question", "field", "words"),
    [
        ("eGFR 900 metformin", "egfr", "An eGFR of 900 is not possible"),
        ("age -3 amoxicillin", "age_years", "An age of -3 is not possible"),
        ("a 150-year-old man", "age_years", "An age of 150 is not possible"),
        ("weight 0 kg", "weight_kg", "A weight of 0 is not possible"),
        ("CrCl 999", "crcl", "A CrCl of 999 is not possible"),
        ("height 900 cm", "height_cm", "A height of 900 is not possible"),
        ("creatinine 0 mg/dL", "scr_mg_dl", "A creatinine of 0 is not possible"),
    ],
)
def test_an_impossible_value_is_reported_and_not_used(question: str, field: str, words: str) -> None:
    reading = read(question)
    assert field not in reading.patient
    assert len(reading.problems) == 1
    assert reading.problems[0].startswith(words)


@pytest.mark.parametrize(
    ("question", "allergies", "asked"),
    [
        ("I am allergic to penicillin, can I take amoxicillin?", ["penicillin"], ["amoxicillin"]),
        ("allergic to amoxicillin; ciprofloxacin dose?", ["amoxicillin"], ["ciprofloxacin"]),
        ("Penicillin allergy: is cephalexin safe?", ["penicillin"], ["cephalexin"]),
        ("I am not allergic to penicillin", [], []),
    ],
)
def test_an_allergy_is_kept_apart_from_what_is_asked(question: str, allergies: list[str], asked: list[str]) -> None:
    reading = read(question)
    assert reading.patient.get("allergies", []) == allergies
    assert [m.name for m in reading.drugs if m.name not in allergies and m.how != "class"] == asked


@pytest.mark.parametrize(
    ("question", "medicines"),
    [
        ("I take warfarin. Can I take ibuprofen?", ["warfarin"]),
        ("I am on warfarin and lisinopril, can I take ibuprofen?", ["warfarin", "lisinopril"]),
        ("She takes warfarin 2.5 mg and lisinopril 10 mg. Is ibuprofen safe?", ["warfarin", "lisinopril"]),
        ("Current medications: metformin, Zoloft. Add tramadol?", ["metformin", "sertraline"]),
        ("Can I take ibuprofen with warfarin?", []),
        ("Should I use omeprazole?", []),
    ],
)
def test_current_medicines_are_told_from_what_is_asked(question: str, medicines: list[str]) -> None:
    assert read(question).patient.get("medicines", []) == medicines
