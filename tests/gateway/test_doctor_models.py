"""`rxgraph doctor` on who stands in for the model, and how the circuit breakers stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.breaker import BREAKERS
from tests.gateway.conftest import Cli
from tests.servers.chat_completions import ChatServer, Script


@pytest.fixture
def base_url() -> Iterator[str]:
    with ChatServer(Script([])) as server:
        yield server.base_url


def _model(cli: Cli, base_url: str, **env: str) -> dict[str, str]:
    report = cli.quick("doctor", "--json", OPENAI_API_KEY="k", OPENAI_BASE_URL=base_url, **env).json()
    return next(line for line in report if line["check"] == "model")


def test_it_shows_the_chain(cli: Cli, base_url: str) -> None:
    assert "when it is down: embedded; circuit breakers:" in _model(cli, base_url)["detail"]
    line = _model(cli, base_url, RXGRAPH_FALLBACK_MODELS="openai:a,openai:b")
    assert (line["state"], "when it is down: openai:a, then openai:b, then embedded" in line["detail"]) == ("ok", True)
    assert "nobody stands in" in _model(cli, base_url, RXGRAPH_FALLBACK_MODELS="none")["detail"]


def test_a_stand_in_that_is_no_model_is_named(cli: Cli, base_url: str) -> None:
    line = _model(cli, base_url, RXGRAPH_FALLBACK_MODELS="acme:x")
    assert (line["state"], "'acme:x' is not a model" in line["detail"]) == ("fail", True)
    assert "RXGRAPH_FALLBACK_MODELS" in line["fix"]


def test_it_shows_open_breakers(cli: Cli, base_url: str) -> None:
    breaker = BREAKERS.of("openai:shown-by-the-doctor")
    for permit in [breaker.enter() for _ in range(5)]:
        permit.report("failure")
    detail = _model(cli, base_url)["detail"]
    assert "openai:shown-by-the-doctor: open" in detail
    assert "next try in " in detail
