"""Two patients on one thread: what was learned of the first is kept, and never used for the second."""

from __future__ import annotations

import json
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver

from graphs.pharmacist import builder
from graphs.run import config_of
from nodes.context import Context
from nodes.memory import MOST_EPISODES, Episode, Fact, merge_episodes, merge_facts
from nodes.patients import facts_of_present, facts_set_aside, first_of_present

WITH_ONE = "My patient is 82, CrCl 25 mL/min. What dose of gabapentin?"
WITH_OTHER = "Another patient: 40 years old, CrCl 90 mL/min. What dose of gabapentin?"
FOLLOW_UP = "And what does gabapentin interact with?"


def fact(key: str, value: str) -> Fact:
    return {"key": key, "value": value, "learned_at": "2026-01-01T00:00:00+00:00", "learned_from": "learn_fact"}


def test_facts_are_set_aside_under_keys_of_their_own() -> None:
    facts = {"clinic": fact("clinic", "Monday")}
    for day in ("Tuesday", "Friday"):
        facts = merge_facts(facts, facts_set_aside(facts))
        assert facts_of_present(facts) == {}
        facts = merge_facts(facts, {"clinic": fact("clinic", day)})
        assert facts_of_present(facts) == {"clinic": fact("clinic", day)}, "with no history of an earlier patient's"
    assert {f["value"] for f in facts.values()} == {"Monday", "Tuesday", "Friday"}
    assert all(key == f["key"] for key, f in facts.items())


def test_no_merged_summary_tells_of_two_patients() -> None:
    first: list[Episode] = [{"at": str(n), "bullets": [f"first {n}"], "messages": 1, "earlier_patient": True} for n in range(3)]
    second: list[Episode] = [{"at": str(n), "bullets": [f"second {n}"], "messages": 1} for n in range(MOST_EPISODES + 4)]
    merged = merge_episodes([*first, *second])
    assert len(merged) == MOST_EPISODES
    assert sum(e["messages"] for e in merged) == len(first) + len(second)
    for episode in merged:
        assert len({bullet.split()[0] for bullet in episode["bullets"]}) == 1
        assert bool(episode.get("earlier_patient")) == episode["bullets"][0].startswith("first")


def test_the_present_patient_begins_at_the_question_that_turned() -> None:
    messages = [HumanMessage("a", id="a"), AIMessage("b", id="b"), HumanMessage("c", id="c")]
    assert [first_of_present(messages, since) for since in ("", "c", "gone")] == [0, 2, 0]


async def test_nothing_of_the_first_patient_comes_back_in_any_later_turn() -> None:
    graph, config = builder.compile(checkpointer=InMemorySaver()), config_of("t")
    context = Context(model="embedded", cheap_model="embedded", working_limit=6, working_keep=2)

    async def turn(question: str) -> dict[str, Any]:
        return dict(await graph.ainvoke({"messages": [HumanMessage(question)]}, config, context=context))

    for _ in range(3):
        await turn(WITH_ONE)
    await graph.aupdate_state(config, {"facts": {"ward": fact("ward", "seven")}}, as_node="remember")
    assert "82" in json.dumps((await turn(WITH_ONE), (await graph.aget_state(config)).values["context"])[1])
    for question in (WITH_OTHER, FOLLOW_UP, FOLLOW_UP, FOLLOW_UP, FOLLOW_UP, FOLLOW_UP):
        await turn(question)
        state = (await graph.aget_state(config)).values
        shown = json.dumps(state["context"])
        assert not any(first in shown for first in ("82", "CrCl 25", "25.0", "seven")), shown
        assert state["profile"]["age_years"] == 40
    assert [e.get("earlier_patient", False) for e in state["episodes"]] == sorted(
        (e.get("earlier_patient", False) for e in state["episodes"]), reverse=True
    )
    assert {e.get("earlier_patient", False) for e in state["episodes"]} == {True, False}
    assert state["facts"]["ward (earlier patient)"]["value"] == "seven", "kept, and set aside"
