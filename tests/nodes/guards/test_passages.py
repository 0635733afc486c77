"""The parts of a question that are weighed by themselves: nothing is left out or made up, in time in proportion to the length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.guards.emergency import concern, emergency
from nodes.guards.frames import spans
from nodes.guards.passages import alone, passages

_TEXTS = st.text(max_size=200) | st.lists(
    st.sampled_from(["one two three four", ", ", ". ", "? ", "\n", " - ", "five six"]), max_size=30
).map("".join)


@given(_TEXTS)
def test_every_passage_is_made_of_the_words_of_the_text(text: str) -> None:
    found = passages(text)
    said = set(text.split())
    assert set(spans(text)) <= set(found)
    assert all(set(passage.split()) <= said for passage in found)
    assert set(alone(text)) <= set(found)


@given(_TEXTS)
def test_a_part_must_be_surer_than_the_whole(text: str) -> None:
    found = passages(text)
    whole = {found[span] for span in spans(text)}
    assert len(whole) <= 1 and all(shift <= max(whole, default=0.0) for shift in found.values())


def test_there_are_no_more_passages_than_sentences_and_clauses_allow() -> None:
    assert len(passages("He ate some, then he slept. " * 500)) <= 10
    many = " ".join(f"He ate {number} tablets, then he slept a while." for number in range(300))
    assert len(passages(many)) < 300 * 8


@pytest.mark.parametrize(
    "question",
    [
        "How should I store my insulin? My throat is closing up and I can't breathe",
        "Can I take my tablets with milk, my husband has collapsed and isn't breathing",
    ],
)
def test_what_stands_beside_a_report_does_not_silence_it(question: str) -> None:
    assert emergency(question) or concern(question)
