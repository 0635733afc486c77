"""`rxgraph check`: interactions between every pair of the drugs named, or of a file of pairs."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.console import emit, emit_json, fail, note

if TYPE_CHECKING:
    from knowledge.interactions import Interaction, SourceRef
    from knowledge.medication_list import ListReview, ListRisk, Pair, Warned
    from knowledge.patient import Patient

_COLUMNS = ("drug_a", "drug_b", "severity", "rating", "mechanism", "management", "sources")
_PROGRESS_EVERY = 20_000


def check(
    drugs: Annotated[list[str] | None, typer.Argument(help="Two or more drugs, herbs or foods: generic or brand names.")] = None,
    pairs: Annotated[Path | None, typer.Option(help="A CSV file with the columns drug_a and drug_b.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the answers for --pairs go, as CSV.")] = None,
    patient: Annotated[
        str | None, typer.Option(help='The patient in words, such as "82-year-old woman, CrCl 28, long QT"; it can raise severities.')
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object a pair, with what adds up over the list.")] = False,
) -> None:
    """Check interactions between drugs, worst first, and the risks that add up over the list. Needs no model and no network.

    Example: rxgraph check warfarin ibuprofen metformin

    Example: rxgraph check citalopram ondansetron furosemide --patient "78-year-old woman, CrCl 40"
    """
    if pairs is not None:
        if out is None:
            fail("--pairs needs --out FILE for the answers")
        if patient is not None or drugs or as_json:
            fail("--pairs takes a file alone: drugs, --patient and --json go with drugs on the command line, not with --pairs")
        _bulk(pairs, out)
        return
    if out is not None:
        fail("--out goes with --pairs FILE")
    if not drugs or len(drugs) < 2 or not all(drug.strip() for drug in drugs):
        fail("give at least two drugs, each as an argument of its own, for example: rxgraph check warfarin ibuprofen")
    from knowledge.interactions import SameDrugError
    from knowledge.medication_list import review
    from knowledge.vocabulary import SEVERITY_RANK

    known = _patient(patient) if patient is not None else None
    try:
        found = review(drugs, known)
    except SameDrugError as error:
        fail(str(error))
    if as_json:
        emit_json([_with_list(pair, found) for pair in found.pairs])
        return
    for sentence in found.twice:
        emit(f"TWICE IN THE LIST: {sentence}\n")
    for risk in found.risks:
        _print_risk(risk)
    for warned in found.warnings:
        _print_warning(warned)
    for pair in sorted(found.pairs, key=lambda p: -SEVERITY_RANK[p.severity]):
        _print(pair)
    if known is not None:
        emit(f"The patient as read: {'; '.join(known.described())}. Whatever else --patient says was not used.")
    if found.not_known:
        emit(f"Not known of the patient, and it could change these severities: {', '.join(found.not_known)}.")


def _patient(text: str) -> Patient:
    """Read the patient from words; values that are impossible or not understood end the command."""
    from knowledge.patient import Patient
    from models.embedded.reading import read

    reading = read(text)
    if reading.problems:
        fail(" ".join(reading.problems))
    patient = Patient.of(reading.patient)
    if patient == Patient():
        fail(f'nothing in --patient {text!r} was understood; write for example --patient "82-year-old woman, CrCl 28, long QT, pregnant"')
    return patient


def as_object(found: Interaction) -> dict[str, Any]:
    """Write a finding as the object that `--json` prints."""
    return {
        "drug_a": found.drug_a, "drug_b": found.drug_b, "severity": found.severity, "rating": found.rating,
        "mechanism": found.mechanism, "effect": found.effect, "management": found.management, "onset": found.onset,
        "evidence": found.evidence, "layer": found.layer, "record": found.record,
        "suggestions": {name: list(offered) for name, offered in found.suggestions},
        "sources": [_source(s) for s in found.sources],
    }  # fmt: skip


def _with_list(pair: Pair, found: ListReview) -> dict[str, Any]:
    """Write a pair with what the patient makes of it, and the list's risks and warnings to which one of its drugs adds."""
    from knowledge.medication_list import singles
    from knowledge.store import knowledge_base

    names = set(singles(knowledge_base(), (pair.found.drug_a, pair.found.drug_b)))
    written = as_object(pair.found)
    written |= {"severity": pair.severity, "rating": pair.rating, "severity_without_patient": pair.found.severity}
    written["conditions"] = [_warned(w) for w in pair.conditions]
    written["warnings"] = [_warned(w) for w in found.warnings if names & set(w.drugs)]
    written["list_risks"] = [
        {
            "name": r.name, "title": r.title, "severity": r.severity, "rating": r.rating, "drugs": dict(r.drugs), "factors": list(r.factors),
            "points": r.points, "effect": r.effect, "management": r.management, "source": _source(r.source),
        }
        for r in found.risks
        if names & {drug for drug, _ in r.drugs}
    ]  # fmt: skip
    written["not_known"] = list(found.not_known)
    written["twice"] = list(found.twice)
    return written


