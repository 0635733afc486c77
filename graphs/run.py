"""Put a question to the pharmacist graph: `ask` from any code, `aask` and `astream` from async code.

`ask` works in a script and inside a running notebook loop alike, because the graph runs on a loop of its own (`graphs.loop`).

Nothing that was accepted is lost: a run's input and settings are in the journal before its first step, every step is saved before the
next one starts, and `resume` goes on with a run that was stopped or killed.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from langchain_core.messages import HumanMessage
from langgraph.errors import GraphDrained
from langgraph.runtime import RunControl
from langgraph.types import Command
from pydantic import TypeAdapter

from graphs import tracing
from graphs.checkpointer import CheckpointFileError, checkpointer, explain, location
from graphs.lease import lease
from graphs.loop import run as run
from graphs.loop import run_drained
from graphs.pharmacist import graph
from graphs.react import RECURSION_LIMIT
from models.cost import NOTHING, Usage
from nodes import journal
from nodes.context import Context
from nodes.state import Assignment, Citation

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.graph.state import CompiledStateGraph

_WAITING: Final = "A pharmacist must sign off this answer before it is given out."


class RunStoppedError(RuntimeError):
    """A run was asked to stop, and stopped with its steps saved; `resume` goes on with it."""

    def __init__(self, thread_id: str, reason: str) -> None:
        """Say what was stopped.

        Args:
            thread_id: Its thread.
            reason: What asked for it: `SIGINT`, `SIGTERM` or the caller's own word.
        """
        super().__init__(f"stopped, and saved. Go on with: rxgraph threads resume {thread_id}")
        self.thread_id, self.reason = thread_id, reason


class NothingToResumeError(RuntimeError):
    """There is no such thread."""


class NothingWaitsError(RuntimeError):
    """A decision came for a thread where no draft waits for one; the message says who decided before, when somebody did."""


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
        readability: Computed reading grade of the text that a patient reads, with its limit and what was left out of the count.
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
    readability: dict[str, Any] = field(default_factory=dict)

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
            yield graph.copy({"checkpointer": saver})
        except sqlite3.Error as error:
            raise CheckpointFileError(explain(location(), error)) from error


async def astream(
    graph: CompiledStateGraph[Any, Any, Any, Any],
    question: str | Command[Any] | None,
    *,
    thread_id: str,
    context: Context | None = None,
    control: RunControl | None = None,
) -> AsyncIterator[Step | Answer]:
    """Run a question, yielding each node as it finishes and the answer at the end.

    Args:
        graph: A graph from `opened`.
        question: The text; a command that resumes a thread which waits; or None to go on with a run that was stopped or killed.
        thread_id: The thread; its memory is used and added to.
        context: Settings of the run; when it goes on, those it began with are the default.
        control: Stops the run between two steps, when a drain is requested of it.

    Yields:
        A `Step` for each node that finished; the `Answer` as soon as it stands, and once more, with all that was used, when the run has ended.

    Raises:
        RunStoppedError: If a drain was requested.
        NothingToResumeError: If there is nothing to go on with, nor a thread.
        NothingWaitsError: If a command brings a decision and no draft waits for one; of two reviewers at once, one gets this.
    """
    started = time.perf_counter()
    modes: list[Literal["updates", "custom", "values"]] = ["updates", "custom", "values"]
    answered = False
    async with lease(thread_id):
        if question is None:
            value, settings, waits = await _left(graph, thread_id, context)
        else:
            if isinstance(question, Command) and question.resume is not None:
                await _still_waits(graph, thread_id)
            value, settings, waits = *await _accepted(question, thread_id, context), True
        config = config_of(thread_id)
        config["run_id"] = uuid.uuid4()
        config["configurable"][journal.RUN_DEADLINE] = time.time() + settings.deadline_seconds
        if waits:
            events: Any = graph.astream(
                value, config, context=settings, stream_mode=modes, subgraphs=True, durability="sync", control=control
            )
            try:
                async with aclosing(events):
                    async for path, mode, update in events:
                        if mode == "values":  # The whole state after a step: the answer goes out before memory is compressed.
                            if answered and not path:
                                answered = False
                                yield answer_of(update, thread_id, time.perf_counter() - started)
                            continue
                        for step in _steps(path, mode, update):
                            yield step
                            answered = answered or not step.path and bool(step.update.get("answer"))
            except (GraphDrained, asyncio.CancelledError) as stopped:
                if control is None or not control.drain_requested:
                    raise
                raise RunStoppedError(thread_id, control.drain_reason or "") from stopped
        snapshot = await graph.aget_state(config_of(thread_id))
        await asyncio.to_thread(journal.attempt, lambda j: j.finish(thread_id))
        yield answer_of(snapshot.values, thread_id, time.perf_counter() - started, snapshot.interrupts)


def _steps(path: tuple[str, ...], mode: str, update: dict[str, Any]) -> Iterator[Step]:
    """Read the steps out of one event of a run."""
    if mode == "custom":
        yield Step("calling", (update["specialist"],), update)
        return
    for node, change in update.items():
        if not node.startswith("__"):
            yield Step(node, tuple(part.split(":")[0] for part in path), change or {})


async def _still_waits(graph: CompiledStateGraph[Any, Any, Any, Any], thread_id: str) -> None:
    """Ask, with the thread held, whether a draft still waits for a decision.

    Raises:
        NothingWaitsError: If none does.
    """
    snapshot = await graph.aget_state(config_of(thread_id))
    if snapshot.interrupts:
        return
    last = snapshot.values.get("sign_off") or {}
    before = (
        f": {last.get('reviewer') or 'somebody'} decided it ({last['decision']}) at {last.get('at', '')}" if last.get("decision") else ""
    )
    raise NothingWaitsError(f"nothing of thread {thread_id!r} waits for sign-off{before}. Your decision was not taken.")


async def _accepted(question: str | Command[Any], thread_id: str, context: Context | None) -> tuple[Any, Context]:
    """Make a run's input and settings durable, and return them as the graph takes them."""
    settings = context or Context()
    given: dict[str, Any] = {"settings": TypeAdapter(Context).dump_python(settings, mode="json")}
    value: Any = question
    if isinstance(question, str):
        message = HumanMessage(question, id=str(uuid.uuid4()))
        value, given["question"] = {"messages": [message]}, {"id": message.id, "text": question}
    elif question.resume is not None:
        given["decision"] = question.resume
    await asyncio.to_thread(journal.attempt, lambda j: j.begin(thread_id, given))
    return value, settings


