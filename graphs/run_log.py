"""What each run used, told when it ends: for the log, for limits and for metrics. It holds no word of what was said.

A callback of LangChain's sees every run of a graph in this process, those of the dev server too, and hears of its end whatever that is:
an answer, a wait for sign-off, an error, a cancellation.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGeneration, LLMResult
from langchain_core.tracers.context import register_configure_hook

from models.cost import price
from models.factory import EMBEDDED

log = logging.getLogger("rxgraph.runs")
"""Gets one record a run, at level INFO, with the `Run` as a dict in its attribute `run`."""

GRAPHS: Final = ("pharmacist", "react", "supervisor", "critic")
_CHARS_A_TOKEN: Final = 4
"""For servers that report no usage."""
_NAME: Final = 128
"""Longest identity that is told, in characters."""
_OPEN: Final = 10_000
"""Runs that are followed at once; the oldest is let go."""


@dataclass(slots=True)
class Run:
    """One run of a graph, without anything that was said in it."""

    run_id: str
    thread_id: str | None
    """None when it is no UUID: people may name threads after patients."""
    graph: str
    """One of `GRAPHS`, or `other`."""
    who: str | None
    """The identity that the dev server verified, if it did."""
    status: str = "running"
    """`ok`, `partial`, `refused`, `escalated` or `needs_sign_off` as the graph ended it, else `success`, `cancelled` or `error`."""
    error: str | None = None
    """Class of the error; never its text, which may quote a question."""
    seconds: float = 0.0
    model_calls: int = 0
    """Attempts, repeated and failed ones included."""
    tool_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0
    """None once any call's price is unknown."""
    engine: str | None = None

    @property
    def tokens(self) -> int:
        """Tokens read and written."""
        return self.input_tokens + self.output_tokens


Listener = Callable[[Run], None]
_listeners: Final[list[Listener]] = []


def watch(listener: Listener) -> Callable[[], None]:
    """Call a function at the end of each run of this process; it must be fast and must not raise.

    Returns:
        Ends the watch.
    """
    install()
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


@dataclass(slots=True)
class _Open:
    run: Run
    began: float = field(default_factory=time.perf_counter)
    prompts: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    """Model calls under way: who is asked, and the tokens of the prompt as estimated."""
    parts: list[UUID] = field(default_factory=list)


