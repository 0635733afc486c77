"""The pharmacist graph over a real SQLite checkpoint file, and a loopback server that plays the model."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from langgraph.graph.state import CompiledStateGraph

from graphs.run import opened
from models import structured
from tests.servers.chat_completions import ChatServer, Responder

Serve = Callable[..., ChatServer]


@pytest.fixture
async def pharmacist() -> AsyncIterator[CompiledStateGraph[Any, Any, Any, Any]]:
    """The main graph, with its checkpoints in this test's home folder."""
    async with opened() as graph:
        yield graph


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Start a chat-completions server and point the OpenAI settings at it. A responder that raised fails the test."""
    monkeypatch.setattr(structured, "_worked", {})
    servers: list[ChatServer] = []
    with ExitStack() as stack:

        def start(responder: Responder, **options: Any) -> ChatServer:
            server = stack.enter_context(ChatServer(responder, **options))
            servers.append(server)
            monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
            monkeypatch.setenv("OPENAI_API_KEY", "test-key")
            monkeypatch.setenv("RXGRAPH_MODEL", "openai:test-model")
            return server

        yield start
    assert [error for server in servers for error in server.responder_errors] == []
