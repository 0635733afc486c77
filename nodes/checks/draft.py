"""What the checks look at, and how they read a line: its words, its evidence, its drugs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from knowledge.names import resolve
from knowledge.quantities import plain
from knowledge.store import knowledge_base
from models.embedded.mentions import Mention, mentions
from nodes.checks.headings import cited_below
from nodes.checks.verbatim import verbatim
from nodes.state import CheckFailure
from tools.evidence import CITATION, Evidence

DRUG_FIELDS: Final = ("drug", "drug_a", "drug_b")
_WORD = re.compile(r"[a-z0-9]+(?:[.'/-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the checks look at.

    Attributes:
        text: The draft, citing evidence ids.
        evidence: The run's evidence by id.
        stated: The question and profile as text; the patient's own values in it need no citation.
        patient_lines: Lines that a patient reads.
        names: Words of drug names, left out of the grade.
        notices: Sentences that the program itself adds, word for word; they need no citation.
        profile: The patient's profile, by field.
    """

    text: str
    evidence: Mapping[str, Evidence]
    stated: str
    patient_lines: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    notices: frozenset[str] = frozenset()
    profile: Mapping[str, Any] = field(default_factory=dict)

    def lines(self) -> Iterator[tuple[str, str, list[Evidence]]]:
        """Yield each line, or each sentence with citations of its own: as it stands, its words without citations, the evidence it cites.

        A heading, a lead-in and the head of a table are held against what the lines under them cite.
        """
        lines = self.text.splitlines()
        below = cited_below(lines)
        for place, line in enumerate(lines):
            if line.strip() and line.strip() not in self.notices:
                for said in sentences(line):
                    ids = below.get(place) or CITATION.findall(said)
                    yield said, plain(CITATION.sub(" ", said)), [self.evidence[r] for r in ids if r in self.evidence]

    def reworded(self) -> Iterator[tuple[str, str, list[Evidence]]]:
        """Yield the lines that are not their record's own words, as `lines` does: those that can say something else than it."""
        return (line for line in self.lines() if not verbatim(line[0], self.evidence))


_CITED_END = re.compile(r"(?:\s*\[[a-z]+:[^\[\]\s]+\])+[.!]?(?=\s|$)")
_SAID_END: Final = (".", "!", "?", "*", '"', "\u201d", ")")


def sentences(line: str) -> list[str]:
    """Split a line behind the citations of each sentence that has its own; a line with one group of citations stays whole.

    Args:
        line: One line of a draft.

    Returns:
        The parts as they stand; joined they are the line.
    """
    cuts = [0]
    for group in _CITED_END.finditer(line):
        ended = line[: group.start()].rstrip().endswith(_SAID_END) or group.group().endswith((".", "!"))
        if ended and CITATION.search(line, group.end()):
            cuts.append(group.end())
    return [line[a:b] for a, b in zip(cuts, [*cuts[1:], len(line)], strict=True)] if len(cuts) > 1 else [line]


Check = Callable[[Draft], list[CheckFailure]]


def failure(check: str, line: str, reason: str) -> CheckFailure:
    """Return one failure of a check on a line."""
    return {"check": check, "line": line, "reason": reason}


@lru_cache(maxsize=8192)
def drugs_named(text: str) -> tuple[Mention, ...]:
    """Return the drugs that a text names; cached, because claims are read again with every draft."""
    return mentions(plain(text))


@lru_cache(maxsize=8192)
def _family(name: str) -> frozenset[str]:
    """Return a drug under each name that means the same: its own, and its ingredients."""
    named = resolve(name)
    drugs = named.drugs if named.status == "known" else (name.lower(),)
    return frozenset({*drugs, *(i for d in drugs for i in (knowledge_base().drug(d) or {}).get("ingredients", ()))})


def drugs_of(item: Evidence) -> frozenset[str]:
    """Return the drugs that a record is about or speaks of."""
    found = {n for field in DRUG_FIELDS if item["data"].get(field) for n in _family(str(item["data"][field]))}
    for mention in drugs_named(f"{item['claim']} {item['data'].get('title', '')}"):
        found |= {n for c in (mention.name, *(mention.candidates if mention.how != "class" else ())) for n in _family(c)}
    return frozenset(found)


def classes_of(item: Evidence) -> frozenset[str]:
    """Return the members of the classes that a record speaks of; they let an answer name the class in other words, not a member."""
    named = drugs_named(f"{item['claim']} {item['data'].get('title', '')}")
    return frozenset(c for m in named if m.how == "class" for c in m.candidates)


def is_of(mention: Mention, drugs: frozenset[str]) -> bool:
    """Say whether what a line names is among `drugs`: a brand as its generic, a class by a member, a combination by its ingredients."""
    if mention.name in drugs or mention.name.lower() in drugs or set(mention.candidates) & drugs:
        return True
    ingredients = (knowledge_base().drug(mention.name) or {}).get("ingredients", ())
    return bool(ingredients) and set(ingredients) <= drugs


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without marks and hyphen forms."""
    return _WORD.findall(text.lower().replace("*", "").replace("_", " ").replace("\u2019", "'"))


def stands_in(clause: str, start: int, end: int, claims: str) -> bool:
    """Say whether words of a clause stand in the claims together with the word before and the word behind them."""
    left, right = words(clause[:start])[-1:], words(clause[end:])[:1]
    wanted = " ".join([*left, *words(clause[start:end]), *right])
    return f" {wanted} " in f" {claims} "


def clauses(text: str) -> list[str]:
    """Split a line where a sentence or a label ends."""
    return [c for c in re.split(r"[.!?](?=\s|$|\*)|[;:()\u2013\u2014]|\s-\s|^\s*[-*\u2022]\s", text) if c and c.strip()]


def only_names(text: str) -> bool:
    """Say whether a text is drug names and what joins them, and nothing else."""
    for mention in sorted(mentions(text), key=lambda m: -m.start):
        if mention.how in ("generic", "brand"):
            text = text[: mention.start] + text[mention.end :]
    return not set(words(text)) - {"and", "with"}
