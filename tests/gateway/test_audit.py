"""`rxgraph audit`: the trail of real questions and sign-offs, read, verified and exported."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from nodes.audit import writer
from tests.gateway.conftest import Cli

_QUESTION = "Can I take ibuprofen with warfarin?"
_BAD = "This is a **major** interaction. Take ibuprofen 123 mg once daily. [interaction:ibuprofen+warfarin]"


@pytest.fixture
def signed(cli: Cli) -> Cli:
    """An answer, a draft that was overruled, and an emergency."""
    cli.quick("ask", "-q", _QUESTION)
    cli.quick("ask", "-q", "--review", "required", "--thread", "mrs-canary", _QUESTION)
    done = cli.quick("review", "mrs-canary", "--override", _BAD, "--reason", "agreed", "--reviewer", "A. Pharmacist")
    assert done.code == 0, done.err
    cli.quick("ask", "-q", "I took a whole bottle of acetaminophen")
    return cli


def tampered(home: Path, script: str) -> None:
    writer.close()
    with closing(sqlite3.connect(home / "audit" / "trail.sqlite")) as db:
        db.executescript("DROP TRIGGER no_update; DROP TRIGGER no_delete;" + script)


def test_a_new_home_has_an_empty_trail(cli: Cli) -> None:
    assert cli.run("audit", "verify", "--json").json() == {"whole": True, "records": 0, "unseen_by_head": 0, "faults": []}
    assert cli.quick("audit", "list").out.strip() == "No such record."
    assert cli.quick("audit", "list", "--json").json() == []
    assert cli.quick("audit", "head").code == 2
    assert cli.quick("audit", "show", "1").code == 2


def test_the_trail_is_listed_and_whole(signed: Cli) -> None:
    assert signed.run("audit", "verify").out.strip() == "whole: 4 records"
    found = signed.quick("audit", "list", "--json").json()
    assert [r["kind"] for r in found] == ["answer", "needs_sign_off", "override", "escalated"]
    assert [r["seq"] for r in signed.quick("audit", "list", "--thread", "mrs-canary", "--json").json()] == [2, 3]
    assert [r["seq"] for r in signed.quick("audit", "list", "--kind", "answer", "--json").json()] == [1]
    assert [r["seq"] for r in signed.quick("audit", "list", "--who", "A. Pharmacist", "--json").json()] == [3]
    assert [r["seq"] for r in signed.quick("audit", "list", "--limit", "1", "--json").json()] == [4]
    line = signed.quick("audit", "list", "--kind", "override").out
    assert "reviewer A. Pharmacist" in line and "numbers_supported" in line
    assert "canary" not in signed.quick("audit", "list").out


def test_a_record_is_shown_and_tells_whether_a_text_is_its_answer(cli: Cli) -> None:
    answer = cli.quick("ask", "--json", _QUESTION).json()["answer"]
    shown = cli.quick("audit", "show", "1", "--json").json()
    assert len(shown["hash"]) == len(shown["mac"]) == 64
    assert cli.quick("audit", "show", "1", "--answer", "-", "--json", stdin=answer).json()["matches"] is True
    other = cli.quick("audit", "show", "1", "--answer", "-", "--json", stdin=answer + " Take more.")
    assert (other.code, other.json()["matches"]) == (1, False)


def test_an_export_can_be_followed_without_rxgraph(signed: Cli, tmp_path: Path) -> None:
    file = tmp_path / "trail.jsonl"
    assert signed.quick("audit", "export", str(file)).out.strip() == f"4 records written to {file}"
    assert file.stat().st_mode & 0o077 == 0
    prev = "0" * 64
    for line in file.read_text().splitlines():
        row = json.loads(line)
        assert row["prev"] == prev
        prev = hashlib.sha256(f"rxgraph audit 1\n{prev}\n{row['body']}".encode()).hexdigest()
        assert row["hash"] == prev
    assert signed.quick("audit", "head").out.strip() == f"4:{prev}"
    assert signed.quick("audit", "export").out == file.read_text()
    assert "exists" in signed.quick("audit", "export", str(file)).err


@pytest.mark.parametrize(
    ("script", "what", "where"),
    [
        ("UPDATE trail SET body = replace(body, 'A. Pharmacist', 'B. Pharmacist') WHERE seq = 3", "edited", 3),
        ("DELETE FROM trail WHERE seq = 2", "removed", 2),
        ("DELETE FROM trail WHERE seq = 4", "truncated", 4),
        (
            "UPDATE trail SET seq = 9 WHERE seq = 2; UPDATE trail SET seq = 2 WHERE seq = 3; UPDATE trail SET seq = 3 WHERE seq = 9",
            "broken",
            2,
        ),
    ],
)
def test_what_was_done_to_the_trail_is_said_and_the_exit_code_is_1(signed: Cli, script: str, what: str, where: int) -> None:
    tampered(signed.home, script)
    done = signed.quick("audit", "verify", "--json")
    assert (done.code, done.json()["whole"]) == (1, False)
    assert (done.json()["faults"][0]["what"], done.json()["faults"][0]["seq"]) == (what, where)
    assert "NOT whole" in signed.quick("audit", "verify").out
    assert signed.quick("audit", "list").code == 0, "what is left can still be read"


def test_a_trail_that_was_put_back_is_found_by_an_anchor(signed: Cli) -> None:
    anchor = signed.quick("audit", "head").out.strip()
    assert signed.quick("audit", "verify", "--anchor", anchor).code == 0
    writer.close()
    for file in (signed.home / "audit").iterdir():
        file.unlink()
    assert signed.quick("audit", "verify").code == 0, "a new trail fits itself"
    done = signed.quick("audit", "verify", "--anchor", anchor)
    assert (done.code, "older or another trail" in done.out) == (1, True)


@pytest.mark.parametrize("anchor", ["x", "1", "1:short", "a:" + "0" * 64])
def test_an_anchor_that_is_none_is_refused(cli: Cli, anchor: str) -> None:
    done = cli.quick("audit", "verify", "--anchor", anchor)
    assert (done.code, done.out) == (2, "")
    assert "NUMBER:HASH" in done.err


@pytest.mark.parametrize("damage", ["no key", "no database"])
def test_a_trail_that_cannot_be_read_says_so(signed: Cli, damage: str) -> None:
    writer.close()
    if damage == "no key":
        (signed.home / "audit" / "key").unlink()
    else:
        (signed.home / "audit" / "trail.sqlite").write_bytes(b"no database, but long enough to be taken for one" * 20)
    done = signed.run("audit", "verify")
    assert (done.code, done.out) == (2, "")
    assert ("key is missing" if damage == "no key" else "cannot be read") in done.err
    assert "Traceback" not in done.err


def test_an_answer_is_withheld_where_the_trail_cannot_be_written(cli: Cli) -> None:
    (cli.home / "audit").write_text("a file stands where the folder should")
    done = cli.run("ask", "--json", _QUESTION)
    assert (done.code, done.json()["status"]) == (2, "refused")
    assert "could not be written to the audit trail" in done.json()["answer"]
    assert "bleeding" not in done.out
