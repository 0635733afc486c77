"""The calculators: expected values, boundaries, impossible inputs, and properties over the whole range."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge import calculators
from knowledge.calculators import (
    CALCULATORS,
    MME_FACTORS,
    Parameter,
    Result,
    adjusted_body_weight,
    bmi,
    bsa_mosteller,
    calculate,
    child_pugh,
    cm_to_in,
    crcl_cockcroft_gault,
    creatinine_mg_dl_to_umol_l,
    creatinine_umol_l_to_mg_dl,
    deindex_egfr,
    egfr_ckd_epi_2021,
    ideal_body_weight,
    in_to_cm,
    kg_to_lb,
    lb_to_kg,
    lean_body_weight,
    mme,
)

M, F = {"sex": "male"}, {"sex": "female"}

VALUES: list[tuple[str, dict[str, Any], float]] = [
    ("egfr_ckd_epi_2021", {"scr_mg_dl": 1.2, "age_years": 55, **M}, 71.42),
    ("egfr_ckd_epi_2021", {"scr_mg_dl": 1.7, "age_years": 81, **M}, 40.0),
    ("egfr_ckd_epi_2021", {"scr_mg_dl": 0.9, "age_years": 30, **F}, 88.2),
    ("egfr_ckd_epi_2021", {"scr_mg_dl": 0.76, "age_years": 71, **F}, 83.72),
    ("egfr_ckd_epi_2021", {"scr_mg_dl": 0.7, "age_years": 50, **F}, 105.3),
    ("egfr_ckd_epi_2021", {"scr_mg_dl": 0.9, "age_years": 50, **M}, 104.05),
    ("egfr_ckd_epi_2021", {"scr_mg_dl": 0.87, "age_years": 80, **M}, 87.23),
    ("egfr_ckd_epi_2021", {"scr_mg_dl": 0.909502, "age_years": 74, **M}, 88.5),
    ("egfr_ckd_epi_2021", {"scr_mg_dl": 4.5, "age_years": 66, **F}, 10.22),
    ("egfr_ckd_epi_2021", {"scr_mg_dl": 0.4, "age_years": 22, **F}, 143.42),
    ("crcl_cockcroft_gault", {"age_years": 53, "weight_kg": 87, "height_cm": 175, "scr_mg_dl": 1.39, **M, "overweight_bmi": 24.9}, 67.0),
    ("crcl_cockcroft_gault", {"age_years": 53, "weight_kg": 87, "scr_mg_dl": 1.39, **M, "weight": "actual"}, 75.63),
    ("crcl_cockcroft_gault", {"age_years": 87, "weight_kg": 48, "height_cm": 163, "scr_mg_dl": 1.4, **M, "overweight_bmi": 24.9}, 25.24),
    ("crcl_cockcroft_gault", {"age_years": 87, "weight_kg": 48, "scr_mg_dl": 1.4, **M, "weight": "actual"}, 25.24),
    ("crcl_cockcroft_gault", {"age_years": 42, "weight_kg": 105, "height_cm": 160, "scr_mg_dl": 0.8, **F, "overweight_bmi": 24.9}, 106.19),
    ("crcl_cockcroft_gault", {"age_years": 42, "weight_kg": 105, "scr_mg_dl": 0.8, **F, "weight": "actual"}, 151.85),
    ("crcl_cockcroft_gault", {"age_years": 70, "weight_kg": 62, "height_cm": 158, "scr_mg_dl": 2.2, **F, "overweight_bmi": 24.9}, 19.0),
    ("crcl_cockcroft_gault", {"age_years": 70, "weight_kg": 62, "scr_mg_dl": 2.2, **F, "weight": "actual"}, 23.29),
    ("ideal_body_weight", {"height_cm": 173, **M}, 68.65),
    ("ideal_body_weight", {"height_cm": 160, **F}, 52.38),
    ("ideal_body_weight", {"height_cm": 180.34, **M}, 75.3),
    ("adjusted_body_weight", {"weight_kg": 78, "height_cm": 160, **F}, 62.63),
    ("adjusted_body_weight", {"weight_kg": 120, "height_cm": 178, **M}, 91.91),
    ("bsa_mosteller", {"weight_kg": 85, "height_cm": 180}, 2.062),
    ("bsa_mosteller", {"weight_kg": 50, "height_cm": 150}, 1.443),
    ("deindex_egfr", {"egfr": 45, "bsa_m2": 2.062}, 53.64),
    ("child_pugh", {"bilirubin_mg_dl": 2.351, "albumin_g_dl": 3.1, "inr": 2.1, "ascites": "none", "encephalopathy_grade": 1}, 9),
    ("child_pugh", {"bilirubin_mg_dl": 1.0, "albumin_g_dl": 4.0, "inr": 1.0, "ascites": "none", "encephalopathy_grade": 0}, 5),
    ("child_pugh", {"bilirubin_mg_dl": 3.5, "albumin_g_dl": 2.5, "inr": 2.5, "ascites": "moderate", "encephalopathy_grade": 3}, 15),
    ("mme", {"opioid": "codeine", "dose_mg_per_day": 1}, 0.15),
    ("mme", {"opioid": "tramadol", "dose_mg_per_day": 1}, 0.2),
    ("mme", {"opioid": "hydrocodone", "dose_mg_per_day": 1}, 1),
    ("mme", {"opioid": "oxycodone", "dose_mg_per_day": 1}, 1.5),
    ("mme", {"opioid": "oxymorphone", "dose_mg_per_day": 1}, 3),
    ("mme", {"opioid": "hydromorphone", "dose_mg_per_day": 1}, 5),
    ("mme", {"opioid": "methadone", "dose_mg_per_day": 1}, 4.7),
    ("mme", {"opioid": "fentanyl_patch_mcg_h", "dose_mg_per_day": 1}, 2.4),
    # Worked by hand from the formulas or taken from the source itself.
    ("mme", {"opioid": "morphine", "dose_mg_per_day": 30}, 30),
    ("mme", {"opioid": "tapentadol", "dose_mg_per_day": 100}, 40),
    ("mme", {"opioid": "hydrocodone", "dose_mg_per_day": 20}, 20),  # CDC's own example
    ("mme", {"opioid": "oxycodone", "dose_mg_per_day": 20}, 30),  # CDC's own example
    ("mme", {"opioid": "fentanyl patch", "dose_mg_per_day": 25}, 60),
    ("lean_body_weight", {"weight_kg": 80, "height_cm": 200, **M}, 741_600 / 11_000),  # BMI 20
    ("lean_body_weight", {"weight_kg": 120, "height_cm": 200, **F}, 1_112_400 / 16_100),  # BMI 30
    ("bmi", {"weight_kg": 81, "height_cm": 180}, 25.0),
    ("creatinine_umol_l_to_mg_dl", {"umol_l": 88.42}, 1.0),
    ("creatinine_mg_dl_to_umol_l", {"mg_dl": 2}, 176.84),
    ("lb_to_kg", {"lb": 100}, 45.359237),
    ("kg_to_lb", {"kg": 70}, 154.32358),
    ("in_to_cm", {"inches": 70}, 177.8),
    ("cm_to_in", {"cm": 152.4}, 60),
]
"""Calculator, inputs and expected value; expected values are rounded, so they hold to 0.1 %."""

VALID: dict[str, dict[str, Any]] = {name: inputs for name, inputs, _ in reversed(VALUES)}
"""One valid set of inputs for each calculator."""

sexes = st.sampled_from(["male", "female"])
creatinines = st.floats(0.1, 30)
ages = st.floats(18, 120)
weights = st.floats(40, 200)
heights = st.floats(140, 210)

NUMBERS = [(name, p) for name, c in CALCULATORS.items() for p in c.parameters if not p.choices]
WORDS = [(name, p) for name, c in CALCULATORS.items() for p in c.parameters if p.choices]


def _ids(pairs: list[tuple[str, Parameter]]) -> list[str]:
    return [f"{name}-{parameter.name}" for name, parameter in pairs]


def _range(name: str, parameter: Parameter) -> tuple[float, float]:
    """Return the range that holds with the valid inputs of `VALID` (mme: the fentanyl patch has its own)."""
    return (0.1, 10_000) if name == "mme" else (parameter.low, parameter.high)


def _plain_inputs(name: str) -> dict[str, Any]:
    return {**VALID[name], "opioid": "morphine"} if name == "mme" else dict(VALID[name])


def _contents(result: Result) -> list[float]:
    return [result.value, *(v for v in (*result.inputs.values(), *result.detail.values()) if not isinstance(v, str))]


class TestValues:
    """Known inputs give known values."""

    @pytest.mark.parametrize(("name", "inputs", "expected"), VALUES)
    def test_expected_value(self, name: str, inputs: dict[str, Any], expected: float) -> None:
        """Each value is within 0.1 % of the expected one."""
        assert calculate(name, inputs).value == pytest.approx(expected, rel=1e-3)

    @pytest.mark.parametrize(
        ("weight", "height", "used"),
        [(87, 175, "adjusted"), (48, 163, "actual"), (105, 160, "adjusted"), (62, 158, "ideal")],
    )
    def test_auto_names_the_weight(self, weight: float, height: float, used: str) -> None:
        """The rule by BMI picks the weight, and the result says which."""
        result = crcl_cockcroft_gault(age_years=60, sex="male", scr_mg_dl=1, weight_kg=weight, height_cm=height)
        assert result.detail["weight_used"] == used
        assert f"{used} body weight" in result.formula

    @pytest.mark.parametrize(("points", "letter"), [(5, "A"), (6, "A"), (7, "B"), (9, "B"), (10, "C"), (15, "C")])
    def test_child_pugh_class(self, points: int, letter: str) -> None:
        """Each class begins and ends where the score says."""
        found = {
            result.value: result.detail["class"]
            for b in (1, 2, 4)
            for a in (4, 3, 2)
            for i in (1, 2, 3)
            for words in ("none", "mild", "severe")
            for grade in (0, 1, 4)
            for result in [child_pugh(bilirubin_mg_dl=b, albumin_g_dl=a, inr=i, ascites=words, encephalopathy_grade=grade)]
        }
        assert sorted(found) == list(range(5, 16))
        assert found[points] == letter

    def test_all_factors_of_the_guideline(self) -> None:
        """The table has CDC's ten rows and nothing else."""
        assert MME_FACTORS == {
            "codeine": 0.15, "fentanyl_patch_mcg_h": 2.4, "hydrocodone": 1, "hydromorphone": 5, "methadone": 4.7, "morphine": 1,
            "oxycodone": 1.5, "oxymorphone": 3, "tapentadol": 0.4, "tramadol": 0.2,
        }  # fmt: skip


