"""The calculators by name, and `calculate`, which runs one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from knowledge.calculators.conversion import (
    CM,
    INCHES,
    KG,
    LB,
    MG_DL,
    UMOL_L,
    cm_to_in,
    creatinine_mg_dl_to_umol_l,
    creatinine_umol_l_to_mg_dl,
    in_to_cm,
    kg_to_lb,
    lb_to_kg,
)
from knowledge.calculators.hepatic import ALBUMIN, ASCITES, BILIRUBIN, ENCEPHALOPATHY, INR, child_pugh
from knowledge.calculators.opioid import OPIOID, OPIOID_DOSE, mme
from knowledge.calculators.parameters import SEX, Parameter, Result, plain
from knowledge.calculators.renal import (
    AGE,
    BSA,
    EGFR,
    OPTIONAL_HEIGHT,
    OVERWEIGHT_LIMIT,
    SCR,
    WEIGHT_CHOICE,
    crcl_cockcroft_gault,
    deindex_egfr,
    egfr_ckd_epi_2021,
)
from knowledge.calculators.weight import (
    ANY_HEIGHT,
    ANY_WEIGHT,
    HEIGHT,
    WEIGHT,
    adjusted_body_weight,
    bmi,
    bsa_mosteller,
    ideal_body_weight,
    lean_body_weight,
)


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


def _describe(function: Callable[..., Result], summary: str, *parameters: Parameter) -> Calculator:
    """Describe a calculator under the name of its function."""
    return Calculator(function.__name__, summary, function, parameters)


CALCULATORS: Final[dict[str, Calculator]] = {
    calculator.name: calculator
    for calculator in (
        _describe(egfr_ckd_epi_2021, "Estimated GFR of an adult from creatinine, CKD-EPI 2021 (without race)", SCR, AGE, SEX),
        _describe(
            crcl_cockcroft_gault,
            "Creatinine clearance of an adult, Cockcroft-Gault, with the body weight named",
            AGE,
            SEX,
            SCR,
            WEIGHT,
            OPTIONAL_HEIGHT,
            WEIGHT_CHOICE,
            OVERWEIGHT_LIMIT,
        ),
        _describe(ideal_body_weight, "Ideal body weight of an adult, Devine 1974", HEIGHT, SEX),
        _describe(adjusted_body_weight, "Adjusted body weight of an adult, ideal plus 0.4 of the excess", WEIGHT, HEIGHT, SEX),
        _describe(lean_body_weight, "Lean body weight of an adult, Janmahasatian 2005", WEIGHT, HEIGHT, SEX),
        _describe(bmi, "Body mass index with the WHO class for adults", ANY_WEIGHT, ANY_HEIGHT),
        _describe(bsa_mosteller, "Body surface area, Mosteller 1987", ANY_WEIGHT, ANY_HEIGHT),
        _describe(deindex_egfr, "eGFR of this patient's own body surface, in mL/min", EGFR, BSA),
        _describe(child_pugh, "Child-Pugh score and class of chronic liver disease", BILIRUBIN, ALBUMIN, INR, ASCITES, ENCEPHALOPATHY),
        _describe(mme, "Morphine milligram equivalents a day of one opioid, CDC 2022", OPIOID, OPIOID_DOSE),
        _describe(creatinine_umol_l_to_mg_dl, "Creatinine from umol/L to mg/dL", UMOL_L),
        _describe(creatinine_mg_dl_to_umol_l, "Creatinine from mg/dL to umol/L", MG_DL),
        _describe(kg_to_lb, "Body weight from kilograms to pounds", KG),
        _describe(lb_to_kg, "Body weight from pounds to kilograms", LB),
        _describe(cm_to_in, "Height from centimetres to inches", CM),
        _describe(in_to_cm, "Height from inches to centimetres", INCHES),
    )
}
"""Every calculator by name, which is also the name of its function."""


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
    calculator = CALCULATORS.get(plain(name)) if isinstance(name, str) else None
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
