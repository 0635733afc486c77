"""`rxgraph threads`: what is kept, what is remembered in it, and how it is copied, moved and let go."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.commands.memory import change_memory, lines_of, thread_values
from gateway.commands.resume import resume
from gateway.console import emit, emit_json, fail

app = typer.Typer(
    no_args_is_help=True, help="List threads, show them, go on with a run that was stopped, and change, copy, move or delete them."
)
app.command("resume")(resume)

Thread = Annotated[str, typer.Argument(help="Thread id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one object.")]
_WAIT = 5.0
"""Seconds to wait for a run that holds a thread."""


def _require(thread: str) -> None:
    """Fail when there is no such thread."""
    from graphs.checkpointer import threads

    if thread not in {found["thread_id"] for found in threads()}:
        fail(f"there is no thread {thread!r}. rxgraph threads list shows those that exist.")


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print one object a thread.")] = False) -> None:
    """List the threads of the checkpoint file, the newest first, and say what is kept of them."""
    from graphs.checkpointer import location, threads
    from graphs.retention import SETTING, retention

    found = threads()
    if as_json:
        emit_json(found)
        return
    if not found:
        emit('No thread yet. Start one with: rxgraph ask --thread NAME "…"')
        return
    for thread in found:
        emit(f"{thread['thread_id']}  {thread['checkpoints']} checkpoints, last {thread['updated_at'] or 'unknown'}")
    try:
        kept = retention()
    except ValueError as error:
        fail(str(error))
    emit(f"\n{location()}: {location().stat().st_size / 1e6:.1f} MB. Kept: {kept.describe()} ({SETTING}={kept}).")


@app.command()
def show(
    thread: Thread,
    at: Annotated[str | None, typer.Option(help="As it was at this checkpoint; rxgraph threads history lists them.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a thread: its messages, and what is remembered."""
    values = thread_values(thread, at)
    messages = [{"role": m.type, "at": m.additional_kwargs.get("at"), "text": str(m.text)} for m in values.get("messages", [])]
    if as_json:
        kept = {k: values.get(k) for k in ("profile", "stated", "facts", "episodes", "focus", "status", "severity", "engine")}
        emit_json({"thread_id": thread, "messages": messages, **kept})
        return
    for message in messages:
        emit(f"{message['at'] or '':25} {message['role']}: {message['text']}")
    emit("")
    emit("\n".join(lines_of(values)))


@app.command()
def history(
    thread: Thread,
    limit: Annotated[int, typer.Option(min=1, help="At most so many turns.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object a turn.")] = False,
) -> None:
    """List a thread's turns that are kept, the newest first. Each can be shown: rxgraph threads show THREAD --at CHECKPOINT."""
    from graphs.checkpointer import checkpointer, written
    from graphs.run import config_of, opened, run

    _require(thread)

    async def go() -> tuple[list[dict[str, Any]], int]:
        async with checkpointer() as saver, opened() as graph:
            ends = await saver.aturns(thread)
            # A thread that no run has ended in yet, or that an earlier version wrote, has its latest state.
            shown = ends[:limit] or [(await graph.aget_state(config_of(thread))).config["configurable"]["checkpoint_id"]]
            found = []
            for end in shown:
                config = config_of(thread)
                config["configurable"]["checkpoint_id"] = end
                state = await graph.aget_state(config)
                kept = {key: state.values.get(key) for key in ("question", "status", "severity")}
                found.append({"checkpoint": end, "at": written(end), "messages": len(state.values.get("messages", [])), **kept})
            return found, max(len(ends), len(shown))

    turns, number = run(go())
    if as_json:
        emit_json(turns)
        return
    for turn in turns:
        emit(f"{turn['checkpoint']}  {turn['at'] or '':25}  [{turn['status'] or 'unfinished'}] {(turn['question'] or '')[:100]}")
    if number > len(turns):
        emit(f"{number - len(turns)} more turns are kept; --limit shows more.")


@app.command()
def memory(
    thread: Annotated[str, typer.Argument(help="Thread id.")],
    forget: Annotated[list[str] | None, typer.Option(help="A profile field or fact key to forget; may be given again.")] = None,
    correct: Annotated[list[str] | None, typer.Option(help="KEY=VALUE to correct or add; may be given again.")] = None,
) -> None:
    """List what is remembered in a thread; forget or correct it.

    Example: rxgraph threads memory T --correct weight_kg=58 --forget scr_mg_dl
    """
    pairs = dict(p.split("=", 1) if "=" in p else fail(f"--correct {p!r}: give KEY=VALUE") for p in correct or ())
    if forget or pairs:
        change_memory(thread, forget=forget or [], correct=pairs)
    emit("\n".join(lines_of(thread_values(thread))))


