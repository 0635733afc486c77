"""Postal addresses: a street with a number, a city with its state and code, or whatever stands behind a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from nodes.redaction.labels import SEP
from nodes.redaction.spans import Span

_STATE: Final = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]"
    r"|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky"
    r"|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|Mexico|York)"
    r"|North (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South (?:Carolina|Dakota)|Tennessee|Texas|Utah|Vermont|Virginia"
    r"|Washington|West Virginia|Wisconsin|Wyoming)"
)
_WAY: Final = (
    r"(?:Street|St|Str|Avenue|Ave|Av|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Terrace|Ter|Place|Pl|Square|Sq|Circle|Cir|Highway|Hwy"
    r"|Parkway|Pkwy|Trail|Trl|Loop|Alley|Crescent|Close|Gardens|Mews|Row|Turnpike|Pike|Plaza)"
)
_UNIT: Final = (
    r"(?:[,.]?[ \t]?(?:\\n|\r?\n)?[ \t]?(?:Apt|Apartment|Unit|Suite|Ste|Floor|Fl|Flat|Room|Rm|Bldg|#)\.?[ \t]?#?[ \t]?[\w-]{1,6})?"
)
_NO_UNIT: Final = (
    r"(?!(?:mg|mcg|kg|g|ml|mls|units?|iu|meq|mmol|tablets?|tabs?|caps?|drops?"
    r"|days?|weeks?|months?|years?|hours?|doses?|times|patients?|of|and|or|to|x)\b)"
)
_WORD: Final = r"(?:[A-ZÀ-Þ][\w'’.-]{0,24}|\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH))"
_CITY: Final = r"[A-ZÀ-Þ][\w'’.-]{1,24}(?:[ \t-][A-ZÀ-Þ][\w'’.-]{0,24}){0,3}"
_CODE: Final = r"\d{5}(?:-\d{4})?(?!\d)"
_BREAK: Final = r"(?:[ \t]?[,|]?[ \t]?(?:\\n|\r?\n|\^{1,3})?[ \t]{0,4})"
_TAIL: Final = (
    rf"(?:{_BREAK}{_CITY}[ \t]?,?[ \t]{{1,3}}{_STATE}\b\.?(?:,?[ \t]{{0,3}}{_CODE})?"
    rf"|{_BREAK}(?:[A-Z][\w'’.-]{{1,24}}[ \t]){{0,2}}[A-Z]{{1,2}}\d[A-Z\d]?[ ]?\d[A-Z]{{2}}\b)?"
)
_POSTAL: Final = re.compile(rf"\b{_CODE}|\b[A-Z]{{1,2}}\d[A-Z\d]?[ ]\d[A-Z]{{2}}\b")
_NEXT_FIELD: Final = re.compile(
    r"\s{3,}|[|;{}\"<>]|\t|(?:\s|\\n)[A-Za-z][\w.' /-]{0,24}[ ]?[:=]|\.\s+[A-Z]|\.$|\b(?:takes|phone|tel|dob|mrn|ssn|email|and (?:he|she|i)|but)\b",
    re.I,
)
_FIELD: Final = 180
_WORDS: Final = frozenset(
    """address addr residence resides lives live living mailing reside street city zip zipcode postal postcode postleitzahl anschrift adresse direccion
    streetaddress homeaddress addressline mail send ship delivered deliver home""".split()
)


@cache
def _compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def addresses(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find postal addresses."""
    if not any(c.isdigit() for c in text):
        return
    street = (
        rf"\d(?<![\w.,/-].)\d{{0,5}}[A-Za-z]?(?:-\d{{1,4}})?[ \t]{{1,3}}{_NO_UNIT}(?:[NSEW]{{1,2}}\.?[ \t])?(?:{_WORD}[ \t]{{1,3}}){{1,4}}"
        rf"(?:{_WAY}|{_WAY.upper()})\b(?!\.[ ]John)\.?(?:[ \t][NSEW]{{1,2}}\b\.?)?{_UNIT}{_TAIL}"
    )
    for match in _compiled(street).finditer(text):
        yield Span(match.start(), match.end(), "ADDRESS")
    box = rf"\bP\.?[ ]?O\.?[ ]?Box[ ]?#?[ ]?\d{{1,6}}{_TAIL}"
    if "box" in words:
        for match in _compiled(box, re.I).finditer(text):
            yield Span(match.start(), match.end(), "ADDRESS")
    for match in _compiled(rf"{_CITY}[ \t]?,[ \t]{{0,3}}{_STATE}\b\.?,?[ \t]{{1,3}}{_CODE}").finditer(text):
        yield Span(match.start(), match.end(), "ADDRESS")
    for match in _compiled(
        rf"[A-ZÄÖÜ][\w-]{{1,30}}+(?<=straße|trasse|.gasse)[ ]\d{{1,4}}[a-z]?(?:,[ ]?(?:D-)?\d{{4,5}}[ ]{_CITY})?"
    ).finditer(text):
        yield Span(match.start(), match.end(), "ADDRESS")
    for match in _POSTCODE.finditer(text):
        yield Span(_left_of(text, match.start()), match.end(), "ADDRESS")
    for match in _FOREIGN.finditer(text):
        yield Span(match.start(), match.end(), "ADDRESS")
    if not words.isdisjoint(_WORDS):
        yield from _labelled(text)


