"""Interaction lookup on the real facts: well-known pairs, order, unknown names, combinations."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knowledge.interactions import Interaction, SameDrugError, between, lookup
from knowledge.names import resolve
from knowledge.store import knowledge_base
from knowledge.vocabulary import RATINGS_OF, SEVERITY_RANK


def bare(found: Interaction) -> tuple[object, ...]:
    """Return what must not depend on the order of the names."""
    return (found.severity, found.rating, found.mechanism, found.effect, found.management, found.layer, found.record, found.sources)


@pytest.mark.parametrize(
    ("a", "b", "severity"),
    [
        ("warfarin", "ibuprofen", "major"),
        ("Coumadin 5 mg", "Advil", "major"),
        ("simvastatin", "clarithromycin", "contraindicated"),
        ("sildenafil", "nitroglycerin", "contraindicated"),
        ("sertraline", "phenelzine", "contraindicated"),
        ("bactrim", "warfarin", "major"),
    ],
)
def test_well_known_pairs_have_their_severity_in_both_orders(a: str, b: str, severity: str) -> None:
    found, turned = lookup(a, b), lookup(b, a)
    assert found.severity == severity
    assert found.rating in RATINGS_OF[severity]
    assert found.effect and found.management and found.mechanism
    assert found.sources[0].source.url.startswith("https://")
    assert bare(found)[:2] == bare(turned)[:2]
    assert found.record == turned.record


def test_two_assessed_drugs_with_no_record_are_none_known_rated_a() -> None:
    found = lookup("acetaminophen", "amoxicillin")
    assert (found.severity, found.rating, found.layer, found.sources) == ("none_known", "A", "none", ())
    assert "not proof" in found.management


def drugs() -> list[str]:
    return sorted({d for bearers in knowledge_base().names.values() for d in bearers})


def test_order_never_matters_and_every_answer_is_well_formed() -> None:
    # Every pair of a thousand drugs is over a million; a fixed sample of both halves of the work stays quick.
    names = random.Random(7).sample(drugs(), 140)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            found, turned = between(a, b), between(b, a)
            assert (found.severity, found.rating) == (turned.severity, turned.rating), (a, b)
            if found.severity in RATINGS_OF and found.severity != "none_known":
                assert found.rating in RATINGS_OF[found.severity] and found.sources, (a, b)
            elif found.severity == "none_known":
                assert found.rating == "A", (a, b)
            else:
                assert found.severity == "not_assessed" and found.rating is None, (a, b)


@settings(max_examples=300, deadline=None)
@given(st.text(min_size=1, max_size=20))
def test_an_unknown_name_is_never_none_known(text: str) -> None:
    assume(resolve(text).status == "unknown")
    for found in (lookup(text, "warfarin"), lookup("warfarin", text), lookup(text, text)):
        assert found.severity == "unknown_drug"
        assert found.rating is None
        assert found.sources == ()
        assert repr(text) in found.management


def test_an_unknown_name_offers_the_nearest_and_chooses_none() -> None:
    found = lookup("ibuprofin", "Coumadin")
    assert found.severity == "unknown_drug"
    assert (found.drug_a, found.drug_b) == ("ibuprofin", "warfarin")
    assert found.suggestions == (("ibuprofin", ("ibuprofen",)),)
    assert "None was chosen" in found.management


def test_a_class_whose_members_differ_answers_its_worst_member_and_names_the_others() -> None:
    found = lookup("a statin", "clarithromycin")
    assert (found.severity, found.rating) == ("contraindicated", "X") and found.sources
    assert "This is the worst of the class" in found.management
    assert "simvastatin" in found.management and "pravastatin" in found.management


def test_drugs_written_as_one_name_are_checked_among_themselves() -> None:
    found = lookup("warfarin and ibuprofen", "cetirizine")
    assert found.severity == "major" and found.rating in ("C", "D")
    assert "written as one name" in found.management
    assert lookup("cetirizine", "warfarin and ibuprofen").severity == found.severity


def test_a_shared_ingredient_is_major_and_cites_no_label_for_what_follows_from_the_ingredients() -> None:
    found = lookup("Percocet", "acetaminophen")
    assert (found.severity, found.rating, found.record) == ("major", "D", "same ingredient")
    assert [(ref.source.url, ref.section) for ref in found.sources] == [("", "names, ingredients and classes")]
    assert "acetaminophen" in found.management


def test_a_class_whose_members_all_agree_is_answered_and_named() -> None:
    found = lookup("nsaids", "warfarin")
    assert found.severity == "major" and found.drug_a == "nsaids"
    assert "ibuprofen" in lookup("ibuprofen", "warfarin").drug_a and "'nsaids' stands for" in found.management


def test_a_name_of_two_drugs_is_answered_when_both_agree() -> None:
    assert lookup("isosorbide", "sildenafil").severity == "contraindicated"


@pytest.mark.parametrize(("a", "b"), [("warfarin", "warfarin"), ("warfarin", "Coumadin 5 mg"), ("Advil", "ibuprofen tablets")])
def test_the_same_drug_twice_is_an_error_that_says_duplicate(a: str, b: str) -> None:
    with pytest.raises(SameDrugError, match="duplicate therapy"):
        lookup(a, b)


def test_a_combination_answers_with_the_worst_of_its_ingredients() -> None:
    whole = lookup("sulfamethoxazole and trimethoprim", "warfarin")
    parts = [lookup(p, "warfarin") for p in ("sulfamethoxazole", "trimethoprim")]
    assert whole.severity == max((p.severity for p in parts), key=lambda s: SEVERITY_RANK[s])
    assert whole.drug_a == "sulfamethoxazole and trimethoprim"


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ("Percocet", "Tylenol", "acetaminophen"),
        ("tramadol and acetaminophen", "Tylenol", "acetaminophen"),
        ("glipizide and metformin", "metformin", "metformin"),
    ],
)
def test_a_shared_ingredient_is_duplicate_therapy_and_never_none_known(a: str, b: str, shared: str) -> None:
    for found in (lookup(a, b), lookup(b, a)):
        assert found.severity != "none_known"
        assert "duplicate therapy" in found.management
        assert shared in found.management
