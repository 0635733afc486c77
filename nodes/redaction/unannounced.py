"""People's names that nothing announces: on a line of their own, behind a greeting or a closing, in small letters, and frequent names anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.given import EITHER, EPONYM, FAMILY, GIVEN, WORDY
from nodes.redaction.names import COMMON, EITHER_WORDS, LETTER, PARTICLES, SAINT, is_medicine, read_name
from nodes.redaction.spans import Span

_FREQUENT: Final = GIVEN | FAMILY | EITHER
_LINE: Final = re.compile(
    rf"(?:^|(?<=\n))[ \t]{{0,8}}(?P<n>{LETTER}[^\W\d_]*+(?:(?:[ ]|[.'’-]{{1,2}}[ ]?)[^\W\d_]++){{1,5}})[ \t]*+\r?\n"
    r"(?=[ \t]{0,8}(?:\(?\+?\d{1,5}[A-Za-z]?[ )(.-]|P\.?[ ]?O\.?[ ]?Box|[\w.+-]{2,40}@|(?:Tel|Phone|Cell|Mobile|DOB|D\.O\.B|MRN|Date of Birth)\b))"
)
_SMALL: Final = re.compile(
    r"\b(?i:patient|pt|client|resident|for|re|mother|father|son|daughter|wife|husband)[ :]{1,2}"
    r"(?P<n>(?:[^\W\d_A-Z]|['’-]){2,25}(?:[ ](?:[^\W\d_A-Z]|[.'’-]){1,25}){1,3}),?[ ]?[(]?"
    r"(?=(?:dob|d\.o\.b|mrn|ssn|born|date of birth|phone|tel|ph|cell|email|address|\d{1,3}[ ]?(?:yo|y/o|f|m|yr|year))\b)"
)
_AFTER: Final = re.compile(r"\bc/o[ ]|\bborn\b[^\n,]{4,40}(?:,[ ](?:19|20)\d\d)?,[ ]", re.I)


_CLOSING: Final = re.compile(
    r"\b(?:thanks|thank you|cheers|best|wishes|sincerely|regards|love|warmly|signed)[,!.]?(?:[ ]|\r?\n|\\n){1,3}(?:>[ ])?"
    rf"(?P<n>{LETTER}[^\W\d_]{{1,25}}(?:[ ][^\W\d_.]{{1,25}}){{0,2}})[ .]{{0,2}}(?=\r?\n|\\n|$)",
    re.I,
)
_SPEAKER: Final = re.compile(
    r"(?:^|(?<=\n))[ \t]{0,4}(?:\w{1,10})?[\[(]?\d\d?:\d\d(?::\d\d)?[\])]?[ ]?(?:[ap]m[ ])?[-–]?[ ]?"
    r"(?P<n>(?:[^\W\d_]|['’-]){2,25}(?:[ ](?:[^\W\d_]|['’-]){2,25})?):[ ]",
    re.I,
)
_BED: Final = re.compile(
    r"\b(?:bed|room|rm|bay)[ ]\d{1,4}[A-Za-z]?[ :,–-]{1,4}(?=[^\n\d;]{2,40}?,?[ ]\(?\d{1,3}[ ]?(?:F|M|yo|y/o|yr)\b)", re.I
)
_SEVERAL: Final = re.compile(
    r"\b(?i:sons|daughters|twins|children|kids|brothers|sisters|siblings|parents|grandchildren|grandsons)(?:[ ]named|,|:)?[ ]"
    r"(?P<n>[^\W\d_][^\W\d_'’-]{1,20}(?:(?:,[ ](?:and[ ])?|[ ](?:and|&)[ ])[^\W\d_][^\W\d_'’-]{1,20}){0,4})"
)
_OTHERS: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_])){1,40}")


def _is_family(word: str) -> bool:
    return word.lower() in FAMILY or (_FAMILY_FORM.match(word) is not None)


_FAMILY_FORM: Final = re.compile(
    r"(?:[OD]['’][A-Z]|Ma?c[A-Z]|(?:Van|Von|De|Del|Della|St)$|\w{3,}(?:ovi[cć]|owski|owska|enko|opoulos|yan|ński|ska)$)"
)
"""How family names of some languages look."""


def _frequent(text: str) -> Iterator[Span]:
    """Find two words with capitals of which one is a frequent name: `John Xu`, `Xu Smith`, `Xu, John`."""
    found = list(_OTHERS.finditer(text))
    for one, two in zip(found, found[1:], strict=False):
        a, b, between = one[0], two[0], text[one.end() : two.start()]
        if a[0].islower() or b[0].islower() or len(between) > 4 or not _JOIN.fullmatch(between):
            continue
        low, next_low, comma = a.lower(), b.lower(), between.startswith(",")
        if (
            (low in COMMON and low not in EITHER_WORDS)
            or (next_low in COMMON and next_low not in EITHER_WORDS)
            or is_medicine(a)
            or is_medicine(b)
        ):
            continue
        given, family = (next_low, low) if comma else (low, next_low)
        if not (
            given in GIVEN
            or _is_family(b if not comma else a)
            and (given in EITHER or not comma)
            or given in EITHER
            and (family in GIVEN | WORDY or not comma and len(between) > 1)
        ):
            continue
        behind = _OTHERS.match(text, two.end() + 1)
        if (
            next_low in EPONYM
            and not (next_low == "st" and SAINT.match(text, two.end()))
            or behind
            and behind[0].lower() in EPONYM
            or text[two.end() : two.end() + 1] in ("_", "(")
        ):
            continue
        if a.isupper() != b.isupper() and not (len(a) == 2 or len(b) == 2):
            continue
        if comma:
            start = _BEFORE_FAMILY.search(text, max(0, one.start() - 30), one.start())
            initial = _INITIAL.match(text, two.end())
            yield Span(start.start() if start else one.start(), initial.end() if initial else two.end(), "NAME")
        else:
            yield from read_name(text, one.start(), "relation", pair=True)


_BEFORE_FAMILY: Final = re.compile(
    r"\b(?:[A-ZÀ-Þ][^\W\d_A-Z]{2,20}[ ](?=d[aeo]|y[ ]))?(?i:van|von|de|del|della|da|di|do|dos|la|y|st|al|el|mac)(?:[ ]|\.[ ]|-)$"
)
_INITIAL: Final = re.compile(r"[ ][A-Z]\b\.?")
_JOIN: Final = re.compile(r"[ ](?:[A-Z]\.?[ ])?|,[ ]?")
_INTRODUCED: Final = re.compile(
    r"\b(?:i am|i'm|this is|it'?s|my name is|from|with|for|hi|hello)[ ](?P<n>(?:[^\W\d_A-Z]|-){2,20}[ ](?:[^\W\d_A-Z]|['’-]){2,25})\b"
)
_ONE: Final = re.compile(
    r"\b(?:[Tt]his is|it['’]?s|i['’]m|i am|hi|hey|hello|called|named|told|asked|gave|saw"
    r"|and|with|from|by|for|to|per|son|daughter|wife|husband)[ ](?P<n>[A-Z][^\W\d_]{1,20}(?:-[A-Z][^\W\d_]{1,15})?)\b(?![-'’]|[ ][A-Z])"
)


def unannounced(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find names that nothing announces."""
    yield from _alone(text, words)
    if not words.isdisjoint(_FREQUENT):
        yield from _frequent(text)


