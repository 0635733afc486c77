"""`rxgraph threads`: what is kept, and what is remembered in it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.console import emit, emit_json, fail

app = typer.Typer(no_args_is_help=True, help="List threads, show them, and change or delete what is remembered.")


async def _state(thread: str) -> Any:
    from graphs.run import config_of, opened

    async with opened() as graph:
        return await graph.aget_state(config_of(thread))


def _values(thread: str) -> dict[str, Any]:
    from graphs.run import run

    values: dict[str, Any] = run(_state(thread)).values
    if not values:
        fail(f"there is no thread {thread!r}. rxgraph threads list shows those that exist.")
    return values


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print one object a thread.")] = False) -> None:
    """List the threads of the checkpoint file, the newest first."""
    from graphs.checkpointer import threads

    found = threads()
    if as_json:
        emit_json(found)
        return
    if not found:
        emit('No thread yet. Start one with: rxgraph ask --thread NAME "…"')
    for thread in found:
        emit(f"{thread['thread_id']}  {thread['checkpoints']} checkpoints, last {thread['updated_at'] or 'unknown'}")


@app.command()
def show(
    thread: Annotated[str, typer.Argument(help="Thread id.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Show a thread: its messages, and what is remembered."""
    values = _values(thread)
    messages = [{"role": m.type, "at": m.additional_kwargs.get("at"), "text": str(m.text)} for m in values.get("messages", [])]
    if as_json:
        kept = {k: values.get(k) for k in ("profile", "facts", "episodes", "focus", "status", "severity", "engine")}
        emit_json({"thread_id": thread, "messages": messages, **kept})
        return
    for message in messages:
        emit(f"{message['at'] or '':25} {message['role']}: {message['text']}")
    emit("")
    emit("\n".join(memory_lines(thread)))


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
    emit("\n".join(memory_lines(thread)))


@app.command()
def delete(
    thread: Annotated[str, typer.Argument(help="Thread id.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a thread and all that is remembered in it."""
    from graphs.checkpointer import checkpointer
    from graphs.run import run

    _values(thread)
    if not yes and not typer.confirm(f"Delete thread {thread} for good?"):
        raise typer.Exit(1)

    async def go() -> None:
        async with checkpointer() as saver:
            await saver.adelete_thread(thread)

    run(go())
    emit(f"Deleted {thread}.")


def memory_lines(thread: str) -> list[str]:
    """Write what a thread remembers, one line each."""
    from nodes.memory import profile_lines

    values = _values(thread)
    lines = [f"patient: {line}" for line in profile_lines(values.get("profile", {}))]
    for fact in values.get("facts", {}).values():
        before = "; before: " + ", ".join(f"{b['value']} ({b['learned_at']})" for b in fact["before"]) if fact.get("before") else ""
        lines.append(f"fact: {fact['key']}: {fact['value']} (learned {fact['learned_at']} from {fact['learned_from']}{before})")
    lines += [f"summary {episode['at']}: {bullet}" for episode in values.get("episodes", []) for bullet in episode["bullets"]]
    return lines or ["Nothing is remembered."]


def change_memory(thread: str, *, forget: list[str], correct: dict[str, str]) -> None:
    """Forget and correct profile fields and facts of a thread."""
    from graphs.run import config_of, opened, run
    from nodes.memory import LISTS, PROFILE_FIELDS, REMOVED, now
    from nodes.memory import UNITS as NUMBERS

    values = _values(thread)
    profile: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for key in forget:
        if key in values.get("profile", {}):
            profile[key] = REMOVED
        elif key in values.get("facts", {}):
            facts[key] = REMOVED
        else:
            fail(f"{key!r} is not remembered. Known: {', '.join([*values.get('profile', {}), *values.get('facts', {})]) or 'nothing'}")
    for key, text in correct.items():
        if key in NUMBERS:
            profile[key] = _number(key, text)
        elif key in LISTS:
            profile[key] = [REMOVED, *(part.strip().lower() for part in text.split(",") if part.strip())]
        elif key in PROFILE_FIELDS:
            profile[key] = _word(key, text)
        else:
            facts[key] = {"key": key, "value": text, "learned_at": now(), "learned_from": "user"}

    async def go() -> None:
        async with opened() as graph:
            await graph.aupdate_state(config_of(thread), {"profile": profile, "facts": facts}, as_node="remember")

    run(go())


def _word(key: str, text: str) -> str | bool:
    """Read a profile field that is one of a few words, or yes or no."""
    words: dict[str, str | bool] = {"yes": True, "true": True, "no": False, "false": False}
    if key == "sex":
        words = {"female": "female", "f": "female", "male": "male", "m": "male"}
    elif key == "child_pugh":
        words = {"a": "A", "b": "B", "c": "C"}
    if text.strip().lower() not in words:
        fail(f"{key}={text!r}: give {'female or male' if key == 'sex' else 'A, B or C' if key == 'child_pugh' else 'yes or no'}")
    return words[text.strip().lower()]


def _number(key: str, text: str) -> float:
    from knowledge.patient import ImpossibleValueError, checked

    try:
        return checked(key, float(text))
    except ImpossibleValueError as error:
        fail(str(error))
    except ValueError:
        fail(f"{key}={text!r} is not a number")
