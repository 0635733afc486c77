"""How people sign and spell: small letters behind thanks, a word behind the last sentence, letters told one by one; a name before a comma that fills a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.labels import compiled
from nodes.redaction.names import COMMON, is_medicine
from nodes.redaction.spans import Span
from nodes.redaction.words import Sort, frequency, is_like_medicine, sorts

_CELL: Final = (
    r"(?:^|(?<=[|\t\";\n]))[ ]{0,4}(?P<n>[^\W\d_][^\W\d_'’]{1,24}(?:['’-][^\W\d_]{1,20}){0,2}(?:[ ][^\W\d_]{2,20}){0,2},[ ]?[^\W\d_]{2,24}"
    r"(?:[ -][A-Z][^\W\d_]{0,20}\.?){0,3})(?=[ ]{0,4}(?:[|\t\";\n]|$|[ ]{2}))"
)
_ENDS: Final = r"[.!?)\"”][ ]{1,2}[-–—~]{1,2}[ ]?(?P<n>[A-ZÀ-Þ][^\W\d_]{1,14}(?:[ ][A-ZÀ-Þ]\.?)?)(?:,[ ][\w. /-]{1,24})?[\"”')]?\s*$"
"""A word with a capital behind the last sentence, as people sign."""
_THANKS: Final = frozenset("thx thanks thank ty tysm cheers ta x xx regards love".split())
_THANKED: Final = r"\b(?i:thx|thanks|thank you|ty|tysm|cheers|ta|xx?|regards|love)[ ]?[!,.–-]{0,2}(?:[ ]|\n){1,3}[-–~]?[ ]?"
_MONTHLY: Final = rf"{_THANKED}(?P<n>(?i:april|june|may|august))[ ]*$"
_SPELT: Final = r"(?<![\w-])[A-Za-z](?P<s>[ -])[A-Za-z](?:(?P=s)[A-Za-z]){2,20}(?![\w-])"
_SMALL: Final = (
    (
        r"(?<![\w.])(?P<n>(?P<first>[^\W\d_]{3,14})[ ][^\W\d_]\.?[ ](?P<last>[^\W\d_]{3,20}))(?![\w.]\w)",
        frozenset("abcdefghijklmnopqrstuvwxyz"),
    ),
    (rf"{_THANKED}(?P<n>(?P<last>[^\W\d_]{{3,14}}))[ ]*(?:x{{1,3}}[ ]*)?(?:$|(?=\n))", _THANKS),
    (r"(?<=\S[ \n])[-–—~]{1,2}[ ]?(?P<n>(?P<last>[^\W\d_]{3,14}))[ ]*(?:x{1,3}[ ]*)?[\"”')]?[ ]*(?:$|(?=\n))", frozenset[str]()),
    (
        r"\b(?i:i['’]?m|i am|this is|its|it['’]s)[ ](?P<n>(?P<last>[^\W\d_]{3,14}))"
        r"(?=[ ](?:from|on|in|at|here|again|calling|mum|mom|dad|wife|husband)\b|['’]s[ ])",
        frozenset("i im its it this".split()),
    ),
)
"""Small letters where somebody signs or says who it is, each with words of which a text must have one."""


def signatures(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find signatures, names that are spelt, and names that fill a cell."""
    for pattern in (_ENDS, *(() if words.isdisjoint(_THANKS) else (_MONTHLY,))):
        for match in compiled(pattern, 0).finditer(text):
            low = match["n"].lower().split(" ")[0]
            if low not in COMMON and not is_medicine(low) and not is_like_medicine(low):
                yield Span(match.start("n"), match.end("n"), "NAME")
    for match in compiled(_SPELT, 0).finditer(text):
        low = "".join(c for c in match[0] if c.isalpha()).lower()
        if sorts((low,))[low] is not Sort.KNOWN and not is_medicine(low) and not is_like_medicine(low):
            yield Span(match.start(), match.end(), "NAME")
    for pattern, needed in _SMALL:
        if needed and words.isdisjoint(needed):
            continue
        for match in compiled(pattern, 0).finditer(text):
            if _is_small_name(match["last"].lower()) and ("first" not in match.re.groupindex or frequency(match["first"].lower()).given):
                yield Span(match.start("n"), match.end("n"), "NAME")
    if "," in text:
        yield from _cells(text)


def _cells(text: str) -> Iterator[Span]:
    for match in compiled(_CELL, 0).finditer(text):
        pieces = re.findall(r"[^\W\d_]+", match["n"].lower())
        borne = frequency(pieces[0]).family or sorts(pieces[:1])[pieces[0]] in (Sort.NAME, Sort.UNKNOWN)
        if match["n"][0].isupper() and borne and not any(frequency(piece).medicine or piece in COMMON for piece in pieces):
            yield Span(match.start("n"), match.end("n"), "NAME")


def _is_small_name(word: str) -> bool:
    if word in COMMON or is_medicine(word):
        return False
    sort, about = sorts((word,))[word], frequency(word)
    return sort is Sort.NAME or sort is Sort.EITHER and about.given > 0 or sort is Sort.UNKNOWN and not is_like_medicine(word)
