"""What the graphs share: from a question to a merged draft by specialists in parallel."""

from __future__ import annotations

from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.types import Send

from graphs.react import specialist_node
from nodes.audit.audited import audited
from nodes.context import Context
from nodes.fixed import ESCALATIONS, escalate, refuse
from nodes.intake import intake
from nodes.merge import merge
from nodes.recall import recall
from nodes.state import PharmacistState
from nodes.supervise import SPECIALISTS, supervise

Graph = StateGraph[PharmacistState, Context, Any, Any]


def fixed_text(state: PharmacistState) -> str:
    """Name the node that answers what was found in a question: an emergency gets its contacts, any other problem its refusal."""
    return "escalate" if state["problem"].partition("|")[0] in ESCALATIONS else "refuse"


def after_intake(state: PharmacistState) -> str:
    """Answer emergencies and unfit questions at once; a draft that waits for sign-off keeps waiting."""
    if state["sign_off"].get("waiting"):
        return "sign_off"
    return fixed_text(state) if state["problem"] else "recall"


def after_recall(state: PharmacistState) -> str:
    """Refuse when what is remembered could not be checked."""
    return "refuse" if state["problem"] else "supervise"


def to_specialists(state: PharmacistState) -> list[Send] | str:
    """Send each assignment to its specialist, all in one superstep; what the supervisor was concerned about ends here."""
    if state["problem"]:
        return fixed_text(state)
    shared = {"asked": state["question"], "context": state["context"], "deadline": state["deadline"]}
    return [Send(a["specialist"], {"assignment": a, **shared}) for a in state["assignments"]]


def add_team(graph: Graph, *, then: str, sign_off: bool = False) -> None:
    """Add intake, recall, supervise, the four specialists and merge.

    Args:
        graph: The graph to add to.
        then: The node that takes the merged draft.
        sign_off: Whether the graph has a `sign_off` node that a draft may be waiting at.
    """
    graph.add_node("intake", intake)
    graph.add_node("escalate", audited(escalate))
    graph.add_node("refuse", audited(refuse))
    graph.add_node("recall", recall)
    graph.add_node("supervise", supervise)
    graph.add_node("merge", merge)
    graph.add_edge(START, "intake")
    graph.add_conditional_edges("intake", after_intake, ["recall", "escalate", "refuse", *(["sign_off"] if sign_off else [])])
    graph.add_conditional_edges("recall", after_recall, ["supervise", "refuse"])
    graph.add_conditional_edges("supervise", to_specialists, [*SPECIALISTS, "escalate", "refuse"])
    for name in SPECIALISTS:
        graph.add_node(name, specialist_node(name))
        graph.add_edge(name, "merge")

    def after_merge(state: PharmacistState) -> str:
        return "refuse" if state["problem"] else then

    graph.add_conditional_edges("merge", after_merge, ["refuse", then])


def end(graph: Graph, *nodes: str) -> None:
    """Let nodes end the run."""
    for node in nodes:
        graph.add_edge(node, END)
