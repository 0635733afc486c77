"""A conversation that does not end: prompts stay as short as they were, and nothing that was learned is lost. 2,000 turns: `make bench`."""

from __future__ import annotations

import pytest

from nodes.memory import MOST_EPISODES
from nodes.recall import recall
from tests.graphs.asking import Pharmacist, put, state_of
from tests.graphs.long_conversation import WEIGHT_EVERY, WEIGHTS, Recorder, converse, learned_in, name

TURNS = 200


async def test_two_hundred_turns_keep_prompts_flat_and_lose_nothing(pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder()
    recorder.install(monkeypatch)
    statuses = await converse(pharmacist, recorder, TURNS)
    assert set(statuses) == {"ok"}

    assert recorder.total(TURNS - 50, TURNS) <= 1.05 * recorder.total(50, 100)
    assert recorder.longest(100, TURNS) <= 1.05 * recorder.longest(0, 100)

    state = await state_of(pharmacist)
    assert {key: fact["value"] for key, fact in state["facts"].items()} == learned_in(TURNS)
    for key, value in learned_in(TURNS).items():
        recalled = await recall({**state, "question": f"Where is the {key}?"})  # type: ignore[typeddict-item]
        assert {"key": key, "value": value} in [{k: f[k] for k in ("key", "value")} for f in recalled["context"]["facts"]]

    assert state["profile"]["weight_kg"] == WEIGHTS[(TURNS - 1) // WEIGHT_EVERY % 2]
    assert {e["value"] for e in state["stated"]["weight_kg"]} == set(WEIGHTS)
    assert state["profile"]["allergies"] == ["penicillin"]
    assert state["profile"]["scr_mg_dl"] == 2.2
    assert sum(e["messages"] for e in state["episodes"]) + len(state["messages"]) == 2 * TURNS, "every message is there, or in an episode"
    assert len(state["messages"]) <= 50
    assert len(state["episodes"]) <= MOST_EPISODES

    await put(pharmacist, f"Where is the {name(0)} clinic, and what is metformin?", model="embedded", cheap_model="embedded")
    assert learned_in(1)[f"{name(0)} clinic"] in recorder.last, "a fact of the first turn stands in the prompt that asks for it"
