"""Run one question while one role's model breaks, and say what came of it."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import threading
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from unittest.mock import patch

from langchain_core.messages import HumanMessage

from graphs.run import Answer, answer_of, config_of, opened
from models import structured
from models.breaker import BREAKERS
from models.cost import StandIn
from models.factory import breaker_name
from models.fallback import FallbackModel
from models.retry import RetryPolicy
from nodes import calling
from nodes.context import Context
from tests.faults.catalogue import FAULTS, ROLES, Fault, Role
from tests.graphs.asking import Pharmacist, put, state_of
from tests.graphs.player import INTERACTION, Player, mode_of, role_of
from tests.servers.chat_completions import AnyReply, ChatServer, Reply, Request, Responder, ToolCall

QUESTION: Final = "Can I take ibuprofen with warfarin?"
EARLIER: Final = "What is metformin?"
BULLETS: Final = ("Ibuprofen with warfarin was asked about.", "It is a major interaction.", "Nothing is open.")
CALLS: Final = {INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "ibuprofen", "drug_b": "warfarin"})]}
PRIMARY: Final = "primary"
"""What the model that is asked for is called in the table."""
AT_ONCE: Final = 6
PATIENCE: Final = 15.0
"""Longest wait for one model call, in seconds, where nothing hangs."""
HASTE: Final = 2.0
"""The same where it does: long enough for a reply on a busy machine."""

_ROLES: Final[dict[str, Role]] = {"supervisor": "routing", "specialist": "specialist", "critic": "critic"}
WAITS: ContextVar[list[float] | None] = ContextVar("waits", default=None)
"""Where a question notes the waits between its attempts."""


async def skip(seconds: float) -> None:
    """Stand in for `asyncio.sleep` between two attempts: note the wait and let others go first."""
    if (waits := WAITS.get()) is not None:
        waits.append(seconds)
    await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did about a fault."""

    asked: int
    """How often the model was asked in that role."""
    waits: tuple[float, ...]
    """Seconds between attempts."""
    answer: Answer
    stand_ins: dict[str, StandIn]
    result: str
    """What became of the role's work."""
    words: str
    """What the user or the record is told."""
    breaker: str
    modes: tuple[str, ...]
    """In which modes structure was asked for, in order."""
    kept: tuple[str, ...]
    """The texts of the messages that the thread holds."""
    bullets: tuple[str, ...]
    """The summary, if there is one."""

    @property
    def modes_changed(self) -> bool:
        """Whether the model was asked for structure in another mode instead of once more."""
        return len(set(self.modes)) > 1


@dataclass
class Cell:
    """One fault in one role; plays the model of its name."""

    fault: Fault
    role: Role
    lasting: bool
    """Whether it happens each time, or only the first."""
    asked: int = 0
    modes: list[str] = field(default_factory=list)
    streams: set[bool] = field(default_factory=set)
    player: Player = field(default_factory=lambda: Player(CALLS))

    def reply(self, request: Request) -> AnyReply:
        """Play the model, well or broken."""
        summarising = "You summarise" in request["messages"][0]["content"]
        role = "summariser" if summarising else _ROLES.get(role_of(request))
        well = summary(request) if summarising else well_turn(self.player, request, CALLS[INTERACTION])
        if role != self.role:
            return well
        self.asked += 1
        self.modes.append(mode_of(request))
        self.streams.add(bool(request.get("stream")))
        assert isinstance(well, Reply)
        return self.fault.make(self.role, well) if self.lasting or self.asked == 1 else well


def well_turn(player: Player, request: Request, calls: Sequence[ToolCall]) -> AnyReply:
    """Play a role; a specialist whose tool calls found nothing, for they were broken ones, makes the right ones."""
    found = any("[interaction:" in str(m["content"]) or "[dosing:" in str(m["content"]) for m in request["messages"] if m["role"] == "tool")
    well = player(request)
    return well if found or role_of(request) != "specialist" else Reply(tool_calls=[ToolCall(c.name, c.arguments) for c in calls])


def summary(request: Request) -> Reply:
    """Summarise, in the way that the request asks for."""
    value = {"bullets": list(BULLETS)}
    return Reply(tool_calls=[ToolCall("Summary", value)]) if mode_of(request) == "tool" else Reply(value)


class Cells:
    """A responder for many cells at once: each is a model of its own on one server."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._cells: dict[str, Cell] = {}

    def add(self, cell: Cell) -> str:
        """Take a cell in and return its model's name."""
        name = f"m{len(self._cells)}"
        self._cells[name] = cell
        return name

    def __call__(self, request: Request) -> AnyReply:
        """Reply as the cell of the model that is asked."""
        with self._lock:
            return self._cells[request["model"]].reply(request)


