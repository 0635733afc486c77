"""Dosing: which band, class or label rule a patient falls in, by which metric, and what is missing when it cannot be said.

The metric is the one that the label states (CrCl by Cockcroft-Gault, or eGFR). When only the other one is known, the right
one is computed from age, sex, creatinine and weight if these are known; if not, the answer asks for them. One metric is
never put in the other's place in silence.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from knowledge.bounds import describe, holds
from knowledge.calculators import Result, crcl_cockcroft_gault, deindex_egfr, egfr_ckd_epi_2021
from knowledge.calculators import bsa_mosteller as bsa
from knowledge.interactions import SourceRef, ref_of
from knowledge.names import resolve
from knowledge.patient import Patient
from knowledge.store import KnowledgeBase, knowledge_base
from knowledge.vocabulary import GRADE_BELOW, Metric, Verdict

Kind = Literal["renal", "dialysis", "hepatic", "criteria", "usual"]
UNITS: Final[dict[str, str]] = {"crcl": "mL/min", "egfr": "mL/min/1.73 m2"}
METRIC_NAMES: Final[dict[str, str]] = {"crcl": "CrCl", "egfr": "eGFR"}
_OPERATORS: Final[dict[str, Callable[[float, float], bool]]] = {">=": operator.ge, ">": operator.gt, "<": operator.lt, "<=": operator.le}
_CRITERIA: Final[dict[str, tuple[str, str]]] = {
    "age_years": ("age", "years"), "weight_kg": ("weight", "kg"), "scr_mg_dl": ("serum creatinine", "mg/dL"),
    "crcl": ("CrCl", "mL/min"), "egfr": ("eGFR", "mL/min/1.73 m2"), "bmi": ("BMI", "kg/m2"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metered:
    """A renal metric with its value, and where the value is from."""

    metric: Metric
    value: float
    how: str
    calculation: Result | None = None
    indexed: float | None = None
    """The eGFR per 1.73 m2, when `value` is de-indexed to the patient's own body surface."""


@dataclass(frozen=True, slots=True)
class DoseFinding:
    """One answer of the dosing engine.

    Attributes:
        kind: Which part of the record spoke.
        verdict: What to do; `usual` for a usual dose, `needs_input` when the patient's values do not suffice.
        text: The sentence of the record, or the question back.
        source: Where it is from.
        indication: The indication it holds for; empty for all.
        band: The band or class it fell in, in words.
        metered: The renal metric used, if any.
        missing: What would have to be known (`needs_input`).
    """

    kind: Kind
    verdict: Verdict | Literal["needs_input", "usual"]
    text: str
    source: SourceRef
    indication: str = ""
    band: str = ""
    metered: Metered | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DosingAdvice:
    """Everything the engine can say about one drug and patient.

    Attributes:
        drug: Generic name, or the text as written when unknown.
        status: `known`, `unknown_drug`, `ambiguous`, or `no_record` for a drug without curated dosing.
        findings: What applies, most specific first.
        candidates: Names to choose from when unknown or ambiguous; none was chosen.
    """

    drug: str
    status: Literal["known", "unknown_drug", "ambiguous", "no_record"]
    findings: tuple[DoseFinding, ...] = ()
    candidates: tuple[str, ...] = ()
    calculations: tuple[Result, ...] = field(default=())


def advise(drug: str, patient: Patient | None = None, indication: str | None = None) -> DosingAdvice:
    """Say how to dose a drug for a patient.

    Args:
        drug: A name as a person writes it.
        patient: What is known of the patient.
        indication: Words of the indication; narrows the answer where the record tells indications apart.

    Returns:
        The advice. Nothing known of the patient gives the usual doses and every band.
    """
    named = resolve(drug)
    if named.status == "unknown":
        return DosingAdvice(drug, "unknown_drug", candidates=named.suggestions)
    if named.status in ("ambiguous", "group"):
        return DosingAdvice(drug, "ambiguous", candidates=named.drugs)
    if named.status == "combination":
        return DosingAdvice(drug, "no_record", candidates=named.drugs)
    base, name = knowledge_base(), named.drugs[0]
    record = base.drug(name) or {}
    if not any(record.get(part) for part in ("doses", "renal", "hepatic", "criteria")):
        return DosingAdvice(name, "no_record", candidates=tuple(record.get("ingredients", ())))
    patient = patient or Patient()
    findings = [
        *_criteria(base, record, patient, indication),
        *_renal(base, record, patient, indication),
        *_hepatic(base, record, patient),
        *_usual(base, record, patient, indication),
    ]
    calculations = {f.metered.calculation.name: f.metered.calculation for f in findings if f.metered and f.metered.calculation}
    return DosingAdvice(name, "known", tuple(findings), calculations=tuple(calculations.values()))


