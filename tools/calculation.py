"""`calculate`: the clinical calculators."""

from __future__ import annotations

from typing import Annotated

from langchain_core.tools import ToolException, tool
from pydantic import Field

from knowledge.calculators import calculate as run
from tools.evidence import Evidence, listing, of_calculation


@tool(response_format="content_and_artifact")
def calculate(
    name: Annotated[
        str, Field(description="Calculator, such as crcl_cockcroft_gault, egfr_ckd_epi_2021, bsa_mosteller, child_pugh, mme", max_length=60)
    ],
    inputs: Annotated[
        dict[str, float | str], Field(description="Inputs by name with units in the name, such as {'age_years': 70, 'scr_mg_dl': 2.2}")
    ],
) -> tuple[str, list[Evidence]]:
    """Run a clinical calculator: eGFR (CKD-EPI 2021), CrCl (Cockcroft-Gault), ideal, adjusted and lean weight, BSA, Child-Pugh, MME. A wrong name or input is answered with the names that exist."""  # noqa: E501
    try:
        found = [of_calculation(run(name, inputs))]
    except ValueError as error:
        raise ToolException(str(error)) from error
    return listing(found), found
