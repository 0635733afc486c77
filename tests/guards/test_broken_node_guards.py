"""Each guard within the graph, broken on purpose, closes: what it guards is not used, the run ends, and nothing slips through.

The guards of the question are broken in tests/nodes/guards/test_door.py, the gate's checks in tests/nodes/test_gate_fails_closed.py, the
redactor in tests/privacy/test_closing.py, the audit trail in tests/audit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from langgraph.types import Command

from graphs.run import Answer, config_of
from nodes import calling, merge, recall, sign_off, tool_calls
from nodes.context import Context
from nodes.guards import closing
from tests.graphs.asking import Pharmacist, put, state_of
from tests.graphs.conftest import Serve
from tests.graphs.conftest import pharmacist as pharmacist
from tests.graphs.conftest import serve as serve
from tests.graphs.player import INTERACTION, Player
from tests.servers.chat_completions import ToolCall

QUESTION = "Can I take ibuprofen with warfarin?"
SECRET = "zyzzyva"
GARBAGE: list[Any] = [None, True, 7, b"nonsense", {}, {"ok": True}, ("nonsense",)]
WAYS = ["raises", "hangs", *(f"returns {value!r}" for value in GARBAGE)]


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()
    for thread in list(closing._hung):
        thread.join(10)
    closing._hung.clear()


def break_it(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, way: str, released: threading.Event) -> None:
    """Break a guard where it is used."""

    def raises(*_: Any, **__: Any) -> Any:
        raise RuntimeError(SECRET)

    def hangs(*_: Any, **__: Any) -> Any:
        released.wait(60)
        return raises()

    made: dict[str, Callable[..., Any]] = {"raises": raises, "hangs": hangs}
    if way in made:
        monkeypatch.setattr(owner, name, made[way])
    else:
        value = GARBAGE[WAYS.index(way) - 2]
        monkeypatch.setattr(owner, name, lambda *_, **__: value)
    if way == "hangs":
        monkeypatch.setattr(closing, "SECONDS", 0.3)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("guard", ["refused_arguments", "vetted"])
async def test_a_tool_is_not_called_or_its_result_is_not_used(
    guard: str, way: str, pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch, released: threading.Event
) -> None:
    break_it(monkeypatch, tool_calls, guard, way, released)
    monkeypatch.setattr(merge, "_unchecked", lambda state: [])  # what is looked up without a tool is guarded by itself
    answer = await put(pharmacist, QUESTION, model="embedded")
    assert (answer.evidence, answer.citations) == ([], [])
    assert "bleeding" not in answer.answer and SECRET not in answer.answer


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("owner", "guard", "problem"),
    [(merge, "clean", "records"), (recall, "trusted", "memories"), (recall, "trusted_facts", "memories")],
    ids=["clean", "trusted", "trusted_facts"],
)
async def test_what_cannot_be_checked_refuses_the_question(
    owner: Any, guard: str, problem: str, way: str, pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch, released: threading.Event
) -> None:
    if (guard, way) == ("clean", "returns True"):
        pytest.skip("that is an answer of its kind")
    if guard == "clean":  # no tool finds the pair, so it is looked up for the answer
        monkeypatch.setattr(tool_calls, "refused_arguments", lambda *_: "not now")
    break_it(monkeypatch, owner, guard, way, released)
    answer = await put(pharmacist, QUESTION, model="embedded")
    refused(answer)
    assert (await state_of(pharmacist))["problem"] == f"guard_failed|{problem}"


def refused(answer: Answer) -> None:
    """Assert that nothing but the contacts went out."""
    assert answer.status == "refused"
    assert "bleeding" not in answer.answer and SECRET not in answer.answer
    assert all(number in answer.answer for number in ("911", "1-800-222-1222", "988"))


@pytest.mark.parametrize("way", WAYS)
async def test_what_a_model_said_and_could_not_be_searched_for_leaks_is_not_used(
    way: str, pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch, released: threading.Event
) -> None:
    serve(Player({INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "ibuprofen", "drug_b": "warfarin"})]}))
    break_it(monkeypatch, calling, "scrubbed_deep", way, released)
    answer = await put(pharmacist, QUESTION)
    assert answer.status == "refused" and "could not be checked" in answer.answer
    assert "bleeding" not in answer.answer and SECRET not in answer.answer


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("guard", ["read", "caller", "permitted"])
async def test_a_decision_that_cannot_be_checked_releases_nothing(
    guard: str, way: str, pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch, released: threading.Event
) -> None:
    context = Context(model="embedded", review="required")
    await pharmacist.ainvoke({"messages": [HumanMessage(QUESTION)]}, config_of("t"), context=context)
    with monkeypatch.context() as broken:
        break_it(broken, sign_off, guard, way, released)
        await pharmacist.ainvoke(Command(resume={"decision": "approve", "reviewer": "Rita"}), config_of("t"), context=context)
    state = await pharmacist.aget_state(config_of("t"))
    [waiting] = state.interrupts
    assert "could not be checked" in waiting.value["problem"]
    assert [m.type for m in state.values["messages"]] == ["human"]
    await pharmacist.ainvoke(Command(resume={"decision": "approve", "reviewer": "Rita"}), config_of("t"), context=context)
    assert (await state_of(pharmacist))["status"] == "ok", "a guard that is whole again lets the reviewer decide"


@pytest.mark.parametrize("way", WAYS)
async def test_a_check_that_may_not_be_overruled_stays(
    way: str, pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch, released: threading.Event
) -> None:
    context = Context(model="embedded", review="required")
    await pharmacist.ainvoke({"messages": [HumanMessage(QUESTION)]}, config_of("t"), context=context)
    break_it(monkeypatch, sign_off, "overruled", way, released)
    decision = {"decision": "override", "text": "You may take both.", "reason": "I say so", "reviewer": "Rita"}
    await pharmacist.ainvoke(Command(resume=decision), config_of("t"), context=context)
    state = await pharmacist.aget_state(config_of("t"))
    assert "could not be checked" in state.interrupts[0].value["problem"]
    assert [m.type for m in state.values["messages"]] == ["human"]
