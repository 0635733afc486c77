"""`rxgraph ask` with questions and options that cannot be taken: a clear message, exit code 2, and a thread that stays usable."""

from __future__ import annotations

import pytest

from tests.gateway.conftest import Cli

_INTERACTION = "Can I take simvastatin with clarithromycin?"


@pytest.mark.parametrize("question", ["", " \t\n "])
def test_an_empty_question_touches_nothing_and_shows_an_example(cli: Cli, question: str) -> None:
    done = cli.run("ask", question)
    assert (done.code, done.out) == (2, "")
    assert "The question is empty" in done.err
    assert "for example" in done.err
    assert not (cli.home / "checkpoints.sqlite").exists()


def test_an_empty_standard_input_is_an_empty_question(cli: Cli) -> None:
    done = cli.run("ask", "-")
    assert done.code == 2
    assert "The question is empty" in done.err


def test_an_over_long_question_names_the_limit_and_its_own_length(cli: Cli) -> None:
    done = cli.run("ask", "-", stdin="w" * 8001)
    assert (done.code, done.out) == (2, "")
    assert "longer than 8000 characters (8001)" in done.err


def test_an_over_long_question_that_reports_an_emergency_gets_the_contacts(cli: Cli) -> None:
    harmless = "The leaflet came with the box. The pharmacy opens at nine. " * 140
    done = cli.quick("ask", "--json", "-", stdin=f"My son swallowed a whole bottle of paracetamol ten minutes ago. {harmless}")
    assert (done.code, done.json()["status"]) == (0, "escalated")
    assert "911" in done.json()["answer"]


def test_the_longest_question_that_is_allowed_is_taken(cli: Cli) -> None:
    done = cli.quick("ask", "--json", "-", stdin=_INTERACTION.ljust(8000))
    assert done.code == 0
    assert done.json()["severity"] == "contraindicated"


def test_the_limit_can_be_set(cli: Cli) -> None:
    done = cli.quick("ask", _INTERACTION, RXGRAPH_MAX_QUESTION_CHARS="20")
    assert done.code == 2
    assert "longer than 20 characters" in done.err


def test_undecodable_bytes_on_standard_input(cli: Cli) -> None:
    done = cli.run("ask", "-", stdin=b"Can I take \xff\xfe with warfarin?")
    assert (done.code, done.out) == (2, "")
    assert "cannot be decoded" in done.err
    assert "UTF-8" in done.err


@pytest.mark.parametrize(
    "arguments", [(b"Can I take \xff with warfarin?",), (b"--thread", b"\xff", b"Can I take warfarin with ibuprofen?")]
)
def test_undecodable_bytes_in_arguments(cli: Cli, arguments: tuple[bytes, ...]) -> None:
    done = cli.run("ask", *arguments)
    assert (done.code, done.out) == (2, "")
    assert "cannot be decoded" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("dose of metformin at eGFR 900", "eGFR of 900 is not possible"),
        ("dose of metformin at age -3", "age of -3 is not possible"),
        ("hello there", "No medicine"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_the_reason(cli: Cli, question: str, reason: str) -> None:
    done = cli.quick("ask", "--json", question)
    found = done.json()
    assert done.code == 2
    assert found["status"] == "refused"
    assert reason in found["answer"]
    assert found["citations"] == []
    assert found["usage"]["model_calls"] == 0


def test_an_unknown_drug_is_never_no_interaction(cli: Cli) -> None:
    found = cli.quick("ask", "--json", "Can I take warfarin with zzqxonib?").json()
    assert found["severity"] != "none_known"
    assert found["status"] in ("partial", "refused")
    assert "zzqxonib" in found["answer"]


def test_a_drug_with_itself_is_not_answered_as_an_interaction(cli: Cli) -> None:
    found = cli.quick("ask", "--json", "Does warfarin interact with Coumadin?").json()
    assert found["severity"] not in ("none_known", "minor", "moderate", "major", "contraindicated")


def test_a_refused_question_leaves_the_thread_usable(cli: Cli) -> None:
    assert cli.quick("ask", "--thread", "t", _INTERACTION).code == 0
    assert cli.quick("ask", "--thread", "t", "dose of simvastatin at eGFR 900").code == 2
    done = cli.quick("ask", "--thread", "t", "--json", "and how do they interact?")
    assert done.code == 0
    assert "simvastatin" in done.json()["answer"].lower()
    assert cli.quick("threads", "show", "--json", "t").json()["profile"].get("egfr") is None


@pytest.mark.parametrize(
    ("options", "offered"),
    [
        (("--audience", "child"), "auto, professional or patient"),
        (("--review", "maybe"), "off, high_risk or required"),
        (("--model", "oracle:delphi"), "openai:<model>"),
        (("--nonsense",), "No such option"),
    ],
)
def test_a_bad_option_says_what_is_allowed(cli: Cli, options: tuple[str, ...], offered: str) -> None:
    done = cli.quick("ask", *options, _INTERACTION)
    assert done.code == 2
    assert offered in done.out + done.err
    assert "Traceback" not in done.err