class TestBoundaries:
    """What happens exactly where a rule changes."""

    @pytest.mark.parametrize(("sex", "kappa"), [("male", 0.9), ("female", 0.7)])
    def test_egfr_joins_at_kappa(self, sex: Any, kappa: float) -> None:
        """The two branches of CKD-EPI meet."""
        below, at, above = (egfr_ckd_epi_2021(scr_mg_dl=kappa + d, age_years=50, sex=sex).value for d in (-1e-9, 0, 1e-9))
        assert below == pytest.approx(at) == pytest.approx(above)

    @pytest.mark.parametrize(
        ("floor", "at", "below"), [(90, "G1", "G2"), (60, "G2", "G3a"), (45, "G3a", "G3b"), (30, "G3b", "G4"), (15, "G4", "G5")]
    )
    def test_gfr_categories(self, floor: float, at: str, below: str) -> None:
        """A category holds from its lower bound up."""
        scr = 0.9 * (142 * 0.9938**50 / floor) ** (1 / 1.2)
        assert egfr_ckd_epi_2021(scr_mg_dl=scr * 0.999, age_years=50, sex="male").detail["category"] == at
        assert egfr_ckd_epi_2021(scr_mg_dl=scr * 1.001, age_years=50, sex="male").detail["category"] == below

    @pytest.mark.parametrize(
        ("index", "used"), [(18.49, "actual"), (18.5, "ideal"), (24.9, "ideal"), (24.91, "adjusted"), (18.0, "actual"), (40, "adjusted")]
    )
    def test_weight_rule(self, index: float, used: str) -> None:
        """BMI 18.5 and 24.9 are both normal; a height of 200 cm makes the BMI exact."""
        result = crcl_cockcroft_gault(age_years=50, sex="female", scr_mg_dl=1, weight_kg=index * 4, height_cm=200)
        assert result.detail["weight_used"] == used
        assert (
            result.detail["weight_used_kg"]
            == {
                "actual": index * 4,
                "ideal": result.detail["ideal_body_weight_kg"],
                "adjusted": result.detail["adjusted_body_weight_kg"],
            }[used]
        )

    def test_overweight_bmi_moves_the_rule(self) -> None:
        """A higher limit keeps the ideal weight longer."""
        inputs: dict[str, Any] = {"age_years": 50, "sex": "male", "scr_mg_dl": 1, "weight_kg": 108, "height_cm": 200}
        assert crcl_cockcroft_gault(**inputs).detail["weight_used"] == "adjusted"
        assert crcl_cockcroft_gault(**inputs, overweight_bmi=30).detail["weight_used"] == "ideal"

    def test_height_not_known(self) -> None:
        """Without height, auto is the actual weight, and ideal or adjusted is refused."""
        inputs: dict[str, Any] = {"age_years": 50, "sex": "male", "scr_mg_dl": 1, "weight_kg": 80}
        result = crcl_cockcroft_gault(**inputs)
        assert (result.detail["weight_used"], result.detail["weight_reason"]) == ("actual", "height is not known")
        for weight in ("ideal", "adjusted"):
            with pytest.raises(ValueError, match=f"weight = '{weight}' needs height_cm"):
                crcl_cockcroft_gault(**inputs, weight=weight)

    def test_ideal_above_actual_is_said(self) -> None:
        """A slim patient whose ideal weight is above the actual one gets a note, and the lower clearance beside it."""
        result = crcl_cockcroft_gault(age_years=40, sex="male", scr_mg_dl=1, weight_kg=60, height_cm=175)
        assert result.detail["weight_used"] == "ideal"
        assert result.value > float(result.detail["crcl_actual_weight"]) == pytest.approx(83.33, rel=1e-3)
        assert "above the actual weight" in str(result.detail["note"])

    def test_clearance_beyond_kidneys_is_said(self) -> None:
        """A value above 200 mL/min stays, with a note."""
        result = crcl_cockcroft_gault(age_years=20, sex="male", scr_mg_dl=0.3, weight_kg=100)
        assert result.value > 200
        assert "check the creatinine" in str(result.detail["note"])

    def test_devine_below_sixty_inches_is_said(self) -> None:
        """At 60 inches the base weight stands; below it the result carries a note, also through Cockcroft-Gault."""
        assert ideal_body_weight(height_cm=152.4, sex="male").value == pytest.approx(50)
        assert ideal_body_weight(height_cm=152.4, sex="female").value == pytest.approx(45.5)
        assert "note" not in ideal_body_weight(height_cm=152.4, sex="male").detail
        assert "note" in ideal_body_weight(height_cm=145, sex="female").detail
        short = crcl_cockcroft_gault(age_years=50, sex="female", scr_mg_dl=1, weight_kg=70, height_cm=145)
        assert "Devine" in str(short.detail["note"])

    def test_adjusted_below_ideal_is_said(self) -> None:
        """The adjusted weight is meant for patients above their ideal weight."""
        assert "below ideal" in str(adjusted_body_weight(weight_kg=50, height_cm=180, sex="male").detail["note"])
        assert "note" not in adjusted_body_weight(weight_kg=100, height_cm=180, sex="male").detail

    @pytest.mark.parametrize(
        ("item", "value", "points"),
        [
            ("bilirubin_mg_dl", 1.99, 1), ("bilirubin_mg_dl", 2.0, 2), ("bilirubin_mg_dl", 3.0, 2), ("bilirubin_mg_dl", 3.01, 3),
            ("albumin_g_dl", 3.51, 1), ("albumin_g_dl", 3.5, 2), ("albumin_g_dl", 2.8, 2), ("albumin_g_dl", 2.79, 3),
            ("inr", 1.69, 1), ("inr", 1.7, 2), ("inr", 2.3, 2), ("inr", 2.31, 3),
            ("ascites", "none", 1), ("ascites", "absent", 1), ("ascites", "Mild", 2), ("ascites", "slight", 2),
            ("ascites", "moderate", 3), ("ascites", "severe", 3),
            ("encephalopathy_grade", 0, 1), ("encephalopathy_grade", 1, 2), ("encephalopathy_grade", 2, 2),
            ("encephalopathy_grade", 3, 3), ("encephalopathy_grade", "4", 3),
        ],
    )  # fmt: skip
    def test_child_pugh_points(self, item: str, value: object, points: int) -> None:
        """Each item changes its points exactly at the published bound."""
        best: dict[str, Any] = {"bilirubin_mg_dl": 1, "albumin_g_dl": 4, "inr": 1, "ascites": "none", "encephalopathy_grade": 0}
        result = child_pugh(**{**best, item: value})
        key = item.removesuffix("_mg_dl").removesuffix("_g_dl").removesuffix("_grade") + "_points"
        assert result.detail[key] == points
        assert result.value == 4 + points

    @pytest.mark.parametrize(
        ("index", "word"),
        [(18.49, "underweight"), (18.5, "normal"), (24.99, "normal"), (25, "overweight"), (29.99, "overweight"), (30, "obese")],
    )
    def test_bmi_class(self, index: float, word: str) -> None:
        """WHO's classes begin at 18.5, 25 and 30."""
        assert bmi(weight_kg=index * 4, height_cm=200).detail["class"] == word

    @pytest.mark.parametrize(("name", "parameter"), NUMBERS, ids=_ids(NUMBERS))
    def test_both_ends_of_each_range(self, name: str, parameter: Parameter) -> None:
        """A range holds its ends and nothing beyond them."""
        inputs, (low, high) = _plain_inputs(name), _range(name, parameter)
        for inside in (low, high):
            try:
                assert math.isfinite(calculate(name, {**inputs, parameter.name: inside}).value)
            except ValueError as error:
                assert "BMI" in str(error)  # the end of one range may not go with the other inputs
        for outside in (math.nextafter(low, -math.inf), math.nextafter(high, math.inf)):
            with pytest.raises(ValueError, match=f"{parameter.name} = .* is not possible here: the range is {low:g} to {high:g}"):
                calculate(name, {**inputs, parameter.name: outside})

    def test_fentanyl_patch_has_its_own_range(self) -> None:
        """The patch counts in mcg/h, and its error says so."""
        assert mme(opioid="fentanyl_patch_mcg_h", dose_mg_per_day=1_000).detail["dose_unit"] == "mcg/h"
        for dose in (0.9, 1_001):
            with pytest.raises(ValueError, match="mcg/h is not possible here: the range is 1 to 1000 mcg/h"):
                mme(opioid="fentanyl_patch_mcg_h", dose_mg_per_day=dose)


