"""Whom programs and forms name in short: logins, initials behind their label, a family name before a comma that fills a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.names import COMMON
from nodes.redaction.spans import Span
from nodes.redaction.words import Sort, frequency, sorts

_CELL: Final = re.compile(
    r"(?:^|(?<=[|\t\";\n]))[ ]{0,4}(?P<n>[^\W\d_][^\W\d_'’-]{1,24},[ ]?[^\W\d_]{2,24}(?:[ ][A-Z]\.?)?)(?=[ ]{0,4}(?:[|\t\";\n]|$|[ ]{2}))"
)
_INITIALS: Final = re.compile(
    r"\binitials?\b[ :=]{1,3}(?P<a>[A-Z](?:[. -]{0,2}[A-Z]){1,3}\b\.?)"
    r"|\b(?:drawn|taken|collected|checked|given|seen|done|verified|entered|initials?)[ ]{1,2}(?:by[ ])?(?P<b>[a-z]{2,3})\b(?=[ ]*(?:$|[\n.,;|]))"
)
_LOGIN: Final = re.compile(
    r"(?:\b|_)(?:user(?:[_ ]?name)?|login|logged[ _]in[ _](?:as|by)|actor|operator|uid|handle|rn|tech|nurse|signed[ _]by|viewed[ _]by)"
    r"[\"']?(?:[ ]?[=:][ ]?[\"'@]?|[ ][\"'@])(?P<n>[^\W\d_][\w.-]{2,40})",
    re.I,
)
"""Whom a program calls a user."""


def logins(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find initials behind their label, and a family name before a comma that fills a field."""
    for match in _INITIALS.finditer(text):
        group = "a" if match["a"] else "b"
        if group == "a" or sorts((match["b"],))[match["b"]] is not Sort.KNOWN:
            yield Span(match.start(group), match.end(group), "NAME")
    for match in _LOGIN.finditer(text):
        pieces = re.findall(r"[^\W\d_]+", match["n"].lower())
        if any(sort is not Sort.KNOWN for sort in sorts(pieces).values()):
            yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _CELL.finditer(text):
        pieces = re.findall(r"[^\W\d_]+", match["n"].lower())
        if (
            match["n"][0].isupper()
            and frequency(pieces[0]).family
            and not any(frequency(piece).medicine or piece in COMMON for piece in pieces)
        ):
            yield Span(match.start("n"), match.end("n"), "NAME")
