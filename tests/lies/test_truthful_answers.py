"""Truthful answers in the words of a pharmacist pass: at most two in a hundred lose a line.

`truthful_tuned.txt` was used to tune the checks. `truthful_held_out.txt` was written before that and first looked at afterwards, when 14 of 101
lost a line; `truthful_second.txt` was written while these were mended, and 2 of 54 lost a line at first sight. `truthful_blind.txt`, in the
formats that models write, was committed before it was run, when 33 of 113 lost a line;
`truthful_blind_two.txt` came after those were mended and was committed before it was run too: 6 of 48. `truthful_third.txt`, `truthful_fourth.txt`
and `truthful_fifth.txt` are of three more writers: 23 of 60, 10 of 60 and 45 of 100. `truthful_sixth.txt` is of four more, whose answers lost
a line or had it restated at first sight: 16 of 60, 15 of 100, 15 of 70 and, in two goes, 10 of 40 and 10 of 33; of `truthful_seventh.txt`
18 of 60 were. Mended for all since; `tests/unseen` holds what is not.
"""

from __future__ import annotations

import re
from collections import deque

import pytest

from tests.graphs.asking import Pharmacist, put, state_of
from tests.graphs.conftest import Serve, pharmacist, serve  # noqa: F401  (fixtures)
from tests.graphs.player import Player
from tests.lies.asked import FILES, calls_of, gated
from tests.lies.truthful import Case, cases

MOST_BLOCKED = 0.02


def blocked(name: str) -> dict[str, list[str]]:
    """Return the truthful answers of a file that lost a line or were withheld, with the lines."""
    found = {}
    for case in cases(name):
        update = gated(case, case.answer)
        if update["removed"] or update["status"] == "refused":
            found[case.question] = update["removed"]
    return found


def test_truthful_answers_pass() -> None:
    every, lost = 0, 0
    for name in FILES:
        all_of, gone = cases(name), blocked(name)
        print(f"\n{name}: {len(gone)} of {len(all_of)} truthful answers lost a line {gone or ''}")  # noqa: T201  (the figures)
        every, lost = every + len(all_of), lost + len(gone)
    print(f"false blocks: {lost} of {every} = {lost / every:.1%}")  # noqa: T201  (the figures)
    assert every >= 200
    assert lost / every <= MOST_BLOCKED


def test_the_answers_are_on_many_drugs_and_no_copies_of_the_claims() -> None:
    all_of = [case for name in FILES for case in cases(name)]
    assert len({re.split(r"[:|]", call)[1] for case in all_of for call in case.calls}) >= 60
    copied = [c.question for c in all_of if any(e["claim"] in c.answer for e in c.evidence.values())]
    assert len(copied) <= len(all_of) * 0.05


@pytest.mark.parametrize("case", cases(FILES[0])[::9], ids=lambda case: case.question[:40])
async def test_a_truthful_answer_gets_through_the_whole_graph(pharmacist: Pharmacist, serve: Serve, case: Case) -> None:  # noqa: F811
    serve(Player(calls_of(case), answers=deque([case.answer] * 9)))
    await put(pharmacist, case.question, audience="patient" if case.patient else "auto")
    state = await state_of(pharmacist)
    assert state["removed"] == []
    assert state["status"] in ("ok", "partial")
