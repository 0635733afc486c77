"""The whole graph through the real ChatOpenAI client, against a loopback server that plays the model."""

from __future__ import annotations

from collections import deque
from typing import Any

import pytest

from graphs.run import Step, astream
from nodes.context import Context
from tests.graphs.asking import Pharmacist, put, state_of
from tests.graphs.conftest import Serve
from tests.graphs.player import CATEGORIES, DOSING, INTERACTION, Player, mode_of, role_of, routes, verdict
from tests.servers.chat_completions import AnyReply, ErrorReply, NullContent, Reply, ToolCall, Usage

PAIR = "Can I take ibuprofen with warfarin?"
ID = "interaction:ibuprofen+warfarin"
TWO_PARTS = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"
LOOK_UP = ToolCall("lookup_interaction", {"drug_a": "ibuprofen", "drug_b": "warfarin"})
ONE = {INTERACTION: [LOOK_UP]}
TWO = {
    INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "apixaban", "drug_b": "clarithromycin"})],
    DOSING: [ToolCall("get_dosing", {"drug": "apixaban"}), ToolCall("get_dosing", {"drug": "clarithromycin"})],
}


async def test_the_same_question_finds_the_same_evidence_as_on_the_embedded_engine(pharmacist: Pharmacist, serve: Serve) -> None:
    embedded = await put(pharmacist, TWO_PARTS, "embedded")
    player = Player(TWO)
    serve(player)
    answer = await put(pharmacist, TWO_PARTS, "openai")
    assert (answer.status, answer.engine) == ("ok", "openai:test-model")
    assert set(answer.specialists) == set(embedded.specialists) == set(TWO)
    assert {e["kind"] for e in answer.evidence} == {e["kind"] for e in embedded.evidence} >= {"interaction", "dosing", "calc"}
    assert {e["id"] for e in answer.evidence} == {e["id"] for e in embedded.evidence}
    assert answer.severity == embedded.severity
    assert player.roles == {"supervisor": 1, "specialist": 4, "merger": 1, "critic": 1}


async def test_answer_is_cited_and_the_thread_holds_no_scratch(pharmacist: Pharmacist, serve: Serve) -> None:
    serve(Player(ONE))
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.severity) == ("ok", "major")
    assert [c["id"] for c in answer.citations] == [ID]
    assert [m.type for m in (await state_of(pharmacist))["messages"]] == ["human", "ai"]


async def test_streaming_the_tokens_gives_the_same_answer(pharmacist: Pharmacist, serve: Serve) -> None:
    server = serve(Player(ONE))
    given = {"messages": [("human", PAIR)]}
    config: Any = {"configurable": {"thread_id": "t"}}
    kinds = {kind async for kind, _ in pharmacist.astream(given, config, context=Context(), stream_mode=["messages", "updates"])}
    assert kinds == {"messages", "updates"}
    assert any(r.get("stream") for r in server.requests)
    state = await state_of(pharmacist)
    assert (state["status"], state["severity"]) == ("ok", "major")
    assert state["usage"]["input_tokens"] == 10 * state["usage"]["model_calls"]


async def test_tokens_are_counted_and_an_unknown_price_is_not_guessed(pharmacist: Pharmacist, serve: Serve) -> None:
    server = serve(Player(ONE))
    answer = await put(pharmacist, PAIR)
    calls = len(server.requests)
    assert answer.usage == {"model_calls": calls, "tool_calls": 1, "input_tokens": 10 * calls, "output_tokens": 5 * calls, "cost_usd": None}


async def test_cost_is_counted_where_the_price_is_known_and_starts_anew_with_each_question(pharmacist: Pharmacist, serve: Serve) -> None:
    serve(Player(ONE))
    first = await put(pharmacist, PAIR, model="openai:gpt-4o")
    second = await put(pharmacist, PAIR, model="openai:gpt-4o")
    assert first.usage["cost_usd"] == pytest.approx(first.usage["input_tokens"] * 2.5e-6 + first.usage["output_tokens"] * 10e-6)
    assert second.usage == first.usage


async def test_a_server_that_reports_no_usage_counts_calls_only(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE)

    def silent(request: dict[str, Any]) -> AnyReply:
        reply = player(request)
        assert isinstance(reply, Reply)
        return Reply(reply.content, tool_calls=reply.tool_calls, usage=None)

    server = serve(silent)
    answer = await put(pharmacist, PAIR)
    assert (answer.usage["model_calls"], answer.usage["input_tokens"]) == (len(server.requests), 0)


