"""A whole list of drugs: every pair, risks that add up over the list, and what the patient's condition makes of them.

List risks and conditions are data (`knowledge/facts/list_risks.toml`, `patient_conditions.toml`) over the same traits as mechanism rules.
A patient factor never makes a finding milder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

from knowledge.interactions import NAMES, Interaction, SameDrugError, SourceRef, lookup, ref_of
from knowledge.names import resolve
from knowledge.rules import Side, bears, side
from knowledge.store import KnowledgeBase, knowledge_base
from knowledge.vocabulary import SEVERITY_RANK, Finding, Rating

if TYPE_CHECKING:
    from knowledge.patient import Patient


@dataclass(frozen=True, slots=True)
class ListRisk:
    """A risk to which several drugs of a list, and perhaps the patient, add.

    Attributes:
        name: Its key, such as `qt`.
        title: What adds up.
        severity: How grave it is for this list.
        rating: The risk rating.
        drugs: The drugs that bring points, each with what it brings (`qt known`).
        factors: Patient factors that bring points, in words.
        points: The sum.
        effect: What can happen.
        management: What to do.
        source: Where it is from.
    """

    name: str
    title: str
    severity: Finding
    rating: Rating
    drugs: tuple[tuple[str, str], ...]
    factors: tuple[str, ...]
    points: float
    effect: str
    management: str
    source: SourceRef


@dataclass(frozen=True, slots=True)
class Warned:
    """What a patient factor makes of one drug, or of a pair.

    Attributes:
        name: The condition's key.
        drugs: The drug, or both drugs of the pair.
        factor: The patient factor in words, with the patient's value.
        severity: The severity for such a patient.
        rating: The risk rating.
        mechanism: Why.
        effect: What can happen.
        management: What to do.
        source: Where it is from.
    """

    name: str
    drugs: tuple[str, ...]
    factor: str
    severity: Finding
    rating: Rating
    mechanism: str
    effect: str
    management: str
    source: SourceRef


@dataclass(frozen=True, slots=True)
class Pair:
    """Two drugs of a list: the finding, and what the patient's condition makes of it.

    Attributes:
        found: The finding of the interaction lookup.
        severity: The severity for this patient: the worst of the finding and of `conditions`.
        rating: The rating that goes with it.
        conditions: What patient factors make of the pair, worst first.
    """

    found: Interaction
    severity: Finding
    rating: Rating | None
    conditions: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class ListReview:
    """Everything about a list of drugs.

    Attributes:
        pairs: Every pair, in the order of the list.
        risks: What adds up over the list, worst first.
        warnings: What patient factors make of single drugs, worst first.
        not_known: What is not known of the patient and could change a severity; empty when no patient was given.
        twice: A sentence for each drug that the list names twice.
    """

    pairs: tuple[Pair, ...]
    risks: tuple[ListRisk, ...]
    warnings: tuple[Warned, ...]
    not_known: tuple[str, ...]
    twice: tuple[str, ...]


def review(drugs: Sequence[str], patient: Patient | None = None) -> ListReview:
    """Check a list of drugs together.

    Args:
        drugs: Names as people write them; two or more.
        patient: What is known of the patient, if anything.

    Returns:
        The review; names that are not known stay in the pairs as `unknown_drug`.

    Raises:
        SameDrugError: If all names mean the same drug, so that there is no pair.
    """
    base = knowledge_base()
    drugs, twice = _distinct(drugs)
    present: dict[str, str] = {}
    unknown: tuple[str, ...] = ()
    if patient:
        from knowledge.patient_factors import factors, not_known  # loads the calculators, which a list without a patient does not need

        present, unknown = factors(patient), not_known(patient)
    found = [lookup(a, b) for a, b in combinations(drugs, 2)]
    levels = {name: base.levels(name) for name in singles(base, drugs)}
    pairs = tuple(_pair(base, f, present) for f in found)
    warnings = [w for name in levels for w in _warnings(base, ((name, levels[name]),), present)]
    if patient:
        warnings += [w for name in levels for w in (*_allergies(base, name, patient), *_unfit(name, patient))]
    risks = [r for record in base.list_risks if (r := _risk(base, record, levels, present))]
    return ListReview(
        pairs,
        tuple(sorted(risks, key=lambda r: -SEVERITY_RANK[r.severity])),
        tuple(sorted(warnings, key=_gravity)),
        unknown,
        twice,
    )


def _distinct(drugs: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return each drug of a list once, drugs written as one name apart, and a sentence for each drug that is named twice.

    Raises:
        SameDrugError: If fewer than two drugs remain.
    """
    names: dict[str, str] = {}
    twice: list[str] = []
    for written in drugs:
        named = resolve(written)
        for name in named.drugs if named.status == "combination" else (written,):
            key = resolve(name).drugs[0] if resolve(name).status == "known" else name.lower()
            if key in names:
                twice.append(f"{names[key]!r} and {name!r} are the same drug ({key}): duplicate therapy. Keep one of them.")
            else:
                names[key] = name
    if len(names) < 2:
        raise SameDrugError(f"{' '.join(twice) or 'One drug is no list.'} Name two different drugs.")
    return list(names.values()), tuple(twice)