def meter(metric: Metric, patient: Patient) -> Metered | tuple[str, ...]:
    """Find the value of a renal metric for a patient.

    Args:
        metric: The metric that the label uses.
        patient: What is known.

    Returns:
        The value and where it is from; or the names of the values that are missing.
    """
    given = patient.crcl if metric == "crcl" else patient.egfr
    if given is not None:
        return _for_body_size(Metered(metric, given, f"{METRIC_NAMES[metric]} as given"), patient)
    try:
        found = _computed(metric, patient)
    except ValueError as error:
        return (f"values that the formula takes ({error})",)
    return _for_body_size(found, patient) if isinstance(found, Metered) else found


EXTREME_BODY: Final = 0.2
"""By which part of 1.73 m2 a body surface must differ for an eGFR to be de-indexed before a dose is chosen by it (KDIGO 2024, 4.2)."""


def _for_body_size(found: Metered, patient: Patient) -> Metered:
    """De-index an eGFR for a patient of extreme body size; every other value stays as it is."""
    if found.metric != "egfr" or patient.weight_kg is None or patient.height_cm is None or patient.minor:
        return found
    area = bsa(weight_kg=patient.weight_kg, height_cm=patient.height_cm).value
    if abs(area / 1.73 - 1) < EXTREME_BODY:
        return found
    result = deindex_egfr(egfr=found.value, bsa_m2=area)
    how = f"{found.how}: {found.value:.0f} mL/min/1.73 m2, de-indexed to {result.value:.0f} mL/min for a body surface of {area:.2f} m2 (extreme body size)"
    return Metered("egfr", result.value, how, result, found.value)


def _computed(metric: Metric, patient: Patient) -> Metered | tuple[str, ...]:
    """Compute a metric from the patient's other values, or name what is missing; a formula raises ValueError outside its range."""
    needed = {"age_years": patient.age_years, "sex": patient.sex, "scr_mg_dl": patient.scr_mg_dl}
    if metric == "crcl":
        needed["weight_kg"] = patient.weight_kg
    missing = tuple(k for k, v in needed.items() if v is None)
    if not missing and (patient.age_years or 0) >= 18:
        assert patient.age_years is not None and patient.sex is not None and patient.scr_mg_dl is not None
        if metric == "egfr":
            result = egfr_ckd_epi_2021(scr_mg_dl=patient.scr_mg_dl, age_years=patient.age_years, sex=patient.sex)
            return Metered(metric, result.value, result.formula, result)
        assert patient.weight_kg is not None
        result = crcl_cockcroft_gault(
            age_years=patient.age_years, sex=patient.sex, scr_mg_dl=patient.scr_mg_dl, weight_kg=patient.weight_kg, height_cm=patient.height_cm,
        )  # fmt: skip
        return Metered(metric, result.value, result.formula, result)
    if metric == "crcl" and None not in (patient.egfr, patient.weight_kg, patient.height_cm):
        assert patient.egfr is not None and patient.weight_kg is not None and patient.height_cm is not None
        area = bsa(weight_kg=patient.weight_kg, height_cm=patient.height_cm)
        result = deindex_egfr(egfr=patient.egfr, bsa_m2=area.value)
        how = "eGFR de-indexed to the patient's body surface; it stands in for the CrCl that the label uses"
        return Metered(metric, result.value, how, result)
    return missing or ("a creatinine-based estimate for a patient under 18",)


def _applies(block: Mapping[str, Any], indication: str | None) -> bool:
    own = (block.get("indication") or "").lower()
    return not indication or not own or any(w in own for w in indication.lower().split() if len(w) > 3)


