"""The supervisor graph: split a question, send its parts to specialists in parallel, merge their answers. No critic, no gate."""

from __future__ import annotations

from langgraph.graph import StateGraph

from graphs.react import RECURSION_LIMIT
from graphs.team import Graph, add_team, end
from nodes.answer import release
from nodes.audit.audited import audited
from nodes.context import Context
from nodes.state import InputState, OutputState, PharmacistState

builder: Graph = StateGraph(PharmacistState, context_schema=Context, input_schema=InputState, output_schema=OutputState)
add_team(builder, then="release")
builder.add_node("release", audited(release))
end(builder, "release", "escalate", "refuse")

graph = builder.compile(name="supervisor").with_config(recursion_limit=RECURSION_LIMIT)
