"""A run's budget: never exceeded by parallel spenders, shared by the branches of a run, gone on with by a new process."""

from __future__ import annotations

import asyncio
import math
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, LLMResult
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import StateGraph
from typing_extensions import TypedDict

from models.cost import NOTHING, Usage
from models.errors import DeadlineError, ModelError
from nodes import budget as module
from nodes.budget import Amounts, Budget, BudgetError, Spending, budget_of, labelled, limits_of
from nodes.context import Context
from nodes.journal import Key, journal

NO_LIMITS = Amounts(math.inf, math.inf, math.inf, math.inf)
MODEL = "openai:gpt-4o"
PROMPT: list[BaseMessage] = [HumanMessage("x" * 400)]
ESTIMATE = 101


def _reply(read: int, written: int, text: str = "") -> LLMResult:
    usage: Any = {"input_tokens": read, "output_tokens": written, "total_tokens": read + written} if read else None
    return LLMResult(generations=[[ChatGeneration(message=AIMessage(text, usage_metadata=usage))]])


def _call(budget: Budget, read: int = 100, written: int = 20, model: str = MODEL) -> None:
    with Spending(budget, model, PROMPT) as spending:
        run = uuid.uuid4()
        spending.on_chat_model_start({}, [PROMPT], run_id=run)
        spending.on_llm_end(_reply(read, written), run_id=run)


@pytest.mark.parametrize("kind", ["model_calls", "tool_calls"])
def test_a_hundred_threads_get_exactly_as_many_calls_as_there_are(kind: str) -> None:
    budget, together = Budget(NO_LIMITS._replace(**{kind: 7})), Barrier(100)

    def spend(_: int) -> bool:
        together.wait()
        try:
            budget.take_tool_call() if kind == "tool_calls" else budget.take_model_call(MODEL, 1)
        except BudgetError:
            return False
        return True

    with ThreadPoolExecutor(100) as pool:
        assert sum(pool.map(spend, range(100))) == 7
    assert getattr(budget.left(), kind) == 0


_CALLS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 300), st.booleans()), max_size=25)


@settings(max_examples=200, deadline=None)
@given(calls=_CALLS, limits=st.tuples(st.integers(0, 12), st.integers(0, 3000)))
def test_parallel_spenders_never_begin_beyond_what_is_left(calls: list[tuple[int, int, bool]], limits: tuple[int, int]) -> None:
    async def race() -> None:
        budget = Budget(NO_LIMITS._replace(model_calls=limits[0], tokens=limits[1]))
        replies: list[int] = []

        async def call(prompt: int, reply: int, fails: bool) -> None:
            try:
                held = budget.take_model_call("openai:of-no-price", prompt)
            except BudgetError:
                return
            used = budget.used()
            assert used.model_calls <= limits[0]
            assert used.tokens <= limits[1], "what calls hold is within the limit when they begin"
            await asyncio.sleep(0)
            replies.append(0 if fails else reply)
            budget.settle(held, Amounts(model_calls=1, tokens=0 if fails else prompt + reply))

        await asyncio.gather(*(call(*c) for c in calls))
        used = budget.used()
        assert used.model_calls == len(replies) <= limits[0]
        assert used.tokens <= limits[1] + sum(replies), "only replies overrun"
        assert budget.left() == tuple(max(0, limit - was) for limit, was in zip(budget.limits, used, strict=True))

    asyncio.run(race())


def test_a_call_is_charged_what_the_provider_reports() -> None:
    budget = Budget(NO_LIMITS)
    _call(budget)
    assert budget.used()[:3] == (1, 0, 120)
    assert budget.used().cost_usd == pytest.approx(100 * 2.5e-6 + 20 * 10e-6)


def test_a_call_in_flight_holds_its_prompt_and_the_next_that_does_not_fit_is_refused() -> None:
    budget = Budget(NO_LIMITS._replace(tokens=150))
    with Spending(budget, MODEL, PROMPT):
        assert budget.left().tokens == 150 - ESTIMATE
        with pytest.raises(BudgetError, match="of 150 tokens allowed, too little is left for another call"):
            _call(budget)
    assert budget.used() == Amounts(), "the first was never made"


def test_each_attempt_counts_a_failed_one_without_tokens_and_one_left_behind_with_its_prompt() -> None:
    budget = Budget(NO_LIMITS._replace(model_calls=3))
    runs = [uuid.uuid4() for _ in range(4)]
    with Spending(budget, MODEL, PROMPT) as spending:
        spending.on_chat_model_start({}, [PROMPT], run_id=runs[0])
        spending.on_llm_error(TimeoutError(), run_id=runs[0])
        assert budget.used() == Amounts(model_calls=1)
        spending.on_chat_model_start({}, [PROMPT], run_id=runs[1])
        spending.on_llm_end(_reply(10, 5), run_id=runs[1])
        spending.on_chat_model_start({}, [PROMPT], run_id=runs[2])
        with pytest.raises(BudgetError, match="of 3 model calls allowed, nothing is left"):
            spending.on_chat_model_start({}, [PROMPT], run_id=runs[3])
        spending.on_llm_error(BudgetError(), run_id=runs[3])
    assert budget.used()[:3] == (3, 0, 15 + ESTIMATE)


