"""How people sign: initials behind a role or a deed, before a degree, at the end of a line; a name before a comma that fills a cell; small letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.names import COMMON, is_medicine
from nodes.redaction.spans import Span
from nodes.redaction.words import Sort, frequency, is_like_medicine, sorts

_CELL: Final = re.compile(
    r"(?:^|(?<=[|\t\";\n]))[ ]{0,4}(?P<n>[^\W\d_][^\W\d_'’]{1,24}(?:['’-][^\W\d_]{1,20}){0,2}(?:[ ][^\W\d_]{2,20}){0,2},[ ]?[^\W\d_]{2,24}(?:[ -][A-Z][^\W\d_]{0,20}\.?){0,3})"
    r"(?=[ ]{0,4}(?:[|\t\";\n]|$|[ ]{2}))"
)
_DEED: Final = (
    r"\b(?i:drawn|taken|given|seen|done|written|sent|read back|(?:collect|check|verifi|enter|approv|review|sign|complet|administer|prepar|dispens|fill"
    r"|witness|order|record|scann|pack|not|chart|perform|call|releas|add|updat|creat|mix|label|cosign|co-sign)ed|initials?|init)"
)
_INITIALS: Final = (
    re.compile(r"\b(?i:initials?)\b[ :=]{1,3}(?P<n>[A-Z](?:[. -]{0,2}[A-Z]){1,3}\b\.?)"),
    re.compile(rf"{_DEED}[ ]?(?:(?i:by)[ ]?)?[:=]?[ ]?(?P<n>[A-Z]\.[ ]?[A-Z]\.(?:[ ]?[A-Z]\.)?)"),
)
"""Initials that nothing else can be."""
_PERHAPS: Final = (
    re.compile(r"\b(?i:pt|patient|client|subject|subj|resident|caller|prescriber|witness)\.?:?[ ]\(?(?P<n>[A-Z]{2,3})\b(?![ ]?[\d:=-]|/)"),
    re.compile(r"(?<![\w.])(?P<n>[A-Z]\.[ ]?[A-Z]\.(?:[ ]?[A-Z]\.)?)(?![\w])(?![ ][A-Z][a-z]+[ ](?:Hospital|Clinic|Center|Medical|Pharmacy)|[ ][a-z]+[ ]?(?:strain|sp))"),
    re.compile(r"\((?P<n>[A-Z]-[A-Z](?:-[A-Z])?)\)"),
    re.compile(rf"{_DEED}[ ]?[:=]?[ ]{{1,2}}(?:\d\d:?\d\d[ ])?(?:by:?[ ])?(?P<n>[a-z]{{2,3}})\b(?=[ ]*(?:$|[\n.,;|/)]|[ ]\d\d:?\d\d))"),
    re.compile(rf"{_DEED}[ ]{{1,2}}(?i:by):?[ ](?P<n>[A-Z]{{2,4}})\b(?![ ][A-Za-z]{{4}})"),
    re.compile(
        r"\b(?i:verified|checked|cosigned|approved|entered|witness(?:ed)?|dispensed|filled|scanned|signed)[ ]?:?[ ](?P<n>[A-Z]{2,4})\b(?=[ ]*(?:$|[\n.,;|)]))"
    ),
    re.compile(
        r"\b(?i:tech|rn|rph|pharmacist|nurse|cpht|lpn|lvn|cna|md|np|ma|phleb(?:otomist)?|collector|operator|scribe|clerk|typist|drawn by|entered by)[ ]?:?[ ](?P<n>[a-z]{2,3})\b(?=[ ]*(?:$|[\n.,;|/)]|verified|checked))"
    ),
    re.compile(r"(?:^|(?<=[.;,\n/–—-])|(?<=[.;,\n/–—-][ ]))(?P<n>[a-z]{2,3}),?[ ](?=(?:RN|LPN|MD|NP|PA-?C?|PharmD|RPh|CPhT|CNA|LCSW)\b)"),
    re.compile(
        r"(?:(?<=[ \n])|^)(?:[-–—/~]{1,2}[ ]?)?(?P<n>[A-Z]{2,4}),?[ ](?=(?:RN|LPN|MD|DO|NP|PA|PharmD|RPh|CPhT|MA|CNA|LCSW)\b(?!\w))"
    ),
    re.compile(r"(?:(?<=[ \n])|^)[-–—/~]{1,2}[ ]?(?P<n>[A-Za-z]{2,3})(?=[ ]*(?:$|\n)|[ ]\d\d:?\d\d(?!\d))"),
)
"""Initials unless they are a word or an abbreviation."""
_ENDS: Final = re.compile(r"[.!?)\"”][ ]{1,2}[-–—~]{1,2}[ ]?(?P<n>[A-ZÀ-Þ][^\W\d_]{1,14}(?:[ ][A-ZÀ-Þ]\.?)?)(?:,[ ][\w. /-]{1,24})?[\"”')]?\s*$")
"""A word with a capital behind the last sentence, as people sign."""
_CALLING: Final = re.compile(r"\b(?i:thx|thanks|ty|cheers|ta|xx?|love)[ ]?[!,.–-]{0,2}(?:[ ]|\n){1,3}[-–~]?[ ]?(?P<n>april|june|may|august)[ ]*$", re.I)
_SPELT: Final = re.compile(r"(?<![\w-])[A-Za-z](?P<s>[ -])[A-Za-z](?:(?P=s)[A-Za-z]){2,20}(?![\w-])")
_SMALL: Final = (
    re.compile(r"(?<![\w.])(?P<n>(?P<first>[^\W\d_]{3,14})[ ][^\W\d_]\.?[ ](?P<last>[^\W\d_]{3,20}))(?![\w.]\w)"),
    re.compile(
        r"\b(?i:thx|thanks|thank you|ty|tysm|cheers|ta|xx?|regards|love)[ ]?[!,.–-]{0,2}(?:[ ]|\n){1,3}[-–~]?[ ]?(?P<n>(?P<last>[^\W\d_]{3,14}))[ ]*"
        r"(?:x{1,3}[ ]*)?(?:$|(?=\n))"
    ),
    re.compile(r"(?<=\S[ \n])[-–—~]{1,2}[ ]?(?P<n>(?P<last>[^\W\d_]{3,14}))[ ]*(?:x{1,3}[ ]*)?[\"”')]?[ ]*(?:$|(?=\n))"),
    re.compile(
        r"\b(?i:i['’]?m|i am|this is|its|it['’]s)[ ](?P<n>(?P<last>[^\W\d_]{3,14}))"
        r"(?=[ ](?:from|on|in|at|here|again|calling|mum|mom|dad|wife|husband)\b|['’]s[ ])"
    ),
)
"""Small letters where somebody signs or says who it is."""


def signatures(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find initials and signatures."""
    for pattern in _INITIALS:
        for match in pattern.finditer(text):
            yield Span(match.start("n"), match.end("n"), "NAME")
    for pattern in _PERHAPS:
        for match in pattern.finditer(text):
            low = "".join(c for c in match["n"] if c.isalpha()).lower()
            if low not in COMMON and sorts((low,))[low] is not Sort.KNOWN:
                yield Span(match.start("n"), match.end("n"), "NAME")
    for pattern in (_ENDS, _CALLING):
        for match in pattern.finditer(text):
            low = match["n"].lower().split(" ")[0]
            if low not in COMMON and not is_medicine(low) and not is_like_medicine(low):
                yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _SPELT.finditer(text):
        low = "".join(c for c in match[0] if c.isalpha()).lower()
        if sorts((low,))[low] in (Sort.NAME, Sort.UNKNOWN, Sort.EITHER) and not is_medicine(low) and not is_like_medicine(low):
            yield Span(match.start(), match.end(), "NAME")
    for pattern in _SMALL:
        for match in pattern.finditer(text):
            if _is_small_name(match["last"].lower()) and ("first" not in pattern.groupindex or frequency(match["first"].lower()).given):
                yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _CELL.finditer(text):
        pieces = re.findall(r"[^\W\d_]+", match["n"].lower())
        if (
            match["n"][0].isupper()
            and (frequency(pieces[0]).family or all(sort in (Sort.NAME, Sort.UNKNOWN) for sort in sorts(pieces[:1]).values()))
            and not any(frequency(piece).medicine or piece in COMMON for piece in pieces)
        ):
            yield Span(match.start("n"), match.end("n"), "NAME")


def _is_small_name(word: str) -> bool:
    if word in COMMON or is_medicine(word):
        return False
    sort, about = sorts((word,))[word], frequency(word)
    return sort is Sort.NAME or sort is Sort.EITHER and about.given > 0 or sort is Sort.UNKNOWN and not is_like_medicine(word)
