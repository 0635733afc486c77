"""100 callers at once for a minute on the dev server, with authentication and the embedded engine, beside an empty graph under the same load.

Each caller has an API key of their own, made for the test; all come from one address. `LOAD_SECONDS` shortens it, to see that it runs.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
import pytest

from gateway.identity.keys import KeyStore
from tests.server.conftest import ROOT, WARFARIN, asked, free_port, running

pytestmark = pytest.mark.benchmark
CALLERS: Final = 100
SECONDS: Final = float(os.environ.get("LOAD_SECONDS", "60"))
SENDING: Final = SECONDS - 2.0
"""For how long a caller begins new requests: all of them lie in one minute, so that the limit of a minute is to be met exactly."""
LIMIT: Final = 60
"""Requests a minute of each caller."""
GREEDY: Final = 10
"""Callers beside them that ask for more than that."""
GREEDY_PAUSE: Final = 0.5
"""Between two of their requests, in seconds."""
WORKERS: Final = 1
"""Workers of the dev server: it has one process with one queue in it, and no setting for more."""
JOBS: Final = 20
"""Runs that the worker takes at once."""
PAUSE: Final = 0.5
"""After a refusal, in seconds."""
_GREEDY: Final = "greedy"
_EMPTY: Final = """
from langgraph.graph import END, START, MessagesState, StateGraph

def nothing(state: MessagesState) -> dict:
    return {}