@pytest.mark.parametrize("mode", ["json_schema", "tool", "text"])
async def test_structured_output_in_each_mode(pharmacist: Pharmacist, serve: Serve, mode: str) -> None:
    server = serve(Player(ONE))
    answer = await put(pharmacist, PAIR, structured_mode=mode)
    assert (answer.status, answer.severity) == ("ok", "major")
    assert answer.verdicts[-1]["outcome"] == "passed"
    assert [mode_of(r) for r in server.requests if role_of(r) in ("supervisor", "critic")] == [mode, mode]


async def test_a_server_without_json_schema_is_asked_by_tool_call_and_that_is_remembered(pharmacist: Pharmacist, serve: Serve) -> None:
    server = serve(Player(ONE), refuse_json_schema=True)
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.verdicts[-1]["outcome"]) == ("ok", "passed")
    assert [mode_of(r) for r in server.requests if role_of(r) in ("supervisor", "critic")] == ["json_schema", "tool", "tool"]


async def test_a_server_that_answers_neither_schema_nor_tool_is_read_as_text(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE)

    def only_text(request: dict[str, Any]) -> AnyReply:
        if role_of(request) in ("supervisor", "critic") and mode_of(request) != "text":
            return ErrorReply(400, f"{mode_of(request)} is not supported")
        return player(request)

    server = serve(only_text)
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.verdicts[-1]["outcome"]) == ("ok", "passed")
    assert [mode_of(r) for r in server.requests if role_of(r) in ("supervisor", "critic")] == ["json_schema", "tool", "text", "text"]


async def test_routing_in_plain_text(pharmacist: Pharmacist, serve: Serve) -> None:
    said = "I think:\n**ROUTE_TO:** Drug Interaction Specialist\n**REASON:** two drugs\n- route to: dosing\n- reason: creatinine is given"
    serve(Player(TWO, routing=Reply(said)))
    answer = await put(pharmacist, TWO_PARTS, structured_mode="text")
    assert [(a["specialist"], a["reason"]) for a in answer.assignments] == [(INTERACTION, "two drugs"), (DOSING, "creatinine is given")]


async def test_unreadable_routing_falls_back_to_the_rules_and_says_so(pharmacist: Pharmacist, serve: Serve) -> None:
    serve(Player(ONE, routing=Reply("I would rather talk about the weather.")))
    answer = await put(pharmacist, PAIR)
    assert answer.specialists == [INTERACTION]
    assert "routed by rules" in answer.assignments[0]["reason"]
    assert (answer.status, answer.severity) == ("ok", "major")


async def test_an_invented_specialist_becomes_the_information_specialist(pharmacist: Pharmacist, serve: Serve) -> None:
    calls = {"drug_information_specialist": [LOOK_UP]}
    serve(Player(calls, routing=routes("astrology_specialist")))
    answer = await put(pharmacist, PAIR, structured_mode="text")
    assert answer.specialists == ["drug_information_specialist"]


