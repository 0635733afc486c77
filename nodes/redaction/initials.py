"""Initials: behind a role or a deed, before a degree, between dots, at the end of a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from nodes.redaction.labels import compiled
from nodes.redaction.names import COMMON
from nodes.redaction.spans import Span
from nodes.redaction.words import Sort, sorts

_DEEDS: Final = (
    "collected checked verified entered approved reviewed signed completed administered prepared dispensed filled witnessed ordered recorded scanned packed"
    " noted charted performed called released added updated created mixed labeled labelled"
    " cosigned flagged logged calc calculated adjusted paged faxed scribed drawn taken given seen done written sent read"
    " initial initials init"
)
_DEED: Final = rf"\b(?i:{'|'.join(_DEEDS.split())}|read back|co-signed)"
_ROLES: Final = "op oper tech rn rph pharmacist nurse cpht lpn lvn cna md np ma phleb phlebotomist collector operator scribe clerk typist"
_SUBJECTS: Final = "pt patient client subject subj resident caller prescriber witness"
_DEGREES: Final = "rn lpn md do np pa pharmd rph cpht ma cna lcsw"


class _Place(NamedTuple):
    """Where initials stand."""

    pattern: str
    words: frozenset[str] = frozenset()
    """Words of which a text must have one; none when any text may have such a place."""
    sure: bool = False
    """Whether nothing else stands there: elsewhere a word or an abbreviation may."""


_PLACES: Final = (
    _Place(r"\b(?i:initials?)\b[ :=]{1,3}(?P<n>[A-Z](?:[. -]{0,2}[A-Z]){1,3}\b\.?)", frozenset({"initials", "initial"}), sure=True),
    _Place(rf"{_DEED}[ ]?(?:(?i:by)[ ]?)?[:=]?[ ]?(?P<n>[A-Z]\.[ ]?[A-Z]\.(?:[ ]?[A-Z]\.)?)", frozenset(_DEEDS.split()), sure=True),
    _Place(
        rf"\b(?i:{'|'.join(_ROLES.split())})[ ]?:[ ](?P<n>(?!ok|na|no|yes|tbd)[a-z]{{2,3}})\b(?=\.?[ ]*(?:$|\n))",
        frozenset(_ROLES.split()),
        sure=True,
    ),
    _Place(rf"\b(?i:{'|'.join(_SUBJECTS.split())})\.?:?[ ]\(?(?P<n>[A-Z]{{2,3}})\b(?![ ]?[\d:=-]|/)", frozenset(_SUBJECTS.split())),
    _Place(r"(?<![\w.])(?P<n>[A-Z]\.[ ]?[A-Z]\.(?:[ ]?[A-Z]\.)?)(?!\w)"),
    _Place(r"\((?P<n>[A-Z]-[A-Z](?:-[A-Z])?)\)"),
    _Place(
        rf"{_DEED}[ ]?[:=]?[ ]{{1,2}}(?:\d\d:?\d\d[ ])?(?:by:?[ ])?(?P<n>[a-z]{{2,3}})\b(?=[ ]*(?:$|[\n.,;|/)]|[ ]\d\d:?\d\d))",
        frozenset(_DEEDS.split()),
    ),
    _Place(rf"{_DEED}[ ]{{1,2}}(?i:by):?[ ](?P<n>[A-Z]{{2,4}})\b(?![ ][A-Za-z]{{4}})", frozenset({"by"})),
    _Place(
        r"\b(?i:verified|checked|cosigned|approved|entered|witness(?:ed)?|dispensed|filled|scanned|signed)[ ]?:?[ ](?P<n>[A-Z]{2,4})\b(?=[ ]*(?:$|[\n.,;|)]))",
        frozenset("verified checked cosigned approved entered witness witnessed dispensed filled scanned signed".split()),
    ),
    _Place(
        rf"\b(?i:{'|'.join(_ROLES.split())}|drawn by|entered by)[ ]?:?[ ](?P<n>[a-z]{{2,3}})\b(?=[ ]*(?:$|[\n.,;|/)]|verified|checked))",
        frozenset(_ROLES.split()) | {"by"},
    ),
    _Place(
        r"(?:^|(?<=[.;,\n/–—-])|(?<=[.;,\n/–—-][ ]))(?P<n>[a-z]{2,3}),?[ ](?=(?:RN|LPN|MD|NP|PA-?C?|PharmD|RPh|CPhT|CNA|LCSW)\b)",
        frozenset(_DEGREES.split()),
    ),
    _Place(
        r"(?:(?<=[ \n])|^)(?:[-–—/~]{1,2}[ ]?)?(?P<n>[A-Z]{2,4}),?[ ](?=(?:RN|LPN|MD|DO|NP|PA|PharmD|RPh|CPhT|MA|CNA|LCSW)\b(?!\w))",
        frozenset(_DEGREES.split()),
    ),
    _Place(r"(?:(?<=[ \n])|^)[-–—/~]{1,2}[ ]?(?P<n>[A-Za-z]{2,3})(?=[ ]*(?:$|\n)|[ ]\d\d:?\d\d(?!\d))"),
)


def initials(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find initials of people."""
    for place in _PLACES:
        if place.words and words.isdisjoint(place.words):
            continue
        for match in compiled(place.pattern, 0).finditer(text):
            low = "".join(c for c in match["n"] if c.isalpha()).lower()
            if place.sure or low not in COMMON and sorts((low,))[low] is not Sort.KNOWN:
                yield Span(match.start("n"), match.end("n"), "NAME")