builder = StateGraph(MessagesState)
builder.add_node("nothing", nothing)
builder.add_edge(START, "nothing")
builder.add_edge("nothing", END)
graph = builder.compile(name="empty")
"""


@dataclass
class Load:
    """What came of a load."""

    statuses: Counter[int] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    """Requests that were not refused, by caller."""
    refused: Counter[str] = field(default_factory=Counter)
    run_seconds: list[float] = field(default_factory=list)
    wrong: int = 0
    """Runs whose output was not what the graph gives."""
    seconds: float = 0.0

    def count(self, caller: str, status: int) -> bool:
        """Count an answer, and say whether the request was let through."""
        self.statuses[status] += 1
        (self.refused if status == 429 else self.passed)[caller] += 1
        return status != 429

    def said(self, name: str) -> str:
        """Return a line of the report."""
        ordered = statistics.quantiles(self.run_seconds, n=100)
        rate = len(self.run_seconds) / self.seconds
        return (
            f"{name:10} {len(self.run_seconds):6} runs {rate:7.1f}/s   p50 {ordered[49]:6.2f} s   p95 {ordered[94]:6.2f} s   "
            f"{sum(self.statuses.values()):6} requests {dict(sorted(self.statuses.items()))}"
        )


def configured(folder: Path) -> Path:
    """Write a config with the four graphs and an empty one."""
    config = json.loads((ROOT / "langgraph.json").read_text())
    for part in (*config["graphs"].values(), config["checkpointer"]):
        part["path"] = str(ROOT / part["path"])
    config["http"]["app"] = str(ROOT / config["http"]["app"])
    config["dependencies"] = [str(ROOT)]
    config.pop("env")
    (folder / "empty.py").write_text(_EMPTY)
    config["graphs"]["empty"] = {"path": str(folder / "empty.py:graph")}
    (folder / "langgraph.json").write_text(json.dumps(config))
    return folder / "langgraph.json"


async def call_for_a_minute(url: str, graph: str, caller: str, key: str, load: Load) -> None:
    """Run the graph again and again, one run at a time."""
    async with client_of(url, key) as client:
        began = time.perf_counter()
        while time.perf_counter() - began < SENDING:
            sent = time.perf_counter()
            answer = await client.post("/runs/wait", json={"assistant_id": graph, "input": asked(WARFARIN)})
            if load.count(caller, answer.status_code):
                load.run_seconds.append(time.perf_counter() - sent)
                load.wrong += not right(graph, answer.json())
            else:
                await asyncio.sleep(PAUSE)


async def ask_for_too_much(url: str, caller: str, key: str, load: Load) -> None:
    """Make small requests, more than are allowed."""
    async with client_of(url, key) as client:
        began = time.perf_counter()
        while time.perf_counter() - began < SENDING:
            load.count(caller, (await client.post("/assistants/count", json={})).status_code)
            await asyncio.sleep(GREEDY_PAUSE)


def client_of(url: str, key: str) -> httpx.AsyncClient:
    """Return a client with a key."""
    return httpx.AsyncClient(base_url=url, timeout=120, headers={"Authorization": f"Bearer {key}"})


def right(graph: str, output: object) -> bool:
    """Say whether a run gave what the graph gives: an answer about bleeding, or the question back."""
    if not isinstance(output, dict):
        return False
    last = str(output.get("messages", [{}])[-1].get("content", ""))
    return last == WARFARIN if graph == "empty" else output.get("status") == "ok" and "bleeding" in last


async def loaded(url: str, graph: str, keys: Mapping[str, str]) -> Load:
    """Put the load of all callers on one graph."""
    load, began = Load(), time.perf_counter()
    runs = (call_for_a_minute(url, graph, name, key, load) for name, key in keys.items() if not name.startswith(_GREEDY))
    more = (ask_for_too_much(url, name, key, load) for name, key in keys.items() if name.startswith(_GREEDY))
    await asyncio.gather(*runs, *more)
    load.seconds = time.perf_counter() - began
    return load


def test_a_hundred_callers_for_a_minute(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No 5xx, the limit of each caller met to the request, and every run that passed gave its answer."""
    port = free_port()
    config = configured(tmp_path)
    store = KeyStore(tmp_path / "keys.json")
    # Each graph has callers of its own, so that each begins with a whole minute's requests.
    names = [*(f"caller-{n}" for n in range(CALLERS)), *(f"{_GREEDY}-{n}" for n in range(GREEDY))]
    keys = {graph: {name: store.create(f"{name}-{graph}", "asker")[1] for name in names} for graph in ("empty", "pharmacist")}
    settings: Mapping[str, str] = {
        "RXGRAPH_AUTH": "on",
        "RXGRAPH_RATE_REQUESTS_PER_MINUTE": str(LIMIT),
        "RXGRAPH_REQUEST_LOG": "file",
    }
    code = f"import os, sys; os.environ.update({dict(settings)!r}); os.execv(sys.executable, [sys.executable, '-m', 'langgraph_cli', *sys.argv[1:]])"
    command = [sys.executable, "-c", code, "dev", "--config", str(config), "--port", str(port), "--no-browser", "--no-reload"]
    with running(tmp_path, [*command, "--n-jobs-per-worker", str(JOBS)], port=port, cwd=tmp_path) as server:
        url = f"http://127.0.0.1:{port}"
        loads = {graph: asyncio.run(loaded(url, graph, keys[graph])) for graph in keys}
        health = httpx.get(f"{url}/health").json()
        errors = [line for line in server.output.splitlines() if "Traceback" in line]
    lines = [json.loads(line) for file in sorted((tmp_path / "logs").iterdir()) for line in file.read_text().splitlines()]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{CALLERS} identities, {SECONDS:.0f} s each graph, {WORKERS} worker with {JOBS} jobs, {os.cpu_count()} cores, embedded engine, "
        )
        sys.stdout.write(f"limit {LIMIT} requests a minute, {GREEDY} more callers beyond it\n")
        for name, load in loads.items():
            sys.stdout.write(f"{load.said(name)}\n")
        ratio = statistics.median(loads["pharmacist"].run_seconds) / statistics.median(loads["empty"].run_seconds)
        sys.stdout.write(f"pharmacist : empty at the median {ratio:.1f} : 1; log lines {len(lines)}\n")
    assert errors == []
    assert health == {"ok": True, "request_log": "ok", "rate_storage": "ok"}
    for load in loads.values():
        assert set(load.statuses) <= {200, 429}
        assert load.wrong == 0
        assert max(load.passed.values()) <= LIMIT
        over = [caller for caller in load.refused if load.passed[caller] != LIMIT]
        assert over == [], f"refused before {LIMIT} had passed: {over}"
        greedy = [load.passed[caller] for caller in load.passed if caller.startswith(_GREEDY)]
        assert greedy == [LIMIT] * GREEDY if SECONDS >= 60 else len(greedy) == GREEDY
    asked_for = sum(sum(load.statuses.values()) for load in loads.values())
    assert sum(line["kind"] == "request" and line["method"] == "POST" for line in lines) == asked_for
    assert sum(line["kind"] == "run" for line in lines) == sum(len(load.run_seconds) for load in loads.values())