async def test_a_bad_key_is_refused_in_words_and_leaves_the_thread_usable(
    pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(Player(ONE), api_key="the-right-key")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong-and-secret-key")
    refused = await put(pharmacist, PAIR)
    assert refused.status == "refused"
    assert "OPENAI_API_KEY" in refused.answer
    assert "401" in refused.answer
    assert "secret" not in str(await state_of(pharmacist))
    monkeypatch.setenv("OPENAI_API_KEY", "the-right-key")
    after = await put(pharmacist, PAIR)
    assert (after.status, after.severity) == ("ok", "major")


async def test_an_unreachable_server_without_stand_ins_is_refused_in_words_and_leaves_the_thread_usable(
    pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RXGRAPH_FALLBACK_MODELS", "none")
    server = serve(Player(ONE))
    server.close()
    refused = await put(pharmacist, PAIR)
    assert refused.status == "refused"
    assert "OPENAI_BASE_URL" in refused.answer
    assert "RXGRAPH_MODEL=embedded" in refused.answer
    after = await put(pharmacist, PAIR, model="embedded")
    assert (after.status, after.severity) == ("ok", "major")


async def test_a_missing_key_is_refused_in_words(pharmacist: Pharmacist) -> None:
    refused = await put(pharmacist, PAIR, model="openai:gpt-4o")
    assert (refused.status, "OPENAI_API_KEY" in refused.answer) == ("refused", True)
    unknown = await put(pharmacist, PAIR, model="acme:model")
    assert (unknown.status, "acme:model" in unknown.answer) == ("refused", True)


async def test_a_model_that_fails_after_routing_is_refused_with_nothing_found(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE)
    serve(lambda request: player(request) if role_of(request) == "supervisor" else ErrorReply(404, "no such model"))
    refused = await put(pharmacist, PAIR)
    assert (refused.status, refused.citations) == ("refused", [])
    assert "404" in refused.answer


async def test_a_specialist_that_fails_leaves_the_other_ones_answer(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(TWO)
    serve(lambda request: ErrorReply(404, "gone") if "dosing specialist" in request["messages"][0]["content"][:60] else player(request))
    answer = await put(pharmacist, TWO_PARTS)
    assert answer.status == "partial"
    assert "unfinished" in answer.answer
    assert {e["kind"] for e in answer.evidence} == {"interaction"}
    assert player.roles["merger"] == 0


BROKEN_CRITICS: dict[str, AnyReply | dict[str, Any]] = {
    "server error": ErrorReply(400, "no"),
    "prose": Reply("Looks good to me!"),
    "three categories": {"criteria": verdict()["criteria"][:3]},
    "one category twice": {"criteria": [*verdict()["criteria"][:3], verdict()["criteria"][0]]},
    "failed without a problem": {"criteria": [{"category": c, "passed": False, "problem": ""} for c in CATEGORIES]},
}


@pytest.mark.parametrize("reply", BROKEN_CRITICS.values(), ids=BROKEN_CRITICS.keys())
@pytest.mark.parametrize("mode", ["auto", "text"])
async def test_a_broken_critic_is_recorded_and_does_not_block(pharmacist: Pharmacist, serve: Serve, reply: Any, mode: str) -> None:
    player = Player(ONE, verdicts=deque([reply]))
    serve(player)
    answer = await put(pharmacist, PAIR, structured_mode=mode)
    assert (answer.status, answer.severity) == ("ok", "major")
    assert [v["outcome"] for v in answer.verdicts] == ["critic_error"]
    assert answer.verdicts[0]["reason"]
    assert player.roles["reviser"] == 0


async def test_a_critic_that_gives_an_empty_reply_is_stood_in_for_by_the_engine(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE, verdicts=deque([NullContent()] * 9))
    serve(player)
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.severity) == ("ok", "major")
    assert [v["outcome"] for v in answer.verdicts] == ["passed"]
    assert answer.engine and "embedded" in answer.engine


async def test_the_critic_stops_as_soon_as_it_passes(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE, verdicts=deque([verdict("say more on bleeding"), verdict()]))
    server = serve(player)
    answer = await put(pharmacist, PAIR)
    assert [v["outcome"] for v in answer.verdicts] == ["failed", "passed"]
    assert (player.roles["critic"], player.roles["reviser"]) == (2, 1)
    asked = next(r for r in server.requests if role_of(r) == "reviser")
    assert "say more on bleeding" in asked["messages"][-1]["content"]


@pytest.mark.parametrize("limit", [0, 1, 2])
async def test_a_critic_that_never_passes_ends_after_max_revisions(pharmacist: Pharmacist, serve: Serve, limit: int) -> None:
    player = Player(ONE, verdicts=deque([verdict("never good enough")]))
    serve(player)
    answer = await put(pharmacist, PAIR, max_revisions=limit)
    assert (player.roles["reviser"], player.roles["critic"]) == (limit, limit + 1)
    assert [v["outcome"] for v in answer.verdicts] == ["failed"] * (limit + 1)
    assert (answer.status, answer.severity) == ("ok", "major"), "the gate decides what goes out"


TRUE_LINE = f"This is a major interaction; bleeding becomes likelier. [{ID}]"
LIES = {
    "an invented dose": f"Take ibuprofen 4321 mg three times daily. [{ID}]",
    "an invented citation": "Both together are fine at 5 mg. [interaction:made+up]",
    "a dose with no citation": "Give warfarin 7531 mg.",
    "another severity": f"The interaction is minor. [{ID}]",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
async def test_a_lying_model_is_caught_by_the_gate_though_its_critic_passes_it(pharmacist: Pharmacist, serve: Serve, lie: str) -> None:
    player = Player(ONE, answers=deque([f"{TRUE_LINE}\n{lie}"] * 9))
    serve(player)
    answer = await put(pharmacist, PAIR)
    assert player.roles["reviser"] == 2, "the gate sends the draft back before it cuts"
    assert answer.status == "partial"
    assert "bleeding becomes likelier" in answer.answer
    assert "1 statement was removed" in answer.answer
    assert lie.split("[")[0].strip() not in answer.answer
    state = await state_of(pharmacist)
    assert state["removed"] == [lie]
    assert all(c["id"] == ID for c in answer.citations)
    assert "4321" not in state["messages"][-1].text


async def test_a_lie_that_is_mended_in_revision_costs_no_line(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE, answers=deque([f"{TRUE_LINE}\n{LIES['an invented dose']}", TRUE_LINE]))
    server = serve(player)
    answer = await put(pharmacist, PAIR)
    assert (answer.status, player.roles["reviser"]) == ("ok", 1)
    assert "removed" not in answer.answer
    asked = next(r for r in server.requests if role_of(r) == "reviser")
    assert "numbers_supported" in asked["messages"][-1]["content"]


async def test_a_model_that_hides_a_major_finding_has_it_put_first(pharmacist: Pharmacist, serve: Serve) -> None:
    serve(Player(ONE, answers=deque(["Both may be taken."] * 9)))
    answer = await put(pharmacist, PAIR)
    assert answer.severity == "major"
    assert answer.answer.splitlines()[0].startswith("ibuprofen + warfarin: major")


async def test_an_answer_of_lies_alone_is_withheld(pharmacist: Pharmacist, serve: Serve) -> None:
    """No tool was called and no pair is asked about, so there is nothing that could stand in for it."""
    serve(lambda request: Reply("Give warfarin 7531 mg.") if role_of(request) in ("specialist", "reviser") else Player(ONE)(request))
    answer = await put(pharmacist, "What is the half-life of warfarin?")
    assert answer.status == "refused"
    assert "7531" not in answer.answer
    assert (answer.citations, answer.evidence) == ([], [])


async def test_the_true_finding_stands_where_a_lie_about_a_pair_was_cut(pharmacist: Pharmacist, serve: Serve) -> None:
    serve(lambda request: Reply("Give warfarin 7531 mg.") if role_of(request) in ("specialist", "reviser") else Player(ONE)(request))
    answer = await put(pharmacist, PAIR)
    assert (answer.status, answer.severity) == ("partial", "major")
    assert "7531" not in answer.answer and answer.citations


async def test_a_merge_that_loses_a_citation_is_not_used(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(TWO)
    serve(lambda request: Reply("All is well.") if role_of(request) == "merger" else player(request))
    answer = await put(pharmacist, TWO_PARTS)
    assert "### Interactions" in answer.answer
    assert {c["id"].split(":")[0] for c in answer.citations} >= {"interaction", "dosing"}


async def test_temperatures_are_sent_as_set(pharmacist: Pharmacist, serve: Serve) -> None:
    server = serve(Player(TWO))
    await put(pharmacist, TWO_PARTS)
    sent = {role_of(r): r.get("temperature") for r in server.requests}
    assert sent == {"supervisor": 0, "specialist": 0, "merger": 0.3, "critic": 0}


async def test_a_spent_deadline_is_refused_and_asks_no_model(pharmacist: Pharmacist, serve: Serve) -> None:
    server = serve(Player(ONE))
    answer = await put(pharmacist, PAIR, deadline_seconds=0.0)
    assert answer.status == "refused"
    assert server.requests == []
    assert (await put(pharmacist, PAIR)).status == "ok"


async def test_nodes_run_in_the_order_of_the_design(pharmacist: Pharmacist, serve: Serve) -> None:
    serve(Player(ONE))
    steps = [
        e.node async for e in astream(pharmacist, PAIR, thread_id="t", context=Context()) if isinstance(e, Step) and e.node != "calling"
    ]
    assert steps == [
        "intake",
        "recall",
        "supervise",
        "brief",
        "agent",
        "act",
        "agent",
        "report",
        INTERACTION,
        "merge",
        "critique",
        "gate",
        "remember",
    ]


async def test_cached_tokens_and_reasoning_are_part_of_the_totals(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE)

    def counted(request: dict[str, Any]) -> AnyReply:
        reply = player(request)
        assert isinstance(reply, Reply)
        return Reply(reply.content, tool_calls=reply.tool_calls, usage=Usage(100, 20, cached_tokens=60, reasoning_tokens=7))

    server = serve(counted)
    answer = await put(pharmacist, PAIR)
    assert (answer.usage["input_tokens"], answer.usage["output_tokens"]) == (100 * len(server.requests), 20 * len(server.requests))
