"""Tell whose values a text states, when the speaker and a relative both have some."""

from __future__ import annotations

import re
from typing import Literal

Owner = Literal["speaker", "relative"]
_CUT = re.compile(
    r"(?<=[!?;\n])|(?<=\.)(?=\s|$)|,\s*(?:and |but )?(?=(?:i|i'm|he|she|my)\b)|\b(?:and|but|while)\s+(?=(?:i|i'm|he|she|my)\b)|(?=\bwho\b)",
    re.I,
)
_RELATIVE = re.compile(
    r"\b(?:mother|father|mom|mum|dad|wife|husband|partner|son|daughter|sister|brother|grand(?:mother|father|ma|pa)|aunt|uncle|friend|neighbou?r)\b",
    re.I,
)
_SPEAKER = re.compile(r"\b(?:i|i'm|i\u2019m|i've|me|my own|myself)\b", re.I)
_OWN = re.compile(r"\bmy (?:weight|height|age|e?gfr|crcl|creatinine|kidneys?|liver)\b", re.I)
_THIRD = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.I)
_ASKS = re.compile(r"\?\s*$|^\s*(?:can|could|should|may|is|are|what|which|how|does|do|would|will)\b", re.I)


def clauses(text: str) -> list[tuple[int, int, Owner | None]]:
    """Cut a text into clauses, each with the person that it is about; None while nobody was named."""
    edges = [0, *(m.end() for m in _CUT.finditer(text)), len(text)]
    found: list[tuple[int, int, Owner | None]] = []
    last: Owner | None = None
    named: Owner | None = None
    for start, end in zip(edges, edges[1:], strict=False):
        words = text[start:end]
        if not words.strip():
            continue
        relative, speaker, third = _RELATIVE.search(words), _SPEAKER.search(words) or _OWN.search(words), _THIRD.search(words)
        if relative and (not speaker or relative.start() < speaker.start()):
            last = named = "relative"
        elif speaker:
            last = "speaker"
            named = "relative" if relative else named
        elif re.match(r"who\b", words, re.I) and named or third and named == "relative":
            last = named
        found.append((start, end, last))
    return found


def only(text: str, owner: Owner) -> str:
    """Blank out what is said of the other person; offsets stay as they are."""
    shown = list(" " * len(text))
    for start, end, about in clauses(text):
        if about in (owner, None):
            shown[start:end] = text[start:end]
    return "".join(shown)


def asked_about(text: str) -> Owner | None:
    """Say whom the question in a text is about; None when that is not clear."""
    about = {owner for start, end, owner in clauses(text) if _ASKS.search(text[start:end].strip()) and owner}
    return about.pop() if len(about) == 1 else None


def two_persons(text: str) -> bool:
    """Say whether a text speaks of both the speaker and a relative."""
    return {"speaker", "relative"} <= {owner for _, _, owner in clauses(text)}
