"""How the embedded engine writes an answer: sentences of the evidence, worst first, each line with its citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from knowledge.names import resolve
from knowledge.store import knowledge_base
from knowledge.vocabulary import SEVERITY_RANK
from models.embedded.intents import COUNSELING, DOSING, INFORMATION, INTERACTION
from models.embedded.reading import Reading

Item = Mapping[str, Any]
"""An evidence record as tools return it."""

RATING_WORDS: Final = {
    "A": "no known interaction",
    "B": "no action needed",
    "C": "monitor therapy",
    "D": "consider modifying therapy",
    "X": "avoid the combination",
}
_VERDICT_RANK: Final = {
    "contraindicated": 0,
    "avoid": 1,
    "reduce": 2,
    "adjust": 3,
    "monitor": 4,
    "needs_input": 5,
    "no_adjustment": 6,
    "no_data": 7,
}
NOT_LOOKED_UP: Final = "Not looked up in this part:"
_SHOWN_APART: Final = 4
"""Up to how many pairs without an interaction are written out; more are listed in one line."""
_MOST_BANDS: Final = 8
_ASPECTS: Final = ("purpose", "use", "missed_dose", "food", "avoid", "side_effects", "call", "storage")
_ASPECT_OF: Final = {
    "missed_dose": ("missed_dose",),
    "storage": ("storage",),
    "use": ("use", "food"),
    "side_effects": ("side_effects", "call"),
    "stopping": ("avoid", "use", "call"),
    "overdose": ("call",),
}
_TOPIC_ORDER: Final = (
    "boxed_warning",
    "contraindication",
    "mechanism",
    "indication",
    "pharmacokinetics",
    "adverse_effects",
    "warning",
    "pregnancy",
    "lactation",
    "monitoring",
    "administration",
    "overdose",
)


def write(specialist: str, reading: Reading, evidence: Sequence[Item], problems: Sequence[str] = (), allergies: Sequence[str] = ()) -> str:
    """Write a specialist's answer from what the tools returned.

    Args:
        specialist: Who answers.
        reading: The question as read.
        evidence: Evidence records, in the order of the calls.
        problems: What tools said when they failed or found nothing.
        allergies: The patient's allergies; a drug that they concern is warned of first.

    Returns:
        Markdown; every line that states a fact ends in citations. A lack of evidence is said, never filled.
    """
    lines = [*_notes(reading), *_allergies(reading, allergies)]
    unknown = [e for e in evidence if e["kind"] == "fact" and e["data"].get("verdict") == "unknown_drug"]
    evidence = [e for e in evidence if e not in unknown]
    lines += [f"{e['claim']} {cite(e)}" for e in unknown]
    if specialist != INFORMATION:
        cautions = [e for e in evidence if e["kind"] == "fact" and e["data"].get("topic") in _CAUTIONS]
        evidence = [e for e in evidence if e not in cautions]
        lines += [f"- {_name(e['data']['topic'])}: {e['claim']} {cite(e)}" for e in cautions if _concerns(e, allergies)]
    if specialist == INTERACTION:
        lines += _interactions(evidence)
    elif specialist == DOSING:
        lines += _dosing(reading, evidence)
    elif specialist == COUNSELING:
        lines += _counseling(reading, evidence)
    else:
        lines += _information(reading, evidence)
    lines += _left_out(specialist, reading, evidence)
    lines += [p for p in problems if p not in "\n".join(lines)]
    return (
        "\n".join(lines).strip()
        or "Nothing about this is recorded in the knowledge base, so no answer can be given from it. Consult the product label or a pharmacist."
    )


def _notes(reading: Reading) -> Iterable[str]:
    allergies = reading.patient.get("allergies") or ()
    for mention in (m for m in reading.drugs if m.name not in allergies):
        if mention.how == "misspelling":
            yield f"Read {mention.text!r} as {mention.name}; ask again if another drug was meant."
        elif mention.how == "ambiguous":
            yield f"{mention.text!r} could be {' or '.join(mention.candidates[:4])}; none was chosen. Which one is meant?"
        elif mention.how == "class":
            yield f"{mention.text!r} is a class; name the drug, such as {', '.join(mention.candidates[:4])}."


_CAUTIONS: Final = ("contraindication", "pregnancy", "lactation")


def _allergies(reading: Reading, allergies: Sequence[str]) -> Iterable[str]:
    """Warn of a drug that the patient is allergic to, or that is of the same class as one."""
    base = knowledge_base()
    for drug in reading.known:
        for allergen in allergies:
            known = resolve(allergen)
            groups = {
                allergen.replace(" ", "_").removesuffix("s"),
                *(g for d in known.drugs[:1] if known.status == "known" for g in base.groups_of(d)),
            }
            if drug in known.drugs or groups & set(base.groups_of(drug)):
                same = f"{drug} is the same or of the same class"
                yield f"**Allergy**: the patient is allergic to {allergen}, and {same}. Do not give it before the reaction is clarified."
            elif drug not in allergies:
                yield f"The patient's allergy to {allergen} was considered; ask about the reaction before {drug} is given."


def _concerns(item: Item, allergies: Sequence[str]) -> bool:
    """Say whether a caution is for this patient: pregnancy and lactation always are, a contraindication when it speaks of allergy."""
    return (
        item["data"]["topic"] != "contraindication"
        or bool(allergies)
        and bool(re.search(r"hypersens|allerg|anaphyla", item["claim"], re.I))
    )


def cite(*items: Item) -> str:
    """Write the citations of evidence items."""
    return " ".join(f"[{i['id']}]" for i in items)


def _name(text: str) -> str:
    return text[:1].upper() + text[1:]


def _interactions(evidence: Sequence[Item]) -> Iterable[str]:
    found = [e for e in evidence if e["kind"] == "interaction"]
    quiet = [e for e in found if e["data"]["severity"] == "none_known"]
    listed = quiet if len(quiet) > _SHOWN_APART else []
    for item in sorted((e for e in found if e not in listed), key=lambda e: -SEVERITY_RANK[e["data"]["severity"]]):
        yield from _pair(item)
    if listed:
        pairs = "; ".join(f"{e['data']['drug_a']} + {e['data']['drug_b']}" for e in listed)
        yield f"No interaction is recorded between these pairs, which is no proof that there is none: {pairs}. {cite(*listed)}"
    others = [e for e in evidence if e["kind"] in ("guideline", "fact")]
    yield from (f"- {e['claim']} {cite(e)}" for e in others[:4])


def _pair(item: Item) -> Iterable[str]:
    """Write one finding of two drugs."""
    data = item["data"]
    pair = f"**{_name(data['drug_a'])} + {data['drug_b']}**"
    if data["severity"] in ("unknown_drug", "not_assessed"):
        yield f"{pair}: {data['severity'].replace('_', ' ')}. {data['management']} {cite(item)}"
        return
    level = data["severity"].replace("_", " ")
    yield f"{pair}: **{level}** (four-level severity); risk rating **{data['rating']}** on the A to X scale ({RATING_WORDS[data['rating']]}). {cite(item)}"
    for label, text in (("What happens", data["effect"]), ("Why", data["mechanism"]), ("What to do", data["management"])):
        if text:
            yield f"- {label}: {text} {cite(item)}"


def _left_out(specialist: str, reading: Reading, evidence: Sequence[Item]) -> Iterable[str]:
    """Name the drugs of the question that this answer does not speak of; none may be dropped in silence."""
    spoken = {str(e["data"].get(k)) for e in evidence for k in ("drug", "drug_a", "drug_b")}
    left = [d for d in reading.known if d not in spoken]
    if left and specialist != INTERACTION and spoken - {"None"}:
        yield f"{NOT_LOOKED_UP} {', '.join(left)}. Ask again for these."


def _dosing(reading: Reading, evidence: Sequence[Item]) -> Iterable[str]:
    yield from (_result(e) for e in evidence if e["kind"] == "calc")
    drugs = list(dict.fromkeys(e["data"]["drug"] for e in evidence if e["kind"] == "dosing"))
    for drug in drugs:
        own = [e for e in evidence if e["kind"] == "dosing" and e["data"]["drug"] == drug]
        yield from _one_drug(reading, drug, own, asked_for=drug == drugs[0])
    yield from (f"- {e['claim']} {cite(e)}" for e in [e for e in evidence if e["kind"] in ("guideline", "fact")][:4])


def _result(item: Item) -> str:
    """Write the result of a calculator."""
    data = item["data"]
    detail = calculated(data)
    label = {"crcl_cockcroft_gault": "CrCl", "egfr_ckd_epi_2021": "eGFR"}.get(data["name"], _name(data["name"].replace("_", " ")))
    return f"{label} = {data['value']:.1f} {data['unit']} by {data['formula']}{f' ({detail})' if detail else ''}. {cite(item)}"


def calculated(data: dict[str, Any]) -> str:
    """Write what a calculation chose: the weight and why, or the class."""
    detail = data["detail"]
    if "weight_used" in detail:
        kg = detail.get("weight_used_kg")
        amount = f" {kg:.4g} kg" if isinstance(kg, float | int) else ""
        return (
            f"{detail['weight_used']} body weight{amount} used, because {detail['weight_reason']}"
            if detail.get("weight_reason")
            else f"{detail['weight_used']} body weight{amount} used"
        )
    return "; ".join(
        f"{k.replace('_', ' ')}: {v:.4g}" if isinstance(v, float) else f"{k.replace('_', ' ')}: {v}" for k, v in detail.items()
    )


def _one_drug(reading: Reading, drug: str, own: Sequence[Item], *, asked_for: bool) -> Iterable[str]:
    """Write one drug's dosing; a drug that is only taken beside the one asked for gets what the patient changes, no list of usual doses."""
    if own[0]["data"]["part"] == "none":
        yield f"{own[0]['claim']} {cite(own[0])}"
        return
    yield f"**{_name(drug)}**"
    liver = reading.patient.get("child_pugh") or reading.patient.get("liver_disease") or "hepatic" in reading.intents
    patient_part = [e for e in own if e["data"]["part"] in ("criteria", "renal", "dialysis") or e["data"]["part"] == "hepatic" and liver]
    if "renal" not in reading.intents and any(e["data"]["verdict"] == "needs_input" for e in patient_part):
        # Nothing is known of the kidneys and nobody asked: say what would be needed, not every band.
        patient_part = [
            e for e in patient_part if e["data"]["part"] != "renal" or e["data"]["verdict"] in ("needs_input", "contraindicated", "avoid")
        ]
    patient_part.sort(key=lambda e: (e["data"]["part"] != "criteria", _VERDICT_RANK.get(e["data"]["verdict"], 9)))
    yield from map(_band, patient_part[:_MOST_BANDS])
    if any(
        e["data"]["verdict"] in ("contraindicated", "avoid") and (e["data"]["metric"] or e["data"]["part"] == "dialysis")
        for e in patient_part
    ):
        return  # a usual dose below "contraindicated" would read as permission
    yield from map(_usual, [e for e in own if e["data"]["part"] == "usual"][: 4 if asked_for or not patient_part else 0])


