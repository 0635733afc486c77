"""In the place of a sentence that its source does not hold stands what the source says, in its own words."""

from __future__ import annotations

import re

import pytest

from nodes.checks.verbatim import leading
from nodes.own_words import in_own_words
from tests.lies.asked import gated, made
from tests.lies.truthful import Case, called
from tools.evidence import CITATION

PAIR = called("i:clopidogrel|omeprazole")[0]
DOSE = called("d:rosuvastatin|crcl=20")[0]
LITHIUM = called("f:lithium|pregnancy")[0]


def case(text: str, *calls: str, patient: bool = False) -> Case:
    return Case("What should I know?", calls, text, patient)


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        (
            "Change the omeprazole to esomeprazole.",
            "Avoid omeprazole (and esomeprazole) with clopidogrel; separating the doses does not help.",
        ),
        (
            "Platelet inhibition and the active metabolite rise by 4 to 5%.",
            "Clopidogrel with omeprazole: active metabolite falls by roughly 40 to 46%",
        ),
        ("Omeprazole induces CYP2C19.", "Omeprazole inhibits CYP2C19, which forms the active metabolite of clopidogrel."),
    ],
)
def test_the_nearest_sentence_of_the_record_stands(sentence: str, stands: str) -> None:
    (words,) = in_own_words(f"{sentence} [{PAIR['id']}]", frozenset(), {PAIR["id"]: PAIR})
    assert stands in words
    assert CITATION.sub("", words).strip() in PAIR["claim"], "word for word"
    assert words.endswith(f"[{PAIR['id']}]")


def test_a_false_severity_gives_way_to_the_one_that_was_found() -> None:
    words = in_own_words(f"A minor one. [{PAIR['id']}]", frozenset({"severity_as_found"}), {PAIR["id"]: PAIR})
    assert words == [f"Clopidogrel + omeprazole: major (risk rating X). [{PAIR['id']}]"]


def test_a_dose_stands_with_what_it_is_for() -> None:
    (words,) = in_own_words(f"Give 20 mg. [{DOSE['id']}]", frozenset(), {DOSE["id"]: DOSE})
    assert "CrCl below 30 mL/min" in words and "10 mg once daily" in words


def test_nothing_stands_for_what_shares_nothing_with_its_record_or_cites_none() -> None:
    assert in_own_words(f"Bananas are yellow. [{PAIR['id']}]", frozenset(), {PAIR["id"]: PAIR}) == []
    assert in_own_words("Lithium levels rise in pregnancy.", frozenset(), {LITHIUM["id"]: LITHIUM}) == []
    assert in_own_words("Lithium levels rise in pregnancy. [fact:lithium:none:0]", frozenset(), {LITHIUM["id"]: LITHIUM}) == []


def test_a_lie_gives_way_to_the_truth_and_is_named() -> None:
    lie = "Give esomeprazole 4000 mg with clopidogrel instead. {1}"
    update = gated(found := case(f"- {lie}", "i:clopidogrel|omeprazole"), found.answer)
    assert "4000" not in update["answer"]
    assert update["answer"].startswith("- Avoid omeprazole (and esomeprazole) with clopidogrel")
    assert update["restated"] == update["removed"] == [found.answer]
    assert "1 statement was removed because it could not be matched" in update["answer"]
    assert update["status"] == "partial"


def test_what_stands_already_stands_once() -> None:
    true = "Omeprazole inhibits CYP2C19, which forms the active metabolite of clopidogrel. {1}"
    found = case(f"{true}\nOmeprazole induces CYP2C19 by 900%. {{1}}", "i:clopidogrel|omeprazole")
    update = gated(found, found.answer)
    assert update["answer"].count("Omeprazole inhibits CYP2C19") == 1
    assert len(update["removed"]) == len(update["restated"]) == 1


def test_a_row_of_a_table_leaves_it_and_stands_below() -> None:
    rows = (
        "| Pair | Advice |\n|---|---|\n| clopidogrel + omeprazole | avoid {1} |\n| clopidogrel + omeprazole | give 900 mg omeprazole {1} |"
    )
    update = gated(found := case(rows, "i:clopidogrel|omeprazole"), found.answer)
    lines = update["answer"].splitlines()
    assert lines[2].startswith("| clopidogrel + omeprazole | avoid")
    assert lines[3].startswith("- Avoid omeprazole") and "900" not in update["answer"]


def test_a_patient_gets_no_words_that_are_too_hard() -> None:
    hard = case("You can take 9 pills of warfarin with ibuprofen each day. {1}", "i:warfarin|ibuprofen", patient=True)
    update = gated(hard, hard.answer)
    assert update["restated"] == [] and "NSAIDs injure" not in update["answer"]
    plain = case("Take tamsulosin 9 hours after a meal. {2}", "c:tamsulosin", patient=True)
    update = gated(plain, plain.answer)
    assert update["answer"].startswith("Take tamsulosin each day, 30 minutes after the same meal.")


@pytest.mark.parametrize(("line", "mark"), [("- a", "- "), ("  2. a", "  2. "), ("a - b", ""), ("\u2022 a", "\u2022 ")])
def test_the_mark_of_a_list_stays(line: str, mark: str) -> None:
    assert leading(line) == mark


def test_whatever_is_put_in_is_a_records_own_words() -> None:
    """Over lies of every kind, what is new in an answer is a sentence of the evidence, and the gate's own notes."""
    count = 0
    for lie in made()[::23]:
        update = gated(lie.case, lie.draft)
        claims = " ".join(e["claim"].lower() for e in lie.case.evidence.values())
        before = {line.strip() for line in lie.draft.splitlines()}
        for line in (
            put for put in update["draft"].splitlines() if update["restated"] and CITATION.search(put) and put.strip() not in before
        ):
            for said in (re.sub(r"^\W+|[\W_]+$", "", part) for text in CITATION.split(line)[::2] for part in re.split(r"(?<=[.]) ", text)):
                if said and said not in lie.draft and " by " not in said:  # a calculation is written anew
                    count += 1
                    assert re.sub(r"\W+$", "", said.lower()) in claims, said
    assert count > 20