async def _left(graph: CompiledStateGraph[Any, Any, Any, Any], thread_id: str, context: Context | None) -> tuple[Any, Context, bool]:
    """Return what an unfinished run still needs as input, its settings, and whether there is anything left to run.

    Raises:
        NothingToResumeError: If there is neither a run nor a thread.
    """
    snapshot = await graph.aget_state(config_of(thread_id))
    begun = await asyncio.to_thread(journal.attempt, lambda j: j.unfinished(thread_id))
    given = begun[0].given if begun else {}
    if not given and not snapshot.values and not snapshot.next:
        raise NothingToResumeError(f"there is no thread {thread_id!r}. rxgraph threads list shows those that exist.")
    settings = context or (TypeAdapter(Context).validate_python(given["settings"]) if given else Context())
    question = given.get("question")
    if question and all(m.id != question["id"] for m in snapshot.values.get("messages", ())):
        return {"messages": [HumanMessage(question["text"], id=question["id"])]}, settings, True
    if snapshot.interrupts:
        return Command(resume=given.get("decision")), settings, "decision" in given
    return None, settings, bool(snapshot.next)


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
    return await _to_the_end(question, thread_id or new_thread(), context, None)


async def aresume(thread_id: str) -> Answer:
    """Go on with a run that was stopped or killed; a thread whose last run has ended gives its answer again.

    What was finished is not done again, and the run has its whole time anew.

    Args:
        thread_id: The thread.

    Returns:
        The answer.

    Raises:
        NothingToResumeError: If there is no such thread.
        CheckpointFileError: If the checkpoint file cannot be used.
        ThreadBusyError: If another run holds the thread.
    """
    return await _to_the_end(None, thread_id, None, None)


async def _to_the_end(question: str | None, thread_id: str, context: Context | None, control: RunControl | None) -> Answer:
    last: Answer | None = None
    async with opened() as graph:
        async for event in astream(graph, question, thread_id=thread_id, context=context, control=control):
            if isinstance(event, Answer):
                last = event
    assert last is not None
    return last


def ask(question: str, *, thread_id: str | None = None, context: Context | None = None) -> Answer:
    """Ask a question from synchronous code, also inside a running event loop such as a notebook's. See `aask`.

    Ctrl-C and SIGTERM let the present step end and save it; the run then ends with `RunStoppedError`.
    """
    if not isinstance(question, str):
        raise TypeError(f"a question is text, not {type(question).__name__}")
    return run_drained(lambda control: _to_the_end(question, thread_id or new_thread(), context, control))


def resume(thread_id: str) -> Answer:
    """Go on with a run that was stopped or killed, from synchronous code. See `aresume`."""
    return run_drained(lambda control: _to_the_end(None, thread_id, None, control))


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
        readability=values.get("readability") or {},
    )