def _renal(base: KnowledgeBase, record: Mapping[str, Any], patient: Patient, indication: str | None) -> Iterator[DoseFinding]:
    blocks = record.get("renal", ())
    for block in [b for b in blocks if _applies(b, indication)] or blocks:
        ref, purpose = ref_of(base, block), block.get("indication") or ""
        if patient.minor:
            text = f"The renal dosing of {record['name']} in the record is for adults; none is given for a patient under 18 years."
            yield DoseFinding("renal", "no_data", text, ref, purpose)
            continue
        if patient.dialysis:
            if answer := block.get("dialysis"):
                yield DoseFinding("dialysis", answer["verdict"], answer["text"], ref, purpose, "dialysis")
            else:
                yield DoseFinding("dialysis", "no_data", f"The record has no {record['name']} dose for dialysis.", ref, purpose, "dialysis")
            continue
        if answer := block.get("any"):
            yield _graded(answer, block.get("grade"), record["name"], patient, ref, purpose)
            continue
        metric: Metric = block["metric"]
        metered = meter(metric, patient)
        unit, label = UNITS[metric], METRIC_NAMES[metric]
        if isinstance(metered, tuple):
            other = (
                "eGFR" if metric == "crcl" and patient.egfr is not None else "CrCl" if metric == "egfr" and patient.crcl is not None else ""
            )
            article = "An" if other == "eGFR" else "A"
            why = f" {article} {other} was given, which is a different metric and was not used in its place." if other else ""
            asks = ", ".join(_CRITERIA.get(m, (m.replace("_", " "), ""))[0] for m in metered)
            yield DoseFinding(
                "renal", "needs_input", f"The {record['name']} label doses by {label}.{why} To find the band, give {label} itself or {asks}.",
                ref, purpose, missing=metered,
            )  # fmt: skip
            for band in block["bands"]:
                yield DoseFinding("renal", band["verdict"], _when(band), ref, purpose, f"{label} {describe(band, unit)}")
            continue
        chosen = [band for band in block["bands"] if holds(band, metered.value)]
        for band in chosen:
            yield DoseFinding("renal", band["verdict"], _when(band), ref, purpose, f"{label} {describe(band, unit)}", metered)
        if (indexed := metered.indexed) is not None:
            yield from _by_indexed(block, chosen, indexed, metered, ref, purpose)


def _by_indexed(
    block: Mapping[str, Any], chosen: list[Any], indexed: float, metered: Metered, ref: SourceRef, purpose: str
) -> Iterator[DoseFinding]:
    """Give the band of the eGFR per 1.73 m2 as well: where body size decides the band, both stand, and a person chooses."""
    for band in (b for b in block["bands"] if b not in chosen and holds(b, indexed)):
        text = f"By the reported eGFR of {indexed:.0f} mL/min/1.73 m2 another band holds, so decide with care: {_when(band)}"
        where = f"{METRIC_NAMES[metered.metric]} {describe(band, UNITS[metered.metric])}"
        yield DoseFinding("renal", band["verdict"], text, ref, purpose, where, metered)


def kidney(patient: Patient) -> Metered | None:
    """Return CrCl, or else eGFR, as given or computed: a mark of kidney function where the label gives no metric; None when unknown."""
    metrics: tuple[Metric, ...] = ("crcl", "egfr")
    for metric in metrics:
        if isinstance(metered := meter(metric, patient), Metered):
            return metered
    return None


def _graded(answer: Mapping[str, Any], grade: str | None, drug: str, patient: Patient, ref: SourceRef, purpose: str) -> DoseFinding:
    """Answer where the label has no number: for every renal function, or for a grade of impairment that it names in words only."""
    if grade is None:
        return DoseFinding("renal", answer["verdict"], answer["text"], ref, purpose, "any renal function")
    below, words = GRADE_BELOW[grade], "renal impairment" if grade == "impaired" else f"{grade} renal impairment"
    known = kidney(patient)
    if known is not None and known.value >= below:
        value = f"{METRIC_NAMES[known.metric]} {known.value:.0f} {UNITS[known.metric]}"
        text = f"The {drug} label speaks of {words} without a number, which usually means below {below:g}; at {value} it gives no change."
        return DoseFinding("renal", "no_data", text, ref, purpose, f"{words}: not at this kidney function", known)
    return DoseFinding("renal", answer["verdict"], answer["text"], ref, purpose, f"{words}, which the label gives without a number", known)


def _when(band: Mapping[str, Any]) -> str:
    prefix = {"start": "When starting: ", "continue": "When already taking it: "}.get(band.get("when") or "", "")
    return prefix + str(band["text"])


