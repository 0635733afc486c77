"""Working memory: over 50 messages all but the newest 20 become an episode, and a failing summary loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver

from graphs.pharmacist import builder
from graphs.run import config_of
from models import structured
from nodes.context import Context
from tests.servers.chat_completions import AnyReply, ChatServer, ErrorReply, Reply

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
