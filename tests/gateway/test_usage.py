"""`rxgraph usage`: what was used, by day and engine, with nothing of the questions in it."""

from __future__ import annotations

from tests.gateway.conftest import Cli
from tests.servers.chat_completions import ChatServer, Script


def test_no_question_yet(cli: Cli) -> None:
    assert cli.quick("usage").out.strip() == "No question was asked yet."
    assert cli.quick("usage", "--json").json() == []


def test_questions_are_added_up_and_hold_no_patient_data(cli: Cli) -> None:
    question = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban with clarithromycin?"
    used = [cli.run("ask", "--json", question).json()["usage"] for _ in range(2)]
    (row,) = cli.quick("usage", "--json").json()
    assert (row["engine"], row["questions"], row["cost_usd"]) == ("embedded", 2, 0)
    for count in ("model_calls", "tool_calls", "input_tokens", "output_tokens"):
        assert row[count] == sum(u[count] for u in used)
    kept = (cli.home / "usage.jsonl").read_text()
    assert "apixaban" not in kept
    assert "woman" not in kept
    text = cli.quick("usage").out
    assert f"{row['day']}  embedded" in text
    assert "2 questions" in text


def test_engines_stand_apart_and_a_cut_off_line_is_passed_over(cli: Cli) -> None:
    cli.quick("ask", "--json", "Can I take ibuprofen with warfarin?")
    with ChatServer(Script([]), api_key="right") as server:
        cli.run("ask", "Can I take ibuprofen with warfarin?", OPENAI_API_KEY="bad", OPENAI_BASE_URL=server.base_url)
    with (cli.home / "usage.jsonl").open("a") as writing:
        writing.write('{"at": "2026-')
    assert {row["engine"]: row["questions"] for row in cli.quick("usage", "--json").json()} == {"embedded": 1, "fixed text": 1}
