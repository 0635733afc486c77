"""Evidence is what the knowledge base says: each cited finding is compared with the record that it claims to be from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from knowledge.bounds import describe
from knowledge.calculators import calculate
from knowledge.dosing import METRIC_NAMES, UNITS
from knowledge.interactions import NAMES, SameDrugError, SourceRef, lookup, ref_of
from knowledge.names import resolve
from knowledge.store import KnowledgeBase, knowledge_base
from nodes.checks.draft import Draft, failure
from nodes.state import CheckFailure
from tools.evidence import CITATION, NO_RECORD, Evidence, mark, of_calculation, of_interaction, slug, source_of

_OLD_BAND: Final = re.compile(r"By the reported eGFR of \d+ mL/min/1\.73 m2 another band holds, so decide with care: ")
_PREFIXES: Final = ("When starting: ", "When already taking it: ")
_ASKED: Final = re.compile(
    r"The (?P<drug>.+?) label doses by (?:CrCl|eGFR)\..*|Give .+ to decide the .+ dose: (?P<text>.+)"
    r"|The record has no .+ dose for (?:dialysis|a patient under 18 years)\b.*|The renal dosing of .+ in the record is for adults; .+"
    r"|The .+ label speaks of .*renal impairment without a number, .+",
    re.S,
)
"""What the dosing engine says where a record has no sentence of its own."""
_BANDS: Final = re.compile(
    r"|dialysis|any renal function|any hepatic impairment|Child-Pugh class [ABC]|\d of \d criteria met, \d needed \(.*\)"
    r"|(?:\w+ )?renal impairment(?:, which the label gives without a number|: not at this kidney function)"
)


def quotes_in_record(draft: Draft) -> list[CheckFailure]:
    """Every finding of the run is, word for word, what the knowledge base says; a cited one that is not takes its line down.

    An interaction that is not what the record says closes the gate whole: its severity ranks the answer, cited or not.
    """
    forged = {ref for ref, item in draft.evidence.items() if not genuine(ref, item)}
    found = [
        failure("quotes_in_record", said, f"{ref} is not what its source record says.")
        for said, _, _ in draft.lines()
        for ref in dict.fromkeys(CITATION.findall(said))
        if ref in forged
    ]
    grave = sorted(ref for ref in forged if ref.startswith("interaction:") or draft.evidence[ref].get("kind") == "interaction")
    return found + [failure("quotes_in_record", "*", f"The interaction {ref} is not what its source record says.") for ref in grave]


def genuine(ref: str, item: Evidence | Mapping[str, Any]) -> bool:
    """Say whether evidence is what the knowledge base or a calculator gives under its id.

    Args:
        ref: The id under which it stands.
        item: The evidence.

    Returns:
        True when id, claim, quote, source and severity are those of the record; what the conversation remembers bears no clinical claim.
    """
    try:
        return _genuine(ref, json.dumps(item, sort_keys=True))
    except (TypeError, ValueError):
        return False


@lru_cache(maxsize=4096)
def _genuine(ref: str, written: str) -> bool:
    item = json.loads(written)
    if item["id"] != ref or not ref.startswith(f"{item['kind']}:"):
        return False
    known = {
        "interaction": _interaction,
        "dosing": _dosing,
        "calc": _calculation,
        "fact": _fact,
        "guideline": _guideline,
        "memory": _memory,
    }
    try:
        return known[item["kind"]](knowledge_base(), item)
    except (LookupError, TypeError, ValueError, AttributeError):
        return False


def _interaction(base: KnowledgeBase, item: dict[str, Any]) -> bool:
    layer, data = item["data"].get("layer"), item["data"]
    if layer == "list_risk":
        return _list_risk(base, item)
    if layer == "condition":
        return _condition(base, item)
    try:
        found = of_interaction(lookup(data["drug_a"], data["drug_b"]))
        if _same(found, item):
            return True
        return _same(of_interaction(lookup(data["drug_b"], data["drug_a"])), item)
    except SameDrugError:
        return False


def _same(found: Evidence, item: dict[str, Any]) -> bool:
    own, given = found["data"], item["data"]
    same_words = {found["claim"], found["claim"].replace(f"{own['drug_a']} + {own['drug_b']}", f"{own['drug_b']} + {own['drug_a']}", 1)}
    return (
        found["id"] == item["id"] and item["claim"] in same_words and found["quote"] == item["quote"] and found["source"] == item["source"]
        and all(own[k] == given.get(k) for k in ("severity", "rating", "mechanism", "effect", "management"))
    )  # fmt: skip


def _filled(text: str, names: Mapping[str, str]) -> str:
    for key, name in names.items():
        text = text.replace(f"{{{key}}}", name)
    return text


def _list_risk(base: KnowledgeBase, item: dict[str, Any]) -> bool:
    data = item["data"]
    record = next(r for r in base.list_risks if r["name"] == data["record"])
    names = {"drugs": ", ".join(data["drugs"])}
    effect, management = _filled(record["effect"], names), _filled(record["management"], names)
    title = f"{record['title']} adds up over the list: {data['severity']} (risk rating {data['rating']}). {data['mechanism']}. "
    return (
        item["quote"] == data["effect"] == effect and data["management"] == management and item["source"] == source_of(ref_of(base, record))
        and any(s["severity"] == data["severity"] and s["rating"] == data["rating"] for s in record["steps"])
        and item["claim"] == f"{title}{effect} {management}"
    )  # fmt: skip


def _condition(base: KnowledgeBase, item: dict[str, Any]) -> bool:
    data, drugs = item["data"], item["data"]["drugs"]
    named = f"{' + '.join(drugs)} for this patient ({data['factor']})"
    claim = f"{named}: {data['severity']} (risk rating {data['rating']}). {data['effect']} {data['mechanism']} {data['management']}"
    if item["claim"] != claim or item["quote"] != data["effect"] or not all(base.drug(d) for d in drugs):
        return False
    name = str(data["record"])
    if name == "allergy":
        return (
            data["severity"] == "contraindicated" and item["source"] == source_of(NAMES)
            and data["effect"] == "An allergic reaction, up to anaphylaxis."
            and str(data["management"]).startswith(f"Do not give {drugs[0]} before the reaction to ")
        )  # fmt: skip
    if name.startswith("dose-"):
        verdict = {"major": "avoid", "contraindicated": "contraindicated"}[data["severity"]]
        return any(v == verdict and _stands(text, data["management"]) for _, text, v in _texts(base, base.drug(drugs[0]) or {}))
    record = next(r for r in base.conditions if r["name"] == name)
    names = dict(zip("ab", drugs, strict=False))
    return bool(
        all(data[k] == _filled(record[k], names) for k in ("mechanism", "effect", "management"))
        and data["severity"] == record["severity"] and data["rating"] == record["rating"] and item["source"] == source_of(ref_of(base, record))
    )  # fmt: skip


def _texts(base: KnowledgeBase, record: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str, str]]:
    """Yield every dosing sentence of a drug with its block and verdict."""
    for block in (*record.get("renal", ()), *record.get("hepatic", ())):
        for answer in (block.get("any"), block.get("dialysis"), *block.get("bands", ()), *(block.get(c) for c in "ABC")):
            if answer:
                yield block, answer["text"], answer["verdict"]
    for rule in record.get("criteria", ()):
        for answer in (rule["met"], rule["not_met"]):
            yield rule, answer["text"], answer["verdict"]
    for dose in record.get("doses", ()):
        limit = f" Greatest daily dose: {dose['max_daily']}." if dose.get("max_daily") else ""
        yield dose, dose["text"] + limit, "usual"


def _stands(text: str, said: str) -> bool:
    """Say whether a sentence of the dosing engine is a sentence of the record, with one of the engine's openings or none."""
    said = _OLD_BAND.sub("", said)
    return said == text or any(said == prefix + text for prefix in _PREFIXES)


