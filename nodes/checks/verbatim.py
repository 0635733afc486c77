"""What a line says in its record's own words needs no reading: it is what the record says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from models.embedded.writing import cite, lines_of
from tools.evidence import CITATION, Evidence

_MARK: Final = re.compile(r"^\s*(?:[-*\u2022]|\d{1,2}[.)])\s+")
_END: Final = re.compile(r"(?<=[a-z0-9)%\]][.!?])\s+(?=[A-Z])")


def sentences_of(item: Evidence) -> list[str]:
    """Return what a record says, sentence by sentence; the first of an interaction is its severity, and a dose is one with what it is for."""
    claim = item["claim"]
    if item["kind"] == "dosing":
        return [_capital(claim)]
    if item["kind"] == "interaction":
        title, _, rest = claim.partition(". ")
        return [f"{_capital(title)}.", *cut(rest)]
    return cut(claim)


def cut(text: str) -> list[str]:
    """Split a text into its sentences; joined by spaces they are the text."""
    return [s for s in _END.split(text.strip()) if s]


def leading(sentence: str) -> str:
    """Return the mark of a list that a sentence begins with."""
    match = _MARK.match(sentence)
    return match.group() if match else ""


def verbatim(said: str, evidence: Mapping[str, Evidence]) -> bool:
    """Say whether a line, or a sentence with its citation, is whole sentences of the one record that it cites, or what the engine writes of it.

    Whether the record itself is genuine, `quotes_in_record` asks.

    Args:
        said: The line as it stands.
        evidence: The run's evidence by id.
    """
    cited = CITATION.findall(said)
    item = evidence.get(cited[0]) if len(cited) == 1 else None
    if item is None or item["kind"] == "memory":
        return False
    said = said.strip()
    if said in lines_of(item):
        return True
    text = said.removesuffix(f" {cite(item)}")
    if text == said:
        return False
    text, own = text[len(leading(text)) :], sentences_of(item)
    return text in own or all(part in own for part in cut(text))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
