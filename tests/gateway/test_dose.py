"""`rxgraph dose`: bands by the metric of the label, and what is asked for when it is not known."""

from __future__ import annotations

import pytest

from tests.gateway.conftest import Cli


def _renal(cli: Cli, *arguments: str) -> list[dict[str, object]]:
    done = cli.quick("dose", *arguments, "--json")
    assert done.code == 0, done.err
    return [f for f in done.json()["findings"] if f["kind"] == "renal"]


@pytest.mark.parametrize(("egfr", "verdicts"), [("90", {"no_adjustment"}), ("37", {"avoid", "monitor"}), ("20", {"contraindicated"})])
def test_metformin_by_egfr(cli: Cli, egfr: str, verdicts: set[str]) -> None:
    found = _renal(cli, "metformin", "--egfr", egfr)
    assert {f["verdict"] for f in found} == verdicts
    assert {(f["metric"], f["value"]) for f in found} == {("egfr", float(egfr))}


def test_the_two_sides_of_a_bound_differ(cli: Cli) -> None:
    below, at = _renal(cli, "metformin", "--egfr", "29.9"), _renal(cli, "metformin", "--egfr", "30")
    assert {f["verdict"] for f in below} == {"contraindicated"}
    assert "contraindicated" not in {f["verdict"] for f in at}


@pytest.mark.parametrize(("crcl", "verdict"), [("80", "no_adjustment"), ("25", "reduce")])
def test_gabapentin_by_creatinine_clearance(cli: Cli, crcl: str, verdict: str) -> None:
    (found,) = _renal(cli, "gabapentin", "--crcl", crcl)
    assert (found["verdict"], found["metric"], found["value"]) == (verdict, "crcl", float(crcl))


def test_another_metric_is_asked_about_and_never_swapped(cli: Cli) -> None:
    found = _renal(cli, "gabapentin", "--egfr", "25")
    assert found[0]["verdict"] == "needs_input"
    assert set(found[0]["missing"]) == {"age_years", "sex", "scr_mg_dl", "weight_kg"}  # type: ignore[call-overload]
    assert {f["metric"] for f in found} == {None}
    assert "different metric" in cli.quick("dose", "gabapentin", "--egfr", "25").out


def test_creatinine_clearance_is_reckoned_from_the_patient_and_shown(cli: Cli) -> None:
    done = cli.run("dose", "gabapentin", "--age", "70", "--sex", "Female", "--weight", "62", "--scr", "2.2")
    assert (done.code, done.err) == (0, "")
    assert "23.3 mL/min" in done.out
    assert "Cockcroft-Gault" in done.out
    assert "reduce" in done.out
    assert "source:" in done.out


@pytest.mark.parametrize(("age", "verdict"), [("82", "reduce"), ("70", "no_adjustment")])
def test_the_criteria_of_apixaban(cli: Cli, age: str, verdict: str) -> None:
    done = cli.quick("dose", "Eliquis", "--age", age, "--sex", "female", "--weight", "55", "--scr", "1.2", "--json")
    criteria = [f for f in done.json()["findings"] if f["kind"] == "criteria"]
    assert done.json()["drug"] == "apixaban"
    assert [f["verdict"] for f in criteria] == [verdict]


def test_every_finding_has_its_source(cli: Cli) -> None:
    findings = cli.quick("dose", "metformin", "--egfr", "50", "--json").json()["findings"]
    assert findings
    for finding in findings:
        assert finding["text"]
        assert finding["source"]["title"]
        assert finding["source"]["url"].startswith("http")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--egfr", "900"), "egfr 900 is not possible: give 0 to 200"),
        (("--egfr", "-1"), "is not possible"),
        (("--egfr", "nan"), "is not possible"),
        (("--crcl", "inf"), "is not possible"),
        (("--age", "-3"), "age_years -3 is not possible"),
        (("--weight", "0"), "is not possible"),
        (("--scr", "220"), "is not possible"),
        (("--sex", "unknown"), "give female or male"),
        (("--child-pugh", "D"), "give A, B or C"),
        (("--egfr", "low"), "valid number"),
    ],
)
def test_impossible_values_are_refused(cli: Cli, arguments: tuple[str, str], message: str) -> None:
    done = cli.quick("dose", "metformin", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_an_unknown_drug_is_offered_the_nearest_and_none_is_chosen(cli: Cli) -> None:
    done = cli.quick("dose", "metfromin")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean" in done.err
    assert "metformin" in done.err
    found = cli.quick("dose", "metfromin", "--json")
    assert found.code == 2
    assert (found.json()["status"], found.json()["findings"]) == ("unknown_drug", [])
    assert "metformin" in found.json()["candidates"]
