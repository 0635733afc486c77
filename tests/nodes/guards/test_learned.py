"""The classifier beside the frames: the same everywhere, sound on any text, and how it does on writers it has not seen."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.guards import learned
from nodes.guards.door import Asked, concerned, guarded
from nodes.guards.emergency import concern, emergency
from nodes.guards.learned import CERTAIN, CLASSES, DOUBTED, HEAD, LIKELY, REPORTED, ROW, WEIGHTS, Weights, chances, judged, likely
from tests.nodes.guards.labelled import labelled
from tests.nodes.guards.train import TRAINED_ON, digest, questions, trained

FRESH = Weights(WEIGHTS.read_bytes())
"""The same weights, read once more."""


def test_the_weights_are_of_the_labelled_questions_and_of_the_features_as_they_are() -> None:
    """A benchmark trains again and compares; this only tells that it must be done."""
    assert TRAINED_ON.read_text(encoding="utf-8").strip() == digest(), "train again: python -m tests.nodes.guards.train"


def test_training_twice_gives_the_same_bytes() -> None:
    few = labelled()[::20]
    assert trained(questions(few)) == trained(questions(few))


def test_the_file_is_small() -> None:
    assert WEIGHTS.stat().st_size < 500_000


def test_a_file_of_another_version_is_not_used() -> None:
    with pytest.raises(learned.BrokenWeightsError):
        Weights(zlib.compress(bytes(HEAD.size + ROW)))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from(labelled()[::50]), max_size=4).map(lambda rows: " ".join(r.text for r in rows)))
def test_any_text_has_chances(text: str) -> None:
    found = chances(text)
    assert tuple(found) == CLASSES
    assert all(0 <= p <= 1 for p in found.values()) and sum(found.values()) <= 1 + 1e-9
    assert FRESH.chances(text) == found
    assert judged(text).partition("|")[0] in ("", *CLASSES) and likely(text).partition("|")[0] in ("", *REPORTED)
    assert concern(text).partition("|")[0] in ("", *REPORTED)


def test_the_thresholds_are_in_order() -> None:
    assert 0 < LIKELY < CERTAIN < 1 and 0 < DOUBTED < CERTAIN


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(labelled()), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_lower_threshold_finds_no_less(row: object, one: float, other: float) -> None:
    text = row.text  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learned, "CERTAIN", max(one, other))
        patch.setattr(learned, "LIKELY", max(one, other))
        high = judged(text), likely(text)
        patch.setattr(learned, "CERTAIN", min(one, other))
        patch.setattr(learned, "LIKELY", min(one, other))
        low = judged(text), likely(text)
    assert all(low[n] == high[n] for n in (0, 1) if high[n])


def test_spelling_that_hides_letters_is_read() -> None:
    plainly, hidden = "i am choking and cannot breathe at all", "i am ch0king and cann0t bre4the at 4ll"
    assert emergency(plainly) == emergency(hidden) == "emergency"
    assert emergency("NO PUEDO RESPIRAR Y ME DUELE EL PECHO") == emergency("no puedo respirar y me duele el pecho")


def test_harmless_sentences_before_and_after_do_not_hide_one() -> None:
    said = "My throat is closing up and I cannot breathe, my lips are blue."
    harmless = "The leaflet came with the box. It is kept in the kitchen. The label is white. The pharmacy opens at nine. "
    assert emergency(harmless * 3 + said + " " + harmless * 3)


async def test_plain_questions_need_no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    def unread() -> Weights:
        raise AssertionError("the weights were read")

    monkeypatch.setattr(learned, "_weights", unread)
    asked = Asked("Can I take ibuprofen with warfarin?", 8000)
    assert (await guarded(asked), await concerned(asked)) == ("", "")


async def test_without_its_weights_the_door_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Weights:
        raise OSError("no such file")

    monkeypatch.setattr(learned, "_weights", broken)
    asked = Asked("What is the usual starting amount of metformin in a kidney that has never been weighed?", 8000)
    chances.cache_clear()
    assert await guarded(asked) == "guard_failed|emergency"
    assert await concerned(asked) == "guard_failed|concern"
