"""`audited`: puts a node that gives answers out behind the audit trail. What is not recorded is not given out.

The record is made after the node and before its update reaches the state or anyone who streams, and is durable by then. A node that runs
again after its process was killed makes the same record, of which the trail keeps one. What a record holds is decided here, and it holds
no patient data: no question, no answer, no reason that a reviewer wrote; of those only a keyed digest, so that a text can be shown to be
the one that was given out, and none can be guessed from the trail.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import re
import sys
from collections.abc import Awaitable, Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from langgraph.config import get_config
from langgraph.runtime import get_runtime
from langgraph.types import Overwrite

from knowledge.store import knowledge_base
from nodes.audit.trail import Entry
from nodes.audit.writer import AuditError, record
from nodes.context import context_of
from nodes.fixed import REFUSALS, said
from nodes.identity import Caller, caller, one_line
from tools.evidence import NO_RECORD

log = logging.getLogger("rxgraph.audit")

Node = Callable[..., Awaitable[dict[str, Any]]]

UNAUDITED: Final = REFUSALS["unaudited"]
NOT_RECORDED: Final = (
    "Your decision was not taken, because the audit trail cannot be written. Try again; rxgraph audit verify says what is wrong."
)
_KINDS: Final = {"approve": "sign_off", "edit": "sign_off", "override": "override", "reject": "rejected"}
_MOST: Final = 200
"""Evidence ids and checks that a record names at most."""
_PLAIN_ID: Final = re.compile(r"[a-z]+:[a-z0-9.+:_-]{1,160}")


def audited(node: Node) -> Node:
    """Let a node's answer out only once it is in the trail.

    A `gate`, `refuse` or `release` whose answer cannot be recorded gives a fixed text instead; a `sign_off` goes on waiting. The contacts
    of `escalate` go out all the same, with an error in the log: they hold nothing of the patient, and a full disk must not keep them back.

    Args:
        node: A node that returns an update with the answer, or with the draft that waits.

    Returns:
        The node, with the record made before it returns.
    """

    @functools.wraps(node)
    async def recorded(state: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        update = await node(state, *args, **kwargs)
        try:
            if not _versions.cache_info().currsize:
                await asyncio.to_thread(_versions)
            if (entry := entry_of(node.__name__, state, update)) is not None:
                await record(entry)
        except Exception as error:
            why = str(error) if isinstance(error, AuditError) else f"making the record failed ({type(error).__name__})"
            log.error("An answer is withheld, because it cannot be audited: %s", why)
            return _closed(node.__name__, state, update)
        return update

    return recorded


def turn_of(state: Mapping[str, Any]) -> str:
    """Return what tells a thread's questions apart: the question's message and when it was taken in. A draft that waits keeps its own."""
    if (waiting := state.get("sign_off") or {}).get("waiting"):
        return str(waiting.get("turn", ""))
    asked = next((m.id for m in reversed(state["messages"]) if m.type == "human"), None)
    return f"{asked} {state.get('deadline', 0)}"


def held_as(turn: str) -> tuple[str, ...]:
    """Return under what the trail holds the draft that waits in the present thread."""
    return (_thread(), turn, "held")


def entry_of(node: str, state: Mapping[str, Any], update: Mapping[str, Any]) -> Entry | None:
    """Write what a node did as an entry of the trail; None for what gives nothing out, such as a draft that goes back to be revised.

    Args:
        node: The node's name.
        state: The state that it was given.
        update: What it returned.
    """
    if update.get("revise"):
        return None
    thread, who = _thread(), caller()
    decided: Mapping[str, Any] = update.get("sign_off") or {}
    more = {"node": node, "run": _run(), "trace": _trace(), "versions": _versions(), "used": _used(state)}
    about: tuple[str, ...] = (thread, turn_of(state), "answer")
    what = _what(state, update)
    if node == "sign_off":
        return _decision(about[:2], thread, who, decided, what, update, more)
    if decided.get("waiting"):
        return Entry(held_as(decided["turn"]), "needs_sign_off", thread, named(who), what, {"draft": decided["draft"]}, more)
    if node == "report":
        last = (update.get("messages") or state["messages"])[-1]
        return Entry(
            about, "answer", thread, named(who), {**what, "status": str(state["stopped"] or "answered")}, {"answer": str(last.text)}, more
        )
    kind = {"escalated": "escalated", "refused": "refused"}.get(str(update["status"]), "answer")
    return Entry(about, kind, thread, named(who), what, {"answer": update["answer"]}, more)


def named(who: Caller) -> dict[str, Any]:
    """Write a caller as the trail keeps them."""
    return {"identity": who.identity, "how": who.how}


def denied(waiting: Mapping[str, Any], code: str, problem: str) -> dict[str, Any]:
    """Return the update that keeps a draft waiting, with why a decision was not taken.

    Args:
        waiting: The `sign_off` of the state.
        code: The reason as one word, for the trail.
        problem: The reason, for the reviewer.
    """
    return {"sign_off": {**waiting, "problem": problem, "denied": code, "attempt": int(waiting.get("attempt", 0)) + 1}}


def _decision(
    about: tuple[str, ...], thread: str, who: Caller, decided: Mapping[str, Any], what: dict[str, Any], update: Mapping[str, Any], more: Any
) -> Entry:
    if decided.get("waiting"):
        attempt = int(decided.get("attempt", 0))
        return Entry((*about, "denied", str(attempt)), "denied", thread, named(who), {"denied": decided.get("denied", "")}, {}, more)
    what |= {"decision": decided["decision"], "reviewer": decided["reviewer"], "overridden": list(decided.get("overridden", ()))}
    private = {"answer": update["answer"]} | ({"reason": decided["reason"]} if decided.get("reason") else {})
    return Entry((*about, "decision"), _KINDS[decided["decision"]], thread, named(who), what, private, more)


def _what(state: Mapping[str, Any], update: Mapping[str, Any]) -> dict[str, Any]:
    evidence = update.get("evidence", state.get("evidence") or {})
    found = {} if isinstance(evidence, Overwrite) else {**(state.get("evidence") or {}), **evidence}
    failed = update.get("failures", state.get("failures")) or ()
    ids = sorted(e["id"] if _is_of_the_base(e) else f"{e['kind']}:?" for e in found.values())
    return {
        "status": update.get("status", state.get("status")),
        "severity": update.get("severity", state.get("severity")),
        "problem": str(state.get("problem") or "").partition("|")[0],
        "engine": one_line(update.get("engine", state.get("engine", "")), 100),
        "model": one_line(context_of(get_runtime()).model, 100),
        "checks_failed": sorted({str(f["check"]) for f in failed})[:_MOST],
        "evidence": ids[:_MOST],
        "counts": {
            "evidence": len(found), "citations": len(update.get("citations") or ()),
            "removed": len(update.get("removed", state.get("removed")) or ()), "revisions": int(state.get("revisions") or 0),
        },
    }  # fmt: skip


def _is_of_the_base(evidence: Mapping[str, Any]) -> bool:
    """Say whether an evidence id is made of the knowledge base's names; a name that is not known, or a fact's key, may be anything."""
    unknown = evidence["kind"] == "memory" or evidence["source"]["section"] == NO_RECORD["section"]
    return not unknown and _PLAIN_ID.fullmatch(evidence["id"]) is not None


def _used(state: Mapping[str, Any]) -> dict[str, Any]:
    usage = state.get("usage") or {}
    return {name: usage.get(name) for name in ("model_calls", "tool_calls", "input_tokens", "output_tokens")}


def _thread() -> str:
    """Return the thread of the present run; without one, something that no other run has."""
    thread = get_config().get("configurable", {}).get("thread_id")
    if thread:
        return str(thread)
    info = get_runtime().execution_info
    return f"none {info.task_id if info else ''}"


def _run() -> str | None:
    info = get_runtime().execution_info
    return str(info.run_id) if info and info.run_id else None


def _trace() -> str | None:
    """Return the id of the run's trace, when it is traced."""
    tracing = sys.modules.get("langsmith.run_helpers")
    tree = tracing.get_current_run_tree() if tracing else None
    return str(tree.trace_id) if tree else None


