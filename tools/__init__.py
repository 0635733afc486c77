"""What a model may call. Every tool returns text for the model and `Evidence` records with their sources."""

from tools.calculation import calculate
from tools.dosing import get_dosing
from tools.interaction import lookup_interaction
from tools.memory import learn_fact, recall_fact
from tools.reference import get_counseling_points, get_drug_information, search_guidelines

TOOLS = {
    t.name: t
    for t in (
        lookup_interaction,
        get_dosing,
        search_guidelines,
        get_drug_information,
        get_counseling_points,
        calculate,
        learn_fact,
        recall_fact,
    )
}
"""Every tool by name."""

__all__ = [
    "TOOLS",
    "calculate",
    "get_counseling_points",
    "get_dosing",
    "get_drug_information",
    "learn_fact",
    "lookup_interaction",
    "recall_fact",
    "search_guidelines",
]
