"""Evidence: what every tool returns beside its text, and what answers cite."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final, Literal, NotRequired

from typing_extensions import TypedDict

from knowledge.calculators import Result
from knowledge.dosing import DoseFinding
from knowledge.interactions import Interaction, SourceRef
from knowledge.medication_list import ListRisk, Warned

EvidenceKind = Literal["interaction", "dosing", "calc", "guideline", "fact", "memory"]

CITATION: Final = re.compile(r"\[([a-z]+:[^\[\]\s]+)\]")
"""A citation in a draft: an evidence id in square brackets, such as `[interaction:ibuprofen+warfarin]`."""


class EvidenceSource(TypedDict):
    """Where a claim is from."""

    title: str
    section: str
    year: int
    url: str
    review: NotRequired[str]
    """`author` when no second reader has checked the record against its source yet."""


class Evidence(TypedDict):
    """One citable finding. Plain JSON values only, so that a checkpoint of one version loads in the next."""

    id: str
    """`kind:subject[:mark]`; the same finding has the same id in every run."""
    kind: EvidenceKind
    claim: str
    """The finding in one or a few sentences; every number that an answer may take from it stands here."""
    quote: str
    """The sentence of the knowledge base record that supports the claim, word for word."""
    source: EvidenceSource
    data: dict[str, Any]
    """Typed details, such as `severity` or `value`."""


def slug(text: str) -> str:
    """Return `text` as it may stand in an evidence id."""
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-")


def mark(text: str) -> str:
    """Return eight hexadecimal digits that tell texts apart."""
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def source_of(ref: SourceRef) -> EvidenceSource:
    """Write a knowledge base source as an evidence source."""
    return {"title": ref.source.title, "section": ref.section, "year": ref.source.year, "url": ref.source.url, "review": ref.source.review}


NO_RECORD: Final[EvidenceSource] = {"title": "rxgraph knowledge base", "section": "no record", "year": 0, "url": ""}
"""The source of a finding that says nothing is recorded."""


def of_interaction(found: Interaction) -> Evidence:
    """Write an interaction finding as evidence."""
    pair = "+".join(sorted((slug(found.drug_a), slug(found.drug_b))))
    if found.sources:
        text = f"{found.drug_a} + {found.drug_b}: {found.severity} (risk rating {found.rating}). {found.effect} {found.mechanism} {found.management}"
    else:
        text = f"{found.drug_a} + {found.drug_b}: {found.severity.replace('_', ' ')}. {found.management}"
    return {
        "id": f"interaction:{pair}",
        "kind": "interaction",
        "claim": text,
        "quote": found.effect or found.management,
        "source": source_of(found.sources[0]) if found.sources else NO_RECORD,
        "data": {
            "drug_a": found.drug_a, "drug_b": found.drug_b, "severity": found.severity, "rating": found.rating,
            "mechanism": found.mechanism, "effect": found.effect, "management": found.management, "onset": found.onset,
            "evidence": found.evidence, "layer": found.layer, "record": found.record,
            "suggestions": {name: list(offered) for name, offered in found.suggestions},
        },
    }  # fmt: skip


def of_list_risk(found: ListRisk) -> Evidence:
    """Write a risk that adds up over a list of drugs as evidence; the drugs and what each brings are part of the claim."""
    names = [drug for drug, _ in found.drugs]
    brought = "; ".join(f"{drug} ({why})" for drug, why in found.drugs) + (
        f"; patient: {', '.join(found.factors)}" if found.factors else ""
    )
    claim = (
        f"{found.title} adds up over the list: {found.severity} (risk rating {found.rating}). {brought}. {found.effect} {found.management}"
    )
    return {
        "id": f"interaction:list.{slug(found.name)}:{mark(claim)}",
        "kind": "interaction",
        "claim": claim,
        "quote": found.effect,
        "source": source_of(found.source),
        "data": {
            "drug_a": names[0], "drug_b": names[1], "drugs": names, "severity": found.severity, "rating": found.rating, "mechanism": brought,
            "effect": found.effect, "management": found.management, "layer": "list_risk", "record": found.name,
        },
    }  # fmt: skip


def of_condition(found: Warned) -> Evidence:
    """Write what a patient factor makes of a drug or a pair as evidence."""
    named = f"{' + '.join(found.drugs)} for this patient ({found.factor})"
    claim = f"{named}: {found.severity} (risk rating {found.rating}). {found.effect} {found.mechanism} {found.management}"
    return {
        "id": f"interaction:{'+'.join(sorted(slug(d) for d in found.drugs))}:{slug(found.name)}:{mark(claim)}",
        "kind": "interaction",
        "claim": claim,
        "quote": found.effect,
        "source": source_of(found.source),
        "data": {
            "drug_a": found.drugs[0], "drug_b": found.drugs[1] if len(found.drugs) > 1 else found.factor, "drugs": list(found.drugs),
            "severity": found.severity, "rating": found.rating, "mechanism": found.mechanism, "effect": found.effect,
            "management": found.management, "layer": "condition", "record": found.name, "factor": found.factor,
        },
    }  # fmt: skip


def of_dosing(drug: str, found: DoseFinding) -> Evidence:
    """Write a dosing finding as evidence; band, criteria count and metric are part of the claim."""
    metered = found.metered
    head = f"{drug}, {found.kind}" + (f", {found.indication}" if found.indication else "")
    band = f" ({found.band})" if found.band else ""
    return {
        "id": f"dosing:{slug(drug)}:{found.kind}:{mark(found.indication + found.band + found.text)}",
        "kind": "dosing",
        "claim": f"{head}{band}: {found.text}",
        "quote": found.text,
        "source": source_of(found.source),
        "data": {
            "drug": drug, "part": found.kind, "verdict": found.verdict, "text": found.text, "indication": found.indication, "band": found.band,
            "metric": metered.metric if metered else None, "value": round(metered.value, 1) if metered else None,
            "how": metered.how if metered else "", "missing": list(found.missing),
        },
    }  # fmt: skip


def of_calculation(result: Result) -> Evidence:
    """Write a calculator's result as evidence; inputs, formula and what was chosen (such as the weight) are named."""
    inputs = ", ".join(f"{k} {v:g}" if isinstance(v, float | int) else f"{k} {v}" for k, v in result.inputs.items() if v is not None)
    detail = "; ".join(
        f"{k.replace('_', ' ')}: {v:.4g}" if isinstance(v, float) else f"{k.replace('_', ' ')}: {v}" for k, v in result.detail.items()
    )
    claim = f"{result.name} = {result.value:.1f} {result.unit} by {result.formula} ({inputs}{'; ' + detail if detail else ''})"
    return {
        "id": f"calc:{slug(result.name)}:{mark(claim)}",
        "kind": "calc",
        "claim": claim,
        "quote": claim,
        "source": {"title": result.source_title, "section": "equation", "year": result.source_year, "url": result.source_url},
        "data": {
            "name": result.name, "value": round(result.value, 2), "unit": result.unit, "formula": result.formula,
            "inputs": dict(result.inputs), "detail": dict(result.detail),
        },
    }  # fmt: skip


def of_fact(kind: EvidenceKind, key: str, text: str, source: EvidenceSource, **data: Any) -> Evidence:
    """Write one sentence of the knowledge base as evidence."""
    return {"id": f"{kind}:{key}", "kind": kind, "claim": text, "quote": text, "source": source, "data": data}


def listing(evidence: list[Evidence]) -> str:
    """Write evidence as compact text for a model: one line each, id first."""
    return "\n".join(f"[{e['id']}] {e['claim']}" for e in evidence)
