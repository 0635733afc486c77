"""`rxgraph understand`: what is read in a question, one or many."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.gateway.conftest import Cli

_QUESTION = "What dose of apixaban for a 70-year-old woman, 62 kg, creatinine 2.2?"


def test_json_has_drugs_patient_intents_and_specialists(cli: Cli) -> None:
    done = cli.run("understand", "--json", _QUESTION)
    found = done.json()
    assert (done.code, done.err) == (0, "")
    assert {"question", "drugs", "patient", "intents", "specialists", "problems"} <= set(found)
    assert [(d["name"], d["match"]) for d in found["drugs"]] == [("apixaban", "generic")]
    assert found["patient"] == {"age_years": 70, "weight_kg": 62, "scr_mg_dl": 2.2, "sex": "female"}
    assert "dose" in found["intents"]
    assert found["specialists"] == ["dosing_specialist"]


def test_text_has_the_same(cli: Cli) -> None:
    out = cli.quick("understand", _QUESTION).out
    for part in ("drugs:", "apixaban", "patient:", "62", "intents:", "dose", "specialists:", "dosing_specialist"):
        assert part in out


def test_impossible_values_are_named_as_problems(cli: Cli) -> None:
    found = cli.quick("understand", "--json", "metformin at eGFR 900").json()
    assert "egfr" not in found["patient"]
    assert len(found["problems"]) == 1
    assert "problem:" in cli.quick("understand", "metformin at eGFR 900").out


@pytest.mark.parametrize("arguments", [(), ("",), ("  ",)])
def test_no_question_shows_an_example(cli: Cli, arguments: tuple[str, ...]) -> None:
    done = cli.quick("understand", *arguments)
    assert (done.code, done.out) == (2, "")
    assert "for example" in done.err


def test_undecodable_bytes_end_without_a_traceback(cli: Cli) -> None:
    done = cli.run("understand", "--json", b"warfarin \xff")
    assert "Traceback" not in done.err
    assert [d["name"] for d in done.json()["drugs"]] == ["warfarin"]


def test_a_file_is_read_line_by_line_and_a_bad_line_never_ends_it(cli: Cli, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    odd = "warfarin\u2028and ibuprofen"
    lines = [
        json.dumps({"id": "a", "question": _QUESTION}), "", "not json", "[1]", json.dumps({"id": 4}), json.dumps({"question": odd}, ensure_ascii=False),
        '{"id": "\\ud800", "question": "warfarin \\ud800"}',
    ]  # fmt: skip
    source.write_text("\n".join(lines), encoding="utf-8")
    done = cli.run("understand", "--file", source, "--out", target)
    assert done.code == 0, done.err
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").rstrip("\n").split("\n")]
    assert [row["line"] for row in rows] == [1, 3, 4, 5, 6, 7]
    assert ["error" in row for row in rows] == [False, True, True, True, False, False]
    assert rows[0]["id"] == "a"
    assert [d["name"] for d in rows[0]["drugs"]] == ["apixaban"]
    assert {d["name"] for d in rows[4]["drugs"]} == {"warfarin", "ibuprofen"}
    assert "6 lines" in done.err


@pytest.mark.parametrize(
    ("content", "message"), [(None, "cannot be read"), (b'{"question": "\xff"}', "cannot be read")], ids=["missing", "not UTF-8"]
)
def test_a_file_that_cannot_be_read_is_said(cli: Cli, tmp_path: Path, content: bytes | None, message: str) -> None:
    source = tmp_path / "in.jsonl"
    if content is not None:
        source.write_bytes(content)
    done = cli.quick("understand", "--file", str(source), "--out", str(tmp_path / "out.jsonl"))
    assert done.code == 2
    assert message in done.err


def test_a_file_needs_a_target_of_its_own(cli: Cli, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"question": _QUESTION}))
    without, same = cli.quick("understand", "--file", str(source)), cli.quick("understand", "--file", str(source), "--out", str(source))
    assert (without.code, same.code) == (2, 2)
    assert "--out FILE" in without.err
    assert "give another file" in same.err
    assert json.loads(source.read_text()) == {"question": _QUESTION}
