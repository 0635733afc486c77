"""A closed vocabulary: the conditions, effects, organs, tests, foods and people that a line speaks of are those of its evidence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from knowledge.store import knowledge_base
from models.embedded.mentions import frequency
from nodes.checks.concepts import PLAIN, lexicon, said, specific, supported, tokens
from nodes.checks.draft import Draft, drugs_named, drugs_of, failure, words
from nodes.checks.headings import only_topic
from nodes.checks.signs import denied_at
from nodes.state import CheckFailure
from tools.evidence import Evidence

_RARE: Final = 20_000
"""Words that English has less often than that are medicine's when they look like it."""
_MEDICAL: Final = re.compile(
    r"(?:itis|emias?|aemias?|os[ie]s|path(?:y|ies|ic)|urias?|algias?|peni[ac]|tension|tensive|rrh?o?ea|rrhage|rrhagic|ectomy|cytes?|cytic"
    r"|plasia|plegia|trophy|sclerosis|megaly|oma|omas|otomy|oscopy|ictal|phobia|dynia|plasty|lysis|spasms?|kinesia|toxic(?:ity)?|genic"
    r"|philia|phyl\w+|uretic|iatric|rectal|nasal|dermal|cardial|ardia)$|^(?:hyper|hypo|hemo|haemo|cardi|nephr|hepat|neuro|dermat|gastr"
    r"|oste|angi|thromb"
    r"|leuk|myel|encephal|pneumo|bronch|rhin|vagin|immuno|onco|patho|psych)",
    re.I,
)
"""How words of medicine begin and end."""
_LEAST: Final = 5


def content_as_cited(draft: Draft) -> list[CheckFailure]:
    """Every clinical concept that a cited line names stands in the evidence that it cites, or is what the user speaks of."""
    found: list[CheckFailure] = []
    asked = supported(draft.stated)
    for line, text, cited in draft.reworded():
        bearing = [e for e in cited if e["kind"] != "memory"]
        if not bearing or only_topic(line):
            continue
        claims = " . ".join(_borne(e) for e in bearing)
        classes = " . ".join(_classes(drugs_of(e)) for e in bearing)
        there = (
            supported(claims) | {n for spoken in said(classes) for n in spoken.concepts} | (_KILLS if _KILLING.search(classes) else set())
        )
        reason = unsupported(text, there | asked, f"{claims} {draft.stated}") or _only_asked(text, asked - there)
        if reason:
            found.append(failure("content_as_cited", line, reason))
    return found


def _borne(item: Evidence) -> str:
    """Return what a record says and what it is about: its claim and its topic."""
    data = item["data"]
    about = " . ".join(str(data[k]).replace("_", " ") for k in ("title", "topic", "aspect", "indication", "part", "metric") if data.get(k))
    return f"{item['claim']} . {about}"


_KILLING: Final = re.compile(
    r"\b(?:penicillin|cephalosporin|carbapenem|macrolide|(?:fluoro)?quinolone|tetracycline|aminoglycoside|glycopeptide|sulfonamide antibiotic"
    r"|nitrofuran|nitroimidazole|lincosamide|oxazolidinone|rifamycin|azole antifungal|antibiotic|antiviral)",
    re.I,
)
_KILLS: Final = frozenset({"infection"})
"""What a drug of these classes is for, whether its record says so or not."""
_CAUSES: Final = re.compile(
    r"\b(?:caus(?:e|es|ing)|leads? to|brings? on|triggers?|produces?|treats?|prevents?|cures?"
    r"|protects? (?:against|from)|helps? (?:with|against))\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)


def _only_asked(text: str, asked: frozenset[str]) -> str:
    """Catch an effect that only the question names and that a line says a drug has."""
    for spoken in said(text):
        own = specific(spoken.concepts - {PLAIN})
        before = _CAUSES.search(text[: spoken.start])
        if own and own <= asked and before and not denied_at(text, before.start()) and not any(lexicon().concepts[n].open for n in own):
            return f"Says {text[before.start() : spoken.end]!r}, which only the question speaks of."
    return ""


@lru_cache(maxsize=1024)
def _classes(drugs: frozenset[str]) -> str:
    base = knowledge_base()
    return " . ".join(sorted({g.replace("_", " ") for d in drugs for g in (*base.groups_of(d), *base.classes_of(d))}))


def unsupported(text: str, known: frozenset[str], claims: str) -> str:
    """Name the first clinical word of a text that nothing supports.

    Args:
        text: A line without citations.
        known: The concepts that its evidence and the question support.
        claims: The words of both.

    Returns:
        The reason; empty when everything is supported.
    """
    own = frozenset(words(claims)) | frozenset(t.lower() for t, _, _ in tokens(claims))
    named = {w.lower() for m in drugs_named(text) if m.how != "unknown" for w, _, _ in tokens(m.text)}
    concepts = lexicon().concepts
    spoken = said(text)
    for part in spoken:
        if {t.lower() for t, _, _ in tokens(part.text)} <= named:
            continue
        wanted = specific(part.concepts - {PLAIN})
        if PLAIN in part.concepts or wanted & known or any(concepts[n].open for n in part.concepts):
            continue
        if not _stands(part.text, own):
            return f"Says {part.text!r}, which the evidence that the line cites does not."
    covered = {n for part in spoken for n in range(part.start, part.end)}
    for word, start, _ in tokens(text):
        if (
            start not in covered
            and word.lower() not in named
            and _clinical(word)
            and not _stands(word, own)
            and not _built(word, known, own)
        ):
            return f"Says {word!r}, which the evidence that the line cites does not."
    return ""


def _built(word: str, known: frozenset[str], own: frozenset[str]) -> bool:
    """Say whether a word is a supported one, or one of plain speech, with a prefix: oversedation, recheck."""
    bare = _PREFIX.sub("", word)
    if bare == word:
        return False
    spoken = said(bare)
    concepts = lexicon().concepts
    return (
        _stands(bare, own) or any(n in known or concepts[n].open for s in spoken for n in s.concepts) or not spoken and not _clinical(bare)
    )


def _clinical(word: str) -> bool:
    """Say whether a word that no list knows is medicine's: it English has it not, or rarely and it looks like one."""
    low = word.lower()
    if len(word) < _LEAST or not word.isalpha() or not word.isascii() or word.isupper():
        return False
    often = max(frequency(low), frequency(low.removesuffix("s")))
    return not often or often < _RARE and bool(_MEDICAL.search(low))


_PREFIX: Final = re.compile(r"^(?:over|under|pre|post|non|co|re|sub|un|mis|micro|multi|self)(?=[a-z]{4})", re.I)


def _stands(text: str, own: frozenset[str]) -> bool:
    """Say whether each word stands in the evidence, in this form or another."""
    return all(
        any(_akin(word.lower(), other) or other.startswith("non") and _akin(word.lower(), other[3:]) for other in own)
        for word, _, _ in tokens(text)
    )


def _akin(word: str, other: str) -> bool:
    if word == other:
        return True
    shared = min(len(word), len(other)) - 3
    return min(len(word), len(other)) >= 4 and word[: max(4, shared)] == other[: max(4, shared)] and abs(len(word) - len(other)) <= 5
