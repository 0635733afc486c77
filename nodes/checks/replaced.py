"""A regimen that the evidence puts another in the place of is not the one that a line gives."""

from __future__ import annotations

import re
from typing import Final

from knowledge.quantities import plain
from knowledge.regimens import regimens
from nodes.checks.aligned import clauses_of, sentences_of
from nodes.checks.draft import Draft, failure
from nodes.state import CheckFailure

_BECOMES: Final = re.compile(r"\bbecomes?\b", re.I)
_IN_PLACE: Final = re.compile(r"\b(?:in place of|instead of|rather than)\b", re.I)
_TELLS: Final = re.compile(
    r"\b(?:becomes?|instead|in place|rather|usual\w*|normal\w*|standard|from|not|never|no longer|would|was|were|had|replac\w*|down|above|before|without)\b",
    re.I,
)
"""Words with which a line names what is replaced."""


def replaced_as_found(draft: Draft) -> list[CheckFailure]:
    """A cited line does not give the regimen that its evidence replaces by another."""
    found: list[CheckFailure] = []
    for said, text, cited in draft.reworded():
        claims = plain(" ".join(e["claim"] for e in cited if e["kind"] == "dosing"))
        if claims and (kept := still_given(text, claims)):
            found.append(failure("replaced_as_found", said, f"Gives {kept!r}, which the evidence replaces."))
    return found


def still_given(text: str, claims: str) -> str:
    """Return the clause that gives what the evidence replaces; empty when none does.

    Args:
        text: A line without citations.
        claims: What its evidence says.
    """
    pairs = [p for s in sentences_of(claims) for p in _pairs(s)]
    given = {r for s in sentences_of(claims) if not _pairs(s) for r in regimens(s)}
    for clause in clauses_of(text) if pairs else ():
        own = set(regimens(clause))
        if any(own & (old - given) and not own & new for old, new in pairs) and not _TELLS.search(clause):
            return clause
    return ""


def _pairs(sentence: str) -> list[tuple[set[tuple[float, str, float]], set[tuple[float, str, float]]]]:
    for pattern, turned in ((_BECOMES, False), (_IN_PLACE, True)):
        parts = pattern.split(sentence)
        if len(parts) == 2:
            old, new = (set(regimens(p)) for p in (reversed(parts) if turned else parts))
            return [(old - new, new)] if old - new and new else []
    return []
