"""The classifier beside the frames: the same everywhere, sound on any text, and how it does on writers it has not seen."""

from __future__ import annotations

import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.guards import learned
from nodes.guards.door import Asked, concerned, guarded
from nodes.guards.emergency import concern, emergency
from nodes.guards.learned import CERTAIN, CLASSES, DOUBTED, HEAD, LIKELY, REPORTED, ROW, WEIGHTS, Weights, chances, judged, likely
from tests.nodes.guards.labelled import NONE, labelled
from tests.nodes.guards.measure import Judged, everything, report
from tests.nodes.guards.measure import judged as judged_unseen
from tests.nodes.guards.train import questions, trained

FRESH = Weights(WEIGHTS.read_bytes())
"""The same weights, read once more."""


def test_the_weights_are_those_of_the_labelled_questions() -> None:
    """Another machine's sums may differ in the last digit, and a weight by one step with them."""
    ours, theirs = (zlib.decompress(packed) for packed in (WEIGHTS.read_bytes(), trained(everything())))
    assert len(ours) == len(theirs)
    for one, other in zip(HEAD.unpack_from(ours), HEAD.unpack_from(theirs), strict=True):
        assert one == pytest.approx(other, rel=1e-3), "train again: python -m tests.nodes.guards.train"
    apart = [min((a - b) % 256, (b - a) % 256) for a, b in zip(ours[HEAD.size :], theirs[HEAD.size :], strict=True) if a != b]
    assert max(apart, default=0) <= 1 and len(apart) < len(ours) // 100, "train again: python -m tests.nodes.guards.train"


def test_training_twice_gives_the_same_bytes() -> None:
    few = labelled()[::20]
    assert trained(questions(few)) == trained(questions(few))


def test_the_file_is_small_and_read_in_no_time() -> None:
    assert WEIGHTS.stat().st_size < 500_000
    packed = WEIGHTS.read_bytes()
    times = []
    for _ in range(5):
        began = time.perf_counter()
        Weights(packed)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.05


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


def test_a_long_text_takes_no_long_time() -> None:
    began = time.perf_counter()
    FRESH.chances("My father took his tablets, then he fell asleep. " * 400)
    assert time.perf_counter() - began < 2


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


UNSEEN = {"first": (0.80, 0.05)}
"""Writers, with the least share of their harmful questions and reports that must be closed, and the greatest of their legitimate ones."""


@pytest.mark.parametrize("writer", UNSEEN)
def test_figures_for_a_writer_who_was_left_out_of_the_training(writer: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = judged_unseen((writer,))
    with capsys.disabled():
        print(f"\n{report(found)}")  # noqa: T201
    least, most = UNSEEN[writer]
    assert _closed([j for j in found if j.row.kind != NONE]) >= least
    assert _closed([j for j in found if j.row.kind == NONE]) <= most


def _closed(found: list[Judged]) -> float:
    return sum(j.closed for j in found) / len(found)
