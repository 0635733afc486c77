"""The real dev server as a subprocess, each with a home folder and a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError

import pytest
from langgraph_sdk import get_sync_client
from langgraph_sdk.client import SyncLangGraphClient

ROOT: Final = Path(__file__).resolve().parents[2]
DEADLINE_SECONDS: Final = 60.0
WARFARIN: Final = "Can I take ibuprofen with warfarin?"
PATIENT: Final = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"
APPLICATION_IS_UP: Final = "Application started up"


def asked(question: str) -> dict[str, Any]:
    """The input of LangGraph's chat convention."""
    return {"messages": [{"role": "user", "content": question}]}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    """Nothing of the machine's settings, and nothing that calls home."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    quiet = {"LANGGRAPH_CLI_NO_ANALYTICS": "1", "LANGGRAPH_NO_VERSION_CHECK": "1", "NO_COLOR": "1"}
    return {**kept, **quiet, "HOME": str(home), "RXGRAPH_HOME": str(home), "RXGRAPH_MODEL": "embedded", "PYTHONUNBUFFERED": "1"}


def serve_command(port: int) -> list[str]:
    return [sys.executable, "-c", "from gateway.cli import main; main()", "serve", "--port", str(port)]


class Server:
    """A running server: its process, its output so far, and a client."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port
        self.client: SyncLangGraphClient = get_sync_client(url=f"http://127.0.0.1:{port}", api_key=None, timeout=DEADLINE_SECONDS)
        self._lines: list[str] = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._changed = threading.Condition()
        self._ended = False
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @property
    def output(self) -> str:
        """What the server has written so far."""
        with self._changed:
            return "".join(self._lines)

    def wait_for(self, text: str, times: int = 1) -> None:
        """Wait until the server has written a text so often; fail at the deadline or when the process ends."""
        with self._changed:
            found = self._changed.wait_for(lambda: self._ended or "".join(self._lines).count(text) >= times, DEADLINE_SECONDS)
            assert found and not self._ended, f"{text!r} was not written:\n" + "".join(self._lines)

    def wait_ready(self) -> None:
        """Wait until the application is up and `/ok` answers; fail at the deadline or when the process ends."""
        end = time.monotonic() + DEADLINE_SECONDS
        with self._changed:
            up = self._changed.wait_for(lambda: self._ended or any(APPLICATION_IS_UP in line for line in self._lines), DEADLINE_SECONDS)
            assert up and not self._ended, "the server did not start:\n" + "".join(self._lines)
        # The port is bound a moment after that line; no event tells of it, so wait on the output between the tries.
        while not self._answers():
            assert time.monotonic() < end, f"/ok did not answer:\n{self.output}"
            with self._changed:
                self._changed.wait(0.05)
                assert not self._ended, "the server ended:\n" + "".join(self._lines)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ok", timeout=5) as answer:
                return bool(answer.status == 200)
        except URLError:
            return False

    def stop(self, how: signal.Signals) -> int:
        """Send a signal and wait for the end; return the exit code."""
        self.process.send_signal(how)
        code = self.process.wait(DEADLINE_SECONDS)
        self._reading.join(DEADLINE_SECONDS)
        self.client.close()
        return code

    def ask(
        self, question: str, *, thread_id: str | None, graph: str = "pharmacist", context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Run a question to its end and return the output."""
        result: Any = self.client.runs.wait(thread_id, graph, input=asked(question), context=context)  # type: ignore[arg-type]
        assert isinstance(result, dict), result
        return result


@contextmanager
def running(
    home: Path,
    command: Sequence[str] | None = None,
    *,
    port: int | None = None,
    cwd: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Start a server and wait until it is ready; kill it at the end if it still runs."""
    port = port or free_port()
    env = environment(home) | dict(settings or {})
    with subprocess.Popen(
        command or serve_command(port), cwd=cwd or home, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        server = Server(process, port)
        try:
            server.wait_ready()
            yield server
        finally:
            if process.poll() is None:
                server.stop(signal.SIGKILL)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that only use it, on threads of their own; it must stop gracefully at the end."""
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started
        assert started.stop(signal.SIGINT) == 0, started.output
        assert "BlockingError" not in started.output
