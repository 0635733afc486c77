"""`rxgraph usage`: model calls, tool calls, tokens and cost of the questions asked from here."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.console import emit, emit_json
from knowledge.home import home

if TYPE_CHECKING:
    from graphs.run import Answer

_COUNTS = ("questions", "model_calls", "tool_calls", "input_tokens", "output_tokens")


def _file() -> Path:
    return home() / "usage.jsonl"


def record(answer: Answer) -> None:
    """Add one question to the usage file; no question, answer or patient data goes into it."""
    row = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "engine": answer.engine,
        "status": answer.status,
        "seconds": answer.seconds,
        **answer.usage,
    }
    with _file().open("a", encoding="utf-8") as writing:
        writing.write(json.dumps(row) + "\n")


def usage(as_json: Annotated[bool, typer.Option("--json", help="Print one object a day and engine.")] = False) -> None:
    """Show what the questions of each day used, by engine."""
    totals: dict[tuple[str, str], dict[str, Any]] = {}
    file = _file()
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        try:
            row = json.loads(line)
        except ValueError:
            continue  # a line that was cut off by a crash
        key = (row["at"][:10], row["engine"] or "none")
        total = totals.setdefault(key, {"day": key[0], "engine": key[1], **dict.fromkeys(_COUNTS, 0), "cost_usd": 0.0})
        total["questions"] += 1
        for count in _COUNTS[1:]:
            total[count] += row[count]
        total["cost_usd"] = None if total["cost_usd"] is None or row["cost_usd"] is None else round(total["cost_usd"] + row["cost_usd"], 6)
    rows = [totals[key] for key in sorted(totals)]
    if as_json:
        emit_json(rows)
        return
    if not rows:
        emit("No question was asked yet.")
    for row in rows:
        cost = "unknown" if row["cost_usd"] is None else f"${row['cost_usd']:.4f}"
        calls = f"{row['model_calls']} model and {row['tool_calls']} tool calls, {row['input_tokens']}+{row['output_tokens']} tokens"
        emit(f"{row['day']}  {row['engine']:20} {row['questions']} questions, {calls}, cost {cost}")
