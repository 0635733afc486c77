"""Which model a name means, what is said when it cannot be used, and what a call cost."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage

from models.cost import NOTHING, Usage, add, of_call, price
from models.errors import ModelError, explain
from models.factory import chat_model, default_cheap_model, default_model


@pytest.mark.parametrize("name", ["anthropic:claude", "openai:", ":gpt-4o", "ollama:llama"])
def test_a_name_of_no_provider_is_refused_with_what_exists(name: str) -> None:
    with pytest.raises(ModelError, match=r"is not a model: give 'embedded', or 'openai:<model>'"):
        chat_model(name)


def test_a_missing_key_is_said_with_both_ways_out() -> None:
    with pytest.raises(ModelError, match="needs OPENAI_API_KEY.*RXGRAPH_MODEL=embedded"):
        chat_model("openai:gpt-4o")


def test_the_embedded_engine_needs_nothing_and_is_one_object() -> None:
    model = chat_model("embedded")
    assert model._llm_type == "rxgraph-embedded"
    assert chat_model("embedded") is model


@pytest.mark.parametrize(
    ("env", "main", "cheap"),
    [
        ({}, "embedded", "embedded"),
        ({"OPENAI_API_KEY": "k"}, "openai:gpt-4o", "openai:gpt-4o-mini"),
        ({"OPENAI_API_KEY": "k", "RXGRAPH_MODEL": "embedded"}, "embedded", "embedded"),
        ({"RXGRAPH_MODEL": "openai:own"}, "openai:own", "openai:own"),
        ({"RXGRAPH_MODEL": "openai:own", "RXGRAPH_CHEAP_MODEL": "embedded"}, "openai:own", "embedded"),
    ],
)
def test_defaults_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, env: dict[str, str], main: str, cheap: str) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert (default_model(), default_cheap_model()) == (main, cheap)


def named(kind: str, text: str) -> Exception:
    made: type[Exception] = type(kind, (Exception,), {})
    return made(text)


@pytest.mark.parametrize(
    "kind", ["AuthenticationError", "RateLimitError", "APIConnectionError", "TimeoutError", "BadRequestError", "NoSuchErrorKind"]
)
def test_an_error_is_explained_with_a_way_out_and_never_quotes_the_client(kind: str) -> None:
    text = explain(named(kind, "Incorrect API key provided: sk-secret"), "openai:gpt-4o")
    assert text.startswith("openai:gpt-4o ")
    assert "RXGRAPH_MODEL=embedded" in text
    assert "sk-secret" not in text


def test_our_own_errors_are_said_as_they_are() -> None:
    assert explain(ModelError("give it a name"), "x") == "give it a name"


@pytest.mark.parametrize(
    ("model", "cost"), [("embedded", 0.0), ("openai:no-such-model-9", None), ("no-such-model-9", None), ("nobody:gpt-4o", None)]
)
def test_an_unknown_price_is_none_and_the_embedded_engine_is_free(model: str, cost: float | None) -> None:
    assert price(model, 1000, 1000) == cost


def test_a_known_price_grows_with_tokens_and_knows_the_bare_name() -> None:
    one, two = price("openai:gpt-4o", 1000, 1000), price("openai:gpt-4o", 2000, 2000)
    assert one and two
    assert two == pytest.approx(2 * one)
    assert price("gpt-4o", 1000, 1000) == one


def test_a_call_is_counted_with_and_without_a_reply() -> None:
    message = AIMessage("x", usage_metadata={"input_tokens": 10, "output_tokens": 5, "total_tokens": 15})
    assert of_call("embedded", message) == {"model_calls": 1, "tool_calls": 0, "input_tokens": 10, "output_tokens": 5, "cost_usd": 0.0}
    assert of_call("openai:no-such-model-9", message)["cost_usd"] is None
    assert of_call("openai:gpt-4o", None) == {**NOTHING, "model_calls": 1}


COUNTS = st.integers(0, 10**6)
USAGES = st.builds(
    lambda m, t, i, o, c: Usage(model_calls=m, tool_calls=t, input_tokens=i, output_tokens=o, cost_usd=c),
    COUNTS, COUNTS, COUNTS, COUNTS, st.one_of(st.none(), st.integers(0, 10**6).map(lambda n: n / 1000)),
)  # fmt: skip


@given(USAGES, USAGES)
def test_adding_commutes_has_a_zero_and_keeps_unknown_unknown(left: Usage, right: Usage) -> None:
    assert add(left, right) == add(right, left)
    assert add(left, NOTHING) == left
    assert (add(left, right)["cost_usd"] is None) == (left["cost_usd"] is None or right["cost_usd"] is None)
    assert add(left, right)["input_tokens"] == left["input_tokens"] + right["input_tokens"]


def test_the_event_loop_goes_on_while_the_client_is_imported() -> None:
    """In a fresh process, because here the client is imported already; the loop counts while another thread imports."""
    script = """
import asyncio, sys
from models.factory import load_client
async def main():
    counted = 0
    work = asyncio.create_task(load_client("openai:any"))
    while not work.done():
        await asyncio.sleep(0)
        counted += 1
    print(counted > 3, "langchain_openai" in sys.modules)
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
