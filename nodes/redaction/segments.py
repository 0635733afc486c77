"""HL7 version 2 messages: which fields of which segments tell who the patient is (chapter 3 of the standard, and the provider fields of PV1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.spans import Kind, Span

_FIELDS: Final[dict[str, dict[int, Kind]]] = {
    "PID": {
        2: "MRN", 3: "MRN", 4: "MRN", 5: "NAME", 6: "NAME", 7: "DOB", 9: "NAME", 11: "ADDRESS", 12: "ADDRESS", 13: "PHONE", 14: "PHONE", 18: "MRN",
        19: "SSN", 20: "ID", 21: "MRN", 23: "ADDRESS",
    },
    "NK1": {2: "NAME", 4: "ADDRESS", 5: "PHONE", 6: "PHONE", 7: "PHONE", 30: "NAME", 31: "PHONE", 32: "ADDRESS", 37: "SSN"},
    "GT1": {2: "ID", 3: "NAME", 4: "NAME", 5: "ADDRESS", 6: "PHONE", 7: "PHONE", 8: "DOB", 12: "SSN"},
    "IN1": {2: "INSURANCE", 3: "INSURANCE", 8: "INSURANCE", 10: "INSURANCE", 16: "NAME", 18: "DOB", 19: "ADDRESS", 36: "INSURANCE", 49: "INSURANCE"},
    "PV1": {7: "NAME", 8: "NAME", 9: "NAME", 17: "NAME", 19: "MRN", 50: "MRN", 52: "NAME"},
    "ORC": {10: "NAME", 11: "NAME", 12: "NAME", 14: "PHONE"},
    "OBR": {10: "NAME", 16: "NAME", 17: "PHONE", 28: "NAME", 32: "NAME"},
}  # fmt: skip
_PERSONS: Final = frozenset({"PID", "NK1", "GT1", "IN1"})
_NAMED: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[.' -]){1,30}\^[^\W\d_][^\d_^]{0,30}(?:\^[^\d_^]{0,20}){0,3}")
_SEGMENT: Final = re.compile(r"(?:^|(?<=[\n\r\"'>])|(?<=\\[nr]))(PID|NK1|GT1|IN1|PV1|ORC|OBR)(?=\|)")
_END: Final = re.compile(r"[\n\r]|\\[nr]")
_LONGEST: Final = 4000


def segments(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find the fields of HL7 segments that tell who the patient is."""
    if "|" not in text:
        return
    for match in _SEGMENT.finditer(text):
        stop = _END.search(text, match.end(), match.end() + _LONGEST)
        at = match.start()
        for number, field in enumerate(text[at : stop.start() if stop else match.end() + _LONGEST].split("|")):
            kind = _FIELDS[match[1]].get(number)
            if kind is None and match[1] in _PERSONS and _NAMED.fullmatch(field):
                kind = "NAME"  # systems count fields in their own way
            if kind and any(c.isalnum() for c in field):
                yield Span(at, at + len(field), kind)
            at += len(field) + 1
