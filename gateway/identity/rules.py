"""What each role may do with threads, runs, assistants, crons and store items.

Every function is asked before the server acts, may change what was sent (the owner is always ours to write), and returns the filter that
limits what the server then finds. What is another's is not found: 404, as for something that does not exist.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from typing import Any, Final, NoReturn

from langgraph_sdk import Auth

from gateway.identity import lookup
from gateway.identity.owners import OWNER, owners
from gateway.identity.roles import Identity
from graphs.checkpointer import CheckpointFileError

Value = Any
"""What the server is about to do; a dict whose keys depend on the action."""
Filter = Any
"""What the server's metadata filters are made of."""
EVERYTHING: Final = object()
"""The filter that limits nothing: not `None`, which a rule that broke would return as well."""

_SYSTEM: Final = {"created_by": "system"}
"""Metadata of the assistants that the server makes of its graphs."""
_SIGNED: Final = (OWNER, lookup.REVIEWED_BY)
"""Metadata that only the server writes."""
_SIGNING: Final = frozenset({"pharmacist"})
"""Graphs that wait for sign-off."""
_STRICTER: Final = ("off", "high_risk", "required")
_SPOOFED: Final = ("langgraph_auth_user", "langgraph_auth_user_id", "langgraph_auth_permissions")
"""What a cron's payload could say of who runs it."""


def sound(caller: Identity, value: Value, found: Filter) -> bool:
    """Say whether a rule could have returned a filter; what a broken one returns must not stand for "everything".

    Args:
        caller: For whom.
        value: What the rule was asked about, as it left it.
        found: What it returned.
    """
    if found is False:
        return True
    if found is EVERYTHING:
        namespace = value.get("namespace") if isinstance(value, dict) else None
        return caller.role != "asker" or isinstance(namespace, tuple) and namespace[:1] == (own_label(caller.id),)
    limits: list[Filter] = [{OWNER: caller.id}, {"$or": [{OWNER: caller.id}, _SYSTEM]}, *([_SYSTEM] if caller.role == "reviewer" else [])]
    return found in limits


def refuse(status: int, detail: str) -> NoReturn:
    """End the request."""
    raise Auth.exceptions.HTTPException(status_code=status, detail=detail)


def _not_found(thread_id: object) -> NoReturn:
    refuse(404, f"Thread with ID {thread_id} not found")


def _own(caller: Identity) -> Filter:
    return EVERYTHING if caller.role == "admin" else {OWNER: caller.id}


def _unsigned(metadata: Any) -> None:
    for name in _SIGNED:
        if isinstance(metadata, dict):
            metadata.pop(name, None)


def _no_reviewer(caller: Identity) -> None:
    if caller.role == "reviewer":
        refuse(403, "a reviewer signs off what waits, and does nothing else; another key is needed for that")


async def sees(caller: Identity, thread_id: str) -> bool:
    """Say whether a caller may read a thread.

    A reviewer may while it waits for sign-off, and sees what came of their own decision until the thread goes on.
    """
    found = await lookup.thread(thread_id)
    if found is None:
        return False
    if caller.role == "reviewer":
        return await lookup.waits(thread_id) is True or await lookup.last_reviewed_by(thread_id) == caller.id
    return caller.role == "admin" or (found.get("metadata") or {}).get(OWNER) == caller.id


async def _new(thread_id: str, caller: Identity, status: int, detail: str) -> None:
    """Refuse an id that the checkpoint file knows as another's, or as nobody's."""
    try:
        stored = await asyncio.to_thread(owners, [thread_id])
    except CheckpointFileError:
        refuse(503, "threads cannot be read now")
    if stored.get(thread_id, caller.id) != caller.id:
        refuse(status, detail)


async def create_thread(caller: Identity, value: Value) -> Filter:
    """Make a thread the caller's own; a copy keeps the owner of what it was copied from, which the server copies too."""
    _no_reviewer(caller)
    if "metadata" in value:
        metadata = value["metadata"]
        _unsigned(metadata)
        metadata[OWNER] = caller.id
        await _new(str(value["thread_id"]), caller, 409, f"Thread with ID {value['thread_id']} already exists")
    return _own(caller)


