"""The main graph, `pharmacist`: a question in; a checked, sourced answer out; what matters remembered.

intake → recall → supervise → specialists in parallel → merge → critique ⇄ revise → gate → [sign_off] → remember
"""

from __future__ import annotations

from langgraph.graph import StateGraph

from graphs.react import RECURSION_LIMIT
from graphs.team import Graph, add_team, end
from nodes.audit.audited import audited
from nodes.context import Context
from nodes.critique import critique, revise
from nodes.gate import gate
from nodes.remember import remember
from nodes.sign_off import sign_off
from nodes.state import InputState, OutputState, PharmacistState


def after_critique(state: PharmacistState) -> str:
    """Revise what the critic found wrong, while rounds are left; the gate checks the rest."""
    return "revise" if state["revise"] else "gate"


def after_gate(state: PharmacistState) -> str:
    """Send a draft back, to a reviewer, or out."""
    if state["revise"]:
        return "revise"
    return "sign_off" if state["sign_off"].get("waiting") else "remember"


def after_sign_off(state: PharmacistState) -> str:
    """Ask the reviewer again when the decision could not be taken."""
    return "sign_off" if state["sign_off"].get("waiting") else "remember"


builder: Graph = StateGraph(PharmacistState, context_schema=Context, input_schema=InputState, output_schema=OutputState)
add_team(builder, then="critique", sign_off=True)
builder.add_node("critique", critique)
builder.add_node("revise", revise)
builder.add_node("gate", audited(gate))
builder.add_node("sign_off", audited(sign_off))
builder.add_node("remember", remember)
builder.add_conditional_edges("critique", after_critique, ["revise", "gate"])
builder.add_edge("revise", "critique")
builder.add_conditional_edges("gate", after_gate, ["revise", "sign_off", "remember"])
builder.add_conditional_edges("sign_off", after_sign_off, ["sign_off", "remember"])
builder.add_edge("escalate", "remember")
builder.add_edge("refuse", "remember")
end(builder, "remember")

graph = builder.compile(name="pharmacist").with_config(recursion_limit=RECURSION_LIMIT)
