"""Abbreviations and ways of writing doses that are misread, and what to write in their place.

Sources: ISMP, List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021), https://www.ismp.org/recommendations/error-prone-abbreviations-list;
The Joint Commission, Official "Do Not Use" List, https://www.jointcommission.org/facts_about_do_not_use_list/.
The signs for greater and less are left as they are: the Joint Commission lists them for possible future inclusion only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_UNIT: Final = r"(?:mg|mcg|g|kg|mL|L|units?|mEq|mmol|milligrams?|micrograms?|grams?|tablets?|capsules?|puffs?|drops?)"
_BEHIND: Final = rf"(?=\s?-?{_UNIT}\b(?!/d?L))"


@dataclass(frozen=True, slots=True)
class Prone:
    """One way of writing that is misread.

    Attributes:
        name: What it is called in a reason.
        pattern: How it is found.
        instead: What to write; a string that `re.sub` takes, or a function of the match.
        say: What to write, in words.
    """

    name: str
    pattern: re.Pattern[str]
    instead: str | Callable[[re.Match[str]], str]
    say: str


def _commas(match: re.Match[str]) -> str:
    return f"{int(match[1]):,}"


ERROR_PRONE: Final[tuple[Prone, ...]] = (
    Prone("µg", re.compile(r"(?<![A-Za-z])[\u00b5\u03bc]g\b"), "mcg", "mcg"),
    Prone("IU", re.compile(r"(?<=\d)\s?(?:IU|I\.U\.)(?!\w)|(?<![\w/])IU(?=s?\b)"), " units", "units"),
    Prone("U for units", re.compile(r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s?[Uu](?![\w/.-])"), r"\1 units", "units"),
    Prone("cc", re.compile(r"(?<=\d)\s?cc\b"), " mL", "mL"),
    Prone("QD", re.compile(r"(?<![\w/])(?:QD|qd|q\.d\.|Q\.D\.|q1d)(?!\w)"), "daily", "daily"),
    Prone("QOD", re.compile(r"(?<![\w/])(?:QOD|qod|q\.o\.d\.?|Q\.O\.D\.?)(?!\w)"), "every other day", "every other day"),
    Prone("qhs", re.compile(r"(?<![\w/])(?:q\.?h\.?s\.?|QHS|qHS)(?!\w)"), "at bedtime", "at bedtime"),
    Prone("HS", re.compile(r"(?<![\w/])(?:HS|hs|h\.s\.)(?![\w/])(?! CRP)"), "at bedtime", "at bedtime"),
    Prone("TIW", re.compile(r"(?<![\w/])(?:TIW|tiw|t\.i\.w\.)(?!\w)"), "3 times weekly", "3 times weekly"),
    Prone("SC, SQ, sub q", re.compile(r"(?<![\w/])(?:SQ|SubQ|subQ|subq|sub q|sub-q|s\.c\."
    r"|SC)(?![\w/])"), "subcutaneously", "subcutaneously"),
    Prone("per os", re.compile(r"\bper os\b", re.I), "by mouth", "by mouth"),
    Prone("UD", re.compile(r"(?<![\w/])UD(?![\w/])"), "as directed", "as directed"),
    Prone("D/C", re.compile(r"(?<![\w/])(?:D/C|d/c)(?![\w/])"), "stop", "discharge or stop"),
    Prone("MSO4", re.compile(r"(?<!\w)MSO(?:4|\u2084)(?!\w)"), "morphine sulfate", "morphine sulfate"),
    Prone("MgSO4", re.compile(r"(?<!\w)MgSO(?:4|\u2084)(?!\w)"), "magnesium sulfate", "magnesium sulfate"),
    Prone("MS", re.compile(rf"(?<![\w-])MS(?=\s+\d[\d.,]*\s?{_UNIT}\b)|(?<=mg )MS(?![\w-])"
    rf"|(?<=mg of )MS(?![\w-])"), "morphine sulfate", "morphine sulfate or magnesium sulfate"),
    Prone("a trailing zero", re.compile(rf"(?<![\w.])(\d+)\.0+{_BEHIND}"), r"\1", "the number without it"),
    Prone("a naked decimal point", re.compile(rf"(?<![\w.])\.(\d+){_BEHIND}"), r"0.\1", "a zero before the point"),
    Prone("a large dose without commas", re.compile(r"(?<![\w.,/-])(\d{5,7})(?![\d.,])(?=\s?(?:mg|mcg|units?|mL)\b)"), _commas, "commas"),
)  # fmt: skip


def error_prone(text: str) -> tuple[tuple[str, str, str], ...]:
    """Find what is misread in a text.

    Args:
        text: A line of an answer.

    Returns:
        For each: what it is called, the words, and what to write.
    """
    return tuple((prone.name, match.group().strip(), prone.say) for prone in ERROR_PRONE for match in prone.pattern.finditer(text))


def mended(text: str) -> str:
    """Write a text without what is misread; units of laboratory values, links and ids are untouched when left out of `text`.

    Args:
        text: A line of an answer.

    Returns:
        The text, with the same meaning.
    """
    for prone in ERROR_PRONE:
        text = prone.pattern.sub(prone.instead, text)
    return text