@functools.lru_cache(maxsize=1)
def _versions() -> dict[str, str]:
    """Return who answered; it reads files, so it is first called off the loop."""
    try:
        own = version("rxgraph")
    except PackageNotFoundError:
        own = ""
    return {"rxgraph": own, "langgraph": version("langgraph"), "knowledge": knowledge_base().fingerprint}


def _closed(node: str, state: Mapping[str, Any], update: dict[str, Any]) -> dict[str, Any]:
    """Return what goes out in the place of an answer that was not recorded."""
    if node == "escalate":
        return update
    if node == "sign_off":
        return update if (update.get("sign_off") or {}).get("waiting") else denied(state["sign_off"], "unaudited", NOT_RECORDED)
    if node == "report":  # the loop alone; its last message stands in the thread already, and is written over
        last = state["messages"][-1] if state["messages"] else None
        told = said(UNAUDITED, "refused").model_copy(update={"id": last.id if last and last.type == "ai" else None})
        return {"messages": [told], "evidence": Overwrite({}), "parts": Overwrite([])}
    return {
        "answer": UNAUDITED, "status": "refused", "problem": "unaudited", "engine": "fixed text", "messages": [said(UNAUDITED, "refused")],
        "citations": [], "severity": None, "evidence": Overwrite({}), "parts": Overwrite([]), "draft": "", "verdicts": [], "failures": [],
        "removed": [], "restated": [], "revise": False, "sign_off": {},
    }  # fmt: skip
