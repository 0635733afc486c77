"""Which record speaks: a pair beats a class, the worst class wins, excluded members are left out. On made-up drugs."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.interactions import lookup
from tests.knowledge.small_base import DRUGS, HEAD, facts_folder, interaction, knowledge_of


def test_a_pair_beats_a_class_even_when_it_is_milder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        HEAD
        + DRUGS
        + interaction("class:alphas", "class:betas", "contraindicated", "X")
        + interaction("betadrug", "alphadrug", "minor", "B")
    )
    with knowledge_of(facts_folder(tmp_path / "facts", text), monkeypatch):
        found, member = lookup("alphadrug", "betadrug"), lookup("gammadrug", "alphadrug")
    assert (found.severity, found.rating, found.layer) == ("minor", "B", "pair_record")
    assert (member.severity, member.layer, member.record) == ("contraindicated", "class_record", "class:alphas + class:betas")


def test_a_drug_with_a_class_beats_two_classes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        HEAD
        + DRUGS
        + interaction("class:alphas", "class:betas", "contraindicated", "X")
        + interaction("alphadrug", "class:betas", "moderate", "C")
    )
    with knowledge_of(facts_folder(tmp_path / "facts", text), monkeypatch):
        assert lookup("betadrug", "alphadrug").severity == "moderate"


def test_a_record_does_not_reach_the_members_it_excludes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + DRUGS + interaction("alphadrug", "class:betas") + 'excluding = ["betadrug"]\n'
    with knowledge_of(facts_folder(tmp_path / "facts", text), monkeypatch):
        assert lookup("alphadrug", "betadrug").severity == "none_known"
        assert lookup("alphadrug", "gammadrug").severity == "major"


def test_a_name_only_drug_is_not_assessed_and_never_none_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + DRUGS + interaction("alphadrug", "betadrug")
    with knowledge_of(facts_folder(tmp_path / "facts", text), monkeypatch):
        for a, b in (("deltadrug", "alphadrug"), ("alphadrug", "deltadrug"), ("gammadrug", "deltadrug")):
            found = lookup(a, b)
            assert (found.severity, found.rating) == ("not_assessed", None)
            assert "deltadrug" in found.management


def test_a_combination_answers_for_its_ingredients_and_says_what_is_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + DRUGS + interaction("alphadrug", "gammadrug")
    with knowledge_of(facts_folder(tmp_path / "facts", text), monkeypatch):
        other, shared = lookup("alphadrug and betadrug", "gammadrug"), lookup("alphadrug and betadrug", "alphadrug")
    assert (other.severity, other.drug_a, other.record) == ("major", "alphadrug and betadrug", "alphadrug + gammadrug")
    assert shared.severity == "not_assessed"
    assert "duplicate therapy" in shared.management


def test_a_brand_of_two_drugs_is_a_question_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + DRUGS + interaction("alphadrug", "gammadrug")
    with knowledge_of(facts_folder(tmp_path / "facts", text), monkeypatch):
        found = lookup("sharedbrand", "gammadrug")
    assert found.severity == "not_assessed"
    assert set(dict(found.suggestions)["sharedbrand"]) == {"alphadrug", "betadrug"}
