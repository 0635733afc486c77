"""`rxgraph check`: pairs named on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gateway.cli import app
from tests.gateway.conftest import Cli

_FIELDS = {"drug_a", "drug_b", "severity", "rating", "mechanism", "management", "sources"}


def _objects(*drugs: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["check", *drugs, "--json"])
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_script_prints_severity_rating_management_and_source(cli: Cli) -> None:
    done = cli.run("check", "warfarin", "ibuprofen")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("warfarin + ibuprofen: MAJOR, risk rating D")
    for label in ("what happens:", "what to do:", "source:"):
        assert label in done.out


def test_json_has_the_fields_of_the_contract(cli: Cli) -> None:
    (found,) = cli.run("check", "--json", "warfarin", "ibuprofen").json()
    assert set(found) >= _FIELDS
    assert (found["drug_a"], found["drug_b"], found["severity"], found["rating"]) == ("warfarin", "ibuprofen", "major", "D")
    assert found["mechanism"]
    assert found["management"]
    for source in found["sources"]:
        assert set(source) == {"title", "section", "year", "url", "review"}
        assert source["url"].startswith("http")
    assert found["sources"]


def test_contraindicated_is_rated_x() -> None:
    (found,) = _objects("simvastatin", "clarithromycin")
    assert (found["severity"], found["rating"]) == ("contraindicated", "X")


def test_brand_names_find_the_same_as_generic_names() -> None:
    (brand,), (generic,) = _objects("Coumadin", "Advil"), _objects("warfarin", "ibuprofen")
    assert brand["severity"] == generic["severity"]
    assert brand["record"] == generic["record"]


def test_three_drugs_give_three_pairs_in_the_order_named() -> None:
    found = _objects("metformin", "warfarin", "ibuprofen")
    assert [(f["drug_a"], f["drug_b"]) for f in found] == [("metformin", "warfarin"), ("metformin", "ibuprofen"), ("warfarin", "ibuprofen")]


def test_text_puts_the_worst_pair_first() -> None:
    lines = CliRunner().invoke(app, ["check", "metformin", "warfarin", "ibuprofen"]).stdout.splitlines()
    heads = [line for line in lines if " + " in line and not line.startswith(" ")]
    assert heads[0].startswith("warfarin + ibuprofen: MAJOR")
    assert len(heads) == 3


def test_nothing_between_two_known_drugs_is_none_known_with_rating_a() -> None:
    (found,) = _objects("warfarin", "metformin")
    assert (found["severity"], found["rating"]) == ("none_known", "A")


@pytest.mark.parametrize("drugs", [("warfarin", "zzqxonib"), ("zzqxonib", "warfarin"), ("zzqxonib", "yyqxonib")])
def test_an_unknown_name_is_unknown_and_never_no_interaction(drugs: tuple[str, str]) -> None:
    (found,) = _objects(*drugs)
    assert (found["severity"], found["rating"], found["sources"]) == ("unknown_drug", None, [])
    assert "zzqxonib" in found["management"]


def test_a_misspelling_is_offered_and_not_chosen() -> None:
    (found,) = _objects("warfrin", "ibuprofen")
    assert found["severity"] == "unknown_drug"
    assert "warfarin" in found["suggestions"]["warfrin"]


@pytest.mark.parametrize("drugs", [("warfarin", "warfarin"), ("warfarin", "Coumadin"), ("WARFARIN", "Coumadin", "warfarin")])
def test_a_drug_with_itself_is_bad_input(drugs: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, ["check", *drugs])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "same drug" in done.stderr


@pytest.mark.parametrize("drugs", [(), ("warfarin",), ("warfarin", ""), ("warfarin", "  ")])
def test_fewer_than_two_names_shows_an_example(drugs: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, ["check", *drugs])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "rxgraph check warfarin ibuprofen" in done.stderr


def test_undecodable_names_are_unknown_and_end_without_a_traceback(cli: Cli) -> None:
    done = cli.run("check", "--json", b"\xff\xfe", "warfarin")
    assert done.code in (0, 2)
    assert "Traceback" not in done.err
    assert "unknown_drug" in done.out or "cannot be decoded" in done.err


def test_json_pairs_carry_what_the_patient_changes_and_what_adds_up(cli: Cli) -> None:
    patient = "78-year-old woman, CrCl 40"
    found = cli.quick("check", "citalopram", "ondansetron", "furosemide", "--patient", patient, "--json").json()
    assert len(found) == 3
    for pair in found:
        (risk,) = [r for r in pair["list_risks"] if r["name"] == "qt"]
        assert (risk["severity"], set(risk["drugs"])) == ("major", {"citalopram", "ondansetron", "furosemide"})
        assert "age 78 years" in risk["factors"]
        assert pair["not_known"] == ["QT history"]


def test_a_raised_severity_says_from_what_and_why(cli: Cli) -> None:
    (found,) = cli.quick("check", "ibuprofen", "lisinopril", "--patient", "eGFR 40", "--json").json()
    assert (found["severity"], found["severity_without_patient"]) == ("major", "moderate")
    assert found["conditions"][0]["source"]["url"].startswith("http")
    text = cli.quick("check", "ibuprofen", "lisinopril", "--patient", "eGFR 40").out
    assert "ibuprofen + lisinopril: MAJOR" in text and "raised for this patient" in text and "from moderate" in text


def test_list_risks_stand_first_in_the_text(cli: Cli) -> None:
    text = cli.quick("check", "ibuprofen", "lisinopril", "hydrochlorothiazide").out
    assert text.startswith("ADDS UP OVER THE LIST: Triple whammy")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("warfarin", "ibuprofen", "--patient", "blue eyes"), "was understood"),
        (("warfarin", "ibuprofen", "--patient", "age 300"), "not possible"),
        (("--pairs", "in.csv", "--out", "out.csv", "--patient", "age 70"), "not with --pairs"),
    ],
)
def test_a_patient_that_cannot_be_used_ends_in_2(cli: Cli, arguments: tuple[str, ...], reason: str) -> None:
    done = cli.quick("check", *arguments)
    assert (done.code, done.out) == (2, "")
    assert reason in done.err


def test_a_drug_twice_among_others_is_said_and_the_rest_checked() -> None:
    done = CliRunner().invoke(app, ["check", "ibuprofen", "WARFARIN", "warfarin"])
    assert done.exit_code == 0
    assert "TWICE IN THE LIST" in done.stdout and "duplicate therapy" in done.stdout


def test_the_patient_is_told_as_read() -> None:
    done = CliRunner().invoke(app, ["check", "ibuprofen", "warfarin", "--patient", "70 year old woman with CKD stage 4"])
    assert done.exit_code == 0
    (line,) = [line for line in (done.stdout + done.stderr).splitlines() if "patient as read" in line]
    assert "age 70 years" in line and "ckd stage 4" in line


@pytest.mark.parametrize("more", [["warfarin"], ["--patient", "age 70"], ["--json"]])
def test_a_file_of_pairs_goes_alone(tmp_path: Path, more: list[str]) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("drug_a,drug_b\nwarfarin,ibuprofen\n")
    done = CliRunner().invoke(app, ["check", "--pairs", str(file), "--out", str(tmp_path / "out.csv"), *more])
    assert done.exit_code == 2 and "--pairs takes a file alone" in " ".join(done.stderr.replace("│", " ").split())


def test_out_without_pairs_is_bad_input(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["check", "warfarin", "ibuprofen", "--out", str(tmp_path / "x.csv")])
    assert done.exit_code == 2 and "--pairs" in done.stderr
