"""Which patient factors of `knowledge.vocabulary.FACTORS` hold for a patient, and which cannot be told."""

from __future__ import annotations

from typing import Final

from knowledge.dosing import METRIC_NAMES, UNITS, kidney
from knowledge.patient import Patient

_LIMITS: Final = {"renal_below_60": 60.0, "renal_below_30": 30.0}


def factors(patient: Patient) -> dict[str, str]:
    """Return the factors that hold, each with the patient's own value in words.

    Kidney function is read from CrCl if it is known or can be computed, else from eGFR: as a mark of risk either will do, while a dose
    is never chosen so.

    Args:
        patient: What is known.

    Returns:
        Factor to wording, such as `age_65` to `age 72 years`.
    """
    found: dict[str, str] = {}
    if patient.age_years is not None and patient.age_years >= 65:
        found["age_65"] = f"age {patient.age_years:g} years"
    if patient.minor:
        found["minor"] = "a child" if patient.age_years is None else f"age {patient.age_years:.2g} years"
    for years in (12, 8, 2):
        if patient.age_years is not None and patient.age_years < years:
            found[f"child_{years}"] = f"age {patient.age_years:.2g} years"
    if patient.dialysis:
        found |= dict.fromkeys(_LIMITS, "dialysis")
    elif (metered := kidney(patient)) is not None:
        text = f"{METRIC_NAMES[metered.metric]} {metered.value:.0f} {UNITS[metered.metric]}"
        found |= {name: text for name, limit in _LIMITS.items() if metered.value < limit}
    elif patient.ckd_stage is not None:
        stage = f"chronic kidney disease stage {patient.ckd_stage}"
        found |= {name: stage for name, least in (("renal_below_60", 3), ("renal_below_30", 4)) if patient.ckd_stage >= least}
    if patient.child_pugh in ("B", "C"):
        found["hepatic"] = f"Child-Pugh class {patient.child_pugh}"
    for name, holds, words in (
        ("pregnant", patient.pregnant, "pregnancy"),
        ("breastfeeding", patient.breastfeeding, "breastfeeding"),
        ("qt_history", patient.qt_history, "long QT in the history"),
        ("female", patient.sex == "female", "female sex"),
    ):
        if holds:
            found[name] = words
    return found


def not_known(patient: Patient) -> tuple[str, ...]:
    """Name what is not known of a patient and could change severities."""
    unknown = []
    if patient.age_years is None and patient.child is None:
        unknown.append("age")
    if not patient.dialysis and patient.ckd_stage is None and kidney(patient) is None:
        unknown.append("kidney function")
    if patient.pregnant is None and patient.sex != "male" and not (patient.age_years or 0) > 60:
        unknown.append("pregnancy")
    if patient.qt_history is None:
        unknown.append("QT history")
    return tuple(unknown)
