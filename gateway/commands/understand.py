"""`rxgraph understand`: what the embedded engine reads in a question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.console import emit, emit_json, fail, note


def understand(
    question: Annotated[str | None, typer.Argument(help="A question.")] = None,
    file: Annotated[Path | None, typer.Option(help="A JSON Lines file: one object with 'question' (and 'id') a line.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the readings of --file go, as JSON Lines.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Show the drugs, patient values, intents and specialists that a question is read as.

    Example: rxgraph understand "What dose of apixaban for a 70-year-old woman, 62 kg, creatinine 2.2?"
    """
    from models.embedded.reading import read

    if file is not None:
        if out is None:
            fail("--file needs --out FILE for the readings")
        _bulk(file, out)
        return
    if not question or not question.strip():
        fail('give a question, for example: rxgraph understand "Can I take ibuprofen with warfarin?"')
    reading = read(question).as_json()
    if as_json:
        emit_json(reading)
        return
    emit("drugs:       " + ("; ".join(_drug(d) for d in reading["drugs"]) or "none"))
    emit("patient:     " + ("; ".join(f"{k} {v}" for k, v in reading["patient"].items()) or "nothing"))
    emit("doses:       " + (", ".join(reading["doses"]) or "none"))
    emit("intents:     " + (", ".join(reading["intents"]) or "none"))
    emit("specialists: " + ", ".join(reading["specialists"]))
    for problem in reading["problems"]:
        emit(f"problem:     {problem}")


def _drug(drug: dict[str, Any]) -> str:
    could = f", could be {', '.join(drug['candidates'][:4])}" if drug["candidates"] else ""
    return f"{drug['name']} ({drug['match']} {drug['text']!r}{could})"


def _bulk(source: Path, target: Path) -> None:
    from models.embedded.reading import read

    count = 0
    try:
        lines = source.read_text(encoding="utf-8-sig").split("\n")  # splitlines would also cut at U+2028 inside a question
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{source} cannot be read: {error}")
    if target.exists() and target.samefile(source):
        fail(f"--out is the file of questions itself, {source}; give another file")
    with target.open("w", encoding="utf-8", errors="backslashreplace") as writing:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            row: dict[str, Any] = {"line": number}
            try:
                given = json.loads(line)
                row |= {"id": given.get("id"), **read(str(given["question"])).as_json()}
            except (ValueError, KeyError, AttributeError, TypeError) as error:
                row["error"] = f"not an object with 'question': {error}"
            writing.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    note(f"{count} lines, readings in {target}")
