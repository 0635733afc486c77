"""`rxgraph serve`: the LangGraph dev server with all graphs, on loopback."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.console import fail, note
from knowledge.home import home


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 2024,
    jobs: Annotated[int, typer.Option(min=1, help="Runs that a worker takes at once.")] = 20,
    reload: Annotated[
        bool, typer.Option("--reload", help="Restart when code changes; the server's files are then in the checkout.")
    ] = False,
) -> None:
    """Serve the graphs with `langgraph dev` on loopback: Studio's chat, langgraph_sdk and any client of the chat convention."""
    root = Path(__file__).resolve().parents[2]
    # The command stands beside the interpreter of this environment, which need not be on PATH.
    command = shutil.which("langgraph", path=str(Path(sys.executable).parent)) or shutil.which("langgraph")
    if command is None:
        fail('the dev server is not installed; run: pip install "rxgraph[serve]"')
    if not (root / "langgraph.json").exists():
        fail(f"{root / 'langgraph.json'} is missing; serve from a checkout of rxgraph")
    if not _free(port):
        fail(f"port {port} is taken, perhaps by another `rxgraph serve`; stop that one or choose another with --port")
    _load_settings(root / ".env")
    folder = root if reload else _folder(root)
    note(f"Serving on http://127.0.0.1:{port} without authentication, for this machine only. Stop with Ctrl-C.")
    arguments = ["dev", "--config", str(folder / "langgraph.json"), "--host", "127.0.0.1", "--port", str(port), "--no-browser"]
    arguments += ["--n-jobs-per-worker", str(jobs), *([] if reload else ["--no-reload"])]
    os.umask(0o077)  # the server's own files hold questions too
    os.chdir(folder)
    os.execv(command, [command, *arguments])  # noqa: S606


def _free(port: int) -> bool:
    """Say whether the port can be bound; `langgraph dev` would take another one in silence."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _load_settings(file: Path) -> None:
    """Take settings from `.env`, where the environment wins, unlike in `langgraph dev`; a missing file is none.

    What the tools would send home by themselves is off, and paths are made absolute, because the server runs in another folder.
    """
    from dotenv import load_dotenv

    load_dotenv(file, override=False)
    os.environ.setdefault("LANGGRAPH_CLI_NO_ANALYTICS", "1")
    os.environ.setdefault("LANGGRAPH_NO_VERSION_CHECK", "1")
    os.environ["RXGRAPH_HOME"] = str(home().absolute())
    if chosen := os.environ.get("RXGRAPH_CHECKPOINTS"):
        os.environ["RXGRAPH_CHECKPOINTS"] = str(Path(chosen).expanduser().absolute())


def _folder(root: Path) -> Path:
    """Make the server's folder in `RXGRAPH_HOME`: its thread list holds questions, so it belongs beside the checkpoints.

    Args:
        root: The checkout.

    Returns:
        The folder, with a `langgraph.json` whose paths are absolute.
    """
    config: dict[str, Any] = json.loads((root / "langgraph.json").read_text())
    folder = home() / "server"
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    _hold(folder)
    for part in (*config["graphs"].values(), config["checkpointer"]):
        part["path"] = str(root / part["path"])
    config["http"]["app"] = str(root / config["http"]["app"])
    config["dependencies"] = [str(root)]
    config.pop("env", None)
    (folder / "langgraph.json").write_text(json.dumps(config, indent=2))
    return folder


def _hold(folder: Path) -> None:
    """Lock the folder for as long as this process lives, `exec` included: two servers on one folder leave runs stuck."""
    if sys.platform == "win32":
        return
    import fcntl

    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(lock, True)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fail(f"another server runs in {folder}; stop that one, or set RXGRAPH_HOME to another folder")
