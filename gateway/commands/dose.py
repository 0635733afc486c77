"""`rxgraph dose`: dosing for a drug and a patient."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gateway.console import emit, emit_json, fail


def dose(
    drug: Annotated[str, typer.Argument(help="Drug: generic or brand name.")],
    egfr: Annotated[float | None, typer.Option(help="eGFR in mL/min/1.73 m2.")] = None,
    crcl: Annotated[float | None, typer.Option(help="Creatinine clearance in mL/min.")] = None,
    age: Annotated[float | None, typer.Option(help="Age in years.")] = None,
    sex: Annotated[str | None, typer.Option(help="female or male (sex at birth, for the formulas).")] = None,
    weight: Annotated[float | None, typer.Option(help="Body weight in kg.")] = None,
    height: Annotated[float | None, typer.Option(help="Height in cm.")] = None,
    scr: Annotated[float | None, typer.Option(help="Serum creatinine in mg/dL.")] = None,
    dialysis: Annotated[bool, typer.Option(help="The patient is on dialysis.")] = False,
    child_pugh: Annotated[str | None, typer.Option(help="Child-Pugh class: A, B or C.")] = None,
    indication: Annotated[str | None, typer.Option(help="What it is for.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Say the usual dose and how renal or hepatic function changes it, by the metric that the label uses.

    Example: rxgraph dose apixaban --age 82 --sex female --weight 55 --scr 1.6
    """
    from knowledge.dosing import advise
    from knowledge.patient import ImpossibleValueError, Patient

    values: dict[str, Any] = {
        "egfr": egfr, "crcl": crcl, "age_years": age, "sex": sex and sex.lower(), "weight_kg": weight, "height_cm": height, "scr_mg_dl": scr,
        "dialysis": dialysis or None, "child_pugh": child_pugh and child_pugh.upper(),
    }  # fmt: skip
    try:
        advice = advise(drug, Patient.of(values), indication)
    except ImpossibleValueError as error:
        fail(str(error))
    findings: list[dict[str, Any]] = [
        {
            "kind": f.kind, "verdict": f.verdict, "indication": f.indication, "band": f.band, "text": f.text,
            "metric": f.metered.metric if f.metered else None, "value": round(f.metered.value, 1) if f.metered else None,
            "how": f.metered.how if f.metered else "", "missing": list(f.missing),
            "source": {"title": f.source.source.title, "section": f.source.section, "year": f.source.source.year, "url": f.source.source.url},
        }
        for f in advice.findings
    ]  # fmt: skip
    calculations = [
        {
            "name": c.name,
            "value": round(c.value, 2),
            "unit": c.unit,
            "formula": c.formula,
            "inputs": dict(c.inputs),
            "detail": dict(c.detail),
        }
        for c in advice.calculations
    ]
    if as_json:
        emit_json(
            {
                "drug": advice.drug,
                "status": advice.status,
                "findings": findings,
                "calculations": calculations,
                "candidates": list(advice.candidates),
            }
        )
        if advice.status in ("unknown_drug", "ambiguous"):
            raise typer.Exit(2)
        return
    if advice.status == "unknown_drug":
        near = f" Did you mean {', '.join(advice.candidates)}?" if advice.candidates else " Check the spelling or give the generic name."
        fail(f"{drug!r} is not in the knowledge base.{near}")
    if advice.status == "ambiguous":
        fail(f"{drug!r} names several drugs: {', '.join(advice.candidates[:8])}. Name one.")
    if advice.status == "no_record":
        emit(f"{advice.drug}: no curated dosing; consult the label.")
        return
    emit(advice.drug)
    for c in advice.calculations:
        detail = "; ".join(
            f"{k.replace('_', ' ')}: {v:.4g}" if isinstance(v, float) else f"{k.replace('_', ' ')}: {v}" for k, v in c.detail.items()
        )
        emit(f"  {c.name} = {c.value:.1f} {c.unit} by {c.formula}{f' ({detail})' if detail else ''}")
    for how in dict.fromkeys(f.metered.how for f in advice.findings if f.metered and f.metered.indexed is not None):
        emit(f"  {how}")
    for f in findings:
        where = "; ".join(p for p in (f["indication"], f["band"]) if p)
        emit(
            f"  {f['kind']}{f' ({where})' if where else ''}: {'' if f['verdict'] == 'usual' else f['verdict'].replace('_', ' ') + '. '}{f['text']}"
        )
        emit(f"    source: {f['source']['title']} ({f['source']['year']}), section {f['source']['section']}")
