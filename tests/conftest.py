"""What every test gets: a home folder of its own, and no settings from the machine it runs on."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

# Some modules ask the knowledge base while they are collected, before any fixture: that too must not reach the user's own folder.
os.environ["RXGRAPH_HOME"] = tempfile.mkdtemp(prefix="rxgraph-tests-")

_SETTINGS = ("OPENAI_", "LANGSMITH_", "LANGCHAIN_", "RXGRAPH_")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`RXGRAPH_HOME` in a temporary folder; keys, tracing and model settings unset."""
    for name in [n for n in os.environ if n.startswith(_SETTINGS)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RXGRAPH_HOME", str(tmp_path))
    return tmp_path
