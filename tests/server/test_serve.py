"""`rxgraph serve`, and `langgraph dev` as it stands in a checkout."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.commands import serve
from tests.server.conftest import ROOT, Server, environment, free_port, running, serve_command


def refused(home: Path, port: int) -> str:
    """What `rxgraph serve` says when it will not start."""
    done = subprocess.run(serve_command(port), env=environment(home), cwd=home, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def test_it_listens_on_loopback_with_the_workers_it_was_told(server: Server) -> None:
    assert f"Serving on http://127.0.0.1:{server.port} WITHOUT AUTHENTICATION" in server.output
    assert f"http://127.0.0.1:{server.port}/docs" in server.output
    listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
    addresses = [line.split()[1] for line in listening if line.split()[1].endswith(f":{server.port:04X}") and line.split()[3] == "0A"]
    assert addresses == [f"0100007F:{server.port:04X}"]


def test_a_taken_port_is_refused(server: Server, tmp_path: Path) -> None:
    assert f"port {server.port} is taken" in refused(tmp_path, server.port)


def test_a_second_server_on_the_same_home_is_refused_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    with running(tmp_path):
        said = refused(tmp_path, free_port())
        assert f"another server runs in {tmp_path / 'server'}" in said
        files = tmp_path / "server"
        assert stat.S_IMODE(files.stat().st_mode) == 0o700
        assert (files / ".langgraph_api").is_dir()
    with running(tmp_path) as second:
        assert second.client.assistants.count() == 4


def test_a_relative_home_is_meant_from_where_the_command_runs(tmp_path: Path) -> None:
    port = free_port()
    command = [
        sys.executable,
        "-c",
        "import os; os.environ['RXGRAPH_HOME'] = 'mine'; from gateway.cli import main; main()",
        *serve_command(port)[3:],
    ]
    with running(tmp_path, [*command, "--jobs", "3"], port=port) as started:
        assert started.client.assistants.count() == 4
        assert (tmp_path / "mine" / "checkpoints.sqlite").exists()
        assert not (tmp_path / "mine" / "server" / "mine").exists()
        started.ask("Can I take ibuprofen with warfarin?", thread_id=None)
        assert "Starting 3 background workers" in started.output


def test_settings_come_from_the_file_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("RXGRAPH_MODEL=embedded\nRXGRAPH_REVIEW=required\n")
    monkeypatch.setattr(os, "environ", {**os.environ, "RXGRAPH_MODEL": "openai:gpt-4o"})
    serve._load_settings(tmp_path / ".env")
    assert (os.environ["RXGRAPH_MODEL"], os.environ["RXGRAPH_REVIEW"]) == ("openai:gpt-4o", "required")


def test_langgraph_dev_runs_in_a_checkout_without_settings_file(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    shutil.copy(ROOT / "langgraph.json", checkout)
    for package in ("gateway", "graphs"):
        (checkout / package).symlink_to(ROOT / package, target_is_directory=True)
    env_file = json.loads((checkout / "langgraph.json").read_text())["env"]
    assert not (checkout / env_file).exists()
    port = free_port()
    command = [sys.executable, "-m", "langgraph_cli", "dev", "--no-browser", "--no-reload", "--port", str(port)]
    with running(tmp_path, command, port=port, cwd=checkout) as started:
        assert started.client.assistants.count() == 4
