"""Who stands in for a model, as the environment sets it; and that only one place retries."""

from __future__ import annotations

import pytest

from models.errors import MisconfiguredError
from models.factory import Chain, chain_of, chat_model

FIRST, SECOND = "openai:first", "openai:second"


@pytest.mark.parametrize(
    ("setting", "name", "chain"),
    [
        (None, FIRST, Chain((FIRST, "embedded"), False)),
        ("", FIRST, Chain((FIRST, "embedded"), False)),
        (None, "embedded", Chain(("embedded",), False)),
        ("openai:second", "embedded", Chain(("embedded",), False)),
        (" openai:second , openai:third,", FIRST, Chain((FIRST, SECOND, "openai:third", "embedded"), True)),
        ("openai:first,openai:second,openai:second", FIRST, Chain((FIRST, SECOND, "embedded"), True)),
        ("embedded", FIRST, Chain((FIRST, "embedded"), True)),
        ("none", FIRST, Chain((FIRST,), False)),
    ],
)
def test_the_chain_is_set_by_environment(monkeypatch: pytest.MonkeyPatch, setting: str | None, name: str, chain: Chain) -> None:
    if setting is not None:
        monkeypatch.setenv("RXGRAPH_FALLBACK_MODELS", setting)
    assert chain_of(name) == chain


def test_the_client_itself_never_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    assert getattr(chat_model(FIRST), "max_retries", None) == 0
    with pytest.raises(MisconfiguredError):
        chat_model("acme:x")