class TestImpossible:
    """Inputs that no patient has are refused, in words."""

    @pytest.mark.parametrize("value", [0, -1, -3.5, math.nan, math.inf, -math.inf, "nan", "inf", "-1", 10**400, "1e999", 1e12])
    @pytest.mark.parametrize(("name", "parameter"), NUMBERS, ids=_ids(NUMBERS))
    def test_never_a_number(self, name: str, parameter: Parameter, value: object) -> None:
        """Zero, negative, infinite and missing numbers raise for every parameter (grade 0 of encephalopathy is a real one)."""
        if parameter.low <= 0 == value:
            return
        with pytest.raises(ValueError, match=f"{parameter.name} = .* is not possible here: the range is .* to "):
            calculate(name, {**_plain_inputs(name), parameter.name: value})

    @pytest.mark.parametrize("value", ["", " ", "abc", "70 kg", "1,2", "1_0", "0x1f", True, False, [1.0], {}, b"1", 1j, object()])
    @pytest.mark.parametrize(("name", "parameter"), NUMBERS, ids=_ids(NUMBERS))
    def test_not_numeric(self, name: str, parameter: Parameter, value: object) -> None:
        """Anything but a number or a numeric string raises, with the range."""
        with pytest.raises(ValueError, match=f"{parameter.name} must be a number .*\\("):
            calculate(name, {**_plain_inputs(name), parameter.name: value})

    @pytest.mark.parametrize("value", ["", "other", 1, True, ["male"], "mal", math.nan])
    @pytest.mark.parametrize(("name", "parameter"), WORDS, ids=_ids(WORDS))
    def test_not_a_choice(self, name: str, parameter: Parameter, value: object) -> None:
        """A word outside the list raises, and the list is in the message."""
        with pytest.raises(ValueError, match=f"{parameter.name} = .* is not known: use .*{parameter.choices[-1]}"):
            calculate(name, {**_plain_inputs(name), parameter.name: value})

    @pytest.mark.parametrize(
        ("name", "change", "message"),
        [
            ("deindex_egfr", {"egfr": 900}, "egfr = 900 mL/min/1.73 m2 is not possible here: the range is 0.5 to 250"),
            ("egfr_ckd_epi_2021", {"age_years": -3}, "age_years = -3 years is not possible here: the range is 18 to 120 years"),
            ("egfr_ckd_epi_2021", {"age_years": 17.9}, "for adults"),
            ("bsa_mosteller", {"weight_kg": 0.5}, "weight_kg = 0.5 kg is not possible here: the range is 1 to 500 kg"),
            ("crcl_cockcroft_gault", {"weight_kg": 0.5}, "weight_kg = 0.5 kg is not possible here: the range is 20 to 500 kg"),
            ("crcl_cockcroft_gault", {"scr_mg_dl": 60}, "scr_mg_dl = 60 mg/dL is not possible here: the range is 0.1 to 30 mg/dL"),
            ("egfr_ckd_epi_2021", {"scr_mg_dl": 80}, "umol/L goes through creatinine_umol_l_to_mg_dl"),
            ("ideal_body_weight", {"height_cm": 1.75}, "metres times 100"),
            ("child_pugh", {"albumin_g_dl": 35}, "divide g/L by 10"),
            ("child_pugh", {"encephalopathy_grade": 1.5}, "must be a whole number"),
            ("mme", {"opioid": "buprenorphine"}, "CDC 2022 has no factor"),
            ("mme", {"opioid": "fentanyl"}, "fentanyl_patch_mcg_h"),
        ],
    )
    def test_message(self, name: str, change: dict[str, object], message: str) -> None:
        """The message says what is impossible, what the range is and what the slip usually was."""
        with pytest.raises(ValueError) as caught:
            calculate(name, {**_plain_inputs(name), **change})
        assert message in str(caught.value)

    @pytest.mark.parametrize(("index", "note"), [(12, True), (17.09, True), (17.1, False), (69.9, False), (70, True)])
    def test_lean_weight_outside_the_study(self, index: float, note: bool) -> None:
        """Outside the BMI of the study the result says so."""
        assert ("note" in lean_body_weight(weight_kg=index * 4, height_cm=200, sex="male").detail) is note

    def test_lean_weight_above_actual(self) -> None:
        """A man's BMI under 12 would give more lean weight than weight: refused."""
        with pytest.raises(ValueError, match="the range of BMI is above 12.0"):
            lean_body_weight(weight_kg=11.9 * 4, height_cm=200, sex="male")

    @pytest.mark.parametrize("name", ["adjusted_body_weight", "lean_body_weight", "bmi", "bsa_mosteller", "crcl_cockcroft_gault"])
    def test_weight_and_height_together(self, name: str) -> None:
        """Each may be possible and both together not."""
        inputs = {**_plain_inputs(name), "weight_kg": 500, "height_cm": 125}
        inputs.pop("weight", None)
        with pytest.raises(ValueError, match="weight_kg = 500 with height_cm = 125 is not possible: a BMI of 320.0"):
            calculate(name, inputs)


