"""The guards' classifier: trained again it is the committed one, and how it does on a writer it has not seen, and on long texts."""

from __future__ import annotations

import sys
import time
import zlib

import pytest

from nodes.guards.learned import HEAD, WEIGHTS, Weights
from tests.nodes.guards.labelled import NONE
from tests.nodes.guards.measure import Judged, everything, judged, report
from tests.nodes.guards.train import trained

pytestmark = pytest.mark.benchmark


def test_the_weights_are_those_of_the_labelled_questions() -> None:
    """Another machine's sums may differ in the last digit, and a weight by one step with them."""
    ours, theirs = (zlib.decompress(packed) for packed in (WEIGHTS.read_bytes(), trained(everything())))
    assert len(ours) == len(theirs)
    for one, other in zip(HEAD.unpack_from(ours), HEAD.unpack_from(theirs), strict=True):
        assert one == pytest.approx(other, rel=1e-3), "train again: python -m tests.nodes.guards.train"
    apart = [min((a - b) % 256, (b - a) % 256) for a, b in zip(ours[HEAD.size :], theirs[HEAD.size :], strict=True) if a != b]
    assert max(apart, default=0) <= 1 and len(apart) < len(ours) // 100, "train again: python -m tests.nodes.guards.train"


UNSEEN = {"first": (0.80, 0.05)}
"""Writers, with the least share of their harmful questions and reports that must be closed, and the greatest of their legitimate ones."""


@pytest.mark.parametrize("writer", UNSEEN)
def test_figures_for_a_writer_who_was_left_out_of_the_training(writer: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = judged((writer,))
    with capsys.disabled():
        sys.stdout.write(f"\n{report(found)}\n")
    least, most = UNSEEN[writer]
    assert _closed([j for j in found if j.row.kind != NONE]) >= least
    assert _closed([j for j in found if j.row.kind == NONE]) <= most


def _closed(found: list[Judged]) -> float:
    return sum(j.closed for j in found) / len(found)


def test_time_is_in_proportion_to_the_length(capsys: pytest.CaptureFixture[str]) -> None:
    weights, text = Weights(WEIGHTS.read_bytes()), "My father took his tablets, then he fell asleep. " * 50

    def taken(said: str) -> float:
        began = time.perf_counter()
        weights.chances(said)
        return time.perf_counter() - began

    taken(text)
    short, long = min(taken(text) for _ in range(5)), min(taken(text * 8) for _ in range(5))
    with capsys.disabled():
        sys.stdout.write(f"\n8 times the length takes {long / short:.1f} times as long (bar 16)\n")
    assert long / short <= 16
