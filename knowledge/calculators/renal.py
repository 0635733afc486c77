"""Kidney function: estimated GFR, creatinine clearance and the de-indexed eGFR."""

from __future__ import annotations

from typing import Final, Literal

from knowledge.calculators.parameters import SEX, Parameter, Result, Sex, Source, check_number, check_word, make_result
from knowledge.calculators.weight import (
    HEIGHT,
    UNDERWEIGHT_BMI,
    WEIGHT,
    WINTER,
    adjusted_weight,
    body_mass_index,
    devine_note,
    devine_weight,
)

WeightChoice = Literal["auto", "actual", "ideal", "adjusted"]
"""Which body weight Cockcroft-Gault takes; `auto` picks by BMI."""

OVERWEIGHT_BMI: Final = 24.9
"""BMI above which `crcl_cockcroft_gault` takes the adjusted weight."""

SCR = Parameter(
    "scr_mg_dl", "serum creatinine, stable", "mg/dL", 0.1, 30, hint="a value in umol/L goes through creatinine_umol_l_to_mg_dl first"
)
AGE = Parameter("age_years", "age of an adult", "years", 18, 120, hint="this formula is for adults; children need another one")
OPTIONAL_HEIGHT = Parameter("height_cm", "height of an adult", "cm", 120, 250, required=False, hint=HEIGHT.hint)
WEIGHT_CHOICE = Parameter(
    "weight",
    "which body weight to use; auto picks by BMI",
    choices=("auto", "actual", "ideal", "adjusted"),
    required=False,
)
OVERWEIGHT_LIMIT = Parameter("overweight_bmi", "BMI above which auto takes the adjusted weight", "kg/m2", 18.5, 40, required=False)
EGFR = Parameter("egfr", "eGFR, indexed to body surface", "mL/min/1.73 m2", 0.5, 250)
BSA = Parameter("bsa_m2", "body surface area of the patient", "m2", 0.5, 6, hint="bsa_mosteller gives it from weight and height")

_INKER = Source(
    "Inker LA et al., New creatinine- and cystatin C-based equations to estimate GFR without race, N Engl J Med 2021;385:1737-1749",
    "https://doi.org/10.1056/NEJMoa2102953",
    2021,
)
_COCKCROFT = Source(
    "Cockcroft DW, Gault MH, Prediction of creatinine clearance from serum creatinine, Nephron 1976;16:31-41",
    "https://doi.org/10.1159/000180580",
    1976,
)
_KDIGO = Source(
    "KDIGO 2024 Clinical Practice Guideline for the Evaluation and Management of Chronic Kidney Disease, Kidney Int 2024;105(4S):S117-S314",
    "https://doi.org/10.1016/j.kint.2023.10.018",
    2024,
)


def egfr_ckd_epi_2021(*, scr_mg_dl: float, age_years: float, sex: Sex) -> Result:
    """Estimate the glomerular filtration rate of an adult, indexed to 1.73 m2.

    142 x min(Scr/k, 1)^a x max(Scr/k, 1)^-1.200 x 0.9938^age (x 1.012 for women), where k is 0.7 for women and 0.9 for men,
    and a is -0.241 for women and -0.302 for men. Creatinine must be stable: in acute kidney injury the estimate is wrong.

    Source: Inker et al. 2021, https://doi.org/10.1056/NEJMoa2102953.

    Args:
        scr_mg_dl: Serum creatinine in mg/dL, 0.1 to 30 (IDMS-traceable).
        age_years: Age in years, 18 to 120.
        sex: `male` or `female`.

    Returns:
        eGFR in mL/min/1.73 m2, with the KDIGO GFR category (G1 to G5) in `detail["category"]`.

    Raises:
        ValueError: If an input is impossible or outside its range.
    """
    scr, age, who = check_number(SCR, scr_mg_dl), check_number(AGE, age_years), check_word(SEX, sex)
    kappa, alpha, factor = (0.9, -0.302, 1.0) if who == "male" else (0.7, -0.241, 1.012)
    ratio = scr / kappa
    value = 142 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.2 * 0.9938**age * factor
    floors = ((90, "G1"), (60, "G2"), (45, "G3a"), (30, "G3b"), (15, "G4"))
    category = next((name for floor, name in floors if value >= floor), "G5")
    return make_result(
        "egfr_ckd_epi_2021",
        value,
        "mL/min/1.73 m2",
        "CKD-EPI creatinine equation (2021), without race: 142 x min(Scr/k,1)^a x max(Scr/k,1)^-1.200 x 0.9938^age (x 1.012 if female)",
        _INKER,
        {"scr_mg_dl": scr, "age_years": age, "sex": who},
        {"category": category},
    )


