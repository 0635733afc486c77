"""Unit conversion: creatinine, body weight and height."""

from __future__ import annotations

from typing import Final

from knowledge.calculators.parameters import Parameter, Result, Source, check_number, make_result

UMOL_L_PER_MG_DL: Final = 88.42
"""Creatinine, umol/L in 1 mg/dL: 10,000 / 113.1 g/mol. Tables that print 88.4 differ by 0.02 %."""

KG_PER_LB: Final = 0.45359237
"""Kilograms in one avoirdupois pound, exact by definition."""

CM_PER_IN: Final = 2.54
"""Centimetres in one inch, exact by definition."""

UMOL_L = Parameter("umol_l", "serum creatinine", "umol/L", 9, 2_650, hint="is it in mg/dL already?")
MG_DL = Parameter("mg_dl", "serum creatinine", "mg/dL", 0.1, 30, hint="is it in umol/L already?")
KG = Parameter("kg", "body weight", "kg", 1, 500)
LB = Parameter("lb", "body weight", "lb", 2.2, 1_103)
CM = Parameter("cm", "height or length", "cm", 20, 275)
INCHES = Parameter("inches", "height or length", "in", 7.8, 109)

_YOUNG = Source(
    "Young DS, Implementation of SI units for clinical laboratory data, Ann Intern Med 1987;106:114-129 (prints 88.4)",
    "https://doi.org/10.7326/0003-4819-106-1-114",
    1987,
)
_NIST = Source(
    "NIST Special Publication 811, Guide for the Use of the International System of Units (SI), 2008",
    "https://doi.org/10.6028/NIST.SP.811e2008",
    2008,
)


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
    amount = check_number(UMOL_L, umol_l)
    formula = "Creatinine unit conversion (SI units, 1987): umol/L / 88.42"
    return make_result("creatinine_umol_l_to_mg_dl", amount / UMOL_L_PER_MG_DL, "mg/dL", formula, _YOUNG, {"umol_l": amount})


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
    amount = check_number(MG_DL, mg_dl)
    formula = "Creatinine unit conversion (SI units, 1987): mg/dL x 88.42"
    return make_result("creatinine_mg_dl_to_umol_l", amount * UMOL_L_PER_MG_DL, "umol/L", formula, _YOUNG, {"mg_dl": amount})


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
    amount = check_number(KG, kg)
    return make_result("kg_to_lb", amount / KG_PER_LB, "lb", "Pound (NIST 2008): kg / 0.45359237", _NIST, {"kg": amount})


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
    amount = check_number(LB, lb)
    return make_result("lb_to_kg", amount * KG_PER_LB, "kg", "Pound (NIST 2008): lb x 0.45359237", _NIST, {"lb": amount})


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
    amount = check_number(CM, cm)
    return make_result("cm_to_in", amount / CM_PER_IN, "in", "Inch (NIST 2008): cm / 2.54", _NIST, {"cm": amount})


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
    amount = check_number(INCHES, inches)
    return make_result("in_to_cm", amount * CM_PER_IN, "cm", "Inch (NIST 2008): in x 2.54", _NIST, {"inches": amount})
