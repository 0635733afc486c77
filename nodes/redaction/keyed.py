"""Values whose field's name stands beside or above them in a text: JSON and XML written out, tables and comma-separated rows under a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.fields import kind_of
from nodes.redaction.spans import Kind, Span

_PAIR: Final = re.compile(
    r"""(?P<q>\\?["'])(?P<key>[A-Za-z][\w .#-]{1,39})(?P=q)[ \t]{0,2}:\s{0,8}(?:\[\s{0,8})?(?:\\?["'](?P<text>[^"'\\\n]{1,200})|(?P<number>\d[\d.]{3,20}))"""
)
_GIVEN: Final = re.compile(r'\\?"(?:given|lines?)\\?"\s{0,4}:\s{0,4}\[(?P<list>[^\]]{1,300})\]')
_LISTED: Final = re.compile(r'\\?"([^"\\]{1,100})\\?"')
_POINTS: Final = re.compile(r'\\?"(?P<what>telecom|identifier)\\?"\s{0,4}:\s{0,4}\[(?P<list>[^\]]{1,1500})\]')
_VALUE: Final = re.compile(r'\\?"value\\?"\s{0,4}:\s{0,4}\\?"([^"\\]{1,100})')
_ELEMENT: Final = re.compile(
    r"""<(?:\w{1,20}:)?(?P<tag>[A-Za-z][\w.-]{1,39})(?:[ ][\w:.-]{1,20}=["'][^"'<>]{0,60}["']){0,3}>(?P<text>[^<>]{1,200})</"""
)
_ATTRIBUTE: Final = re.compile(r"""<(?P<tag>[A-Za-z]\w{1,39})[ ]value=["'](?P<text>[^"'<>]{1,200})["']""")
_XML_POINTS: Final = re.compile(r"""<(?P<what>telecom|identifier)\b(?P<body>(?:(?!</(?:telecom|identifier)>).){0,600})""", re.S)
_XML_VALUE: Final = re.compile(r"""<value[ ]value=["']([^"'<>]{1,100})["']""")
_POINT_KINDS: Final[dict[str, Kind]] = {"telecom": "PHONE", "identifier": "MRN"}
_PERSONS: Final = frozenset("patient birthdate relatedperson practitioner dob".split())
_TABLE_WORDS: Final = frozenset("name names patient pt dob mrn birth birthdate birth_date ssn phone surname last_name lastname".split())
_PERSON_HEADS: Final[dict[str, Kind]] = {
    "name": "NAME", "patient": "NAME", "pt": "NAME", "first": "NAME", "last": "NAME", "provider": "NAME", "physician": "NAME", "doctor": "NAME",
    "next of kin": "NAME", "contact": "NAME", "nok": "NAME", "id": "MRN", "insurance": "INSURANCE", "hospital no": "MRN", "chart no": "MRN",
}  # fmt: skip
_SPACED: Final = re.compile(r"(?<!\w)(?P<label>(?:[A-Za-z][ ]){1,19}[A-Za-z])[ ]{0,3}[:=][ \t]{0,4}(?P<v>\S(?:[ ]?[^\s|;]){1,60})")
"""A label whose letters stand apart, as scans have it."""
_DELIMITERS: Final = ("|", "\t", ",", ";")
_CELL: Final = {d: re.compile(rf'(?P<c>"[^"\n]*"|[^{re.escape(d)}\n]*)(?:{re.escape(d)}|$)') for d in _DELIMITERS}
_LONGEST_LINE: Final = 2000
_HIGHEST_AGE: Final = 89


def keyed(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find the values of fields that are named in JSON, XML or a table's header."""
    if '"' in text or "'" in text:
        yield from _json(text, words)
    if "</" in text or "/>" in text:
        yield from _xml(text, words)
    yield from _spaced(text)
    if "/" in text:
        yield from _joined(text)
    if "\n" in text and not words.isdisjoint(_TABLE_WORDS):
        yield from _tables(text)


def _json(text: str, words: frozenset[str]) -> Iterator[Span]:
    for match in _PAIR.finditer(text):
        kind = kind_of(match["key"])
        if match["key"] == "family" and "given" not in words:
            continue
        if kind and kind not in ("AGE", "URL", "IP"):
            group = "text" if match["text"] else "number"
            yield Span(match.start(group), match.end(group), kind)
    if words.isdisjoint(_PERSONS):
        return
    for match in _GIVEN.finditer(text):
        for item in _LISTED.finditer(text, match.start("list"), match.end("list")):
            yield Span(item.start(1), item.end(1), "ADDRESS" if "line" in match[0][:8] else "NAME")
    for match in _POINTS.finditer(text):
        for item in _VALUE.finditer(text, match.start("list"), match.end("list")):
            yield Span(item.start(1), item.end(1), _POINT_KINDS[match["what"]])


