"""Adult doses never answer for a child."""

from __future__ import annotations

import re

import pytest

from knowledge.dosing import advise
from knowledge.patient import Patient
from knowledge.store import knowledge_base

DOSED = sorted(d for bearers in knowledge_base().names.values() for d in bearers if (knowledge_base().drug(d) or {}).get("doses"))


@pytest.mark.parametrize("patient", [Patient(age_years=0.5), Patient(age_years=3, crcl=90), Patient(child=True), Patient(age_years=17.9)])
def test_no_adult_dose_is_given_to_a_minor(patient: Patient) -> None:
    for drug in dict.fromkeys(DOSED):
        for found in advise(drug, patient).findings:
            assert not (found.kind == "usual" and re.search(r"\((?:adult|elderly|adult man), (?!and child)", found.indication)), drug
            assert found.kind not in ("renal", "dialysis") or found.verdict == "no_data", drug


def test_a_drug_without_a_dose_for_children_says_so() -> None:
    found = [f for f in advise("apixaban", Patient(age_years=5)).findings if f.kind == "usual"]
    assert found and (found[0].verdict, len(found)) == ("no_data", 1) or all("adult" not in f.indication for f in found)


def test_an_adult_gets_no_dose_for_children() -> None:
    texts = [f.indication.lower() for f in advise("ibuprofen", Patient(age_years=40)).findings if f.kind == "usual"]
    assert texts and not any("child" in t or "infant" in t for t in texts)


@pytest.mark.parametrize(
    ("patient", "minor"), [(Patient(age_years=17), True), (Patient(age_years=18), False), (Patient(child=True), True), (Patient(), False)]
)
def test_who_is_a_minor(patient: Patient, minor: bool) -> None:
    assert patient.minor is minor