def test_a_server_that_reports_no_tokens_is_charged_by_length_and_an_unknown_price_is_said() -> None:
    budget = Budget(NO_LIMITS._replace(cost_usd=0.001))
    with Spending(budget, "openai:of-no-price", PROMPT) as spending:
        run = uuid.uuid4()
        spending.on_chat_model_start({}, [PROMPT], run_id=run)
        spending.on_llm_end(_reply(0, 0, "y" * 40), run_id=run)
    assert (budget.used(), budget.unpriced) == (Amounts(1, 0, ESTIMATE + 10, 0.0), 1)
    _call(budget, 1000, 0)
    with pytest.raises(BudgetError, match=r"of \$0\.001 allowed \(calls of unknown price, 1 so far, count as \$0\), nothing is left"):
        _call(budget)


def test_the_embedded_engine_uses_neither_tokens_nor_dollars() -> None:
    budget = Budget(Amounts(2, 0, 0, 0))
    _call(budget, model="embedded")
    assert budget.used() == Amounts(model_calls=1)
    with pytest.raises(BudgetError, match="of 0 tokens allowed"):
        _call(budget)
    with pytest.raises(BudgetError, match="of 0 tool calls allowed, nothing"):
        budget.take_tool_call()


def test_it_is_an_error_like_a_deadline_so_no_other_model_is_asked() -> None:
    assert issubclass(BudgetError, DeadlineError)


def test_a_label_stands_once() -> None:
    once = labelled("Draft.", "No critic has read this answer", BudgetError("of 1 model call allowed"))
    assert once == "Draft.\n\nNo critic has read this answer, because the run's budget has ended: of 1 model call allowed."
    assert labelled(once, "This answer was not revised", BudgetError("x")) == once


def test_limits_come_from_the_environment_and_inf_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits_of(Context()) == Amounts(60, 120, 400_000, 2.0)
    for name, value in {"MODEL_CALLS": "0", "TOOL_CALLS": "inf", "TOKENS": "1e3", "COST_USD": "0.5"}.items():
        monkeypatch.setenv(f"RXGRAPH_MAX_{name}", value)
    assert limits_of(Context()) == Amounts(0, math.inf, 1000, 0.5)
    assert limits_of(Context(max_tokens=None, max_cost_usd="inf")) == Amounts(0, math.inf, math.inf, math.inf)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["many", "-1", "nan"])
def test_a_limit_that_is_no_number_is_said(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="max_tokens"):
        limits_of(Context(max_tokens=value))  # type: ignore[arg-type]
    monkeypatch.setenv("RXGRAPH_MAX_TOKENS", value)
    with pytest.raises(ModelError, match="RXGRAPH_MAX_TOKENS"):
        Context()


class _State(TypedDict):
    used: Usage


async def _found(deadline: float, used: Usage = NOTHING, thread: str | None = "t", times: int = 1, **limits: Any) -> list[Budget]:
    """Find a run's budget in a node, by several branches at the same time."""
    found: list[Budget] = []

    async def node(state: _State) -> dict[str, Any]:
        context = Context(deadline_seconds=60, **limits)
        found.extend(await asyncio.gather(*(budget_of(context, deadline, state["used"]) for _ in range(times))))
        return {"used": state["used"]}

    graph = StateGraph(_State)
    graph.add_node("node", node)
    graph.set_entry_point("node")
    config: Any = {"configurable": {"thread_id": thread}} if thread else {}
    await graph.compile(checkpointer=InMemorySaver() if thread else None).ainvoke({"used": used}, config)
    return found


async def test_the_branches_of_a_run_share_one_and_another_question_has_its_own() -> None:
    end = time.time() + 60
    first, *rest = await _found(end, times=20)
    assert all(b is first for b in rest)
    assert (await _found(end, max_tokens=5))[0] is first and first.limits.tokens == 5
    assert (await _found(end + 1))[0] is not first
    assert (await _found(end, thread="other"))[0] is not first
    alone = await _found(end, thread=None, times=5)
    assert all(b is alone[0] for b in alone)
    assert (await _found(end, thread=None))[0] is not alone[0]
    outside = await budget_of(Context(), end)
    assert outside is not await budget_of(Context(), end)


async def test_a_new_process_begins_with_what_the_journal_holds_of_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    end = time.time() + 60
    spent: Usage = {"model_calls": 1, "tool_calls": 0, "input_tokens": 30, "output_tokens": 12, "cost_usd": 0.25}
    for n in range(2):
        journal().write(Key("t", "ns", "model", "sig", n), [AIMessage("a"), spent])
    journal().write(Key("t", "ns", "model", "unpriced", 0), [{"a": 1}, {**spent, "cost_usd": None}])
    journal().write(Key("t", "ns", "tool", "sig", 0), {"message": "found", "learned": []})
    journal().write(Key("other", "ns", "tool", "sig", 0), {"message": "found", "learned": []})
    assert {b.used() for b in await _found(end, times=5)} == {Amounts(3, 1, 126, 0.5)}
    assert (await _found(end + 60))[0].used() == Amounts(), "what an earlier turn left behind is not this turn's"
    monkeypatch.setattr(module, "_budgets", type(module._budgets)())
    assert (await _found(end, {**spent, "model_calls": 5}))[0].used() == Amounts(5, 1, 126, 0.5), "the state has more after a sign-off"


async def test_a_process_keeps_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RUNS", 3)
    monkeypatch.setattr(module, "_budgets", type(module._budgets)())
    end = time.time() + 60
    for n in range(10):
        await _found(end + n)
    assert len(module._budgets) == 3
