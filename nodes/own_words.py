"""In the place of a sentence that its source does not hold: what the source says, in the record's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from knowledge.quantities import plain
from models.embedded.writing import lines_of
from nodes.checks.aligned import OF_A_NAME, named
from nodes.checks.verbatim import sentences_of
from tools.evidence import CITATION, Evidence

_MOST_RECORDS: Final = 3
"""Of how many cited records something is said in the place of one sentence."""
_SHORT: Final = 160
"""A record that is no longer stands whole."""
_NEARLY: Final = 0.7
"""A second sentence stands beside the nearest one when it is at least this near, compared with it."""
_ADVICE: Final = 0.5
"""What a sentence of advice counts besides, where advice is given."""
_ADVISES: Final = re.compile(
    r"\b(?:give|take|use|avoid|stop|switch|change|swap|start|hold|continue|keep|reduce|lower|raise|add|monitor|separate|combine)\b", re.I
)
_OF_GRAVITY: Final = frozenset({"severity_as_found", "gravity_as_found"})
"""Checks after which the severity stands."""
_HANGS: Final = re.compile(r"^(?:It|Its|They|Their|This|That|These|Those|Then|Otherwise|Both|Such|Also|But|So|Use another)\b")
"""How a sentence begins that is not understood without the one before it."""


def in_own_words(sentence: str, failed: frozenset[str], evidence: Mapping[str, Evidence]) -> list[str]:
    """Say of what a sentence speaks of what the records that it cites say of it.

    Args:
        sentence: A sentence of a draft that failed, with its citations.
        failed: The checks that it failed.
        evidence: The run's evidence by id.

    Returns:
        Sentences of the records, word for word, each with its citation; none when the sentence cites no record of the run, or has nothing in
        common with those that it cites.
    """
    cited = [evidence[ref] for ref in dict.fromkeys(CITATION.findall(sentence)) if ref in evidence and evidence[ref]["kind"] != "memory"]
    text = plain(CITATION.sub(" ", sentence))
    return [f"{said} [{item['id']}]" for item in cited[:_MOST_RECORDS] for said in _nearest(text, failed, item)]


def _nearest(text: str, failed: frozenset[str], item: Evidence) -> list[str]:
    """Return, as one, the sentences of a record that speak of what a text speaks of, all of them when it is short; none when it shares nothing."""
    said = _said(item)
    if item["kind"] in ("dosing", "calc"):
        return said
    if item["kind"] == "interaction":
        if failed & _OF_GRAVITY:
            return said[:1]
        said = said[1:]
    wanted, drugs = named(text)
    advice = str(item["data"].get("management", "")) if _ADVISES.search(text) else ""
    near = [len(wanted & there) + OF_A_NAME * len(drugs & its) + _ADVICE * (s in advice) for s in said for there, its in (named(s),)]
    if not (most := max(near, default=0.0)):
        return []
    chosen = {n for n, score in enumerate(near) if score >= _NEARLY * most}
    if sum(map(len, said)) <= _SHORT:
        chosen = set(range(len(said)))
    chosen |= {n - 1 for n in chosen if n and _HANGS.match(said[n])}
    return [" ".join(said[n] for n in sorted(chosen))]


def _said(item: Evidence) -> list[str]:
    """Return what a record says, sentence by sentence; a calculation as the engine writes it."""
    return [CITATION.sub("", lines_of(item)[-1]).strip()] if item["kind"] == "calc" else sentences_of(item)
