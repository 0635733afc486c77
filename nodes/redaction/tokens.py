"""The words of a text with what each is, and what is no person though it has a capital: an illness, an organisation, a misspelt medicine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final, NamedTuple

from nodes.redaction import kept_words as kept
from nodes.redaction.words import Sort, frequency, is_like_medicine, sorts

_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’ʻ`](?=[^\W\d_]))*")
_JOINS: Final = re.compile(r"[ \t]{1,2}|[ ]?-{1,2}|\.[ -]?|_|[ ]?\^[ ]?|,[ ]?|[ ]?[\"“”][ ]?")
_ELIDED: Final = re.compile(r"[^\W\d_]{1,4}['’ʻ`][A-ZÀ-Þ]")
"""A particle that lost its vowel before a name: d'Angelo, dell'Aquila."""
_MOST_COMPARED: Final = 200
"""How many unknown words of one text are compared with medicines; from then on they are names."""
_OFTEN_BORNE: Final = 0.01
_CONTRACTED: Final = frozenset("it that he she what who let here there how where when".split())
_RUN: Final = 3
_FOREIGN: Final = 3
_FOREIGN_SHARE: Final = 0.25
_ILLNESS: Final = frozenset(
    "disease syndrome criteria score palsy sarcoma lymphoma classification formula equation seizures procedure".split()
)
_PLACE_NOUNS: Final = frozenset(
    "hospital clinic pharmacy surgery hospice infirmary ward university center centre street road county".split()
)


class Token(NamedTuple):
    """A word of a text."""

    start: int
    end: int
    word: str
    low: str
    sort: Sort

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return not self.word[0].islower() or _ELIDED.match(self.word) is not None

    @property
    def capitals(self) -> bool:
        """Whether it is written in capitals."""
        return len(self.word) > 1 and self.word.isupper()


def read(text: str) -> list[Token]:
    """Return the words of a text."""
    found = [_cut(match) for match in _WORD.finditer(text)]
    known = sorts({low for _, _, _, low in found})
    return [Token(start, end, word, low, known[low]) for start, end, word, low in found]


def _cut(match: re.Match[str]) -> tuple[int, int, str, str]:
    """Return a word's place, itself, and itself in small letters, without the "'s" of a possessive."""
    word = match[0]
    if word[-2:] in ("'s", "’s", "'S", "’S") and word[:-2].lower() not in _CONTRACTED:
        word = word[:-2]
    return match.start(), match.start() + len(word), word, word.lower().replace("’", "'")


class Words:
    """The words of a text, asked about by their number."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        """Begin with none of them compared."""
        self.text, self.tokens, self.compared = text, tokens, 0

    @cached_property
    def foreign(self) -> bool:
        """Whether so many words in small letters are unknown that the text is of another language."""
        small = [token for token in self.tokens if token.word.islower()]
        unknown = sum(token.sort is Sort.UNKNOWN for token in small)
        return unknown >= _FOREIGN and unknown > _FOREIGN_SHARE * len(small)

    def before(self, number: int, length: int) -> str:
        """Return what stands before a word."""
        start = self.tokens[number].start
        return self.text[max(0, start - length) : start]

    def gap(self, one: int, two: int) -> str | None:
        """Return what joins two words, or none when they stand apart."""
        found = self.text[self.tokens[one].end : self.tokens[two].start]
        return found if _JOINS.fullmatch(found) else None

    def medicine(self, token: Token) -> bool:
        """Say whether an unknown word is a medicine's misspelt name."""
        self.compared += 1
        return self.compared <= _MOST_COMPARED and is_like_medicine(token.low)

    def by_digits(self, token: Token) -> bool:
        """Say whether a digit touches a word."""
        return self.text[token.start - 1 : token.start].isdigit() or self.text[token.end : token.end + 1].isdigit()

    def is_things(self, number: int) -> bool:
        """Say whether a word with a capital is part of an organisation's or a place's name, or makes that of a disease, a score or a device."""
        tokens, at = self.tokens, number
        for step in range(1, _RUN + 1):
            if at + 1 >= len(tokens):
                return False
            gap, nxt = self.text[tokens[at].end : tokens[at + 1].start], tokens[at + 1]
            if gap not in (" ", "-", " & ", "–", "  ", "'s ", "’s ") and not (gap == ". " and len(tokens[at].word) < 3):
                return False
            low = nxt.low
            if low in _ILLNESS and not nxt.capital:
                return True
            if step == 1 and (gap != "-" and low in _PLACE_NOUNS or low in kept.EPONYM_NOUNS and tokens[number].sort is not Sort.NAME):
                return True
            if low in kept.EPONYM_NOUNS and "s " in gap:
                return True
            if step == 1 and self.is_couple(tokens[number], nxt):
                return False
            if gap != "-" and nxt.capital and low in kept.ORGANISATION_WORDS and nxt.capitals == tokens[number].capitals:
                return True
            if not nxt.capital:
                return False
            at += 1
        return False

    @staticmethod
    def is_couple(one: Token, two: Token) -> bool:
        """Say whether a given name stands before a family name that organisations end with as well: `Eleanor Church`."""
        return one.sort is Sort.NAME and frequency(one.low).given > 0 and frequency(two.low).family >= _OFTEN_BORNE
