"""Which record speaks: a pair beats a class, the worst class wins, excluded members are left out. On made-up drugs."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.interactions import explain, lookup
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
    assert (shared.severity, shared.rating, shared.record) == ("major", "D", "same ingredient")
    assert "duplicate therapy" in shared.management


def test_a_brand_of_two_drugs_is_a_question_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + DRUGS + interaction("alphadrug", "gammadrug")
    with knowledge_of(facts_folder(tmp_path / "facts", text), monkeypatch):
        found = lookup("sharedbrand", "gammadrug")
    assert found.severity == "not_assessed"
    assert set(dict(found.suggestions)["sharedbrand"]) == {"alphadrug", "betadrug"}


RULE = """
[[rules]]
name = "qt-two"
a = {{ qt = ["known"] }}
b = {{ qt = ["known"] }}
{floor}severity = "major"
rating = "D"
mechanism = "Both prolong the QT interval."
effect = "Torsades with {{a}} and {{b}}."
management = "Avoid one of them."
onset = "rapid"
source = "label"
section = "7"
"""
BOTH_QT = DRUGS.replace(
    'no_traits = "The label names no interaction trait."', 'traits = [{ source = "label", section = "7", qt = "known" }]'
)


def _with_rule(record: str, *, floor: bool) -> str:
    return HEAD + BOTH_QT + record + RULE.format(floor="floor = true\n" if floor else "")


def test_a_floor_rule_outranks_a_milder_record_of_a_class_and_no_other_rule_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = interaction("class:alphas", "class:betas", "minor", "B")
    for floor, severity, layer in ((True, "major", "rule"), (False, "minor", "class_record")):
        with knowledge_of(facts_folder(tmp_path / f"facts-{floor}", _with_rule(record, floor=floor)), monkeypatch):
            found = lookup("alphadrug", "betadrug")
            considered, answer = explain("alphadrug", "betadrug")
        assert (found.severity, found.layer) == (severity, layer)
        assert answer.severity == severity and [c.name for c in considered if c.won] == [answer.record]


def test_a_record_of_the_very_pair_outranks_a_floor_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = interaction("alphadrug", "betadrug", "minor", "B")
    with knowledge_of(facts_folder(tmp_path / "facts", _with_rule(record, floor=True)), monkeypatch):
        assert lookup("alphadrug", "betadrug").severity == "minor"


def test_a_record_can_name_all_drugs_with_a_level_of_a_trait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + BOTH_QT + interaction("deltadrug", "class:qt.known", "contraindicated", "X")
    with knowledge_of(facts_folder(tmp_path / "facts", text), monkeypatch):
        for other in ("alphadrug", "betadrug"):
            found = lookup("deltadrug", other)
            assert (found.severity, found.layer) == ("contraindicated", "class_record")
        assert lookup("deltadrug", "gammadrug").severity == "not_assessed"


def test_a_combination_written_out_answers_for_its_ingredients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + DRUGS + interaction("alphadrug", "gammadrug")
    with knowledge_of(facts_folder(tmp_path / "facts", text), monkeypatch):
        written, recorded = lookup("alphadrug/deltadrug", "gammadrug"), lookup("betadrug/alphadrug 5 mg tablets", "gammadrug")
    assert (written.severity, written.drug_a) == ("major", "alphadrug + deltadrug")
    assert (recorded.severity, recorded.drug_a) == ("major", "alphadrug and betadrug")


def test_a_name_of_two_drugs_is_none_known_only_when_both_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assessed = 'curation = "interactions"\nmechanism_class = "third test class"\nno_traits = "None is named."'
    third = DRUGS.replace('curation = "name"\nmechanism_class = "third test class"', assessed)
    with knowledge_of(facts_folder(tmp_path / "facts", HEAD + third), monkeypatch):
        assert lookup("sharedbrand", "gammadrug").severity == "none_known"
        assert lookup("sharedbrand", "deltadrug").severity == "not_assessed"


def test_a_block_that_no_second_reader_saw_says_so_in_a_checked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = HEAD.replace('title = "Made-up drugs"', 'title = "Made-up drugs"\nreview = "second_reader"')
    text = checked + DRUGS + interaction("alphadrug", "betadrug") + interaction("alphadrug", "gammadrug") + "checked = false\n"
    with knowledge_of(facts_folder(tmp_path / "facts", text), monkeypatch):
        assert lookup("alphadrug", "betadrug").sources[0].source.review == "second_reader"
        assert lookup("alphadrug", "gammadrug").sources[0].source.review == "author"
