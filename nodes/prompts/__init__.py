"""Prompts as files: `system(name)` is what a role is told, `task(name, …)` what it is given, with user text fenced as data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from nodes.guards.folding import visible
from tools.evidence import Evidence

_FOLDER = Path(__file__).parent
_FENCES = ("specialist", "context", "question", "draft", "evidence", "parts", "problems", "transcript", "tool_result")
_OPENS = re.compile(r"[<\uff1c\ufe64](?!\s*=?\s*[\d.,\u2212+-]|\s*=|\s+[^\W\d_/|!?<]|\s*$)", re.M)
"""Angle brackets that could begin a tag. Those of a comparison stay: in front of a figure, or of a word that stands apart."""
_SPACED = re.compile(rf"[<\uff1c\ufe64](?=\s*/?\s*(?:{'|'.join(_FENCES)}|system|instructions?|assistant|user)\b)", re.I)
_TURNS = re.compile(r"\[(?=\s*/?\s*(?:inst|system|assistant|user)\s*\])", re.I)
_JUDGED = ("severity", "rating", "drug", "drug_a", "drug_b", "verdict", "metric")


@cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.md").read_text(encoding="utf-8").strip()


def system(name: str) -> str:
    """Return the system prompt of a role, with the shared rules put in where it names them."""
    return Template(_text(name)).safe_substitute(rules=_text("rules"))


def task(name: str, **values: Any) -> str:
    """Fill the task prompt of a role; values are fenced, so that nothing in them can close a fence."""
    shown = {k: fenced(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False, sort_keys=True)) for k, v in values.items()}
    return Template(_text(f"{name}_task")).substitute(shown)


def fenced(text: str) -> str:
    """Make a text safe to stand inside a fence: nothing in it can open or close one, and nothing in it is hidden.

    What looks like a tag or a chat template's mark loses its bracket; characters that nobody sees go. No fence depends on a secret: a text
    gives the same prompt in a run that goes on.
    """
    return _TURNS.sub("\u2768", _OPENS.sub("\u2039", _SPACED.sub("\u2039", visible(text))))


def result(text: str) -> str:
    """Fence a tool's result as data."""
    return f"<tool_result>\n{fenced(text)}\n</tool_result>"


def evidence_lines(evidence: Iterable[Evidence | Mapping[str, Any]]) -> str:
    """Write evidence for a critic: one JSON object a line, with what a judgement needs."""
    return "\n".join(
        json.dumps(
            {"id": e["id"], "kind": e["kind"], "claim": e["claim"], "data": {k: e["data"][k] for k in _JUDGED if k in e["data"]}},
            ensure_ascii=False,
        )
        for e in evidence
    )
