"""`rxgraph threads`: list, show, history, memory (correct, forget), copy, prune, export, import and delete."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

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
    day = datetime.now(UTC).date()
    values = ("age: 70 years", "sex: female", "weight: 62 kg", "serum creatinine: 2.2 mg/dL")
    assert {f"patient: {value} (of {day})" for value in values} <= set(lines)


def test_a_correction_and_a_forgotten_value_hold_in_the_next_process(asked: Cli) -> None:
    _thread(asked, "changed")
    done = asked.run("threads", "memory", "changed", "--correct", "weight_kg=58", "--forget", "sex", "--correct", "penicillin rash=1998")
    assert done.code == 0
    lines = asked.run("threads", "memory", "changed").out.splitlines()
    day = datetime.now(UTC).date()
    assert f"patient: weight: 58 kg (of {day}; before: 62 kg, {day})" in lines
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


@pytest.mark.parametrize("command", [("show",), ("memory",), ("delete", "--yes"), ("history",), ("prune",)])
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


def test_list_says_what_is_kept(asked: Cli) -> None:
    assert "last 100 turns of each thread" in asked.quick("threads", "list").out
    assert "RXGRAPH_RETENTION=days:7" in asked.quick("threads", "list", RXGRAPH_RETENTION="days:7").out
    refused = asked.quick("threads", "list", RXGRAPH_RETENTION="seldom")
    assert refused.code == 2 and "last:N" in refused.err


def test_history_lists_turns_and_show_goes_back_to_one(cli: Cli) -> None:
    _thread(cli, "t")
    assert cli.quick("ask", "-q", "--thread", "t", "and with morphine?").code == 0
    turns = cli.quick("threads", "history", "t", "--json").json()
    assert [turn["messages"] for turn in turns] == [4, 2]
    assert turns[1]["question"] == _QUESTION
    assert turns[0]["at"] >= turns[1]["at"]
    then = cli.quick("threads", "show", "t", "--at", turns[1]["checkpoint"], "--json").json()
    assert len(then["messages"]) == 2
    short = cli.quick("threads", "history", "t", "--limit", "1").out
    assert "1 more turns are kept" in short and _QUESTION not in short
    refused = cli.quick("threads", "show", "t", "--at", "nothing")
    assert refused.code == 2 and "rxgraph threads history t" in refused.err


def test_a_copy_goes_on_by_itself(cli: Cli) -> None:
    _thread(cli, "a")
    assert cli.quick("threads", "copy", "a", "b", "--json").json() == {"thread_id": "b", "copied_from": "a"}
    assert cli.quick("ask", "-q", "--thread", "b", "and with morphine?").code == 0
    kept = {name: len(cli.quick("threads", "show", name, "--json").json()["messages"]) for name in "ab"}
    assert kept == {"a": 2, "b": 4}
    for target, message in (("b", "already"), ("a", "another name")):
        refused = cli.quick("threads", "copy", "a", target)
        assert refused.code == 2 and message in refused.err
    assert "no thread 'x'" in cli.quick("threads", "copy", "x", "y").err


def test_prune_lets_old_turns_go_and_leaves_what_waits_for_sign_off(cli: Cli) -> None:
    for _ in range(3):
        _thread(cli, "t")
    assert cli.quick("ask", "-q", "--thread", "waits", _QUESTION, RXGRAPH_REVIEW="required").code == 0
    before = cli.quick("threads", "memory", "t").out
    done = cli.quick("threads", "prune", "--keep", "last:1", "--json").json()
    assert done["kept"] == "last:1" and done["removed"]["t"] == 2
    assert "sign-off" in done["skipped"]["waits"]
    assert len(cli.quick("threads", "history", "t", "--json").json()) == 1
    assert cli.quick("threads", "memory", "t").out == before
    assert "Removed 0 checkpoints" in cli.quick("threads", "prune", "t", "--keep", "last:1").out
    assert cli.quick("review", "waits", "--approve", "--reviewer", "A. Pharmacist").code == 0
    refused = cli.quick("threads", "prune", "--keep", "some")
    assert refused.code == 2 and "last:N" in refused.err


def test_a_thread_travels_in_a_file(cli: Cli, tmp_path: Path) -> None:
    _thread(cli, "t")
    file = tmp_path / "t.rxthread"
    found = cli.quick("threads", "export", "t", str(file), "--json").json()
    assert found["checkpoints"] > 1 and file.stat().st_mode & 0o077 == 0
    refused = cli.quick("threads", "export", "t", str(file))
    assert refused.code == 2 and "--replace" in refused.err
    assert cli.quick("threads", "export", "t", str(file), "--replace").code == 0
    refused = cli.quick("threads", "import", str(file))
    assert refused.code == 2 and "--as" in refused.err
    other = Cli(tmp_path / "other")
    assert other.quick("threads", "import", str(file), "--json").json()["thread_id"] == "t"
    assert other.quick("threads", "import", str(file), "--as", "u").code == 0
    for name in "tu":
        shown = other.quick("threads", "show", name, "--json").json()
        assert {**shown, "thread_id": "t"} == cli.quick("threads", "show", "t", "--json").json()
    again = tmp_path / "again.rxthread"
    assert other.quick("threads", "export", "t", str(again)).code == 0
    assert again.read_bytes() == file.read_bytes(), "nothing is lost on the way"
    assert other.quick("ask", "-q", "--thread", "t", "and with morphine?").code == 0


def test_a_file_that_is_no_whole_export_is_refused_and_leaves_nothing(cli: Cli, tmp_path: Path) -> None:
    _thread(cli, "t")
    file = tmp_path / "t.rxthread"
    assert cli.quick("threads", "export", "t", str(file)).code == 0
    lines = file.read_text().splitlines()
    later = json.dumps({**json.loads(lines[0]), "version": 99})
    bad = {
        "cut short": "\n".join(lines[:-1]),
        "a row less": "\n".join([*lines[:3], *lines[4:]]),
        "changed": "\n".join([lines[0], lines[1] + " ", *lines[2:]]),
        "no export": "notes",
        "empty": "",
        "later": "\n".join([later, *lines[1:]]),
    }
    for name, text in bad.items():
        file.write_text(text)
        refused = cli.quick("threads", "import", str(file), "--as", name)
        assert refused.code == 2, name
        assert ("later version" if name == "later" else "damaged" if name != "no" else "no thread") in refused.err, name
    assert [found["thread_id"] for found in cli.quick("threads", "list", "--json").json()] == ["t"]