def _dosing(base: KnowledgeBase, item: dict[str, Any]) -> bool:
    data, drug = item["data"], item["data"]["drug"]
    if data["part"] == "none":
        return bool(item["claim"] == item["quote"] == data["text"] and item["source"] == NO_RECORD and _unknown_dose(drug, item))
    record = base.drug(drug)
    head = f"{drug}, {data['part']}" + (f", {data['indication']}" if data["indication"] else "")
    band = f" ({data['band']})" if data["band"] else ""
    ident = f"dosing:{slug(drug)}:{data['part']}:{mark(data['indication'] + data['band'] + item['quote'])}"
    if record is None or item["id"] != ident or item["claim"] != f"{head}{band}: {item['quote']}" or data["text"] != item["quote"]:
        return False
    if not _BANDS.fullmatch(data["band"]) and data["band"] not in _band_words(record):
        return False
    standing = [(block, verdict) for block, text, verdict in _texts(base, record) if _stands(text, item["quote"])]
    if standing:
        return any(item["source"] == source_of(ref_of(base, b)) and v == data["verdict"] for b, v in standing)
    asked = _ASKED.fullmatch(item["quote"])
    if not asked or data["verdict"] not in ("needs_input", "no_data"):
        return False
    return asked["text"] is None or any(asked["text"] == text for _, text, _ in _texts(base, record))


