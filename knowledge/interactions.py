"""Interaction lookup: curated records, the most specific first, then mechanism rules over the drugs' traits.

A pair of drugs beats a drug with a class, which beats two classes, which beats a rule; among equals the worst severity
wins. A rule that is a floor (two drugs known to prolong the QT interval, say) outranks a milder record of a class, which speaks of
something else; a record of the very pair outranks every rule. The answer says which layer spoke. An unknown name is never "no interaction".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, product
from typing import Any, Final, Literal

from knowledge.names import Resolution, resolve
from knowledge.rules import Fit, fits, worst
from knowledge.store import KnowledgeBase, Source, knowledge_base
from knowledge.vocabulary import SEVERITY_RANK, Finding, Rating

_SHOWN = 12
"""How many pairs of a severity are named when the members of a class differ."""
_JOIN = " + "
"""Joins the ingredients of a combination that has no record of its own; no drug's name holds it."""

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


def ref_of(base: KnowledgeBase, block: Mapping[str, Any]) -> SourceRef:
    """Return the source of a block of a record; one that no second reader could check against its passage says so."""
    source = base.source(block["source"])
    return SourceRef(replace(source, review="author") if block.get("checked") is False else source, block["section"])


NAMES: Final = SourceRef(
    Source("rxgraph:names", "rxgraph knowledge base", "names", "rxgraph", 0, "", "author"), "names, ingredients and classes"
)
"""What a finding cites that follows from what products hold or which class a drug is of, and from no record."""


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
        shown = [_JOIN.join(s.drugs) if s.status in ("known", "combination") else s.text for s in sides]
        offered = tuple((s.text, s.suggestions) for s in unknown)
        names = " and ".join(repr(s.text) for s in unknown)
        hint = "; ".join(f"{s.text!r} is nearest to {', '.join(s.suggestions)}" for s in unknown if s.suggestions)
        return Interaction(
            shown[0], shown[1], "unknown_drug", suggestions=offered,
            management=f"{names} {'is' if len(unknown) == 1 else 'are'} not in the knowledge base, so nothing can be said. "
            + (f"Did you mean: {hint}? None was chosen." if hint else "Check the spelling, or give the generic name."),
        )  # fmt: skip
    if any(side.status in ("ambiguous", "group") for side in sides):
        return _for_every(a, b, sides)
    first, second = (_JOIN.join(side.drugs) for side in sides)
    if found := _within(sides):
        return found
    if first == second:
        raise SameDrugError(f"{a!r} and {b!r} are the same drug ({first}); taking it twice is duplicate therapy. Name two different drugs.")
    return between(first, second)


def _within(sides: tuple[Resolution, ...]) -> Interaction | None:
    """Answer for drugs that were written as one name and are no product: what they do to each other counts like the rest.

    Returns:
        The worst of all pairs of the drugs of both sides, when it stands between two drugs of one side; None otherwise.
    """
    if all(side.status != "combination" for side in sides):
        return None
    parts = [part for side in sides for part in (side.drugs if side.status == "combination" else ())]
    inside = [(x, y) for side in sides if side.status == "combination" for x, y in combinations(side.drugs, 2)]
    across = [between(x, y) for x, y in product(*(side.drugs for side in sides)) if x != y]
    gravest = max((between(x, y) for x, y in inside), key=_gravity)
    if across and _gravity(max(across, key=_gravity)) >= _gravity(gravest) or SEVERITY_RANK[gravest.severity] < SEVERITY_RANK["minor"]:
        return None
    shown = [_JOIN.join(side.drugs) for side in sides]
    note = f"{' and '.join(parts)} were written as one name and are no product of the knowledge base; this finding is between two of them."
    return replace(
        gravest, drug_a=shown[0], drug_b=shown[1], management=f"{gravest.drug_a} with {gravest.drug_b}: {gravest.management} {note}"
    )


def _for_every(a: str, b: str, sides: tuple[Resolution, ...]) -> Interaction:
    """Answer for a class, or for a name that several drugs bear: only when the answer is the same for every one of them."""
    choices = [(_JOIN.join(s.drugs),) if s.status == "combination" else s.drugs for s in sides]
    found = [between(x, y) for x, y in product(*choices) if x != y]
    open_sides = [s for s in sides if s.status in ("ambiguous", "group")]
    least = 0 if all(s.status != "group" for s in open_sides) else 1  # a class may have members that the knowledge base lacks
    if found and len({f.severity for f in found}) == 1 and SEVERITY_RANK[found[0].severity] >= least:
        worst_one = max(found, key=_gravity)
        note = " ".join(f"{s.text!r} stands for {', '.join(s.drugs[:8])}; the answer is the same for each." for s in open_sides)
        return replace(worst_one, drug_a=a, drug_b=b, management=f"{worst_one.management} {note}")
    if found and all(s.status == "group" for s in open_sides):
        return _worst_of_class(a, b, found)
    side = open_sides[0]
    what = "is a class" if side.status == "group" else "names several drugs"
    return Interaction(
        a, b, "not_assessed", suggestions=((side.text, side.drugs),),
        management=f"{side.text!r} {what}, and the answer differs between them: ask again with one of {', '.join(side.drugs[:8])}.",
    )  # fmt: skip


