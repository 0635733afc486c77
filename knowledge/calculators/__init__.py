"""Clinical calculators: kidney function, body size, liver score, opioid equivalents and unit conversion.

Each calculator is a function with keyword arguments that returns a `Result`: the unrounded value, its unit, the formula by
name and year, the inputs as used, and the source. An input that no adult patient can have raises `ValueError` with the
range, so that a slip of unit (creatinine 60 mg/dL, height 1.75 cm) never becomes a dose.

`CALCULATORS` describes every calculator and its parameters; `calculate(name, inputs)` runs one by name.
"""

from __future__ import annotations

from knowledge.calculators.conversion import (
    CM_PER_IN,
    KG_PER_LB,
    UMOL_L_PER_MG_DL,
    cm_to_in,
    creatinine_mg_dl_to_umol_l,
    creatinine_umol_l_to_mg_dl,
    in_to_cm,
    kg_to_lb,
    lb_to_kg,
)
from knowledge.calculators.hepatic import Ascites, child_pugh
from knowledge.calculators.opioid import MME_FACTORS, mme
from knowledge.calculators.parameters import Parameter, Result, Sex
from knowledge.calculators.registry import CALCULATORS, Calculator, calculate
from knowledge.calculators.renal import OVERWEIGHT_BMI, WeightChoice, crcl_cockcroft_gault, deindex_egfr, egfr_ckd_epi_2021
from knowledge.calculators.weight import (
    ADJUSTMENT_FACTOR,
    UNDERWEIGHT_BMI,
    adjusted_body_weight,
    bmi,
    bsa_mosteller,
    ideal_body_weight,
    lean_body_weight,
)

__all__ = [
    "ADJUSTMENT_FACTOR",
    "CALCULATORS",
    "CM_PER_IN",
    "KG_PER_LB",
    "MME_FACTORS",
    "OVERWEIGHT_BMI",
    "UMOL_L_PER_MG_DL",
    "UNDERWEIGHT_BMI",
    "Ascites",
    "Calculator",
    "Parameter",
    "Result",
    "Sex",
    "WeightChoice",
    "adjusted_body_weight",
    "bmi",
    "bsa_mosteller",
    "calculate",
    "child_pugh",
    "cm_to_in",
    "crcl_cockcroft_gault",
    "creatinine_mg_dl_to_umol_l",
    "creatinine_umol_l_to_mg_dl",
    "deindex_egfr",
    "egfr_ckd_epi_2021",
    "ideal_body_weight",
    "in_to_cm",
    "kg_to_lb",
    "lb_to_kg",
    "lean_body_weight",
    "mme",
]