class RunLog(BaseCallbackHandler):
    """Follows runs from their root to their end, on whichever thread its callbacks come."""

    run_inline = True

    def __init__(self) -> None:
        """Follow no run yet."""
        self._lock = threading.Lock()
        self._roots: OrderedDict[UUID, _Open] = OrderedDict()
        self._root_of: dict[UUID, UUID] = {}

    def _start(self, run_id: UUID, parent: UUID | None, metadata: Mapping[str, Any] | None, name: str) -> _Open | None:
        """Note a callback's run under its root, and return the root if it is followed."""
        with self._lock:
            if parent is None:
                facts = metadata or {}
                # A client may put what it likes into a run's metadata: nothing of it may keep the run from being counted.
                graph = next((str(given) for given in (facts.get("graph_id"), name) if given in GRAPHS), "other")
                who = facts.get("langgraph_auth_user_id")
                self._roots[run_id] = _Open(Run(str(run_id), _uuid(facts.get("thread_id")), graph, str(who)[:_NAME] if who else None))
                self._root_of[run_id] = run_id
                while len(self._roots) > _OPEN:
                    self._forget(self._roots.popitem(last=False)[1])
            elif (root := self._root_of.get(parent)) is not None:
                self._root_of[run_id] = root
                self._roots[root].parts.append(run_id)
            return self._roots.get(self._root_of.get(run_id, run_id))

    def _forget(self, found: _Open) -> None:
        for part in found.parts:
            self._root_of.pop(part, None)
        self._root_of.pop(UUID(found.run.run_id), None)

    def on_chain_start(
        self,
        serialized: Any,
        inputs: Any,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        metadata: dict[str, Any] | None = None,
        **rest: Any,
    ) -> None:
        """Begin to follow a root run, or learn to which root a part belongs."""
        self._start(run_id, parent_run_id, metadata, str(rest.get("name") or ""))

    def on_tool_start(self, serialized: Any, input_str: str, *, run_id: UUID, parent_run_id: UUID | None = None, **_: Any) -> None:
        """Count a tool call."""
        if found := self._start(run_id, parent_run_id or run_id, None, ""):
            found.run.tool_calls += 1

    def on_chat_model_start(
        self,
        serialized: Any,
        messages: list[list[BaseMessage]],
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        metadata: dict[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """Count a model call."""
        if found := self._start(run_id, parent_run_id or run_id, None, ""):
            engine = str((metadata or {}).get("rxgraph_engine") or "unknown")
            found.run.model_calls += 1
            found.prompts[run_id] = engine, 1 + sum(len(str(m.content)) for ms in messages for m in ms) // _CHARS_A_TOKEN

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **_: Any) -> None:
        """Add a call's tokens and price; a server that reports nothing is counted by the length of its texts."""
        found = self._followed(run_id)
        engine, prompt = found.prompts.pop(run_id, ("unknown", 0)) if found else ("", 0)
        if found is None or engine == EMBEDDED:
            return
        read, written = _reported(response) or (prompt, sum(len(g.text) for gs in response.generations for g in gs) // _CHARS_A_TOKEN)
        cost = price(engine, read, written)
        with self._lock:
            run = found.run
            run.input_tokens, run.output_tokens = run.input_tokens + read, run.output_tokens + written
            run.cost_usd = None if cost is None or run.cost_usd is None else round(run.cost_usd + cost, 9)

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """Count the prompt of a call that broke off, for it was sent."""
        found = self._followed(run_id)
        if found is not None:
            engine, prompt = found.prompts.pop(run_id, (EMBEDDED, 0))
            if engine != EMBEDDED and not isinstance(error, Exception):
                found.run.input_tokens += prompt

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **_: Any) -> None:
        """Tell of a root run that came to its end."""
        if found := self._ended(run_id):
            state = outputs if isinstance(outputs, Mapping) else {}
            found.run.status = str(state.get("status") or "success")
            found.run.engine = str(state["engine"]) if state.get("engine") else None
            self._tell(found)

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """Tell of a root run that broke, waits, or was stopped."""
        if found := self._ended(run_id):
            name = type(error).__name__
            stopped = not isinstance(error, Exception) or name in ("UserInterrupt", "UserRollback")
            found.run.status = "cancelled" if stopped else "needs_sign_off" if name == "GraphInterrupt" else "error"
            found.run.error = None if found.run.status == "needs_sign_off" else name
            self._tell(found)

    def _followed(self, run_id: UUID) -> _Open | None:
        with self._lock:
            root = self._root_of.get(run_id)
            return self._roots.get(root) if root else None

    def _ended(self, run_id: UUID) -> _Open | None:
        with self._lock:
            found = self._roots.pop(run_id, None)
            if found is not None:
                self._forget(found)
            return found

    @staticmethod
    def _tell(found: _Open) -> None:
        run = found.run
        run.seconds = round(time.perf_counter() - found.began, 3)
        for listener in list(_listeners):
            listener(run)
        log.info("run of %s ended: %s", run.graph, run.status, extra={"run": asdict(run)})


def _uuid(value: object) -> str | None:
    try:
        return str(UUID(str(value)))
    except ValueError:
        return None


def _reported(response: LLMResult) -> tuple[int, int] | None:
    for generation in (g for generations in response.generations for g in generations):
        usage = getattr(generation.message, "usage_metadata", None) if isinstance(generation, ChatGeneration) else None
        if usage:
            return int(usage["input_tokens"]), int(usage["output_tokens"])
    return None


_installed: Final[list[ContextVar[BaseCallbackHandler | None]]] = []


def install() -> None:
    """Begin to follow the runs of this process, in every context; once."""
    if not _installed:
        everywhere = RunLog()  # one for the process, by intent: a context of its own has the default
        followed: ContextVar[BaseCallbackHandler | None] = ContextVar("rxgraph_run_log", default=everywhere)
        register_configure_hook(followed, inheritable=True)
        _installed.append(followed)
