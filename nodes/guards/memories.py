"""What is remembered, before it goes into a prompt or into memory: orders are left out, and nothing is learned that the user did not say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from nodes.guards.folding import folded
from nodes.guards.results import hostile

LEFT_OUT: Final = "(left out: it held instructions)"
_TELLING: Final = 3
"""Letters above which a word tells something."""
_SHARE: Final = 0.6
"""Part of a fact's words that the user must have used."""
_VERDICT: Final = re.compile(
    r"\b(?:contraindicat\w+|(?:no|minor|moderate|major|known) interactions?|severity|rating|safe (?:to|with|together|for)|approved|verified|"
    r"sign(?:ed)?[- ]?off|"
    r"(?:not|no|never|isn't|longer) (?:\w+ ){0,3}(?:allerg\w+|pregnan\w+)|allergies? (?:is|are|was|were)? ?(?:none|resolved|removed|wrong|false|"
    r"negative|deleted)|nkda|ignore|overrid\w+|"
    r"max(?:imum)? dose|any dose|no limit|always|never|must|instead of)\b",
    re.I,
)
"""Verdicts, denials and rules: those come from tools and from what the user writes in the chat, never from a fact."""


def trusted(value: Any) -> Any:
    """Return what is remembered without the texts that give orders.

    Args:
        value: Context for the prompts: lists and objects of plain values.

    Returns:
        The same without hostile list items, values and keys; a hostile text alone becomes `LEFT_OUT`.
    """
    if isinstance(value, str):
        return LEFT_OUT if hostile(value) else value
    if isinstance(value, Mapping):
        return {k: trusted(v) for k, v in value.items() if not hostile(str(k)) and not (isinstance(v, str) and hostile(v))}
    if isinstance(value, list | tuple):
        clean = [v for v in value if not (isinstance(v, str) and hostile(v))]
        return [v for v in map(trusted, clean) if v != {} or not isinstance(v, Mapping)]
    return value


def trusted_facts(facts: list[Any]) -> list[Any]:
    """Return the facts of which neither key nor value gives orders or a verdict."""
    return [
        f
        for f in facts
        if not hostile(f"{f['key']}: {f['value']}")
        and not hostile(str(f["value"]))
        and not _VERDICT.search(folded(f"{f['key']}: {f['value']}"))
    ]


def unlearnable(key: str, value: str, said: str) -> str:
    """Say why a fact is not learned.

    Args:
        key: Its name.
        value: What it says.
        said: Everything that the user wrote and a prompt may rest on.

    Returns:
        The reason, for the model; empty when the user said it and it is neither an order nor a verdict.
    """
    if hostile(key) or hostile(value) or hostile(f"{key}: {value}"):
        return "It holds instructions; only facts about the patient or the user's wishes are learned."
    if _VERDICT.search(folded(f"{key}: {value}")):
        return "It is a verdict, a denial or a rule; only facts about the patient or the user's wishes are learned."
    words = {w for w in re.findall(r"[^\W_]+", folded(value)) if len(w) > _TELLING or w.isdigit()}
    spoken = set(re.findall(r"[^\W_]+", folded(said)))
    known = {w for w in words if w in spoken or any(w[:5] == s[:5] for s in spoken if len(w) > 5 and len(s) > 4)}
    if any(w.isdigit() and w not in spoken for w in words) or words and len(known) < _SHARE * len(words):
        return "The user did not say so; only what the user said is learned."
    return ""