class TestProperties:
    """What must hold everywhere in the range."""

    @given(creatinines, creatinines, ages, sexes)
    def test_egfr_falls_with_creatinine(self, one: float, other: float, age: float, sex: Any) -> None:
        """More creatinine never means a higher eGFR."""
        low, high = sorted((one, other))
        first, second = (egfr_ckd_epi_2021(scr_mg_dl=s, age_years=age, sex=sex).value for s in (low, high))
        assert first >= second
        assert first > second or high - low < 1e-6

    @given(creatinines, ages, ages, sexes)
    def test_egfr_falls_with_age(self, scr: float, one: float, other: float, sex: Any) -> None:
        """An older patient with the same creatinine never has a higher eGFR."""
        young, old = sorted((one, other))
        first, second = (egfr_ckd_epi_2021(scr_mg_dl=scr, age_years=a, sex=sex).value for a in (young, old))
        assert first >= second

    @given(st.floats(0.9, 30), ages)
    def test_egfr_sex_factor(self, scr: float, age: float) -> None:
        """Above both kappas the ratio of the sexes does not change."""
        woman, man = (egfr_ckd_epi_2021(scr_mg_dl=scr, age_years=age, sex=s).value for s in ("female", "male"))
        assert woman / man == pytest.approx(1.012 * (0.7 / 0.9) ** 1.2)

    @given(creatinines, ages, sexes, st.floats(0.5, 6))
    def test_every_egfr_can_be_deindexed(self, scr: float, age: float, sex: Any, surface: float) -> None:
        """What CKD-EPI returns is in the range that `deindex_egfr` takes, and 1.73 m2 changes nothing."""
        rate = egfr_ckd_epi_2021(scr_mg_dl=scr, age_years=age, sex=sex).value
        assert deindex_egfr(egfr=rate, bsa_m2=surface).value == pytest.approx(rate * surface / 1.73)
        assert deindex_egfr(egfr=rate, bsa_m2=1.73).value == pytest.approx(rate)

    @given(creatinines, creatinines, ages, ages, weights, heights, sexes, st.sampled_from(["auto", "actual", "ideal", "adjusted"]))
    def test_crcl_falls_with_creatinine_and_age(
        self, scr1: float, scr2: float, age1: float, age2: float, weight: float, height: float, sex: Any, choice: Any
    ) -> None:
        """More creatinine and more years never mean more clearance, whatever the weight."""
        (low, high), (young, old) = sorted((scr1, scr2)), sorted((age1, age2))
        first, second = (
            crcl_cockcroft_gault(age_years=a, sex=sex, scr_mg_dl=s, weight_kg=weight, height_cm=height, weight=choice).value
            for a, s in ((young, low), (old, high))
        )
        assert first >= second > 0

    @given(creatinines, ages, weights)
    def test_crcl_sex_factor(self, scr: float, age: float, weight: float) -> None:
        """A woman has 0.85 of a man's clearance at the same actual weight."""
        woman, man = (
            crcl_cockcroft_gault(age_years=age, sex=s, scr_mg_dl=scr, weight_kg=weight, weight="actual").value for s in ("female", "male")
        )
        assert woman == pytest.approx(0.85 * man)

    @given(creatinines, ages, weights, heights, sexes)
    def test_auto_is_one_of_the_three(self, scr: float, age: float, weight: float, height: float, sex: Any) -> None:
        """Auto equals the weight that it names."""
        inputs: dict[str, Any] = {"age_years": age, "sex": sex, "scr_mg_dl": scr, "weight_kg": weight, "height_cm": height}
        auto = crcl_cockcroft_gault(**inputs)
        assert auto.value == calculate("crcl_cockcroft_gault", {**inputs, "weight": auto.detail["weight_used"]}).value
        assert auto.detail["crcl_actual_weight"] == crcl_cockcroft_gault(**inputs, weight="actual").value

    @given(weights, heights, sexes)
    def test_body_weights_keep_their_order(self, weight: float, height: float, sex: Any) -> None:
        """Adjusted lies between ideal and actual; lean is below actual; men have more lean weight (at a BMI above 12)."""
        assume(bmi(weight_kg=weight, height_cm=height).value > 12)
        ideal = ideal_body_weight(height_cm=height, sex=sex).value
        adjusted = adjusted_body_weight(weight_kg=weight, height_cm=height, sex=sex).value
        assert min(ideal, weight) - 1e-9 <= adjusted <= max(ideal, weight) + 1e-9
        man, woman = (lean_body_weight(weight_kg=weight, height_cm=height, sex=s).value for s in ("male", "female"))
        assert 0 < woman < man < weight

    @given(heights, heights, sexes)
    def test_ideal_weight_grows_with_height(self, one: float, other: float, sex: Any) -> None:
        """A taller patient has a higher ideal weight."""
        low, high = sorted((one, other))
        assert ideal_body_weight(height_cm=low, sex=sex).value <= ideal_body_weight(height_cm=high, sex=sex).value

    @given(weights, weights, heights)
    def test_surface_grows_with_weight(self, one: float, other: float, height: float) -> None:
        """A heavier patient has a larger surface and a higher BMI."""
        low, high = sorted((one, other))
        assert bsa_mosteller(weight_kg=low, height_cm=height).value <= bsa_mosteller(weight_kg=high, height_cm=height).value
        assert bmi(weight_kg=low, height_cm=height).value <= bmi(weight_kg=high, height_cm=height).value

    @given(st.floats(1, 500), st.floats(21, 270), st.floats(0.11, 29.9))
    def test_conversions_invert(self, kg: float, cm: float, mg_dl: float) -> None:
        """There and back gives the same number."""
        assert lb_to_kg(lb=kg_to_lb(kg=kg).value).value == pytest.approx(kg)
        assert in_to_cm(inches=cm_to_in(cm=cm).value).value == pytest.approx(cm)
        assert creatinine_umol_l_to_mg_dl(umol_l=creatinine_mg_dl_to_umol_l(mg_dl=mg_dl).value).value == pytest.approx(mg_dl)

    @given(st.floats(9, 2_650), ages, sexes)
    def test_converted_creatinine_is_accepted(self, umol_l: float, age: float, sex: Any) -> None:
        """Every value that the conversion accepts goes on into the kidney formulas."""
        scr = creatinine_umol_l_to_mg_dl(umol_l=umol_l).value
        assert egfr_ckd_epi_2021(scr_mg_dl=scr, age_years=age, sex=sex).value > 0

    @given(st.sampled_from(sorted(MME_FACTORS)), st.floats(1, 400), st.floats(1, 400))
    def test_mme_is_linear(self, opioid: str, one: float, other: float) -> None:
        """Equivalents add up."""
        parts = mme(opioid=opioid, dose_mg_per_day=one).value + mme(opioid=opioid, dose_mg_per_day=other).value
        assert mme(opioid=opioid, dose_mg_per_day=one + other).value == pytest.approx(parts)

    @given(st.data())
    @pytest.mark.parametrize("name", CALCULATORS)
    def test_a_finite_result_or_an_error_in_words(self, name: str, data: st.DataObject) -> None:
        """Over the whole float line a calculator returns finite positive numbers or raises ValueError, and nothing else."""
        numbers = st.one_of(st.floats(), st.floats(0, 300), st.integers(), st.text("0123456789.-+e naif", max_size=6))
        inputs: dict[str, object] = {}
        for p in CALCULATORS[name].parameters:
            values = st.sampled_from([*p.choices, "", "?"]) if p.choices else st.one_of(st.floats(p.low, p.high), numbers)
            inputs[p.name] = data.draw(values if p.required else st.none() | values, label=p.name)
        try:
            result = calculate(name, inputs)
        except ValueError as error:
            assert any(p.name in str(error) for p in CALCULATORS[name].parameters)
            return
        assert all(math.isfinite(number) for number in _contents(result))
        assert result.value > 0

    @given(st.data())
    @pytest.mark.parametrize("name", CALCULATORS)
    def test_numeric_strings_are_numbers(self, name: str, data: st.DataObject) -> None:
        """A number and its text give the same result."""
        inputs: dict[str, object] = {}
        for p in CALCULATORS[name].parameters:
            if p.choices:
                inputs[p.name] = data.draw(st.sampled_from(p.choices), label=p.name)
            elif p.whole:
                inputs[p.name] = data.draw(st.integers(int(p.low), int(p.high)), label=p.name)
            else:
                inputs[p.name] = data.draw(st.floats(p.low, p.high), label=p.name)
        try:
            expected = calculate(name, inputs)
        except ValueError:
            assume(False)
        assert calculate(name, {key: f" {value} " for key, value in inputs.items()}) == expected


