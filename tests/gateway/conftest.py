"""The installed `rxgraph` script as real processes, each test on a home folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gateway.cli import app

SCRIPT = Path(sys.executable).parent / "rxgraph"
"""The console script of the environment that runs the tests; it need not be on PATH."""

_SETTINGS = ("OPENAI_", "LANGSMITH_", "LANGCHAIN_", "RXGRAPH_")
_LIMIT = 60.0
"""Seconds after which a process counts as hanging."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Parse standard output."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Cli:
    """Runs `rxgraph` on one home folder."""

    home: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        """The machine's environment without any setting of ours, the home folder, and what is asked for."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
        return {**clean, "COLUMNS": "200", "TERM": "dumb", "RXGRAPH_HOME": str(self.home), **self.env, **more}

    def quick(self, *arguments: str, stdin: str = "", **env: str) -> Finished:
        """Run a command in this process, for what needs no process of its own; an error that `main` would catch is raised."""
        done = CliRunner().invoke(app, arguments, input=stdin, env={"RXGRAPH_HOME": str(self.home), "COLUMNS": "200", **env})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Finished(done.exit_code, done.stdout, done.stderr)

    def run(self, *arguments: str | bytes | Path, stdin: str | bytes = b"", **env: str) -> Finished:
        """Run a command to its end."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [SCRIPT, *arguments], input=data, capture_output=True, env=self.environment(**env), timeout=_LIMIT, check=False
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """`rxgraph` on the test's own home folder."""
    return Cli(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """`rxgraph` on a home folder that the tests of one module read from."""
    return Cli(tmp_path_factory.mktemp("home"))
