"""A canary patient is sent through everything; then every sink is searched for her."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from nodes.redaction.stores import CONVERSATION_STORES
from tests.gateway.conftest import Cli
from tests.privacy.canary import Canary, files
from tests.server.conftest import Server, environment, free_port, serve_command
from tests.servers.chat_completions import ChatServer, ErrorReply, Reply
from tests.servers.collector import Collector
from tests.servers.pharmacist_script import plays_pharmacist

_LIMIT: Final = 120


@pytest.fixture(scope="module")
def canary() -> Canary:
    return Canary.new()


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as running:
        yield running


def _traced(collector: Collector) -> dict[str, str]:
    return {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "test", "LANGSMITH_ENDPOINT": collector.url}


def _plays(canary: Canary) -> Callable[[dict[str, Any]], Reply | ErrorReply]:
    """A model that works, and another that quotes in its error what it was asked."""

    def answer(request: dict[str, Any]) -> Reply | ErrorReply:
        return ErrorReply(400, f"cannot take {canary.question}") if request["model"] == "refuses" else plays_pharmacist(request)

    return answer


def _nothing_left(canary: Canary, home: Path, collector: Collector, *outputs: str) -> None:
    """Search every sink: traces with names and tags, what was logged or said, and all files but the stores."""
    assert canary.hits_in_runs(collector.runs) == {}
    assert all(canary.hits(body) == [] for body in collector.bodies)
    assert canary.hits_in(home) == {}
    for output in outputs:
        assert canary.hits(output) == [], [line for line in output.splitlines() if canary.hits(line)][:3]


def _owner_only(home: Path) -> list[str]:
    """Return the stores' files, and check that nobody but their owner may read them."""
    found = [(path, name) for path, name in files(home) if any(fnmatch(name, store) for store in CONVERSATION_STORES)]
    for path, name in found:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, name
        for folder in (f for f in path.parents if f != home and home in f.parents):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    return [name for _, name in found]


def test_the_search_finds_what_is_there(canary: Canary, tmp_path: Path) -> None:
    for value in canary.values.values():
        assert canary.hits(f"x {value.upper()} y") and canary.hits(value.encode("utf-16-le"))
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "requests.jsonl").write_text(canary.introduction)
    (tmp_path / "checkpoints.sqlite").write_text(canary.introduction)
    assert canary.hits_in(tmp_path).keys() == {"logs/requests.jsonl"}
    assert len(canary.hits_in(tmp_path)["logs/requests.jsonl"]) >= len(canary.values) - 2


def test_graph_runs_and_every_way_to_fail(canary: Canary, tmp_path: Path, collector: Collector) -> None:
    """Both engines; a model's error, a tool and a node that quote her; summaries; records at the lowest level of every logger."""
    root = Path(__file__).resolve().parents[2]
    with ChatServer(_plays(canary)) as server:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("LANGSMITH_", "LANGCHAIN_", "OPENAI_", "RXGRAPH_"))}
        settings = {
            "RXGRAPH_HOME": str(tmp_path),
            "OPENAI_API_KEY": "test",
            "OPENAI_BASE_URL": server.base_url,
            "RXGRAPH_FALLBACK_MODELS": "none",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.privacy.everything"],
            env={**clean, **settings, **_traced(collector), "CANARY": canary.dumps()},
            cwd=root, capture_output=True, text=True, timeout=_LIMIT, check=False,
        )  # fmt: skip
        asked = server.completions
    assert (done.returncode, done.stdout) == (0, "done"), done.stderr[-3000:]
    assert any(canary.hits(request.body) for request in asked), "by default a model is asked as the user asked"
    collector.wait_for(timeout=20)
    assert len(collector.tree()) == 7
    names = {run["name"] for run in collector.runs.values()}
    assert names >= {"pharmacist", "ChatOpenAI", "EmbeddedModel", "lookup_interaction", "remember"}
    assert any(run.get("error") for run in collector.runs.values())
    assert "[NAME]" in json.dumps(collector.named("intake")[0]["inputs"])
    assert "clarithromycin" in json.dumps(collector.named("intake")[0]["inputs"])
    assert "A run failed: Mrs. [NAME]" in done.stderr
    assert "ValueError: cannot read Mrs. [NAME]" in done.stderr
    _nothing_left(canary, tmp_path, collector, done.stderr)
    threads = {(run["extra"]["metadata"] or {}).get("thread_id", "") for run in collector.named("pharmacist")}
    assert sum(thread.startswith("thread-") for thread in threads) == 2, "a chosen thread id becomes a pseudonym, a UUID stays"
    assert {"checkpoints.sqlite", "journal.sqlite"} <= set(_owner_only(tmp_path))


def test_the_command_line(canary: Canary, tmp_path: Path, collector: Collector) -> None:
    home = tmp_path / "home"
    home.mkdir()
    cli = Cli(home, _traced(collector))
    thread = f"mrs-{canary.family}"
    asked = cli.run("ask", "--json", "--thread", thread, canary.question)
    assert asked.code == 0 and asked.json()["severity"] == "minor", asked.err
    chatted = cli.run("chat", stdin=f"{canary.question}\nand with simvastatin?\n/quit\n")
    assert chatted.code == 0
    (tmp_path / "in.jsonl").write_text(json.dumps({"question": canary.question}) + "\n{\n" + json.dumps({"q": canary.question}) + "\n")
    batched = cli.run("batch", tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert batched.code == 0, batched.err
    refused = [row["error"] for row in map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines()) if row["status"] == "refused"]
    assert len(refused) == 2
    checked = cli.run("check", "warfarin", "ibuprofen", "--json", "--patient", canary.introduction + ", 70-year-old woman, CrCl 40")
    assert checked.code == 0, checked.err
    collector.wait_for(timeout=20)
    assert len(collector.tree()) == 4
    _nothing_left(canary, home, collector, asked.err, batched.err, checked.err, *refused)
    _owner_only(home)