def crcl_cockcroft_gault(
    *,
    age_years: float,
    sex: Sex,
    scr_mg_dl: float,
    weight_kg: float,
    height_cm: float | None = None,
    weight: WeightChoice = "auto",
    overweight_bmi: float = OVERWEIGHT_BMI,
) -> Result:
    """Estimate the creatinine clearance of an adult, not indexed to body surface.

    (140 - age) x weight / (72 x creatinine), x 0.85 for women. The original paper used actual weight; `auto` follows
    Winter et al. 2012: BMI under 18.5 actual, 18.5 to `overweight_bmi` ideal (Devine), above adjusted (factor 0.4), and
    actual when the height is not known. Some labels (the direct oral anticoagulants among them) ask for actual weight:
    pass `weight="actual"`, or read `detail["crcl_actual_weight"]`.

    Source: Cockcroft and Gault 1976, https://doi.org/10.1159/000180580; the choice of weight: Winter et al. 2012,
    https://doi.org/10.1002/j.1875-9114.2012.01098.x.

    Args:
        age_years: Age in years, 18 to 120.
        sex: `male` or `female`.
        scr_mg_dl: Serum creatinine in mg/dL, 0.1 to 30, stable.
        weight_kg: Actual body weight in kg, 20 to 500.
        height_cm: Height in cm, 120 to 250; needed for the ideal and the adjusted weight.
        weight: Which weight to use: `auto`, `actual`, `ideal` or `adjusted`.
        overweight_bmi: BMI above which `auto` takes the adjusted weight, 18.5 to 40; a BMI equal to it counts as normal.

    Returns:
        CrCl in mL/min. `detail` has `weight_used` (actual, ideal or adjusted), `weight_used_kg`, `weight_reason`,
        `crcl_actual_weight`, and where the height is known `bmi`, `ideal_body_weight_kg` and `adjusted_body_weight_kg`.

    Raises:
        ValueError: If an input is impossible or outside its range, or ideal or adjusted weight is asked for without height.
    """
    age, who, scr, actual = (
        check_number(AGE, age_years),
        check_word(SEX, sex),
        check_number(SCR, scr_mg_dl),
        check_number(WEIGHT, weight_kg),
    )
    choice, limit = check_word(WEIGHT_CHOICE, weight), check_number(OVERWEIGHT_LIMIT, overweight_bmi)
    inputs: dict[str, float | str] = {"age_years": age, "sex": who, "scr_mg_dl": scr, "weight_kg": actual, "weight": choice}
    weights = {"actual": actual}
    body: dict[str, float | str] = {}
    notes: list[str] = []
    if height_cm is None:
        if choice in ("ideal", "adjusted"):
            raise ValueError(f"weight = {choice!r} needs height_cm ({HEIGHT.range}); without it use weight = 'actual'")
        used, reason = "actual", "asked for" if choice == "actual" else "height is not known"
    else:
        height = check_number(HEIGHT, height_cm)
        index = body_mass_index(actual, height)
        weights["ideal"] = devine_weight(height, who)
        weights["adjusted"] = adjusted_weight(actual, weights["ideal"])
        inputs["height_cm"] = height
        body = {"bmi": index, "ideal_body_weight_kg": weights["ideal"], "adjusted_body_weight_kg": weights["adjusted"]}
        if choice != "auto":
            used, reason = choice, "asked for"
        elif index < UNDERWEIGHT_BMI:
            used, reason = "actual", f"BMI {index:.1f} is under {UNDERWEIGHT_BMI:g}"
        elif index <= limit:
            used, reason = "ideal", f"BMI {index:.1f} is from {UNDERWEIGHT_BMI:g} to {limit:g}"
        else:
            used, reason = "adjusted", f"BMI {index:.1f} is above {limit:g}"
        if used != "actual":
            notes.extend(str(note) for note in devine_note(height).values())
            if weights[used] > actual:
                notes.append("the weight used is above the actual weight, which gives the higher clearance; compare crcl_actual_weight")
    if choice == "auto":
        inputs["overweight_bmi"] = limit
    per_kg = (140 - age) / (72 * scr) * (1.0 if who == "male" else 0.85)
    value = per_kg * weights[used]
    if value > 200:
        notes.append("a clearance above 200 mL/min is rarely real; check the creatinine and the weight")
    return make_result(
        "crcl_cockcroft_gault",
        value,
        "mL/min",
        f"Cockcroft-Gault (1976), {used} body weight: (140 - age) x weight / (72 x creatinine) (x 0.85 if female)",
        _COCKCROFT,
        inputs,
        {
            "weight_used": used,
            "weight_used_kg": weights[used],
            "weight_reason": reason,
            "weight_rule_source": WINTER.url,
            "crcl_actual_weight": per_kg * actual,
            **body,
            **({"note": "; ".join(notes)} if notes else {}),
        },
    )


def deindex_egfr(*, egfr: float, bsa_m2: float) -> Result:
    """Turn an eGFR per 1.73 m2 into mL/min for a patient's own body surface.

    eGFR x BSA / 1.73. For drug doses in people of very large or small build; it is still not a Cockcroft-Gault CrCl.

    Source: KDIGO 2024, https://doi.org/10.1016/j.kint.2023.10.018.

    Args:
        egfr: eGFR in mL/min/1.73 m2, 0.5 to 250.
        bsa_m2: Body surface area in m2, 0.5 to 6.

    Returns:
        De-indexed eGFR in mL/min.

    Raises:
        ValueError: If an input is impossible or outside its range.
    """
    rate, surface = check_number(EGFR, egfr), check_number(BSA, bsa_m2)
    return make_result(
        "deindex_egfr",
        rate * surface / 1.73,
        "mL/min",
        "De-indexed eGFR (KDIGO 2024): eGFR x BSA / 1.73",
        _KDIGO,
        {"egfr": rate, "bsa_m2": surface},
    )
