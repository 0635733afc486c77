"""How the graph tests ask: one call for a question, one for the state that it left."""

from __future__ import annotations

from typing import Any

from langchain_core.messages import HumanMessage
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command

from graphs.run import Answer, astream, config_of
from nodes.context import Context

Pharmacist = CompiledStateGraph[Any, Any, Any, Any]


async def put(graph: Pharmacist, question: str | Command[Any], thread: str = "t", **settings: Any) -> Answer:
    """Ask a question, or resume with a command, and return the answer."""
    events = [e async for e in astream(graph, question, thread_id=thread, context=Context(**settings))]
    last = events[-1]
    assert isinstance(last, Answer)
    return last


async def state_of(graph: Pharmacist, thread: str = "t") -> dict[str, Any]:
    """Return what the thread's checkpoint holds."""
    return dict((await graph.aget_state(config_of(thread))).values)


def human(question: str) -> dict[str, Any]:
    """Return a graph's input by the chat convention."""
    return {"messages": [HumanMessage(question)]}
