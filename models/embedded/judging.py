"""How the embedded engine critiques a draft, revises it, and summarises a conversation: by rules, against the evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from knowledge.agreement import unsupported
from knowledge.vocabulary import SEVERITY_RANK
from models.embedded.mentions import mentions

CITED: Final = re.compile(r"\[([a-z]+:[^\[\]\s]+)\]")
_BULLET: Final = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


def judge(draft: str, question: str, evidence: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Judge a draft in four categories against its evidence.

    Args:
        draft: The answer with citations.
        question: What was asked.
        evidence: The evidence records of the run.

    Returns:
        `{"criteria": [{"category", "passed", "problem"}]}` with one entry a category.
    """
    known = {e["id"]: e for e in evidence}
    cited = set(CITED.findall(draft))
    accuracy = [f"cites {c}, which no tool returned" for c in sorted(cited - set(known))]
    for line in draft.splitlines():
        support = " ".join([question, *(str(known[c]["claim"]) for c in CITED.findall(line) if c in known)])
        accuracy += [
            f"{q.text!r} is not in the evidence cited for: {line.strip()[:120]}" for q in unsupported(CITED.sub("", line), support)
        ]
    grave = [e for e in evidence if e["kind"] == "interaction" and SEVERITY_RANK.get(e["data"]["severity"], 0) >= SEVERITY_RANK["major"]]
    missing = [
        f"the {e['data']['severity']} interaction {e['data']['drug_a']} + {e['data']['drug_b']} is not mentioned"
        for e in grave
        if e["id"] not in cited
    ]
    barred = [
        e
        for e in evidence
        if e["kind"] == "dosing" and e["data"].get("verdict") in ("contraindicated", "avoid") and e["data"].get("metric")
    ]
    safety = [f"does not say that {e['data']['drug']} is {e['data']['verdict']} here" for e in barred if e["id"] not in cited]
    clarity = [] if draft.strip() else ["the draft is empty"]
    if len(draft) > 12_000:
        clarity.append("the draft is too long to use; keep what the question asks for")
    found = {"clinical_accuracy": accuracy, "missing_information": missing, "safety": safety, "clarity": clarity}
    return {"criteria": [{"category": k, "passed": not v, "problem": "; ".join(v[:4])} for k, v in found.items()]}


def revise(draft: str, problems: str, evidence: Sequence[Mapping[str, Any]], question: str) -> str:
    """Mend a draft by rule: lines with unsupported numbers or citations go, missing grave findings come first.

    Args:
        draft: The answer with citations.
        problems: What the critic or the gate found; read only to keep it in the trace.
        evidence: The evidence records of the run.
        question: What was asked.

    Returns:
        The mended draft.
    """
    known = {e["id"]: e for e in evidence}
    kept = []
    for line in draft.splitlines():
        ids = CITED.findall(line)
        support = " ".join([question, *(str(known[c]["claim"]) for c in ids if c in known)])
        if any(c not in known for c in ids) or unsupported(CITED.sub("", line), support):
            continue
        kept.append(line)
    verdict = judge("\n".join(kept), question, evidence)
    if any(not c["passed"] for c in verdict["criteria"]):
        cited = set(CITED.findall("\n".join(kept)))
        grave = [
            e for e in evidence
            if e["id"] not in cited
            and (e["kind"] == "interaction" and SEVERITY_RANK.get(e["data"]["severity"], 0) >= SEVERITY_RANK["major"]
                 or e["kind"] == "dosing" and e["data"].get("verdict") in ("contraindicated", "avoid") and e["data"].get("metric"))
        ]  # fmt: skip
        kept = [f"{e['claim']} [{e['id']}]" for e in grave] + kept
    return "\n".join(kept).strip()


def summarise(transcript: str) -> dict[str, Any]:
    """Summarise a transcript as three to five bullets: drugs, severities, patient facts, open points.

    Args:
        transcript: Lines `role: text`.

    Returns:
        `{"bullets": [...]}`.
    """
    lines = [line for line in transcript.splitlines() if line.strip()]
    asked = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith(("human:", "user:")) and ":" in line]
    drugs = [m.name for m in mentions(" ".join(asked)[:8000]) if m.how in ("generic", "brand", "misspelling")]
    answers = " ".join(line for line in lines if line.lower().startswith(("ai:", "assistant:")))
    grave = [w for w in ("contraindicated", "major", "moderate") if w in answers.lower()]
    bullets = [
        f"Asked about: {', '.join(drugs[:12]) or 'no named drug'}",
        f"Questions: {len(asked)}; first: {asked[0][:140] if asked else 'none'}",
        f"Last question: {asked[-1][:140] if asked else 'none'}",
    ]
    if grave:
        bullets.append(f"Severities found: {', '.join(grave)}")
    return {"bullets": bullets}