def _band(item: Item) -> str:
    """Write the dose at one patient's organ function."""
    data = item["data"]
    where = "; ".join(p for p in (data["indication"], data["band"]) if p)
    return f"- {_name(data['part'])}{f' ({where})' if where else ''}: {data['verdict'].replace('_', ' ')}. {data['text']} {cite(item)}"


def _usual(item: Item) -> str:
    """Write a usual dose."""
    where = f", {item['data']['indication']}" if item["data"]["indication"] else ""
    return f"- Usual dose{where}: {item['data']['text']} {cite(item)}"


def _counseling(reading: Reading, evidence: Sequence[Item]) -> Iterable[str]:
    for item in (e for e in evidence if e["kind"] == "interaction" and SEVERITY_RANK[e["data"]["severity"]] >= SEVERITY_RANK["moderate"]):
        yield _warned(item)
    wanted = [a for intent, aspects in _ASPECT_OF.items() if intent in reading.intents for a in aspects]
    points = [e for e in evidence if e["kind"] == "fact" and e["data"].get("aspect")]
    drugs = list(dict.fromkeys(e["data"]["drug"] for e in points))
    for drug in drugs:
        if len(drugs) > 1:
            yield f"**{_name(drug)}**"
        own = [e for e in points if e["data"]["drug"] == drug]
        ranked = sorted(own, key=lambda e: (e["data"]["aspect"] not in wanted, _ASPECTS.index(e["data"]["aspect"])))
        yield from (f"- {e['claim']} {cite(e)}" for e in ranked)


