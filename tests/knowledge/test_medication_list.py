"""Whole lists: risks that add up, what patient factors change, and what never gets milder."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.interactions import SameDrugError
from knowledge.medication_list import review
from knowledge.patient import Patient
from knowledge.patient_factors import factors, not_known
from knowledge.store import knowledge_base
from knowledge.vocabulary import FACTORS, SEVERITY_RANK

COMMON = (
    "warfarin", "ibuprofen", "lisinopril", "hydrochlorothiazide", "spironolactone", "citalopram", "ondansetron", "furosemide", "oxycodone",
    "lorazepam", "gabapentin", "diphenhydramine", "oxybutynin", "amitriptyline", "tramadol", "aspirin", "metformin", "amiodarone",
)  # fmt: skip
PATIENTS = st.builds(
    Patient,
    age_years=st.none() | st.floats(0, 110),
    crcl=st.none() | st.floats(0, 150),
    pregnant=st.none() | st.booleans(),
    qt_history=st.none() | st.booleans(),
    dialysis=st.none() | st.booleans(),
    sex=st.sampled_from([None, "female", "male"]),
)


def _risks(*drugs: str, patient: Patient | None = None) -> dict[str, str]:
    return {r.name: r.severity for r in review(drugs, patient).risks}


@pytest.mark.parametrize(
    ("drugs", "risk"),
    [
        (("ibuprofen", "lisinopril", "hydrochlorothiazide"), "triple_whammy"),
        (("naproxen", "losartan and hydrochlorothiazide"), "triple_whammy"),
        (("citalopram", "ondansetron", "furosemide"), "qt"),
        (("warfarin", "aspirin", "sertraline"), "bleeding"),
        (("oxycodone", "lorazepam", "gabapentin"), "sedation"),
        (("oxybutynin", "diphenhydramine"), "anticholinergic_burden"),
        (("lisinopril", "spironolactone", "trimethoprim"), "potassium"),
        (("tramadol", "sertraline", "linezolid"), "serotonin"),
        (("gentamicin", "vancomycin", "ibuprofen"), "kidney_harm"),
    ],
)
def test_what_adds_up_over_a_list_is_said(drugs: tuple[str, ...], risk: str) -> None:
    assert risk in _risks(*drugs)


@pytest.mark.parametrize(
    "drugs", [("metformin", "atorvastatin", "levothyroxine"), ("ibuprofen", "lisinopril", "metformin"), ("acetaminophen", "amoxicillin")]
)
def test_lists_without_such_a_risk_have_none(drugs: tuple[str, ...]) -> None:
    assert _risks(*drugs) == {}


def test_a_list_risk_names_every_drug_that_adds_to_it_and_its_source() -> None:
    (risk,) = [r for r in review(("citalopram", "metformin", "ondansetron", "furosemide")).risks if r.name == "qt"]
    assert [drug for drug, _ in risk.drugs] == ["citalopram", "ondansetron", "furosemide"]
    assert all(drug in risk.effect for drug, _ in risk.drugs) and "{" not in risk.effect + risk.management
    assert risk.source.source.url.startswith("http")


def test_the_triple_whammy_needs_three_different_drugs() -> None:
    assert "triple_whammy" not in _risks("ibuprofen", "lisinopril")
    assert "triple_whammy" not in _risks("ibuprofen", "naproxen", "lisinopril")


def test_patient_factors_add_points() -> None:
    drugs = ("citalopram", "ondansetron")
    assert "qt" not in _risks(*drugs)
    assert _risks(*drugs, patient=Patient(age_years=78, sex="female"))["qt"] == "major"


@pytest.mark.parametrize(
    ("drugs", "patient", "condition"),
    [
        (("oxycodone", "gabapentin"), Patient(age_years=80), "older-sedatives"),
        (("oxybutynin", "diphenhydramine"), Patient(age_years=80), "older-two-anticholinergics"),
        (("lisinopril", "trimethoprim"), Patient(crcl=40), "renal-potassium"),
        (("ibuprofen", "lisinopril"), Patient(egfr=40), "renal-nsaid-raas"),
        (("sertraline", "famotidine"), Patient(qt_history=True), "qt-history-two"),
    ],
)
def test_a_patient_factor_raises_a_pair(drugs: tuple[str, str], patient: Patient, condition: str) -> None:
    (pair,) = review(drugs, patient).pairs
    assert pair.severity == "major" and pair.rating in ("D", "X")
    assert condition in [w.name for w in pair.conditions]
    (plain,) = review(drugs).pairs
    assert plain.conditions == () and plain.severity == plain.found.severity


@pytest.mark.parametrize(
    ("drug", "patient", "severity"),
    [
        ("ibuprofen", Patient(pregnant=True), "major"),
        ("naproxen", Patient(crcl=20), "major"),
        ("citalopram", Patient(qt_history=True), "major"),
        ("lorazepam", Patient(age_years=70), "moderate"),
    ],
)
def test_a_patient_factor_speaks_of_one_drug(drug: str, patient: Patient, severity: str) -> None:
    warnings = review((drug, "levothyroxine"), patient).warnings
    assert severity in [w.severity for w in warnings if w.drugs == (drug,)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(COMMON), min_size=2, max_size=6, unique=True), PATIENTS)
def test_a_patient_never_makes_anything_milder(drugs: list[str], patient: Patient) -> None:
    plain, known = review(drugs), review(drugs, patient)
    for before, after in zip(plain.pairs, known.pairs, strict=True):
        assert after.found == before.found
        assert SEVERITY_RANK[after.severity] >= SEVERITY_RANK[before.severity]
    without, those = {r.name: r for r in plain.risks}, {r.name: r for r in known.risks}
    assert set(without) <= set(those)
    for name, risk in without.items():
        assert SEVERITY_RANK[those[name].severity] >= SEVERITY_RANK[risk.severity]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(COMMON), min_size=2, max_size=6, unique=True), st.sampled_from(COMMON), PATIENTS)
def test_another_drug_never_takes_a_risk_away(drugs: list[str], other: str, patient: Patient) -> None:
    fewer = {r.name: SEVERITY_RANK[r.severity] for r in review(drugs, patient).risks}
    more = {r.name: SEVERITY_RANK[r.severity] for r in review([*dict.fromkeys([*drugs, other])], patient).risks}
    assert all(more.get(name, -9) >= rank for name, rank in fewer.items())


@given(st.permutations(["citalopram", "ondansetron", "furosemide", "oxycodone"]))
def test_the_order_of_the_list_changes_nothing(drugs: list[str]) -> None:
    found = review(drugs, Patient(age_years=80))
    assert {(r.name, r.severity, r.points) for r in found.risks} == {
        (r.name, r.severity, r.points) for r in review(sorted(drugs), Patient(age_years=80)).risks
    }
    assert len(found.pairs) == len(list(combinations(drugs, 2)))


def test_an_unknown_name_stays_unknown_and_the_rest_is_checked() -> None:
    found = review(("zzqxonib", "ibuprofen", "lisinopril", "hydrochlorothiazide"), Patient(age_years=70))
    assert "triple_whammy" in {r.name for r in found.risks}
    assert [p.severity for p in found.pairs[:3]] == ["unknown_drug"] * 3


def test_the_same_drug_twice_is_refused() -> None:
    with pytest.raises(SameDrugError):
        review(("Advil", "ibuprofen"))


def test_a_drug_named_twice_is_said_and_the_rest_is_checked() -> None:
    found = review(("Advil", "warfarin", "ibuprofen"))
    assert len(found.twice) == 1 and "duplicate therapy" in found.twice[0]
    assert [p.severity for p in found.pairs] == ["major"]


def test_drugs_written_as_one_name_are_each_checked() -> None:
    found = review(("warfarin and ibuprofen", "cetirizine"))
    assert len(found.pairs) == 3 and found.pairs[0].severity == "major"


def warned(drugs: tuple[str, ...], patient: Patient) -> set[tuple[str, tuple[str, ...]]]:
    return {(w.severity, w.drugs) for w in review(drugs, patient).warnings}


def test_an_allergy_to_a_drug_or_its_class_is_contraindicated() -> None:
    penicillin = Patient(age_years=40, allergies=("penicillin",))
    assert ("contraindicated", ("amoxicillin",)) in warned(("amoxicillin", "warfarin"), penicillin)
    assert ("contraindicated", ("amoxicillin",)) not in warned(("amoxicillin", "warfarin"), Patient(age_years=40, allergies=("latex",)))
    named = Patient(age_years=40, allergies=("naproxen",))
    assert ("contraindicated", ("ibuprofen",)) in warned(("ibuprofen", "cetirizine"), named)
    assert not any(drugs == ("cetirizine",) for _, drugs in warned(("ibuprofen", "cetirizine"), named))
    alone = Patient(age_years=40, allergies=("abaloparatide",))  # a drug of no class
    assert ("contraindicated", ("abaloparatide",)) in warned(("abaloparatide", "warfarin"), alone)


def test_a_drug_that_its_record_forbids_at_this_kidney_function_is_a_warning() -> None:
    assert ("contraindicated", ("metformin",)) in warned(("metformin", "cetirizine"), Patient(age_years=60, egfr=20))
    assert not any(drugs == ("metformin",) for _, drugs in warned(("metformin", "cetirizine"), Patient(age_years=60, egfr=90)))


@pytest.mark.parametrize(
    ("drug", "too_young", "old_enough"),
    [("codeine", 6, 30), ("tramadol", 11, 30), ("promethazine", 1, 5), ("doxycycline", 7, 30), ("aspirin", 10, 40)],
)
def test_a_drug_that_children_must_not_have(drug: str, too_young: float, old_enough: float) -> None:
    young = {
        drugs for severity, drugs in warned((drug, "cetirizine"), Patient(age_years=too_young)) if severity in ("major", "contraindicated")
    }
    old = {
        drugs for severity, drugs in warned((drug, "cetirizine"), Patient(age_years=old_enough)) if severity in ("major", "contraindicated")
    }
    assert (drug,) in young and (drug,) not in old


@pytest.mark.parametrize(
    ("patient", "present"),
    [
        (Patient(age_years=65), {"age_65"}),
        (Patient(age_years=64.9), set()),
        (Patient(crcl=60), set()),
        (Patient(crcl=59.9), {"renal_below_60"}),
        (Patient(egfr=29.9), {"renal_below_60", "renal_below_30"}),
        (Patient(dialysis=True), {"renal_below_60", "renal_below_30"}),
        (Patient(age_years=80, sex="female", scr_mg_dl=2.0, weight_kg=50), {"age_65", "female", "renal_below_60", "renal_below_30"}),
        (Patient(child_pugh="B"), {"hepatic"}),
        (Patient(child_pugh="A"), set()),
        (Patient(age_years=10), {"minor", "child_12"}),
        (Patient(age_years=7.9), {"minor", "child_12", "child_8"}),
        (Patient(age_years=1), {"minor", "child_12", "child_8", "child_2"}),
        (Patient(age_years=12), {"minor"}),
        (Patient(ckd_stage=3), {"renal_below_60"}),
        (Patient(ckd_stage=5), {"renal_below_60", "renal_below_30"}),
        (Patient(ckd_stage=2), set()),
        (Patient(pregnant=False, qt_history=False, breastfeeding=True), {"breastfeeding"}),
    ],
)
def test_factors_of_a_patient(patient: Patient, present: set[str]) -> None:
    assert set(factors(patient)) == present
    assert present <= set(FACTORS)


def test_what_is_not_known_of_a_patient_is_named() -> None:
    assert not_known(Patient()) == ("age", "kidney function", "pregnancy", "QT history")
    assert not_known(Patient(age_years=80, sex="male", crcl=50, qt_history=False)) == ()
    assert review(("warfarin", "ibuprofen")).not_known == ()


def test_every_condition_and_list_risk_names_a_source_that_resolves() -> None:
    base = knowledge_base()
    for record in (*base.conditions, *base.list_risks):
        assert base.source(record["source"]).url.startswith("http")
