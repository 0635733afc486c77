"""Which sentence of a record each clause of a line speaks of: the one with which it shares most of what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from knowledge.quantities import plain, quantities
from nodes.checks.concepts import lexicon, supported
from nodes.checks.draft import Draft, drugs_named, words
from nodes.checks.headings import only_topic

OF_A_NAME: Final = 0.2
"""What a drug's name in common counts, beside 1 for anything else: a record names its drugs in every sentence."""
_NEARLY: Final = 0.8
"""Other sentences that share at least this part of the most are meant as well."""
BEGINS: Final = 5
SMALL: Final = frozenset(
    """the and for with that this from are was were been being have has had its his her their your you they them than then when while which
    who may can could should would must will shall does did not but also into onto per each any all some such more most very both about""".split()
)
_CLAUSE: Final = re.compile(
    r"[.!?](?=\s|$|\*)|;|\||\u2014|\s\u2013\s|,? \b(?:but|whereas|while|although|though|yet)\b|, (?:and|so) (?=(?:\w+ ){1,3}?(?:is"
    r"|are|can|may|will|do|does|should|must)\b)"
)
_SENTENCE: Final = re.compile(r"[.;](?=\s|$)|(?<=[a-z)]):(?=\s)")
_TITLE: Final = re.compile(r"^[^.:]+ \+ [^.:]+: [\w ]+ \(risk rating [ABCDX]\)\.|^[^.:]+?, (?:renal|hepatic|usual|criteria)\b[^:]*:(?= )")


def held(draft: Draft) -> Iterator[tuple[str, str, str]]:
    """Yield the lines that a record bears: as they stand, their words without citations, and what the records say.

    A heading that only names a topic, and a line that stands word for word in a record, are left out.
    """
    for said, text, cited in draft.reworded():
        bearing = [e for e in cited if e["kind"] != "memory"]
        if bearing and not only_topic(said):
            claims = plain(" ".join(e["claim"] for e in bearing))
            if f" {' '.join(words(text))} " not in f" {' '.join(words(claims))} ":
                yield said, text, claims


@lru_cache(maxsize=4096)
def clauses_of(text: str) -> tuple[str, ...]:
    """Split a line into what it says one by one."""
    return tuple(c.strip(" *_-\u2022#>") for c in _CLAUSE.split(text) if re.search(r"[A-Za-z]{3}", c))


@lru_cache(maxsize=4096)
def sentences_of(claims: str) -> tuple[str, ...]:
    """Split what a record says into its sentences, without the title of an interaction."""
    return tuple(s.strip() for s in _SENTENCE.split(_TITLE.sub("", claims.strip())) if re.search(r"[A-Za-z]{3}", s))


def title_of(claims: str) -> str:
    """Return what stands before the first sentence: the drugs, what a dose is for."""
    match = _TITLE.match(claims.strip())
    return match.group() if match else ""


@lru_cache(maxsize=8192)
def named(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a text speaks of: its concepts, longer words by their beginning and amounts; and, apart, its drugs."""
    text = plain(text)
    mentions = drugs_named(text)
    drugs = frozenset(m.name for m in mentions)
    of_drugs = {w for m in mentions for w in words(m.text)}
    stems = {w[:BEGINS] for w in words(text) if len(w) > 2 and w.isalpha() and w not in SMALL and w not in of_drugs}
    concepts = {n for n in supported(text) if not lexicon().concepts[n].open}
    return frozenset({*concepts, *stems, *(str(q.key) for q in quantities(text))}), drugs


def nearest(clause: str, claims: str) -> list[str]:
    """Return the sentences of the claims that speak of what a clause speaks of.

    Args:
        clause: A clause of a line.
        claims: What its evidence says.

    Returns:
        The nearest sentence first, then those that are nearly as near; none where nothing is shared but the drugs.
    """
    own, drugs = named(clause)
    scored = []
    for sentence in sentences_of(claims):
        there, its = named(sentence)
        shared = len(own & there)
        scored.append((shared + OF_A_NAME * len(drugs & its), shared, sentence))
    most = max((score for score, _, _ in scored), default=0.0)
    near = [(score, s) for score, shared, s in scored if shared and score >= _NEARLY * most]
    return [s for _, s in sorted(near, key=lambda n: -n[0])]
