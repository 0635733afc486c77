"""How a draft is shown to a reviewer on a terminal."""

from __future__ import annotations

from io import StringIO
from typing import Any

from rich.console import Console

from gateway.draft_view import drawn, lines
from tests.gateway.conftest import Cli


def draft(cli: Cli) -> dict[str, Any]:
    cli.quick("ask", "-q", "--review", "required", "--thread", "w", "Can I take ibuprofen with warfarin?")
    return {"thread_id": "w", **cli.quick("review", "w", "--json").json()}


def on_a_terminal(shown: dict[str, Any]) -> str:
    out = StringIO()
    Console(file=out, force_terminal=True, width=120, color_system=None).print(drawn(shown))
    return out.getvalue()


def test_question_draft_evidence_verdict_and_what_to_do_are_shown(cli: Cli) -> None:
    shown = draft(cli)
    text = on_a_terminal(shown)
    for part in (
        "Can I take ibuprofen with warfarin?",
        "major",
        "interaction:ibuprofen+warfarin",
        "passed",
        shown["draft_id"],
        "--approve",
    ):
        assert part in text, part
    assert "Failed checks" not in text


def test_failed_checks_removed_lines_and_problems_are_shown(cli: Cli) -> None:
    more = {
        "failures": [{"check": "numbers_supported", "line": "x", "reason": "4321 mg stands nowhere"}],
        "removed": ["Take 4321 mg."],
        "problem": "The edit did not pass the gate",
    }
    text = on_a_terminal({**draft(cli), **more})
    for part in ("Failed checks", "numbers_supported", "4321 mg stands nowhere", "Take 4321 mg.", "The edit did not pass the gate"):
        assert part in text, part


def test_markup_in_what_is_shown_is_not_obeyed(cli: Cli) -> None:
    text = on_a_terminal(
        {**draft(cli), "question": "[red]Is it[/red] [link=http://evil.example]fine[/link]?", "removed": ["[bold]x[/bold]"]}
    )
    assert "[red]Is it[/red] [link=http://evil.example]fine[/link]?" in text
    assert "[bold]x[/bold]" in text


def test_the_lines_of_a_pipe_say_the_same(cli: Cli) -> None:
    shown = draft(cli)
    written = "\n".join(lines(shown))
    assert f"draft_id: {shown['draft_id']}" in written
    assert "verdict 1: passed" in written
    assert "evidence [interaction:ibuprofen+warfarin]: " in written
