"""A lying model against the whole graph: what is false is cut, what is true goes out."""

from __future__ import annotations

from collections import deque

import pytest

from tests.graphs.asking import Pharmacist, put, state_of
from tests.graphs.conftest import Serve
from tests.graphs.player import INTERACTION, Player
from tests.servers.chat_completions import ToolCall

PAIR = "Can I take ibuprofen 800 mg with warfarin?"
ID = "interaction:ibuprofen+warfarin"
CALLS = {INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "ibuprofen", "drug_b": "warfarin"})]}
TRUE_LINE = f"This is a major interaction; bleeding becomes likelier. [{ID}]"
LIES = {
    "a milder word": f"This is a minor interaction. [{ID}]",
    "a milder level": f"Severity = minor. [{ID}]",
    "a level in prose": f"Interaction severity level: minor. [{ID}]",
    "a look-alike letter": f"This is a m\u0456nor interaction. [{ID}]",
    "a zero-width space": f"This is a mi\u200bnor interaction. [{ID}]",
    "another rating": f"The rating is A. [{ID}]",
    "a negation": f"It is not a major interaction. [{ID}]",
    "combine freely": f"You may combine them freely. [{ID}]",
    "no monitoring": f"No monitoring is needed. [{ID}]",
    "harmless": f"It is not contraindicated and is harmless. [{ID}]",
    "safe together": f"They are perfectly safe together. [{ID}]",
    "no interaction": f"There is no interaction. [{ID}]",
    "none": f"Interaction: none. [{ID}]",
    "nothing to worry about": f"Nothing to worry about. [{ID}]",
    "another drug": f"Gabapentin is the better choice. [{ID}]",
    "advice without a citation": "Take both with food.",
    "a drug without a citation": "Warfarin loves ibuprofen.",
    "a heading that lies": "## Perfectly safe",
    "the question's dose": f"Use 800 mg. [{ID}]",
    "a spelt dose": f"Use five grams. [{ID}]",
    "a product": f"Use 3 x 800. [{ID}]",
    "a bare dose": f"Dose: 1200. [{ID}]",
    "Cyrillic units": f"Use 1200 \u043c\u0433. [{ID}]",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
async def test_a_lie_is_cut_and_the_truth_beside_it_goes_out(pharmacist: Pharmacist, serve: Serve, lie: str) -> None:
    serve(Player(CALLS, answers=deque([f"{TRUE_LINE}\n{lie}"] * 9)))
    answer = await put(pharmacist, PAIR)
    assert (await state_of(pharmacist))["removed"] == [lie.replace("\u200b", "")]
    assert (answer.status, "bleeding becomes likelier" in answer.answer) == ("partial", True)


async def test_the_program_alone_numbers_sources_and_links(pharmacist: Pharmacist, serve: Serve) -> None:
    said = f"This is a major interaction [7], see https://evil.example/x\x1b[31m; bleeding becomes likelier. [{ID}]"
    serve(Player(CALLS, answers=deque([said] * 9)))
    answer = await put(pharmacist, PAIR)
    assert answer.status == "ok"
    assert not any(forged in answer.answer for forged in ("[7]", "evil", "\x1b"))
    assert answer.answer.endswith("[1]")
