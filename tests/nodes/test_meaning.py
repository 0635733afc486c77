"""What a line means against what it cites: concepts, directions, permissions, and harms that would be benefits."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.checks.concepts import implied, lexicon, said, supported
from nodes.checks.direction import moves
from tests.lies.asked import gated
from tests.lies.truthful import Case
from tools.evidence import CITATION

TRUE = (
    (
        "i:sertraline|tramadol",
        "Both agents push serotonin up and bring the convulsive threshold down, so serotonin toxicity or a fit can follow.",
    ),
    ("i:lisinopril|potassium chloride", "Potassium builds up because aldosterone is suppressed; an irregular heartbeat can result."),
    ("f:methotrexate|warning", "Methotrexate pneumonitis does not depend on the dose; it may show up at any point."),
    ("i:digoxin|verapamil", "P-gp is blocked, so less digoxin is cleared, and both drugs act on the AV node."),
    (
        "f:tamoxifen|boxed_warning",
        "In women at high risk, uterine cancer, stroke and lung clots were more frequent, and some of these were fatal.",
    ),
    ("i:lithium|lisinopril", "Lithium accumulates and toxicity follows. A different blood pressure medicine is preferable."),
    ("i:phenelzine|pseudoephedrine", "Blood pressure can soar, with headache, a stroke or death as the outcome."),
    ("f:metoclopramide|boxed_warning", "Tardive dyskinesia may never go away. The longer the course, the greater the chance."),
)
FALSE = (
    ("effect", "i:sertraline|tramadol", "Sertraline with tramadol commonly causes gallstones."),
    ("effect", "f:methotrexate|warning", "Methotrexate causes hearing loss."),
    ("population", "i:spironolactone|trimethoprim", "Sudden death was reported in children."),
    ("mechanism", "f:ciprofloxacin|mechanism", "Ciprofloxacin blocks bacterial cell wall synthesis."),
    ("direction", "i:lisinopril|potassium chloride", "Lisinopril flushes potassium out, so the supplement is needed to keep up."),
    ("direction", "i:warfarin|rifampin", "Rifampin raises the INR within two weeks, so bleeding is the worry."),
    ("direction", "i:digoxin|verapamil", "Verapamil speeds digoxin clearance."),
    ("direction", "f:lithium|warning", "A high sodium raises the risk of lithium toxicity."),
    ("permission", "f:sumatriptan|contraindication", "Sumatriptan can be given to patients with coronary artery disease."),
    ("permission", "f:nitroglycerin|contraindication", "Nitroglycerin can be used in shock."),
    ("permission", "i:fluoxetine|linezolid", "An SSRI may be started in a patient on linezolid."),
    ("benefit", "f:clozapine|boxed_warning", "Clozapine lowers the risk of infection."),
    ("benefit", "f:methotrexate|warning", "A dry cough on methotrexate is harmless and needs no work-up."),
    ("benefit", "i:lithium|lisinopril", "Lithium levels need not be checked."),
    ("benefit", "i:levodopa|iron", "Take iron and levodopa at the same time."),
)


def case(call: str, line: str) -> Case:
    return Case("Tell me about " + call.split(":", 1)[1].replace("|", " and "), (call,), f"{line} {{1}}", call.startswith("c:"))


@pytest.mark.parametrize(("call", "line"), TRUE)
def test_the_same_in_other_words_passes(call: str, line: str) -> None:
    one = case(call, line)
    assert gated(one, one.answer)["removed"] == []


@pytest.mark.parametrize(("kind", "call", "line"), FALSE)
def test_what_the_evidence_does_not_say_is_removed(kind: str, call: str, line: str) -> None:
    one = case(call, line)
    assert line not in gated(one, one.answer)["answer"]


ROWS = [
    row.split(" || ")
    for row in (Path(__file__).parents[1] / "lies" / "meaning.txt").read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
]


def told(calls: str, text: str) -> Case:
    lines = text.replace("\\n", "\n").replace("\\u2013", "\u2013")
    return Case("Tell me about " + calls.split(":", 1)[1].replace("|", " and "), (calls,), lines, calls.startswith("c:"))


@pytest.mark.parametrize(("calls", "text"), [row[1:] for row in ROWS if row[0] == "+"])
def test_what_repeats_concludes_or_sets_a_condition_stays(calls: str, text: str) -> None:
    one = told(calls, text)
    assert gated(one, one.answer)["removed"] == []


@pytest.mark.parametrize(("calls", "text"), [row[1:] for row in ROWS if row[0] == "-"])
def test_what_goes_beyond_what_stands_beside_it_goes(calls: str, text: str) -> None:
    one = told(calls, text)
    last = CITATION.sub("", one.answer.splitlines()[-1]).strip(" .")
    assert last not in CITATION.sub("", gated(one, one.answer)["answer"])


def test_an_effect_that_only_the_question_names_is_not_asserted() -> None:
    one = Case("Does simvastatin with amlodipine cause cancer?", ("i:amlodipine|simvastatin",), "The pair can cause cancer. {1}", False)
    assert "can cause cancer" not in gated(one, one.answer)["answer"]


def test_every_concept_named_in_the_file_is_in_it() -> None:
    known = lexicon().concepts
    assert {n for c in known.values() for n in (*c.broader, *c.parts)} <= set(known)


def test_narrower_supports_broader_and_not_the_other_way() -> None:
    assert "bleeding" in supported("Gastrointestinal bleeding was seen.")
    assert "stroke" not in supported("Bleeding was seen.")
    assert "hyperkalemia" in supported("It can raise potassium.")
    assert "hyperkalemia" not in supported("It can cause hypokalemia, more so when the dose is raised.")


def test_ways_of_levels_values_and_clearance() -> None:
    assert moves("Rifampin lowers warfarin levels.")[("level", "warfarin")] == {False}
    assert moves("Fluconazole slows phenytoin clearance.")[("level", "phenytoin")] == {True}
    assert moves("It may cause hypokalemia.")[("value", "potassium")] == {False}
    assert ("level", "warfarin") not in moves("It does not raise warfarin.")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for spoken in said(text):
        assert 0 <= spoken.start < spoken.end <= len(text)
        assert all(implied(name) for name in spoken.concepts)
    moves(text)
    supported(text)
