"""`rxgraph threads resume`: go on with a run that was stopped or killed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from gateway.commands.ask import follow, tell
from gateway.console import emit, emit_json, fail


def resume(
    thread: Annotated[str | None, typer.Argument(help="Thread id; without it, the threads with an unfinished run are listed.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Go on with a run that was stopped or killed, with the settings it began with; what was finished is not done again.

    Example: rxgraph threads resume mrs-a
    """
    from graphs.run import NothingToResumeError

    if thread is None:
        _list(as_json)
        return
    try:
        answer = follow(None, thread, None, show=not (quiet or as_json))
    except NothingToResumeError as error:
        fail(str(error))
    tell(answer, as_json=as_json)


def _list(as_json: bool) -> None:
    """List the threads whose last run has begun and not ended; one that runs at this moment is among them."""
    from nodes.journal import attempt

    begun = attempt(lambda journal: journal.unfinished()) or []
    found = [
        {
            "thread_id": run.thread,
            "began_at": datetime.fromtimestamp(run.at, UTC).isoformat(timespec="seconds"),
            "question": run.given.get("question", {}).get("text", "a reviewer's decision"),
        }
        for run in begun
    ]
    if as_json:
        emit_json(found)
        return
    emit("\n".join(f"{f['thread_id']}  {f['began_at']}  {f['question'][:100]}" for f in found) or "No run is unfinished.")