_POSTCODE: Final = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,2}\d[A-Z\d]?[ ]\d[ABD-HJLNP-UW-Z]{2}|(?:[AC-FHKNPRTV-Y]\d[\dW])[ ][0-9AC-FHKNPRTV-Y]{4}"
    r"|[ABCEGHJ-NPRSTVXY]\d[A-Z][ ]\d[A-Z]\d)(?![\w-])"
)
"""Postcodes of Britain, Ireland and Canada."""
_PART: Final = re.compile(r"[\w'’.-]+(?:[ ][\w'’.-]+){0,4}")
_BACK: Final = 100
_PARTS: Final = 5
_FOREIGN: Final = re.compile(
    rf"\d{{1,4}}[a-z]?(?:[ ](?:bis|ter))?,?[ ](?:rue|avenue|av\.|boulevard|bd|place|quai|chemin|allée|impasse|cours)[ ](?:(?:de|du|des|la|le|les"
    rf"|l['’]|d['’])[ ]?){{0,2}}"
    rf"[A-ZÀ-Þ][\w'’-]{{1,24}}(?:[ -][\w'’-]{{1,24}}){{0,2}}(?:,?[ ](?:F-)?\d{{5}}[ ]{_CITY})?"
    rf"|\b(?:Calle|C/|Avenida|Avda\.?|Plaza|Paseo|Carrera|Rua|Praça|Via|Viale|Piazza|Corso|ul\.|Ulica)[ ]?(?:(?:de|del|di|da|do|la|las"
    rf"|los)[ ]){{0,2}}"
    rf"[A-ZÀ-Þ][\w'’-]{{1,24}}(?:[ ][^\W\d_]{{2,24}}){{0,2}},?[ ](?:n[.º°]?[ ]?)?\d{{1,4}}[a-z]?(?:,?[ ]\d{{4,5}}[ ]{_CITY})?"
    rf"|\b[A-ZÄÖÜ][\w-]{{2,30}}(?:str\.|platz|weg|allee|damm|ring|ufer|gatan|vägen|gade|vej|straat|laan"
    rf"|plein)[ ]\d{{1,4}}[a-z]?(?:,?[ ](?:[A-Z]{{1,2}}-)?\d{{4,5}}[ ]{_CITY})?"
)


def _left_of(text: str, end: int) -> int:
    """Return where the address begins that a postcode ends: as many pieces between commas as have a capital or a number."""
    start = end
    earlier = re.split(r"[\n:;|()\"<>=]|\.[ ](?=[A-Z][a-z]{3})|\b(?:at|of|to|address|in|from)[ ]", text[max(0, end - _BACK) : end])[-1]
    at = end - len(earlier)
    pieces = list(re.finditer(r"[^,]+,?", earlier))
    for piece in reversed(pieces[-_PARTS:]):
        words = piece[0].strip(" ,")
        if words and not (_PART.fullmatch(words) and (words[0].isupper() or words[0].isdigit())):
            break
        if words:
            start = at + piece.start() + len(piece[0]) - len(piece[0].lstrip())
    return start


def _labelled(text: str) -> Iterator[Span]:
    label = (
        r"\b(?:(?:home|mailing|street|postal|billing|current|permanent)?[ _]?addr(?:ess)?\b\.?|residence|resid(?:es|ing|ence)[ ]at\b|resides"
        r"|liv(?:es|ing|e)[ ]at\b"
        r"|(?:mail|send|ship|deliver(?:ed)?)(?:[ ](?:it|them|goes|the \w{2,12}))?[ ]to|address[ _]?line[ _]?[12]?|anschrift|adresse|direcci[oó]n)"
    )
    for match in _compiled(rf"{label}{SEP}(?P<v>[^\n]{{0,3}}[\w#])", re.I).finditer(text):
        at = match.start("v")
        field = text[at : at + _FIELD]
        code = _POSTAL.search(field)
        stop = _NEXT_FIELD.search(
            field.replace("P.O. Box", "P_O_ Box").replace("St. ", "St_ ").replace("Ave. ", "Ave_ ").replace("Dr. ", "Dr_ "), 1
        )
        line = re.search(r"\r?\n|\\n", field)
        end = min((m.start() for m in (stop, line) if m is not None), default=len(field))
        if code is not None and (
            code.start() <= end
            or line is not None
            and field.count("\n", 0, code.start()) <= 2
            and (stop is None or code.start() <= stop.start())
        ):
            end = max(code.end(), 0)
        value = field[:end].rstrip()
        # Words alone are an address only behind a label with its colon: "lives at home" tells nothing.
        if any(c.isdigit() for c in value):
            yield Span(at, at + len(value), "ADDRESS")
    for match in _compiled(
        rf"\b(?:city|town)\b[ \t]?[:=][ \t]{{0,4}}(?P<v>{_CITY})"
        rf"|\b(?:zip(?:[ _]?code)?|post(?:al)?[ _]?code)\b{SEP}(?P<c>{_CODE}|[A-Z]{{1,2}}\d[A-Z\d]?[ ]?\d[A-Z]{{2}}\b)",
        re.I,
    ).finditer(text):
        group = "v" if match["v"] else "c"
        yield Span(match.start(group), match.end(group), "ADDRESS")
