"""`search_guidelines`, `get_drug_information` and `get_counseling_points`: what the knowledge base says in sentences."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from langchain_core.tools import tool
from pydantic import Field

from knowledge.interactions import SourceRef, ref_of
from knowledge.names import resolve
from knowledge.store import Hit, KnowledgeBase, knowledge_base
from tools.evidence import NO_RECORD, Evidence, EvidenceSource, listing, mark, of_fact, slug, source_of

InformationTopic = Literal[
    "all", "mechanism", "indication", "pharmacokinetics", "adverse_effects", "boxed_warning", "contraindication", "warning",
    "pregnancy", "lactation", "monitoring", "administration", "overdose",
]  # fmt: skip


@tool(response_format="content_and_artifact")
def search_guidelines(
    query: Annotated[str, Field(description="Words to look for, such as 'metformin in kidney disease'", min_length=2, max_length=300)],
) -> tuple[str, list[Evidence]]:
    """Search guideline passages and drug facts by words (BM25); returns the best passages with their sources."""
    base = knowledge_base()
    hits = base.search(query, kinds=("passage",), limit=4)
    hits += base.search(query, kinds=("fact",), limit=6 - len(hits))
    found = [_of_hit(base, hit) for hit in hits]
    return (listing(found) or "No passage has these words; try fewer or other words, or a drug's generic name."), found


@tool(response_format="content_and_artifact")
def get_drug_information(
    drug: Annotated[str, Field(description="Drug: generic or brand name", min_length=1, max_length=120)],
    topic: Annotated[InformationTopic, Field(description="Which part of the record")] = "all",
) -> tuple[str, list[Evidence]]:
    """Get what a drug is: class, mechanism, uses, pharmacokinetics, adverse effects, boxed warning, contraindications, pregnancy, monitoring."""
    record, problem = _record(drug)
    if record is None:
        return problem, [_unknown(drug, problem)]
    facts = [f for f in record.get("facts", ()) if f["topic"] != "counseling" and topic in ("all", f["topic"])]
    found = [_of_block(record["name"], f["topic"], f) for f in facts]
    classes = f"{record['name']} is a {record['mechanism_class']}" + (
        f" used as {', '.join(record['indication_classes'])}" if record.get("indication_classes") else ""
    )
    return (listing(found) or f"{classes}. Nothing is recorded on {topic}."), found


@tool(response_format="content_and_artifact")
def get_counseling_points(
    drug: Annotated[str, Field(description="Drug: generic or brand name", min_length=1, max_length=120)],
) -> tuple[str, list[Evidence]]:
    """Get plain-language counseling points for a patient: what it is for, how to take it, missed dose, side effects, when to call."""
    record, problem = _record(drug)
    if record is None:
        return problem, [_unknown(drug, problem)]
    found = [_of_block(record["name"], f["aspect"], f) for f in record.get("facts", ()) if f["topic"] == "counseling"]
    return (listing(found) or f"No counseling points are recorded for {record['name']}."), found


def _unknown(drug: str, problem: str) -> Evidence:
    """Write an unanswerable name as evidence, so that no answer can leave it out in silence."""
    return of_fact(
        "fact", f"{slug(drug) or 'unnamed'}:unknown", problem, NO_RECORD, drug=drug, topic="none", aspect=None, verdict="unknown_drug"
    )


def _record(drug: str) -> tuple[dict[str, Any] | None, str]:
    named = resolve(drug)
    if named.status == "known":
        return knowledge_base().drug(named.drugs[0]), ""
    if named.status == "unknown":
        near = f" Nearest names: {', '.join(named.suggestions)}; none was chosen." if named.suggestions else ""
        return None, f"unknown_drug: {drug!r} is not in the knowledge base.{near}"
    return None, f"{drug!r} names several drugs: ask again with one of {', '.join(named.drugs[:8])}."


def _source(base: KnowledgeBase, key: str, section: str) -> EvidenceSource:
    return source_of(SourceRef(base.source(key), section))


def _of_block(drug: str, topic: str, fact: dict[str, Any]) -> Evidence:
    source = source_of(ref_of(knowledge_base(), fact))
    data = {"drug": drug, "topic": fact["topic"], "aspect": fact.get("aspect")}
    return of_fact("fact", f"{slug(drug)}:{slug(topic)}:{mark(fact['text'])}", fact["text"], source, **data)


def _of_hit(base: KnowledgeBase, hit: Hit) -> Evidence:
    if hit.kind == "fact":
        name, number = hit.ref.rsplit("#", 1)
        fact = (base.drug(name) or {})["facts"][int(number)]
        return _of_block(name, fact["aspect"] if fact["topic"] == "counseling" else fact["topic"], fact)
    return of_fact("guideline", hit.ref, hit.text, _source(base, hit.source, hit.section), title=hit.title)
