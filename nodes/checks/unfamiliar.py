"""A clause whose words are mostly neither those of its evidence nor those in which answers are written says something else than its evidence."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from knowledge.quantities import plain
from nodes.checks.aligned import BEGINS, SMALL, clauses_of
from nodes.checks.concepts import said as said_in
from nodes.checks.concepts import supported
from nodes.checks.draft import Draft, drugs_named, failure, words
from nodes.checks.headings import only_topic
from nodes.state import CheckFailure

_FILE: Final = Path(__file__).with_name("familiar.txt")
_LETTERS: Final = 6
_LEAST: Final = 3
"""How many strange words make a clause strange; one or two may always be new words for the same."""
_PART: Final = 0.4
"""Which part of a clause's words they are at least."""


@lru_cache(maxsize=1)
def _familiar() -> frozenset[str]:
    rows = _FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(w for row in rows if not row.startswith("#") for w in row.split())


def words_as_found(draft: Draft) -> list[CheckFailure]:
    """At most two words in a cited clause, or less than two in five, are neither of the evidence nor of the words of answers."""
    found: list[CheckFailure] = []
    for said, text, cited in draft.reworded():
        bearing = [e for e in cited if e["kind"] != "memory"]
        if not bearing or only_topic(said):
            continue
        claims = plain(" ".join(f"{e['claim']} {e['source'].get('title', '')}" for e in bearing))
        for clause in clauses_of(text):
            if strange := unfamiliar(clause, claims, draft.stated):
                found.append(
                    failure("words_as_found", said, f"Says {', '.join(strange)}, which neither the evidence nor other answers do.")
                )
                break
    return found


def unfamiliar(clause: str, claims: str, stated: str = "") -> list[str]:
    """Return the words of a clause that are strange, where they are too many.

    Args:
        clause: A clause of a line, without citations.
        claims: What its evidence says.
        stated: What the question says.
    """
    own = {w[:BEGINS] for w in words(f"{claims} {stated}")}
    drugs = {w for m in drugs_named(clause) for w in words(m.text)}
    known = supported(claims) | supported(stated)
    meant = {w for spoken in said_in(clause) if spoken.concepts & known for w in words(spoken.text)}
    telling = [w for w in words(clause) if w.isalpha() and len(w) > 2 and w not in SMALL and w not in drugs]
    strange = [w for w in telling if w[:BEGINS] not in own and w not in meant and w[:_LETTERS] not in _familiar()]
    return strange if len(strange) >= _LEAST and len(strange) >= _PART * len(telling) else []
