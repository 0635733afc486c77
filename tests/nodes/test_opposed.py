"""What a line takes for granted against what it cites: stances, times in words, authorities, choices, trends, grades; and what stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.checks import Draft, denial, failures, opposed, recommended, replaced, stance, times, trend
from nodes.checks.aligned import clauses_of, nearest, sentences_of, title_of
from nodes.own_words import in_own_words
from tests.lies.truthful import called

Reads = Callable[[str, str], object]

_CASES: Final[tuple[tuple[Reads, str, str, str], ...]] = (
    (
        stance.unborne,
        "Brown urine is harmless.",
        "This is harmless: brown urine is harmless.",
        "Stop the drug for a bad rash.",
    ),
    (stance.unborne, "One level is plenty.", "One level is enough.", "Check the level weekly."),
    (stance.unborne, "It goes on as usual.", "No change is needed; it goes on as usual.", "Avoid it in pregnancy."),
    (
        opposed.opposed,
        "Myasthenia gravis does not stand in the way of ciprofloxacin.",
        "Myasthenia gravis is no obstacle to ciprofloxacin.",
        "Avoid ciprofloxacin with a known history of myasthenia gravis.",
    ),
    (
        opposed.opposed,
        "A pill with calcium can be swallowed along with it.",
        "A pill with calcium can be swallowed with it.",
        "Keep it 4 hours away from calcium.",
    ),
    (
        opposed.opposed,
        "Low-dose aspirin should be started for primary prevention.",
        "Start low-dose aspirin for primary prevention.",
        "Do not start low-dose aspirin for primary prevention.",
    ),
    (times.untimed, "Stop it the day before.", "Stop it the day before.", "Stop it 7 to 10 weeks before."),
    (times.untimed, "Take one more each minute.", "Take one each minute.", "Take one each 5 minutes."),
    (times.untimed, "Leave a few minutes between them.", "Leave 10 minutes between them.", "Leave 2 hours between them."),
    (
        recommended.unrecommended,
        "Swap omeprazole for esomeprazole.",
        "Avoid omeprazole; use esomeprazole.",
        "Avoid omeprazole (and esomeprazole); use pantoprazole.",
    ),
    (
        recommended.unrecommended,
        "Mometasone would be a suitable choice.",
        "Use mometasone instead.",
        "Ritonavir blocks CYP3A, which clears mometasone. Use beclomethasone instead.",
    ),
    (trend.against, "Verapamil speeds digoxin out of the body.", "Digoxin clearance rises.", "Verapamil inhibits digoxin clearance."),
    (
        trend.against,
        "Your blood sugar may drop.",
        "Your blood sugar and pressure may fall.",
        "Your blood sugar and blood pressure may go up.",
    ),
    (
        trend.against,
        "Warfarin is preferred over apixaban.",
        "Warfarin is recommended over apixaban.",
        "Apixaban is recommended over warfarin.",
    ),
    (
        denial.denied,
        "Ibuprofen does not add to the bleeding.",
        "Ibuprofen does not raise bleeding.",
        "Ibuprofen makes bleeding likelier.",
    ),
    (
        replaced.still_given,
        "Cefepime stays at 2 g every 8 hours.",
        "2 g every 12 hours becomes 2 g every 8 hours.",
        "2 g every 8 hours becomes 2 g every 12 hours.",
    ),
)
"""What reads, what a line says, evidence that says it too, and evidence that does not."""


@pytest.mark.parametrize(("reads", "text", "true", "false"), _CASES, ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_what_the_evidence_does_not_say_fails_and_what_it_says_stays(reads: Reads, text: str, true: str, false: str) -> None:
    assert reads(text, false)
    assert not reads(text, true)


_FAIL: Final = (
    ("authorities_as_cited", "i:lithium|ibuprofen", "CANMAT considers ibuprofen with lithium."),
    ("authorities_as_cited", "d:empagliflozin|egfr=24", "EMPEROR-Reduced set this eGFR."),
    ("authorities_as_cited", "i:lithium|ibuprofen", "Many experts prefer ibuprofen with lithium."),
    ("gravity_as_found", "i:haloperidol|ondansetron", "A low-stakes pairing: haloperidol with ondansetron."),
    ("gravity_as_found", "i:citalopram|omeprazole", "Omeprazole with citalopram is an absolute no-go."),
    ("gravity_as_found", "i:bupropion|phenelzine", "The bupropion-phenelzine pair rates a B."),
)


def failed(call: str, text: str) -> set[str]:
    item = called(call)[0]
    return {f["check"] for f in failures(Draft(f"{text} [{item['id']}]", {item["id"]: item}, ""))}


@pytest.mark.parametrize(("check", "call", "text"), _FAIL)
def test_authorities_and_grades_that_the_record_does_not_have_fail(check: str, call: str, text: str) -> None:
    assert check in failed(call, text)


@pytest.mark.parametrize(
    "text",
    (
        "The INR and CBC need a look; a PPI may be considered.",
        "MONITOR the INR closely.",
        "Avoid the NSAID where possible.",
    ),
)
def test_abbreviations_of_medicine_and_shouted_words_are_no_authorities(text: str) -> None:
    assert "authorities_as_cited" not in failed("i:warfarin|ibuprofen", text)


@pytest.mark.parametrize(
    ("text", "held"), (("NICE recommends it.", True), ("Per the ESC, give both.", True), ("PCC or FFP may be considered.", False))
)
def test_only_a_name_that_is_called_on_is_an_authority(text: str, held: bool) -> None:
    assert ("authorities_as_cited" in failed("i:warfarin|ibuprofen", text)) == held


@pytest.mark.parametrize(
    ("text", "why"),
    (
        ("Check again once ibuprofen is finished.", ""),
        ("The interaction is gone.", "is soon over"),
        ("Ibuprofen keeps its usual dose.", "keeps its dose"),
        ("Whether it is taken before or after warfarin makes no odds.", "holds for all"),
    ),
)
def test_a_condition_is_no_stance(text: str, why: str) -> None:
    said = stance.unborne(text, "Avoid ibuprofen with warfarin. Lower the ibuprofen dose. The INR is checked later.")
    assert why in said if why else not said


def test_a_clause_is_aligned_with_the_sentence_that_speaks_of_the_same() -> None:
    claim = called("i:warfarin|ibuprofen")[0]["claim"]
    assert "acetaminophen" in nearest("For pain use acetaminophen", claim)[0]
    assert title_of(claim).startswith("warfarin + ibuprofen")
    assert all("risk rating" not in s for s in sentences_of(claim))
    assert nearest("Nothing of the kind", "Take it.") == []


_CALLS: Final = (
    "i:omeprazole|clopidogrel", "i:vincristine|itraconazole", "i:lithium|ibuprofen", "f:lithium|pregnancy", "f:digoxin|overdose", "c:alendronate",
    "c:prednisone", "d:rosuvastatin|crcl=20", "d:cefepime|crcl=40", "g:heart failure", "g:gout", "f:clozapine|boxed_warning",
)  # fmt: skip


_NEW: Final = {
    "authorities_as_cited", "times_as_found", "recommended_as_cited", "stance_as_found", "opposed_as_found", "trend_as_found", "denial_as_found",
    "gravity_as_found", "replaced_as_found",
}  # fmt: skip


@pytest.mark.parametrize("call", _CALLS)
def test_what_a_record_says_in_its_own_words_passes(call: str) -> None:
    for item in called(call):
        evidence = {item["id"]: item}
        for own in in_own_words(f"{item['claim']} [{item['id']}]", frozenset(), evidence):
            found = failures(Draft(own, evidence, ""))
            assert not [f for f in found if f["check"] in _NEW]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_breaks_the_readers(text: str, claims: str) -> None:
    for reads in (
        stance.unborne, opposed.opposed, times.untimed, recommended.unrecommended, trend.against, denial.denied, replaced.still_given,
    ):  # fmt: skip
        assert isinstance(reads(text, claims), str)
    assert all(clause in text or clause.strip() for clause in clauses_of(text))
