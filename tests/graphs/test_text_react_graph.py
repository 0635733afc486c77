"""The whole graph on a server that has no tool calling, through the real ChatOpenAI client."""

from __future__ import annotations

import pytest

from tests.graphs.asking import Pharmacist, put, state_of
from tests.graphs.conftest import Serve
from tests.servers.plain_text_script import LIE, Acts, PlainModel, garbled, hesitating, lying, messily, plainly

PAIR = "Can I take ibuprofen with warfarin?"
ID = "interaction:ibuprofen+warfarin"
TWO_PARTS = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"


@pytest.fixture(autouse=True)
def text_calling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every model of the graph is used as plain text."""
    monkeypatch.setenv("RXGRAPH_TOOL_CALLING", "text")


@pytest.mark.parametrize("acts", [plainly, messily, lying, hesitating])
async def test_a_question_is_answered_with_its_evidence(pharmacist: Pharmacist, serve: Serve, acts: Acts) -> None:
    player = PlainModel(acts)
    server = serve(player)
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.severity, answer.engine) == ("ok", "major", "openai:test-model")
    assert [c["id"] for c in answer.citations] == [ID]
    assert answer.verdicts[-1]["outcome"] == "passed"
    assert LIE not in answer.answer
    assert "Observation" not in answer.answer
    assert not any("tools" in r or "response_format" in r for r in server.requests)
    assert player.roles["specialist"] == (3 if acts is hesitating else 2)
    assert "stand_ins" not in answer.usage
    assert answer.usage["input_tokens"] == 100 * len(server.requests), "no call goes uncounted"


async def test_it_finds_what_the_embedded_engine_finds(pharmacist: Pharmacist, serve: Serve) -> None:
    embedded = await put(pharmacist, TWO_PARTS, "embedded", model="embedded")
    serve(PlainModel())
    answer = await put(pharmacist, TWO_PARTS, "text")
    assert (answer.status, answer.severity) == ("ok", embedded.severity)
    assert len(answer.specialists) > 1
    assert set(answer.specialists) == set(embedded.specialists)
    assert {e["id"] for e in answer.evidence} == {e["id"] for e in embedded.evidence}


async def test_a_lie_in_place_of_an_observation_never_reaches_the_model_again(pharmacist: Pharmacist, serve: Serve) -> None:
    server = serve(PlainModel(lying))
    await put(pharmacist, PAIR)
    assert not any(LIE in str(r["messages"]) for r in server.requests)
    assert LIE not in str(await state_of(pharmacist))


async def test_a_model_that_cannot_act_ends_in_words_and_leaves_the_thread_usable(
    pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RXGRAPH_FALLBACK_MODELS", "none")
    player = PlainModel(garbled)
    serve(player)
    failed = await put(pharmacist, PAIR)
    assert failed.status in ("refused", "partial")
    assert player.roles["specialist"] <= 4
    player.acts = plainly
    after = await put(pharmacist, PAIR)
    assert (after.status, after.severity) == ("ok", "major")


async def test_the_second_turn_knows_the_first(pharmacist: Pharmacist, serve: Serve) -> None:
    serve(PlainModel())
    await put(pharmacist, PAIR)
    again = await put(pharmacist, PAIR)
    assert (again.status, again.severity) == ("ok", "major")
    assert [m.type for m in (await state_of(pharmacist))["messages"]] == ["human", "ai", "human", "ai"]
