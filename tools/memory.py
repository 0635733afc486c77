"""`learn_fact` and `recall_fact`: what a model may write to and read from the thread's memory."""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from langchain_core.tools import ToolException, tool
from pydantic import Field

from knowledge.quantities import BARE, DOSE_UNITS, plain, quantities
from tools.evidence import Evidence, EvidenceSource, mark, slug

MAX_VALUE = 500
"""Longest fact value that is stored, in characters."""


_NO_DOSE: Final = "Doses are not remembered: they come from get_dosing or another tool's result, each time anew. Leave the amount out."
_NO_PROFILE: Final = (
    "The patient's own values (age, sex, weight, height, creatinine, eGFR, CrCl, dialysis, liver, pregnancy, allergies, medicines) are not "
    "learned as facts: they come from what the user writes, and stand in the profile, which recall_fact reads."
)
_OWN: Final = re.compile(
    r"\b(?:allerg\w*|e?gfr|crcl|ccl|s?cr(?:eatinine)?|clearance|pregnan\w*|breast ?feed\w*|lactat\w*|dialysis|child pugh|cirrhosis"
    r"|(?:current |home |daily )?(?:medicines|medications?|meds|drugs))\b"
)
_BODY: Final = frozenset(
    "age ages weight weights height heights sex gender dob birthday liver kidney renal hepatic disease function".split()
)
_FILLERS: Final = frozenset(
    "a the of in is my his her their our user users patient patients s current body actual years year yr kg lb cm mg dl serum value values".split()
)


def _refused(key: str, value: str) -> str:
    """Say why a fact is not one to learn; empty when it is."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain(key)).lower())
    rest = set(words) - _FILLERS
    if _OWN.search(" ".join(words)) or rest and rest <= _BODY:
        return _NO_PROFILE
    found = quantities(f"{key.replace('_', ' ')}: {value}")
    if any(q.unit in DOSE_UNITS or q.unit == BARE for q in found):
        return _NO_DOSE
    return _NO_PROFILE if any(q.unit in ("renal or index", "mL/min", "mL/min/1.73m2") for q in found) else ""


@dataclass(slots=True)
class MemoryView:
    """What a tool call may see of the thread: the profile, the facts, and the facts learned during this call."""

    profile: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    learned: list[dict[str, str]] = field(default_factory=list)
    said: str = ""
    """What the user wrote; the caller lets nothing else be learned."""


MEMORY: ContextVar[MemoryView | None] = ContextVar("rxgraph_memory", default=None)
"""The view of the run that is calling a tool; set by the `act` node around each call."""


def view() -> MemoryView:
    """Return the caller's view of memory; an empty one outside a run."""
    return MEMORY.get() or MemoryView()


def _evidence(key: str, value: str) -> Evidence:
    text = f"{key}: {value}"
    source: EvidenceSource = {"title": "This conversation", "section": "remembered fact", "year": 0, "url": ""}
    return {
        "id": f"memory:{slug(key)}:{mark(text)}",
        "kind": "memory",
        "claim": text,
        "quote": text,
        "source": source,
        "data": {"key": key, "value": value},
    }


@tool(response_format="content_and_artifact")
def learn_fact(
    key: Annotated[
        str, Field(description="Short name of the fact, such as 'preferred_pharmacy' or 'penicillin reaction'", min_length=2, max_length=60)
    ],
    value: Annotated[str, Field(description="The fact, in a few words", min_length=1, max_length=MAX_VALUE)],
) -> tuple[str, list[Evidence]]:
    """Remember a lasting fact about the patient or the user's wishes. Not for doses, severities or secrets."""
    if reason := _refused(key, value):
        raise ToolException(reason)
    memory = view()
    memory.learned.append({"key": key.strip().lower(), "value": value.strip()})
    found = _evidence(key.strip().lower(), value.strip())
    return f"Remembered. [{found['id']}] {found['claim']}", [found]


@tool(response_format="content_and_artifact")
def recall_fact(
    query: Annotated[str, Field(description="Words of the fact to look for; empty lists all", max_length=200)] = "",
) -> tuple[str, list[Evidence]]:
    """Look up what was said earlier in this conversation: the patient's profile and remembered facts."""
    memory = view()
    known = {
        k.replace("_", " "): ", ".join(map(str, v)) if isinstance(v, list) else str(v)
        for k, v in memory.profile.items()
        if v not in (None, [], "")
    }
    known |= {f["key"]: str(f["value"]) for f in memory.facts.values()}
    known |= {f["key"]: f["value"] for f in memory.learned}
    words = [w for w in query.lower().split() if len(w) > 2]
    chosen = {k: v for k, v in known.items() if not words or any(w in f"{k} {v}".lower() for w in words)}
    found = [_evidence(k, v) for k, v in chosen.items()]
    if not found:
        return ("Nothing of that is remembered. Known keys: " + (", ".join(known) or "none")), []
    return "\n".join(f"[{e['id']}] {e['claim']}" for e in found), found
