"""Body size: ideal, adjusted and lean body weight, body mass index and body surface area."""

from __future__ import annotations

import math
from typing import Final

from knowledge.calculators.conversion import CM_PER_IN
from knowledge.calculators.parameters import SEX, Parameter, Result, Sex, Source, check_number, check_word, make_result

UNDERWEIGHT_BMI: Final = 18.5

ADJUSTMENT_FACTOR: Final = 0.4
"""Share of the weight above ideal that counts in the adjusted body weight."""

WEIGHT = Parameter("weight_kg", "actual body weight of an adult", "kg", 20, 500, hint="pounds go through lb_to_kg first")
HEIGHT = Parameter("height_cm", "height of an adult", "cm", 120, 250, hint="inches go through in_to_cm first; metres times 100")
ANY_WEIGHT = Parameter("weight_kg", "actual body weight", "kg", 1, 500, hint="pounds go through lb_to_kg first")
ANY_HEIGHT = Parameter("height_cm", "height or length", "cm", 30, 250, hint="inches go through in_to_cm first; metres times 100")

_DEVINE = Source(
    "Devine BJ, Gentamicin therapy, Drug Intell Clin Pharm 1974;8:650-655 (traced by Pai MP, Paloucek FP, Ann Pharmacother 2000;34:1066)",
    "https://doi.org/10.1345/aph.19381",
    1974,
)
WINTER = Source(
    "Winter MA, Guhr KN, Berg GM, Impact of various body weights and serum creatinine concentrations on the bias and accuracy of the "
    "Cockcroft-Gault equation, Pharmacotherapy 2012;32:604-612",
    "https://doi.org/10.1002/j.1875-9114.2012.01098.x",
    2012,
)
_JANMAHASATIAN = Source(
    "Janmahasatian S et al., Quantification of lean bodyweight, Clin Pharmacokinet 2005;44:1051-1065",
    "https://doi.org/10.2165/00003088-200544100-00004",
    2005,
)
_WHO = Source(
    "WHO, Obesity: preventing and managing the global epidemic, Technical Report Series 894, 2000",
    "https://iris.who.int/handle/10665/42330",
    2000,
)
_MOSTELLER = Source(
    "Mosteller RD, Simplified calculation of body-surface area, N Engl J Med 1987;317:1098",
    "https://doi.org/10.1056/NEJM198710223171717",
    1987,
)


def body_mass_index(weight: float, height: float) -> float:
    """Return the BMI of a weight in kg and a height in cm.

    Raises:
        ValueError: If nobody can have both.
    """
    value = weight / (height / 100) ** 2
    if not 5 <= value <= 200:
        raise ValueError(
            f"weight_kg = {weight:g} with height_cm = {height:g} is not possible: a BMI of {value:.1f} kg/m2, "
            "where the range is 5 to 200; check both numbers and their units"
        )
    return value


def devine_weight(height: float, sex: str) -> float:
    """Return the ideal body weight (Devine) in kg for a height in cm."""
    return (50.0 if sex == "male" else 45.5) + 2.3 * (height / CM_PER_IN - 60)


def adjusted_weight(weight: float, ideal: float) -> float:
    """Return the adjusted body weight in kg."""
    return ideal + ADJUSTMENT_FACTOR * (weight - ideal)


def devine_note(height: float) -> dict[str, float | str]:
    """Return the caution for a height below the Devine formula's start, or nothing."""
    if height >= 60 * CM_PER_IN:
        return {}
    return {"note": "height is under 60 in (152.4 cm), where the Devine formula was not derived; it is carried on as a straight line"}


def ideal_body_weight(*, height_cm: float, sex: Sex) -> Result:
    """Return the ideal body weight of an adult.

    50 kg for men and 45.5 kg for women, and 2.3 kg for each inch above 60. Below 60 inches the line is carried on down,
    and `detail["note"]` says so.

    Source: Devine 1974, traced by Pai and Paloucek 2000, https://doi.org/10.1345/aph.19381.

    Args:
        height_cm: Height in cm, 120 to 250.
        sex: `male` or `female`.

    Returns:
        Ideal body weight in kg.

    Raises:
        ValueError: If an input is impossible or outside its range.
    """
    height, who = check_number(HEIGHT, height_cm), check_word(SEX, sex)
    return make_result(
        "ideal_body_weight",
        devine_weight(height, who),
        "kg",
        "Devine (1974): 50 kg (men) or 45.5 kg (women) + 2.3 kg for each inch above 60",
        _DEVINE,
        {"height_cm": height, "sex": who},
        devine_note(height),
    )


