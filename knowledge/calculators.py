"""Clinical calculators: kidney function, body size, liver score, opioid equivalents and unit conversion.

Each calculator is a function with keyword arguments that returns a `Result`: the unrounded value, its unit, the formula by
name and year, the inputs as used, and the source. An input that no adult patient can have raises `ValueError` with the
range, so that a slip of unit (creatinine 60 mg/dL, height 1.75 cm) never becomes a dose.

`CALCULATORS` describes every calculator and its parameters; `calculate(name, inputs)` runs one by name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, SupportsFloat, TypeVar

Sex = Literal["male", "female"]
"""Sex as the formulas use it."""

WeightChoice = Literal["auto", "actual", "ideal", "adjusted"]
"""Which body weight Cockcroft-Gault takes; `auto` picks by BMI."""

Ascites = Literal["none", "mild", "moderate", "severe"]

UMOL_L_PER_MG_DL: Final = 88.42
"""Creatinine, umol/L in 1 mg/dL: 10,000 / 113.1 g/mol. Tables that print 88.4 differ by 0.02 %."""

KG_PER_LB: Final = 0.45359237
"""Kilograms in one avoirdupois pound, exact by definition."""

CM_PER_IN: Final = 2.54
"""Centimetres in one inch, exact by definition."""

UNDERWEIGHT_BMI: Final = 18.5
OVERWEIGHT_BMI: Final = 24.9
"""BMI above which `crcl_cockcroft_gault` takes the adjusted weight."""

ADJUSTMENT_FACTOR: Final = 0.4
"""Share of the weight above ideal that counts in the adjusted body weight."""

MME_FACTORS: Final[Mapping[str, float]] = {
    "codeine": 0.15,
    "fentanyl_patch_mcg_h": 2.4,
    "hydrocodone": 1.0,
    "hydromorphone": 5.0,
    "methadone": 4.7,
    "morphine": 1.0,
    "oxycodone": 1.5,
    "oxymorphone": 3.0,
    "tapentadol": 0.4,
    "tramadol": 0.2,
}
"""MME per mg a day, for the fentanyl patch per mcg/h: the table of CDC's 2022 guideline, all ten rows."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a calculator returns."""

    name: str
    """The calculator's name in `CALCULATORS`."""
    value: float
    """The result, not rounded; always finite."""
    unit: str
    formula: str
    """The formula by name and year, and how it goes."""
    inputs: dict[str, float | str]
    """The inputs that were used, numbers as floats; optional inputs that were not given are left out."""
    detail: dict[str, float | str]
    """What else a reader needs: the weight used, a class, points per item, a caution."""
    source_title: str
    source_url: str
    source_year: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """One input of a calculator: a number with a range, or a word from a list."""

    name: str
    meaning: str
    unit: str = ""
    """Unit of a number; empty for words and for plain ratios."""
    low: float = 0.0
    high: float = 0.0
    """Range of a number, both ends allowed; not used for words."""
    choices: tuple[str, ...] = ()
    """The allowed words; empty for a number."""
    synonyms: tuple[tuple[str, str], ...] = ()
    """Other spellings and the choice that each stands for."""
    required: bool = True
    whole: bool = False
    """True for a number without a fraction."""
    hint: str = ""
    """What a wrong value usually is, added to the error."""

    @property
    def range(self) -> str:
        """The allowed values in words, such as `18 to 120 years` or `male or female`."""
        if self.choices:
            return " or ".join(self.choices) if len(self.choices) == 2 else "one of " + ", ".join(self.choices)
        return " ".join(filter(None, (f"{self.low:g} to {self.high:g}", self.unit)))

    def __str__(self) -> str:
        """Return the name with its allowed values."""
        return f"{self.name} ({self.range}{'' if self.required else ', optional'})"


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator as `calculate` and a tool see it."""

    name: str
    summary: str
    """One line: what it calculates."""
    function: Callable[..., Result]
    parameters: tuple[Parameter, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the inputs that must be given."""
        return tuple(p.name for p in self.parameters if p.required)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a formula comes from."""

    title: str
    url: str
    year: int


CALCULATORS: Final[dict[str, Calculator]] = {}
"""Every calculator by name, which is also the name of its function."""

_F = TypeVar("_F", bound=Callable[..., Result])


def _calculator(summary: str, *parameters: Parameter) -> Callable[[_F], _F]:
    """Enter the decorated function in `CALCULATORS` under its own name."""

    def register(function: _F) -> _F:
        CALCULATORS[function.__name__] = Calculator(function.__name__, summary, function, parameters)
        return function

    return register


def _impossible(parameter: Parameter, shown: str) -> ValueError:
    """Return the error for a value outside the range."""
    unit = f" {parameter.unit}" if parameter.unit else ""
    hint = f"; {parameter.hint}" if parameter.hint else ""
    return ValueError(f"{parameter.name} = {shown}{unit} is not possible here: the range is {parameter.range}{hint}")


def _number(parameter: Parameter, value: object) -> float:
    """Return `value` as a float in the parameter's range.

    Raises:
        ValueError: If it is not a number, not finite, out of range, or has a fraction where none is allowed.
    """
    if isinstance(value, bool) or not isinstance(value, (str, SupportsFloat)):
        raise ValueError(f"{parameter.name} must be a number ({parameter.range}), not {type(value).__name__} {value!r}")
    try:
        if isinstance(value, str) and "_" in value:
            raise ValueError("an underscore is no part of a clinical number")
        number = float(value)
    except OverflowError:
        raise _impossible(parameter, "a number beyond all bounds") from None
    except ValueError:
        raise ValueError(f"{parameter.name} must be a number without a unit or comma ({parameter.range}), not {value!r}") from None
    if not parameter.low <= number <= parameter.high:  # NaN is in no range
        raise _impossible(parameter, f"{number:g}")
    if parameter.whole and number != int(number):
        raise ValueError(f"{parameter.name} = {number:g} must be a whole number: the range is {parameter.range}")
    return number


def _word(parameter: Parameter, value: object) -> str:
    """Return `value` as one of the parameter's choices; case, outer spaces and `-`, ` `, `_` do not matter.

    Raises:
        ValueError: If it is not a word, or none of the choices and synonyms.
    """
    word = _plain(value) if isinstance(value, str) else ""
    word = dict(parameter.synonyms).get(word, word)
    if word not in parameter.choices:
        hint = f"; {parameter.hint}" if parameter.hint else ""
        raise ValueError(f"{parameter.name} = {value!r} is not known: use {parameter.range}{hint}")
    return word


def _plain(text: str) -> str:
    return "_".join(text.lower().replace("-", " ").replace("_", " ").split())


_SCR = Parameter(
    "scr_mg_dl", "serum creatinine, stable", "mg/dL", 0.1, 30, hint="a value in umol/L goes through creatinine_umol_l_to_mg_dl first"
)
_AGE = Parameter("age_years", "age of an adult", "years", 18, 120, hint="this formula is for adults; children need another one")
_SEX = Parameter("sex", "sex as the formula uses it", choices=("male", "female"), synonyms=(("m", "male"), ("f", "female")))
_WEIGHT = Parameter("weight_kg", "actual body weight of an adult", "kg", 20, 500, hint="pounds go through lb_to_kg first")
_HEIGHT = Parameter("height_cm", "height of an adult", "cm", 120, 250, hint="inches go through in_to_cm first; metres times 100")
_ANY_WEIGHT = Parameter("weight_kg", "actual body weight", "kg", 1, 500, hint="pounds go through lb_to_kg first")
_ANY_HEIGHT = Parameter("height_cm", "height or length", "cm", 30, 250, hint="inches go through in_to_cm first; metres times 100")
_OPTIONAL_HEIGHT = Parameter("height_cm", "height of an adult", "cm", 120, 250, required=False, hint=_HEIGHT.hint)
_WEIGHT_CHOICE = Parameter(
    "weight",
    "which body weight to use; auto picks by BMI",
    choices=("auto", "actual", "ideal", "adjusted"),
    required=False,
)
_OVERWEIGHT_BMI = Parameter("overweight_bmi", "BMI above which auto takes the adjusted weight", "kg/m2", 18.5, 40, required=False)
_EGFR = Parameter("egfr", "eGFR, indexed to body surface", "mL/min/1.73 m2", 0.5, 250)
_BSA = Parameter("bsa_m2", "body surface area of the patient", "m2", 0.5, 6, hint="bsa_mosteller gives it from weight and height")
_BILIRUBIN = Parameter("bilirubin_mg_dl", "total bilirubin", "mg/dL", 0.1, 80, hint="divide umol/L by 17.1")
_ALBUMIN = Parameter("albumin_g_dl", "serum albumin", "g/dL", 0.5, 7, hint="divide g/L by 10")
_INR = Parameter("inr", "international normalized ratio", "", 0.5, 20)
_ASCITES = Parameter(
    "ascites",
    "ascites; mild includes ascites that diuretics control",
    choices=("none", "mild", "moderate", "severe"),
    synonyms=(("absent", "none"), ("slight", "mild")),
)
_ENCEPHALOPATHY = Parameter("encephalopathy_grade", "hepatic encephalopathy, West Haven grade, 0 for none", "", 0, 4, whole=True)
_OPIOID = Parameter(
    "opioid",
    "opioid by mouth, or the fentanyl patch",
    choices=tuple(MME_FACTORS),
    synonyms=(
        ("fentanyl_patch", "fentanyl_patch_mcg_h"),
        ("fentanyl_transdermal", "fentanyl_patch_mcg_h"),
        ("transdermal_fentanyl", "fentanyl_patch_mcg_h"),
    ),
    hint="CDC 2022 has no factor for other opioids or forms (buprenorphine, fentanyl other than the patch, injections)",
)
_OPIOID_DOSE = Parameter("dose_mg_per_day", "total daily dose in mg; for the fentanyl patch its strength in mcg/h", "mg/day", 0.1, 10_000)
_PATCH_DOSE = Parameter(
    "dose_mg_per_day", "strength of the patches worn", "mcg/h", 1, 1_000, hint="for fentanyl_patch_mcg_h the number is the patch's mcg/h"
)
_UMOL_L = Parameter("umol_l", "serum creatinine", "umol/L", 9, 2_650, hint="is it in mg/dL already?")
_MG_DL = Parameter("mg_dl", "serum creatinine", "mg/dL", 0.1, 30, hint="is it in umol/L already?")
_KG = Parameter("kg", "body weight", "kg", 1, 500)
_LB = Parameter("lb", "body weight", "lb", 2.2, 1_103)
_CM = Parameter("cm", "height or length", "cm", 20, 275)
_INCHES = Parameter("inches", "height or length", "in", 7.8, 109)

_INKER = _Source(
    "Inker LA et al., New creatinine- and cystatin C-based equations to estimate GFR without race, N Engl J Med 2021;385:1737-1749",
    "https://doi.org/10.1056/NEJMoa2102953",
    2021,
)
_COCKCROFT = _Source(
    "Cockcroft DW, Gault MH, Prediction of creatinine clearance from serum creatinine, Nephron 1976;16:31-41",
    "https://doi.org/10.1159/000180580",
    1976,
)
_DEVINE = _Source(
    "Devine BJ, Gentamicin therapy, Drug Intell Clin Pharm 1974;8:650-655 (traced by Pai MP, Paloucek FP, Ann Pharmacother 2000;34:1066)",
    "https://doi.org/10.1345/aph.19381",
    1974,
)
_WINTER = _Source(
    "Winter MA, Guhr KN, Berg GM, Impact of various body weights and serum creatinine concentrations on the bias and accuracy of the "
    "Cockcroft-Gault equation, Pharmacotherapy 2012;32:604-612",
    "https://doi.org/10.1002/j.1875-9114.2012.01098.x",
    2012,
)
_JANMAHASATIAN = _Source(
    "Janmahasatian S et al., Quantification of lean bodyweight, Clin Pharmacokinet 2005;44:1051-1065",
    "https://doi.org/10.2165/00003088-200544100-00004",
    2005,
)
_WHO = _Source(
    "WHO, Obesity: preventing and managing the global epidemic, Technical Report Series 894, 2000",
    "https://iris.who.int/handle/10665/42330",
    2000,
)
_MOSTELLER = _Source(
    "Mosteller RD, Simplified calculation of body-surface area, N Engl J Med 1987;317:1098",
    "https://doi.org/10.1056/NEJM198710223171717",
    1987,
)
_KDIGO = _Source(
    "KDIGO 2024 Clinical Practice Guideline for the Evaluation and Management of Chronic Kidney Disease, Kidney Int 2024;105(4S):S117-S314",
    "https://doi.org/10.1016/j.kint.2023.10.018",
    2024,
)
_PUGH = _Source(
    "Pugh RNH et al., Transection of the oesophagus for bleeding oesophageal varices, Br J Surg 1973;60:646-649 (INR for prothrombin time)",
    "https://doi.org/10.1002/bjs.1800600817",
    1973,
)
_CDC = _Source(
    "CDC Clinical Practice Guideline for Prescribing Opioids for Pain - United States, 2022, MMWR Recomm Rep 2022;71(3):1-95",
    "https://doi.org/10.15585/mmwr.rr7103a1",
    2022,
)
_YOUNG = _Source(
    "Young DS, Implementation of SI units for clinical laboratory data, Ann Intern Med 1987;106:114-129 (prints 88.4)",
    "https://doi.org/10.7326/0003-4819-106-1-114",
    1987,
)
_NIST = _Source(
    "NIST Special Publication 811, Guide for the Use of the International System of Units (SI), 2008",
    "https://doi.org/10.6028/NIST.SP.811e2008",
    2008,
)


def _result(
    name: str,
    value: float,
    unit: str,
    formula: str,
    source: _Source,
    inputs: Mapping[str, float | str],
    detail: Mapping[str, float | str] | None = None,
) -> Result:
    return Result(name, value, unit, formula, dict(inputs), dict(detail or {}), source.title, source.url, source.year)


def _bmi(weight: float, height: float) -> float:
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


def _ideal(height: float, sex: str) -> float:
    return (50.0 if sex == "male" else 45.5) + 2.3 * (height / CM_PER_IN - 60)


def _adjusted(weight: float, ideal: float) -> float:
    return ideal + ADJUSTMENT_FACTOR * (weight - ideal)


def _devine_note(height: float) -> dict[str, float | str]:
    if height >= 60 * CM_PER_IN:
        return {}
    return {"note": "height is under 60 in (152.4 cm), where the Devine formula was not derived; it is carried on as a straight line"}


@_calculator("Estimated GFR of an adult from creatinine, CKD-EPI 2021 (without race)", _SCR, _AGE, _SEX)
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
    scr, age, who = _number(_SCR, scr_mg_dl), _number(_AGE, age_years), _word(_SEX, sex)
    kappa, alpha, factor = (0.9, -0.302, 1.0) if who == "male" else (0.7, -0.241, 1.012)
    ratio = scr / kappa
    value = 142 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.2 * 0.9938**age * factor
    floors = ((90, "G1"), (60, "G2"), (45, "G3a"), (30, "G3b"), (15, "G4"))
    category = next((name for floor, name in floors if value >= floor), "G5")
    return _result(
        "egfr_ckd_epi_2021",
        value,
        "mL/min/1.73 m2",
        "CKD-EPI creatinine equation (2021), without race: 142 x min(Scr/k,1)^a x max(Scr/k,1)^-1.200 x 0.9938^age (x 1.012 if female)",
        _INKER,
        {"scr_mg_dl": scr, "age_years": age, "sex": who},
        {"category": category},
    )


@_calculator(
    "Creatinine clearance of an adult, Cockcroft-Gault, with the body weight named",
    _AGE,
    _SEX,
    _SCR,
    _WEIGHT,
    _OPTIONAL_HEIGHT,
    _WEIGHT_CHOICE,
    _OVERWEIGHT_BMI,
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
    age, who, scr, actual = _number(_AGE, age_years), _word(_SEX, sex), _number(_SCR, scr_mg_dl), _number(_WEIGHT, weight_kg)
    choice, limit = _word(_WEIGHT_CHOICE, weight), _number(_OVERWEIGHT_BMI, overweight_bmi)
    inputs: dict[str, float | str] = {"age_years": age, "sex": who, "scr_mg_dl": scr, "weight_kg": actual, "weight": choice}
    weights = {"actual": actual}
    body: dict[str, float | str] = {}
    notes: list[str] = []
    if height_cm is None:
        if choice in ("ideal", "adjusted"):
            raise ValueError(f"weight = {choice!r} needs height_cm ({_HEIGHT.range}); without it use weight = 'actual'")
        used, reason = "actual", "asked for" if choice == "actual" else "height is not known"
    else:
        height = _number(_HEIGHT, height_cm)
        index = _bmi(actual, height)
        weights["ideal"] = _ideal(height, who)
        weights["adjusted"] = _adjusted(actual, weights["ideal"])
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
            notes.extend(str(note) for note in _devine_note(height).values())
            if weights[used] > actual:
                notes.append("the weight used is above the actual weight, which gives the higher clearance; compare crcl_actual_weight")
    if choice == "auto":
        inputs["overweight_bmi"] = limit
    per_kg = (140 - age) / (72 * scr) * (1.0 if who == "male" else 0.85)
    value = per_kg * weights[used]
    if value > 200:
        notes.append("a clearance above 200 mL/min is rarely real; check the creatinine and the weight")
    return _result(
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
            "weight_rule_source": _WINTER.url,
            "crcl_actual_weight": per_kg * actual,
            **body,
            **({"note": "; ".join(notes)} if notes else {}),
        },
    )


@_calculator("Ideal body weight of an adult, Devine 1974", _HEIGHT, _SEX)
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
    height, who = _number(_HEIGHT, height_cm), _word(_SEX, sex)
    return _result(
        "ideal_body_weight",
        _ideal(height, who),
        "kg",
        "Devine (1974): 50 kg (men) or 45.5 kg (women) + 2.3 kg for each inch above 60",
        _DEVINE,
        {"height_cm": height, "sex": who},
        _devine_note(height),
    )


@_calculator("Adjusted body weight of an adult, ideal plus 0.4 of the excess", _WEIGHT, _HEIGHT, _SEX)
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
    actual, height, who = _number(_WEIGHT, weight_kg), _number(_HEIGHT, height_cm), _word(_SEX, sex)
    _bmi(actual, height)
    ideal = _ideal(height, who)
    detail: dict[str, float | str] = {"ideal_body_weight_kg": ideal, "factor": ADJUSTMENT_FACTOR, **_devine_note(height)}
    if actual < ideal:
        detail["note"] = "actual weight is below ideal: the adjusted weight is meant for patients above it; use actual"
    return _result(
        "adjusted_body_weight",
        _adjusted(actual, ideal),
        "kg",
        "Adjusted body weight (0.4; Winter 2012): ideal (Devine 1974) + 0.4 x (actual - ideal)",
        _WINTER,
        {"weight_kg": actual, "height_cm": height, "sex": who},
        detail,
    )


@_calculator("Lean body weight of an adult, Janmahasatian 2005", _WEIGHT, _HEIGHT, _SEX)
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
    actual, height, who = _number(_WEIGHT, weight_kg), _number(_HEIGHT, height_cm), _word(_SEX, sex)
    index = _bmi(actual, height)
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
    return _result(
        "lean_body_weight",
        lean,
        "kg",
        "Janmahasatian (2005): 9270 x weight / (6680 + 216 x BMI) for men, / (8780 + 244 x BMI) for women",
        _JANMAHASATIAN,
        {"weight_kg": actual, "height_cm": height, "sex": who},
        detail,
    )


@_calculator("Body mass index with the WHO class for adults", _ANY_WEIGHT, _ANY_HEIGHT)
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
    actual, height = _number(_ANY_WEIGHT, weight_kg), _number(_ANY_HEIGHT, height_cm)
    value = _bmi(actual, height)
    ceilings = ((UNDERWEIGHT_BMI, "underweight"), (25, "normal"), (30, "overweight"))
    return _result(
        "bmi",
        value,
        "kg/m2",
        "Body mass index (WHO 2000): weight / height^2",
        _WHO,
        {"weight_kg": actual, "height_cm": height},
        {"class": next((name for ceiling, name in ceilings if value < ceiling), "obese"), "class_for": "adults"},
    )


@_calculator("Body surface area, Mosteller 1987", _ANY_WEIGHT, _ANY_HEIGHT)
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
    actual, height = _number(_ANY_WEIGHT, weight_kg), _number(_ANY_HEIGHT, height_cm)
    _bmi(actual, height)
    return _result(
        "bsa_mosteller",
        math.sqrt(actual * height / 3600),
        "m2",
        "Mosteller (1987): square root of (height in cm x weight in kg / 3600)",
        _MOSTELLER,
        {"weight_kg": actual, "height_cm": height},
    )


@_calculator("eGFR of this patient's own body surface, in mL/min", _EGFR, _BSA)
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
    rate, surface = _number(_EGFR, egfr), _number(_BSA, bsa_m2)
    return _result(
        "deindex_egfr",
        rate * surface / 1.73,
        "mL/min",
        "De-indexed eGFR (KDIGO 2024): eGFR x BSA / 1.73",
        _KDIGO,
        {"egfr": rate, "bsa_m2": surface},
    )


@_calculator("Child-Pugh score and class of chronic liver disease", _BILIRUBIN, _ALBUMIN, _INR, _ASCITES, _ENCEPHALOPATHY)
def child_pugh(*, bilirubin_mg_dl: float, albumin_g_dl: float, inr: float, ascites: Ascites, encephalopathy_grade: int) -> Result:
    """Score chronic liver disease by Child-Pugh.

    Points 1, 2, 3: bilirubin under 2, 2 to 3, above 3 mg/dL; albumin above 3.5, 2.8 to 3.5, under 2.8 g/dL; INR under 1.7,
    1.7 to 2.3, above 2.3; ascites none, mild, moderate or severe; encephalopathy none, grade 1 to 2, grade 3 to 4.
    Class A is 5 to 6 points, B 7 to 9, C 10 to 15.

    Source: Pugh et al. 1973, https://doi.org/10.1002/bjs.1800600817; INR stands in for the prothrombin time, as is now usual.

    Args:
        bilirubin_mg_dl: Total bilirubin in mg/dL, 0.1 to 80.
        albumin_g_dl: Serum albumin in g/dL, 0.5 to 7.
        inr: INR, 0.5 to 20. Under a vitamin K antagonist it says nothing about the liver.
        ascites: `none`, `mild` (or controlled by diuretics), `moderate` or `severe`.
        encephalopathy_grade: Hepatic encephalopathy grade, a whole number from 0 (none) to 4.

    Returns:
        The points, with `detail["class"]` (A, B or C) and the points of each item (`bilirubin_points` and so on).

    Raises:
        ValueError: If an input is impossible or outside its range.
    """
    bilirubin, albumin, ratio = _number(_BILIRUBIN, bilirubin_mg_dl), _number(_ALBUMIN, albumin_g_dl), _number(_INR, inr)
    fluid, grade = _word(_ASCITES, ascites), _number(_ENCEPHALOPATHY, encephalopathy_grade)
    points: dict[str, float | str] = {
        "bilirubin_points": 1 if bilirubin < 2 else 2 if bilirubin <= 3 else 3,
        "albumin_points": 1 if albumin > 3.5 else 2 if albumin >= 2.8 else 3,
        "inr_points": 1 if ratio < 1.7 else 2 if ratio <= 2.3 else 3,
        "ascites_points": {"none": 1, "mild": 2}.get(fluid, 3),
        "encephalopathy_points": 1 if grade == 0 else 2 if grade <= 2 else 3,
    }
    total = sum(float(value) for value in points.values())
    return _result(
        "child_pugh",
        total,
        "points",
        "Child-Pugh score (1973): bilirubin, albumin, INR, ascites and encephalopathy, 1 to 3 points each",
        _PUGH,
        {
            "bilirubin_mg_dl": bilirubin,
            "albumin_g_dl": albumin,
            "inr": ratio,
            "ascites": fluid,
            "encephalopathy_grade": grade,
        },
        {"class": "A" if total <= 6 else "B" if total <= 9 else "C", **points},
    )


@_calculator("Morphine milligram equivalents a day of one opioid, CDC 2022", _OPIOID, _OPIOID_DOSE)
def mme(*, opioid: str, dose_mg_per_day: float) -> Result:
    """Return the morphine milligram equivalents (MME) a day of one opioid.

    Daily dose x the factor of CDC's 2022 guideline. MME compare overdose risk; they are no recipe for switching opioids.
    For several opioids add their values.

    Source: CDC 2022, https://doi.org/10.15585/mmwr.rr7103a1.

    Args:
        opioid: One of `MME_FACTORS`; `fentanyl patch` and `fentanyl transdermal` are understood.
        dose_mg_per_day: Total daily dose in mg, 0.1 to 10,000; for the fentanyl patch its strength in mcg/h, 1 to 1,000.

    Returns:
        MME a day, with `factor`, `dose_unit` and `caution` in `detail`.

    Raises:
        ValueError: If CDC has no factor for the opioid, or the dose is impossible.
    """
    drug = _word(_OPIOID, opioid)
    patch = drug == "fentanyl_patch_mcg_h"
    dose = _number(_PATCH_DOSE if patch else _OPIOID_DOSE, dose_mg_per_day)
    caution = "do not use MME to convert one opioid into another: start the new opioid substantially lower"
    if drug == "methadone":
        caution += "; methadone has a long and variable half-life, so its MME are especially uncertain"
    elif drug in ("tapentadol", "tramadol"):
        caution += f"; {drug} acts on monoamines too, so opioid risk may not follow its MME"
    return _result(
        "mme",
        dose * MME_FACTORS[drug],
        "MME/day",
        "CDC opioid guideline (2022): daily dose x conversion factor",
        _CDC,
        {"opioid": drug, "dose_mg_per_day": dose},
        {"factor": MME_FACTORS[drug], "dose_unit": "mcg/h" if patch else "mg/day", "caution": caution},
    )


@_calculator("Creatinine from umol/L to mg/dL", _UMOL_L)
def creatinine_umol_l_to_mg_dl(*, umol_l: float) -> Result:
    """Convert serum creatinine from umol/L to mg/dL: divide by 88.42.

    Source: Young 1987, https://doi.org/10.7326/0003-4819-106-1-114, prints 88.4; 88.42 comes from a molar mass of 113.1 g/mol.

    Args:
        umol_l: Serum creatinine in umol/L, 9 to 2,650.

    Returns:
        Serum creatinine in mg/dL.

    Raises:
        ValueError: If the value is impossible or outside its range.
    """
    amount = _number(_UMOL_L, umol_l)
    formula = "Creatinine unit conversion (SI units, 1987): umol/L / 88.42"
    return _result("creatinine_umol_l_to_mg_dl", amount / UMOL_L_PER_MG_DL, "mg/dL", formula, _YOUNG, {"umol_l": amount})


@_calculator("Creatinine from mg/dL to umol/L", _MG_DL)
def creatinine_mg_dl_to_umol_l(*, mg_dl: float) -> Result:
    """Convert serum creatinine from mg/dL to umol/L: multiply by 88.42.

    Source: Young 1987, https://doi.org/10.7326/0003-4819-106-1-114, prints 88.4; 88.42 comes from a molar mass of 113.1 g/mol.

    Args:
        mg_dl: Serum creatinine in mg/dL, 0.1 to 30.

    Returns:
        Serum creatinine in umol/L.

    Raises:
        ValueError: If the value is impossible or outside its range.
    """
    amount = _number(_MG_DL, mg_dl)
    formula = "Creatinine unit conversion (SI units, 1987): mg/dL x 88.42"
    return _result("creatinine_mg_dl_to_umol_l", amount * UMOL_L_PER_MG_DL, "umol/L", formula, _YOUNG, {"mg_dl": amount})


@_calculator("Body weight from kilograms to pounds", _KG)
def kg_to_lb(*, kg: float) -> Result:
    """Convert body weight from kg to lb (1 lb is 0.45359237 kg).

    Source: NIST SP 811, 2008, https://doi.org/10.6028/NIST.SP.811e2008.

    Args:
        kg: Body weight in kg, 1 to 500.

    Returns:
        Body weight in lb.

    Raises:
        ValueError: If the value is impossible or outside its range.
    """
    amount = _number(_KG, kg)
    return _result("kg_to_lb", amount / KG_PER_LB, "lb", "Pound (NIST 2008): kg / 0.45359237", _NIST, {"kg": amount})


@_calculator("Body weight from pounds to kilograms", _LB)
def lb_to_kg(*, lb: float) -> Result:
    """Convert body weight from lb to kg (1 lb is 0.45359237 kg).

    Source: NIST SP 811, 2008, https://doi.org/10.6028/NIST.SP.811e2008.

    Args:
        lb: Body weight in lb, 2.2 to 1,103.

    Returns:
        Body weight in kg.

    Raises:
        ValueError: If the value is impossible or outside its range.
    """
    amount = _number(_LB, lb)
    return _result("lb_to_kg", amount * KG_PER_LB, "kg", "Pound (NIST 2008): lb x 0.45359237", _NIST, {"lb": amount})


@_calculator("Height from centimetres to inches", _CM)
def cm_to_in(*, cm: float) -> Result:
    """Convert height from cm to inches (1 in is 2.54 cm).

    Source: NIST SP 811, 2008, https://doi.org/10.6028/NIST.SP.811e2008.

    Args:
        cm: Height in cm, 20 to 275.

    Returns:
        Height in inches.

    Raises:
        ValueError: If the value is impossible or outside its range.
    """
    amount = _number(_CM, cm)
    return _result("cm_to_in", amount / CM_PER_IN, "in", "Inch (NIST 2008): cm / 2.54", _NIST, {"cm": amount})


@_calculator("Height from inches to centimetres", _INCHES)
def in_to_cm(*, inches: float) -> Result:
    """Convert height from inches to cm (1 in is 2.54 cm).

    Source: NIST SP 811, 2008, https://doi.org/10.6028/NIST.SP.811e2008.

    Args:
        inches: Height in inches, 7.8 to 109.

    Returns:
        Height in cm.

    Raises:
        ValueError: If the value is impossible or outside its range.
    """
    amount = _number(_INCHES, inches)
    return _result("in_to_cm", amount * CM_PER_IN, "cm", "Inch (NIST 2008): in x 2.54", _NIST, {"inches": amount})


def calculate(name: str, inputs: Mapping[str, object]) -> Result:
    """Run a calculator by name, on inputs that came from a person, a model or a file.

    Args:
        name: A key of `CALCULATORS`; case does not matter, and spaces and hyphens stand for underscores.
        inputs: Parameter names and values. Numbers may be strings (`"1.2"`); a value of None counts as not given.

    Returns:
        The calculator's result.

    Raises:
        ValueError: If the name is unknown (the message lists the known ones), or an input is missing, unknown, not a number
            or impossible (the message lists the parameters and their ranges).
    """
    calculator = CALCULATORS.get(_plain(name)) if isinstance(name, str) else None
    if calculator is None:
        raise ValueError(f"unknown calculator {name!r}; known calculators: {', '.join(CALCULATORS)}")
    known = f"known parameters: {', '.join(map(str, calculator.parameters))}"
    if not isinstance(inputs, Mapping):
        raise ValueError(f"{calculator.name} takes its inputs by name, not as {type(inputs).__name__}; {known}")
    given = {key: value for key, value in inputs.items() if value is not None}
    names = {p.name for p in calculator.parameters}
    faults = []
    if missing := [key for key in calculator.required if key not in given]:
        faults.append(f"needs {', '.join(missing)}")
    if unknown := [str(key) for key in given if key not in names]:
        faults.append(f"does not know {', '.join(unknown)}")
    if faults:
        raise ValueError(f"{calculator.name} {' and '.join(faults)}; {known}")
    return calculator.function(**given)
