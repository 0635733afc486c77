"""The graph and its trail: what is recorded of an answer, before it goes out, and what goes out when it cannot be."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from graphs import critic, react, supervisor
from graphs.run import Answer, Step, astream, opened
from nodes.audit.audited import UNAUDITED
from nodes.audit.chain import keyed
from nodes.audit.trail import Receipt, Trail, folder, key_of
from nodes.context import Context
from tests.audit.reading import kinds, records
from tests.graphs.asking import Pharmacist, put, state_of

PAIR = "Can I take ibuprofen with warfarin?"
PATIENT = "Can Jane Canary, a 70-year-old woman, 62 kg, creatinine 2.2, MRN 88112233, take apixaban 5 mg with clarithromycin?"
OVERDOSE = "I took a whole bottle of acetaminophen"


@pytest.fixture
async def pharmacist() -> Any:
    async with opened() as graph:
        yield graph


async def test_an_answer_is_recorded_once_with_who_and_what(pharmacist: Pharmacist) -> None:
    answer = await put(pharmacist, PAIR)
    [record] = records()
    assert (record["kind"], record["node"], record["who"]["how"]) == ("answer", "gate", "local")
    what = record["what"]
    assert (what["status"], what["severity"], what["engine"], what["model"]) == ("ok", "major", "embedded", "embedded")
    assert what["evidence"] == ["interaction:ibuprofen+warfarin"]
    assert what["answer"] == keyed(key_of(folder()), "text", answer.answer)
    assert record["run"] and record["versions"]["knowledge"] and record["versions"]["rxgraph"]
    assert record["used"]["tool_calls"] == answer.usage["tool_calls"]


@pytest.mark.parametrize(("question", "kind"), [("", "refused"), ("hello", "refused"), (OVERDOSE, "escalated")])
async def test_fixed_texts_are_recorded_too(pharmacist: Pharmacist, question: str, kind: str) -> None:
    await put(pharmacist, question)
    assert kinds() == [kind]


async def test_each_question_of_a_thread_has_a_record_though_it_is_the_same(pharmacist: Pharmacist) -> None:
    await put(pharmacist, PAIR)
    await put(pharmacist, PAIR)
    assert kinds() == ["answer", "answer"]
    assert len({record["id"] for record in records()}) == 2


@pytest.mark.parametrize("graph", [supervisor, critic], ids=["supervisor", "critic"])
async def test_the_patterns_record_their_answers(graph: Any) -> None:
    result = await graph.graph.ainvoke({"messages": [HumanMessage(PAIR)]}, context=Context())
    assert result["status"] == "ok"
    assert [(r["kind"], r["node"]) for r in records()] == [("answer", "release")]


async def test_the_loop_alone_records_its_answer_and_a_specialist_does_not() -> None:
    result = await react.graph.ainvoke({"messages": [HumanMessage(PAIR)]}, context=Context())  # type: ignore[call-overload]
    assert [(r["kind"], r["node"], r["what"]["status"]) for r in records()] == [("answer", "report", "answered")]
    assert records()[0]["what"]["answer"] == keyed(key_of(folder()), "text", result["messages"][-1].text)


async def test_the_record_is_durable_before_the_answer_is_streamed(pharmacist: Pharmacist) -> None:
    seen = []
    async for event in astream(pharmacist, PAIR, thread_id="t", context=Context()):
        if isinstance(event, Answer) or event.update.get("answer"):
            seen.append(len(records()))
        elif isinstance(event, Step) and event.node != "remember":
            assert not (folder() / "trail.sqlite").exists() or records() == []
    assert seen == [1, 1, 1]


async def test_nothing_of_a_patient_is_in_the_trail(pharmacist: Pharmacist) -> None:
    """Not in a record and not in a byte of its files: no name, number, question or answer; a name that is taken for a drug neither."""
    answer = await put(pharmacist, PATIENT, "Jane Canary")
    await put(pharmacist, "Does Canaryx interact with warfarin?", "Jane Canary")
    await put(pharmacist, PAIR, "Jane Canary", review="required")
    stored = _bytes(folder()).lower()
    assert answer.status in ("ok", "partial") and len(records()) == 3
    for word in (b"canary", b"jane", b"88112233", b"70-year", b"creatinine", b"can i take", answer.answer[:30].lower().encode()):
        assert word not in stored, word


def _bytes(place: Path) -> bytes:
    return b"".join(file.read_bytes() for file in place.iterdir())


def _raises(self: Trail, *_: Any) -> list[Receipt]:
    raise OSError(28, "No space left on device")


def _garbage(self: Trail, entries: Any, *_: Any) -> Any:
    return ["recorded"] * len(entries)


def _nothing(self: Trail, *_: Any) -> Any:
    return None


def _too_few(self: Trail, *_: Any) -> Any:
    return []


@pytest.fixture
def hangs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """A trail that never answers, until the test has ended."""
    ended = threading.Event()
    monkeypatch.setenv("RXGRAPH_AUDIT_TIMEOUT_SECONDS", "0.05")

    def hang(self: Trail, *_: Any) -> list[Receipt]:
        ended.wait()
        raise OSError("late")

    yield hang
    ended.set()


@pytest.fixture(params=["raises", "hangs", "gives garbage", "gives nothing", "gives too few", "cannot be opened"])
def broken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, hangs: Callable[..., Any], home: Path) -> None:
    """The audit trail, broken on purpose."""
    if request.param == "cannot be opened":
        (home / "audit").write_text("a file stands where the folder should")
        return
    ways = {"raises": _raises, "hangs": hangs, "gives garbage": _garbage, "gives nothing": _nothing, "gives too few": _too_few}
    monkeypatch.setattr(Trail, "append", ways[request.param])


@pytest.mark.usefixtures("broken")
async def test_an_answer_that_cannot_be_recorded_is_withheld(pharmacist: Pharmacist, caplog: pytest.LogCaptureFixture) -> None:
    events = [event async for event in astream(pharmacist, PAIR, thread_id="t", context=Context())]
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert (answer.answer, answer.status, answer.citations, answer.severity) == (UNAUDITED, "refused", [], None)
    assert answer.evidence == []
    told = [e.update.get("answer") for e in events if isinstance(e, Step) and e.update.get("answer")]
    assert told == [UNAUDITED], "no step streams the answer"
    state = await state_of(pharmacist)
    assert [m.text for m in state["messages"]] == [PAIR, UNAUDITED]
    assert (state["draft"], state["parts"]) == ("", [])
    assert "withheld" in caplog.text
    assert "warfarin" not in caplog.text


@pytest.mark.usefixtures("broken")
async def test_a_draft_that_cannot_be_recorded_waits_for_nobody(pharmacist: Pharmacist) -> None:
    answer = await put(pharmacist, PAIR, review="required")
    assert (answer.answer, answer.status, answer.interrupt) == (UNAUDITED, "refused", None)


@pytest.mark.usefixtures("broken")
async def test_a_refusal_that_cannot_be_recorded_is_a_refusal_still(pharmacist: Pharmacist) -> None:
    assert (await put(pharmacist, "hello")).answer == UNAUDITED


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("graph", [supervisor, critic], ids=["supervisor", "critic"])
async def test_the_patterns_withhold_too(graph: Any) -> None:
    result = await graph.graph.ainvoke({"messages": [HumanMessage(PAIR)]}, context=Context())
    assert (result["answer"], result["messages"][-1].text, result["evidence"]) == (UNAUDITED, UNAUDITED, {})


@pytest.mark.usefixtures("broken")
async def test_the_loop_alone_ends_with_nothing_of_its_answer() -> None:
    result = await react.graph.ainvoke({"messages": [HumanMessage(PAIR)]}, context=Context())  # type: ignore[call-overload]
    assert (result["messages"][-1].text, result["evidence"]) == (UNAUDITED, {})
    assert [m.text for m in result["messages"] if m.type == "ai" and not m.tool_calls] == [UNAUDITED]


@pytest.mark.usefixtures("broken")
async def test_emergency_contacts_go_out_whatever_happens_to_the_trail(pharmacist: Pharmacist, caplog: pytest.LogCaptureFixture) -> None:
    answer = await put(pharmacist, OVERDOSE)
    assert answer.status == "escalated"
    assert "911" in answer.answer
    assert caplog.records[-1].levelno == logging.ERROR


async def test_the_thread_answers_again_when_the_trail_does(pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken_for_a_while:
        broken_for_a_while.setattr(Trail, "append", _raises)
        assert (await put(pharmacist, PAIR)).status == "refused"
    assert (await put(pharmacist, PAIR)).severity == "major"
    assert kinds() == ["answer"]


async def test_a_hanging_trail_holds_up_nothing_else(pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch, hangs: Any) -> None:
    """Twenty runs at once, more than there are threads for other work, all end."""
    monkeypatch.setattr(Trail, "append", hangs)
    answers = await asyncio.gather(*(put(pharmacist, PAIR, f"t{n}") for n in range(20)))
    assert {answer.answer for answer in answers} == {UNAUDITED}


async def test_a_trail_that_lost_its_end_closes_the_door(pharmacist: Pharmacist) -> None:
    await put(pharmacist, PAIR)
    (folder() / "head").unlink()
    assert (await put(pharmacist, PAIR)).answer == UNAUDITED
