"""Acute danger is escalated, what may be one is answered below a line that names whom to call, and a model's concern closes the door."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from langgraph.types import Command

from graphs import critic
from graphs.run import config_of
from nodes.context import Context
from nodes.fixed import ESCALATIONS, PRECAUTIONS, escalation, precaution, refusal
from nodes.guards import door
from tests.graphs.asking import Pharmacist, put, state_of
from tests.graphs.conftest import Serve
from tests.graphs.conftest import pharmacist as pharmacist
from tests.graphs.conftest import serve as serve
from tests.graphs.player import INTERACTION, Player, routes
from tests.servers.chat_completions import Reply, ToolCall

SETTINGS = {"model": "embedded", "cheap_model": "embedded"}
QUESTION = "May I take ibuprofen 400 with warfarin?"
ONE = {INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "ibuprofen", "drug_b": "warfarin"})]}


def likely(monkeypatch: pytest.MonkeyPatch, concern: str) -> None:
    """Let the classifier find something likely in every question; what is done with it is real."""
    monkeypatch.setattr(door.emergencies, "likely", lambda text: concern)


@pytest.mark.parametrize(("locale", "number"), [("en-US", "911"), ("en-GB", "999"), ("en-AU", "000")])
async def test_acute_danger_is_escalated_with_the_number_of_the_locale(pharmacist: Pharmacist, locale: str, number: str) -> None:
    answer = await put(pharmacist, "I can't breathe well and my chest hurts badly", **SETTINGS, locale=locale)
    assert (answer.status, answer.usage["model_calls"]) == ("escalated", 0)
    assert number in answer.answer and answer.answer == escalation("emergency", locale)
    assert (await state_of(pharmacist))["problem"] == "emergency"


async def test_in_spanish_both_texts_are_given(pharmacist: Pharmacist) -> None:
    answer = await put(pharmacist, "Mi papá no puede respirar y tiene los labios morados", **SETTINGS)
    assert answer.status == "escalated"
    assert "Llame ahora al 911" in answer.answer and "Call 911 now" in answer.answer


@pytest.mark.parametrize("concern", [*PRECAUTIONS, *(f"{c}|es" for c in PRECAUTIONS)])
@pytest.mark.parametrize("audience", ["patient", "professional"])
async def test_what_may_be_an_emergency_is_answered_below_whom_to_call(
    concern: str, audience: str, pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = await put(pharmacist, QUESTION, "usual", **SETTINGS, audience=audience)
    likely(monkeypatch, concern)
    answer = await put(pharmacist, QUESTION, **SETTINGS, audience=audience)
    line = precaution(concern)
    assert "911" in line and "\n" not in line
    assert answer.answer == f"{line}\n\n{usual.answer}"
    assert (answer.status, answer.severity) == (usual.status, "major")
    state = await state_of(pharmacist)
    assert state["concern"] == concern
    assert state["removed"] == (await state_of(pharmacist, "usual"))["removed"]
    assert state["messages"][-1].text.startswith(line)
    monkeypatch.undo()
    assert (await put(pharmacist, "And with naproxen?", **SETTINGS)).answer.count(line) == 0
    assert (await state_of(pharmacist))["concern"] == ""


async def test_a_question_that_cannot_be_answered_is_refused_below_the_line(
    pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch
) -> None:
    likely(monkeypatch, "self_harm")
    answer = await put(pharmacist, "Who won the world cup in 1998?", **SETTINGS)
    assert answer.status == "refused"
    assert answer.answer == f"{precaution('self_harm')}\n\n{refusal('out_of_scope')}"


async def test_a_reviewer_may_keep_the_line_in_an_edit(pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch) -> None:
    likely(monkeypatch, "overdose")
    context = Context(**SETTINGS, review="required")
    await pharmacist.ainvoke({"messages": [HumanMessage(QUESTION)]}, config_of("t"), context=context)
    draft = (await state_of(pharmacist))["sign_off"]["draft"]
    line = precaution("overdose")
    decision = {"decision": "edit", "text": f"{line}\n\n{draft}", "reviewer": "Rita"}
    await pharmacist.ainvoke(Command(resume=decision), config_of("t"), context=context)
    state = await state_of(pharmacist)
    assert state["status"] == "ok" and state["answer"].startswith(line) and state["answer"].count(line) == 1


async def test_the_graph_without_a_gate_gives_the_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    likely(monkeypatch, "emergency")
    state = await critic.graph.ainvoke({"messages": [HumanMessage(QUESTION)]}, context=Context(**SETTINGS, locale="en-GB"))
    assert state["answer"].startswith(precaution("emergency", "en-GB")) and "999" in state["answer"]


async def test_a_broken_concern_closes_the_door(pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch) -> None:
    likely(monkeypatch, "nonsense")
    monkeypatch.setattr(door.emergencies, "concern", lambda text: "nonsense")
    answer = await put(pharmacist, QUESTION, **SETTINGS)
    assert answer.status == "refused" and "could not be checked" in answer.answer
    assert (await state_of(pharmacist))["problem"] == "guard_failed|concern"


@pytest.mark.parametrize("mode", ["json_schema", "tool", "text"])
@pytest.mark.parametrize("concern", ["harm", "diversion", "self_harm", "overdose", "emergency"])
async def test_what_a_model_is_concerned_about_is_handled_as_the_door_does(
    concern: str, mode: str, pharmacist: Pharmacist, serve: Serve
) -> None:
    player = Player(ONE, routing={**routes(INTERACTION), "concern": concern})
    serve(player)
    answer = await put(pharmacist, QUESTION, structured_mode=mode)
    expected = ("escalated", escalation(concern)) if concern in ESCALATIONS else ("refused", refusal(concern))
    assert (answer.status, answer.answer) == expected
    assert player.roles == {"supervisor": 1}
    assert answer.evidence == [] and (await state_of(pharmacist))["problem"] == concern


SAID: list[tuple[Any, str]] = [
    (Reply("CONCERN: Self-harm\nROUTE_TO: dosing"), "escalated"),
    (Reply("**Concern:** overdose"), "escalated"),
    ({"concern": "HARM.", "assignments": []}, "refused"),
    ({**routes(INTERACTION), "concern": "none"}, "ok"),
    ({**routes(INTERACTION), "concern": "None, it is an ordinary question about harm"}, "ok"),
    ({**routes(INTERACTION), "concern": None}, "ok"),
    (routes(INTERACTION), "ok"),
    (Reply("ROUTE_TO: interactions\nREASON: two drugs\nCONCERN: none"), "ok"),
]


@pytest.mark.parametrize(("said", "status"), SAID, ids=[str(n) for n in range(len(SAID))])
async def test_a_concern_is_read_as_models_write_it_and_one_left_out_is_none(
    said: Any, status: str, pharmacist: Pharmacist, serve: Serve
) -> None:
    serve(Player(ONE, routing=said))
    assert (await put(pharmacist, QUESTION, structured_mode="text")).status == status


async def test_a_model_without_a_concern_opens_nothing(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE, routing={**routes(INTERACTION), "concern": "none"})
    serve(player)
    assert (await put(pharmacist, "My son took a whole bottle of acetaminophen")).status == "escalated"
    assert not player.roles
