"""Where the structure of a text says that a number is a public code or a measure: columns of medicines' codes, coded elements, amounts of a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.claims import plain_elements
from nodes.redaction.names import is_medicine
from nodes.redaction.words import Sort, sorts

_CODED: Final = re.compile(r"(?<![\w^])(?P<n>\d[\d.-]{3,17})\^(?P<word>[^\W\d_]{3,24})")
_HEADS: Final = re.compile(
    r"(?:ndc|gtin|loinc|icd(?:[ _-]?(?:9|10))?(?:[ _-]?cm)?|dx|cpt|hcpcs|snomed(?:[ _-]?ct)?|rxcui|rxnorm|atc|cvx|upc|drg|price|cost|amount|paid|billed)"
    r"(?:[ _-]?(?:codes?|nos?|num|number|id))?",
    re.I,
)
_HEAD_WORDS: Final = frozenset(
    "ndc gtin loinc icd icd10 dx cpt hcpcs snomed rxcui rxnorm atc cvx upc drg price cost amount paid billed".split()
)
_DELIMITERS: Final = (",", "|", "\t", ";")


def code_places(text: str, words: frozenset[str]) -> list[tuple[int, int]]:
    """Return the pieces of a text in which a number is nobody's."""
    found = list(plain_elements(text))
    if "^" in text:
        found += _elements(text)
    if "\n" in text and not words.isdisjoint(_HEAD_WORDS):
        found += _columns(text)
    return found


def _elements(text: str) -> Iterator[tuple[int, int]]:
    """Find coded elements: a code with what it stands for behind a caret (`00071015523^atorvastatin`)."""
    for match in _CODED.finditer(text):
        low = match["word"].lower()
        if is_medicine(low) or sorts((low,))[low] is Sort.KNOWN:
            yield match.span("n")


def _columns(text: str) -> Iterator[tuple[int, int]]:
    """Find the cells under the heads of codes."""
    at, delimiter, coded = 0, "", frozenset[int]()
    for line in text.splitlines(keepends=True):
        cells = line.rstrip("\r\n").split(delimiter) if delimiter else []
        if len(cells) < 2:
            delimiter = next((d for d in _DELIMITERS if d in line), "")
            heads = line.strip().split(delimiter) if delimiter else []
            coded = frozenset(number for number, head in enumerate(heads) if _HEADS.fullmatch(head.strip(' "*')))
            delimiter = delimiter if coded else ""
        else:
            start = at
            for number, cell in enumerate(cells):
                if number in coded:
                    yield start, start + len(cell)
                start += len(cell) + 1
        at += len(line)
