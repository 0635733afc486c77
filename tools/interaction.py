"""`lookup_interaction`: severity, mechanism and management between two drugs."""

from __future__ import annotations

from typing import Annotated

from langchain_core.tools import ToolException, tool
from pydantic import Field

from knowledge.interactions import SameDrugError, lookup
from tools.evidence import Evidence, listing, of_interaction


@tool(response_format="content_and_artifact")
def lookup_interaction(
    drug_a: Annotated[str, Field(description="One drug: generic or brand name", min_length=1, max_length=120)],
    drug_b: Annotated[str, Field(description="The other drug, herb, food or substance", min_length=1, max_length=120)],
) -> tuple[str, list[Evidence]]:
    """Look up the interaction between two drugs: severity (contraindicated, major, moderate, minor, none_known), risk rating A to X, mechanism, effect, management and source. A name that is not known gives unknown_drug, never "no interaction"."""  # noqa: E501
    try:
        found = [of_interaction(lookup(drug_a, drug_b))]
    except SameDrugError as error:
        raise ToolException(str(error)) from error
    return listing(found), found
