"""`rxgraph review`: a pharmacist signs off answers that wait."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.console import emit, emit_json, fail


def review(
    thread: Annotated[str | None, typer.Argument(help="Thread id; without it, the waiting threads are listed.")] = None,
    approve: Annotated[bool, typer.Option("--approve", help="Give the draft out.")] = False,
    edit: Annotated[str | None, typer.Option(help="Give this text out instead; it must pass the gate.")] = None,
    reject: Annotated[str | None, typer.Option(help="Withhold the draft, with this reason.")] = None,
    override: Annotated[
        str | None, typer.Option(help="Give this text out against a failed check that may be overruled; --reason says why.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why a check is overruled.")] = "",
    reviewer: Annotated[str, typer.Option(help="Who signs off.")] = "",
    draft_id: Annotated[str, typer.Option(help="The draft that you read; when another one waits by now, nothing is decided.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print objects.")] = False,
) -> None:
    """List the answers that wait for sign-off, show one, or approve, edit, reject or overrule.

    A draft is shown with its question, evidence, the critic's verdicts and the gate's failed checks. Evidence is cited by its id in square
    brackets, in an edit too. Who decided what, and when, is in the audit trail: rxgraph audit list.

    Example: rxgraph review THREAD --approve --reviewer "A. Pharmacist"

    Example: rxgraph review THREAD --edit "Major: do not combine them. [interaction:ibuprofen+warfarin]" --reviewer "A. Pharmacist"
    """
    from graphs.review import DecisionRefusedError, NothingWaitsError, decide, pending

    if thread is None:
        waiting = [{"thread_id": w["thread_id"], "question": w["question"], "severity": w["severity"]} for w in pending()]
        if as_json:
            emit_json(waiting)
        else:
            lines = [f"{w['thread_id']}  {w['severity'] or 'no severity'}: {w['question'][:100]}" for w in waiting]
            emit("\n".join(lines) or "Nothing waits for sign-off.")
        return
    given = {"approve": approve or None, "edit": edit, "reject": reject, "override": override}
    chosen = [name for name, value in given.items() if value is not None]
    if len(chosen) > 1:
        fail("give one of --approve, --edit TEXT, --reject REASON and --override TEXT")
    if chosen and not reviewer:
        fail("say who signs off with --reviewer NAME")
    if override is not None and not reason:
        fail("say why a check is overruled with --reason REASON")
    if not chosen:
        drafts = pending(thread)
        if not drafts:
            fail(f"nothing of thread {thread!r} waits for sign-off; rxgraph review lists what does")
        if as_json:
            emit_json({key: value for key, value in drafts[0].items() if key != "thread_id"})
        else:
            from gateway.draft_view import show

            show(drafts[0])
        return
    try:
        answer = decide(thread, chosen[0], text=edit or override or "", reason=reject or reason, reviewer=reviewer, draft_id=draft_id)
    except NothingWaitsError as error:
        fail(f"{error} rxgraph review lists what waits.")
    except DecisionRefusedError as error:
        fail(str(error))
    if as_json:
        emit_json(answer.as_json())
    else:
        emit(f"[{answer.status}] {answer.answer}")