def _hepatic(base: KnowledgeBase, record: Mapping[str, Any], patient: Patient) -> Iterator[DoseFinding]:
    for block in record.get("hepatic", ()):
        ref = ref_of(base, block)
        if answer := block.get("any"):
            yield DoseFinding("hepatic", answer["verdict"], answer["text"], ref, band="any hepatic impairment")
            continue
        for grade in (patient.child_pugh,) if patient.child_pugh else ("A", "B", "C"):
            answer = block[grade]
            yield DoseFinding("hepatic", answer["verdict"], answer["text"], ref, band=f"Child-Pugh class {grade}")


def _criteria(base: KnowledgeBase, record: Mapping[str, Any], patient: Patient, indication: str | None) -> Iterator[DoseFinding]:
    for rule in record.get("criteria", ()):
        if not _applies(rule, indication):
            continue
        met, unmet, unknown, said = 0, 0, [], []
        for criterion in rule["of"]:
            label, unit = _CRITERIA[criterion["field"]]
            wording = f"{label} {criterion['op']} {criterion['value']:g} {unit}"
            value = _value(criterion["field"], patient)
            if value is None:
                unknown.append(label)
                said.append(f"{wording}: not known")
            elif _OPERATORS[criterion["op"]](value, criterion["value"]):
                met += 1
                said.append(f"{wording}: yes ({value:g})")
            else:
                unmet += 1
                said.append(f"{wording}: no ({value:g})")
        ref, count = ref_of(base, rule), f"{met} of {len(rule['of'])} criteria met, {rule['need']} needed ({'; '.join(said)})"
        if met >= rule["need"]:
            answer = rule["met"]
        elif len(rule["of"]) - unmet < rule["need"]:
            answer = rule["not_met"]
        else:
            asks = f"Give {', '.join(unknown)} to decide the {record['name']} dose: {rule['met']['text']}"
            yield DoseFinding("criteria", "needs_input", asks, ref, rule["indication"], count, missing=tuple(unknown))
            continue
        yield DoseFinding("criteria", answer["verdict"], answer["text"], ref, rule["indication"], count)


def _value(name: str, patient: Patient) -> float | None:
    if name in ("crcl", "egfr"):
        metered = meter("crcl" if name == "crcl" else "egfr", patient)
        return metered.value if isinstance(metered, Metered) else None
    if name == "bmi":
        return patient.weight_kg / (patient.height_cm / 100) ** 2 if patient.weight_kg and patient.height_cm else None
    value: float | None = getattr(patient, name)
    return value


_YOUNG = re.compile(r"child|p(?:a)?ediatr|infant|neonat|newborn|adolescent|\bmonths?\b|\bweeks?\b", re.I)
_YEARS = re.compile(r"(\d+)\s*(?:to (?:under )?\d+\s*)?years", re.I)
_ONLY_CHILDREN = re.compile(r"child|pa?ediatr|infant|neonat|newborn", re.I)


def _includes_minors(population: str) -> bool:
    """Say whether a dose's population has patients under 18 years in it: children by name, or an age bound below 18."""
    return bool(_YOUNG.search(population)) or any(int(years) < 18 for years in _YEARS.findall(population))


def _usual(base: KnowledgeBase, record: Mapping[str, Any], patient: Patient, indication: str | None) -> Iterator[DoseFinding]:
    blocks = [d for d in record.get("doses", ()) if _applies(d, indication)] or record.get("doses", ())
    populations = [str(d.get("population", "adult")) for d in blocks]
    if patient.minor:
        kept = [d for d, p in zip(blocks, populations, strict=True) if _includes_minors(p)]
        if blocks and not kept:
            text = f"The record has no {record['name']} dose for a patient under 18 years; the adult doses do not apply and were left out."
            yield DoseFinding("usual", "no_data", text, ref_of(base, blocks[0]))
        blocks = kept
    elif patient.age_years is not None:
        blocks = [d for d, p in zip(blocks, populations, strict=True) if not _ONLY_CHILDREN.search(p)] or blocks
    for dose in blocks:
        limit = f" Greatest daily dose: {dose['max_daily']}." if dose.get("max_daily") else ""
        purpose = f"{dose['indication']} ({dose.get('population', 'adult')}, {dose.get('route', 'oral')})"
        yield DoseFinding("usual", "usual", dose["text"] + limit, ref_of(base, dose), purpose)