def _band_words(record: Mapping[str, Any]) -> set[str]:
    return {
        f"{METRIC_NAMES[block['metric']]} {describe(band, UNITS[block['metric']])}"
        for block in record.get("renal", ())
        for band in block.get("bands", ())
    }


def _unknown_dose(drug: str, item: dict[str, Any]) -> bool:
    """Say whether 'nothing is known' is true of a name: a name that is not known, or several drugs', or a drug without dosing."""
    named = resolve(drug)
    verdict = item["data"]["verdict"]
    if verdict == "unknown_drug":
        return named.status == "unknown" and item["quote"].startswith("unknown_drug: ")
    if verdict == "ambiguous":
        return named.status in ("ambiguous", "group") and item["quote"].endswith("none was chosen.")
    own = (knowledge_base().drug(named.drugs[0]) or {}) if named.status == "known" else {}
    return (
        item["quote"].startswith("No curated dosing for ")
        and named.status in ("known", "combination")
        and not any(own.get(part) for part in ("doses", "renal", "hepatic", "criteria"))
    )


def _calculation(_: KnowledgeBase, item: dict[str, Any]) -> bool:
    inputs = {k: v for k, v in item["data"]["inputs"].items() if v is not None}
    found = of_calculation(calculate(item["data"]["name"], inputs))
    same = json.loads(json.dumps(found["data"])) == item["data"]
    return bool(
        same and item["claim"] == item["quote"] == found["claim"] and item["id"] == found["id"] and item["source"] == found["source"]
    )


def _fact(base: KnowledgeBase, item: dict[str, Any]) -> bool:
    data = item["data"]
    if data.get("verdict") == "unknown_drug":
        known_words = item["claim"].startswith((f"unknown_drug: {data['drug']!r} is not in", f"{data['drug']!r} names several drugs: "))
        return known_words and bool(
            resolve(str(data["drug"])).status != "known" and item["source"] == NO_RECORD and item["claim"] == item["quote"]
        )
    for fact in (base.drug(data["drug"]) or {}).get("facts", ()):
        topic = fact["aspect"] if fact["topic"] == "counseling" else fact["topic"]
        if item["claim"] == item["quote"] == fact["text"] and item["id"] == f"fact:{slug(data['drug'])}:{slug(topic)}:{mark(fact['text'])}":
            return bool(item["source"] == source_of(ref_of(base, fact)) and data["topic"] == fact["topic"])
    return False


def _guideline(base: KnowledgeBase, item: dict[str, Any]) -> bool:
    record = base.passage(item["id"].removeprefix("guideline:")) or {}
    source = source_of(SourceRef(base.source(record["source"]), record["section"]))
    return bool(item["claim"] == item["quote"] == record["text"] and item["source"] == source and item["data"]["title"] == record["title"])


def _memory(_: KnowledgeBase, item: dict[str, Any]) -> bool:
    return bool(item["claim"] == item["quote"] == f"{item['data']['key']}: {item['data']['value']}")
