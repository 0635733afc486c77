"""Put a question to the pharmacist graph: `ask` from any code, `aask` and `astream` from async code.

`ask` works in a script and inside a running notebook loop alike: one daemon thread with its own event loop runs the graph
and owns the checkpoint file's connection.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
import uuid
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from langchain_core.messages import HumanMessage

from graphs import tracing
from graphs.checkpointer import CheckpointFileError, checkpointer, explain, location
from graphs.lease import lease
from graphs.pharmacist import builder
from graphs.react import RECURSION_LIMIT
from models.cost import NOTHING, Usage
from nodes.context import Context
from nodes.state import Assignment, Citation

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.graph.state import CompiledStateGraph

Result = TypeVar("Result")
_WAITING: Final = "A pharmacist must sign off this answer before it is given out."


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a run.

    Attributes:
        answer: The text, with `[1]` for its sources.
        status: `ok`, `partial`, `refused`, `escalated` or `needs_sign_off`.
        specialists: Who answered.
        assignments: Who was asked what, and why.
        citations: The numbered sources.
        severity: Worst interaction severity, or None when none was looked up.
        usage: Model calls, tool calls, tokens and cost.
        engine: Which model answered.
        thread_id: The thread, for a follow-up.
        seconds: Wall time.
        evidence: Every finding of the run.
        verdicts: The critic's verdicts.
        interrupt: What a reviewer is asked, when the run waits for sign-off.
    """

    answer: str
    status: str
    specialists: list[str]
    citations: list[Citation]
    severity: str | None
    usage: Usage
    engine: str
    thread_id: str
    seconds: float
    assignments: list[Assignment] = field(default_factory=list)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    interrupt: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the answer as `rxgraph ask --json` prints it."""
        return {k: v for k, v in asdict(self).items() if k not in ("evidence", "verdicts", "interrupt")}


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of a run: a node that has finished, with the update it made, or tools that a specialist begins to call."""

    node: str
    """The node, or `calling` when tool calls begin."""
    path: tuple[str, ...]
    """The graphs that it runs in, outermost first; empty for the main graph."""
    update: dict[str, Any]
    """What it wrote; for `calling`, the tool names under that key."""


def new_thread() -> str:
    """Return a new thread id, in the form that the dev server takes too."""
    return str(uuid.uuid4())


def config_of(thread_id: str) -> RunnableConfig:
    """Return the config of a thread's runs; the run's name holds no patient data."""
    return {"configurable": {"thread_id": thread_id}, "run_name": "pharmacist", "recursion_limit": RECURSION_LIMIT}


@asynccontextmanager
async def opened() -> AsyncIterator[CompiledStateGraph[Any, Any, Any, Any]]:
    """Compile the graph over the checkpoint file, for as long as the block lasts.

    Raises:
        CheckpointFileError: If the file cannot be used, now or in the middle of a run.
    """
    tracing.configure()
    async with checkpointer() as saver:
        try:
            yield builder.compile(checkpointer=saver, name="pharmacist")
        except sqlite3.Error as error:
            raise CheckpointFileError(explain(location(), error)) from error


async def astream(
    graph: CompiledStateGraph[Any, Any, Any, Any], question: str | Any, *, thread_id: str, context: Context | None = None
) -> AsyncIterator[Step | Answer]:
    """Run a question, yielding each node as it finishes and the answer at the end.

    Args:
        graph: A graph from `opened`.
        question: The text; or a `langgraph.types.Command` that resumes a thread.
        thread_id: The thread; its memory is used and added to.
        context: Settings of the run.

    Yields:
        A `Step` for each node that finished, then one `Answer`.
    """
    started, settings = time.perf_counter(), context or Context()
    value: Any = {"messages": [HumanMessage(question)]} if isinstance(question, str) else question
    modes: list[Literal["updates", "custom"]] = ["updates", "custom"]
    events: AsyncIterator[Any] = graph.astream(
        value, config_of(thread_id), context=settings, stream_mode=modes, subgraphs=True, durability="async"
    )
    async with lease(thread_id):
        async for path, mode, update in events:
            if mode == "custom":
                yield Step("calling", (update["specialist"],), update)
                continue
            for node, change in update.items():
                if not node.startswith("__"):
                    yield Step(node, tuple(part.split(":")[0] for part in path), change or {})
        snapshot = await graph.aget_state(config_of(thread_id))
        yield answer_of(snapshot.values, thread_id, time.perf_counter() - started, snapshot.interrupts)


async def aask(question: str, *, thread_id: str | None = None, context: Context | None = None) -> Answer:
    """Ask a question.

    Args:
        question: The text.
        thread_id: A thread to go on with; a new one when left out.
        context: Settings of the run.

    Returns:
        The answer.

    Raises:
        CheckpointFileError: If the checkpoint file cannot be used.
        ThreadBusyError: If another run holds the thread.
        TypeError: If the question is not text.
    """
    if not isinstance(question, str):
        raise TypeError(f"a question is text, not {type(question).__name__}")
    async with opened() as graph:
        last: Answer | None = None
        async for event in astream(graph, question, thread_id=thread_id or new_thread(), context=context):
            if isinstance(event, Answer):
                last = event
    assert last is not None
    return last


def ask(question: str, *, thread_id: str | None = None, context: Context | None = None) -> Answer:
    """Ask a question from synchronous code, also inside a running event loop such as a notebook's. See `aask`."""
    return run(aask(question, thread_id=thread_id, context=context))


def answer_of(values: dict[str, Any], thread_id: str, seconds: float, interrupts: tuple[Any, ...] = ()) -> Answer:
    """Read an answer from a thread's state."""
    assignments = values.get("assignments", [])
    waiting = interrupts[0].value if interrupts else None
    return Answer(
        answer=values.get("answer", "") or ((waiting.get("notice") or _WAITING) if waiting else ""),
        status="needs_sign_off" if waiting else values.get("status", "ok"),
        specialists=[a["specialist"] for a in assignments],
        citations=values.get("citations", []),
        severity=values.get("severity"),
        usage=values.get("usage", NOTHING),
        engine=values.get("engine", ""),
        thread_id=thread_id,
        seconds=round(seconds, 3),
        assignments=assignments,
        evidence=list(values.get("evidence", {}).values()),
        verdicts=values.get("verdicts", []),
        interrupt=waiting,
    )


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="rxgraph-loop", daemon=True).start()
    return loop


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on the package's own loop and wait for it; Ctrl-C cancels it.

    Args:
        work: The coroutine.

    Returns:
        What it returns.
    """
    future = asyncio.run_coroutine_threadsafe(work, _loop())
    try:
        return future.result()
    except KeyboardInterrupt:
        future.cancel()
        raise
