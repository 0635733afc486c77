"""The critic graph: a team's draft, then critique ⇄ revise until it passes or the rounds are used up. No gate, no sign-off."""

from __future__ import annotations

from langgraph.graph import StateGraph

from graphs.react import RECURSION_LIMIT
from graphs.team import Graph, add_team, end
from nodes.answer import release
from nodes.audit.audited import audited
from nodes.context import Context
from nodes.critique import critique, revise
from nodes.state import InputState, OutputState, PharmacistState


def after_critique(state: PharmacistState) -> str:
    """Revise what the critic found wrong, while rounds are left."""
    return "revise" if state["revise"] else "release"


builder: Graph = StateGraph(PharmacistState, context_schema=Context, input_schema=InputState, output_schema=OutputState)
add_team(builder, then="critique")
builder.add_node("critique", critique)
builder.add_node("revise", revise)
builder.add_node("release", audited(release))
builder.add_conditional_edges("critique", after_critique, ["revise", "release"])
builder.add_edge("revise", "critique")
end(builder, "release", "escalate", "refuse")

graph = builder.compile(name="critic").with_config(recursion_limit=RECURSION_LIMIT)
