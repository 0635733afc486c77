"""`rxgraph batch`: a file of questions, answered line by line; resumes where it stopped."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.console import fail, note


def batch(
    source: Annotated[Path, typer.Argument(help="JSON Lines: one object with 'question' (and 'id') a line.")],
    target: Annotated[Path, typer.Argument(help="Where the answers go, as JSON Lines; lines already answered are kept.")],
    model: Annotated[str | None, typer.Option(help="embedded, or openai:<model>.")] = None,
) -> None:
    """Answer a file of questions, each on a thread of its own. One bad line never ends the run; run again to go on after a stop."""
    try:
        lines = source.read_text(encoding="utf-8-sig").split("\n")  # splitlines would also cut at U+2028 inside a question
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{source} cannot be read: {error}")
    if target.exists() and target.samefile(source):
        fail(f"the answers would go into the file of questions itself, {source}; give another file")
    done = _done(target)
    todo = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and n not in done]
    if done:
        note(f"{len(done)} lines are answered in {target}; {len(todo)} to go")
    from gateway.commands.ask import INTERRUPTED, TERMINATED
    from graphs.loop import run_drained
    from graphs.run import RunStoppedError

    try:
        run_drained(
            lambda control: _answer(todo, target, model, control),
            lambda: note("\nrxgraph: stopping; the answers so far are kept. Once more stops at once."),
        )
    except RunStoppedError as stopped:
        still = len(todo) - len(_done(target) - done)
        fail(
            f"stopped with {still} lines to go. Run the same command again to go on.",
            TERMINATED if stopped.reason == "SIGTERM" else INTERRUPTED,
        )
    note(f"{len(todo)} lines answered, {len(done) + len(todo)} in {target}")


def _done(target: Path) -> set[int]:
    """Return the lines that are answered; a last line that was cut off by a crash is dropped and answered again."""
    if not target.exists():
        return set()
    kept, done = [], set()
    lines = target.read_text(encoding="utf-8", errors="replace").split("\n")
    for number, line in enumerate(lines, 1):
        try:
            done.add(int(json.loads(line)["line"]))
            kept.append(line)
        except (ValueError, KeyError, TypeError):
            if line.strip() and number < len(lines):
                fail(f"line {number} of {target} is no answer of rxgraph batch; give another file, so that nothing in it is lost")
    target.write_text("".join(line + "\n" for line in kept), encoding="utf-8")
    return done


async def _answer(todo: list[tuple[int, str]], target: Path, model: str | None, control: Any) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from gateway.commands.usage import record
    from graphs.run import Answer, astream, new_thread, opened
    from nodes.context import Context
    from nodes.fixed import refusal
    from nodes.guards.door import turned_away

    context = Context(**({"model": model} if model else {}))  # type: ignore[arg-type]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        target.open("a", encoding="utf-8", errors="backslashreplace") as writing,
        Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress,
    ):
        bar = progress.add_task("questions", total=len(todo))
        async with opened() as graph:
            for number, line in todo:
                row: dict[str, Any] = {"line": number}
                try:
                    given = json.loads(line)
                    row["id"] = given.get("id")
                    question = str(given["question"])
                    if problem := turned_away(question, context.max_question_chars):
                        row |= {"status": "refused", "error": refusal(problem)}
                    else:
                        events = astream(graph, question, thread_id=new_thread(), context=context, control=control)
                        answers = [e async for e in events if isinstance(e, Answer)]
                        row |= answers[-1].as_json()  # an answer comes as soon as it stands, and once more with all that was used
                        record(answers[-1])
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    row |= {"status": "refused", "error": f"not an object with 'question': {type(error).__name__}: {error}"}
                writing.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
                writing.flush()
                progress.advance(bar)