class TestResult:
    """What a result carries."""

    @pytest.mark.parametrize("name", CALCULATORS)
    def test_is_complete(self, name: str) -> None:
        """Every result names its formula with a year and its source, and holds plain values only."""
        result = calculate(name, VALID[name])
        assert result.name == name
        assert result.unit
        assert any(str(year) in result.formula for year in range(1970, 2031))
        assert result.source_title
        assert result.source_url.startswith("https://")
        assert 1970 <= result.source_year <= 2030
        assert set(VALID[name]) - {"overweight_bmi"} <= set(result.inputs)
        for values in (result.inputs, result.detail):
            assert all(type(value) in (int, float, str) for value in values.values())

    def test_is_frozen(self) -> None:
        """A result cannot be changed."""
        with pytest.raises(dataclasses.FrozenInstanceError):
            kg_to_lb(kg=70).value = 1  # type: ignore[misc]

    def test_is_not_rounded(self) -> None:
        """The value keeps its digits."""
        assert kg_to_lb(kg=70).value == 70 / 0.45359237

    def test_no_shared_dicts(self) -> None:
        """Changing one result's dict leaves the next result alone."""
        kg_to_lb(kg=70).inputs["kg"] = 1.0
        assert kg_to_lb(kg=70).inputs == {"kg": 70.0}


