"""The whole graph while models are down: the answer comes all the same, and says who gave it and why."""

from __future__ import annotations

import time
from typing import Any

import pytest

from models.breaker import BREAKERS
from models.factory import breaker_name
from tests.graphs.asking import Pharmacist, put, state_of
from tests.graphs.conftest import Serve
from tests.graphs.player import INTERACTION, Player, role_of
from tests.servers.chat_completions import AnyReply, ErrorReply, NoFinish, NullContent, Reply, ToolCall

PAIR = "Can I take ibuprofen with warfarin?"
ID = "interaction:ibuprofen+warfarin"
ONE = {INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "ibuprofen", "drug_b": "warfarin"})]}
MODEL = "openai:test-model"


@pytest.mark.parametrize("fault", [ErrorReply(503), ErrorReply(429, "no", code="insufficient_quota")], ids=["down", "no quota"])
async def test_an_outage_is_answered_by_the_embedded_engine_which_says_so(pharmacist: Pharmacist, serve: Serve, fault: AnyReply) -> None:
    serve(lambda request: fault)
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.severity, answer.engine) == ("ok", "major", "embedded")
    assert [c["id"] for c in answer.citations] == [ID]
    assert f"Note: {MODEL} " in answer.answer
    assert answer.answer.endswith("the embedded engine (rules, not a language model) answered in its place.")
    assert answer.usage.get("stand_ins", {})["embedded"]["calls"] == answer.usage["model_calls"]
    assert (await state_of(pharmacist))["messages"][-1].text.startswith(answer.answer)


async def test_an_outage_in_the_middle_names_both(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE)
    serve(lambda request: ErrorReply(500) if role_of(request) == "critic" else player(request))
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.engine) == ("ok", f"{MODEL}, embedded")
    assert "answered in its place for 1 of 4 model calls" in answer.answer


async def test_another_model_that_the_user_named_comes_first(pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    player = Player(ONE)
    serve(lambda request: ErrorReply(401, "no") if request["model"] == "test-model" else player(request))
    monkeypatch.setenv("RXGRAPH_FALLBACK_MODELS", "openai:second")
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.engine) == ("ok", "openai:second")
    assert f"Note: {MODEL} refused the API key (401); openai:second answered in its place." in answer.answer


async def test_without_stand_ins_an_outage_is_an_error_in_words(
    pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(lambda request: ErrorReply(503))
    monkeypatch.setenv("RXGRAPH_FALLBACK_MODELS", "none")
    answer = await put(pharmacist, PAIR)
    assert (answer.status, "failed on its side" in answer.answer) == ("refused", True)


async def test_the_primary_is_used_again_when_it_is_well(pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_BREAKER_REST_SECONDS", "0")
    player, down = Player(ONE), True

    def reply(request: dict[str, Any]) -> AnyReply:
        return ErrorReply(503) if down else player(request)

    serve(reply)
    assert (await put(pharmacist, PAIR)).engine == "embedded"
    assert BREAKERS.of(breaker_name(MODEL)).status().state == "open"
    down = False
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.engine, "Note:" in answer.answer) == ("ok", MODEL, False)
    assert BREAKERS.of(breaker_name(MODEL)).status().state == "closed"


@pytest.mark.parametrize("fault", [ErrorReply(500), NullContent(), NoFinish(Reply("Both are safe to")), ErrorReply(409)])
async def test_passing_trouble_at_every_second_call_is_not_noticed(pharmacist: Pharmacist, serve: Serve, fault: AnyReply) -> None:
    player, calls = Player(ONE), 0

    def reply(request: dict[str, Any]) -> AnyReply:
        nonlocal calls
        calls += 1
        tells = role_of(request) in ("specialist", "reviser") or isinstance(fault, ErrorReply)
        return fault if calls % 2 and tells else player(request)

    serve(reply)
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.severity, answer.engine) == ("ok", "major", MODEL)
    assert answer.usage["model_calls"] == 4, "what was asked again counts once"


async def test_an_hour_of_retry_after_does_not_hold_the_answer(pharmacist: Pharmacist, serve: Serve) -> None:
    server = serve(lambda request: ErrorReply(429, headers={"Retry-After": "3600"}))
    before = time.time()
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.engine) == ("ok", "embedded")
    assert (await state_of(pharmacist))["deadline"] > before
    assert len(server.requests) == 4, "each call asks once and waits for nothing"