def _xml(text: str, words: frozenset[str]) -> Iterator[Span]:
    for pattern in (_ELEMENT, _ATTRIBUTE):
        for match in pattern.finditer(text):
            kind = kind_of(match["tag"]) or ("NAME" if match["tag"] == "given" else None)
            if kind and kind not in ("AGE", "URL", "IP") and match["text"].strip():
                yield Span(match.start("text"), match.end("text"), kind)
    if not words.isdisjoint(_PERSONS):
        for match in _XML_POINTS.finditer(text):
            for item in _XML_VALUE.finditer(text, match.start("body"), match.end("body")):
                yield Span(item.start(1), item.end(1), _POINT_KINDS[match["what"]])


_JOINED: Final = re.compile(r"(?P<labels>\b[A-Za-z.]{2,20}(?:[ ]?/[ ]?[A-Za-z.#]{2,20}){1,4}#?)[ ]?[:=][ ](?P<values>[^\n]{4,160})")


def _joined(text: str) -> Iterator[Span]:
    """Find values that stand in the order of labels: `Name/DOB/MRN: A / B / C`."""
    for match in _JOINED.finditer(text):
        labels = [label.strip(" .#").replace(".", "").lower() for label in match["labels"].split("/")]
        kinds = [kind_of(label) or _PERSON_HEADS.get(label) for label in labels]
        if len({kind for kind in kinds if kind}) < 2:
            continue
        for delimiter in (" / ", " | ", ", ", "; "):
            pieces = match["values"].split(delimiter)
            if len(pieces) >= len(kinds) and all(len(piece) <= 45 for piece in pieces[: len(kinds) - 1]):
                break
        else:
            continue
        at = match.start("values")
        for number, piece in enumerate(pieces[: len(kinds)]):
            value = piece
            if number == len(kinds) - 1:
                value = re.split(r"[.;|][ ]|[ ]{2,}|$", piece, maxsplit=1)[0]
            kind = kinds[number]
            if kind and kind != "AGE" and value.strip():
                yield Span(at, at + len(value.rstrip()), kind)
            at += len(piece) + len(delimiter)


def _spaced(text: str) -> Iterator[Span]:
    for match in _SPACED.finditer(text):
        word = match["label"].replace(" ", "").lower()
        kind = "NAME" if word in ("patient", "name", "pt", "patientname") else kind_of(word)
        if kind and kind != "AGE":
            yield Span(match.start("v"), match.end("v"), kind)


def _cells(line: str, delimiter: str) -> list[tuple[int, str]]:
    found, at = [], 0
    while at <= len(line):
        match = _CELL[delimiter].match(line, at)
        if match is None:
            return []
        found.append((match.start("c"), match["c"]))
        if match.end() == at or match.end() >= len(line) and not line.endswith(delimiter):
            break
        at = match.end()
        if at == len(line):
            found.append((at, ""))
            break
    return found


def _head(line: str) -> tuple[str, list[Kind | None]] | None:
    """Return the delimiter and the kinds of the columns, when a line is the header of a table of people."""
    for delimiter in _DELIMITERS:
        if line.count(delimiter) < 1:
            continue
        heads = [cell.strip(' "*') for _, cell in _cells(line, delimiter)]
        if any(len(head) > 40 or ":" in head for head in heads) or sum(head.replace("|", "") != "" for head in heads) < 2:
            continue
        kinds = [kind_of(head) or _PERSON_HEADS.get(re.sub(r"[._ ]+", " ", head).strip().lower()) for head in heads]
        if sum(kind is not None and kind != "AGE" for kind in kinds) >= 2:
            return delimiter, kinds
    return None


def _tables(text: str) -> Iterator[Span]:
    at, table = 0, None
    for line in text.splitlines(keepends=True):
        plain = line.rstrip("\r\n")
        if len(plain) > _LONGEST_LINE:
            table = None
        elif table is not None and plain.count(table[0]) >= max(1, len(table[1]) - 2):
            cells = _cells(plain, table[0])
            if len(cells) >= len(table[1]):
                for (start, cell), kind in zip(cells, table[1], strict=False):
                    value = cell.strip(' "')
                    if kind and (kind != "AGE" or value.isdecimal() and int(value) > _HIGHEST_AGE) and any(c.isalnum() for c in value):
                        begin = at + start + cell.index(value)
                        yield Span(begin, begin + len(value), kind)
        else:
            table = _head(plain)
        at += len(line)
