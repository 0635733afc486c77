"""Ages over 89, in figures and in words. Younger ones stay: doses rest on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nodes.redaction.labels import SEP, compiled
from nodes.redaction.spans import Span

_AGE_WORDS: Final = frozenset("year years yr yrs yo y age aged ages old".split())
_HIGH: Final = r"(?P<age>[19](?<![\d.,/-].)(?:(?<=9)\d|(?<=1)[0-2]\d))(?!\d|\.\d)"


def high_ages(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find ages over 89. Younger ones stay: doses rest on them."""
    if not words.isdisjoint(_AGE_WORDS) or compiled(r"\d(?:yo|yr|y/o)", 0).search(text):
        after = r"[ -]?(?:years?|yrs?\.?|y)[ -]?(?:olds?\b|of age\b|o\b)|[ -]?y/?o\b|[ -]?y\.o\."
        for match in compiled(rf"{_HIGH}(?P<after>{after})").finditer(text):
            yield Span(match.start(), match.end("age"), "AGE")
        for match in compiled(rf"\bage[ds]?(?:_years)?{SEP}(?:of[ ])?{_HIGH}(?![ ]?(?:mg|mcg|kg|ml|%))").finditer(text):
            yield Span(match.start("age"), match.end("age"), "AGE")
    for match in compiled(rf"{_HIGH}[ ]?(?:[FM](?![\w.-])|[♀♂]|(?:wom[ae]n|man|lady|gent|male|female)\b)", 0).finditer(text):
        if not compiled(r"(?:\bt|temp\w*|fever|febrile|tmax|°)\W{0,3}(?:of |to |is |was )?$").search(
            text[max(0, match.start() - 14) : match.start()]
        ):
            yield Span(match.start(), match.end("age"), "AGE")
    if not words.isdisjoint(_PERSONS) or "i" in words:
        who = rf"\b(?:{'|'.join(sorted(_PERSONS))})"
        who = rf"(?:{who}|\bi(?=['’]m\b|[ ](?:am|was|turn|just)))"
        is_now = r"(?:['’]?s|['’]?re|['’]m|[ ](?:is|was|are|am|will be|will turn|turns|turned|turning|says|said|just turned|now)){1,2}"
        for match in compiled(rf"{who}{is_now}[ ](?:about |almost |nearly |already |now |only |aged? )?{_HIGH}(?!{_NO_AGE})").finditer(
            text
        ):
            yield Span(match.start("age"), match.end("age"), "AGE")
        for match in compiled(rf"{who}[ ]?[,(][ ]?{_HIGH}(?=[ ]?[,)])").finditer(text):
            yield Span(match.start("age"), match.end("age"), "AGE")
    for match in compiled(rf"\b(?:turn(?:s|ed|ing)|i['’]?m)[ ]{_HIGH}(?!{_NO_AGE})").finditer(text):
        yield Span(match.start("age"), match.end("age"), "AGE")
    for match in compiled(
        r"\b(?:ninety|(?:one |a )?hundred)(?:[- ](?:and[- ])?[a-z]{3,5})?[- ](?:years?|yrs?)[- ](?:olds?|of age)\b"
    ).finditer(text):
        yield Span(match.start(), match.end(), "AGE")


_PERSONS: Final = frozenset(
    """he she they who mum mom mother father dad gran grandma grandad granddad grandpa nan nana husband wife aunt uncle patient pt lady gentleman woman man
    resident client chart licence license tracker wristband band record""".split()
)
_NO_AGE: Final = (
    r"[ ]?(?:%|kg|lbs?|kilos|pounds|st\b|mg|mcg|ml|cm|bpm|units?|on\b|over|/|percent|minutes|hours|days|weeks|months|tablets|degrees|f\b|°)"
)