def singles(base: KnowledgeBase, drugs: Iterable[str]) -> tuple[str, ...]:
    """Return the substances of a list: known names as their generic drug, combinations as their ingredients, each once."""
    found: dict[str, None] = {}
    for name in drugs:
        named = resolve(name)
        if named.status == "combination":
            found |= dict.fromkeys(named.drugs)
        elif named.status == "known":
            record = base.drug(named.drugs[0]) or {}
            found |= dict.fromkeys(record.get("ingredients") or named.drugs)
    return tuple(found)


def _gravity(warned: Warned) -> tuple[int, int]:
    """Order warnings, the worst first: by severity, then rating."""
    return -SEVERITY_RANK[warned.severity], -ord(warned.rating)


def _pair(base: KnowledgeBase, found: Interaction, present: Mapping[str, str]) -> Pair:
    if not present or found.severity == "unknown_drug":
        return Pair(found, found.severity, found.rating, ())
    sides = [[(d, base.levels(d)) for d in singles(base, (name,))] for name in (found.drug_a, found.drug_b)]
    conditions = tuple(
        sorted((w for a in sides[0] for b in sides[1] if a[0] != b[0] for w in _warnings(base, (a, b), present)), key=_gravity)
    )
    worst = conditions[0] if conditions else None
    if worst and (SEVERITY_RANK[worst.severity], worst.rating) > (SEVERITY_RANK[found.severity], found.rating or ""):
        return Pair(found, worst.severity, worst.rating, conditions)
    return Pair(found, found.severity, found.rating, conditions)


def _warnings(base: KnowledgeBase, drugs: tuple[tuple[str, Mapping[str, str]], ...], present: Mapping[str, str]) -> Iterable[Warned]:
    for record in base.conditions:
        sides = [side(record[key]) for key in ("a", "b") if record[key]]
        if record["factor"] not in present or len(sides) != len(drugs):
            continue
        for order in permutations(drugs):
            if all(bears(levels, wanted) for (_, levels), wanted in zip(order, sides, strict=True)):
                names = dict(zip("ab", (name for name, _ in order), strict=False))
                mechanism, effect, management = (_filled(record[f], names) for f in ("mechanism", "effect", "management"))
                yield Warned(
                    record["name"], tuple(name for name, _ in order), present[record["factor"]], record["severity"], record["rating"],
                    mechanism, effect, management, ref_of(base, record),
                )  # fmt: skip
                break


def _allergies(base: KnowledgeBase, drug: str, patient: Patient) -> Iterable[Warned]:
    """Warn of a drug that the patient is allergic to, or that shares a group with one."""
    for allergen in patient.allergies:
        named = resolve(allergen)
        groups = {g for d in named.drugs if named.status == "known" for g in base.groups_of(d)} | {allergen.lower().replace(" ", "_")}
        if drug in named.drugs or groups & set(base.groups_of(drug)):
            yield Warned(
                "allergy", (drug,), f"allergy to {allergen}", "contraindicated", "X", f"{drug} is {allergen}, or of the same class.",
                "An allergic reaction, up to anaphylaxis.", f"Do not give {drug} before the reaction to {allergen} is clarified.",
                NAMES,
            )  # fmt: skip


