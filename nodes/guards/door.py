"""The guards of the front door: small functions from a question to why it is not passed on. A guard that breaks closes the door.

Each is named, and its name or its finding is the `problem` of the state and of the trace. `guarded` runs them in order; the first finding counts.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from models.embedded.reading import Reading, read
from nodes.fixed import ESCALATIONS, PRECAUTIONS, REFUSALS
from nodes.guards import emergency as emergencies
from nodes.guards import scope
from nodes.guards.diversion import diversion as diverts
from nodes.guards.harm import harm as harms
from nodes.guards.instructions import instructed
from nodes.guards.plain import plain
from nodes.threads import in_thread

__all__ = ["GUARDS", "GUARD_SECONDS", "Asked", "Guard", "concerned", "guarded", "turned_away", "unfit"]

log = logging.getLogger("rxgraph.guards")

GUARD_SECONDS: Final = 5.0
"""How long a guard may take; they take milliseconds, the first of a process some hundred."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question at the door.

    Attributes:
        question: The text.
        limit: Most characters of a question.
        focus: Drugs that the conversation was about before.
    """

    question: str
    limit: int
    focus: tuple[str, ...] = field(default=())

    @property
    def reading(self) -> Reading:
        """What the question says; cached by the reader."""
        return read(self.question.strip(), self.focus)


Guard = Callable[[Asked], str]


def unfit(question: str, limit: int) -> str:
    """Say why a question cannot be taken, as a `problem` of `nodes.fixed`; empty when it can."""
    if not question.strip():
        return "empty"
    if len(question) > limit:
        return f"too_long|{limit}/{len(question)}"
    if "\ufffd" in question or "\x00" in question or any(0xD800 <= ord(c) <= 0xDFFF for c in question):
        return "undecodable"
    return ""


def turned_away(question: str, limit: int) -> str:
    """Say why a question need not reach the graph: it is unfit, and reports no emergency, which gets its contacts at whatever length.

    Args:
        question: The text.
        limit: Most characters of a question.

    Returns:
        A `problem` of `nodes.fixed`; empty when the graph's own door is to decide, as where the emergency guard breaks.
    """
    problem = unfit(question, limit)
    if not problem or not problem.startswith("too_long") or unfit(question, len(question)):
        return problem
    try:
        return "" if emergencies.emergency(question) else problem
    except Exception:
        log.warning("the guard emergency failed; the graph decides")
        return ""


def emergency(asked: Asked) -> str:
    """Overdose, self-harm, anaphylaxis, other acute danger."""
    return "" if plain(asked.question) else emergencies.emergency(asked.question) or ""


def concern(asked: Asked) -> str:
    """An emergency that may be reported, and may not."""
    return "" if plain(asked.question) else emergencies.concern(asked.question)


def fitness(asked: Asked) -> str:
    """Emptiness, length, encoding."""
    return unfit(asked.question, asked.limit)


def no_words(asked: Asked) -> str:
    """Marks and emojis alone."""
    return scope.no_words(asked.question)


def instructions(asked: Asked) -> str:
    """Orders to the program."""
    return "instructions" if not plain(asked.question) and instructed(asked.question) else ""


def harm(asked: Asked) -> str:
    """Help to hurt another person."""
    return "" if plain(asked.question) else harms(asked.question)


def diversion(asked: Asked) -> str:
    """Controlled drugs against the law."""
    return "" if plain(asked.question) else diverts(asked.question)


def animal(asked: Asked) -> str:
    """Treating animals."""
    return "" if plain(asked.question) else scope.animal(asked.question)


def gibberish(asked: Asked) -> str:
    """Keys hit at random."""
    return scope.gibberish(asked.question, asked.reading)


def off_topic(asked: Asked) -> str:
    """Other subjects than medicines."""
    return scope.off_topic(asked.question, asked.reading)


def foreign(asked: Asked) -> str:
    """Another language in which no medicine is recognised."""
    return scope.foreign(asked.question, asked.reading)


def answerable(asked: Asked) -> str:
    """Impossible values; nothing that is known here."""
    return scope.answerable(asked.question, asked.reading)


GUARDS: Final[tuple[Guard, ...]] = (
    emergency, fitness, no_words, instructions, harm, diversion, animal, gibberish, off_topic, foreign, answerable,
)  # fmt: skip
"""In order; an emergency is answered even in a question that is too long to be taken."""


async def guarded(asked: Asked) -> str:
    """Ask every guard.

    Args:
        asked: The question.

    Returns:
        The first `problem` found; `guard_failed|name` when a guard raised, took too long or gave no answer that is known; empty when the
        question may pass.
    """
    for guard in GUARDS:
        if found := await _ask(guard, asked, _KNOWN):
            return found
    return ""


async def concerned(asked: Asked) -> str:
    """Ask whether an answer must begin with whom to call.

    Args:
        asked: A question that reports no emergency for certain.

    Returns:
        A key of `nodes.fixed.PRECAUTIONS`, with `|es` behind it in Spanish; `guard_failed|concern`; or empty.
    """
    return await _ask(concern, asked, frozenset(PRECAUTIONS))


async def _ask(guard: Guard, asked: Asked, known: frozenset[str]) -> str:
    """Ask one guard; one that raises, takes too long or gives no answer that is known is named as failed."""
    name = getattr(guard, "__name__", "guard")
    try:
        async with asyncio.timeout(GUARD_SECONDS):
            found: Any = await in_thread(lambda: guard(asked))
    except Exception as error:
        log.warning("the guard %s failed (%s); the question was refused", name, type(error).__name__)
        return f"guard_failed|{name}"
    if not isinstance(found, str) or found and found.partition("|")[0] not in known:
        log.warning("the guard %s gave no answer that is known; the question was refused", name)
        return f"guard_failed|{name}"
    return found


_KNOWN: Final = frozenset(ESCALATIONS) | frozenset(REFUSALS) - {"model", "waiting"}
