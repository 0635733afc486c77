"""Mechanism rules: each fits what it names, in both directions, and nothing else; records beat them."""

from __future__ import annotations

import pytest

from knowledge.interactions import between, explain
from knowledge.rules import Fit, Rule, borne, fits, worst
from knowledge.store import knowledge_base
from knowledge.vocabulary import NONE, SEVERITY_RANK

RULES = knowledge_base().rules


def _bearing(rule: Rule) -> tuple[dict[str, str], dict[str, str]]:
    """Return traits that just fit each side; a trait that may be lacking is lacking."""
    a = {trait: min(levels) for trait, levels in rule.a if NONE not in levels}
    b = {trait: min(levels) for trait, levels in rule.b if NONE not in levels}
    return a, b


def _fits(rules: tuple[Rule, ...], a: dict[str, str], b: dict[str, str]) -> list[Fit]:
    return list(fits(rules, "one", borne(rules, a), "two", borne(rules, b)))


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_rule_fits_what_it_names_in_both_directions_and_nothing_less(rule: Rule) -> None:
    a, b = _bearing(rule)
    (forward,) = _fits((rule,), a, b)
    assert (forward.a, forward.b) == ("one", "two")
    (backward,) = _fits((rule,), b, a)
    assert {backward.a, backward.b} == {"one", "two"}
    for text in ("mechanism", "effect", "management"):
        assert "{" not in forward.text(text)
    for trait in a:
        lacking = {k: v for k, v in a.items() if k != trait}
        assert not _fits((rule,), lacking, b) or trait in b


def test_a_rule_can_ask_that_a_trait_is_lacking() -> None:
    (rule,) = [r for r in RULES if r.name == "hypotension-moderate"]
    lowers = {"lowers_blood_pressure": "moderate"}
    assert _fits((rule,), lowers, lowers)
    assert not _fits((rule,), lowers, {**lowers, "cns_depressant": "opioid"})


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_rule_names_a_source_that_resolves(rule: Rule) -> None:
    assert knowledge_base().source(rule.source).url.startswith("http")


def test_the_worst_rule_speaks() -> None:
    found = _fits(RULES, {"cyp3a4_inhibitor": "strong", "qt": "known"}, {"cyp3a4_substrate": "moderate", "qt": "known"})
    best = worst(found)
    assert best is not None and len(found) > 1
    assert SEVERITY_RANK[best.rule.severity] == max(SEVERITY_RANK[f.rule.severity] for f in found)


def test_a_drug_without_traits_fits_no_rule() -> None:
    assert not _fits(RULES, {}, {})


@pytest.mark.parametrize(("a", "b"), [("clarithromycin", "fluconazole"), ("amiodarone", "ondansetron")])
def test_two_drugs_that_prolong_the_qt_interval_are_never_none_known(a: str, b: str) -> None:
    assert SEVERITY_RANK[between(a, b).severity] >= SEVERITY_RANK["moderate"]


@pytest.mark.parametrize(("a", "b"), [("warfarin", "ibuprofen"), ("clarithromycin", "fluconazole"), ("simvastatin", "clarithromycin")])
def test_explain_has_one_winner_and_it_is_the_answer(a: str, b: str) -> None:
    considered, answer = explain(a, b)
    (winner,) = [c for c in considered if c.won]
    assert considered[0] is winner
    assert (winner.name, winner.severity, winner.layer) == (answer.record, answer.severity, answer.layer)
    assert answer.severity == between(a, b).severity


def test_a_record_beats_a_rule() -> None:
    considered, answer = explain("warfarin", "ibuprofen")
    assert answer.layer != "rule" and any(c.layer == "rule" and not c.won for c in considered)
