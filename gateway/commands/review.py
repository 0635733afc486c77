"""`rxgraph review`: a pharmacist signs off answers that wait."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.console import emit, emit_json, fail


def review(
    thread: Annotated[str | None, typer.Argument(help="Thread id; without it, the waiting threads are listed.")] = None,
    approve: Annotated[bool, typer.Option("--approve", help="Give the draft out.")] = False,
    edit: Annotated[str | None, typer.Option(help="Give this text out instead; it must pass the gate.")] = None,
    reject: Annotated[str | None, typer.Option(help="Withhold the draft, with this reason.")] = None,
    reviewer: Annotated[str, typer.Option(help="Who signs off.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print objects.")] = False,
) -> None:
    """List the answers that wait for sign-off, show one, or approve, edit or reject it.

    Example: rxgraph review THREAD --approve --reviewer "A. Pharmacist"
    """
    from graphs.run import run

    if thread is None:
        waiting = run(_waiting())
        if as_json:
            emit_json(waiting)
        else:
            emit(
                "\n".join(f"{w['thread_id']}  {w['severity'] or 'no severity'}: {w['question'][:100]}" for w in waiting)
                or "Nothing waits for sign-off."
            )
        return
    chosen = [c for c, given in (("approve", approve), ("edit", edit is not None), ("reject", reject is not None)) if given]
    if len(chosen) > 1:
        fail("give one of --approve, --edit TEXT and --reject REASON")
    if chosen and not reviewer:
        fail("say who signs off with --reviewer NAME")
    decision = {"decision": chosen[0], "text": edit or "", "reason": reject or "", "reviewer": reviewer} if chosen else None
    result = run(_decide(thread, decision))
    if as_json:
        emit_json(result)
    elif "draft" in result:
        for key in ("question", "severity", "draft", "problem", "notice"):
            if result.get(key):
                emit(f"{key}: {result[key]}")
        for failure in result["failures"]:
            emit(f"failed check: {failure['check']}: {failure['reason']}")
        for item in result["evidence"]:
            emit(f"evidence [{item['id']}]: {item['claim']} ({item['source']['title']} {item['source']['section']})")
    else:
        emit(f"[{result['status']}] {result['answer']}")


async def _waiting() -> list[dict[str, Any]]:
    from graphs.checkpointer import threads
    from graphs.run import config_of, opened

    found = []
    async with opened() as graph:
        for thread in threads():
            state = await graph.aget_state(config_of(str(thread["thread_id"])))
            if state.interrupts:
                value = state.interrupts[0].value
                found.append({"thread_id": thread["thread_id"], "question": value["question"], "severity": value["severity"]})
    return found


async def _decide(thread: str, decision: dict[str, Any] | None) -> dict[str, Any]:
    from langgraph.types import Command

    from graphs.run import Answer, astream, config_of, opened

    async with opened() as graph:
        state = await graph.aget_state(config_of(thread))
        if not state.interrupts:
            fail(f"nothing of thread {thread!r} waits for sign-off; rxgraph review lists what does")
        if decision is None:
            shown: dict[str, Any] = state.interrupts[0].value
            return shown
        async for event in astream(graph, Command(resume=decision), thread_id=thread):
            if isinstance(event, Answer):
                if event.interrupt:
                    fail(event.interrupt.get("problem") or "the draft still waits")
                return event.as_json()
    raise AssertionError("a run always ends in an answer")
