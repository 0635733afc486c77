"""`rxgraph doctor`: what works, what does not, and a fix for each."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.gateway.conftest import Cli
from tests.servers.chat_completions import ChatServer, Script

_CHECKS = [
    *("versions", "knowledge base", "model", "checkpoint file", "tracing"),
    *("authentication", "audit trail", "redaction", "rate limits"),
]


@pytest.fixture
def dead() -> Iterator[str]:
    """The address of a server that is not there."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{holder.getsockname()[1]}"


def _report(cli: Cli, code: int, **env: str) -> dict[str, dict[str, Any]]:
    done = cli.quick("doctor", "--json", **env)
    assert done.code == code, done.out
    report = done.json()
    assert [line["check"] for line in report] == _CHECKS
    for line in report:
        assert line["state"] != "fail" or line["fix"], f"{line['check']} fails and no fix is named"
    return {line["check"]: line for line in report}


def test_a_sound_installation(cli: Cli) -> None:
    done = cli.run("doctor")
    assert done.code == 0
    lines = [line for line in done.out.splitlines() if not line.startswith(" ")]
    assert [line.split(":")[0].split(maxsplit=1)[1] for line in lines] == _CHECKS
    assert "fail" not in {line.split()[0] for line in lines}
    report = _report(cli, 0)
    assert "langgraph" in report["versions"]["detail"]
    assert "embedded" in report["model"]["detail"]
    assert "nothing is sent" in report["tracing"]["detail"]


def test_the_checkpoint_file_is_counted(cli: Cli) -> None:
    cli.quick("ask", "--json", "Can I take ibuprofen with warfarin?")
    line = _report(cli, 0)["checkpoint file"]
    assert line["state"] == "ok"
    assert "1 threads" in line["detail"]


def test_a_corrupt_checkpoint_file(cli: Cli) -> None:
    file = cli.home / "checkpoints.sqlite"
    file.write_bytes(b"no database " * 1000)
    line = _report(cli, 1)["checkpoint file"]
    assert line["state"] == "fail"
    assert "backup" in line["fix"]
    assert file.read_bytes() == b"no database " * 1000


def test_a_checkpoint_file_that_others_can_read(cli: Cli) -> None:
    cli.quick("ask", "--json", "Can I take ibuprofen with warfarin?")
    file = cli.home / "checkpoints.sqlite"
    file.chmod(0o644)
    line = _report(cli, 0)["checkpoint file"]
    assert (line["state"], line["fix"]) == ("warn", f"chmod 600 {file}")


def test_a_good_and_a_bad_key(cli: Cli) -> None:
    with ChatServer(Script([]), api_key="right-key") as server:
        good = _report(cli, 0, OPENAI_API_KEY="right-key", OPENAI_BASE_URL=server.base_url)["model"]
        bad = _report(cli, 1, OPENAI_API_KEY="wrong-key", OPENAI_BASE_URL=server.base_url)["model"]
    assert good["state"] == "ok"
    assert bad["state"] == "fail"
    assert "401" in bad["detail"]
    assert "OPENAI_API_KEY" in bad["fix"]
    assert "wrong-key" not in str(bad)


def test_a_model_server_that_is_not_there(cli: Cli, dead: str) -> None:
    line = _report(cli, 1, OPENAI_API_KEY="k", OPENAI_BASE_URL=f"{dead}/v1")["model"]
    assert line["state"] == "fail"
    assert dead in line["detail"]
    assert "RXGRAPH_MODEL=embedded" in line["fix"]


def test_tracing_to_a_server_that_is_not_there(cli: Cli, dead: str) -> None:
    line = _report(cli, 1, LANGSMITH_TRACING="true", LANGSMITH_ENDPOINT=dead, LANGSMITH_API_KEY="k")["tracing"]
    assert line["state"] == "fail"
    assert dead in line["detail"]
    assert "unset LANGSMITH_TRACING" in line["fix"]


def test_tracing_without_a_key(cli: Cli) -> None:
    line = _report(cli, 1, LANGSMITH_TRACING="true", LANGSMITH_ENDPOINT="https://traces.invalid")["tracing"]
    assert line["state"] == "fail"
    assert "LANGSMITH_API_KEY" in line["fix"]
