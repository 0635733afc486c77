"""However a run is streamed, the thread is the same: a specialist's scratch messages stay inside."""

from __future__ import annotations

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from graphs.critic import builder as critic
from graphs.pharmacist import builder as pharmacist
from graphs.supervisor import builder as supervisor
from nodes.context import Context

ASKED = {"messages": [("user", "Can I take ibuprofen with warfarin?")]}


@pytest.mark.parametrize("builder", [pharmacist, critic, supervisor], ids=["pharmacist", "critic", "supervisor"])
async def test_a_run_whose_events_are_streamed_leaves_the_same_thread(builder: object) -> None:
    from langgraph.checkpoint.memory import InMemorySaver

    graph = builder.compile(checkpointer=InMemorySaver())  # type: ignore[attr-defined]
    context = Context(model="embedded")
    events = [
        event["event"]
        async for event in graph.astream_events(ASKED, {"configurable": {"thread_id": "events"}}, context=context, version="v2")
    ]
    assert "on_chain_stream" in events
    await graph.ainvoke(ASKED, {"configurable": {"thread_id": "asked"}}, context=context)
    streamed, asked = [(await graph.aget_state({"configurable": {"thread_id": t}})).values for t in ("events", "asked")]
    assert [type(m) for m in streamed["messages"]] == [HumanMessage, AIMessage]
    assert streamed["messages"][-1].content == asked["messages"][-1].content
    assert set(streamed) == set(asked)
