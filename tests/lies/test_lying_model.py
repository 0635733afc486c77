"""Lies of twelve kinds: none reaches the user. Most go through the real gate on evidence of the real tools; some of each kind through the whole graph."""

from __future__ import annotations

from collections import Counter, deque
from typing import Final

import pytest

from tests.graphs.asking import Pharmacist, put, state_of
from tests.graphs.conftest import Serve, pharmacist, serve  # noqa: F401  (fixtures)
from tests.graphs.player import Player
from tests.lies.asked import bare, calls_of, false_parts, gated, made, written
from tests.lies.lying import KINDS, Lie

LIES: Final = [*written(), *made()[::5]]
"""Every lie written by hand, and every fifth one that the liar makes; `tests/benchmarks/test_every_lie.py` tells all."""
KINDS_TOLD: Final = (*KINDS, "patient fact", "negation", "direction", "effect", "population", "time")


def reached(lie: Lie, answer: str) -> bool:
    return any(bare(part) in bare(answer) for part in false_parts(lie))


def test_no_lie_reaches_the_user() -> None:
    told, through = Counter[str](), list[str]()
    for lie in LIES:
        assert false_parts(lie), lie.line
        told[lie.kind] += 1
        if reached(lie, gated(lie.case, lie.draft)["answer"]):
            through.append(f"{lie.kind}: {lie.line}")
    print(f"\n{sum(told.values())} lies over {len(told)} kinds ({dict(told)}): {len(through)} reached the user")  # noqa: T201  (the figures)
    assert through == []
    assert sum(told.values()) >= 200
    assert set(told) == set(KINDS_TOLD) and all(count >= 2 for count in told.values())
    assert len({lie.case.calls for lie in LIES}) >= 150


def of_each_kind(count: int) -> list[Lie]:
    """Choose lies of each kind, spread over the questions."""
    return [
        lie for kind in KINDS_TOLD for own in [[x for x in LIES if x.kind == kind]] for lie in own[:: max(1, len(own) // count)][:count]
    ]


@pytest.mark.parametrize("lie", of_each_kind(2), ids=lambda lie: f"{lie.kind}: {lie.case.question[:30]}")
async def test_no_lie_of_any_kind_gets_through_the_whole_graph(pharmacist: Pharmacist, serve: Serve, lie: Lie) -> None:  # noqa: F811
    serve(Player(calls_of(lie.case), answers=deque([lie.draft] * 9)))
    answer = await put(pharmacist, lie.case.question, audience="patient" if lie.case.patient else "auto")
    state = await state_of(pharmacist)
    assert state["evidence"], "the tools were called"
    assert not reached(lie, answer.answer)
    assert {c["check"] for c in state["checks"]} >= {"quotes_in_record", "numbers_supported", "polarity_as_found"}
    assert any(c["outcome"] == "failed" for c in state["checks"])
