"""Interaction lookup: curated records, the most specific first, then mechanism rules over the drugs' traits.

A pair of drugs beats a drug with a class, which beats two classes, which beats a rule; among equals the worst severity
wins. The answer says which layer spoke. An unknown name is never "no interaction".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any, Literal

from knowledge.names import resolve
from knowledge.rules import Fit, fits, worst
from knowledge.store import KnowledgeBase, Source, knowledge_base
from knowledge.vocabulary import SEVERITY_RANK, Finding, Rating

Layer = Literal["pair_record", "class_record", "rule", "none"]


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source and the place in it."""

    source: Source
    section: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """What is known between two names.

    Attributes:
        drug_a: First drug: its generic name, or the text as written when unknown.
        drug_b: Second drug, likewise.
        severity: A severity, or `unknown_drug` / `not_assessed`.
        rating: A, B, C, D or X; None where there is no assessment.
        mechanism: Why it happens; empty when nothing is recorded.
        effect: What happens to the patient.
        management: What to do.
        onset: `rapid`, `delayed` or `unknown`; empty when nothing is recorded.
        evidence: Level of evidence; empty when nothing is recorded.
        layer: Which layer spoke.
        record: The two sides of the record that spoke, such as `class:nsaid + warfarin`; empty when none did.
        sources: Where it is from.
        suggestions: For an unknown name, the nearest names: name as written to candidates.
    """

    drug_a: str
    drug_b: str
    severity: Finding
    rating: Rating | None = None
    mechanism: str = ""
    effect: str = ""
    management: str = ""
    onset: str = ""
    evidence: str = ""
    layer: Layer = "none"
    record: str = ""
    sources: tuple[SourceRef, ...] = ()
    suggestions: tuple[tuple[str, tuple[str, ...]], ...] = ()


class SameDrugError(ValueError):
    """Both names mean the same drug: that is duplicate therapy, not an interaction."""


def lookup(a: str, b: str) -> Interaction:
    """Look up two names.

    Args:
        a: A drug as a person writes it: generic, brand, salt, with or without dose.
        b: Another.

    Returns:
        The finding. `none_known` only for two assessed drugs with nothing recorded between them.

    Raises:
        SameDrugError: If both names mean the same drug.
    """
    sides = (resolve(a), resolve(b))
    unknown = [s for s in sides if s.status == "unknown"]
    if unknown:
        shown = [s.drugs[0] if s.status == "known" else s.text for s in sides]
        offered = tuple((s.text, s.suggestions) for s in unknown)
        names = " and ".join(repr(s.text) for s in unknown)
        hint = "; ".join(f"{s.text!r} is nearest to {', '.join(s.suggestions)}" for s in unknown if s.suggestions)
        return Interaction(
            shown[0], shown[1], "unknown_drug", suggestions=offered,
            management=f"{names} {'is' if len(unknown) == 1 else 'are'} not in the knowledge base, so nothing can be said. "
            + (f"Did you mean: {hint}? None was chosen." if hint else "Check the spelling, or give the generic name."),
        )  # fmt: skip
    for side in sides:
        if side.status in ("ambiguous", "group"):
            what = "is a class" if side.status == "group" else "names several drugs"
            return Interaction(
                a, b, "not_assessed", suggestions=((side.text, side.drugs),),
                management=f"{side.text!r} {what}: ask again with one of {', '.join(side.drugs[:8])}.",
            )  # fmt: skip
    first, second = sides[0].drugs[0], sides[1].drugs[0]
    if first == second:
        raise SameDrugError(f"{a!r} and {b!r} are the same drug ({first}); taking it twice is duplicate therapy. Name two different drugs.")
    return between(first, second)


@lru_cache(maxsize=65536)
def between(first: str, second: str) -> Interaction:
    """Return the finding between two generic names of the knowledge base; combinations answer for their ingredients."""
    base = knowledge_base()
    parts_a, parts_b = _parts(base, first), _parts(base, second)
    findings = [_single(base, x, y) for x, y in product(parts_a, parts_b) if x != y]
    if not findings:
        return Interaction(
            first, second, "not_assessed", management=f"{first} and {second} share their active ingredients: duplicate therapy."
        )
    shared = [p for p in parts_a if p in parts_b]
    gravest = max(findings, key=_gravity)
    if gravest.severity == "none_known" and any(f.severity == "not_assessed" for f in findings):
        gravest = next(f for f in findings if f.severity == "not_assessed")
    own = base.interaction(first, second)
    if own is not None:
        gravest = _of(base, first, second, own, "pair_record")
    changed: dict[str, Any] = {"drug_a": first, "drug_b": second}
    if shared:
        # A shared ingredient is never "none known": the doses add up.
        duplicate = f"{first} and {second} both contain {' and '.join(shared)}: duplicate therapy."
        if SEVERITY_RANK[gravest.severity] <= SEVERITY_RANK["none_known"]:
            return Interaction(first, second, "not_assessed", management=duplicate)
        changed["management"] = f"{gravest.management} {duplicate}"
    return replace(gravest, **changed)


def _gravity(found: Interaction) -> tuple[int, str, str]:
    """Order findings by severity, then rating, then record, so that the order of the drugs never matters."""
    return (SEVERITY_RANK[found.severity], found.rating or "", found.record)


def _parts(base: KnowledgeBase, drug: str) -> tuple[str, ...]:
    record = base.drug(drug) or {}
    return tuple(record.get("ingredients") or (drug,))


def _single(base: KnowledgeBase, a: str, b: str) -> Interaction:
    if record := base.interaction(a, b):
        return _of(base, a, b, record, "pair_record")
    ga, gb = base.groups_of(a), base.groups_of(b)
    for pairs in (
        [(a, f"class:{g}") for g in gb] + [(f"class:{g}", b) for g in ga],
        [(f"class:{x}", f"class:{y}") for x, y in product(ga, gb)],
    ):
        records = [r for pair in pairs if (r := base.interaction(*pair)) and not {a, b} & set(r["excluding"])]
        if records:
            return _of(base, a, b, max(records, key=lambda r: (SEVERITY_RANK[r["severity"]], r["rating"], r["a"], r["b"])), "class_record")
    if fit := worst(list(fits(base.rules, a, base.levels(a), b, base.levels(b)))):
        return _of_rule(base, a, b, fit)
    uncurated = [d for d in (a, b) if (base.drug(d) or {}).get("curation") == "name"]
    if uncurated:
        return Interaction(
            a, b, "not_assessed", management=f"The interactions of {' and '.join(uncurated)} are not curated yet; consult the label."
        )
    return Interaction(
        a, b, "none_known", "A",
        management=f"No interaction between {a} and {b} is recorded. That is not proof that there is none; the usual monitoring of each applies.",
    )  # fmt: skip


def _of_rule(base: KnowledgeBase, a: str, b: str, fit: Fit) -> Interaction:
    rule = fit.rule
    return Interaction(
        a, b, rule.severity, rule.rating, fit.text("mechanism"), fit.text("effect"), fit.text("management"), rule.onset, rule.evidence,
        "rule", rule.name, (SourceRef(base.source(rule.source), rule.section),),
    )  # fmt: skip


def _of(base: KnowledgeBase, a: str, b: str, record: dict[str, Any], layer: Layer) -> Interaction:
    return Interaction(
        a, b, record["severity"], record["rating"], record["mechanism"], record["effect"], record["management"],
        record["onset"], record["evidence"], layer, " + ".join(sorted((record["a"], record["b"]))),
        (SourceRef(base.source(record["source"]), record["section"]),),
    )  # fmt: skip