def _unfit(drug: str, patient: Patient) -> Iterable[Warned]:
    """Warn of a drug whose own record says avoid or contraindicated at this patient's kidney or liver function."""
    from knowledge.dosing import advise

    severities: dict[str, tuple[Finding, Rating]] = {"avoid": ("major", "D"), "contraindicated": ("contraindicated", "X")}
    for found in advise(drug, patient).findings:
        known = found.metered is not None or found.kind == "dialysis" or found.kind == "hepatic" and patient.child_pugh is not None
        if found.verdict in severities and known and found.kind in ("renal", "dialysis", "hepatic"):
            severity, rating = severities[found.verdict]
            where = "; ".join(part for part in (found.indication, found.band) if part)
            yield Warned(
                f"dose-{found.kind}", (drug,), where, severity, rating, f"The record of {drug} speaks of this {found.kind} function.",
                "Harm from a dose that this patient cannot clear, or no effect.", found.text, found.source,
            )  # fmt: skip


def _filled(text: str, names: Mapping[str, str]) -> str:
    for key, name in names.items():
        text = text.replace(f"{{{key}}}", name)
    return text


def _risk(
    base: KnowledgeBase, record: Mapping[str, Any], levels: Mapping[str, Mapping[str, str]], present: Mapping[str, str]
) -> ListRisk | None:
    drugs, points = _filling(record, levels) if record["each_of"] else _counted(record, levels)
    raising = {f: p for f, p in record["factors"].items() if f in present}
    if len(drugs) < 2 or len(drugs) + len(raising) < record["least"]:
        return None
    points += sum(raising.values())
    reached = [s for s in record["steps"] if points >= s["points"]]
    if not reached:
        return None
    words = ", ".join(name for name, _ in drugs)
    return ListRisk(
        record["name"], record["title"], reached[-1]["severity"], reached[-1]["rating"], drugs, tuple(dict.fromkeys(present[f] for f in raising)), points,
        record["effect"].replace("{drugs}", words), record["management"].replace("{drugs}", words),
        ref_of(base, record),
    )  # fmt: skip


def _counted(record: Mapping[str, Any], levels: Mapping[str, Mapping[str, str]]) -> tuple[tuple[tuple[str, str], ...], float]:
    """Return the drugs that bring points, each with the trait that brings most, and the sum."""
    drugs, total = [], 0.0
    for name, own in levels.items():
        brought = [(p, trait) for trait, by_level in record["points"].items() if (p := by_level.get(own.get(trait, ""), 0.0))]
        if brought:
            most, trait = max(brought)
            total += most
            drugs.append((name, _words(trait, own[trait])))
    return tuple(drugs), total


def _filling(record: Mapping[str, Any], levels: Mapping[str, Mapping[str, str]]) -> tuple[tuple[tuple[str, str], ...], float]:
    """Return the drugs that fill the sides, and a point a side; nothing when different drugs cannot fill every one."""
    choices = [[side(s) for s in choice] for choice in record["each_of"]]
    filled = [{n: why for n, own in levels.items() if (why := _borne(own, choice))} for choice in choices]
    names = {n: why for fitting in filled for n, why in fitting.items()}
    for chosen in permutations(names, len(filled)):
        if all(name in fitting for name, fitting in zip(chosen, filled, strict=True)):
            return tuple(names.items()), float(len(filled))
    return (), 0.0


def _borne(own: Mapping[str, str], choice: list[Side]) -> str:
    """Return in words what a drug bears of a choice of sides; empty when none fits."""
    fitting = next((s for s in choice if bears(own, s)), None)
    return _words(fitting[0][0], own[fitting[0][0]]) if fitting else ""


def _words(trait: str, level: str) -> str:
    name = trait.removeprefix("group:").replace("_", " ")
    return name if level == "yes" else f"{name}, {level.replace('_', ' ')}"
