"""`rxgraph review`: an answer waits in one process and is signed off in another."""

from __future__ import annotations

import pytest

from tests.gateway.conftest import Cli

_QUESTION = "Can I take ibuprofen with warfarin?"
_BY = ("--reviewer", "A. Pharmacist")


@pytest.fixture
def waiting(cli: Cli) -> Cli:
    done = cli.quick("ask", "--json", "--review", "required", "--thread", "w", _QUESTION)
    assert (done.code, done.json()["status"]) == (0, "needs_sign_off")
    assert "major" not in done.json()["answer"].lower(), "nothing of the draft is given out"
    return cli


def test_ask_says_how_to_review_and_gives_nothing_of_the_draft(cli: Cli) -> None:
    done = cli.run("ask", "--review", "required", "--thread", "w", _QUESTION)
    assert done.code == 0
    assert "rxgraph review w" in done.out
    assert "bleeding" not in done.out.lower()
    assert "[needs_sign_off]" in done.err


def test_high_risk_review_holds_only_contraindicated_combinations(cli: Cli) -> None:
    assert cli.quick("ask", "--json", "--review", "high_risk", _QUESTION).json()["status"] == "ok"
    held = cli.quick("ask", "--json", "--review", "high_risk", "Can I take simvastatin with clarithromycin?").json()
    assert held["status"] == "needs_sign_off"


def test_nothing_waits(cli: Cli) -> None:
    assert cli.quick("review").out.strip() == "Nothing waits for sign-off."
    assert cli.quick("review", "--json").json() == []


def test_the_list_names_thread_severity_and_question(waiting: Cli) -> None:
    assert waiting.run("review", "--json").json() == [{"thread_id": "w", "question": _QUESTION, "severity": "major"}]
    assert waiting.quick("review").out.strip() == f"w  major: {_QUESTION}"


def test_showing_a_draft_gives_its_evidence_and_leaves_it_waiting(waiting: Cli) -> None:
    found = waiting.quick("review", "w", "--json").json()
    assert found["question"] == _QUESTION
    assert "bleeding" in found["draft"]
    assert [e["kind"] for e in found["evidence"]] == ["interaction"]
    text = waiting.quick("review", "w").out
    assert "draft: " in text
    assert "evidence [interaction:" in text
    assert len(waiting.quick("review", "--json").json()) == 1


def test_an_approved_draft_is_given_out_and_waits_no_longer(waiting: Cli) -> None:
    done = waiting.run("review", "w", "--approve", *_BY, "--json")
    found = done.json()
    assert done.code == 0
    assert (found["status"], found["severity"]) == ("ok", "major")
    assert found["citations"]
    assert waiting.quick("review", "--json").json() == []
    assert waiting.quick("threads", "show", "w", "--json").json()["messages"][-1]["role"] == "ai"


def test_an_edit_that_the_evidence_does_not_support_is_refused_and_still_waits(waiting: Cli) -> None:
    done = waiting.quick("review", "w", "--edit", "Take 900 mg of ibuprofen with warfarin.", *_BY)
    assert (done.code, done.out) == (2, "")
    assert "did not pass the gate" in done.err
    assert "900 mg" in done.err
    assert [w["thread_id"] for w in waiting.quick("review", "--json").json()] == ["w"]
    assert "900 mg" not in waiting.quick("threads", "show", "w").out


def test_an_edit_that_passes_the_gate_is_given_out(waiting: Cli) -> None:
    evidence = waiting.quick("review", "w", "--json").json()["evidence"][0]["id"]
    found = waiting.quick(
        "review", "w", "--edit", f"Major: do not combine them without a word to your prescriber. [{evidence}]", *_BY, "--json"
    ).json()
    assert found["status"] == "ok"
    assert "without a word to your prescriber. [1]" in found["answer"]


def test_a_rejected_draft_is_withheld_with_the_reason(waiting: Cli) -> None:
    found = waiting.quick("review", "w", "--reject", "INR is missing", *_BY, "--json").json()
    assert found["status"] == "refused"
    assert "INR is missing" in found["answer"]
    assert "bleeding" not in found["answer"]
    assert waiting.quick("review", "--json").json() == []


def test_a_new_question_is_turned_away_and_the_draft_is_kept(waiting: Cli) -> None:
    found = waiting.quick("ask", "--json", "--thread", "w", "What is the dose of metformin at eGFR 20?").json()
    assert found["status"] == "needs_sign_off"
    assert "your new question was not taken" in found["answer"]
    assert waiting.quick("review", "--json").json()[0]["question"] == _QUESTION
    assert "bleeding" in waiting.quick("review", "w", "--approve", *_BY).out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("w", "--approve"), "--reviewer NAME"),
        (("w", "--approve", "--reject", "no", *_BY), "give one of --approve"),
        (("nobody", "--approve", *_BY), "nothing of thread 'nobody' waits"),
        (("nobody",), "nothing of thread 'nobody' waits"),
    ],
)
def test_a_decision_that_cannot_be_taken_is_said(waiting: Cli, arguments: tuple[str, ...], message: str) -> None:
    done = waiting.quick("review", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert len(waiting.quick("review", "--json").json()) == 1
