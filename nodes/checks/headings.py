"""Lines that stand over others - headings, what leads in to a list, the head of a table - and what those others cite."""

from __future__ import annotations

import re
from typing import Final

from nodes.checks.families import borne
from tools.evidence import CITATION

_BOLD: Final = re.compile(r"\s*(?:[-*\u2022]\s+|\d{1,2}[.)]\s+)?(?:\*\*[^*]+\*\*|__[^_]+__)\s*:?\s*")
_TITLE: Final = re.compile(r"\s*#{1,6}\s+\S.*")
_LEADS_IN: Final = re.compile(r"[^|]*:(?:\*\*)?\s*")
_RULE: Final = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_MOST_WORDS: Final = 20
_TOPICS: Final = frozenset(
    """dose doses dosing dosage interaction interactions monitoring monitor combination adjustment adjustments administration toxicity
    adjusted adjusting starting stopping switching taking giving
    allergy allergies contraindicated contraindication contraindications avoid avoiding safety""".split()
)
"""Words that name what a section is about; what they claim, other checks compare with the evidence."""
_NAMES: Final = frozenset(
    "interaction interactions dose doses dosing dosage monitoring administration drug medicine and the for about".split()
)
"""Words of headings that only name a topic."""
_WHILE: Final = re.compile(
    r"\b(?:while|when|if|until|once|during) (?:[\w-]+ ){0,4}?(?:is|are|was|were|has been|have been|must be|has to be|cannot be|can't be|needs? to be)"
    r" (?:\w+ed|taken|given|held|kept)\b",
    re.I,
)
"""A clause that only says when."""
_ASKING: Final = frozenset("what why how when who where which".split())
_CLAIMING: Final = frozenset("safe safely fine ok okay harmless not no never can may should must allowed".split())
"""'What is known' names a topic; 'why it is safe' claims something."""
_ABOUT: Final = re.compile(r"\b(?:how to|tips (?:for|on)|when to|what to know (?:about|when)|before|while|start of|if you) \w+", re.I)


def cited_below(lines: list[str]) -> dict[int, list[str]]:
    """Give each line that stands over others what they cite, up to the next empty line or heading.

    Args:
        lines: The lines of a draft.

    Returns:
        Evidence ids by the place of the line; lines that cite for themselves, or stand over nothing that cites, are left out.
    """
    found: dict[int, list[str]] = {}
    for place, line in enumerate(lines):
        if not CITATION.search(line) and _stands_over(lines, place) and (ids := _block(lines, place + 1)):
            found[place] = ids
    return found


def _stands_over(lines: list[str], place: int) -> bool:
    line = lines[place]
    if line.lstrip().startswith("|"):
        return place + 1 < len(lines) and bool(_RULE.fullmatch(lines[place + 1]))
    if len(line.split()) > _MOST_WORDS:
        return False
    return any(pattern.fullmatch(line) for pattern in (_BOLD, _TITLE, _LEADS_IN))


def only_topic(line: str) -> bool:
    """Say whether a line is a heading of nothing but the name of a topic, as `### Interactions`; it claims nothing."""
    words = re.findall(r"[a-z]+", line.lower())
    if not (_TITLE.fullmatch(line) or _BOLD.fullmatch(line)) or not words:
        return False
    return set(words) <= _NAMES or words[0] in _ASKING and not _CLAIMING & set(words)


def _rank(line: str) -> int:
    """Return how high a line stands that stands over others: a title over a bold line over a lead-in over the head of a table."""
    if title := _HASHES.match(line):
        return len(title[1])
    return 9 if line.lstrip().startswith("|") else 7 if _BOLD.fullmatch(line) else 8


_HASHES: Final = re.compile(r"\s*(#{1,6})\s")


def _block(lines: list[str], start: int) -> list[str]:
    found: list[str] = []
    own = _rank(lines[start - 1])
    for place in range(start, len(lines)):
        line = lines[place]
        if not line.strip():
            if found:
                break
        elif not CITATION.search(line) and _stands_over(lines, place):
            if found or _rank(line) <= own:
                break
        else:
            found += CITATION.findall(line)
    return list(dict.fromkeys(found))


def beyond(text: str, advice: re.Pattern[str], claims: str) -> str:
    """Return the first word of advice in a heading that is no topic and whose like the evidence under it does not have.

    Args:
        text: The heading, without citations.
        advice: Words that advise.
        claims: What the lines under it cite.

    Returns:
        The word, or nothing.
    """
    for match in advice.finditer(_ABOUT.sub(" ", _WHILE.sub(" ", text))):
        word = match.group().strip().lower()
        if word not in _TOPICS and not borne(word, claims):
            return word
    return ""
