"""Dosing: band boundaries, the metric of the label, criteria, dialysis, hepatic class, and what is asked for."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.dosing import DoseFinding, Metered, advise, meter
from knowledge.patient import ImpossibleValueError, Patient
from knowledge.store import knowledge_base


def renal(drug: str, patient: Patient) -> list[DoseFinding]:
    return [f for f in advise(drug, patient).findings if f.kind == "renal"]


@pytest.mark.parametrize(
    ("drug", "metric", "value", "verdict"),
    [
        ("metformin", "egfr", 29.9, "contraindicated"),
        ("metformin", "egfr", 30.0, "avoid"),
        ("metformin", "egfr", 60.0, "no_adjustment"),
        ("dabigatran", "crcl", 30.1, "no_adjustment"),
        ("dabigatran", "crcl", 30.0, "reduce"),
        ("dabigatran", "crcl", 15.0, "reduce"),
        ("dabigatran", "crcl", 14.9, "no_data"),
        ("rivaroxaban", "crcl", 50.1, "no_adjustment"),
        ("rivaroxaban", "crcl", 50.0, "reduce"),
        ("enoxaparin", "crcl", 29.9, "reduce"),
        ("gabapentin", "crcl", 60.0, "no_adjustment"),
        ("gabapentin", "crcl", 59.9, "reduce"),
        ("ciprofloxacin", "crcl", 50.1, "no_adjustment"),
        ("ciprofloxacin", "crcl", 50.0, "reduce"),
    ],
)
def test_both_sides_of_a_band_boundary(drug: str, metric: str, value: float, verdict: str) -> None:
    first = renal(drug, Patient.of({metric: value}))[0]
    assert first.verdict == verdict
    assert first.metered is not None
    assert (first.metered.metric, first.metered.value) == (metric, value)
    assert first.metered.how.endswith("as given")
    assert first.source.source.url and first.source.section


def test_nobody_starts_metformin_where_another_continues_it() -> None:
    texts = [f.text for f in renal("metformin", Patient(egfr=40))]
    assert [t.split(":")[0] for t in texts] == ["When starting", "When already taking it"]


def banded() -> list[dict[str, Any]]:
    rows = [knowledge_base().drug(n) for n in sorted({d for b in knowledge_base().names.values() for d in b})]
    return [r for r in rows if r and any(block.get("bands") for block in r.get("renal", ()))]


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 200, allow_nan=False))
def test_exactly_one_band_answers_for_every_drug_and_value(value: float) -> None:
    patient = Patient(egfr=value, crcl=value)
    for record in banded():
        blocks = Counter(b.get("indication") or "" for b in record["renal"] if b.get("bands"))
        hits: Counter[tuple[str, str]] = Counter()
        for found in renal(record["name"], patient):
            if found.band == "any renal function" or "renal impairment" in found.band:
                continue
            assert found.verdict != "needs_input"
            whens = [
                w for w, start in (("start", "When starting: "), ("continue", "When already taking it: ")) if found.text.startswith(start)
            ]
            hits.update((found.indication, when) for when in whens or ("start", "continue"))
        assert hits == {(i, when): n for i, n in blocks.items() for when in ("start", "continue")}, record["name"]


@pytest.mark.parametrize(("drug", "given_", "label"), [("dabigatran", Patient(egfr=25), "CrCl"), ("metformin", Patient(crcl=25), "eGFR")])
def test_the_other_metric_is_asked_about_and_never_put_in_its_place(drug: str, given_: Patient, label: str) -> None:
    found = renal(drug, given_)
    asks = found[0]
    assert asks.verdict == "needs_input"
    assert f"doses by {label}" in asks.text
    assert "was not used in its place" in asks.text
    assert {"age_years", "sex", "scr_mg_dl"} <= set(asks.missing)
    assert all(f.metered is None for f in found)
    assert all(f.band.startswith(label) for f in found if f.verdict != "needs_input" and f.band != "any renal function")


def test_crcl_is_computed_with_its_formula_and_weight_named() -> None:
    patient = Patient(age_years=70, sex="female", weight_kg=62, scr_mg_dl=2.2)
    advice = advise("dabigatran", patient)
    metered = next(f.metered for f in advice.findings if f.metered)
    assert metered.value == pytest.approx((140 - 70) * 62 / (72 * 2.2) * 0.85, rel=1e-3)
    assert "Cockcroft-Gault" in metered.how and "actual body weight" in metered.how
    assert [c.name for c in advice.calculations] == ["crcl_cockcroft_gault"]
    assert advice.calculations[0].inputs["weight_kg"] == 62


def test_egfr_is_computed_by_ckd_epi_for_a_label_that_uses_it() -> None:
    metered = meter("egfr", Patient(age_years=70, sex="female", scr_mg_dl=2.2))
    assert isinstance(metered, Metered)
    assert metered.how.startswith("CKD-EPI") and "(2021)" in metered.how
    assert 20 < metered.value < 27


def test_a_de_indexed_egfr_is_said_to_be_one() -> None:
    patient = Patient(egfr=25, weight_kg=80, height_cm=180)
    advice = advise("dabigatran", patient)
    metered = next(f.metered for f in advice.findings if f.metered)
    assert metered.value == pytest.approx(25 * 2.0 / 1.73, rel=1e-3)
    assert "de-indexed" in metered.how and "stands in for the CrCl" in metered.how
    assert [c.name for c in advice.calculations] == ["deindex_egfr"]


@pytest.mark.parametrize(
    "patient",
    [
        Patient(age_years=40, sex="female", weight_kg=10, scr_mg_dl=1),
        Patient(age_years=40, sex="female", weight_kg=70, scr_mg_dl=1, height_cm=50),
        Patient(egfr=0, weight_kg=70, height_cm=170),
    ],
)
def test_values_outside_a_formula_are_a_question_back_and_not_an_error(patient: Patient) -> None:
    assert renal("dabigatran", patient)[0].verdict == "needs_input"


@pytest.mark.parametrize(
    ("patient", "verdict", "said"),
    [
        (Patient(age_years=85, weight_kg=80, scr_mg_dl=1.0), "no_adjustment", "1 of 3"),
        (Patient(age_years=80, weight_kg=60, scr_mg_dl=1.0), "reduce", "2 of 3"),
        (Patient(age_years=79, weight_kg=60, scr_mg_dl=1.5), "reduce", "2 of 3"),
        (Patient(age_years=79.9, weight_kg=60.1, scr_mg_dl=1.49), "no_adjustment", "0 of 3"),
        (Patient(age_years=85, weight_kg=55), "reduce", "2 of 3"),
        (Patient(age_years=50, weight_kg=80), "no_adjustment", "0 of 3"),
        (Patient(age_years=85), "needs_input", "1 of 3"),
        (Patient(), "needs_input", "0 of 3"),
    ],
)
def test_apixaban_counts_its_criteria(patient: Patient, verdict: str, said: str) -> None:
    found = next(f for f in advise("apixaban", patient).findings if f.kind == "criteria")
    assert found.verdict == verdict
    assert said in found.band and "2 needed" in found.band
    assert bool(found.missing) == (verdict == "needs_input")


def test_dialysis_answers_in_place_of_the_bands() -> None:
    kinds = {d: [f.kind for f in advise(d, Patient(dialysis=True, crcl=10)).findings] for d in ("gabapentin", "metformin", "dabigatran")}
    assert all("dialysis" in k and "renal" not in k for k in kinds.values())
    assert next(f for f in advise("metformin", Patient(dialysis=True)).findings if f.kind == "dialysis").verdict == "contraindicated"


def test_a_hepatic_class_narrows_to_its_row() -> None:
    one = [f for f in advise("apixaban", Patient(child_pugh="C")).findings if f.kind == "hepatic"]
    every = [f for f in advise("apixaban").findings if f.kind == "hepatic"]
    assert [f.band for f in one] == ["Child-Pugh class C"]
    assert one[0].verdict in ("avoid", "contraindicated")
    assert [f.band for f in every] == [f"Child-Pugh class {c}" for c in "ABC"]


def test_an_indication_narrows_the_renal_answers() -> None:
    every = {f.indication for f in renal("rivaroxaban", Patient(crcl=40))}
    one = {f.indication for f in advise("rivaroxaban", Patient(crcl=40), "atrial fibrillation").findings if f.kind == "renal"}
    assert len(one) == 1 < len(every)
    assert "atrial fibrillation" in one.pop()


def test_unknown_and_class_names_are_questions_back() -> None:
    assert (advise("metforman").status, advise("metforman").candidates) == ("unknown_drug", ("metformin",))
    assert advise("metforman").findings == ()
    assert advise("ssri").status == "ambiguous"
    assert "sertraline" in advise("ssri").candidates


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("egfr", 900),
        ("egfr", -1),
        ("crcl", 301),
        ("age_years", -3),
        ("age_years", 121),
        ("weight_kg", 0),
        ("scr_mg_dl", 0),
        ("height_cm", 10),
        ("egfr", float("nan")),
        ("crcl", float("inf")),
    ],
)
def test_impossible_values_are_refused_with_field_and_range(field: str, value: float) -> None:
    with pytest.raises(ImpossibleValueError, match=f"{field} .*is not possible: give"):
        Patient.of({field: value})


def test_a_patient_takes_only_words_that_it_knows() -> None:
    with pytest.raises(ImpossibleValueError, match="female or male"):
        Patient.of({"sex": "F"})
    with pytest.raises(ImpossibleValueError, match="A, B or C"):
        Patient.of({"child_pugh": "D"})
    assert Patient.of(json.loads('{"egfr": 50, "allergies": ["penicillin"], "shoe_size": 9, "crcl": null}')) == Patient(
        egfr=50, allergies=("penicillin",)
    )


def test_an_egfr_is_de_indexed_for_extreme_body_size_and_both_bands_stand_when_it_decides() -> None:
    large = Patient(egfr=25, weight_kg=180, height_cm=190)
    glucose = [f for f in advise("empagliflozin", large).findings if f.kind == "renal" and "glucose" in f.indication]
    assert [f.verdict for f in glucose] == ["no_adjustment", "avoid"]
    assert glucose[0].metered is not None and glucose[0].metered.value == pytest.approx(44.5, abs=0.5)
    assert "de-indexed" in glucose[0].metered.how and "By the reported eGFR of 25" in glucose[1].text


@pytest.mark.parametrize(("weight", "height"), [(70, 170), (60, 165), (85, 180), (None, None)])
def test_an_egfr_of_usual_body_size_stays_as_it_is(weight: float | None, height: float | None) -> None:
    metered = meter("egfr", Patient(egfr=25, weight_kg=weight, height_cm=height))
    assert isinstance(metered, Metered)
    assert (metered.value, metered.indexed) == (25, None)


def test_a_small_patient_gets_the_lower_band() -> None:
    small = Patient(egfr=32, weight_kg=38, height_cm=145)
    metered = meter("egfr", small)
    assert isinstance(metered, Metered) and metered.value < 30 and metered.indexed == 32


@pytest.mark.parametrize(
    ("crcl", "verdict", "said"),
    [
        (95, "no_data", "without a number, which usually means below 30"),
        (30, "no_data", "gives no change"),
        (29.9, "contraindicated", "severe"),
    ],
)
def test_a_grade_without_a_number_holds_below_its_usual_bound_only(crcl: float, verdict: str, said: str) -> None:
    (found,) = [f for f in advise("phenelzine", Patient(crcl=crcl)).findings if f.kind == "renal"]
    assert found.verdict == verdict
    assert said in found.text and "without a number" in found.text + found.band


def test_a_grade_without_a_number_stands_as_it_is_when_the_kidneys_are_not_known() -> None:
    (found,) = [f for f in advise("phenelzine").findings if f.kind == "renal"]
    assert (found.verdict, found.band) == ("contraindicated", "severe renal impairment, which the label gives without a number")
