"""Dates of birth that nothing announces: a full date that lies long before the text, with nothing beside it that makes it clinical; spelt dates too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from nodes.redaction.spans import Span

YEARS: Final = 10
"""A full date that lies as many years before the newest one of the text is one of birth, unless the words beside it say otherwise."""
_MONTH: Final = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_ORDINAL: Final = (
    r"(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    r"|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth)|twentieth|thirtieth|[0-3]?\d(?:st|nd|rd|th)"
)
_TENS: Final = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|oh|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_ONES: Final = r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
_SAID_YEAR: Final = (
    rf"(?:nineteen[- ](?:hundred[- ])?(?:and[- ])?{_TENS}{_ONES}|two thousand(?:(?: and)? (?:{_TENS}|one|two|three|four|five|six|seven|eight"
    rf"|nine){_ONES})?"
    rf"|twenty[- ]{_TENS}{_ONES})"
)
_DATE: Final = re.compile(
    rf"(?<![\w/.-])(?:(?P<cy>19\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d])|(?P<iy>(?:19|20)\d\d)(?P<is>[-/.])(?:0?[1-9]|1[0-2])(?P=is)[0-3]?\d"
    rf"|[0-3]?\d(?P<s>[-/. ])[0-3]?\d(?P=s)(?P<ny>(?:19|20)\d\d|(?<=[-/.])\d\d)"
    rf"|[0-3]?\d(?:st|nd|rd|th)?[ -/.]?[ ]?(?:of[ ])?{_MONTH}[ ,/-]{{0,2}}(?P<dy>(?:19|20)\d\d|(?<=[-/])\d\d|'\d\d)"
    rf"|{_MONTH}[ -]?[0-3]?\d(?:st|nd|rd|th)?[ ,-]{{1,2}}(?P<my>(?:19|20)\d\d))(?![\w/]|[-.]\d)",
    re.I,
)
_SAID: Final = re.compile(
    rf"\b(?:{_MONTH} (?:the )?(?:{_ORDINAL})|(?:the )?(?:{_ORDINAL}) (?:of )?{_MONTH}),? (?P<year>{_SAID_YEAR}|(?:19|20)\d\d)\b", re.I
)
_YEAR: Final = re.compile(r"(?<![\w.-])(?:19|20)\d\d(?![\w.]|-\d{3})")
_CLINICAL: Final = re.compile(
    r"\b(?:\w{3,}(?<!nam)(?<!ag)ed|since|from|until|till|thru|through|on|in|at|by|of|dated?|after|before|until|diag\w*|dx|surg\w*|operat\w*"
    r"|implant\w*|vaccin\w*|immuni\w*|transplant\w*|s/p|post"
    r"|start\w*|stop\w*|began|quit|hx|history|admit\w*|admission|discharg\w*|seen|visit\w*|last|first|proced\w*|died|death|deceased|expired|onset"
    r"|perform\w*|inserted|placed"
    r"|repair\w*|replac\w*|resect\w*|stroke|mi|cva|dvt|pe|cabg|pci|stent\w*|biops\w*|scan|mri|ct|echo|x-?ray|colonoscopy|labs?|test\w*|result\w*"
    r"|collected|coll|drawn|dos"
    r"|service|signed|issued|effective|approved|revised|updated|published|version|guideline\w*|label|copyright|retrieved|accessed|trial|married"
    r"|retired|hired|moved"
    r"|cover\w*|enrol\w*|exp\w*|fill\w*|due|next|review\w*|record\w*|report\w*|release\w*|thru|to)\b\W{0,3}(?:[\w'%.,-]+[ ]){0,2}\W{0,3}$",
    re.I,
)
_LOOK_BACK: Final = 40


def old_dates(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find full dates that are long past and nothing clinical, and dates that are spelt out."""
    for match in _SAID.finditer(text):
        if re.match(r"nineteen|19", match["year"], re.I) and not _CLINICAL.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
            yield Span(match.start(), match.end(), "DOB")
    found = [
        (match, _full(next(filter(None, (match["cy"], match["iy"], match["ny"], match["dy"], match["my"])))))
        for match in _DATE.finditer(text)
    ]
    if not found:
        return
    today = date.today().year
    stated = [int(m[0]) for m in _YEAR.finditer(text)]
    newest = max((year for year in (*(year for _, year in found), *stated) if year <= today + 1), default=today)
    newest = newest if newest > today - YEARS else today
    for match, year in found:
        if year <= newest - YEARS and not _CLINICAL.search(_line(text, match.start())):
            yield Span(match.start(), match.end(), "DOB")


def _line(text: str, end: int) -> str:
    return re.split(r"[\n;|\t]", text[max(0, end - _LOOK_BACK) : end])[-1]


def _full(year: str) -> int:
    number = int(year.lstrip("'"))
    if number > 99:
        return number
    return number + (1900 if number > date.today().year % 100 + 1 else 2000)