class TestCalculate:
    """Running by name."""

    @pytest.mark.parametrize("name", ["Cockcroft", "", "egfr", 3, None, ["bmi"]])
    def test_unknown_name(self, name: Any) -> None:
        """The error lists what there is."""
        with pytest.raises(ValueError, match="unknown calculator .*; known calculators: egfr_ckd_epi_2021, crcl_cockcroft_gault"):
            calculate(name, {})

    def test_name_spelling(self) -> None:
        """Case, spaces and hyphens do not matter."""
        assert calculate(" CrCl Cockcroft-Gault ", VALID["crcl_cockcroft_gault"]).name == "crcl_cockcroft_gault"

    def test_missing(self) -> None:
        """The error names what is missing and lists every parameter with its range."""
        with pytest.raises(ValueError) as caught:
            calculate("egfr_ckd_epi_2021", {"scr_mg_dl": 1, "age_years": None, "sex": "male"})
        assert str(caught.value) == (
            "egfr_ckd_epi_2021 needs age_years; known parameters: scr_mg_dl (0.1 to 30 mg/dL), age_years (18 to 120 years), "
            "sex (male or female)"
        )

    @pytest.mark.parametrize("key", ["age", 3, ("sex",), None])
    def test_unknown_input(self, key: Any) -> None:
        """The error names the unknown input."""
        with pytest.raises(ValueError, match="egfr_ckd_epi_2021 does not know .*; known parameters: scr_mg_dl"):
            calculate("egfr_ckd_epi_2021", {**VALID["egfr_ckd_epi_2021"], key: 1})

    def test_missing_and_unknown_together(self) -> None:
        """One message tells both."""
        with pytest.raises(ValueError, match="bmi needs height_cm and does not know height; known parameters"):
            calculate("bmi", {"weight_kg": 70, "height": 170})

    @pytest.mark.parametrize("inputs", [None, [("weight_kg", 70)], "weight_kg=70", 70])
    def test_not_a_mapping(self, inputs: Any) -> None:
        """Inputs come by name."""
        with pytest.raises(ValueError, match="bmi takes its inputs by name"):
            calculate("bmi", inputs)

    def test_optional_none_is_not_given(self) -> None:
        """A tool may pass null for what it does not know."""
        inputs = {"age_years": 50, "sex": "F", "scr_mg_dl": "1.0", "weight_kg": Decimal("80"), "height_cm": None, "weight": None}
        result = calculate("crcl_cockcroft_gault", inputs)
        assert result.detail["weight_used"] == "actual"
        assert result.inputs["sex"] == "female"
        assert "height_cm" not in result.inputs

    @pytest.mark.parametrize("name", CALCULATORS)
    def test_registry_matches_the_signature(self, name: str) -> None:
        """Parameters, their order aside, are those of the function; required means without default; all are keyword-only."""
        calculator = CALCULATORS[name]
        signature = inspect.signature(calculator.function).parameters
        assert {p.name for p in calculator.parameters} == set(signature)
        assert {key for key, p in signature.items() if p.default is inspect.Parameter.empty} == set(calculator.required)
        assert {p.kind for p in signature.values()} == {inspect.Parameter.KEYWORD_ONLY}
        assert getattr(calculators, name) is calculator.function
        assert calculator.summary and "\n" not in calculator.summary
        assert all(p.meaning and (p.choices or p.low < p.high) for p in calculator.parameters)

    @pytest.mark.parametrize("name", CALCULATORS)
    def test_docstring_has_the_ranges_and_the_source(self, name: str) -> None:
        """The ranges in the docstring are those that are checked, and the source has an address."""
        text = " ".join((CALCULATORS[name].function.__doc__ or "").split())
        assert "Source: " in text and "https://" in text
        for p in CALCULATORS[name].parameters:
            if not p.choices and not p.whole:
                assert f"{p.low:g} to {p.high:,g}" in text, p.name


def test_imports_stay_light() -> None:
    """The package imports nothing but its own files and four modules of the standard library."""
    found: set[str | None] = set()
    for file in Path(calculators.__file__).parent.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    outside = {module for module in found if module and not module.startswith("knowledge.calculators.")}
    assert outside == {"__future__", "collections.abc", "dataclasses", "math", "typing"}
