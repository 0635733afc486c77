"""`rxgraph check --pairs IN --out OUT`: a file of pairs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gateway.cli import app

_HEADER = "drug_a,drug_b,severity,rating,mechanism,management,sources"


def _bulk(folder: Path, content: bytes) -> tuple[Result, Path]:
    source, target = folder / "pairs.csv", folder / "answers.csv"
    source.write_bytes(content)
    return CliRunner().invoke(app, ["check", "--pairs", str(source), "--out", str(target)]), target


def _rows(target: Path) -> list[dict[str, str]]:
    with target.open(newline="", encoding="utf-8") as reading:
        return list(csv.DictReader(reading))


def test_every_row_is_answered_in_order_and_in_its_own_spelling(tmp_path: Path) -> None:
    done, target = _bulk(
        tmp_path, b"drug_a,drug_b\nWarfarin,ibuprofen\nsimvastatin,clarithromycin\nwarfarin,metformin\nwarfarin,zzqxonib\n"
    )
    assert done.exit_code == 0
    assert "4 pairs" in done.stderr
    assert target.read_text().splitlines()[0] == _HEADER
    found = [(r["drug_a"], r["drug_b"], r["severity"], r["rating"]) for r in _rows(target)]
    assert found == [
        ("Warfarin", "ibuprofen", "major", "D"),
        ("simvastatin", "clarithromycin", "contraindicated", "X"),
        ("warfarin", "metformin", "none_known", "A"),
        ("warfarin", "zzqxonib", "unknown_drug", ""),
    ]
    assert all(r["mechanism"] and r["management"] and r["sources"] for r in _rows(target)[:2])


def test_quoted_commas_other_columns_and_a_byte_order_mark(tmp_path: Path) -> None:
    done, target = _bulk(tmp_path, b'\xef\xbb\xbfid,drug_b,drug_a\n7,"warfarin, oral ""5 mg""",ibuprofen\n8,warfarin,ibuprofen\n')
    assert done.exit_code == 0
    assert [(r["drug_a"], r["drug_b"]) for r in _rows(target)] == [("ibuprofen", 'warfarin, oral "5 mg"'), ("ibuprofen", "warfarin")]
    assert _rows(target)[1]["severity"] == "major"


def test_bad_rows_never_end_the_run(tmp_path: Path) -> None:
    done, target = _bulk(tmp_path, b"drug_a,drug_b\nwarfarin\nwarfarin,Coumadin\n,\nwarfarin,ibuprofen,extra\n")
    assert done.exit_code == 0
    assert [r["severity"] for r in _rows(target)] == ["unknown_drug", "not_assessed", "unknown_drug", "major"]
    assert "same drug" in _rows(target)[1]["management"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\nwarfarin,ibuprofen\n", "needs the columns drug_a and drug_b; it has a, b"),
        (b"", "it has none"),
        (b"drug_a,drug_b\nwarfarin,\xff\xfe\n", "is not UTF-8"),
        (b"drug_a,drug_b\n" + b"warfarin,ibuprofen\n" * 20_000 + b"warfarin,\xff\n", "is not UTF-8"),
    ],
    ids=["columns", "empty", "first block", "later block"],
)
def test_a_file_that_cannot_be_used_is_said(tmp_path: Path, content: bytes, message: str) -> None:
    done, _ = _bulk(tmp_path, content)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_missing_file_and_a_missing_target_are_said(tmp_path: Path) -> None:
    missing = CliRunner().invoke(app, ["check", "--pairs", str(tmp_path / "none.csv"), "--out", str(tmp_path / "o.csv")])
    assert missing.exit_code == 2
    assert "none.csv cannot be read: No such file" in missing.stderr
    without = CliRunner().invoke(app, ["check", "--pairs", str(tmp_path / "none.csv")])
    assert without.exit_code == 2
    assert "--pairs needs --out FILE" in without.stderr


def test_the_file_of_pairs_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "pairs.csv"
    source.write_text("drug_a,drug_b\nwarfarin,ibuprofen\n")
    done = CliRunner().invoke(app, ["check", "--pairs", str(source), "--out", str(source)])
    assert done.exit_code == 2
    assert "give another file" in done.stderr
    assert source.read_text() == "drug_a,drug_b\nwarfarin,ibuprofen\n"
