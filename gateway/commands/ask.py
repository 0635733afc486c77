"""`rxgraph ask` and `rxgraph chat`: questions to the pharmacist graph."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.console import BAD_INPUT, emit, emit_json, emit_markdown, fail, note

if TYPE_CHECKING:
    from graphs.run import Answer, Step

_DOING = {
    "intake": "reading the question", "recall": "recalling what is known of the patient", "supervise": "routing", "merge": "joining the answers",
    "critique": "critique", "revise": "revising", "gate": "checking citations and numbers", "sign_off": "waiting for sign-off",
    "remember": "remembering", "agent": "thinking", "calling": "calling tools", "escalate": "emergency", "refuse": "cannot answer",
}  # fmt: skip
INTERRUPTED, TERMINATED = 130, 143
"""Exit codes of a run that Ctrl-C or SIGTERM stopped, as shells give them."""
_CHAT_HELP = "/memory shows what is remembered, /forget KEY and /correct KEY VALUE change it, /quit leaves."


def ask(
    question: Annotated[str, typer.Argument(help="The question; '-' reads it from standard input.")],
    thread: Annotated[str | None, typer.Option(help="Go on with this thread: its patient and drugs are known.")] = None,
    model: Annotated[str | None, typer.Option(help="embedded, or openai:<model>.")] = None,
    audience: Annotated[str, typer.Option(help="auto, professional or patient.")] = "auto",
    review: Annotated[str | None, typer.Option(help="off, high_risk or required.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Ask a question; shows what each step is doing, then the answer with numbered sources.

    Example: rxgraph ask "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"
    """
    if question == "-":
        question = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    tell(_run(question, thread, _context(model, audience, review), show=not (quiet or as_json)), as_json=as_json)


def chat(
    thread: Annotated[str | None, typer.Option(help="Go on with this thread.")] = None,
    model: Annotated[str | None, typer.Option(help="embedded, or openai:<model>.")] = None,
) -> None:
    """Talk: one thread, question after question. The patient's values and the drugs are remembered."""
    from graphs.run import new_thread

    name, context = thread or new_thread(), _context(model, "auto", None)
    note(f"Thread {name}. {_CHAT_HELP}")
    while True:
        try:
            line = input("you> ").strip()
        except (EOFError, KeyboardInterrupt):
            note(f"\nGo on later with: rxgraph chat --thread {name}")
            return
        if not line:
            continue
        if line in ("/quit", "/exit"):
            note(f"Go on later with: rxgraph chat --thread {name}")
            return
        if line.startswith("/"):
            _remembered(name, line)
            continue
        try:
            answer = _run(line, name, context, show=True)
        except KeyboardInterrupt:
            note("\nStopped. Ask again, or /quit.")
            continue
        except typer.Exit as end:
            if end.exit_code == TERMINATED:
                raise
            if end.exit_code == INTERRUPTED:
                note("Stopped. Ask again, or /quit.")
            continue
        _record(answer)
        _print(answer)


def _remembered(thread: str, line: str) -> None:
    from gateway.commands.memory import change_memory, lines_of, thread_values

    command, _, rest = line.partition(" ")
    try:
        if command == "/memory":
            emit("\n".join(lines_of(thread_values(thread))))
        elif command == "/forget" and rest:
            change_memory(thread, forget=[rest.strip()], correct={})
        elif command == "/correct" and len(rest.split(maxsplit=1)) == 2:
            key, value = rest.split(maxsplit=1)
            change_memory(thread, forget=[], correct={key: value})
        else:
            note(_CHAT_HELP)
    except typer.Exit:
        return


def _context(model: str | None, audience: str, review: str | None) -> Any:
    from nodes.context import Context

    if audience not in ("auto", "professional", "patient"):
        fail(f"--audience {audience!r}: give auto, professional or patient")
    if review not in (None, "off", "high_risk", "required"):
        fail(f"--review {review!r}: give off, high_risk or required")
    given = {"model": model, "cheap_model": model if model == "embedded" else None, "review": review}
    return Context(audience=audience, **{k: v for k, v in given.items() if v})  # type: ignore[arg-type]


