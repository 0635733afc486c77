"""Whom programs name: users in the fields of a log, logins and file names made of a name, speakers of a chat, fields of a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.fields import may_be_person
from nodes.redaction.names import is_medicine
from nodes.redaction.spans import Span
from nodes.redaction.words import Sort, frequency, is_like_medicine, sorts

_KEYED: Final = re.compile(
    r"(?<![^\W_])(?P<key>[A-Za-z][\w.]{0,39})(?:\\?[\"'])?\)?(?:[ ]?[:=][ ]{0,2}|[ ]{1,3}\d{1,3}\)[ ])(?:\[[ ]?)?"
    r"(?:\\?[\"'](?P<q>[^\"'\\\n=]{2,60})\\?[\"']|@?(?P<n>[^\W\d_][\w.'’-]{1,40})(?=[ ]*(?:$|[\n,;|})&<\]]|[ ]{2}|[ ][\w.]{2,24}=|[ ](?-i:[a-z])|[.][ ])))",
)
"""A field of a log, of a query or of a message with its value, in quotes or alone."""
_SAID: Final = re.compile(
    r"\b(?:log[io]n|logged[ ](?:in|out)|auth\w{0,12}|password|session|sudo|ssh)\b[^\n\"']{0,30}?[ ](?:for|by|of|as)[ ]"
    r"(?:user[ ])?[\"'@]?(?P<n>[^\W\d_][\w.-]{2,40})",
    re.I,
)
_DOTTED: Final = re.compile(r"(?<![\w.@/-])(?P<n>[^\W\d_]{1,20}\.[^\W\d_]{3,20}(?:-[^\W\d_]{2,20})?)(?![\w(@/-]|\.\w)")
_HANDLE: Final = re.compile(r"(?<![\w.@/])@(?P<n>[^\W\d_][\w.-]{2,30})(?![\w@(])")
_SPEAKER: Final = re.compile(
    r"(?:^|(?<=\n))[ ]{0,2}(?:\[[\d: .apmAPM-]{4,24}\][ ]?)?"
    r"(?:<@?(?P<a>[\w.-]{2,40})>|@?(?P<b>[^\W\d_]{2,20}[._][\w.-]{1,20}):)(?=[ ])"
)
_STAMPED: Final = (
    re.compile(
        r"(?:^|(?<=\n)|(?<=[/|][ ]))[ ]{0,2}\[?(?:\d{1,4}[-/.]\d\d?[-/.]\d{1,4}[, ]{1,2})?\d\d?:\d\d(?::\d\d)?(?:[ ]?[AaPp]\.?[Mm]\.?)?\]?[ ]?[-–]?[ ]?"
        r"(?P<n>[^\W\d_][\w'’.-]{1,20}(?:[ ][A-ZÀ-Þ][\w'’.-]{0,20}){0,2}):(?=[ ])"
    ),
    re.compile(
        r"(?:^|(?<=\n)|(?<=[/|–—][ ]))[ ]{0,2}(?P<n>@?[^\W\d_][\w.'’-]{1,20}(?:[ ][A-ZÀ-Þ][\w'’.-]{0,20}){0,2})"
        r"[ ,]{1,2}[\[(]?\d\d?:\d\d(?:[ ]?[AaPp][Mm])?[\])]?:"
    ),
)
"""Who says something in a chat, beside the time of it."""
_SLUG: Final = re.compile(r"(?<=[:/='\"])(?P<n>[^\W\d_]{3,20}-[^\W\d_]{3,20})(?=[:/'\"&?\s]|$)")
_HOME: Final = re.compile(r"/(?:home|Users)/(?P<n>[\w.-]{2,40})(?=/|\s|$)")
_FILE: Final = re.compile(
    r"(?<![\w-])(?P<n>[\w-]{3,60})\.(?:pdf|docx?|txt|csv|xlsx?|jpe?g|png|tiff?|rtf|wav|mp3|m4a|dcm|eml|msg|zip)(?!\w)", re.I
)
_CARETS: Final = re.compile(
    r"(?<![\w^])[^\W\d_][^\W\d_'’ -]{1,30}(?:[ '’-][^\W\d_]{1,20}){0,2}\^[^\W\d_][^\W\d_'’-]{0,30}(?:\^[^\W\d_.]{0,12}){0,5}(?!\w)"
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LONG: Final = 6
_LEAST: Final = 4
_SHORT: Final = 2
_BORNE: Final = 0.003
"""Share of bearers from which on a word in small letters fills a field as a name."""


def logins(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find people by what programs call them."""
    for match in _KEYED.finditer(text):
        group = "q" if match["q"] else "n"
        if may_be_person(match["key"]) and _is_person(match[group]):
            yield Span(match.start(group), match.end(group), "NAME")
    for pattern in (_SAID, _HOME, *((_HANDLE,) if "@" in text else ())):
        for match in pattern.finditer(text):
            if _is_person(match["n"]):
                yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _SPEAKER.finditer(text):
        group = "a" if match["a"] else "b"
        if _is_person(match[group]):
            yield Span(match.start(group), match.end(group), "NAME")
    for pattern in _STAMPED:
        for match in pattern.finditer(text):
            if _is_person(match["n"]) and not (match["n"].isupper() and len(match["n"]) <= _LEAST):
                yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _DOTTED.finditer(text):
        first, _, last = match["n"].lower().partition(".")
        known = sorts(_LETTERS.findall(last))
        if (
            match["n"].islower()
            and len(last) >= _LEAST
            and _strange(last.split("-")[0])
            and (len(first) == 1 or _strange(first) or "-" in last)
        ):
            if not any(is_medicine(piece) for piece in known):
                yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _SLUG.finditer(text):
        if match["n"].islower() and all(_strange(piece) for piece in match["n"].split("-")):
            yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _FILE.finditer(text):
        for piece in _LETTERS.finditer(text, match.start("n"), match.end("n")):
            low = piece[0].lower()
            sort = sorts((low,))[low]
            if len(low) >= _LEAST and sort is Sort.NAME or sort is Sort.UNKNOWN and len(low) > _LONG and not is_like_medicine(low):
                yield Span(piece.start(), piece.end(), "NAME")
    if "^" in text:
        for match in _CARETS.finditer(text):
            pieces = _LETTERS.findall(match[0].lower())
            couple = len(pieces) > 1 and frequency(pieces[0]).family and frequency(pieces[1]).given
            if (couple or any(_strange(piece) for piece in pieces[:2])) and not any(is_medicine(piece) for piece in pieces):
                yield Span(match.start(), match.end(), "NAME")


def _strange(word: str) -> bool:
    """Say whether a word in small letters is a name or nothing known, and no medicine."""
    return sorts((word,))[word] in (Sort.NAME, Sort.UNKNOWN) and not is_medicine(word) and not is_like_medicine(word)


def _is_person(value: str) -> bool:
    """Say whether the value of a field that may name a person does: not all its words are known, and none is a medicine."""
    pieces = [piece for piece in _LETTERS.findall(value) if len(piece) > _SHORT or piece[0].isupper() and len(piece) > 1]
    known = sorts(piece.lower() for piece in pieces)
    return (
        not any(c in value for c in "()/:")
        and not any(is_medicine(piece) for piece in pieces)
        and any(
            known[low] in (Sort.NAME, Sort.UNKNOWN) or known[low] is Sort.EITHER and (piece[0].isupper() or frequency(low).given > _BORNE)
            for piece in pieces
            for low in (piece.lower(),)
        )
    )
