"""Mechanism rules: what two drugs' traits mean together, when no curated record speaks of them.

A rule is data (`knowledge/facts/mechanism_rules.toml`): a name, a source, what each side must bear, and what follows. The worst rule that
fits a pair speaks; curated records are asked first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.vocabulary import NONE, SEVERITY_RANK, Rating, Severity

Side = tuple[tuple[str, frozenset[str]], ...]
"""What a side must bear: every trait named, at one of the levels."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One mechanism rule.

    Attributes:
        name: What `knowledge explain` calls it.
        a: What one drug must bear.
        b: What the other must bear.
        severity: What follows.
        rating: The risk rating.
        mechanism: Why; `{a}` and `{b}` stand for the drugs.
        effect: What happens, likewise.
        management: What to do, likewise.
        onset: `rapid`, `delayed` or `unknown`.
        evidence: Level of evidence.
        source: Global key of the source.
        section: Where in it.
        floor: Whether a milder record of a class gives way to it; a record of the very pair never does.
    """

    name: str
    a: Side
    b: Side
    severity: Severity
    rating: Rating
    mechanism: str
    effect: str
    management: str
    onset: str
    evidence: str
    source: str
    section: str
    floor: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """A rule that fits a pair, with the drug on each side."""

    rule: Rule
    a: str
    b: str

    def text(self, field: str) -> str:
        """Return a text of the rule with the drugs' names in it."""
        return str(getattr(self.rule, field)).replace("{a}", self.a).replace("{b}", self.b)


def side(bears: Mapping[str, Any]) -> Side:
    """Read what a side must bear from its TOML table of trait to levels."""
    return tuple((trait, frozenset(levels)) for trait, levels in sorted(bears.items()))


def bears(traits: Mapping[str, str], wanted: Side) -> bool:
    """Say whether a drug with these trait levels bears everything wanted; a trait that it lacks has the level `none`."""
    return all(traits.get(trait, NONE) in levels for trait, levels in wanted)


@dataclass(frozen=True, slots=True)
class Borne:
    """Which rules a drug fits: the places of the rules whose side `a` it bears, and of those whose side `b` it bears."""

    a: frozenset[int]
    b: frozenset[int]


def borne(rules: tuple[Rule, ...], traits: Mapping[str, str]) -> Borne:
    """Say which sides of the rules a drug with these trait levels bears; asked once a drug, so that a pair is two set operations."""
    return Borne(
        frozenset(i for i, rule in enumerate(rules) if bears(traits, rule.a)),
        frozenset(i for i, rule in enumerate(rules) if bears(traits, rule.b)),
    )


def fits(rules: tuple[Rule, ...], a: str, borne_a: Borne, b: str, borne_b: Borne) -> Iterator[Fit]:
    """Yield every rule that fits a pair, in either direction, once each.

    Args:
        rules: The rules.
        a: Name of one drug.
        borne_a: The sides that it bears.
        b: Name of the other.
        borne_b: The sides that it bears.

    Yields:
        The fits, in the order of the rules.
    """
    forward, backward = borne_a.a & borne_b.b, borne_b.a & borne_a.b
    for place in sorted(forward | backward):
        yield Fit(rules[place], a, b) if place in forward else Fit(rules[place], b, a)


def worst(found: list[Fit]) -> Fit | None:
    """Return the fit with the worst severity, then rating; the first of them among equals."""
    return max(found, key=lambda fit: (SEVERITY_RANK[fit.rule.severity], fit.rule.rating), default=None)
