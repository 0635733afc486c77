"""From a model's name to a chat model: `embedded`, `openai:<model>`, or any OpenAI-compatible server by `OPENAI_BASE_URL`."""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
import warnings
from collections.abc import AsyncGenerator
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from models.errors import MisconfiguredError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

EMBEDDED: Final = "embedded"
TOOL_CALLING: Final = ("native", "text")
CALL_TIMEOUT: Final = 60.0
"""Longest wait for one model call, in seconds."""
NO_FALLBACK: Final = "none"
"""Value of `RXGRAPH_FALLBACK_MODELS` that makes an outage an error message."""


class Chain(NamedTuple):
    """Who is asked, in order."""

    names: tuple[str, ...]
    """The model that was asked for first; each other one stands in for those before it."""
    chosen: bool
    """Whether the user named stand-ins: then one answers a misconfigured model's calls too, else the user is told to mend it."""


def default_model() -> str:
    """Return `RXGRAPH_MODEL`, or `openai:gpt-4o` with `OPENAI_API_KEY` set, or `embedded`."""
    return os.environ.get("RXGRAPH_MODEL") or ("openai:gpt-4o" if os.environ.get("OPENAI_API_KEY") else EMBEDDED)


def default_cheap_model() -> str:
    """Return `RXGRAPH_CHEAP_MODEL`, or a small model of the same provider as the main one."""
    if chosen := os.environ.get("RXGRAPH_CHEAP_MODEL"):
        return chosen
    return "openai:gpt-4o-mini" if default_model().startswith("openai:gpt-4o") else default_model()


def chain_of(name: str) -> Chain:
    """Return a model and its stand-ins: those of `RXGRAPH_FALLBACK_MODELS` (comma-separated), then the embedded engine.

    Args:
        name: The model that is asked for.

    Returns:
        The chain, each name once. The embedded engine needs no stand-in; `RXGRAPH_FALLBACK_MODELS=none` leaves any model without one.
    """
    named = [n.strip() for n in os.environ.get("RXGRAPH_FALLBACK_MODELS", "").split(",") if n.strip()]
    if name == EMBEDDED or named == [NO_FALLBACK]:
        return Chain((name,), False)
    return Chain(tuple(dict.fromkeys([name, *named, EMBEDDED])), bool(named))


def breaker_name(name: str) -> str:
    """Return the name of a model's circuit breaker: the model, and the server when it is not OpenAI's own."""
    base_url = os.environ.get("OPENAI_BASE_URL", "")
    return f"{name} at {base_url}" if base_url else name


def settings_of(name: str) -> tuple[str, str, str]:
    """Return an OpenAI model's name on its server, the key and the base URL; loads no client.

    Raises:
        MisconfiguredError: If the provider is unknown, or a key is missing.
    """
    provider, _, model = name.partition(":") if ":" in name else ("openai", "", name)
    if provider != "openai" or not model:
        raise MisconfiguredError(
            f"{name!r} is not a model: give 'embedded', or 'openai:<model>' (with OPENAI_BASE_URL for a compatible server)"
        )
    key, base_url = os.environ.get("OPENAI_API_KEY", ""), os.environ.get("OPENAI_BASE_URL", "")
    if not key and not base_url:
        raise MisconfiguredError(f"{name} needs OPENAI_API_KEY. Set it, or set RXGRAPH_MODEL=embedded to answer without a language model.")
    return model, key, base_url


def chat_model(name: str, *, temperature: float = 0.0) -> BaseChatModel:
    """Return a chat model.

    Args:
        name: `embedded`, `openai:<model>`, or a bare model name, which is taken as OpenAI's.
        temperature: Sampling temperature, 0 to 2. The embedded engine has none.

    Returns:
        The model; the same object for the same settings.

    Raises:
        MisconfiguredError: If the provider is unknown, or a key is missing.
    """
    if name == EMBEDDED:
        return _embedded()
    model, key, base_url = settings_of(name)
    return _openai(model, temperature, key or "none", base_url, _connections(), tool_calling())


async def load_client(name: str) -> None:
    """Import a model's client in a thread, once: that takes seconds, in which the event loop goes on.

    Args:
        name: The model's name; the embedded engine needs none.
    """
    if name != EMBEDDED and "langchain_openai" not in sys.modules:
        await asyncio.to_thread(importlib.import_module, "langchain_openai")


def tool_calling() -> str:
    """Return how models are given tools (`RXGRAPH_TOOL_CALLING`): `native`, or `text` for servers that have no tool calling.

    Raises:
        MisconfiguredError: If it is something else.
    """
    chosen = os.environ.get("RXGRAPH_TOOL_CALLING") or TOOL_CALLING[0]
    if chosen not in TOOL_CALLING:
        raise MisconfiguredError(f"RXGRAPH_TOOL_CALLING={chosen!r} is not a setting: give {' or '.join(TOOL_CALLING)}")
    return chosen


@lru_cache(maxsize=1)
def _embedded() -> BaseChatModel:
    from models.embedded.engine import EmbeddedModel

    return EmbeddedModel()


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[Any, AsyncGenerator[None, None]]] = WeakKeyDictionary()
"""The HTTP client of each event loop, and what closes it."""


def _connections() -> Any:
    """Return the HTTP client of the running event loop: a connection belongs to its loop, and cannot be used from the next.

    It is closed when the loop shuts its asynchronous generators down, as `asyncio.run` and every server do at their end.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return None
    if loop not in _of_loop:
        from openai import DefaultAsyncHttpxClient

        client = DefaultAsyncHttpxClient()
        closing = _closing(client)
        with suppress(StopIteration):  # Runs to its `yield` without waiting, which puts it on the loop's list.
            closing.__anext__().send(None)
        _of_loop[loop] = client, closing
    return _of_loop[loop][0]


async def _closing(client: Any) -> AsyncGenerator[None, None]:
    """Close a client when this generator is closed."""
    try:
        yield
    finally:
        await client.aclose()


@lru_cache(maxsize=32)
def _openai(model: str, temperature: float, key: str, base_url: str, connections: Any, calling: str) -> BaseChatModel:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    # The client's own retries would hide what the server said: how often and how long to wait is decided in models.retry.
    # A server that refuses a JSON schema is asked by tool call; the client's advice to do so would only confuse.
    warnings.filterwarnings("ignore", message="This model does not support OpenAI's structured output")
    native = ChatOpenAI(
        model=model, temperature=temperature, api_key=SecretStr(key), base_url=base_url or None, timeout=CALL_TIMEOUT, max_retries=0,
        stream_usage=True, http_async_client=connections,
    )  # fmt: skip
    if calling == "native":
        return native
    from models.text_react import TextReActModel

    return TextReActModel(inner=native)
