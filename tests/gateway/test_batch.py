"""`rxgraph batch`: every line answered once, over bad lines, stops and cut-off files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.conftest import Cli

_GOOD = [
    {"id": "a", "question": "Can I take ibuprofen with warfarin?"},
    {"id": "b", "question": "Can I take simvastatin with clarithromycin?"},
    {"id": "c", "question": "What is the dose of gabapentin at CrCl 25 mL/min?"},
]


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").rstrip("\n").split("\n")]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in _GOOD))
    return str(source), str(tmp_path / "out.jsonl")


def test_every_line_is_answered_on_a_thread_of_its_own(cli: Cli, files: tuple[str, str]) -> None:
    done = cli.run("batch", *files)
    rows = _rows(Path(files[1]))
    assert done.code == 0
    assert done.out == ""
    assert "3 lines answered, 3 in" in done.err
    assert [(row["line"], row["id"], row["status"]) for row in rows] == [(1, "a", "ok"), (2, "b", "ok"), (3, "c", "ok")]
    assert [row["severity"] for row in rows[:2]] == ["major", "contraindicated"]
    assert len({row["thread_id"] for row in rows}) == 3
    assert all(row["citations"] for row in rows)
    assert cli.quick("usage", "--json").json()[0]["questions"] == 3


def test_an_over_long_line_that_reports_an_emergency_gets_the_contacts(cli: Cli, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    report = "My son swallowed a whole bottle of paracetamol ten minutes ago. " + "The pharmacy opens at nine. " * 300
    source.write_text("".join(json.dumps({"question": question}) + "\n" for question in (report, "w" * 8001)))
    assert cli.quick("batch", str(source), str(target)).code == 0
    assert [row["status"] for row in _rows(target)] == ["escalated", "refused"]


def test_bad_lines_get_a_row_and_never_end_the_run(cli: Cli, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    bad = [
        "not json",
        "[1]",
        '{"q": 1}',
        '{"question": ""}',
        '{"question": "' + "w" * 8001 + '"}',
        '{"id": "\\ud800", "question": "\\ud800"}',
        "null",
    ]
    odd = json.dumps({"id": "last", "question": "Can I take ibuprofen\u2028with warfarin?"}, ensure_ascii=False)
    source.write_text("\n".join([*bad, "", odd]), encoding="utf-8")
    assert cli.quick("batch", str(source), str(target)).code == 0
    rows = _rows(target)
    assert [row["line"] for row in rows] == [1, 2, 3, 4, 5, 6, 7, 9]
    assert {row["status"] for row in rows[:7]} == {"refused"}
    assert all(row["error"] for row in rows[:7])
    assert (rows[7]["id"], rows[7]["severity"]) == ("last", "major")


def test_a_second_run_answers_nothing_again(cli: Cli, files: tuple[str, str]) -> None:
    cli.quick("batch", *files)
    before = Path(files[1]).read_bytes()
    done = cli.quick("batch", *files)
    assert done.code == 0
    assert "3 lines are answered" in done.err
    assert "0 lines answered" in done.err
    assert Path(files[1]).read_bytes() == before


def test_after_a_cut_off_last_line_only_that_line_is_answered_again(cli: Cli, files: tuple[str, str]) -> None:
    cli.quick("batch", *files)
    target = Path(files[1])
    first, second, third = target.read_bytes().rstrip(b"\n").split(b"\n")
    target.write_bytes(first + b"\n" + second[: second.index(b'"severity"')])
    assert cli.quick("batch", *files).code == 0
    rows = _rows(target)
    assert [row["line"] for row in rows] == [1, 2, 3]
    assert target.read_bytes().startswith(first + b"\n")
    assert rows[1]["severity"] == "contraindicated"
    assert rows[1]["thread_id"] != json.loads(second)["thread_id"], "line 2 was asked again"


def test_a_last_line_that_lacks_only_its_line_end_is_kept(cli: Cli, files: tuple[str, str]) -> None:
    cli.quick("batch", *files)
    target = Path(files[1])
    before = target.read_bytes()
    target.write_bytes(before.rstrip(b"\n"))
    assert cli.quick("batch", *files).code == 0
    assert target.read_bytes() == before


def test_a_file_that_is_not_ours_is_left_alone(cli: Cli, files: tuple[str, str]) -> None:
    target = Path(files[1])
    target.write_text("my notes\nmore notes\n")
    done = cli.quick("batch", *files)
    assert done.code == 2
    assert "line 1 of" in done.err
    assert target.read_text() == "my notes\nmore notes\n"


def test_the_file_of_questions_is_never_the_target(cli: Cli, files: tuple[str, str]) -> None:
    before = Path(files[0]).read_bytes()
    done = cli.quick("batch", files[0], files[0])
    assert done.code == 2
    assert "give another file" in done.err
    assert Path(files[0]).read_bytes() == before


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "not UTF-8"])
def test_questions_that_cannot_be_read_are_said(cli: Cli, tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / "in.jsonl"
    if content is not None:
        source.write_bytes(content)
    done = cli.quick("batch", str(source), str(tmp_path / "out.jsonl"))
    assert done.code == 2
    assert "cannot be read" in done.err
    assert not (tmp_path / "out.jsonl").exists()
