"""Working memory: over 50 messages all but the newest 20 become an episode, and a failing summary loses nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver

from graphs.pharmacist import builder
from graphs.run import Answer, Step, astream, config_of, opened
from models import structured
from nodes.context import Context
from tests.graphs.asking import put, state_of
from tests.servers.chat_completions import AnyReply, ChatServer, ErrorReply, Hang, Reply, Request

PAIR = "Can I take ibuprofen with warfarin?"


def thread(count: int) -> list[AnyMessage]:
    """That many messages, a question and an answer in turn."""
    return [HumanMessage(f"What is metformin? ({n})") if n % 2 == 0 else AIMessage(f"An answer ({n})") for n in range(count)]


def long(count: int) -> Any:
    """A graph's input: a question on a thread that has `count` messages already."""
    return {"messages": [*thread(count), HumanMessage(PAIR)]}


async def ask_after(count: int, **settings: Any) -> dict[str, Any]:
    """Ask one question on a thread that has `count` messages already; the answer makes it `count + 2`."""
    keys = ["messages", "episodes", "status", "answer", "usage"]
    return dict(await builder.compile().ainvoke(long(count), context=Context(**settings), output_keys=keys))


async def test_fifty_messages_are_kept_as_they_are() -> None:
    state = await ask_after(48)
    assert len(state["messages"]) == 50
    assert not state.get("episodes")


async def test_over_fifty_keeps_the_newest_twenty_and_makes_an_episode() -> None:
    before = thread(49)
    state = await ask_after(49)
    assert state["status"] == "ok"
    assert len(state["messages"]) == 20
    assert [m.text for m in state["messages"][:18]] == [m.text for m in before[31:]]
    assert state["messages"][-2].text == PAIR
    assert state["messages"][-1].text.startswith(state["answer"])
    (episode,) = state["episodes"]
    assert episode["messages"] == 31
    assert 3 <= len(episode["bullets"]) <= 5
    assert episode["at"].endswith("+00:00")
    assert "metformin" in " ".join(episode["bullets"])


async def test_messages_carry_their_times() -> None:
    state = await ask_after(0)
    assert all(m.additional_kwargs["at"].endswith("+00:00") for m in state["messages"])


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structured, "_worked", {})
    monkeypatch.setenv("OPENAI_API_KEY", "test")


