"""A tool call is left behind when it takes too long; the loop, other calls and memory do not notice."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.tools import BaseTool, tool

from nodes import threads
from nodes.tool_calls import Called, call_tool
from tools.memory import MemoryView, view


@pytest.fixture
def release() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()
    for thread in list(threads._abandoned):
        thread.join(10)
    threads._abandoned.clear()


def _hanging(release: threading.Event) -> BaseTool:
    @tool
    def hang() -> str:
        """Hang."""
        release.wait(60)
        view().learned.append({"key": "late", "value": "yes"})
        return "late"

    return hang


async def _call(of: BaseTool, memory: MemoryView | None = None, limit: float = 0.05, **arguments: Any) -> Called:
    call: Any = {"name": of.name, "args": arguments, "id": "1", "type": "tool_call"}
    return await call_tool(call, {of.name: of}, limit, memory or MemoryView())


async def test_a_tool_that_hangs_is_left_behind_and_what_it_does_later_is_dropped(release: threading.Event) -> None:
    memory = MemoryView()
    called = await _call(_hanging(release), memory)
    assert called.message.status == "error" and "hang did not answer within" in str(called.message.content)
    release.set()
    for thread in list(threads._abandoned):
        thread.join(10)
    assert memory.learned == [{"key": "late", "value": "yes"}] and called.learned == []


async def test_calls_beyond_the_most_that_may_hang_are_turned_away_until_one_ends(
    release: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "MOST_ABANDONED", 2)
    hang = _hanging(release)
    for _ in range(2):
        await _call(hang)
    assert "still hang" in str((await _call(hang)).message.content)
    release.set()
    for thread in list(threads._abandoned):
        thread.join(10)
    assert (await _call(hang, limit=10)).message.content == "<tool_result>\nlate\n</tool_result>"


async def test_a_tool_that_awaits_is_cancelled_at_its_limit() -> None:
    ended: list[str] = []

    @tool
    async def waits() -> str:
        """Wait."""
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")
        return "never"

    assert "did not answer" in str((await _call(waits)).message.content)
    assert ended == ["cancelled"]


@pytest.mark.parametrize("error", [ValueError("bad\nsecond line"), StopIteration("odd"), TimeoutError("its own"), SystemExit(3)])
async def test_whatever_a_tool_raises_is_an_observation(error: BaseException) -> None:
    @tool
    def fails() -> str:
        """Fail."""
        raise error

    called = await _call(fails, limit=10)
    assert called.message.status == "error" and "fails failed: " in str(called.message.content)
