"""What a run used is told at its end, whatever end that is, and nothing that was said in it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import uuid4

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langgraph.graph import END, START, MessagesState, StateGraph

from graphs import run_log
from graphs.run import aask
from nodes.context import Context

CANARY = "Zebulon Quagmire"


@pytest.fixture
def told() -> Iterator[list[run_log.Run]]:
    """The runs that ended during the test."""
    ended: list[run_log.Run] = []
    stop = run_log.watch(ended.append)
    yield ended
    stop()


class Paid(BaseChatModel):
    """Says one thing and reports what it used, if it is to."""

    reports: bool = True

    @property
    def _llm_type(self) -> str:
        return "paid"

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **_: Any) -> ChatResult:
        used: Any = {"input_tokens": 30, "output_tokens": 12, "total_tokens": 42} if self.reports else None
        return ChatResult(generations=[ChatGeneration(message=AIMessage("x" * 40, usage_metadata=used))])


def graph_of(model: BaseChatModel, then: Any = None) -> Any:
    async def node(state: MessagesState) -> dict[str, Any]:
        noted: Any = {"metadata": {"rxgraph_engine": "openai:gpt-4o-mini"}}
        reply = await model.ainvoke(state["messages"], noted)
        if then is not None:
            await then()
        return {"messages": [reply]}

    graph = StateGraph(MessagesState)
    graph.add_node("node", node)
    graph.add_edge(START, "node")
    graph.add_edge("node", END)
    return graph.compile(name="pharmacist")


def question() -> Any:
    return {"messages": [("user", f"My name is {CANARY}")]}


async def test_a_run_of_the_pharmacist_is_told_with_what_its_answer_says(told: list[run_log.Run], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "rxgraph.runs"):
        answer = await aask(f"I am {CANARY}. Can I take ibuprofen with warfarin?")
    (run,) = told
    assert (run.graph, run.status, run.thread_id, run.engine) == ("pharmacist", answer.status, answer.thread_id, answer.engine)
    assert (run.model_calls, run.tool_calls) == (answer.usage["model_calls"], answer.usage["tool_calls"])
    assert (run.tokens, run.cost_usd) == (0, 0.0)
    assert 0 < run.seconds <= answer.seconds
    (record,) = [r for r in caplog.records if r.name == "rxgraph.runs"]
    assert record.__dict__["run"] == asdict(run)
    assert CANARY not in json.dumps(asdict(run)) + record.getMessage()


async def test_a_run_that_waits_for_sign_off(told: list[run_log.Run]) -> None:
    await aask("Can I take ibuprofen with warfarin?", context=Context(review="required"))
    assert [(run.status, run.error) for run in told] == [("needs_sign_off", None)]


async def test_tokens_and_price_are_summed_from_the_calls(told: list[run_log.Run]) -> None:
    await graph_of(Paid()).ainvoke(question())
    (run,) = told
    assert (run.input_tokens, run.output_tokens, run.tokens, run.model_calls) == (30, 12, 42, 1)
    assert run.cost_usd is not None and 0 < run.cost_usd < 0.001


async def test_a_server_that_reports_nothing_is_counted_by_length(told: list[run_log.Run]) -> None:
    await graph_of(Paid(reports=False)).ainvoke(question())
    assert told[0].output_tokens == 10
    assert told[0].input_tokens == 1 + len(f"My name is {CANARY}") // 4


async def test_a_run_that_breaks_is_told_with_what_it_had_used_and_without_the_errors_words(told: list[run_log.Run]) -> None:
    async def broken() -> None:
        raise ValueError(CANARY)

    with pytest.raises(ValueError, match=CANARY):
        await graph_of(Paid(), broken).ainvoke(question())
    (run,) = told
    assert (run.status, run.error, run.tokens) == ("error", "ValueError", 42)
    assert CANARY not in json.dumps(asdict(run))


async def test_a_run_that_is_cancelled_is_told_with_what_it_had_used(told: list[run_log.Run]) -> None:
    reached = asyncio.Event()

    async def hang() -> None:
        reached.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(graph_of(Paid(), hang).ainvoke(question()))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [(run.status, run.error, run.tokens) for run in told] == [("cancelled", "CancelledError", 42)]


async def test_metadata_of_the_client_hides_no_run_and_tells_no_name(told: list[run_log.Run]) -> None:
    given: Any = {"metadata": {"graph_id": CANARY, "thread_id": CANARY}, "run_name": CANARY}
    await graph_of(Paid()).ainvoke(question(), given)
    (run,) = told
    assert (run.graph, run.thread_id, run.tokens) == ("other", None, 42)
    assert CANARY not in json.dumps(asdict(run))


async def test_runs_side_by_side_are_kept_apart_and_forgotten(told: list[run_log.Run]) -> None:
    given: list[Any] = [{"run_id": uuid4()} for _ in range(30)]
    await asyncio.gather(*(graph_of(Paid()).ainvoke(question(), config) for config in given))
    assert {run.run_id for run in told} == {str(config["run_id"]) for config in given}
    assert {run.tokens for run in told} == {42}
    follower: BaseCallbackHandler | None = run_log._installed[0].get()
    assert isinstance(follower, run_log.RunLog)
    assert (dict(follower._roots), follower._root_of) == ({}, {})
