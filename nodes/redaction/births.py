"""Dates of birth: behind a label, behind "born", and right behind a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from nodes.redaction.labels import SEP, compiled
from nodes.redaction.spans import Span

_MONTH: Final = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DAY: Final = r"[0-3Ol]?[\dOl](?:st|nd|rd|th)?"
DATE: Final = (
    rf"(?:(?:19|20)\d\d(?:[-/.](?:0?[1-9]|1[0-2])[-/.][0-3]?\d|[01]\d[0-3]\d)(?:T[\d:.]{{5,15}}Z?)?"
    rf"|[\dOl]{{1,2}}[ \t]?[-/. ][ \t]?[\dOl]{{1,2}}[ \t]?[-/. ,][ \t]?(?:[12][\dOl]{{3}}|[\dOl]{{2}})(?![\dOl])"
    rf"|{_DAY}[ \t]?[-/., ]?[ \t]?(?:of[ ])?{_MONTH}[ \t]?[-/., ]{{0,2}}[ \t]?(?:\d{{4}}|'?\d\d)(?!\d)"
    rf"|{_MONTH}[ \t]?[-/., ]?[ \t]?(?:the[ ])?{_DAY}[ \t]?[-/., ]{{0,2}}[ \t]?(?:\d{{4}}|'?\d\d)(?!\d)"
    rf"|[0-3]\d[01]\d(?:19|20)\d\d|{_MONTH}[ ]?(?:of[ ])?(?:19|20)\d\d|(?:19|20)\d\d(?!\d))"
)
_SMALL_NUMBER: Final = (
    r"(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|(?:ten|eleven|twelf|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twentie|thirtie)th|zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand"
)
_SAID_PART: Final = rf"(?:{_SMALL_NUMBER}|{_MONTH}|[0-3]?\d(?:st|nd|rd|th)?|'?\d\d|(?:19|20)\d\d)"
SAID: Final = (
    rf"(?:{_MONTH}|{_SMALL_NUMBER}|\d{{1,2}}(?:st|nd|rd|th)(?=[ ]))"
    rf"(?:[ ,-]{{1,2}}(?:(?:the|of|and|day|slash|dash|comma)[ ,]{{1,2}}){{0,2}}{_SAID_PART}\b){{2,7}}"
)
"""A date as somebody says it, where one is expected: `the third of May, eighty-nine`."""
_BIRTH_WORDS: Final = frozenset(
    "dob d0b birth birthdate birthday born bd birthdt dateofbirth bday dobs né née geboren nacimiento naissance".split()
)


def births(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find dates of birth: dates behind a label or behind "born". Other dates stay: when a level was drawn is clinical."""
    if words.isdisjoint(_BIRTH_WORDS) and not ("b" in words and not words.isdisjoint({"d", "o", "0"})):
        return
    label = (
        r"\bgeb\b\.?(?:[ -]?dat(?:um|\.))?|\bd[.]?[ ]?[o0][.]?[ ]?b\b\.?|\bdate[ _]?of[ _]?birth|\bbirth[ _-]?da(?:te|y)|\bb-?day\b|\bbd\b"
        r"|\bb\.(?=[ ]?\d)|\bbirthdt"
        r"|\bgeboren(?:[ ]am)?|\bfecha de nacimiento|\bdate de naissance"
        r"|\bborn\b(?:[ ]on)?(?:[ ]in[ ][^\W\d_]{2,20}(?:[ ][^\W\d_]{2,20})?)?(?:,)?(?:[ ](?:on|in))?(?:[ ]the)?"
    )
    for match in compiled(
        rf"(?:{label})(?:['’]s\b)?(?:[ ]?\([^)\n\d]{{0,20}}\))?{SEP}(?:on[ ])?(?:the[ ])?(?P<d>{DATE}|{SAID})(?!\w)"
    ).finditer(text):
        yield Span(match.start("d"), match.end("d"), "DOB")
    for match in compiled(rf"(?:{label}){SEP}(?P<d>\d{{1,2}}\.?[ ](?:de[ ])?[^\W\d_]{{3,12}}\.?[ ](?:de[ ])?(?:19|20)\d\d)(?!\w)").finditer(
        text
    ):
        yield Span(match.start("d"), match.end("d"), "DOB")
    asked = rf"(?:{label})[ ]?\?[^\n\d]{{0,20}}(?:\r?\n|\\n)(?:[^\n\d]{{0,20}}\d\d?:\d\d)?[^\n\d]{{0,30}}?(?P<d>{DATE})(?!\w)"
    if "?" in text:
        for match in compiled(asked).finditer(text):
            yield Span(match.start("d"), match.end("d"), "DOB")


_OLDEST_VISIT: Final = 2020
_BEHIND_NAME: Final = rf"(?:[ ][A-Z]\b\.?)?(?:[ ]?[,/|(–—-][ ]?|[ ]?\r?\n|[ ]{{1,4}})(?P<d>{DATE})(?!\w)"


def births_behind(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """Find dates that stand right behind a name: of birth when the words before the name say so, or when no visit is as old."""
    for span in names:
        if span.kind != "NAME":
            continue
        number = compiled(r"[ ][(\[](?P<id>(?=[A-Z-]{0,4}\d)[A-Z\d-]{5,16})[)\],;]").match(text, span.end)
        if number and sum(c.isdigit() for c in number["id"]) >= 5:
            yield Span(number.start("id"), number.end("id"), "MRN")
        if (cell := compiled(r"\"[ ]?,[ ]?\"(?P<id>(?=[A-Z-]{0,4}\d)[A-Z\d-]{5,16})\"").match(text, span.end)) and not compiled(
            DATE
        ).fullmatch(cell["id"]):
            yield Span(cell.start("id"), cell.end("id"), "MRN")
        if (match := compiled(_BEHIND_NAME).match(text, span.end)) is None:
            continue
        year = int(
            (re.findall(r"\d{4}", match["d"]) or re.findall(r"\d\d", match["d"]) or ["99"])[-1 if not match["d"][:4].isdigit() else 0]
        )
        year = year if year > 99 else year + (1900 if year > 30 else 2000)
        told = compiled(r"\b(?:dob|d\.o\.b|birth|born)\b\D*$").search(text[max(0, span.start - 40) : span.start].rpartition("\n")[2])
        doctor = compiled(r"\bdrs?\.?[ ]$").search(text[max(0, span.start - 5) : span.start])
        if told or not doctor and not match[0].startswith("  ") and 1900 < year <= _OLDEST_VISIT:
            yield Span(match.start("d"), match.end("d"), "DOB")
