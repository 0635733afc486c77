"""LangGraph's own conformance suite for checkpointers, over the saver and over the checkpointer as it is shipped."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from langgraph.checkpoint.conformance import checkpointer_test, validate

from graphs.checkpointer import checkpointer
from graphs.saver import Saver

KEY = "0f" * 32


async def _bare(folder: Path) -> AsyncIterator[Saver]:
    async with aiosqlite.connect(folder / "bare.sqlite") as connection:
        yield Saver(connection)


async def _shipped(folder: Path) -> AsyncIterator[Saver]:
    async with checkpointer(folder / "shipped.sqlite") as saver:
        yield saver


@pytest.mark.parametrize(
    ("make", "env"),
    [
        pytest.param(_bare, {}, id="saver"),
        # Retention removes steps on purpose; the contract is about storing them.
        pytest.param(_shipped, {"RXGRAPH_RETENTION": "steps"}, id="as shipped"),
        pytest.param(_shipped, {"RXGRAPH_RETENTION": "steps", "RXGRAPH_ENCRYPTION_KEY": KEY}, id="encrypted"),
    ],
)
async def test_eight_of_eight_capabilities(
    make: Callable[[Path], AsyncIterator[Saver]],
    env: dict[str, str],
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    async def made() -> AsyncIterator[Saver]:
        async for saver in make(home):
            yield saver

    registered: Any = checkpointer_test(name=make.__name__)(made)
    report = await validate(registered)
    passed = [name for name, result in report.results.items() if result.detected and result.passed]
    tests = sum(result.tests_passed for result in report.results.values())
    failures = [failure for result in report.results.values() for failure in result.failures]
    with capsys.disabled():
        sys.stdout.write(f"\nconformance {len(passed)}/{len(report.results)} ({tests} tests): {', '.join(sorted(passed))}\n")
    assert failures == []
    assert (len(passed), len(report.results)) == (8, 8)
