"""A storm: many questions at once while a share of all model calls breaks, by a schedule that a seed fixes."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graphs.run import Answer
from models.breaker import BREAKERS, Status
from models.factory import breaker_name
from tests.faults.bench import WAITS, served, streamed, well_turn
from tests.faults.catalogue import FAULTS, Fault, Role
from tests.graphs.asking import put
from tests.graphs.player import DOSING, INTERACTION, Player, role_of
from tests.servers.chat_completions import AnyReply, ErrorReply, Reply, Request, ToolCall

MODEL: Final = "openai:storm-model"
SHARE: Final = 0.3
AT_ONCE: Final = 8
CALL_SECONDS: Final = 1.0
"""Longest wait for one model call."""
ROOMY: Final = 20.0
TIGHT: Final = 5.0
"""A deadline under which a hang is ended by the deadline, and not by the limit of a call."""
OF_THE_USER: Final = ("400", "400, the context is too long", "401", "403", "404")
"""Not in the storm: the request or the settings are at fault, and the run says so instead of answering."""
UNSURE: Final = (
    "a refusal", "finish_reason length", "half arguments", "an empty turn", "wrong argument types", "a call of a tool that does not exist",
)  # fmt: skip
"""Replies that are read, and may or may not be used."""

_ROLES: Final[dict[str, Role]] = {"supervisor": "routing", "critic": "critic"}
_MOST: Final = 2000
_OUTAGE: Final = 64
"""Most questions until the outage opens the breaker: half of the calls in its window must have failed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A question, and what a true answer to it holds."""

    question: str
    calls: Mapping[str, Sequence[ToolCall]]
    severity: str
    cites: str


KINDS: Final = (
    Kind(
        "Can I take ibuprofen with warfarin?",
        {INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "ibuprofen", "drug_b": "warfarin"})]},
        "major",
        "interaction:ibuprofen+warfarin",
    ),
    Kind(
        "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?",
        {
            INTERACTION: [ToolCall("lookup_interaction", {"drug_a": "apixaban", "drug_b": "clarithromycin"})],
            DOSING: [ToolCall("get_dosing", {"drug": "apixaban"}), ToolCall("get_dosing", {"drug": "clarithromycin"})],
        },
        "minor",
        "interaction:apixaban+clarithromycin",
    ),
)


@dataclass
class Case:
    """One question of the storm."""

    number: int
    kind: Kind
    streams: bool
    deadline: float
    player: Player
    asked: Counter[str] = field(default_factory=Counter)
    served: Counter[str] = field(default_factory=Counter)
    """Replies by the name of their fault; `well` for good ones."""
    seconds: float = 0.0
    answer: Answer | None = None
    error: BaseException | None = None
    waits: list[float] = field(default_factory=list)


class Storm:
    """Plays the model of every question; the temperature of a request tells which question it belongs to."""

    def __init__(self, seed: int, share: float = SHARE) -> None:
        """Begin.

        Args:
            seed: Fixes which calls break, and how.
            share: How many of them do.
        """
        self.seed, self.share, self.down = seed, share, False
        self.cases: dict[int, Case] = {}
        self._lock = threading.Lock()

    def case(self, number: int) -> Case:
        """Make a question: a fifth of them need two specialists at once, a third is streamed, a seventh has little time."""
        kind = KINDS[1 if number % 5 == 4 else 0]
        deadline = TIGHT if number % 7 == 6 else ROOMY
        self.cases[number] = Case(number, kind, number % 3 == 2, deadline, Player(kind.calls))
        return self.cases[number]

    def __call__(self, request: Request) -> AnyReply:
        """Reply to one request, well or broken."""
        with self._lock:
            case = self.cases[round(request["temperature"] * _MOST)]
            name = role_of(request)
            calls: Sequence[ToolCall] = ()
            if name == "specialist":
                name, calls = next((s, c) for s, c in case.kind.calls.items() if s in str(request["messages"][1]["content"]))
            case.asked[name] += 1
            draw = random.Random(f"{self.seed} {case.number} {name} {case.asked[name]}")
            well = well_turn(case.player, request, calls)
            if self.down:
                case.served["down"] += 1
                return ErrorReply(503)
            if draw.random() >= self.share:
                case.served["well"] += 1
                return well
            fault = draw.choice(faults(streams=bool(request.get("stream"))))
            case.served[fault.name] += 1
            assert isinstance(well, Reply)
            return fault.make(_ROLES.get(name, "specialist"), well)


def faults(*, streams: bool) -> list[Fault]:
    """Return the faults of a storm that a request can meet."""
    return [f for f in FAULTS if f.name not in OF_THE_USER and (streams or not f.streamed)]


@dataclass(frozen=True, slots=True)
class Result:
    """What a storm came to."""

    cases: list[Case]
    last: Case
    """A question after the storm, with the provider well again."""
    opened: Status
    """The breaker while the provider was down."""
    closed: Status
    """The breaker at the end."""
    seconds: float


async def rage(questions: int, seed: int) -> Result:
    """Put questions through a storm, then through an outage, then one more with everything well.

    Args:
        questions: How many.
        seed: Fixes the schedule.

    Returns:
        Every question with its answer, or with what it raised.
    """
    storm, turn = Storm(seed), asyncio.Semaphore(AT_ONCE)
    async with served(storm, RXGRAPH_BREAKER_REST_SECONDS="0") as (server, graph):

        async def one(number: int) -> Case:
            case = storm.case(number)
            async with turn:
                WAITS.set(case.waits)
                began = time.perf_counter()
                given: dict[str, Any] = {
                    "model": MODEL, "cheap_model": MODEL, "temperature": number / _MOST, "draft_temperature": number / _MOST,
                    "deadline_seconds": case.deadline, "model_timeout_seconds": 60.0 if case.deadline == TIGHT else CALL_SECONDS,
                }  # fmt: skip
                try:
                    case.answer = await (streamed if case.streams else put)(graph, case.kind.question, f"t{number}", **given)
                except Exception as error:
                    case.error = error
                case.seconds = time.perf_counter() - began
            return case

        # A cold process spends seconds on importing the client; that is no part of a storm.
        share, storm.share = storm.share, 0.0
        await one(questions + _OUTAGE + 1)
        storm.share = share
        began = time.perf_counter()
        cases = list(await asyncio.gather(*(one(number) for number in range(questions))))
        seconds = time.perf_counter() - began
        breaker = BREAKERS.of(breaker_name(MODEL))
        storm.down = True
        for number in range(questions, questions + _OUTAGE):
            cases.append(await one(number))
            if (opened := breaker.status()).state == "open":
                break
        storm.down, storm.share = False, 0.0
        last = await one(questions + _OUTAGE)
        assert server.responder_errors == []
        return Result(cases, last, opened, breaker.status(), seconds)


def untruths(case: Case, late: float = 10.0) -> list[str]:
    """Name what is not true in an answer; nothing when all is well.

    Args:
        case: The question and its answer.
        late: How many seconds after its deadline an answer may come. One that hangs comes never; how well deadlines are kept is measured
            where nothing runs beside it.

    Returns:
        What is not true.
    """
    answer = case.answer
    if answer is None:
        return [f"raised {case.error!r}"]
    found = [] if case.seconds <= case.deadline + late else [f"took {case.seconds:.1f} of {case.deadline:.0f} s"]
    names = answer.engine.split(", ")
    calls = sum(s["calls"] for s in answer.usage.get("stand_ins", {}).values())
    if ("embedded" in names) != (calls > 0) or ("Note: " in answer.answer) != (calls > 0):
        found.append(f"{calls} calls by stand-ins, and engine {answer.engine}")
    sure = case.served["well"] + case.served["usage missing"]
    unsure = sum(case.served[name] for name in UNSURE)
    if MODEL in names and not sure + unsure or MODEL not in names and sure:
        found.append(f"the model answered {sure} to {sure + unsure} calls, and engine is {answer.engine}")
    cited = {c["id"] for c in answer.citations}
    if answer.status == "ok" and (answer.severity != case.kind.severity or case.kind.cites not in cited):
        found.append(f"ok with {answer.severity} and {sorted(cited)}")
    if answer.status == "partial" and not any(word in answer.answer for word in ("unfinished", "removed")):
        found.append("partial, and the answer does not say what is missing")
    if answer.status not in ("ok", "partial"):
        found.append(f"{answer.status}: {answer.answer}")
    return [f"question {case.number}: {what}" for what in found]