@contextmanager
def settings(**values: str) -> Iterator[None]:
    """Use a home folder of its own, these settings, waits that take no time, and no mode of structure that was found before."""
    with tempfile.TemporaryDirectory(prefix="rxgraph-faults-") as folder, patch.dict(os.environ, {"RXGRAPH_HOME": folder, **values}):
        quick = partial(FallbackModel, retry=RetryPolicy(base_seconds=0.01, sleep=skip))
        with patch.object(calling, "FallbackModel", quick), patch.object(structured, "_worked", {}):
            yield


@asynccontextmanager
async def served(responder: Responder, **values: str) -> AsyncIterator[tuple[ChatServer, Pharmacist]]:
    """The pharmacist graph, and a server that plays its models."""
    with ChatServer(responder) as server, settings(OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY="test-key", **values):
        async with opened() as graph:
            yield server, graph


async def streamed(graph: Pharmacist, question: str, thread: str, **given: Any) -> Answer:
    """Ask as a chat client does that shows the tokens as they come."""
    value = {"messages": [HumanMessage(question, id=str(uuid.uuid4()))]}
    async for _ in graph.astream(
        value, config_of(thread), context=Context(**given), stream_mode=["messages", "updates"], subgraphs=True, durability="sync"
    ):
        pass
    return answer_of(await state_of(graph, thread), thread, 0.0)


async def run_cell(graph: Pharmacist, cells: Cells, cell: Cell) -> Outcome:
    """Ask one question and look at what came of it."""
    name = cells.add(cell)
    model = f"openai:{name}"
    waits: list[float] = []
    WAITS.set(waits)
    given: dict[str, Any] = {"model": model, "cheap_model": model, "model_timeout_seconds": HASTE if cell.fault.hangs else PATIENCE}
    if cell.role == "summariser":
        await put(graph, EARLIER, name, model="embedded")
        given |= {"working_limit": 2, "working_keep": 2}
    answer = await (streamed if cell.fault.streamed else put)(graph, QUESTION, name, **given)
    state = await state_of(graph, name)
    assert cell.streams <= {cell.fault.streamed}
    return Outcome(
        asked=cell.asked, waits=tuple(waits), answer=answer, stand_ins=dict(answer.usage.get("stand_ins", {})),
        result=_result(cell.role, answer, state), words=_plain(_words(answer), model),
        breaker=BREAKERS.of(breaker_name(model)).status().state, modes=tuple(cell.modes) if cell.role != "specialist" else (),
        kept=tuple(str(m.text) for m in state["messages"]),
        bullets=tuple(b for episode in state.get("episodes", ()) for b in episode["bullets"]),
    )  # fmt: skip


def _result(role: Role, answer: Answer, state: dict[str, Any]) -> str:
    if role == "routing":
        rules = any("routed by rules" in a["reason"] for a in answer.assignments)
        return "not routed" if not answer.assignments else "routed by rules" if rules else "routed"
    if role == "critic":
        return "judged" if answer.verdicts[-1]["outcome"] == "passed" else str(answer.verdicts[-1]["outcome"])
    if role == "summariser":
        kept = len(state["messages"])
        return "summarised" if state.get("episodes") and kept == 2 else f"not summarised, {kept} of 4 messages kept"
    return f"found {answer.severity}" if answer.severity else "found nothing"


def _words(answer: Answer) -> str:
    if answer.status == "refused":
        return answer.answer
    said = re.findall(r"(?:Note: |This part is unfinished, because ).*", answer.answer)
    said += [v["reason"] for v in answer.verdicts if v["outcome"] == "critic_error"]
    return " ".join(said)


def _plain(text: str, model: str) -> str:
    return re.sub(r" at http://\S+", "", text).replace(model, PRIMARY)


async def run_matrix(faults: tuple[Fault, ...] = FAULTS) -> dict[tuple[str, Role, bool], Outcome]:
    """Run every fault in every role, once and lasting.

    Args:
        faults: The faults.

    Returns:
        The outcomes by fault, role and whether it lasted.
    """
    cells, busy, idle = Cells(), asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(2 * AT_ONCE)
    outcomes: dict[tuple[str, Role, bool], Outcome] = {}
    async with served(cells) as (server, graph):

        async def one(cell: Cell) -> None:
            async with idle if cell.fault.hangs else busy:
                outcomes[cell.fault.name, cell.role, cell.lasting] = await run_cell(graph, cells, cell)

        await asyncio.gather(*(one(Cell(f, role, lasting)) for role in ROLES for f in faults for lasting in (False, True)))
        assert server.responder_errors == []
    return outcomes
