"""How commands speak: results to standard output, progress and errors to standard error, exit code 2 for bad input."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

import typer

BAD_INPUT = 2


def emit(text: str) -> None:
    """Write a line of the result."""
    sys.stdout.write(text + "\n")


def emit_json(value: Any) -> None:
    """Write the result as one JSON document."""
    emit(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def note(text: str) -> None:
    """Write a line of progress."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def fail(message: str, code: int = BAD_INPUT) -> NoReturn:
    """Say what is wrong and what to do, without a patient's identifiers, and leave.

    Raises:
        typer.Exit: Always.
    """
    from nodes.redaction import redacted_text

    note(redacted_text(f"rxgraph: {message}"))
    raise typer.Exit(code)


def emit_markdown(text: str) -> None:
    """Write Markdown: rendered on a terminal, as it is elsewhere."""
    if not sys.stdout.isatty():
        emit(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))
