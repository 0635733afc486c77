"""Real runs that come to the end of a budget: a partial answer with what was found, which says which budget it was; never an exception."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

import pytest
from langgraph.types import Command

from graphs.run import Answer, astream, config_of
from nodes import budget as module
from nodes.budget import ENDED
from nodes.context import Context
from nodes.journal import Journal, Key
from tests.graphs.asking import Pharmacist, human, put, state_of
from tests.graphs.conftest import Serve
from tests.graphs.player import DOSING, INTERACTION, Player, role_of, verdict
from tests.servers.chat_completions import AnyReply, ErrorReply, Reply, Request, ToolCall, Usage

PAIR = "Can I take ibuprofen with warfarin?"
PAIR_ID = "interaction:ibuprofen+warfarin"
TWO_PARTS = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"
TWO_ID = "interaction:apixaban+clarithromycin"
ONE = {INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "ibuprofen", "drug_b": "warfarin"})]}
TWO = {
    INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "apixaban", "drug_b": "clarithromycin"})],
    DOSING: [ToolCall("get_dosing", {"drug": "apixaban"}), ToolCall("get_dosing", {"drug": "clarithromycin"})],
}
PRICED = "openai:gpt-4o"


def _heavy(player: Player) -> Any:
    """A model whose replies report many tokens."""

    def reply(request: Request) -> AnyReply:
        found = player(request)
        assert isinstance(found, Reply)
        return Reply(found.content, tool_calls=found.tool_calls, usage=Usage(prompt_tokens=20_000, completion_tokens=2_000))

    return reply


def _partial(answer: Answer, limit: str, *ids: str) -> None:
    assert answer.status == "partial"
    assert f"{ENDED}: of {limit} allowed" in answer.answer
    assert answer.answer.count("allowed,") == answer.answer.count(ENDED)
    assert set(ids) <= {e["id"] for e in answer.evidence}


@pytest.mark.parametrize("calls", range(2, 6))
async def test_model_calls_end_anywhere_in_a_run_of_parallel_specialists_on_the_embedded_engine(pharmacist: Pharmacist, calls: int) -> None:
    answer = await put(pharmacist, TWO_PARTS, model="embedded", max_model_calls=calls)
    _partial(answer, f"{calls} model calls", TWO_ID)
    assert answer.usage["model_calls"] == calls
    assert answer.severity is not None


async def test_tool_calls_end_on_the_embedded_engine(pharmacist: Pharmacist) -> None:
    single = await put(pharmacist, PAIR, "single", model="embedded", max_tool_calls=0)
    _partial(single, "0 tool calls", PAIR_ID)
    parallel = await put(pharmacist, TWO_PARTS, "parallel", model="embedded", max_tool_calls=2)
    _partial(parallel, "2 tool calls", TWO_ID)
    assert (single.usage["tool_calls"], parallel.usage["tool_calls"]) == (0, 2)


async def test_the_embedded_engine_needs_no_tokens_and_no_dollars(pharmacist: Pharmacist) -> None:
    answer = await put(pharmacist, TWO_PARTS, model="embedded", max_tokens=0, max_cost_usd=0)
    assert (answer.status, answer.usage["model_calls"]) == ("ok", 6)


LIMITS: dict[str, tuple[dict[str, float], str, int]] = {
    "model calls": ({"max_model_calls": 2}, "2 model calls", 2),
    "tool calls": ({"max_tool_calls": 0}, "0 tool calls", 3),
    "tokens": ({"max_tokens": 40_000}, "40,000 tokens", 2),
    "dollars": ({"max_cost_usd": 0.1}, "$0.1", 2),
}


@pytest.mark.parametrize(("settings", "limit", "asked"), LIMITS.values(), ids=LIMITS.keys())
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
async def test_each_budget_ends_a_single_specialist_with_what_it_found(
    pharmacist: Pharmacist, serve: Serve, settings: dict[str, Any], limit: str, asked: int, streamed: bool
) -> None:
    server = serve(_heavy(Player(ONE)))
    if streamed:
        context = Context(model=PRICED, **settings)
        async for _ in pharmacist.astream(human(PAIR), config_of("t"), context=context, stream_mode="messages"):
            pass
        state = await state_of(pharmacist)
        assert state["status"] == "partial" and f"{ENDED}: of {limit} allowed" in state["answer"]
        assert PAIR_ID in state["evidence"]
    else:
        _partial(await put(pharmacist, PAIR, model=PRICED, **settings), limit, PAIR_ID)
    assert len(server.requests) == asked, "routing and one turn, then nobody; a budget of tools leaves the critic his call"


MORE: dict[str, tuple[dict[str, float], str, int]] = {
    "model calls": ({"max_model_calls": 4}, "4 model calls", 4),
    "tool calls": ({"max_tool_calls": 1}, "1 tool call", 5),
    "tokens": ({"max_tokens": 66_000}, "66,000 tokens", 3),
    "dollars": ({"max_cost_usd": 0.2}, "$0.2", 3),
}


@pytest.mark.parametrize(("settings", "limit", "most"), MORE.values(), ids=MORE.keys())
async def test_each_budget_is_shared_by_parallel_specialists(
    pharmacist: Pharmacist, serve: Serve, settings: dict[str, Any], limit: str, most: int
) -> None:
    server = serve(_heavy(Player(TWO)))
    answer = await put(pharmacist, TWO_PARTS, model=PRICED, **settings)
    _partial(answer, limit, *([TWO_ID] if "max_tool_calls" not in settings else []))
    assert answer.evidence
    assert len(server.requests) <= most
    assert answer.usage["tool_calls"] <= settings.get("max_tool_calls", 3)


@pytest.mark.parametrize("name", ["max_model_calls", "max_tokens", "max_cost_usd"])
async def test_a_run_that_may_use_nothing_asks_nobody_and_says_why(pharmacist: Pharmacist, serve: Serve, name: str) -> None:
    server = serve(Player(ONE))
    settings: dict[str, Any] = {name: 0}
    answer = await put(pharmacist, PAIR, model=PRICED, **settings)
    assert server.requests == []
    assert answer.status != "ok" and "allowed, nothing is left" in answer.answer


async def test_when_nothing_is_left_for_the_merge_the_parts_are_joined(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(TWO)
    serve(player)
    answer = await put(pharmacist, TWO_PARTS, max_model_calls=5)
    _partial(answer, "5 model calls", TWO_ID)
    assert "### Interactions" in answer.answer and "### Dosing" in answer.answer
    assert "The parts were joined as they are, because" in answer.answer
    assert player.roles == {"supervisor": 1, "specialist": 4}


async def test_when_nothing_is_left_for_the_critic_the_answer_says_that_none_has_read_it(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE)
    serve(player)
    answer = await put(pharmacist, PAIR, max_model_calls=3)
    _partial(answer, "3 model calls", PAIR_ID)
    assert "No critic has read this answer, because" in answer.answer
    assert [v["outcome"] for v in answer.verdicts] == ["critic_error"]
    assert player.roles["critic"] == 0


async def test_when_nothing_is_left_for_the_revision_the_draft_stays_with_the_gate(pharmacist: Pharmacist, serve: Serve) -> None:
    player = Player(ONE, verdicts=deque([verdict("say more on bleeding")]))
    serve(player)
    answer = await put(pharmacist, PAIR, max_model_calls=4)
    _partial(answer, "4 model calls", PAIR_ID)
    assert "This answer was not revised, because" in answer.answer
    assert (player.roles["critic"], player.roles["reviser"]) == (1, 0)


async def test_when_nothing_is_left_for_the_summary_the_answer_is_whole_and_the_messages_stay(pharmacist: Pharmacist, serve: Serve) -> None:
    serve(Player(ONE))
    answer = await put(pharmacist, PAIR, max_model_calls=4, working_limit=1, working_keep=1, cheap_model="openai:test-model")
    assert (answer.status, ENDED in answer.answer) == ("ok", False)
    assert len((await state_of(pharmacist))["messages"]) == 2


async def test_each_attempt_counts_also_those_of_a_stand_in(pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_FALLBACK_MODELS", "openai:second")
    player = Player(ONE)
    server = serve(lambda request: ErrorReply(401, "no") if request["model"] == "test-model" else player(request))
    answer = await put(pharmacist, PAIR, max_model_calls=4)
    _partial(answer, "4 model calls", PAIR_ID)
    assert [r["model"] for r in server.requests] == ["test-model", "second"] * 2, "each of the two calls was asked twice"
    assert answer.usage["model_calls"] == 2


async def test_a_mode_that_the_server_refuses_is_an_attempt_too(pharmacist: Pharmacist, serve: Serve) -> None:
    server = serve(Player(ONE), refuse_json_schema=True)
    answer = await put(pharmacist, PAIR, max_model_calls=3)
    _partial(answer, "3 model calls", PAIR_ID)
    assert [role_of(r) for r in server.requests] == ["supervisor", "supervisor", "specialist"]


async def test_each_question_of_a_thread_has_its_whole_budget(pharmacist: Pharmacist, serve: Serve) -> None:
    serve(Player(ONE))
    for _ in range(3):
        assert (await put(pharmacist, PAIR, max_model_calls=4, max_tool_calls=1)).status == "ok"


class _KilledError(BaseException):
    """The end of the process."""


async def _killed(graph: Pharmacist, question: str, context: Context, monkeypatch: pytest.MonkeyPatch, last: Callable[[str], bool]) -> None:
    """Run a question until a call has been made and is about to be recorded."""
    write = Journal.write

    def writes(journal: Journal, key: Key, value: Any) -> None:
        if last(key.kind):
            raise _KilledError
        write(journal, key, value)

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "write", writes)
        with pytest.raises(_KilledError):
            [e async for e in astream(graph, question, thread_id="t", context=context)]


async def _resumed(graph: Pharmacist) -> Answer:
    events = [e async for e in astream(graph, None, thread_id="t")]
    last = events[-1]
    assert isinstance(last, Answer)
    return last


@pytest.mark.parametrize("new_process", [False, True])
async def test_a_resumed_run_has_what_was_left(
    pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch, new_process: bool
) -> None:
    server = serve(Player(ONE))
    await _killed(pharmacist, PAIR, Context(max_model_calls=3), monkeypatch, lambda kind: kind == "tool")
    if new_process:
        monkeypatch.setattr(module, "_budgets", OrderedDict())
    answer = await _resumed(pharmacist)
    _partial(answer, "3 model calls", PAIR_ID)
    assert [role_of(r) for r in server.requests] == ["supervisor", "specialist", "specialist"]
    assert "No critic has read this answer" in answer.answer


@pytest.mark.parametrize("new_process", [False, True])
async def test_a_resumed_run_counts_what_parallel_specialists_used(
    pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch, new_process: bool
) -> None:
    """The merge's call is lost with the process, and so uncounted by a new one; all others are counted, and not made again."""
    player = Player(TWO)
    server = serve(player)
    await _killed(pharmacist, TWO_PARTS, Context(max_model_calls=6), monkeypatch, lambda kind: len(server.requests) == 6)
    if new_process:
        monkeypatch.setattr(module, "_budgets", OrderedDict())
    answer = await _resumed(pharmacist)
    _partial(answer, "6 model calls", TWO_ID)
    assert player.roles == {"supervisor": 1, "specialist": 4, "merger": 2 if new_process else 1}
    assert ("No critic has read this answer" if new_process else "The parts were joined as they are") in answer.answer


async def test_after_a_sign_off_a_new_process_goes_on_from_the_state(
    pharmacist: Pharmacist, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(Player(ONE))
    settings: dict[str, Any] = {
        "max_model_calls": 4, "review": "required", "working_limit": 1, "working_keep": 1, "cheap_model": "openai:test-model",
    }  # fmt: skip
    assert (await put(pharmacist, PAIR, **settings)).status == "needs_sign_off"
    monkeypatch.setattr(module, "_budgets", OrderedDict())
    await put(pharmacist, Command(resume={"decision": "approve", "reviewer": "A. Pharmacist"}), **settings)
    assert len(server.requests) == 4, "no summary is asked for"
    assert [b.used().model_calls for b in module._budgets.values()] == [4] or not module._budgets
