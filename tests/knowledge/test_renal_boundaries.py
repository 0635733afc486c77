"""Renal dosing on both sides of each boundary, for drugs drawn at random from those with bands.

The expected values in `renal_boundaries.csv` were written from the labels by a reader who had not seen the records; `passage_seen` says
whether the passage itself stood before that reader, or was known. A verdict that the label words differently (`reduce` or `adjust` an
interval; silence as `no_data`) was settled with the label afterwards.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import pytest

from knowledge.dosing import advise
from knowledge.patient import Patient

with (Path(__file__).parent / "renal_boundaries.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
BY_DRUG = {drug: list(rows) for drug, rows in groupby(ROWS, key=lambda row: row["drug"])}


def test_at_least_sixty_drugs_are_tested_on_both_sides() -> None:
    assert len(BY_DRUG) >= 60
    assert all(len({row["value"] for row in rows}) >= 2 for rows in BY_DRUG.values())


@pytest.mark.parametrize("drug", BY_DRUG)
def test_each_side_of_each_boundary_is_as_the_label_has_it(drug: str) -> None:
    for row in BY_DRUG[drug]:
        indication = row["indication"] or None
        advice = advise(drug, Patient.of({row["metric"]: float(row["value"])}), indication)
        found = [
            f
            for f in advice.findings
            if f.kind == "renal" and (indication is None or indication.lower() in f.indication.lower() or not f.indication)
        ]
        where = f"{drug} at {row['metric']} {row['value']}"
        assert row["verdict"] in {f.verdict for f in found}, where
        said = " ".join(f.text for f in found)
        assert all(part in said for part in row["dose"].split("|") if part), f"{where}: {said}"
