"""`rxgraph serve`: the LangGraph dev server with all graphs; on loopback, or with authentication on any address."""

from __future__ import annotations

import errno
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
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port.")] = 2024,
    host: Annotated[str, typer.Option(help="Address; one that other machines reach needs RXGRAPH_AUTH=on.")] = "127.0.0.1",
    jobs: Annotated[int, typer.Option(min=1, help="Runs that a worker takes at once.")] = 20,
    reload: Annotated[
        bool, typer.Option("--reload", help="Restart when code changes; the server's files are then in the checkout.")
    ] = False,
) -> None:
    """Serve the graphs with `langgraph dev`: Studio's chat, langgraph_sdk and any client of the chat convention."""
    root = Path(__file__).resolve().parents[2]
    # The command stands beside the interpreter of this environment, which need not be on PATH.
    command = shutil.which("langgraph", path=str(Path(sys.executable).parent)) or shutil.which("langgraph")
    if command is None:
        fail('the dev server is not installed; run: pip install "rxgraph[serve]"')
    if not (root / "langgraph.json").exists():
        fail(f"{root / 'langgraph.json'} is missing; serve from a checkout of rxgraph")
    _load_settings(root / ".env")
    greeting = _greeting(host, port)
    if not _free(host, port):
        fail(f"port {port} is taken, perhaps by another `rxgraph serve`; stop that one or choose another with --port")
    os.umask(0o077)  # what the server writes holds questions
    folder = root if reload else _folder(root)
    note(greeting)
    arguments = ["dev", "--config", str(folder / "langgraph.json"), "--host", host, "--port", str(port), "--no-browser"]
    arguments += ["--n-jobs-per-worker", str(jobs), *([] if reload else ["--no-reload"])]
    os.umask(0o077)  # the server's own files hold questions too
    os.chdir(folder)
    os.execv(command, [command, *arguments])  # noqa: S606


def _greeting(host: str, port: int) -> str:
    """Say who may ask, having made sure that the settings of authentication are whole and allow this host."""
    from gateway.identity import keys, tokens
    from gateway.identity.mode import AuthSettingError, is_loopback, required

    try:
        with_auth, with_tokens = required(), tokens.from_environment() is not None
        known = [key for key in keys.KeyStore(keys.location()).keys() if key.revoked_at is None] if with_auth else []
    except (AuthSettingError, keys.KeyFileError) as error:
        fail(str(error))
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    if not with_auth:
        if not is_loopback(host):
            fail(f"{host} is reached by other machines, and nobody would be asked for a key; set RXGRAPH_AUTH=on, or leave --host out")
        return f"Serving on {url} WITHOUT AUTHENTICATION, for this machine only: anyone on it sees and does everything. Stop with Ctrl-C."
    if not known and not with_tokens:
        note("There is no key yet, so nobody can ask. Make one with: rxgraph keys create NAME --role asker")
    return f"Serving on {url} with authentication ({len(known)} keys{', and tokens' if with_tokens else ''}). Stop with Ctrl-C."


def _free(host: str, port: int) -> bool:
    """Say whether the port can be bound; `langgraph dev` would take another one in silence."""
    import socket

    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError):
        fail(f"{host!r} is no address of this machine")
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                fail(f"{host!r} is no address of this machine")
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
    for name in ("RXGRAPH_CHECKPOINTS", "RXGRAPH_JWT_JWKS"):
        if (chosen := os.environ.get(name)) and "://" not in chosen:
            os.environ[name] = str(Path(chosen).expanduser().absolute())


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
