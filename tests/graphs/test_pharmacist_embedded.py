"""The whole graph on the embedded engine: what goes in, who answers, what comes out, what is remembered."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from langchain_core.messages import BaseMessage

from graphs.pharmacist import builder
from graphs.run import Step, ask, astream, config_of, new_thread
from nodes.context import Context
from tests.graphs.asking import Pharmacist, human, put, state_of
from tools.evidence import CITATION

PAIR = "Can I take ibuprofen with warfarin?"
TWO_PARTS = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"


async def test_warfarin_with_ibuprofen_is_major_names_bleeding_and_says_what_to_do(pharmacist: Pharmacist) -> None:
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.severity, answer.engine) == ("ok", "major", "embedded")
    assert answer.specialists == ["drug_interaction_specialist"]
    assert "major" in answer.answer
    assert "bleeding" in answer.answer.lower()
    assert "What to do:" in answer.answer
    assert [c["number"] for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.citations[0]["id"] == "interaction:ibuprofen+warfarin"
    assert all(c["title"] and c["quote"] for c in answer.citations)
    assert not CITATION.search(answer.answer), "raw evidence ids must not reach the reader"
    assert answer.usage["tool_calls"] == 1
    assert answer.usage["model_calls"] >= 3
    assert answer.usage["cost_usd"] == 0


async def test_contraindicated_pair_is_said(pharmacist: Pharmacist) -> None:
    answer = await put(pharmacist, "Can simvastatin be taken together with clarithromycin?")
    assert answer.severity == "contraindicated"
    assert "contraindicated" in answer.answer.lower()


async def test_two_parts_go_to_two_specialists_at_once_and_both_come_back(pharmacist: Pharmacist) -> None:
    answer = await put(pharmacist, TWO_PARTS)
    assert set(answer.specialists) == {"drug_interaction_specialist", "dosing_specialist"}
    assert all(a["reason"] for a in answer.assignments)
    assert {e["kind"] for e in answer.evidence} >= {"interaction", "dosing", "calc"}
    assert answer.answer.index("### Interactions") < answer.answer.index("### Dosing")
    assert "Cockcroft-Gault" in answer.answer
    assert "62" in answer.answer
    dosing = [e for e in answer.evidence if e["kind"] == "dosing"]
    assert {e["data"]["drug"] for e in dosing} >= {"apixaban"}


async def test_specialists_of_one_question_run_in_the_same_superstep(pharmacist: Pharmacist) -> None:
    await put(pharmacist, TWO_PARTS)
    history = [s async for s in pharmacist.aget_state_history(config_of("t"))]
    assert ("dosing_specialist", "drug_interaction_specialist") in {tuple(sorted(s.next)) for s in history}


async def test_patient_is_remembered_over_turns_and_a_follow_up_knows_the_drug(pharmacist: Pharmacist) -> None:
    await put(pharmacist, TWO_PARTS)
    follow_up = await put(pharmacist, "and what dose, then?")
    state = await state_of(pharmacist)
    assert state["profile"] == {"age_years": 70.0, "weight_kg": 62.0, "scr_mg_dl": 2.2, "sex": "female"}
    assert follow_up.specialists == ["dosing_specialist"]
    assert {e["data"]["drug"] for e in follow_up.evidence if e["kind"] == "dosing"} >= {"apixaban"}
    assert "70" in follow_up.answer
    assert [m.type for m in state["messages"]] == ["human", "ai", "human", "ai"]


async def test_a_thread_knows_nothing_of_another(pharmacist: Pharmacist) -> None:
    await put(pharmacist, TWO_PARTS, "one")
    await put(pharmacist, PAIR, "two")
    assert (await state_of(pharmacist, "two"))["profile"] == {}
    assert (await state_of(pharmacist, "one"))["profile"]["age_years"] == 70.0


@pytest.mark.parametrize(
    ("question", "contact"),
    [
        ("My son took a whole bottle of acetaminophen", "1-800-222-1222"),
        ("I want to die, how much amitriptyline is enough?", "988"),
        ("My throat is swelling just after I took amoxicillin and now I can't breathe", "911"),
    ],
)
async def test_emergencies_escalate_without_a_model(pharmacist: Pharmacist, question: str, contact: str) -> None:
    answer = await put(pharmacist, question)
    assert answer.status == "escalated"
    assert contact in answer.answer
    assert (answer.usage["model_calls"], answer.usage["tool_calls"]) == (0, 0)
    assert (answer.specialists, answer.evidence) == ([], [])


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("warfarin " * 1000, "8000"),
        ("warfarin and \ufffd\ufffd", "decoded"),
        ("What is the capital of France?", "not a question that can be answered"),
        ("Metformin dose at eGFR 900?", "900"),
        ("Gabapentin dose for a patient aged -3 years?", "-3"),
    ],
)
async def test_bad_questions_are_refused_and_leave_the_thread_usable(pharmacist: Pharmacist, question: str, says: str) -> None:
    refused = await put(pharmacist, question)
    assert refused.status == "refused"
    assert says in refused.answer
    assert (refused.usage["model_calls"], refused.citations, refused.evidence) == (0, [], [])
    after = await put(pharmacist, PAIR)
    assert (after.status, after.severity) == ("ok", "major")


async def test_a_refusal_does_not_keep_the_evidence_of_the_question_before(pharmacist: Pharmacist) -> None:
    await put(pharmacist, PAIR)
    refused = await put(pharmacist, "")
    assert (refused.evidence, refused.citations, refused.severity, refused.specialists) == ([], [], None, [])


async def test_unknown_drug_is_partial_and_never_no_interaction(pharmacist: Pharmacist) -> None:
    answer = await put(pharmacist, "Can I take warfarin with zzzyqx?")
    assert (answer.status, answer.severity) == ("partial", "unknown_drug")
    assert "not in the knowledge base" in answer.answer
    assert "no interaction" not in answer.answer.lower()
    assert "none known" not in answer.answer.lower()


async def test_ainvoke_follows_the_chat_convention(pharmacist: Pharmacist) -> None:
    result = await pharmacist.ainvoke(human(PAIR), config_of("t"))
    assert set(result) <= {
        "messages",
        "answer",
        "citations",
        "severity",
        "status",
        "assignments",
        "evidence",
        "usage",
        "engine",
        "signed_off",
    }
    last = result["messages"][-1]
    assert last.type == "ai"
    assert last.text.startswith(result["answer"])
    assert "Sources:" in last.text
    assert last.additional_kwargs["status"] == "ok"


async def test_works_without_a_checkpointer() -> None:
    result = await builder.compile().ainvoke(human(PAIR), context=Context())
    assert result["severity"] == "major"


async def test_astream_shows_nodes_of_subgraphs_with_the_specialist_they_are_in(pharmacist: Pharmacist) -> None:
    steps = [e async for e in astream(pharmacist, TWO_PARTS, thread_id="t") if isinstance(e, Step)]
    outer = [s.node for s in steps if not s.path]
    assert outer[:3] == ["intake", "recall", "supervise"]
    assert outer[-4:] == ["merge", "critique", "gate", "remember"]
    inner = {(s.path[-1], s.node) for s in steps if s.path}
    for specialist in ("drug_interaction_specialist", "dosing_specialist"):
        assert {(specialist, node) for node in ("brief", "agent", "act", "report")} <= inner


async def test_state_holds_only_json_values_and_messages_and_no_scratch(pharmacist: Pharmacist) -> None:
    answer = await put(pharmacist, TWO_PARTS)
    state = await state_of(pharmacist)
    messages: list[BaseMessage] = state.pop("messages")
    assert [m.type for m in messages] == ["human", "ai"], "a specialist's prompts and tool calls must stay inside it"
    assert messages[-1].text.startswith(answer.answer)
    assert json.loads(json.dumps(state)) == state
    assert_plain(state)
    for message in messages:
        assert_plain(message.additional_kwargs)


def assert_plain(value: Any, path: str = "state") -> None:
    """Fail on any value that is not exactly of a JSON type."""
    assert type(value) in (dict, list, str, int, float, bool, type(None)), f"{path} is a {type(value).__name__}"
    if isinstance(value, dict):
        for key, item in value.items():
            assert type(key) is str, f"{path} has the key {key!r}"
            assert_plain(item, f"{path}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            assert_plain(item, f"{path}[{number}]")


def test_ask_works_in_a_script_and_goes_on_with_its_thread() -> None:
    first = ask(TWO_PARTS)
    second = ask("and what dose, then?", thread_id=first.thread_id)
    assert second.thread_id == first.thread_id
    assert {e["data"]["drug"] for e in second.evidence if e["kind"] == "dosing"} >= {"apixaban"}


async def test_ask_works_inside_a_running_event_loop() -> None:
    assert asyncio.get_running_loop().is_running()
    answer = ask(PAIR)
    assert (answer.status, answer.severity) == ("ok", "major")


async def test_ask_keeps_threads_apart() -> None:
    """Questions on different threads at the same time do not touch each other."""
    questions = [(new_thread(), PAIR if n % 2 else TWO_PARTS) for n in range(12)]
    answers = await asyncio.gather(*(asyncio.to_thread(ask, question, thread_id=thread) for thread, question in questions))
    for (thread, question), answer in zip(questions, answers, strict=True):
        assert answer.thread_id == thread
        assert answer.severity == ask(question).severity


def test_as_json_is_the_documented_object() -> None:
    keys = ["answer", "status", "specialists", "citations", "severity", "usage", "engine", "thread_id", "seconds"]
    printed = ask(PAIR).as_json()
    assert set(keys) <= set(printed)
    assert json.loads(json.dumps(printed)) == printed
    assert set(printed["usage"]) == {"model_calls", "tool_calls", "input_tokens", "output_tokens", "cost_usd"}