def _run(question: str, thread: str | None, context: Any, *, show: bool) -> Answer:
    """Put the question to the graph; a question that cannot be taken ends with what to do, before a thread is touched."""
    from graphs.run import new_thread
    from nodes.fixed import refusal
    from nodes.guards.door import turned_away

    if problem := turned_away(question, context.max_question_chars):
        fail(refusal(problem))
    return follow(question, thread or new_thread(), context, show=show)


def follow(question: str | None, thread: str, context: Any, *, show: bool) -> Answer:
    """Run a question to its answer, or go on with a run that was stopped, showing each step.

    Args:
        question: The question; None to go on.
        thread: The thread.
        context: Settings of the run; None for those it began with, or the defaults.
        show: Whether to show progress.

    Raises:
        typer.Exit: If the run was asked to stop; its steps are saved.
    """
    from graphs.loop import run_drained
    from graphs.run import Answer, RunStoppedError, astream, opened

    async def go(control: Any) -> Answer:
        last: Answer | None = None
        async with opened() as graph:
            async for event in astream(graph, question, thread_id=thread, context=context, control=control):
                if isinstance(event, Answer):
                    last = event
                elif show and (line := _line(event)):
                    note(line)
        assert last is not None
        return last

    try:
        return run_drained(go, lambda: note("\nrxgraph: saving the present step. Once more stops at once."))
    except RunStoppedError as stopped:
        fail(str(stopped), TERMINATED if stopped.reason == "SIGTERM" else INTERRUPTED)


def tell(answer: Answer, *, as_json: bool) -> None:
    """Count an answer's use and print it.

    Raises:
        typer.Exit: If it is a refusal.
    """
    _record(answer)
    if as_json:
        emit_json(answer.as_json())
    else:
        _print(answer)
    if answer.status == "refused":
        raise typer.Exit(BAD_INPUT)


def _line(step: Step) -> str:
    """Write one line of progress for a node that has finished."""
    doing = _DOING.get(step.node)
    if doing is None:
        return ""
    who = f"{step.path[-1].removesuffix('_specialist').replace('_', ' ')}: " if step.path else ""
    detail = ""
    if step.node == "supervise" and step.update.get("assignments"):
        detail = " → " + "; ".join(f"{a['specialist']} ({a['reason']})" for a in step.update.get("assignments", ()))
    elif step.node == "calling":
        names = step.update["calling"]
        detail = " → " + ", ".join(f"{n} ×{names.count(n)}" if names.count(n) > 1 else n for n in dict.fromkeys(names))
    elif step.node == "critique" and step.update.get("verdicts"):
        detail = f" → {step.update['verdicts'][-1]['outcome']}"
    elif step.node == "gate":
        failed = step.update.get("failures") or []
        detail = f" → {len(failed)} failed" if failed else " → passed"
    return f"· {who}{doing}{detail}"


def _print(answer: Answer) -> None:
    from nodes.answer import sources_text

    emit_markdown(answer.answer)
    if answer.citations:
        emit("\nSources:")
        emit(sources_text(answer.citations))
    used = answer.usage
    cost = "cost unknown" if used["cost_usd"] is None else f"${used['cost_usd']:.4f}"
    tokens = f", {used['input_tokens']}+{used['output_tokens']} tokens" if used["input_tokens"] else ""
    if answer.interrupt:
        emit(f"\nThis answer waits for a pharmacist's sign-off: rxgraph review {answer.thread_id}")
    note(
        f"\n[{answer.status}] engine: {answer.engine or 'none'}; {used['model_calls']} model and {used['tool_calls']} tool calls{tokens}, {cost}; "
        f"{answer.seconds:.2f} s; thread {answer.thread_id}"
    )


def _record(answer: Answer) -> None:
    from gateway.commands.usage import record

    if not (answer.interrupt and answer.interrupt.get("turned_away")):
        record(answer)
