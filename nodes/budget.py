"""The budget of a run: model calls, tool calls, tokens and dollars, one object for all of the run's branches.

It is checked before each call. What a reply will use is known only when it is there, so a call holds what its prompt is estimated to take,
and is charged by what the provider reports when it has ended; the calls in flight may overrun the tokens and the dollars by their replies.
Every attempt of a model call counts, those that are retried, that another model answers or that try another mode included.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import closing
from typing import Any, Final, Literal, NamedTuple, Self
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGeneration, LLMResult
from langgraph.config import get_config
from langgraph.runtime import get_runtime

from models.cost import Usage, price
from models.errors import DeadlineError, ModelError
from models.factory import EMBEDDED
from nodes.context import Context
from nodes.journal import Journal, attempt

Kind = Literal["model_calls", "tool_calls", "tokens", "cost_usd"]
_NAMES: Final[dict[Kind, str]] = {"model_calls": "model calls", "tool_calls": "tool calls", "tokens": "tokens"}

ENDED: Final = "the run's budget has ended"
"""Stands in every answer that a budget made partial; which one, and its limit, follow."""
_CHARS_A_TOKEN: Final = 4
"""How many characters of a prompt make a token, about."""
_RUNS: Final = 1024
"""Runs whose budgets a process keeps; an older one that goes on is counted anew from the journal."""


class BudgetError(DeadlineError):
    """The run has nothing left of a budget; what it found so far is its answer."""


class Amounts(NamedTuple):
    """An amount of each budget."""

    model_calls: float = 0
    tool_calls: float = 0
    tokens: float = 0
    cost_usd: float = 0.0

    def plus(self, other: Amounts) -> Amounts:
        """Add another amount."""
        return Amounts(*(a + b for a, b in zip(self, other, strict=True)))

    def minus(self, other: Amounts) -> Amounts:
        """Take another amount off."""
        return Amounts(*(a - b for a, b in zip(self, other, strict=True)))


def limits_of(context: Context) -> Amounts:
    """Return the limits that a context sets; infinity where it sets none.

    Raises:
        ModelError: If one is no number of at least 0.
    """
    found: list[float] = []
    for name in ("max_model_calls", "max_tool_calls", "max_tokens", "max_cost_usd"):
        given = getattr(context, name)
        try:
            value = math.inf if given is None else float(given)
        except (TypeError, ValueError):
            value = math.nan
        if math.isnan(value) or value < 0:
            raise ModelError(f"{name}={given!r} is not a setting: give a number of at least 0, or inf for no limit")
        found.append(value)
    return Amounts(*found)


class Budget:
    """What a run may use, and what it has used; safe for tasks and for threads."""

    def __init__(self, limits: Amounts, used: Amounts = Amounts()) -> None:  # noqa: B008  (a tuple)
        """Start with what was used before.

        Args:
            limits: The most of each; infinity for no limit.
            used: What an earlier attempt of the run used.
        """
        self.limits = limits
        self.unpriced = 0
        """Calls of unknown price; they count as 0 dollars."""
        self._taken = used
        self._lock = threading.Lock()

    def used(self) -> Amounts:
        """Return what was used, and what the calls in flight hold."""
        with self._lock:
            return self._taken

    def left(self) -> Amounts:
        """Return what is left of each; never less than 0."""
        return Amounts(*(max(0, amount) for amount in self.limits.minus(self.used())))

    def take(self, wanted: Amounts, *kinds: Kind) -> Amounts:
        """Take an amount, all of it or nothing.

        Args:
            wanted: The amount.
            kinds: The budgets that must have something left, and enough.

        Returns:
            The amount, for `settle`.

        Raises:
            BudgetError: If one of the budgets does not allow it.
        """
        with self._lock:
            left = self.limits.minus(self._taken)
            for kind in kinds:
                if getattr(left, kind) <= 0 or getattr(wanted, kind) > getattr(left, kind):
                    raise BudgetError(self._said(kind, getattr(left, kind)))
            self._taken = self._taken.plus(wanted)
        return wanted

    def take_tool_call(self) -> None:
        """Count a tool call that is about to be made.

        Raises:
            BudgetError: If none is left.
        """
        self.take(Amounts(tool_calls=1), "tool_calls")

    def take_model_call(self, engine: str, tokens: int) -> Amounts:
        """Count a model call that is about to be made, and hold what its prompt takes.

        Args:
            engine: The model's name. The embedded engine uses neither tokens nor dollars, so those budgets do not stop it.
            tokens: The tokens of its prompt, as estimated.

        Returns:
            What it holds, for `settle`.

        Raises:
            BudgetError: If a budget does not allow it.
        """
        if engine == EMBEDDED:
            return self.take(Amounts(model_calls=1), "model_calls")
        wanted = Amounts(model_calls=1, tokens=tokens, cost_usd=price(engine, tokens, 0) or 0.0)
        return self.take(wanted, "model_calls", "tokens", "cost_usd")

    def settle(self, held: Amounts, used: Amounts) -> None:
        """Replace what a call held by what it used."""
        with self._lock:
            self._taken = self._taken.plus(used).minus(held)

    def _said(self, kind: Kind, left: float) -> str:
        """Say which budget has ended: what follows `ENDED` and a colon."""
        limit = getattr(self.limits, kind)
        what = f"${limit:,.10g}" if kind == "cost_usd" else f"{limit:,.10g} {_NAMES[kind] if limit != 1 else _NAMES[kind][:-1]}"
        unknown = f" (calls of unknown price, {self.unpriced} so far, count as $0)" if kind == "cost_usd" and self.unpriced else ""
        return f"of {what} allowed{unknown}, {'too little' if left > 0 else 'nothing'} is left for another call"


class Spending(BaseCallbackHandler):
    """Charges the attempts of one model call to a budget: the first is held when the block begins, each further one when it starts."""

    raise_error = True
    run_inline = True

    def __init__(self, budget: Budget, model: str, messages: Sequence[BaseMessage]) -> None:
        """Prepare to charge a call.

        Args:
            budget: The run's budget.
            model: The model that is asked.
            messages: The prompt.
        """
        self._budget, self._model, self._first = budget, model, _estimate(messages)
        self._ticket: Amounts | None = None
        self._open: dict[UUID, tuple[str, int, Amounts]] = {}

    def __enter__(self) -> Self:
        """Hold the first attempt.

        Raises:
            BudgetError: If a budget does not allow it.
        """
        self._ticket = self._budget.take_model_call(self._model, self._first)
        return self

    def __exit__(self, *_: object) -> None:
        """Give back an attempt that was never made. One that was left behind stays charged: its prompt was sent."""
        if self._ticket is not None:
            self._budget.settle(self._ticket, Amounts())
        self._ticket = None
        self._open.clear()

    def on_chat_model_start(
        self, serialized: Any, messages: list[list[BaseMessage]], *, run_id: UUID, metadata: dict[str, Any] | None = None, **_: Any
    ) -> None:
        """Charge an attempt before its request goes out.

        Raises:
            BudgetError: If a budget does not allow it.
        """
        engine, tokens = str((metadata or {}).get("rxgraph_engine", self._model)), _estimate(messages[0])
        held, self._ticket = self._ticket, None
        self._open[run_id] = (engine, tokens, held or self._budget.take_model_call(engine, tokens))

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **_: Any) -> None:
        """Charge what an attempt used; a server that reports nothing is charged by the estimate."""
        engine, tokens, held = self._open.pop(run_id, ("", 0, None))
        if held is None:
            return
        read, written = (0, 0) if engine == EMBEDDED else _reported(response) or (tokens, _length(response) // _CHARS_A_TOKEN)
        cost = price(engine, read, written)
        self._budget.unpriced += cost is None
        self._budget.settle(held, Amounts(model_calls=1, tokens=read + written, cost_usd=cost or 0.0))

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """Charge an attempt that failed as a call without tokens."""
        held = self._open.pop(run_id, ("", 0, None))[2]
        if held is not None:
            self._budget.settle(held, Amounts(model_calls=1))


def labelled(draft: str, what: str, error: BudgetError) -> str:
    """Say below a draft what was left out of it, unless it says so already.

    Args:
        draft: The draft.
        what: What was left out, as the beginning of a sentence.
        error: Which budget has ended.
    """
    return draft if ENDED in draft else f"{draft}\n\n{what}, because {ENDED}: {error}."


def _estimate(messages: Sequence[BaseMessage]) -> int:
    return 1 + sum(len(str(m.content)) for m in messages) // _CHARS_A_TOKEN


def _reported(response: LLMResult) -> tuple[int, int] | None:
    for generation in (g for generations in response.generations for g in generations):
        usage = getattr(generation.message, "usage_metadata", None) if isinstance(generation, ChatGeneration) else None
        if usage:
            return int(usage["input_tokens"]), int(usage["output_tokens"])
    return None


def _length(response: LLMResult) -> int:
    return sum(len(g.text) for generations in response.generations for g in generations)


_budgets: Final[OrderedDict[tuple[Any, ...], Budget]] = OrderedDict()
_finding: Final = threading.Lock()


async def budget_of(context: Context, deadline: float, used: Usage | None = None) -> Budget:
    """Return the budget of the run that the calling node belongs to, the same for all of its branches.

    Args:
        context: The run's settings. A run that goes on with others has the limits of those.
        deadline: The deadline in the run's state: it tells the questions of a thread apart, and stays when the run goes on.
        used: The usage in the node's state, for a run that goes on without its journal.

    Returns:
        The budget; one of its own outside a run. In a new process it begins with what the journal holds of the run.

    Raises:
        ModelError: If the context's limits are no numbers.
    """
    limits, before = limits_of(context), _amounts(used)
    try:
        thread, control = get_config().get("configurable", {}).get("thread_id"), get_runtime().control
    except RuntimeError:
        return Budget(limits, before)
    # Without a thread nothing is resumed, and the control, which every branch of a run has from its root, tells runs apart.
    key = (thread, None if thread else control, deadline)
    if (found := _known(key, limits)) is not None:
        return found
    if thread:
        since = deadline - context.deadline_seconds
        recorded = await asyncio.to_thread(attempt, lambda journal: _recorded(journal, thread, since))
        # The state holds what was used up to its step, the journal each finished call of the turn, unless that was put aside for a sign-off.
        before = Amounts(*map(max, before, recorded or Amounts()))
    # A parallel branch may have been faster; then nothing was used between its reading and this one that it does not count.
    return _known(key, limits, Budget(limits, before)) or Budget(limits, before)


def _known(key: tuple[Any, ...], limits: Amounts, new: Budget | None = None) -> Budget | None:
    with _finding:
        budget = _budgets.get(key)
        if budget is None:
            if new is None:
                return None
            budget = _budgets[key] = new
            if len(_budgets) > _RUNS:
                _budgets.popitem(last=False)
        _budgets.move_to_end(key)
        budget.limits = limits
        return budget


def _amounts(usage: Usage | None) -> Amounts:
    if not usage:  # a state that has counted nothing yet holds an empty one
        return Amounts()
    tokens = usage["input_tokens"] + usage["output_tokens"]
    return Amounts(usage["model_calls"], usage["tool_calls"], tokens, usage["cost_usd"] or 0.0)


def _recorded(journal: Journal, thread: str, since: float) -> Amounts:
    """Add up the finished calls that the journal holds of a turn."""
    with closing(sqlite3.connect(f"{journal.path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT kind, type, value FROM calls WHERE thread = ? AND at >= ?", (thread, since)).fetchall()
    total = Amounts()
    for kind, written, value in rows:
        total = total.plus(Amounts(tool_calls=1) if kind == "tool" else _amounts(journal.serde.loads_typed((written, value))[1]))
    return total
