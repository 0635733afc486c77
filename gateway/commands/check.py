"""`rxgraph check`: interactions between every pair of the drugs named, or of a file of pairs."""

from __future__ import annotations

import csv
import sys
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.console import emit, emit_json, fail, note

if TYPE_CHECKING:
    from knowledge.interactions import Interaction

_COLUMNS = ("drug_a", "drug_b", "severity", "rating", "mechanism", "management", "sources")
_PROGRESS_EVERY = 20_000


def check(
    drugs: Annotated[list[str] | None, typer.Argument(help="Two or more drugs, herbs or foods: generic or brand names.")] = None,
    pairs: Annotated[Path | None, typer.Option(help="A CSV file with the columns drug_a and drug_b.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the answers for --pairs go, as CSV.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object a pair.")] = False,
) -> None:
    """Check interactions between drugs, worst first. Needs no model and no network.

    Example: rxgraph check warfarin ibuprofen metformin
    """
    if pairs is not None:
        if out is None:
            fail("--pairs needs --out FILE for the answers")
        _bulk(pairs, out)
        return
    if not drugs or len(drugs) < 2 or not all(drug.strip() for drug in drugs):
        fail("give at least two drugs, for example: rxgraph check warfarin ibuprofen")
    from knowledge.interactions import SameDrugError, lookup
    from knowledge.vocabulary import SEVERITY_RANK

    try:
        found = [lookup(a, b) for a, b in combinations(drugs, 2)]
    except SameDrugError as error:
        fail(str(error))
    if as_json:
        emit_json([as_object(f) for f in found])
        return
    for finding in sorted(found, key=lambda f: -SEVERITY_RANK[f.severity]):
        _print(finding)


def as_object(found: Interaction) -> dict[str, Any]:
    """Write a finding as the object that `--json` prints."""
    return {
        "drug_a": found.drug_a, "drug_b": found.drug_b, "severity": found.severity, "rating": found.rating,
        "mechanism": found.mechanism, "effect": found.effect, "management": found.management, "onset": found.onset,
        "evidence": found.evidence, "layer": found.layer, "record": found.record,
        "suggestions": {name: list(offered) for name, offered in found.suggestions},
        "sources": [
            {"title": s.source.title, "section": s.section, "year": s.source.year, "url": s.source.url, "review": s.source.review}
            for s in found.sources
        ],
    }  # fmt: skip


def _print(found: Interaction) -> None:
    rating = f", risk rating {found.rating}" if found.rating else ""
    emit(f"{found.drug_a} + {found.drug_b}: {found.severity.replace('_', ' ').upper()}{rating}")
    for label, text in (("what happens", found.effect), ("why", found.mechanism), ("what to do", found.management)):
        if text:
            emit(f"  {label}: {text}")
    for ref in found.sources:
        unread = " (record not yet checked by a second reader)" if ref.source.review == "author" else ""
        emit(f"  source: {ref.source.title} ({ref.source.year}), section {ref.section}. {ref.source.url}{unread}")
    emit("")


def _bulk(source: Path, target: Path) -> None:
    """Answer a file of pairs row by row; rows keep their order and spelling, and a bad row never ends the run."""
    from knowledge.interactions import SameDrugError, lookup

    try:
        reading = source.open(newline="", encoding="utf-8-sig")
    except OSError as error:
        fail(f"{source} cannot be read: {error.strerror}")
    with reading:
        if target.exists() and target.samefile(source):
            fail(f"--out is the file of pairs itself, {source}; give another file")
        rows = csv.DictReader(reading)
        try:
            columns = rows.fieldnames or ()
        except UnicodeDecodeError:
            fail(f"{source} is not UTF-8; save it as UTF-8 and run again")
        if not {"drug_a", "drug_b"} <= set(columns):
            fail(f"{source} needs the columns drug_a and drug_b; it has {', '.join(columns) or 'none'}")
        with target.open("w", newline="", encoding="utf-8") as writing:
            answers = csv.writer(writing)
            answers.writerow(_COLUMNS)
            count = 0
            try:
                for row in rows:
                    a, b = (row["drug_a"] or "").strip(), (row["drug_b"] or "").strip()
                    try:
                        found = lookup(a, b)
                        cells = [found.severity, found.rating or "", found.mechanism, found.management]
                        cells.append("; ".join(f"{s.source.title} ({s.source.year}) {s.section}" for s in found.sources))
                    except SameDrugError as error:
                        cells = ["not_assessed", "", "", str(error), ""]
                    answers.writerow([row["drug_a"], row["drug_b"], *cells])
                    count += 1
                    if count % _PROGRESS_EVERY == 0 and sys.stderr.isatty():
                        note(f"{count} pairs")
            except UnicodeDecodeError:
                fail(f"{source} is not UTF-8 (after {count} pairs); save it as UTF-8 and run again")
    note(f"{count} pairs, answers in {target}")
