"""`rxgraph serve`: the LangGraph dev server with all graphs, on loopback."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from gateway.console import fail, note


def serve(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 2024,
    jobs: Annotated[int, typer.Option(help="Runs that a worker takes at once.")] = 20,
    reload: Annotated[bool, typer.Option("--reload", help="Restart when code changes.")] = False,
) -> None:
    """Serve the graphs with `langgraph dev` on loopback: Studio's chat, langgraph_sdk and any client of the chat convention."""
    root = Path(__file__).resolve().parents[2]
    config = root / "langgraph.json"
    # The command stands beside the interpreter of this environment, which need not be on PATH.
    command = shutil.which("langgraph", path=str(Path(sys.executable).parent)) or shutil.which("langgraph")
    if command is None:
        fail('the dev server is not installed; run: pip install "rxgraph[serve]"')
    if not config.exists():
        fail(f"{config} is missing; serve from a checkout of rxgraph")
    note(f"Serving on http://127.0.0.1:{port} without authentication, for this machine only. Stop with Ctrl-C.")
    arguments = ["dev", "--config", str(config), "--host", "127.0.0.1", "--port", str(port), "--no-browser", "--n-jobs-per-worker", str(jobs)]
    os.chdir(root)
    os.execv(command, [command, *arguments, *([] if reload else ["--no-reload"])])  # noqa: S606
