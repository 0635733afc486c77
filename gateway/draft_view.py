"""How a draft that waits for sign-off is shown: panels and tables on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from gateway.console import emit


def show(draft: dict[str, Any]) -> None:
    """Show a draft with what a reviewer needs to decide on it.

    Args:
        draft: As `graphs.review.pending` gives it.
    """
    if sys.stdout.isatty():
        from rich.console import Console

        Console().print(drawn(draft))
    else:
        emit("\n".join(lines(draft)))


def lines(draft: dict[str, Any]) -> list[str]:
    """Write a draft as lines, each with what it is."""
    written = [f"{key}: {draft[key]}" for key in ("question", "severity", "draft", "draft_id", "problem", "notice") if draft.get(key)]
    written += [f"verdict {n}: {_verdict(verdict)}" for n, verdict in enumerate(draft["verdicts"], 1)]
    written += [f"failed check: {f['check']}: {f['reason']}" for f in draft["failures"]]
    written += [f"removed{_then(draft, line)}: {line}" for line in draft["removed"]]
    return written + [f"evidence [{e['id']}]: {e['claim']} ({e['source']['title']} {e['source']['section']})" for e in draft["evidence"]]


def _then(draft: dict[str, Any], line: str) -> str:
    """Say what became of a removed line's place."""
    return " (its record's own words stand in its place)" if line in draft.get("restated", ()) else ""


def drawn(draft: dict[str, Any]) -> Any:
    """Draw a draft for a terminal. What it says is shown as it is: no markup in it is obeyed."""
    from rich.console import Group
    from rich.markdown import Markdown
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text

    def table(title: str, *columns: str, rows: Iterable[tuple[str, ...]]) -> Any:
        made = Table(title=title, title_justify="left", expand=True, show_lines=True)
        for column in columns:
            made.add_column(column, overflow="fold")
        for row in rows:
            made.add_row(*(Text(cell) for cell in row))
        return made

    grave = draft["severity"] in ("contraindicated", "major")
    parts: list[Any] = [
        Panel(Text(draft["question"]), title="Question", title_align="left"),
        Panel(
            Markdown(draft["draft"] or "Nothing of the draft was supported."),
            title=f"Draft {draft['draft_id']} · {draft['severity'] or 'no severity'}",
            title_align="left",
            border_style="red" if grave else "yellow",
        ),
    ]
    if draft["evidence"]:
        rows = [(e["id"], e["claim"], f"{e['source']['title']} {e['source']['section']}") for e in draft["evidence"]]
        parts.append(table("Evidence", "id", "finding", "source", rows=rows))
    if draft["verdicts"]:
        parts.append(table("Critic", "round", "verdict", rows=[(str(n), _verdict(v)) for n, v in enumerate(draft["verdicts"], 1)]))
    if draft["failures"]:
        parts.append(table("Failed checks", "check", "reason", rows=[(f["check"], f["reason"]) for f in draft["failures"]]))
    if draft["removed"]:
        gone = [(f"{line}{_then(draft, line)}",) for line in draft["removed"]]
        parts.append(table("Removed by the gate", "line", rows=gone))
    for key in ("problem", "notice"):
        if draft.get(key):
            parts.append(Panel(Text(draft[key]), title=key.capitalize(), title_align="left", border_style="red"))
    options = "--approve, --edit TEXT, --reject REASON or --override TEXT --reason REASON"
    parts.append(
        Text(f"Decide with: rxgraph review {draft['thread_id']} --draft-id {draft['draft_id']} --reviewer NAME and one of {options}")
    )
    return Group(*parts)


def _verdict(verdict: dict[str, Any]) -> str:
    """Write a verdict of the critic in one line."""
    return ": ".join(part for part in (str(verdict.get("outcome", "")), str(verdict.get("reason", ""))) if part)
