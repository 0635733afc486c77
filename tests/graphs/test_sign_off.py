"""A pharmacist signs off: approve, edit, reject, and a new question while a draft waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from langgraph.types import Command

from graphs.run import opened
from tests.graphs.asking import Pharmacist, put, state_of

PAIR = "Can I take ibuprofen with warfarin?"
BARRED = "Can simvastatin be taken together with clarithromycin?"
ID = "interaction:ibuprofen+warfarin"
GOOD_EDIT = f"This is a **major** interaction; bleeding becomes likelier. Call your clinic first. [{ID}]"
BAD_EDITS = {
    "a dose that no evidence holds": f"Major interaction. Take ibuprofen 4321 mg once daily. [{ID}]",
    "a citation that was never found": f"Major interaction. [{ID}]\nIt is fine. [interaction:made+up]",
    "the grave finding left out": "You may take both.",
    "a milder severity than the one found": f"This is a **minor** interaction. [{ID}]",
}


def decide(decision: str, **more: str) -> Command[Any]:
    """A reviewer's answer."""
    return Command(resume={"decision": decision, "reviewer": "A. Pharmacist", **more})


@pytest.fixture
async def waiting(pharmacist: Pharmacist) -> AsyncIterator[Pharmacist]:
    """The graph with a major finding that waits for sign-off."""
    answer = await put(pharmacist, PAIR, review="required")
    assert answer.status == "needs_sign_off"
    yield pharmacist


async def test_a_waiting_draft_is_shown_to_the_reviewer_and_to_nobody_else(pharmacist: Pharmacist) -> None:
    answer = await put(pharmacist, PAIR, review="required")
    assert answer.status == "needs_sign_off"
    assert "bleeding" not in answer.answer.lower()
    assert answer.citations == []
    shown = answer.interrupt
    assert shown is not None
    assert ID in shown["draft"]
    assert (shown["question"], shown["severity"]) == (PAIR, "major")
    assert {e["id"] for e in shown["evidence"]} == {ID}
    assert shown["verdicts"][-1]["outcome"] == "passed"
    state = await state_of(pharmacist)
    assert [m.type for m in state["messages"]] == ["human"], "no unreviewed text may reach the thread"


async def test_approve_releases_the_draft(waiting: Pharmacist) -> None:
    answer = await put(waiting, decide("approve"), review="required")
    assert (answer.status, answer.severity) == ("ok", "major")
    assert "bleeding" in answer.answer.lower()
    assert [c["id"] for c in answer.citations] == [ID]
    state = await state_of(waiting)
    assert state["sign_off"]["decision"] == "approve"
    assert state["sign_off"]["reviewer"] == "A. Pharmacist"
    assert [m.type for m in state["messages"]] == ["human", "ai"]


async def test_an_edit_that_passes_the_gate_is_released(waiting: Pharmacist) -> None:
    answer = await put(waiting, decide("edit", text=GOOD_EDIT), review="required")
    assert answer.status == "ok"
    assert answer.answer.startswith("This is a **major** interaction")
    assert answer.answer.endswith("[1]")
    assert [c["id"] for c in answer.citations] == [ID]


@pytest.mark.parametrize("text", BAD_EDITS.values(), ids=BAD_EDITS.keys())
async def test_an_edit_that_fails_the_gate_waits_again_with_the_reason(waiting: Pharmacist, text: str) -> None:
    again = await put(waiting, decide("edit", text=text), review="required")
    assert again.status == "needs_sign_off"
    assert again.interrupt is not None
    assert "did not pass the gate" in again.interrupt["problem"]
    assert [m.type for m in (await state_of(waiting))["messages"]] == ["human"]
    answer = await put(waiting, decide("edit", text=GOOD_EDIT), review="required")
    assert answer.status == "ok"


async def test_reject_gives_nothing_of_the_draft_out(waiting: Pharmacist) -> None:
    answer = await put(waiting, decide("reject", reason="Ask the clinic."), review="required")
    assert answer.status == "refused"
    assert "did not release" in answer.answer
    assert "Ask the clinic." in answer.answer
    assert "bleeding" not in answer.answer.lower()
    assert answer.citations == []
    after = await put(waiting, BARRED, review="off")
    assert (after.status, after.severity) == ("ok", "contraindicated")


@pytest.mark.parametrize("decision", ["maybe", "", "edit"])
async def test_what_is_no_decision_waits_again(waiting: Pharmacist, decision: str) -> None:
    again = await put(waiting, decide(decision), review="required")
    assert again.status == "needs_sign_off"
    assert again.interrupt is not None
    assert "no decision" in again.interrupt["problem"]
    assert (await put(waiting, decide("approve"), review="required")).status == "ok"


async def test_a_new_question_over_a_waiting_draft_is_turned_away_and_drops_nothing(waiting: Pharmacist) -> None:
    before = await state_of(waiting)
    turned = await put(waiting, BARRED, review="required")
    assert turned.status == "needs_sign_off"
    assert turned.interrupt is not None
    assert turned.interrupt["question"] == PAIR
    assert turned.interrupt["draft"] == before["draft"]
    assert turned.interrupt["turned_away"] == BARRED
    assert "was not taken" in turned.interrupt["notice"]
    answer = await put(waiting, decide("approve"), review="required")
    assert (answer.status, answer.severity) == ("ok", "major")
    after = await put(waiting, BARRED, review="off")
    assert after.severity == "contraindicated"


@pytest.mark.parametrize(("question", "status"), [(PAIR, "ok"), (BARRED, "needs_sign_off")])
async def test_high_risk_asks_only_for_contraindicated(pharmacist: Pharmacist, question: str, status: str) -> None:
    assert (await put(pharmacist, question, review="high_risk")).status == status


async def test_the_environment_can_require_review(pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_REVIEW", "required")
    assert (await put(pharmacist, PAIR)).status == "needs_sign_off"


@pytest.mark.parametrize("question", ["", "I took a whole bottle of acetaminophen"])
async def test_fixed_texts_need_no_sign_off(pharmacist: Pharmacist, question: str) -> None:
    assert (await put(pharmacist, question, review="required")).status in ("refused", "escalated")


async def test_a_draft_waits_over_a_restart() -> None:
    """A second connection to the file, as another process has, finds the draft and can approve it."""
    async with opened() as graph:
        await put(graph, PAIR, review="required")
    async with opened() as graph:
        answer = await put(graph, decide("approve"), review="required")
    assert (answer.status, answer.severity) == ("ok", "major")
