"""`get_dosing`: usual doses and renal, hepatic and criteria-based adjustment for a patient."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from langchain_core.tools import ToolException, tool
from pydantic import Field

from knowledge.dosing import advise
from knowledge.patient import ImpossibleValueError, Patient
from tools.evidence import Evidence, listing, of_calculation, of_dosing, slug
from tools.memory import view


@tool(response_format="content_and_artifact")
def get_dosing(
    drug: Annotated[str, Field(description="Drug: generic or brand name", min_length=1, max_length=120)],
    egfr: Annotated[float | None, Field(description="eGFR in mL/min/1.73 m2, if known")] = None,
    crcl: Annotated[float | None, Field(description="Creatinine clearance in mL/min, if known")] = None,
    age_years: Annotated[float | None, Field(description="Age in years")] = None,
    sex: Annotated[Literal["female", "male"] | None, Field(description="Sex at birth, for the formulas")] = None,
    weight_kg: Annotated[float | None, Field(description="Body weight in kg")] = None,
    height_cm: Annotated[float | None, Field(description="Height in cm")] = None,
    scr_mg_dl: Annotated[float | None, Field(description="Serum creatinine in mg/dL")] = None,
    dialysis: Annotated[bool | None, Field(description="True when on dialysis")] = None,
    child_pugh: Annotated[Literal["A", "B", "C"] | None, Field(description="Child-Pugh class, if liver disease")] = None,
    child: Annotated[bool | None, Field(description="True for an infant or child whose age is not known")] = None,
    indication: Annotated[str | None, Field(description="What it is for", max_length=120)] = None,
) -> tuple[str, list[Evidence]]:
    """Get usual dose and renal, hepatic and label-criteria adjustment for a drug. States the renal metric that the label uses (CrCl or eGFR), computes it when age, sex, weight and creatinine are known, and asks for what is missing. Values left out are taken from the patient's profile."""  # noqa: E501
    given = {
        "egfr": egfr, "crcl": crcl, "age_years": age_years, "sex": sex, "weight_kg": weight_kg, "height_cm": height_cm,
        "scr_mg_dl": scr_mg_dl, "dialysis": dialysis, "child_pugh": child_pugh,
        "child": child,
    }  # fmt: skip
    try:
        patient = Patient.of(_filled(given))
    except ImpossibleValueError as error:
        raise ToolException(str(error)) from error
    advice = advise(drug, patient, indication)
    if advice.status != "known":
        offered = f" Nearest names: {', '.join(advice.candidates[:6])}; none was chosen." if advice.candidates else ""
        reason = {
            "unknown_drug": f"unknown_drug: {drug!r} is not in the knowledge base.",
            "ambiguous": f"{drug!r} names several drugs; ask which one is meant.",
            "no_record": f"No curated dosing for {advice.drug}; consult the label.",
        }[advice.status]
        return reason + offered, [_nothing(advice.drug, advice.status, reason + offered, list(advice.candidates))]
    found = [of_calculation(c) for c in advice.calculations] + [of_dosing(advice.drug, f) for f in advice.findings]
    return listing(found), found


def _filled(given: dict[str, Any]) -> dict[str, Any]:
    """Put the patient's profile into a call. What the user said of the patient outranks what a model put into the call."""
    profile = view().profile
    return {**given, **{k: v for k, v in profile.items() if k in given and v is not None}}


def _nothing(drug: str, status: str, text: str, candidates: list[str]) -> Evidence:
    return {
        "id": f"dosing:{slug(drug)}:none",
        "kind": "dosing",
        "claim": text,
        "quote": text,
        "source": {"title": "rxgraph knowledge base", "section": "no record", "year": 0, "url": ""},
        "data": {"drug": drug, "part": "none", "verdict": status, "text": text, "candidates": candidates, "indication": "", "band": ""},
    }