@app.command()
def delete(
    thread: Thread,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete a thread and all that is remembered in it."""
    from graphs.checkpointer import checkpointer
    from graphs.lease import lease
    from graphs.run import run
    from nodes import journal

    _require(thread)
    if not yes and not typer.confirm(f"Delete thread {thread} for good?", err=as_json):
        raise typer.Exit(1)

    async def go() -> None:
        async with lease(thread, wait=_WAIT), checkpointer() as saver:
            await saver.adelete_thread(thread)
            await asyncio.to_thread(journal.attempt, lambda j: j.finish(thread))

    run(go())
    emit_json({"thread_id": thread, "deleted": True}) if as_json else emit(f"Deleted {thread}.")


@app.command()
def copy(
    thread: Thread,
    new: Annotated[str, typer.Argument(help="Id of the copy.")],
    as_json: AsJson = False,
) -> None:
    """Copy a thread with all that is kept and remembered in it; both go on by themselves from there.

    Example: rxgraph threads copy mrs-a mrs-a-what-if
    """
    from graphs.checkpointer import checkpointer
    from graphs.lease import lease
    from graphs.run import run

    _require(thread)

    async def go() -> None:
        async with lease(thread, wait=_WAIT), lease(new, wait=_WAIT), checkpointer() as saver:
            await saver.acopy_thread(thread, new)

    if thread == new:
        fail(f"the copy of {thread!r} needs another name")
    try:
        run(go())
    except ValueError as error:
        fail(f"{error}. Give the copy another name.")
    emit_json({"thread_id": new, "copied_from": thread}) if as_json else emit(f"Copied {thread} to {new}.")


@app.command()
def prune(
    threads: Annotated[list[str] | None, typer.Argument(help="Thread ids; without them, all threads.")] = None,
    keep: Annotated[str | None, typer.Option(help="all, last:N (turns), days:D or steps; the setting when left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Let go of old turns now, and give the space back. What is remembered stays; a thread that waits for sign-off is left alone.

    Example: rxgraph threads prune mrs-a --keep last:10
    """
    from graphs.checkpointer import location
    from graphs.checkpointer import threads as listed
    from graphs.retention import parse, retention
    from graphs.run import run

    try:
        kept = parse(keep) if keep is not None else retention()
    except ValueError as error:
        fail(str(error))
    for thread in threads or ():
        _require(thread)
    names = threads or [str(found["thread_id"]) for found in listed()]
    before = location().stat().st_size if location().exists() else 0
    removed, skipped = run(_prune(names, kept)) if names else ({}, {})
    freed = before - location().stat().st_size if names else 0
    if as_json:
        emit_json({"kept": str(kept), "removed": removed, "skipped": skipped, "bytes_freed": max(0, freed)})
        return
    for thread, why in skipped.items():
        emit(f"{thread}: left alone, {why}")
    emit(
        f"Kept {kept.describe()}. Removed {sum(removed.values())} checkpoints of {len(removed)} threads; {max(0, freed) / 1e6:.1f} MB freed."
    )


async def _prune(names: list[str], kept: Any) -> tuple[dict[str, int], dict[str, str]]:
    """Apply a retention to threads; returns what was removed of each, and why others were left alone."""
    from graphs.checkpointer import checkpointer
    from graphs.lease import ThreadBusyError, lease
    from graphs.run import config_of, opened

    removed: dict[str, int] = {}
    skipped: dict[str, str] = {}
    async with checkpointer() as saver, opened() as graph:
        for thread in names:
            try:
                async with lease(thread, wait=0):
                    state = await graph.aget_state(config_of(thread))
                    if state.interrupts:
                        skipped[thread] = "it waits for sign-off (rxgraph review)"
                    elif state.next:
                        skipped[thread] = "its last run has not ended (rxgraph threads resume)"
                    else:
                        removed[thread] = await saver.retain(thread, kept)
            except ThreadBusyError:
                skipped[thread] = "it is answering a question"
        await saver.avacuum()
    return removed, skipped


@app.command("export")
def export_(
    thread: Thread,
    file: Annotated[Path, typer.Argument(help="The new file.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace a file of that name.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a thread to one file, with every checkpoint; rxgraph threads import takes it in again, here or elsewhere.

    Example: rxgraph threads export mrs-a mrs-a.rxthread
    """
    from graphs.checkpointer import checkpointer
    from graphs.portable import PortableError, export_thread
    from graphs.run import run

    _require(thread)

    async def go() -> int:
        async with checkpointer() as saver:
            return await export_thread(saver, thread, file, replace=replace)

    try:
        number = run(go())
    except PortableError as error:
        fail(str(error))
    found = {"thread_id": thread, "file": str(file), "checkpoints": number, "bytes": file.stat().st_size}
    emit_json(found) if as_json else emit(f"Wrote {thread} to {file}: {number} checkpoints, {found['bytes']} bytes.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A file that rxgraph threads export wrote.", exists=True, dir_okay=False)],
    name: Annotated[str | None, typer.Option("--as", help="The thread's new id; the exported one when left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take a thread in from a file; a thread of that name is never touched.

    Example: rxgraph threads import mrs-a.rxthread --as mrs-a-restored
    """
    from graphs.checkpointer import checkpointer
    from graphs.portable import PortableError, import_thread
    from graphs.run import run

    async def go() -> tuple[str, int]:
        async with checkpointer() as saver:
            return await import_thread(saver, file, name)

    try:
        thread, number = run(go())
    except PortableError as error:
        fail(str(error))
    emit_json({"thread_id": thread, "checkpoints": number}) if as_json else emit(f"Imported {thread}: {number} checkpoints.")
