"""Mechanism rules: what two drugs' traits mean together, when no curated record speaks of them.

A rule is data (`knowledge/facts/mechanism_rules.toml`): a name, a source, what each side must bear, and what follows. The worst rule that
fits a pair speaks; curated records are asked first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.vocabulary import SEVERITY_RANK, Rating, Severity

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
    """Say whether a drug with these trait levels bears everything wanted."""
    return all(traits.get(trait) in levels for trait, levels in wanted)


def fits(rules: tuple[Rule, ...], a: str, traits_a: Mapping[str, str], b: str, traits_b: Mapping[str, str]) -> Iterator[Fit]:
    """Yield every rule that fits a pair, in either direction, once each.

    Args:
        rules: The rules.
        a: Name of one drug.
        traits_a: Its trait levels.
        b: Name of the other.
        traits_b: Its trait levels.

    Yields:
        The fits, in the order of the rules.
    """
    for rule in rules:
        if bears(traits_a, rule.a) and bears(traits_b, rule.b):
            yield Fit(rule, a, b)
        elif bears(traits_b, rule.a) and bears(traits_a, rule.b):
            yield Fit(rule, b, a)


def worst(found: list[Fit]) -> Fit | None:
    """Return the fit with the worst severity, then rating; the first of them among equals."""
    return max(found, key=lambda fit: (SEVERITY_RANK[fit.rule.severity], fit.rule.rating), default=None)
