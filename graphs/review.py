"""Sign-off from any code: what waits, and deciding on it. `pending` and `decide` work in a script and inside a running notebook loop alike.

from graphs.review import decide, pending

for draft in pending():
    print(draft["thread_id"], draft["question"], draft["draft"], draft["failures"])
decide(draft["thread_id"], "approve", reviewer="A. Pharmacist", draft_id=draft["draft_id"])
"""

from __future__ import annotations

from typing import Any

from langgraph.types import Command

from graphs.checkpointer import threads
from graphs.loop import run
from graphs.run import Answer, NothingWaitsError, astream, config_of, opened

__all__ = ["DecisionRefusedError", "NothingWaitsError", "adecide", "apending", "decide", "pending"]


class DecisionRefusedError(RuntimeError):
    """A decision was not taken, and the draft still waits; the message says why."""


async def apending(thread_id: str | None = None) -> list[dict[str, Any]]:
    """Return the drafts that wait for sign-off, the thread that changed last first.

    Args:
        thread_id: Only this thread's.

    Returns:
        For each, its `thread_id` and what the reviewer is shown: `question`, `draft`, `draft_id`, `severity`, `evidence`, `verdicts`,
        `failures`, `removed`, and `problem` where a decision was not taken.

    Raises:
        CheckpointFileError: If the checkpoint file cannot be read.
    """
    found = []
    async with opened() as graph:
        for name in [thread_id] if thread_id is not None else [str(thread["thread_id"]) for thread in threads()]:
            state = await graph.aget_state(config_of(name))
            if state.interrupts and isinstance(state.interrupts[0].value, dict):
                found.append({"thread_id": name, **state.interrupts[0].value})
    return found


async def adecide(thread_id: str, decision: str, *, text: str = "", reason: str = "", reviewer: str = "", draft_id: str = "") -> Answer:
    """Decide on the draft of a thread.

    Args:
        thread_id: The thread.
        decision: `approve`, `edit`, `reject` or `override`.
        text: What goes out instead, for `edit` and `override`. It passes the gate; an override need not, where a check may be overruled.
        reason: Why, for `reject` and `override`.
        reviewer: Who decides; the operating system's user when left out.
        draft_id: The draft that was read; when another one waits by now, nothing is decided.

    Returns:
        The answer that went out.

    Raises:
        NothingWaitsError: If no draft of the thread waits, perhaps because another reviewer decided it.
        DecisionRefusedError: If the decision was not taken; the draft still waits.
    """
    given = {"decision": decision, "text": text, "reason": reason, "reviewer": reviewer, "draft_id": draft_id}
    last: Answer | None = None
    async with opened() as graph:
        async for event in astream(graph, Command(resume={k: v for k, v in given.items() if v}), thread_id=thread_id):
            if isinstance(event, Answer):
                last = event
    assert last is not None
    if last.interrupt:
        raise DecisionRefusedError(last.interrupt.get("problem") or "the draft still waits")
    return last


def pending(thread_id: str | None = None) -> list[dict[str, Any]]:
    """Return the drafts that wait for sign-off, from synchronous code. See `apending`."""
    return run(apending(thread_id))


def decide(thread_id: str, decision: str, *, text: str = "", reason: str = "", reviewer: str = "", draft_id: str = "") -> Answer:
    """Decide on the draft of a thread, from synchronous code. See `adecide`."""
    return run(adecide(thread_id, decision, text=text, reason=reason, reviewer=reviewer, draft_id=draft_id))
