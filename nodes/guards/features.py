"""`features`: what a folded text is made of, as numbers: its words, what they mean, runs of both, and pieces. Medicines' names are one word.

The numbers are hashes, so that no list of words is kept; training and judging count the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from zlib import crc32

from knowledge.spelling import letters
from knowledge.store import knowledge_base
from nodes.guards.senses import LITTLE, sense

BITS: Final = 16
"""How many different numbers there are, as a power of two; rare features share one by chance."""
_MASK: Final = (1 << BITS) - 1
_TOKEN: Final = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+(?:[.,]\d+)*|[?!]")
_LONGEST_RUN: Final = 3
_PIECES: Final = (3, 4, 5)
_SHORTEST_NAME: Final = 4
_LONGEST_WORD: Final = 40
_BEGIN, _END = b" <", b" >"
_WORDS, _MEANINGS = crc32(b"w"), crc32(b"m")


def features(text: str) -> tuple[frozenset[int], ...]:
    """Return the numbers of a text.

    Args:
        text: The folded text.

    Returns:
        Those of words and of runs of up to three, those of the pieces of words, and those of senses and of runs of them: each family is weighed
        by itself.
    """
    words = [_word(token) for token in _TOKEN.findall(text)]
    pieces: set[int] = set()
    for word in set(words):
        pieces.update(_pieces(word))
    known = [_BEGIN, *map(_known, words), _END]
    meant = [meaning for meaning in (_BEGIN, *map(_meant, words), _END) if meaning]
    return frozenset(_runs(_WORDS, known)), frozenset(pieces), frozenset(_runs(_MEANINGS, meant))


def _word(token: str) -> str:
    """Return a word without apostrophes; a figure counts by whether it has one digit or more."""
    return ("#" if len(token) == 1 else "##") if token[0].isdigit() else token.replace("'", "")[:_LONGEST_WORD]


@lru_cache(maxsize=1 << 12)
def _known(word: str) -> bytes:
    """Return a word, or what stands for every medicine's name: which one it is tells little, and most stand in no training question."""
    return b" *" if len(word) >= _SHORTEST_NAME and knowledge_base().spoken(letters(word))[0] else b" " + word.encode()


@lru_cache(maxsize=1 << 12)
def _meant(word: str) -> bytes:
    """Return what a word means, or the word; empty for a little one. A medicine's name may mean something: what is misused, what is deadly."""
    return b"" if word in LITTLE else b" " + meaning.encode() if (meaning := sense(word)) else _known(word)


def _runs(family: int, words: list[bytes]) -> Iterator[int]:
    """Yield the numbers of runs of up to three words: each goes on from that of a run shorter by one."""
    for first in range(len(words)):
        run = family
        for word in words[first : first + _LONGEST_RUN]:
            run = crc32(word, run)
            yield run & _MASK


@lru_cache(maxsize=1 << 12)
def _pieces(word: str) -> tuple[int, ...]:
    framed = f" {word} "
    return tuple({crc32(f"c {framed[i : i + n]}".encode()) & _MASK for n in _PIECES for i in range(len(framed) - n + 1)})