def _warned(item: Item) -> str:
    """Warn a patient of two drugs."""
    data = item["data"]
    verb = "Do not take" if data["severity"] == "contraindicated" else "Ask before you take"
    return f"{verb} {data['drug_a']} and {data['drug_b']} at the same time. This can harm you. Call your doctor first. {cite(item)}"


def _of_topic(item: Item) -> str:
    """Write a fact under its topic."""
    return f"- {_name(item['data']['topic'].replace('_', ' '))}: {item['claim']} {cite(item)}"


def lines_of(item: Item) -> list[str]:
    """Return the lines that the engine may write of one record, in any answer: what the record says, and its citation.

    Args:
        item: An evidence record.

    Returns:
        The lines; each holds nothing but the record's own words and fixed labels.
    """
    kind, data = item["kind"], item["data"]
    found = [f"- {item['claim']} {cite(item)}", f"{item['claim']} {cite(item)}"]
    if kind == "interaction" and "layer" in data and data["layer"] not in ("list_risk", "condition"):
        found += _pair(item)
        if SEVERITY_RANK[data["severity"]] >= SEVERITY_RANK["moderate"]:
            found.append(_warned(item))
    elif kind == "dosing" and data["part"] != "none":
        found += [_band(item), _usual(item)] if data["part"] == "usual" else [_band(item)]
    elif kind == "calc":
        found.append(_result(item))
    elif kind == "fact" and data.get("topic"):
        found.append(_of_topic(item))
    return found