def adjusted_body_weight(*, weight_kg: float, height_cm: float, sex: Sex) -> Result:
    """Return the adjusted body weight of an adult who weighs more than the ideal weight.

    Ideal (Devine) + 0.4 x (actual - ideal). Below the ideal weight the number has no use, and `detail["note"]` says so.

    Source: Winter et al. 2012 (0.4 for overweight and obese patients), https://doi.org/10.1002/j.1875-9114.2012.01098.x.

    Args:
        weight_kg: Actual body weight in kg, 20 to 500.
        height_cm: Height in cm, 120 to 250.
        sex: `male` or `female`.

    Returns:
        Adjusted body weight in kg, with the ideal weight in `detail["ideal_body_weight_kg"]`.

    Raises:
        ValueError: If an input is impossible or outside its range.
    """
    actual, height, who = check_number(WEIGHT, weight_kg), check_number(HEIGHT, height_cm), check_word(SEX, sex)
    body_mass_index(actual, height)
    ideal = devine_weight(height, who)
    detail: dict[str, float | str] = {"ideal_body_weight_kg": ideal, "factor": ADJUSTMENT_FACTOR, **devine_note(height)}
    if actual < ideal:
        detail["note"] = "actual weight is below ideal: the adjusted weight is meant for patients above it; use actual"
    return make_result(
        "adjusted_body_weight",
        adjusted_weight(actual, ideal),
        "kg",
        "Adjusted body weight (0.4; Winter 2012): ideal (Devine 1974) + 0.4 x (actual - ideal)",
        WINTER,
        {"weight_kg": actual, "height_cm": height, "sex": who},
        detail,
    )


def lean_body_weight(*, weight_kg: float, height_cm: float, sex: Sex) -> Result:
    """Return the lean body weight (fat-free mass) of an adult.

    9270 x weight / (6680 + 216 x BMI) for men, 9270 x weight / (8780 + 244 x BMI) for women. It was derived at a BMI of 17.1 to
    69.9; outside that `detail["note"]` says so, and where it would exceed the actual weight (men with a BMI under 12) it is refused.

    Source: Janmahasatian et al. 2005, https://doi.org/10.2165/00003088-200544100-00004.

    Args:
        weight_kg: Actual body weight in kg, 20 to 500.
        height_cm: Height in cm, 120 to 250.
        sex: `male` or `female`.

    Returns:
        Lean body weight in kg, with the BMI in `detail["bmi"]`.

    Raises:
        ValueError: If an input is impossible or outside its range, or the BMI is too low for the formula.
    """
    actual, height, who = check_number(WEIGHT, weight_kg), check_number(HEIGHT, height_cm), check_word(SEX, sex)
    index = body_mass_index(actual, height)
    base, slope = (6680, 216) if who == "male" else (8780, 244)
    lean = 9270 * actual / (base + slope * index)
    if lean >= actual:
        raise ValueError(
            f"weight_kg = {actual:g} with height_cm = {height:g} (BMI {index:.1f} kg/m2) is below what the formula can describe: "
            f"the range of BMI is above {(9270 - base) / slope:.1f}; use actual body weight"
        )
    detail: dict[str, float | str] = {"bmi": index}
    if not 17.1 <= index <= 69.9:
        detail["note"] = "the formula was derived at a BMI of 17.1 to 69.9 kg/m2; this one is outside"
    return make_result(
        "lean_body_weight",
        lean,
        "kg",
        "Janmahasatian (2005): 9270 x weight / (6680 + 216 x BMI) for men, / (8780 + 244 x BMI) for women",
        _JANMAHASATIAN,
        {"weight_kg": actual, "height_cm": height, "sex": who},
        detail,
    )


def bmi(*, weight_kg: float, height_cm: float) -> Result:
    """Return the body mass index.

    Weight in kg divided by the square of the height in metres. The class is WHO's for adults and means nothing for children.

    Source: WHO Technical Report Series 894, 2000, https://iris.who.int/handle/10665/42330.

    Args:
        weight_kg: Body weight in kg, 1 to 500.
        height_cm: Height in cm, 30 to 250.

    Returns:
        BMI in kg/m2, with `detail["class"]`: underweight (under 18.5), normal (under 25), overweight (under 30) or obese.

    Raises:
        ValueError: If an input is impossible, outside its range, or nobody can have both (BMI outside 5 to 200).
    """
    actual, height = check_number(ANY_WEIGHT, weight_kg), check_number(ANY_HEIGHT, height_cm)
    value = body_mass_index(actual, height)
    ceilings = ((UNDERWEIGHT_BMI, "underweight"), (25, "normal"), (30, "overweight"))
    return make_result(
        "bmi",
        value,
        "kg/m2",
        "Body mass index (WHO 2000): weight / height^2",
        _WHO,
        {"weight_kg": actual, "height_cm": height},
        {"class": next((name for ceiling, name in ceilings if value < ceiling), "obese"), "class_for": "adults"},
    )


def bsa_mosteller(*, weight_kg: float, height_cm: float) -> Result:
    """Return the body surface area.

    The square root of height in cm x weight in kg / 3600.

    Source: Mosteller 1987, https://doi.org/10.1056/NEJM198710223171717.

    Args:
        weight_kg: Actual body weight in kg, 1 to 500.
        height_cm: Height in cm, 30 to 250.

    Returns:
        Body surface area in m2.

    Raises:
        ValueError: If an input is impossible, outside its range, or nobody can have both (BMI outside 5 to 200).
    """
    actual, height = check_number(ANY_WEIGHT, weight_kg), check_number(ANY_HEIGHT, height_cm)
    body_mass_index(actual, height)
    return make_result(
        "bsa_mosteller",
        math.sqrt(actual * height / 3600),
        "m2",
        "Mosteller (1987): square root of (height in cm x weight in kg / 3600)",
        _MOSTELLER,
        {"weight_kg": actual, "height_cm": height},
    )
