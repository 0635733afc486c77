"""A process that has everything imported and forks a new process for each run, which may kill itself at a named point.

It reads one JSON job a line and answers with one line when the job's process has ended. The points are wrapped around the product from
outside: before and after every node, after every record of the journal and of the audit trail, inside every tool call and every call of the embedded engine.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import langchain_openai  # noqa: F401  (imported here once, not by every run)

from graphs import run as running
from graphs.pharmacist import builder
from models.embedded.engine import EmbeddedModel
from nodes.audit.trail import Trail
from nodes.journal import Journal
from tools import TOOLS
from tools.memory import MEMORY


class Points:
    """Passes points by name and number, writes each down, and dies at one of them."""

    def __init__(self, log: Path, kill: str | None) -> None:
        self.seen: Counter[str] = Counter()
        self.kill, self.lock = kill, threading.Lock()
        self.file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def pass_(self, name: str) -> None:
        with self.lock:
            self.seen[name] += 1
            point = f"{name} {self.seen[name]}"
            os.write(self.file, f"{point}\n".encode())
            if point == self.kill:
                os.kill(os.getpid(), signal.SIGKILL)


def install(points: Points) -> None:
    """Wrap the product's nodes, journal, tools and embedded engine."""
    specs = [(name, spec.runnable) for name, spec in builder.nodes.items() if not hasattr(spec.runnable, "builder")]
    for name, spec in builder.nodes.items():
        specs += [(f"{name} {inner}", of.runnable) for inner, of in getattr(spec.runnable, "builder", _Leaf).nodes.items()]
    for name, runnable in specs:
        runnable.afunc = _around(runnable.afunc, name, points)  # type: ignore[attr-defined]
    for method in ("begin", "write", "finish"):
        setattr(Journal, method, _after(getattr(Journal, method), method, points))
    Trail.append = _after(Trail.append, "record", points)  # type: ignore[method-assign]
    Trail._write_head = _before(Trail._write_head, "head", points)  # type: ignore[method-assign]
    for name, tool in TOOLS.items():
        # The gate writes texts through the same functions; those are no tool calls, and there is no view of memory around them.
        tool.func = _inside(tool.func, f"tool {name}", points, lambda: MEMORY.get() is not None)  # type: ignore[attr-defined]
    EmbeddedModel._generate = _inside(EmbeddedModel._generate, "model", points)  # type: ignore[method-assign]


class _Leaf:
    nodes: dict[str, Any] = {}


def _around(work: Callable[..., Any], name: str, points: Points) -> Callable[..., Any]:
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        points.pass_(f"before {name}")
        result = await work(*args, **kwargs)
        points.pass_(f"after {name}")
        return result

    return wrapped


def _after(work: Callable[..., Any], name: str, points: Points) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = work(*args, **kwargs)
        points.pass_(f"committed {name}")
        return result

    return wrapped


def _before(work: Callable[..., Any], name: str, points: Points) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        points.pass_(f"before {name}")
        return work(*args, **kwargs)

    return wrapped


def _inside(work: Callable[..., Any], name: str, points: Points, counts: Callable[[], bool] = lambda: True) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if counts():
            points.pass_(f"inside {name}")
        return work(*args, **kwargs)

    return wrapped


async def state(thread: str) -> dict[str, Any]:
    """Read what a test compares: the steps that are saved, and the messages."""
    async with running.opened() as graph:
        config = running.config_of(thread)
        steps = [s.metadata["step"] async for s in graph.aget_state_history(config) if s.metadata]
        messages = (await graph.aget_state(config)).values["messages"]
    return {"steps": steps[::-1], "messages": [[m.type, str(m.text)] for m in messages]}


def work(job: dict[str, Any]) -> None:
    """Run a job in this process: ask or resume, then write the answer and the state down."""
    os.environ.update(job["env"])
    home = Path(job["env"]["RXGRAPH_HOME"])
    (home / "pid").write_text(str(os.getpid()))
    install(Points(home / f"{job['name']}.log", job["kill"]))

    async def go() -> dict[str, Any]:
        answer = await (running.aask(job["question"], thread_id="t") if job["question"] else running.aresume("t"))
        answered = {k: v for k, v in answer.as_json().items() if k != "seconds"}
        return {"answer": answered, **await state("t")}

    (home / f"{job['name']}.json").write_text(json.dumps(asyncio.run(go())))


def main() -> None:
    """Fork a process for each job."""
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                work(job)
                code = 0
            finally:
                sys.excepthook(*sys.exc_info()) if code else None  # type: ignore[arg-type]
                sys.stderr.flush()
                os._exit(code)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
