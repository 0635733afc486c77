"""Claims as they travel: which elements of X12 segments and which fields of NCPDP requests tell who somebody is, and that the others do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nodes.redaction.labels import compiled
from nodes.redaction.spans import Kind, Span

_ELEMENTS: Final[dict[str, dict[int, Kind]]] = {
    "NM1": {3: "NAME", 4: "NAME", 5: "NAME", 7: "NAME", 9: "INSURANCE"}, "N3": {1: "ADDRESS", 2: "ADDRESS"},
    "N4": {1: "ADDRESS", 2: "ADDRESS", 3: "ADDRESS"}, "DMG": {2: "DOB"}, "REF": {2: "MRN"}, "CLM": {1: "MRN"}, "TRN": {2: "MRN"}, "SBR": {3: "INSURANCE"},
    "PER": {2: "NAME", 4: "PHONE", 6: "PHONE", 8: "PHONE"}, "BHT": {3: "MRN"}, "CLP": {1: "MRN", 7: "MRN"}, "LX": {}, "HI": {}, "SV1": {}, "SV2": {},
    "SVC": {}, "DTP": {}, "LIN": {}, "CTP": {}, "CAS": {}, "AMT": {}, "QTY": {}, "HL": {}, "EB": {}, "DTM": {},
}  # fmt: skip
"""Elements of the segments of claims, remittances and eligibility (ASC X12 837, 835, 270), by their place; the first is 1."""
_FIELDS: Final[dict[str, Kind]] = {
    "C1": "INSURANCE", "C2": "INSURANCE", "C4": "DOB", "CA": "NAME", "CB": "NAME", "CC": "NAME", "CD": "NAME", "CM": "ADDRESS", "CN": "ADDRESS",
    "CP": "ADDRESS", "CQ": "PHONE", "CY": "MRN", "HN": "EMAIL", "D2": "MRN", "DB": "ID", "DR": "NAME", "2J": "NAME", "2K": "ADDRESS", "PM": "PHONE",
    "2A": "INSURANCE", "N5": "INSURANCE", "EN": "MRN", "B1": "ID",
}  # fmt: skip
"""Fields of pharmacy claims (NCPDP D.0) by the letters of their identifiers."""
_SEGMENT: Final = rf"(?:^|(?<=[~\n\r]))[ ]?(?P<id>{'|'.join(_ELEMENTS)})(?P<body>\*[^~\n\r]{{1,400}})"
_REQUEST: Final = r"(?<![\w-])\d{3}-(?P<id>[A-Z][A-Z0-9]|[0-9][A-Z])[ ]{0,2}[=:]?[ ]{0,2}(?P<v>[^|;\n]{1,60}?)(?=[ ]{0,3}(?:$|[|;\n]|\d{3}-[A-Z0-9]{2}\b))"

_LEAST_FIELDS: Final = 3
"""How many fields make a request."""


def claims(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find who is meant in the segments of a claim."""
    for start, end, kind in _read(text):
        if kind is not None:
            yield Span(start, end, kind)


def plain_elements(text: str) -> Iterator[tuple[int, int]]:
    """Return the elements of a claim that tell nobody: amounts, diagnoses, medicines."""
    return ((start, end) for start, end, kind in _read(text) if kind is None)


def _read(text: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Yield the elements of a claim with what each is."""
    if "*" in text:
        for match in compiled(_SEGMENT, 0).finditer(text):
            at = match.start("body") + 1
            yield match.start(), at - 1, None
            for number, element in enumerate(match["body"][1:].split("*"), 1):
                kind = _ELEMENTS[match["id"]].get(number)
                if any(c.isalnum() for c in element):
                    yield at, at + len(element), kind
                at += len(element) + 1
    if "|" in text or "-C" in text:
        found = list(compiled(_REQUEST, 0).finditer(text))
        for match in found if len(found) >= _LEAST_FIELDS else ():
            yield match.start("v"), match.end("v"), _FIELDS.get(match["id"])