def test_error_messages_of_the_command_line(canary: Canary, tmp_path: Path) -> None:
    cli = Cli(tmp_path)
    wrong: tuple[tuple[Any, ...], ...] = (
        ("ask", "--audience", canary.introduction, "warfarin?"),
        ("check", "--pairs", tmp_path / f"Mrs. {canary.family}.csv", "--out", tmp_path / "out.csv"),
        ("threads", "show", f"Mrs. {canary.given} {canary.family}"),
        ("batch", tmp_path / f"Patient: {canary.given} {canary.family}.jsonl", tmp_path / "out.jsonl"),
    )
    for arguments in wrong:
        done = cli.quick(*map(str, arguments))
        assert done.code == 2, arguments
        assert done.err and canary.hits(done.err) == [], done.err


def test_a_crash_prints_its_traceback_without_her(canary: Canary, tmp_path: Path) -> None:
    crash = (
        "import sys, gateway.commands.check as check\n"
        "def boom(*_, **__): raise RuntimeError(sys.argv[-1])\n"
        "check._with_list = boom\n"
        "from gateway.cli import main\n"
        "main()"
    )
    cli = Cli(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", crash, "check", "warfarin", "ibuprofen", "--json", "--patient", canary.introduction + ", 70-year-old woman, CrCl 40"],
        env=cli.environment(), capture_output=True, text=True, timeout=_LIMIT, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "RuntimeError: Mrs. [NAME]" in done.stderr
    assert canary.hits(done.stderr) == []


@pytest.mark.skipif(find_spec("Crypto") is None, reason="the encryption extra is not installed")
def test_with_a_key_the_stores_of_the_graph_hold_nothing_readable(canary: Canary, tmp_path: Path) -> None:
    cli = Cli(tmp_path, {"RXGRAPH_ENCRYPTION_KEY": os.urandom(32).hex()})
    assert cli.run("ask", "--json", canary.question).code == 0
    for path, name in files(tmp_path):
        assert canary.hits(path.read_bytes()) == [], name


def test_the_dev_server(canary: Canary, tmp_path: Path, collector: Collector) -> None:
    """A run, a run that fails, and a thread named after her: its log, its traces and its files."""
    port = free_port()
    with ChatServer(_plays(canary)) as model:
        settings = {"OPENAI_API_KEY": "test", "OPENAI_BASE_URL": model.base_url, "RXGRAPH_FALLBACK_MODELS": "none", "LOG_LEVEL": "DEBUG"}
        with subprocess.Popen(
            serve_command(port), cwd=tmp_path, env={**environment(tmp_path), **_traced(collector), **settings}, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        ) as process:  # fmt: skip
            server = Server(process, port)
            try:
                server.wait_ready()
                thread = server.client.threads.create()["thread_id"]
                answer = server.ask(canary.question, thread_id=thread)
                assert answer["severity"] == "minor"
                refused = server.ask(canary.question, thread_id=None, context={"model": "openai:refuses"})
                assert refused["status"] == "refused"
                failed = httpx.post(
                    f"http://127.0.0.1:{port}/runs/wait", timeout=60,
                    json={"assistant_id": "pharmacist", "input": {"messages": [{"role": "nobody", "content": canary.question}]}},
                )  # fmt: skip
                assert "__error__" in failed.json()
                httpx.get(f"http://127.0.0.1:{port}/threads/{canary.introduction}", timeout=60)
                metrics = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=60).text
            finally:
                assert server.stop(signal.SIGINT) == 0
    collector.wait_for(timeout=20)
    assert len(collector.tree()) >= 2
    assert {run["extra"]["metadata"].get("thread_id") for run in collector.named("pharmacist")} >= {thread}
    _nothing_left(canary, tmp_path, collector, server.output, metrics)
    assert any(name.startswith("server/.langgraph_api/") for name in _owner_only(tmp_path))


def test_a_model_is_sent_no_identifiers_where_the_setting_says_so(canary: Canary, tmp_path: Path) -> None:
    """And what is clinical reaches it word for word: the prompts of a question without identifiers are the same with and without."""
    plain = "Can a 93-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"

    def prompts(question: str, setting: str) -> list[str]:
        with ChatServer(plays_pharmacist) as server:
            cli = Cli(tmp_path, {"OPENAI_API_KEY": "test", "OPENAI_BASE_URL": server.base_url, "RXGRAPH_REDACT_MODEL": setting})
            done = cli.run("ask", "--json", question)
            assert done.code == 0, done.out + done.err
            return sorted(json.dumps(request.json()["messages"], sort_keys=True) for request in server.completions)

    sent = prompts(canary.question, "on")
    assert sent and all(canary.hits(prompt) == [] for prompt in sent)
    assert any("70-year-old woman, 62 kg, creatinine 2.2 mg/dL" in prompt for prompt in sent)
    assert [_without_ids(p) for p in prompts(plain, "on")] == [_without_ids(p) for p in prompts(plain, "off")]
    wrong = replace(Cli(tmp_path), env={"OPENAI_API_KEY": "k", "RXGRAPH_REDACT_MODEL": "yes"}).run("ask", "--json", plain)
    assert wrong.code == 2 and "RXGRAPH_REDACT_MODEL" in wrong.out + wrong.err


def _without_ids(prompt: str) -> str:
    """Leave out what differs between any two runs: the ids of tool calls and the times."""
    return re.sub(r"call_[0-9a-f]{24}|\d{4}-\d\d-\d\dT[\d:+.]+", "", prompt)
