"""`rxgraph threads`: list, show, memory (correct, forget) and delete, each in a process of its own."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.gateway.conftest import Cli

_QUESTION = "Can a 70-year-old woman, 62 kg, creatinine 2.2, take apixaban 5 mg with clarithromycin?"


@pytest.fixture(scope="module")
def asked(shared: Cli) -> Cli:
    """A home folder with one thread, `t`; tests that change it work on a thread of their own."""
    assert shared.run("ask", "-q", "--thread", "t", _QUESTION).code == 0
    return shared


def _thread(cli: Cli, name: str) -> None:
    assert cli.quick("ask", "-q", "--thread", name, _QUESTION).code == 0


def test_no_thread_yet_says_how_to_start_one(cli: Cli) -> None:
    done = cli.quick("threads", "list")
    assert done.code == 0
    assert "rxgraph ask --thread" in done.out
    assert cli.quick("threads", "list", "--json").json() == []


def test_list_shows_the_newest_first_with_checkpoints_and_time(cli: Cli) -> None:
    _thread(cli, "older")
    _thread(cli, "newer")
    found = cli.quick("threads", "list", "--json").json()
    assert [thread["thread_id"] for thread in found] == ["newer", "older"]
    assert all(thread["checkpoints"] > 5 for thread in found)
    times = [datetime.fromisoformat(thread["updated_at"]) for thread in found]
    assert times == sorted(times, reverse=True)


def test_show_has_the_messages_and_what_is_remembered(asked: Cli) -> None:
    found = asked.quick("threads", "show", "t", "--json").json()
    assert [m["role"] for m in found["messages"][:2]] == ["human", "ai"]
    assert found["messages"][0]["text"] == _QUESTION
    assert all(datetime.fromisoformat(m["at"]) for m in found["messages"])
    assert found["profile"]["weight_kg"] == 62
    assert set(found["focus"]) >= {"apixaban", "clarithromycin"}
    text = asked.quick("threads", "show", "t").out
    assert _QUESTION in text
    assert "patient: weight: 62 kg" in text


def test_memory_lists_the_patient_with_units(asked: Cli) -> None:
    lines = asked.quick("threads", "memory", "t").out.splitlines()
    assert {"patient: age: 70 years", "patient: sex: female", "patient: weight: 62 kg", "patient: serum creatinine: 2.2 mg/dL"} <= set(
        lines
    )


def test_a_correction_and_a_forgotten_value_hold_in_the_next_process(asked: Cli) -> None:
    _thread(asked, "changed")
    done = asked.run("threads", "memory", "changed", "--correct", "weight_kg=58", "--forget", "sex", "--correct", "penicillin rash=1998")
    assert done.code == 0
    lines = asked.run("threads", "memory", "changed").out.splitlines()
    assert "patient: weight: 58 kg" in lines
    assert not [line for line in lines if "sex" in line]
    assert any(line.startswith("fact: penicillin rash: 1998 (learned ") and "from user" in line for line in lines)


def test_a_corrected_weight_is_what_the_next_dose_is_reckoned_with(asked: Cli) -> None:
    _thread(asked, "reckoned")
    assert asked.run("threads", "memory", "reckoned", "--correct", "weight_kg=58").code == 0
    answer = asked.run("ask", "--json", "--thread", "reckoned", "and what dose of apixaban, then?").json()["answer"]
    assert "yes (58)" in answer
    assert "(62)" not in answer


def test_a_fact_keeps_its_earlier_value(asked: Cli) -> None:
    _thread(asked, "facts")
    for value in ("Tuesday", "Friday"):
        assert asked.quick("threads", "memory", "facts", "--correct", f"clinic day={value}").code == 0
    line = next(line for line in asked.quick("threads", "memory", "facts").out.splitlines() if "clinic day" in line)
    assert "clinic day: Friday" in line
    assert "before: Tuesday" in line


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--forget", "nothing_like_it"), "is not remembered. Known: "),
        (("--correct", "weight_kg"), "give KEY=VALUE"),
        (("--correct", "weight_kg=heavy"), "is not a number"),
        (("--correct", "egfr=900"), "is not possible"),
        (("--correct", "sex=unicorn"), "female or male"),
        (("--correct", "child_pugh=Z"), "A, B or C"),
        (("--correct", "pregnant=perhaps"), "yes or no"),
    ],
)
def test_a_bad_change_is_refused_and_changes_nothing(asked: Cli, options: tuple[str, str], message: str) -> None:
    before = asked.quick("threads", "memory", "t").out
    done = asked.quick("threads", "memory", "t", *options)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert asked.quick("threads", "memory", "t").out == before


@pytest.mark.parametrize("command", [("show",), ("memory",), ("delete", "--yes")])
def test_a_thread_that_is_not_there_is_said(asked: Cli, command: tuple[str, ...]) -> None:
    done = asked.quick("threads", *command, "nobody")
    assert (done.code, done.out) == (2, "")
    assert "there is no thread 'nobody'" in done.err
    assert "rxgraph threads list" in done.err


def test_delete_asks_and_then_leaves_nothing_of_the_thread(cli: Cli) -> None:
    _thread(cli, "gone")
    refused = cli.quick("threads", "delete", "gone", stdin="n\n")
    assert refused.code == 1
    assert cli.quick("threads", "memory", "gone").code == 0
    assert cli.quick("threads", "delete", "gone", stdin="y\n").code == 0
    assert cli.quick("threads", "list", "--json").json() == []
    assert cli.quick("threads", "show", "gone").code == 2
