"""A process is killed at every point of a run; another one resumes it. Nothing is lost, nothing that was recorded is done again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from nodes.audit.trail import reading, rows, verify
from tests.servers.chat_completions import ChatServer, Hang, Reply
from tests.servers.pharmacist_script import plays_pharmacist

SINGLE = "Can I take ibuprofen with warfarin?"
PARALLEL = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"
NEXT = "And with naproxen?"
_SETTINGS = ("OPENAI_", "LANGSMITH_", "LANGCHAIN_", "RXGRAPH_")


class Worker:
    """A process of `worker.py`; one job at a time."""

    def __init__(self) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.graphs.kill_matrix.worker"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, home: Path, env: dict[str, str], name: str, question: str | None, kill: str | None = None) -> int:
        """Run a job in a new process, and return its exit code."""
        assert self.process.stdin and self.process.stdout
        job = {"env": {"RXGRAPH_HOME": str(home), **env}, "name": name, "question": question, "kill": kill}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def workers() -> Iterator[SimpleQueue[Worker]]:
    free: SimpleQueue[Worker] = SimpleQueue()
    started = [Worker() for _ in range(2)]
    for worker in started:
        free.put(worker)
    yield free
    for worker in started:
        worker.close()


@dataclass
class Case:
    """One home folder with its runs and the calls they made."""

    home: Path
    worker: Worker
    openai: bool
    calls: dict[str, Counter[str]] = field(default_factory=dict)
    """Calls of each run by kind, as those who were called counted them."""

    def run(self, name: str, question: str | None, kill: str | None = None) -> int:
        """Run a process to its end; a kill inside a model call of a language model comes from its server."""
        with self._model(kill) as (server, env):
            code = self.worker.run(self.home, env, name, question, kill)
        self.calls[name] = Counter(line.split()[1] for line in self.log(name) if line.startswith("inside"))
        if server is not None:
            self.calls[name]["model"] = len(server.requests)
            assert server.responder_errors == []
        return code

    @contextmanager
    def _model(self, kill: str | None) -> Iterator[tuple[ChatServer | None, dict[str, str]]]:
        if not self.openai:
            yield None, {"RXGRAPH_MODEL": "embedded"}
            return

        def responder(request: dict[str, Any]) -> Reply | Hang:
            if kill == f"inside model {len(server.requests)}":
                os.kill(int((self.home / "pid").read_text()), signal.SIGKILL)
                return Hang()
            return plays_pharmacist(request)

        with ChatServer(responder) as server:
            yield server, {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "k", "RXGRAPH_MODEL": "openai:test-model"}

    def log(self, name: str) -> list[str]:
        """The points that a run passed."""
        return (self.home / f"{name}.log").read_text().splitlines()

    def result(self, name: str) -> dict[str, Any]:
        """The answer of a run and the state it left."""
        found: dict[str, Any] = json.loads((self.home / f"{name}.json").read_text())
        return found

    def recorded(self) -> Counter[str]:
        """How many calls the journal holds, by kind; none of them may be made again."""
        with closing(sqlite3.connect(self.home / "journal.sqlite")) as db:
            return Counter(dict(db.execute("SELECT kind, count(*) FROM calls GROUP BY kind")))

    def audited(self) -> list[str]:
        """The kinds of the audit trail's records, and what is wrong with it."""
        found, _, behind = verify(self.home / "audit")
        with closing(reading(self.home / "audit")) as db:
            return [*(json.loads(row.body)["kind"] for row in rows(db)), *(fault.says for fault in found), *(["behind"] if behind else [])]

    def is_finished(self) -> bool:
        with closing(sqlite3.connect(self.home / "journal.sqlite")) as db:
            return db.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def _faults(case: Case, point: str, question: str, whole: Case) -> list[str]:
    """Kill at a point, resume, ask the next question; say what differs from the run that was not killed."""
    if (code := case.run("killed", question, point)) != -signal.SIGKILL:
        return [f"{point}: was not killed: {code}"]
    recorded = whole.calls["whole"] if case.is_finished() else case.recorded()
    if case.run("resumed", None) or case.run("next", NEXT):
        return [f"{point}: did not resume"]
    faults = []
    again = case.calls["resumed"]
    if again != whole.calls["whole"] - recorded:
        faults.append(f"{point}: {dict(recorded)} were recorded, and {dict(again)} made on resume, of {dict(whole.calls['whole'])}")
    for name, like in (("resumed", "whole"), ("next", "next")):
        for part, value in case.result(name).items():
            if value != whole.result(like)[part]:
                faults.append(f"{point}: {part} of {name}: {value} is not {whole.result(like)[part]}")
    if case.audited() != whole.audited():
        faults.append(f"{point}: the audit trail has {case.audited()}, and not {whole.audited()}")
    if case.recorded() or not case.is_finished():
        faults.append(f"{point}: the journal keeps a turn that has ended")
    return faults


@pytest.mark.parametrize("openai", [False, True], ids=["embedded", "openai"])
@pytest.mark.parametrize("question", [SINGLE, PARALLEL], ids=["single", "parallel"])
def test_a_killed_run_goes_on_wherever_it_was_killed(
    tmp_path: Path, workers: SimpleQueue[Worker], question: str, openai: bool, record_property: Any
) -> None:
    whole = Case(tmp_path / "whole", workers.get(), openai)
    whole.home.mkdir()
    try:
        assert (whole.run("whole", question), whole.run("next", NEXT)) == (0, 0)
    finally:
        workers.put(whole.worker)
    points = whole.log("whole")
    if openai:
        points += [f"inside model {n + 1}" for n in range(whole.calls["whole"]["model"])]
    assert whole.audited() == ["answer", "answer"]
    assert {
        "committed begin 1",
        "committed write 1",
        "committed record 1",
        "before head 1",
        "committed finish 1",
        "before intake 1",
        "after remember 1",
    } <= set(points)
    assert len(whole.result("whole")["answer"]["specialists"]) == (1 if question == SINGLE else 2)

    def one(number: int) -> list[str]:
        home = tmp_path / str(number)
        home.mkdir()
        if (whole.home / "knowledge").exists():  # the facts were compiled there, because no build had done it
            (home / "knowledge").symlink_to(whole.home / "knowledge")
        case = Case(home, workers.get(), openai)
        try:
            return _faults(case, points[number], question, whole)
        finally:
            workers.put(case.worker)
            shutil.rmtree(home)

    with ThreadPoolExecutor(2) as pool:
        faults = [fault for found in pool.map(one, range(len(points))) for fault in found]
    record_property("points", len(points))
    assert faults == []
