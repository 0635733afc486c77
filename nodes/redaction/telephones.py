"""Telephone numbers: of a form that nothing else has, or behind a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.labels import NUMBER_WORD, SEP, compiled
from nodes.redaction.spans import Span

_NDC: Final = re.compile(r"\d{4,5}-\d{3,4}-\d{1,2}")
_EXT: Final = r"(?:,?[ \t]?(?:x|ext\.?|extension)[ \t]?\d{1,6})?"
_PHONE_WORDS: Final = frozenset(
    """phone tel telephone cell mobile fax contact work ph call text reach number te1 cellphone phonenumber homephone mobilephone whatsapp
    pager beeper direct alt office bleep callback voicemail dial ring landline sms""".split()
)
_PHONE_LABEL: Final = (
    r"\b(?:(?:home|work|cell|mobile|day|evening|office)?[ _]?(?:tele)?phone|te[l1]\b[ ]?\.?|cell|mobile|fax|contact|work|ph\b\.?"
    r"|whatsapp|pager|beeper|bleep|direct(?:[ ]line)?|alt|office|hotline|call[ -]?back"
    rf"|voicemail|landline)(?:{NUMBER_WORD})?(?:[ ]?\((?:home|work|cell|mobile|h|w|c|m)\))?"
    r"|\b(?:call|text|reach|dial|ring|sms|phone)(?:[ ](?:me|her|him|them|us|back|the family|patient|home))?[ ](?:at|on)"
    r"|\b(?:my|her|his|the|their|contact)[ ]number"
)


HELP_LINES: Final = frozenset({"8002221222", "8002738255", "8006624357", "8003321088", "8004644673", "8002324636"})
"""Public lines that texts name for everybody: poison control, crisis, treatment, adverse events, hotlines of the authorities."""


def telephones(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find telephone numbers: of a form that nothing else has, or behind a label."""
    plain = (
        rf"(?<![\w.+/-])(?:(?:00)?1[-. ]{{1,2}})?(?:\(?[2-9]\d\d(?:\)[-. ]{{0,2}}|[ ]?[-. ][ ]?)[2-9]\d\d[ ]?[-. ][ ]?\d{{4}}"
        rf"|\(\d{{3}}\)[-. ]{{0,2}}\d{{3}}[-. ]\d{{4}}|\d{{3}}([-. ])\d{{3}}\1\d{{4}}|[1-9]\d\d[ -]\d{{7}})(?![\w-]){_EXT}"
    )
    for match in compiled(plain, 0).finditer(text):
        if re.sub(r"\D", "", match[0])[-10:] in HELP_LINES:
            continue
        yield Span(match.start(), match.end(), "PHONE")
    for match in compiled(rf"0(?<![\w.+/-].)\d{{2,4}}[ -]\d{{3,4}}[ -]?\d{{3,4}}(?![\w-]){_EXT}", 0).finditer(text):
        if 10 <= sum(c.isdigit() for c in match[0]) <= 11 and not _NDC.fullmatch(match[0]):
            yield Span(match.start(), match.end(), "PHONE")
    for match in compiled(rf"\(0\d{{2,4}}\)[ -]?\d{{3,4}}[ -]?\d{{3,4}}(?![\w-]){_EXT}", 0).finditer(text):
        yield Span(match.start(), match.end(), "PHONE")
    if "+" in text:
        for match in compiled(rf"\+\d{{1,3}}(?:[ .()-]{{0,2}}[\dO]{{1,12}}){{1,6}}(?![\w-]){_EXT}", 0).finditer(text):
            if 8 <= sum(c.isdigit() for c in match[0]) <= 22:
                yield Span(match.start(), match.end(), "PHONE")
    if not words.isdisjoint(_PHONE_WORDS) or compiled(r"\b(?:at|on)[ ]\d{3}-?\d{4}").search(text):
        for match in compiled(
            r"\b(?:call|ring|dial|text|phone|at|on)[ ](?:us at )?(?P<n>\d{3}-\d{4}|[2-9]\d{2}[2-9]\d{6})(?![\w-])"
        ).finditer(text):
            yield Span(match.start("n"), match.end("n"), "PHONE")
        value = rf"(?P<n>[+(]?[\dO](?:[ \t]?[-./() ]?[ \t]?[\dO]){{6,14}}{_EXT})(?!\w)"
        for match in compiled(rf"(?:{_PHONE_LABEL}){SEP}{value}").finditer(text):
            if sum(c.isdigit() for c in match["n"]) >= 6:
                yield Span(match.start("n"), match.end("n"), "PHONE")
