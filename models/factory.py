"""From a model's name to a chat model: `embedded`, `openai:<model>`, or any OpenAI-compatible server by `OPENAI_BASE_URL`."""

from __future__ import annotations

import asyncio
import os
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from models.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

EMBEDDED: Final = "embedded"
CALL_TIMEOUT: Final = 60.0
"""Longest wait for one model call, in seconds."""


def default_model() -> str:
    """Return `RXGRAPH_MODEL`, or `openai:gpt-4o` with `OPENAI_API_KEY` set, or `embedded`."""
    return os.environ.get("RXGRAPH_MODEL") or ("openai:gpt-4o" if os.environ.get("OPENAI_API_KEY") else EMBEDDED)


def default_cheap_model() -> str:
    """Return `RXGRAPH_CHEAP_MODEL`, or a small model of the same provider as the main one."""
    if chosen := os.environ.get("RXGRAPH_CHEAP_MODEL"):
        return chosen
    return "openai:gpt-4o-mini" if default_model().startswith("openai:gpt-4o") else default_model()


def chat_model(name: str, *, temperature: float = 0.0) -> BaseChatModel:
    """Return a chat model.

    Args:
        name: `embedded`, `openai:<model>`, or a bare model name, which is taken as OpenAI's.
        temperature: Sampling temperature, 0 to 2. The embedded engine has none.

    Returns:
        The model; the same object for the same settings.

    Raises:
        ModelError: If the provider is unknown, or a key is missing.
    """
    if name == EMBEDDED:
        return _embedded()
    provider, _, model = name.partition(":") if ":" in name else ("openai", "", name)
    if provider != "openai" or not model:
        raise ModelError(f"{name!r} is not a model: give 'embedded', or 'openai:<model>' (with OPENAI_BASE_URL for a compatible server)")
    key, base_url = os.environ.get("OPENAI_API_KEY", ""), os.environ.get("OPENAI_BASE_URL", "")
    if not key and not base_url:
        raise ModelError(f"{name} needs OPENAI_API_KEY. Set it, or set RXGRAPH_MODEL=embedded to answer without a language model.")
    return _openai(model, temperature, key or "none", base_url, _connections())


@lru_cache(maxsize=1)
def _embedded() -> BaseChatModel:
    from models.embedded.engine import EmbeddedModel

    return EmbeddedModel()


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()


def _connections() -> Any:
    """Return the HTTP client of the running event loop: a connection belongs to its loop, and cannot be used from the next."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return None
    if loop not in _of_loop:
        from openai import DefaultAsyncHttpxClient

        _of_loop[loop] = DefaultAsyncHttpxClient()
    return _of_loop[loop]


@lru_cache(maxsize=32)
def _openai(model: str, temperature: float, key: str, base_url: str, connections: Any) -> BaseChatModel:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    # A server that refuses a JSON schema is asked by tool call; the client's advice to do so would only confuse.
    warnings.filterwarnings("ignore", message="This model does not support OpenAI's structured output")
    return ChatOpenAI(
        model=model, temperature=temperature, api_key=SecretStr(key), base_url=base_url or None, timeout=CALL_TIMEOUT, max_retries=2,
        stream_usage=True, http_async_client=connections,
    )  # fmt: skip
