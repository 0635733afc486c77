"""The patient's allergies, pregnancy and medicines were considered: where they bear on the answer's drugs, the answer says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from knowledge.interactions import NAMES, SameDrugError, lookup, ref_of
from knowledge.medication_list import Warned
from knowledge.names import resolve
from knowledge.store import knowledge_base
from knowledge.vocabulary import SEVERITY_RANK
from nodes.checks.draft import DRUG_FIELDS, Draft, drugs_named, failure, is_of
from nodes.state import CheckFailure
from tools.evidence import CITATION, Evidence, mark, of_condition, of_fact, of_interaction, slug, source_of

_SPEAKS: Final = {
    "allergy": re.compile(r"\ballerg|hypersens|anaphyla", re.I),
    "pregnancy": re.compile(r"\bpregnan|\bfetal|\bfetus|\bunborn|\bbaby\b|\btrimester|birth defect|embryo", re.I),
    "lactation": re.compile(r"breast|\blactat|\bnurs|\bmilk\b|\bbaby\b|\binfant", re.I),
}
_TOPIC: Final = {"pregnant": "pregnancy", "breastfeeding": "lactation"}


def patient_considered(draft: Draft) -> list[CheckFailure]:
    """Where the profile's allergies, pregnancy, breastfeeding or medicines bear on the drugs of the answer, a line says so."""
    return [
        failure(
            "patient_considered", "", f"The answer does not say what the patient's {why} means for {drug}: {item['claim']} [{item['id']}]"
        )
        for why, drug, item in owed(draft)
    ]


def owed(draft: Draft) -> list[tuple[str, str, Evidence]]:
    """Return what the answer owes the patient: why, which drug, and the evidence that says it.

    Args:
        draft: The draft, with the profile.

    Returns:
        Findings that matter and of which no line speaks.
    """
    profile = draft.profile
    if not any(profile.get(k) for k in ("allergies", "medicines", *_TOPIC)):
        return []
    answered = tuple(dict.fromkeys(_answered(draft)))
    found: list[tuple[str, str, Evidence]] = []
    for drug in answered:
        for allergen in profile.get("allergies") or ():
            if (item := _allergy(drug, str(allergen))) and not _said(draft, "allergy", drug, str(allergen)):
                found.append((f"allergy to {allergen}", drug, item))
        for field, topic in _TOPIC.items():
            if profile.get(field) is True and (item := _caution(drug, topic)) and not _said(draft, topic, drug):
                found.append((topic, drug, item))
        for medicine in profile.get("medicines") or ():
            if (item := _clash(drug, str(medicine))) and item["id"] not in draft.text and not _names(draft, drug, str(medicine)):
                found.append((f"medicine {medicine}", drug, item))
    return found


def _answered(draft: Draft) -> Iterable[str]:
    """Yield the drugs that the cited evidence is about."""
    for ref in dict.fromkeys(CITATION.findall(draft.text)):
        item = draft.evidence.get(ref)
        if item is None or item["kind"] not in ("interaction", "dosing", "fact"):
            continue
        for field in DRUG_FIELDS:
            named = resolve(str(item["data"].get(field) or ""))
            if named.status == "known":
                yield named.drugs[0]


def _said(draft: Draft, what: str, *names: str) -> bool:
    """Say whether a line speaks of it; of an allergy, one that names the drug or the allergen too."""
    for line in draft.text.splitlines():
        text = CITATION.sub(" ", line)
        if _SPEAKS[what].search(text) and (what != "allergy" or any(n.lower() in text.lower() for n in names)):
            return True
    return False


def _names(draft: Draft, drug: str, medicine: str) -> bool:
    """Say whether one line names both drugs."""
    wanted = [frozenset(resolve(name).drugs or (name.lower(),)) for name in (drug, medicine)]
    return any(all(any(is_of(m, side) for m in drugs_named(text)) for side in wanted) for _, text, cited in draft.lines() if cited)


@lru_cache(maxsize=4096)
def _allergy(drug: str, allergen: str) -> Evidence | None:
    """Return the warning of a drug to which the patient is allergic, or that is of the same class."""
    named, base = resolve(allergen), knowledge_base()
    groups = {g for d in named.drugs if named.status == "known" for g in base.groups_of(d)} | {
        allergen.lower().replace(" ", "_").removesuffix("s")
    }
    if drug not in named.drugs and not groups & set(base.groups_of(drug)):
        return None
    return of_condition(
        Warned(
            "allergy", (drug,), f"allergy to {allergen}", "contraindicated", "X", f"{drug} is {allergen}, or of the same class.",
            "An allergic reaction, up to anaphylaxis.", f"Do not give {drug} before the reaction to {allergen} is clarified.", NAMES,
        )
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _caution(drug: str, topic: str) -> Evidence | None:
    """Return what the record says of a drug in pregnancy or while breastfeeding."""
    base = knowledge_base()
    for fact in (base.drug(drug) or {}).get("facts", ()):
        if fact["topic"] == topic:
            data: dict[str, Any] = {"drug": drug, "topic": topic, "aspect": None}
            return of_fact("fact", f"{slug(drug)}:{slug(topic)}:{mark(fact['text'])}", fact["text"], source_of(ref_of(base, fact)), **data)
    return None


@lru_cache(maxsize=4096)
def _clash(drug: str, medicine: str) -> Evidence | None:
    """Return the interaction with a current medicine when it is contraindicated or major."""
    if resolve(medicine).status != "known":
        return None
    try:
        found = of_interaction(lookup(drug, medicine))
    except SameDrugError:
        return None
    return found if SEVERITY_RANK[found["data"]["severity"]] >= SEVERITY_RANK["major"] else None