async def read_thread(caller: Identity, value: Value) -> Filter:
    """Find a thread, its state, its history, its runs and their streams."""
    if caller.role == "reviewer" and await sees(caller, str(value["thread_id"])) is not True:
        _not_found(value["thread_id"])
    return EVERYTHING if caller.role == "reviewer" else _own(caller)


async def search_threads(caller: Identity, value: Value) -> Filter:
    """Find the caller's threads; for a reviewer those that wait, as the server's `status` filter finds them."""
    if caller.role != "reviewer":
        return _own(caller)
    if value.get("thread_id") is not None:
        return await read_thread(caller, value)
    if value.get("status") != "interrupted":
        refuse(403, 'a reviewer sees the threads that wait for sign-off: search with {"status": "interrupted"}')
    return EVERYTHING


async def update_thread(caller: Identity, value: Value) -> Filter:
    """Change metadata or cancel runs. Writing the state itself could forge an answer or a sign-off, so that is an admin's."""
    _no_reviewer(caller)
    if caller.role != "admin" and "metadata" not in value and not value.get("action"):
        refuse(403, "the state of a thread is changed by runs; only an admin may write it")
    if not value.get("action"):
        _unsigned(value.get("metadata"))
    return _own(caller)


async def delete_thread(caller: Identity, value: Value) -> Filter:
    """Delete threads, or one run. The server looks whose a thread is only when it has any, and whose a run is not at all."""
    _no_reviewer(caller)
    thread_id, run_id = value.get("thread_id"), value.get("run_id")
    if thread_id is not None and await sees(caller, str(thread_id)) is not True:
        _not_found(thread_id)
    if run_id is not None and await lookup.has_run(str(thread_id), str(run_id)) is not True:
        refuse(404, "Run not found")
    return _own(caller)


async def create_run(caller: Identity, value: Value) -> Filter:
    """Start a run, or for a reviewer resume one that waits."""
    kwargs, metadata = value["kwargs"], value["metadata"]
    if kwargs.get("webhook"):
        refuse(422, "webhooks are off: an answer is not sent to another address")
    _unsigned(metadata)
    _unsigned((kwargs.get("config") or {}).get("metadata"))
    thread_id = str(value["thread_id"]) if value.get("thread_id") is not None else None
    if caller.role == "reviewer":
        return await _resume(caller, value, thread_id)
    if kwargs.get("command") and caller.role != "admin":
        refuse(403, "a run that waits is resumed by a reviewer; ask a new question without a command")
    if caller.role == "asker":
        await _keep_review(value)
    known = await lookup.thread(thread_id) if thread_id and caller.role == "admin" else None
    if thread_id and known is None and value.get("if_not_exists") == "create":
        await _new(thread_id, caller, 404, "Thread or assistant not found.")
    if known is None:
        metadata[OWNER] = caller.id
    return _own(caller)


async def _keep_review(value: Value) -> None:
    """See to it that a run asks for no less sign-off than `RXGRAPH_REVIEW` does, whatever the caller or their assistant says."""
    least = os.environ.get("RXGRAPH_REVIEW") or "off"
    if least == "off":
        return
    found = await lookup.assistant(str(value["assistant_id"]))
    if found is None or found["graph_id"] not in _SIGNING:
        refuse(403, f"answers are signed off here (RXGRAPH_REVIEW={least}): ask {' or '.join(sorted(_SIGNING))}")
    context = value["kwargs"].setdefault("context", {})
    chosen = [least, context.get("review"), (found.get("context") or {}).get("review")]
    context["review"] = max((review for review in chosen if review in _STRICTER), key=_STRICTER.index, default="required")