def _warned(warned: Warned) -> dict[str, Any]:
    return {
        "name": warned.name, "drugs": list(warned.drugs), "factor": warned.factor, "severity": warned.severity, "rating": warned.rating,
        "mechanism": warned.mechanism, "effect": warned.effect, "management": warned.management, "source": _source(warned.source),
    }  # fmt: skip


def _source(ref: SourceRef) -> dict[str, Any]:
    return {"title": ref.source.title, "section": ref.section, "year": ref.source.year, "url": ref.source.url, "review": ref.source.review}


def _titled(ref: SourceRef) -> str:
    """Name a source with its year; what follows from names and ingredients has none."""
    return f"{ref.source.title} ({ref.source.year})" if ref.source.year else ref.source.title


def _print_risk(risk: ListRisk) -> None:
    emit(f"ADDS UP OVER THE LIST: {risk.title}: {risk.severity.upper()}, risk rating {risk.rating}")
    patient = f"; patient: {', '.join(risk.factors)}" if risk.factors else ""
    emit(f"  drugs: {'; '.join(f'{drug} ({why})' for drug, why in risk.drugs)}{patient}")
    _print_texts(risk.effect, "", risk.management, risk.source)


def _print_warning(warned: Warned) -> None:
    emit(f"FOR THIS PATIENT ({warned.factor}): {' + '.join(warned.drugs)}: {warned.severity.upper()}, risk rating {warned.rating}")
    _print_texts(warned.effect, warned.mechanism, warned.management, warned.source)


def _print_texts(effect: str, mechanism: str, management: str, *sources: SourceRef) -> None:
    for label, text in (("what happens", effect), ("why", mechanism), ("what to do", management)):
        if text:
            emit(f"  {label}: {text}")
    for ref in sources:
        unread = " (record not yet checked by a second reader)" if ref.source.review == "author" else ""
        emit(f"  source: {_titled(ref)}, section {ref.section}. {ref.source.url}{unread}")
    emit("")


def _print(pair: Pair) -> None:
    found = pair.found
    rating = f", risk rating {pair.rating}" if pair.rating else ""
    emit(f"{found.drug_a} + {found.drug_b}: {pair.severity.replace('_', ' ').upper()}{rating}")
    if pair.severity != found.severity:
        emit(f"  raised for this patient ({pair.conditions[0].factor}) from {found.severity.replace('_', ' ')}")
    _print_texts(found.effect, found.mechanism, found.management, *found.sources)
    for warned in pair.conditions:
        _print_warning(warned)


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
                        cells.append("; ".join(f"{_titled(s)} {s.section}" for s in found.sources))
                    except SameDrugError as error:
                        cells = ["not_assessed", "", "", str(error), ""]
                    answers.writerow([row["drug_a"], row["drug_b"], *cells])
                    count += 1
                    if count % _PROGRESS_EVERY == 0 and sys.stderr.isatty():
                        note(f"{count} pairs")
            except UnicodeDecodeError:
                fail(f"{source} is not UTF-8 (after {count} pairs); save it as UTF-8 and run again")
    note(f"{count} pairs, answers in {target}")
