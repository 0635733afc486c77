"""Lines that claim nothing: questions, the question told again, and titles of names only."""

from __future__ import annotations

import re
from typing import Final

from knowledge.quantities import plain
from nodes.checks.draft import drugs_named, words

_QUESTION: Final = re.compile(
    r"\s*(?:[-*\u2022>]\s+|\d{1,2}[.)]\s+|#{1,6}\s+)?[*_]*(?:(?:Q|Question)\s?\d*\s*[:.)]\s*[*_]*)?\s*(?:and|but|so|or|also)?,?\s*"
    r"(?:which|what|who|when|where|how|why|do|does|did|is|are|was|were|has|have|had|can|could|may|should|would|will|if|any|am)\b[^.!?;:]*\?[*_]*\s*",
    re.I,
)
_LOADED: Final = re.compile(
    r"\b(?:is|are|do|does|ca|wo|could|should|would|was|did|has|have)n't\b|\b(?:why|how)\b.*\b(?:not|safe\w*|fine|ok(?:ay)?|harmless|well)\b",
    re.I,
)
"""A question that already answers itself: 'why is it safe ...?', 'isn't it time to double ...?'."""
_BARE_ANSWER: Final = re.compile(
    r"[\W_]*(?:a(?:nswer)?\W+)?(?:yes|no|sure|ok|okay|fine|of course|certainly|absolutely|correct|right|never|always|definitely"
    r"|go ahead|safe)\b[\W_]*(?:\w+[\W_]*){0,3}",
    re.I,
)
_ANSWERS: Final = re.compile(
    r"[\W_]*(?:a(?:nswer)?\W+)?(?:yes|no|sure|ok|okay|fine|of course|certainly|absolutely|correct|right|never|always|definitely"
    r"|go ahead|safe|it (?:is|can|does)|they (?:are|can|do))\b",
    re.I,
)
_TOPIC: Final = frozenset(
    """consult consultation note notes re regarding about on question summary answer response reply review pharmacist pharmacy clinical interaction
    interactions and with plus in for vs versus or the a an patient dose doses dosing check assessment case drug drugs medication medicine
    information request subject topic recommendation recommendations monitoring counseling counselling overview quick reference combination
    mg""".split()
)
"""Words that a title may have beside names."""
_JOINS: Final = frozenset("and with plus in for on to the a an of patient at is are vs your".split())


def without_questions(text: str, stated: str) -> str:
    """Take the questions out of an uncited line; they claim nothing, unless they answer themselves, are answered at once or hold other numbers.

    Args:
        text: A line without citations.
        stated: What the user told.

    Returns:
        What is left of the line.
    """
    known = set(re.findall(r"\d[\d,.]*\d|\d", plain(stated)))

    def gone(match: re.Match[str]) -> str:
        if _LOADED.search(match.group()) or set(re.findall(r"\d[\d,.]*\d|\d", _NUMBERED.sub("", match.group()))) - known:
            return match.group()
        return " "

    rest = _QUESTION.sub(gone, text)
    return text if _ANSWERS.match(rest) else rest


_NUMBERED: Final = re.compile(r"^\W*(?:Q\w*\s?)?\d{1,2}[.):]", re.I)


def answered_barely(text: str) -> bool:
    """Say whether a line is an answer that says nothing without the question above it."""
    return bool(_BARE_ANSWER.fullmatch(text))


def names_topic(text: str, stated: str) -> bool:
    """Say whether a line is a title of drug names and words for what it is about, as 'Consult note - warfarin/metronidazole'."""
    left = _without_names(text)
    return left is not None and set(left) <= _TOPIC | _numbers(stated)


def restates(text: str, stated: str) -> bool:
    """Say whether a heading or short title only says again what the question says.

    Args:
        text: A line without citations.
        stated: What the user told.

    Returns:
        False for what advises or reassures.
    """
    if not re.fullmatch(r"\s*(?:#{1,6}\s.*|[-*\u2022\s]*(?:\*\*|__).*(?:\*\*|__):?|[^.!?]{3,100}:?)\s*", text) or _OPEN.search(text):
        return False
    left = _without_names(text)
    return left is not None and set(left) <= set(words(plain(stated))) | _JOINS | _numbers(stated)


_OPEN: Final = re.compile(
    r"\b(?:ok(?:ay)?|fine|safe\w*|can|may|should|must|continue|keep|give|take|use|avoid|stop|hold|double|increase|raise|dispense|yes|no|not|never|fill|verify)\b",
    re.I,
)


def _numbers(stated: str) -> set[str]:
    return {n for n in re.findall(r"\d[\d.]*", plain(stated).replace(",", ""))} | {"mg"}


def _without_names(text: str) -> list[str] | None:
    """Return the words of a text that are no drug names; None where it names no drug."""
    named = [m for m in drugs_named(text) if m.how in ("generic", "brand", "class", "misspelling")]
    if not named:
        return None
    for mention in sorted(named, key=lambda m: -m.start):
        text = text[: mention.start] + " " + text[mention.end :]
    return [part for word in words(text.replace(",", "")) for part in word.split("/") if part]