async def _resume(caller: Identity, value: Value, thread_id: str | None) -> Filter:
    kwargs = value["kwargs"]
    found = await lookup.thread(thread_id) if thread_id else None
    if thread_id is None or found is None or await lookup.waits(thread_id) is not True:
        refuse(404, "Thread or assistant not found.")
    command, configurable = kwargs.get("command"), (kwargs.get("config") or {}).get("configurable") or {}
    only_resumes = isinstance(command, dict) and command.get("resume") is not None and not command.get("update") and not command.get("goto")
    if not only_resumes or kwargs.get("input") is not None or kwargs.get("interrupt_before") or kwargs.get("interrupt_after"):
        refuse(403, 'a reviewer resumes a run that waits, with {"command": {"resume": …}} and nothing else')
    if configurable.get("checkpoint_id") or configurable.get("checkpoint_ns") or configurable.get("checkpoint_map"):
        refuse(403, "a reviewer signs off what waits now, not an earlier state")
    assistant = await lookup.assistant(str(value["assistant_id"]))
    graph = (found.get("metadata") or {}).get("graph_id")
    if assistant is None or assistant["graph_id"] != graph:
        refuse(403, f"this thread is resumed with the graph that made it, {graph}")
    value["metadata"][lookup.REVIEWED_BY] = caller.id
    return EVERYTHING


async def create_assistant(caller: Identity, value: Value) -> Filter:
    """Make an assistant the caller's own."""
    _no_reviewer(caller)
    metadata = value["metadata"]
    _unsigned(metadata)
    metadata.pop("created_by", None)  # or it would be shown to all, as the server's own are
    metadata[OWNER] = caller.id
    return {OWNER: caller.id}


async def read_assistant(caller: Identity, value: Value) -> Filter:
    """Find the caller's assistants, and the server's own."""
    if caller.role == "reviewer":
        return _SYSTEM
    return EVERYTHING if caller.role == "admin" else {"$or": [{OWNER: caller.id}, _SYSTEM]}


async def change_assistant(caller: Identity, value: Value) -> Filter:
    """Change or delete an assistant of the caller's; the server's own are changed by nobody."""
    _no_reviewer(caller)
    metadata = value.get("metadata")
    _unsigned(metadata)
    if isinstance(metadata, dict):
        metadata.pop("created_by", None)
    if caller.role == "admin":
        found = await lookup.assistant(str(value["assistant_id"]))
        if found is None or "assistant_id" not in found:
            refuse(404, "Assistant not found")
        if (found.get("metadata") or {}).get("created_by") == "system":
            refuse(403, "the server's own assistants cannot be changed; create one of the same graph")
    return _own(caller)


async def create_cron(caller: Identity, value: Value) -> Filter:
    """Make a cron the caller's own. It runs when no request is there, so its owner must be somebody who can be revoked: a key."""
    _no_reviewer(caller)
    if not caller.id.startswith("key:"):
        refuse(403, "a cron runs on after a token has expired; create it with an API key")
    _unsigned(value["metadata"])
    value["metadata"][OWNER] = caller.id
    _honest(value.get("payload"))
    return _own(caller)


async def change_cron(caller: Identity, value: Value) -> Filter:
    """Find, change or delete a cron of the caller's."""
    _no_reviewer(caller)
    _unsigned(value.get("metadata"))
    _honest(value.get("payload"))
    return _own(caller)


def _honest(payload: Any) -> None:
    """Take out of a cron's payload what it says of who runs it, and refuse a webhook."""
    if not isinstance(payload, dict):
        return
    if payload.get("webhook"):
        refuse(422, "webhooks are off: an answer is not sent to another address")
    config = payload.get("config")
    for place in (config.get("configurable") if isinstance(config, dict) else None, payload.get("context")):
        if isinstance(place, dict):
            for name in _SPOOFED:
                place.pop(name, None)


def own_label(identity: str) -> str:
    """Return the first label of an identity's namespaces in the store; identities may hold dots, which labels may not."""
    return "u-" + hashlib.sha256(identity.encode()).hexdigest()[:32]


async def own_namespace(caller: Identity, value: Value) -> Filter:
    """Move a store request into the caller's own namespace, an admin's too; one that is there already stays."""
    label, namespace = own_label(caller.id), tuple(value.get("namespace") or ())
    if namespace[:1] != (label,):
        value["namespace"] = (label, *namespace)
        if isinstance(value.get("max_depth"), int):
            value["max_depth"] += 1
    return EVERYTHING
