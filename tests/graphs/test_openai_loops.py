"""The OpenAI path over several event loops of one process, as in a script that asks twice, or a notebook."""

from __future__ import annotations

import asyncio

from graphs.run import aask, ask
from models import factory
from tests.graphs.conftest import Serve
from tests.graphs.player import INTERACTION, Player
from tests.servers.chat_completions import ToolCall

PAIR = "Can I take ibuprofen with warfarin?"
ONE = {INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "ibuprofen", "drug_b": "warfarin"})]}


def test_asyncio_run_works_more_than_once(serve: Serve) -> None:
    """The client's connections belong to the loop that opened them, and that loop is gone."""
    serve(Player(ONE))
    for _ in range(3):
        answer = asyncio.run(aask(PAIR))
        assert (answer.status, answer.severity, answer.engine) == ("ok", "major", "openai:test-model")


def test_the_loop_that_ends_closes_its_connections(serve: Serve) -> None:
    serve(Player(ONE))
    used = []

    async def asked() -> str:
        answer = await aask(PAIR)
        used.append(factory._connections())
        return answer.status

    assert [asyncio.run(asked()) for _ in range(2)] == ["ok", "ok"]
    assert used[0] is not used[1]
    assert [client.is_closed for client in used] == [True, True]


async def test_ask_inside_a_loop_that_asks_too(serve: Serve) -> None:
    serve(Player(ONE))
    assert (await aask(PAIR)).status == "ok"
    assert ask(PAIR).status == "ok"
    assert (await aask(PAIR)).status == "ok"
