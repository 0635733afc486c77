"""Clinical concepts: which words mean the same, what supports what, and which words claim nothing. The words stand in `concepts.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("concepts.txt")
_TOKEN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CHILD_PUGH: Final = re.compile(r"\bChild[\s-]Pugh\b", re.I)
"""One word, so that it speaks of no child."""
_TERM: Final = re.compile(r"#|[^\W_]+(?:'[^\W_]+)*\*?")
_LEAST_PREFIX: Final = 2
_ENDINGS: Final = ("s", "es", "ed", "d", "ing")


@dataclass(frozen=True, slots=True)
class Concept:
    """A clinical concept.

    Attributes:
        name: Its name.
        broader: Names of concepts that evidence of this one supports too.
        parts: What it is made of: it supports each, and all of them in one sentence support it.
        open: Whether words for it need no support.
    """

    name: str
    broader: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a text that mean a concept, or one of several: where they stand, and which."""

    text: str
    start: int
    end: int
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The concepts by name, and the words for them by how they begin."""

    concepts: dict[str, Concept]
    exact: dict[str, list[tuple[tuple[str, ...], str]]]
    prefixes: dict[str, list[tuple[tuple[str, ...], str]]]


PLAIN: Final = "-"
"""The name of what claims nothing."""


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read the file of concepts."""
    concepts: dict[str, Concept] = {PLAIN: Concept(PLAIN, open=True)}
    found = Lexicon(concepts, {}, {})
    for row in _FILE.read_text(encoding="utf-8").splitlines():
        if not row.strip() or row.startswith("#"):
            continue
        head, _, parts = row.partition(" = ")
        head, _, broader = head.partition(" > ")
        terms = _listed(head.lstrip("~-"), ",")
        name = PLAIN if row.startswith("-") else terms[0]
        if name != PLAIN:
            concepts[name] = Concept(name, _listed(broader, ","), _listed(parts, "+"), row.startswith("~"))
        for term in terms:
            words = tuple(_TERM.findall(term))
            place = found.prefixes if words[0].endswith("*") else found.exact
            place.setdefault(words[0].rstrip("*"), []).append((words, name))
    return found


def _listed(text: str, mark: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(mark) if word.strip())


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text as written, each with its place; hyphens and slashes part them."""
    found = _TOKEN.finditer(_CHILD_PUGH.sub("ChildXPugh", text.replace("\u2019", "'")))
    return [(m.group().removesuffix("'s"), m.start(), m.end()) for m in found]


def _variants(word: str) -> Iterator[str]:
    yield word
    for ending in _ENDINGS:
        if len(word) - len(ending) >= 3 and word.endswith(ending):
            yield word[: -len(ending)]


def _means(token: str, term: str) -> bool:
    if term.isupper():
        return token == term
    if term == "#":
        return token.isdecimal()
    low = token.lower()
    return low.startswith(term[:-1]) if term.endswith("*") else term in _variants(low)


def _beginning(found: Lexicon, token: str) -> Iterator[tuple[tuple[str, ...], str]]:
    low = token.lower()
    if token.isdecimal():
        yield from found.exact.get("#", ())
    for key in dict.fromkeys((token, *_variants(low))):
        yield from found.exact.get(key, ())
    for size in range(_LEAST_PREFIX, len(low) + 1):
        yield from found.prefixes.get(low[:size], ())


def said(text: str, *, within: bool = False) -> list[Said]:
    """Return the words of a text that the file knows, in order; the longest phrase stands for its words.

    Args:
        text: What to read.
        within: Whether the words of a phrase are read by themselves too, as in evidence.

    Returns:
        What was found.
    """
    found, line, at = lexicon(), tokens(text), 0
    spoken: list[Said] = []
    while at < len(line):
        best: dict[int, set[str]] = {}
        for words, name in _beginning(found, line[at][0]):
            if at + len(words) <= len(line) and all(_means(line[at + n][0], word) for n, word in enumerate(words)):
                best.setdefault(len(words), set()).add(name)
        size = max(best, default=1)
        if best:
            start, end = line[at][1], line[at + size - 1][2]
            names = set().union(*best.values()) if within else best[size]
            spoken.append(Said(text[start:end], start, end, frozenset(names)))
        at += 1 if within and PLAIN not in best.get(size, ()) else size
    return spoken


@lru_cache(maxsize=4096)
def implied(name: str) -> frozenset[str]:
    """Return the concepts that evidence of one supports: itself, its parts, what is broader, and what those support."""
    reached, left = {name}, [name]
    while left:
        concept = lexicon().concepts.get(left.pop())
        for other in (*concept.broader, *concept.parts) if concept else ():
            if other not in reached:
                reached.add(other)
                left.append(other)
    return frozenset(reached)


def specific(names: Iterable[str]) -> frozenset[str]:
    """Return of several concepts those that no other of them implies."""
    every = frozenset(names)
    return frozenset(n for n in every if not any(n in implied(other) for other in every if other != n))


_OPPOSITE: Final = {"up": "down", "down": "up"}


@lru_cache(maxsize=4096)
def supported(claim: str) -> frozenset[str]:
    """Return every concept that a claim supports."""
    found: set[str] = set()
    for sentence in re.split(r"[.;](?=\s|$)", claim):
        own = {n for words in said(sentence, within=True) for n in words.concepts}
        reached = {n for name in own for n in implied(name)}
        found |= reached
        for concept in lexicon().concepts.values():
            if concept.parts and reached.issuperset(concept.parts) and not _opposed(concept, own):
                found |= implied(concept.name)
    return frozenset(found)


def _opposed(concept: Concept, own: Iterable[str]) -> bool:
    """Say whether a sentence speaks of the opposite: of hypoglycemia, where hyperglycemia is asked."""
    turned = tuple(_OPPOSITE.get(part, part) for part in concept.parts)
    return turned != concept.parts and any(lexicon().concepts[name].parts == turned for name in own)