_TOPIC_WORDS: Final = (
    (
        "pharmacokinetics",
        r"half[\s-]*life|pharmacokinetic|metaboli[sz]\w*|eliminat\w*|excret\w*|absorb\w*|bioavailab\w*|how long .{0,30}(?:last|stay|system)",
    ),
    ("mechanism", r"mechanism|how (?:does|do) .{0,40}\bwork"),
    ("indication", r"indicat\w*|used for|what is .{0,40}\bfor\b|what does .{0,40}\btreat"),
    ("adverse_effects", r"side[\s-]*effects?|adverse|cause"),
    ("boxed_warning", r"black[\s-]*box|boxed"),
    ("contraindication", r"contraindicat\w*|should not|allerg\w*"),
    ("warning", r"allerg\w*|warning"),
    ("pregnancy", r"pregnan\w*"),
    ("lactation", r"breast[\s-]?feed\w*|lactat\w*|nursing"),
    ("monitoring", r"monitor\w*|lab(?:s| tests?)\b|blood test"),
    ("overdose", r"overdos\w*|antidote"),
)


def topics_of(reading: Reading) -> list[str]:
    """Name the topics of a drug record that a question asks about; empty for a general question."""
    return [topic for topic, pattern in _TOPIC_WORDS if re.search(rf"\b(?:{pattern})", reading.question, re.I)]


def _information(reading: Reading, evidence: Sequence[Item]) -> Iterable[str]:
    facts = [e for e in evidence if e["kind"] == "fact" and e["data"].get("topic") in _TOPIC_ORDER]
    facts.sort(key=lambda e: _TOPIC_ORDER.index(e["data"]["topic"]))
    if wanted := [t for t in topics_of(reading) if any(e["data"]["topic"] == t for e in facts)]:
        facts = [e for e in facts if e["data"]["topic"] in (*wanted, "boxed_warning")]
    drugs = list(dict.fromkeys(e["data"]["drug"] for e in facts))
    for drug in drugs:
        if len(drugs) > 1:
            yield f"**{_name(drug)}**"
        for item in (e for e in facts if e["data"]["drug"] == drug):
            yield _of_topic(item)
    rest = [e for e in evidence if not facts and e["kind"] == "fact" or e["kind"] in ("guideline", "interaction", "calc", "dosing")]
    yield from (f"- {e['claim']} {cite(e)}" for e in rest[:6])
