"""Opioid equivalents: morphine milligram equivalents a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from knowledge.calculators.parameters import Parameter, Result, Source, check_number, check_word, make_result

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

OPIOID = Parameter(
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
OPIOID_DOSE = Parameter("dose_mg_per_day", "total daily dose in mg; for the fentanyl patch its strength in mcg/h", "mg/day", 0.1, 10_000)
_PATCH_DOSE = Parameter(
    "dose_mg_per_day", "strength of the patches worn", "mcg/h", 1, 1_000, hint="for fentanyl_patch_mcg_h the number is the patch's mcg/h"
)

_CDC = Source(
    "CDC Clinical Practice Guideline for Prescribing Opioids for Pain - United States, 2022, MMWR Recomm Rep 2022;71(3):1-95",
    "https://doi.org/10.15585/mmwr.rr7103a1",
    2022,
)


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
    drug = check_word(OPIOID, opioid)
    patch = drug == "fentanyl_patch_mcg_h"
    dose = check_number(_PATCH_DOSE if patch else OPIOID_DOSE, dose_mg_per_day)
    caution = "do not use MME to convert one opioid into another: start the new opioid substantially lower"
    if drug == "methadone":
        caution += "; methadone has a long and variable half-life, so its MME are especially uncertain"
    elif drug in ("tapentadol", "tramadol"):
        caution += f"; {drug} acts on monoamines too, so opioid risk may not follow its MME"
    return make_result(
        "mme",
        dose * MME_FACTORS[drug],
        "MME/day",
        "CDC opioid guideline (2022): daily dose x conversion factor",
        _CDC,
        {"opioid": drug, "dose_mg_per_day": dose},
        {"factor": MME_FACTORS[drug], "dose_unit": "mcg/h" if patch else "mg/day", "caution": caution},
    )
