"""The ReAct graph: reason, act, observe, until a final answer, the step limit or an error. Each specialist is one."""

from __future__ import annotations

from typing import Any, Final

from langchain_core.runnables import RunnableConfig
from langgraph.graph import START, StateGraph

from nodes.audit.audited import audited
from nodes.context import Context
from nodes.react import act, agent, brief, report
from nodes.state import InputState, OutputState, SpecialistReport, SpecialistState, SpecialistTask

RECURSION_LIMIT: Final = 200
"""Supersteps that a run may take; steps are counted in state, so a sound run never comes near."""


def build(input_schema: type[Any], output_schema: type[Any]) -> StateGraph[SpecialistState, Context, Any, Any]:
    """Build the loop for a caller.

    Args:
        input_schema: What goes in: `InputState` alone, `SpecialistTask` inside another graph.
        output_schema: What comes out: `OutputState` alone, `SpecialistReport` inside another graph.

    Returns:
        The uncompiled graph.
    """
    loop = StateGraph(SpecialistState, context_schema=Context, input_schema=input_schema, output_schema=output_schema)
    loop.add_node("brief", brief)
    loop.add_node("agent", agent)
    loop.add_node("act", act)
    # Inside another graph the report is a part of an answer, which is recorded there.
    loop.add_node("report", audited(report) if output_schema is OutputState else report)
    loop.add_edge(START, "brief")
    loop.add_edge("brief", "agent")
    return loop


def specialist(name: str) -> Any:
    """Compile the loop as a specialist of another graph."""
    return build(SpecialistTask, SpecialistReport).compile(name=name)


def specialist_node(name: str) -> Any:
    """Return the node that asks a specialist; its scratch messages stay inside.

    A compiled graph that is itself the node gives all of its channels to the graph around it when somebody streams events (`astream_events`, the
    server's stream mode `events`), so the node is a function that asks it.

    Args:
        name: Of the specialist.
    """
    inner = specialist(name)

    async def node(task: SpecialistTask, config: RunnableConfig) -> Any:
        return await inner.ainvoke(task, config)

    return node


builder = build(InputState, OutputState)
graph = builder.compile(name="react").with_config(recursion_limit=RECURSION_LIMIT)