async def with_summariser(reply: AnyReply, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Ask over a long thread whose cheap model gives that reply; everything else is embedded."""
    with ChatServer(lambda request: reply) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        state = await ask_after(60, model="embedded", cheap_model="openai:cheap")
        return state, server.requests


@pytest.mark.usefixtures("cheap")
async def test_the_cheaper_model_makes_the_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    bullets = ["Metformin was asked about.", "It was explained.", "Nothing is open."]
    state, requests = await with_summariser(Reply({"bullets": bullets}), monkeypatch)
    assert [r["model"] for r in requests] == ["cheap"]
    assert state["episodes"][0]["bullets"] == bullets
    assert state["usage"]["input_tokens"] == 10
    assert "An answer (1)" in requests[0]["messages"][-1]["content"]


BAD = {
    "error": ErrorReply(400, "no"),
    "prose": Reply("They talked."),
    "two bullets": Reply({"bullets": ["a", "b"]}),
    "six bullets": Reply({"bullets": list("abcdef")}),
    "no key": ErrorReply(401, "no"),
}


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("reply", BAD.values(), ids=BAD.keys())
async def test_a_failing_summariser_loses_nothing(reply: AnyReply, monkeypatch: pytest.MonkeyPatch) -> None:
    state, _ = await with_summariser(reply, monkeypatch)
    assert state["status"] == "ok"
    assert len(state["messages"]) == 62
    assert [m.text for m in state["messages"][:60]] == [m.text for m in thread(60)]
    assert not state.get("episodes")


@pytest.mark.usefixtures("cheap")
async def test_the_last_summary_goes_into_the_next_prompts_and_the_next_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    bullets = ["The cat ate the pillbox.", "It was explained.", "Nothing is open."]
    graph, config = builder.compile(checkpointer=InMemorySaver()), config_of("t")
    with ChatServer(lambda request: Reply({"bullets": bullets})) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        context = Context(model="embedded", cheap_model="openai:cheap")
        await graph.ainvoke(long(60), config, context=context)
        await graph.ainvoke(long(40), config, context=context)
        requests = server.requests
    state = (await graph.aget_state(config)).values
    assert state["context"]["last_summary"] == bullets
    assert len(state["episodes"]) == 2
    assert "earlier: The cat ate the pillbox." in requests[1]["messages"][-1]["content"]


BULLETS = ["Metformin was asked about.", "It was explained.", "Nothing is open."]
SMALL: dict[str, Any] = {"model": "embedded", "cheap_model": "openai:cheap", "working_limit": 4, "working_keep": 2}
TOLD = "My patient is 70, female, 62 kg, creatinine 2.2 mg/dL. What dose of gabapentin?"
ASKED = [TOLD, "What is metformin?", PAIR]


@pytest.mark.usefixtures("cheap")
async def test_the_answer_is_out_and_stored_before_the_summary_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    at_request: list[list[str]] = []

    def summarise(request: Request) -> AnyReply:
        at_request.append(list(seen))
        return Reply({"bullets": BULLETS})

    with ChatServer(summarise) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        async with opened() as graph:
            for question in ASKED:
                seen.clear()
                async for event in astream(graph, question, thread_id="t", context=Context(**SMALL)):
                    if isinstance(event, Step) and event.update.get("answer"):
                        seen.append(event.update["answer"])
                    if isinstance(event, Answer):
                        assert seen[0] == event.answer
                        seen.append("the whole answer")
    assert [len(answers) for answers in at_request] == [2]


_WORKER = """
import asyncio
from graphs.run import aask
from nodes.context import Context

async def main():
    for question in {asked!r}:
        await aask(question, thread_id="t", context=Context(**{settings!r}))

asyncio.run(main())
"""


@pytest.mark.usefixtures("cheap")
async def test_a_kill_in_the_middle_of_a_summary_loses_nothing_and_the_next_question_catches_up(monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = [True]
    with ChatServer(lambda request: Hang() if hangs[0] else Reply({"bullets": BULLETS})) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        code = _WORKER.format(asked=ASKED, settings=SMALL)
        worker = await asyncio.create_subprocess_exec(sys.executable, "-c", code, env=dict(os.environ))
        await asyncio.to_thread(server.wait_for_requests, 1, 60.0)
        worker.send_signal(signal.SIGKILL)
        assert await worker.wait() == -signal.SIGKILL
        hangs[0] = False
        async with opened() as graph:
            killed = await state_of(graph)
            assert [m.text for m in killed["messages"] if m.type == "human"] == ASKED
            assert killed["messages"][-1].text.startswith(killed["answer"])
            assert killed["status"] == "ok"
            assert not killed.get("episodes")
            assert killed["profile"]["scr_mg_dl"] == 2.2
            answer = await put(graph, "What is lisinopril?", **SMALL)
            state = await state_of(graph)
    assert answer.status == "ok"
    (episode,) = state["episodes"]
    assert episode["messages"] == 6
    assert [m.text for m in state["messages"] if m.type == "human"] == ["What is lisinopril?"]
    assert state["profile"] == killed["profile"]
    assert state["stated"] == killed["stated"]


@pytest.mark.usefixtures("cheap")
async def test_a_summariser_that_recovers_catches_up_in_summaries_of_bounded_length(monkeypatch: pytest.MonkeyPatch) -> None:
    graph, config = builder.compile(checkpointer=InMemorySaver()), config_of("t")
    context = Context(model="embedded", cheap_model="openai:cheap")
    replies: list[AnyReply] = [ErrorReply(400, "no")]
    with ChatServer(lambda request: replies[-1]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        await graph.ainvoke(long(400), config, context=context)
        failed = (await graph.aget_state(config)).values
        assert len(failed["messages"]) == 402
        asked = len(server.requests)
        replies.append(Reply({"bullets": ["x" * 4000, "y", "z"]}))
        for turn in range(2):
            await graph.ainvoke({"messages": [HumanMessage(PAIR)]}, config, context=context)
            state = (await graph.aget_state(config)).values
            assert len(state["messages"]) == [404 - 4 * 60, 20][turn]
        lengths = [len(r["messages"][-1]["content"]) for r in server.requests[asked:]]
    assert [e["messages"] for e in state["episodes"]] == [60, 60, 60, 60, 60, 60, 26]
    assert max(lengths) < 60 * 700 + 2000
    assert all(len(b) <= 300 for e in state["episodes"] for b in e["bullets"])


@pytest.mark.usefixtures("cheap")
async def test_what_a_summary_says_changes_no_value_and_no_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    lies = ["The patient weighs 99 kg.", "Creatinine is 0.7 mg/dL.", "No allergy is known."]
    with ChatServer(lambda request: Reply({"bullets": lies})) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        async with opened() as graph:
            for question in [*ASKED, "And with morphine?"]:
                await put(graph, question, **SMALL)
            state = await state_of(graph)
    assert state["episodes"][-1]["bullets"] == lies
    assert state["profile"]["weight_kg"] == 62
    assert state["profile"]["scr_mg_dl"] == 2.2
    assert [e["value"] for e in state["stated"]["weight_kg"]] == [62]