def _worst_of_class(a: str, b: str, found: list[Interaction]) -> Interaction:
    """Answer for a class whose members differ: the worst, and which members it and the milder ones are of."""
    gravest = max(found, key=_gravity)
    if SEVERITY_RANK[gravest.severity] < SEVERITY_RANK["minor"]:
        return Interaction(
            a, b, "not_assessed", management="Nothing is recorded for any member of the class that could be assessed; name the drug."
        )
    by_severity: dict[str, list[str]] = {}
    for one in sorted(found, key=_gravity, reverse=True):
        by_severity.setdefault(one.severity.replace("_", " "), []).append(f"{one.drug_a} + {one.drug_b}")
    shown = "; ".join(
        f"{severity}: {', '.join(pairs[:_SHOWN])}{' and others' if len(pairs) > _SHOWN else ''}" for severity, pairs in by_severity.items()
    )
    note = f"This is the worst of the class; its members differ ({shown}). Name the drug for its own answer."
    return replace(gravest, drug_a=a, drug_b=b, management=f"{gravest.drug_a} + {gravest.drug_b}: {gravest.management} {note}")


@lru_cache(maxsize=65536)
def between(first: str, second: str) -> Interaction:
    """Return the finding between two generic names of the knowledge base; combinations answer for their ingredients.

    A combination without a record of its own is its ingredients joined by " + ".
    """
    base = knowledge_base()
    parts_a, parts_b = _parts(base, first), _parts(base, second)
    findings = [_single(base, x, y) for x, y in product(parts_a, parts_b) if x != y]
    if not findings:
        return _duplicate(first, second, f"{first} and {second} share their active ingredients: duplicate therapy. Keep one of them.")
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
        duplicate = f"{first} and {second} both contain {' and '.join(shared)}: duplicate therapy, the doses add up. Keep one of them."
        if SEVERITY_RANK[gravest.severity] < SEVERITY_RANK["major"]:
            return _duplicate(first, second, duplicate)
        changed["management"] = f"{duplicate} {gravest.management}"
    return replace(gravest, **changed)


def _duplicate(first: str, second: str, management: str) -> Interaction:
    """Answer for two products with an ingredient in common."""
    return Interaction(
        first, second, "major", "D", "Both hold the same active ingredient.", "Twice the dose, with its dose-related harms.", management, "rapid",
        "established", "rule", "same ingredient", (NAMES,),
    )  # fmt: skip


def _gravity(found: Interaction) -> tuple[int, str, str]:
    """Order findings by severity, then rating, then record, so that the order of the drugs never matters."""
    return (SEVERITY_RANK[found.severity], found.rating or "", found.record)


def _parts(base: KnowledgeBase, drug: str) -> tuple[str, ...]:
    record = base.drug(drug) or {}
    return tuple(record.get("ingredients") or drug.split(_JOIN))


@dataclass(frozen=True, slots=True)
class Considered:
    """One record or rule that speaks of a pair, as `rxgraph knowledge explain` shows it.

    Attributes:
        layer: Which layer it belongs to.
        name: The record's two sides, or the rule's name.
        severity: What it says.
        rating: Its risk rating.
        won: Whether it is the answer.
        why: Why it won or lost.
    """

    layer: Layer
    name: str
    severity: str
    rating: str
    won: bool
    why: str


def explain(first: str, second: str) -> tuple[tuple[Considered, ...], Interaction]:
    """List every record and rule that speaks of two drugs, the winner first, and the answer.

    Args:
        first: A generic name of the knowledge base, no combination.
        second: Another.

    Returns:
        What was considered, and the finding. A record beats a rule, a pair a class, a worse severity a milder one.
    """
    base = knowledge_base()
    tiers: list[tuple[str, list[Interaction]]] = []
    pair, drug_class, class_class = _records(base, first, second)
    tiers.append(("a pair", [_of(base, first, second, r, "pair_record") for r in pair]))
    tiers.append(("a drug and a class", [_of(base, first, second, r, "class_record") for r in drug_class]))
    tiers.append(("two classes", [_of(base, first, second, r, "class_record") for r in class_class]))
    matching = fits(base.rules, first, base.borne(first), second, base.borne(second))
    tiers.append(("a rule", [_of_rule(base, first, second, fit) for fit in matching]))
    answer = _single(base, first, second)
    found: list[Considered] = []
    for label, entries in tiers:
        for entry in sorted(entries, key=_gravity, reverse=True):
            won = not any(c.won for c in found) and entry.record == answer.record
            why = f"the most specific that speaks ({label})" if won else f"{label}: less specific or milder than the answer"
            if won and answer.layer == "rule" and any(entries for _, entries in tiers[:-1]):
                why = "a rule that no milder record of a class outranks"
            found.append(Considered(entry.layer, entry.record, entry.severity, entry.rating or "", won, why))
    return tuple(sorted(found, key=lambda c: not c.won)), answer


def _records(base: KnowledgeBase, a: str, b: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the curated records that speak of two drugs: of the pair, of a drug and a class, of two classes."""
    ga, gb = base.classes_of(a), base.classes_of(b)
    sides = (
        [(a, b)],
        [(a, f"class:{g}") for g in gb] + [(f"class:{g}", b) for g in ga],
        [(f"class:{x}", f"class:{y}") for x, y in product(ga, gb)],
    )
    found: list[list[dict[str, Any]]] = []
    for pairs in sides:
        records = {(r["a"], r["b"]): r for pair in pairs if (r := base.interaction(*pair)) and not {a, b} & set(r["excluding"])}
        found.append(list(records.values()))
    return found[0], found[1], found[2]


def _single(base: KnowledgeBase, a: str, b: str) -> Interaction:
    fit = worst(list(fits(base.rules, a, base.borne(a), b, base.borne(b))))
    for tier, records in enumerate(_records(base, a, b)):
        if records:
            gravest = max(records, key=lambda r: (SEVERITY_RANK[r["severity"]], r["rating"], r["a"], r["b"]))
            if tier and fit and fit.rule.floor and SEVERITY_RANK[fit.rule.severity] > SEVERITY_RANK[gravest["severity"]]:
                return _of_rule(base, a, b, fit)
            return _of(base, a, b, gravest, "class_record" if tier else "pair_record")
    if fit:
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
        (ref_of(base, record),),
    )  # fmt: skip