def _alone(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find names that stand on a line of their own above an address or a number, in small letters before one, and behind "c/o" or a birth date."""
    if "\n" in text:
        for match in _LINE.finditer(text):
            for span in read_name(text, match.start("n"), "relation", pair=True):
                if span.end == match.end("n"):
                    yield span
    for closing in (_CLOSING, _SPEAKER):
        for match in closing.finditer(text):
            if match["n"][0].isupper() and not any(word in COMMON for word in match["n"].lower().split()) and not is_medicine(match["n"]):
                yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _BED.finditer(text):
        yield from read_name(text, match.end(), "relation")
    for match in _SEVERAL.finditer(text):
        for one in _OTHERS.finditer(text, match.start("n"), match.end("n")):
            if one[0][0].isupper() and one[0].lower() not in COMMON and not is_medicine(one[0]):
                yield Span(one.start(), one.end(), "NAME")
    for match in _ONE.finditer(text):
        behind = _OTHERS.match(text, match.end() + 1)
        if match["n"].lower() in GIVEN and (behind is None or behind[0].lower() not in EPONYM):
            yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _INTRODUCED.finditer(text):
        given, family = match["n"].split()
        if given in GIVEN and family not in COMMON and not is_medicine(family):
            yield Span(match.start("n"), match.end("n"), "NAME")
    for match in _SMALL.finditer(text):
        pieces = match["n"].split()
        if not any(word in COMMON and word not in EITHER_WORDS and word not in PARTICLES or is_medicine(word) for word in pieces):
            yield Span(match.start("n"), match.end("n"), "NAME")
    if "born" in words or "c" in words:
        for match in _AFTER.finditer(text):
            yield from read_name(text, match.end(), "relation", pair=True)
