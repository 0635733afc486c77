"""`rxgraph ask` with a model that cannot be used: what is wrong and the way out, exit code 2, and the thread goes on."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.gateway.conftest import Cli
from tests.servers.chat_completions import ChatServer, ErrorReply, Script

_QUESTION = "Can I take ibuprofen with warfarin?"
_WAY_OUT = "RXGRAPH_MODEL=embedded"


@pytest.fixture
def dead_port() -> Iterator[int]:
    """A port that is taken and that nobody listens on."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield int(holder.getsockname()[1])


def test_a_refused_key_is_said_with_its_status_and_never_shown(cli: Cli) -> None:
    with ChatServer(Script([]), api_key="right") as server:
        done = cli.run("ask", "--json", "--thread", "t", _QUESTION, OPENAI_API_KEY="bad-key-123", OPENAI_BASE_URL=server.base_url)
        asked = server.completions
    found = done.json()
    assert done.code == 2
    assert asked, "the server was asked"
    assert found["status"] == "refused"
    assert "(401)" in found["answer"]
    assert "OPENAI_API_KEY" in found["answer"]
    assert _WAY_OUT in found["answer"]
    assert "bad-key-123" not in done.out + done.err
    again = cli.run("ask", "--json", "--thread", "t", _QUESTION)
    assert (again.code, again.json()["severity"]) == (0, "major")


def test_an_unreachable_server_is_answered_by_the_embedded_engine_which_says_so(cli: Cli, dead_port: int) -> None:
    done = cli.run("ask", "--json", _QUESTION, OPENAI_API_KEY="k", OPENAI_BASE_URL=f"http://127.0.0.1:{dead_port}/v1")
    found = done.json()
    assert (done.code, found["status"], found["severity"], found["engine"]) == (0, "ok", "major", "embedded")
    assert "openai:gpt-4o cannot be reached" in found["answer"]


def test_an_unreachable_server_without_stand_ins_is_said(cli: Cli, dead_port: int) -> None:
    address = f"http://127.0.0.1:{dead_port}/v1"
    done = cli.run("ask", _QUESTION, OPENAI_API_KEY="k", OPENAI_BASE_URL=address, RXGRAPH_FALLBACK_MODELS="none")
    assert done.code == 2
    assert "cannot be reached" in done.out
    assert "OPENAI_BASE_URL" in done.out
    assert _WAY_OUT in done.out
    assert "[refused]" in done.err
    assert "routing → " not in done.err, "nobody was routed to"


def test_a_refused_permission_is_said(cli: Cli) -> None:
    with ChatServer(lambda request: ErrorReply(403, "no access")) as server:
        done = cli.run("ask", _QUESTION, OPENAI_API_KEY="k", OPENAI_BASE_URL=server.base_url)
    assert done.code == 2
    assert "(403)" in done.out


def test_a_missing_key_is_said_without_a_call(cli: Cli) -> None:
    done = cli.run("ask", "--model", "openai:gpt-4o", _QUESTION)
    assert done.code == 2
    assert "needs OPENAI_API_KEY" in done.out
    assert _WAY_OUT in done.out
