"""Which tools the embedded engine calls for a specialist's question."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from typing import Any, Final

from models.embedded.intents import COUNSELING, DOSING, INFORMATION, INTERACTION
from models.embedded.reading import Reading

Call = tuple[str, dict[str, Any]]

FOODS: Final = ("alcohol", "grapefruit")
"""What a question about diet is checked against, when it names no food."""
MOST_PAIRS: Final = 190
"""Every pair of twenty drugs; a lookup takes well under a millisecond."""
MOST_DRUGS: Final = 12
"""How many drugs are dosed or described in one answer; the answer names those that are left."""
_DOSING_FIELDS: Final = ("egfr", "crcl", "age_years", "sex", "weight_kg", "height_cm", "scr_mg_dl", "dialysis", "child_pugh", "child")


def plan(specialist: str, reading: Reading, profile: dict[str, Any], tools: Collection[str]) -> list[Call]:
    """Choose the tool calls for a question, all independent of each other.

    Args:
        specialist: Who is asked.
        reading: The question as read, follow-ups resolved.
        profile: The patient's profile from memory.
        tools: Names of the tools that are bound.

    Returns:
        Tool name and arguments, in the order in which answers should appear.
    """
    patient = {**profile, **reading.patient}
    allergies = set(patient.get("allergies") or ())
    asked = [m.name if m.how != "ambiguous" else m.text for m in reading.drugs if m.how != "class" and m.name not in allergies]
    calls: list[Call] = []
    if specialist == INTERACTION:
        calls = _interaction(asked, [m for m in patient.get("medicines") or () if m not in asked])
        if "diet" in reading.intents and len(asked) == 1:
            calls += _interaction(asked, list(FOODS)) + [("get_drug_information", {"drug": asked[0], "topic": "administration"})]
    elif specialist == DOSING:
        values = {k: patient[k] for k in _DOSING_FIELDS if patient.get(k) is not None}
        calls = [("get_dosing", {"drug": drug, **values}) for drug in asked[:MOST_DRUGS]]
        if not asked and any(k in patient for k in ("scr_mg_dl",)):
            calls = _metrics(patient)
    elif specialist == COUNSELING:
        calls = [("get_counseling_points", {"drug": drug}) for drug in asked[:MOST_DRUGS]]
        if len(asked) > 1:
            calls += _interaction(asked[:MOST_DRUGS], [])
    else:
        calls = [("get_drug_information", {"drug": drug, "topic": "all"}) for drug in asked[:MOST_DRUGS]]
    calls += _cautions(specialist, reading, patient, asked)
    if not calls and reading.question.strip():
        calls = [("search_guidelines", {"query": reading.question[:300]})]
    return [c for c in calls if c[0] in tools]


def _cautions(specialist: str, reading: Reading, patient: dict[str, Any], asked: list[str]) -> list[Call]:
    """Look up what a drug's record says for an allergic, pregnant or breastfeeding patient; once, by the first specialist."""
    if specialist == INFORMATION or not reading.specialists or reading.specialists[0] != specialist:
        return []
    wanted = {
        "contraindication": bool(patient.get("allergies")),
        "pregnancy": patient.get("pregnant"),
        "lactation": patient.get("breastfeeding"),
    }
    return [("get_drug_information", {"drug": drug, "topic": topic}) for topic, due in wanted.items() if due for drug in asked[:MOST_DRUGS]]


def _interaction(asked: list[str], medicines: list[str]) -> list[Call]:
    pairs = list(combinations(asked, 2)) + [(a, m) for a in asked for m in medicines]
    return [("lookup_interaction", {"drug_a": a, "drug_b": b}) for a, b in pairs[:MOST_PAIRS]]


def _metrics(patient: dict[str, Any]) -> list[Call]:
    need = {"crcl_cockcroft_gault": ("age_years", "sex", "scr_mg_dl", "weight_kg"), "egfr_ckd_epi_2021": ("age_years", "sex", "scr_mg_dl")}
    return [
        (
            "calculate",
            {
                "name": name,
                "inputs": {
                    k: patient[k] for k in (*keys, *(("height_cm",) if name.startswith("crcl") and patient.get("height_cm") else ()))
                },
            },
        )
        for name, keys in need.items()
        if all(patient.get(k) is not None for k in keys)
    ]
