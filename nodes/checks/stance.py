"""That something is allowed, enough, a trifle, of use or over, a line says only where its evidence says so."""

from __future__ import annotations

import re
from typing import Final

from nodes.checks.aligned import clauses_of, held, named, nearest, sentences_of, title_of
from nodes.checks.draft import Draft, failure
from nodes.checks.signs import asserted, denied_at
from nodes.checks.stances import Stance, stances
from nodes.state import CheckFailure

_AGAINST: Final = re.compile(
    r"\bavoid(?!able)\w*|\bcontraindicat\w+|\b(?:do|does|did|must|should|can|could|may|is|are|was|has|have|will)(?: not\b|n't\b)|\bcannot\b"
    r"|\bnever\b|\bno (?!more than\b)|\bnot (?:be )?(?:recommended|approved|advised|used|given|for|studied)\b|\bharms?\b",
    re.I,
)
"""How evidence forbids or denies."""
_ALLOWED: Final = "is allowed"
_DOSED: Final = re.compile(r"\d ?(?:mg|mcg|g|units?|mL|mEq|mmol|%)\b", re.I)
_ANOTHER: Final = re.compile(r"\b(?:another|other|different|instead|alternativ\w*)\b", re.I)
_TURNED: Final = re.compile(r"\W*(?:avoided|not|to avoid|only|until)\b", re.I)
_CONDITIONS: Final = re.compile(
    r"\b(?:where|whenever|as far as|when|wherever|until|unless|before|once) (?:\w+ ){0,5}?"
    r"(?:possible|available|acceptable|approved|tolerated|needed|feasible|appropriate)\b",
    re.I,
)
_QUESTION: Final = re.compile(r"[^.!?:|]*\?", re.I)
_ONLY_WHEN: Final = re.compile(r"\b(?:once|until|till|if|when|provided|as long as|had|after)\b(?: [\w'-]+){0,6} $", re.I)
"""Before what is a condition, and no claim: 'once the antifungal is finished', 'provided the kidneys work well'."""


def stance_as_found(draft: Draft) -> list[CheckFailure]:
    """What a cited clause allows, belittles, promises or ends, the sentence of the evidence on the same does too."""
    found: list[CheckFailure] = []
    for said, text, claims in held(draft):
        if reason := unborne(text, claims):
            found.append(failure("stance_as_found", said, reason))
    return found


def unborne(text: str, claims: str) -> str:
    """Say which stance a text takes that its evidence does not.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when there is none.
    """
    for clause in clauses_of(_CONDITIONS.sub(" ", asserted(_QUESTION.sub(" ", text)))):
        for stance in stances():
            for told in stance.told.finditer(clause):
                if (
                    not denied_at(clause, told.start())
                    and (stance.name == _ALLOWED or not _ONLY_WHEN.search(clause[: told.start()]))
                    and not _TURNED.match(clause, told.end())
                    and not _borne(told.group(), stance, clause, claims)
                ):
                    return f"Says that something {stance.name} ({told.group()!r}), which the evidence does not."
    return ""


def _borne(told: str, stance: Stance, clause: str, claims: str) -> bool:
    """Say whether a stance stands in the evidence: in the same words, or in others of the sentences on the same."""
    near = stance.near and nearest(clause, claims) or [*sentences_of(claims), title_of(claims)]
    word = told.lower()
    if any(word in s.lower() and (stance.denied or not denied_at(s, s.lower().find(word))) for s in (*near, title_of(claims))):
        return True
    if stance.name == _ALLOWED:
        barred = any(_AGAINST.search(s) for s in near)
        if not barred and any(_DOSED.search(s) for s in near):
            return True
        if barred and not _ANOTHER.search(clause):
            own = named(clause)[1]
            near = [s for s in near if not _ANOTHER.search(s) or own & named(s)[1]]
    return any(stance.denied or not denied_at(s, m.end()) for s in near for m in stance.borne.finditer(s))
