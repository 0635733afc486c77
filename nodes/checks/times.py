"""Times in words: the day before, overnight, each minute, for life. They stand in the evidence as its numbers do."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from nodes.checks.aligned import held, nearest
from nodes.checks.draft import Draft, failure
from nodes.state import CheckFailure

_ROWS: Final = (
    (
        r"(?:the )?(?:day|evening|night) (?:before|earlier|prior)|(?:previous|preceding) (?:day|evening|night)|a day (?:before"
        r"|earlier|ahead)",
        r"day before|previous|\b1 day\b|24 hours|night before",
    ),
    (
        r"(?:the )?(?:next|following) (?:day|morning|evening)|(?:the )(?:day|morning|evening|night) after|a day (?:later|after)"
        r"|within a day",
        r"next (?:day|morning)|following (?:day|morning)|day after|\b1 day\b|24 hours|within a day|(?:morning|day) after",
    ),
    (r"overnight|over night", r"overnight|night|evening|sleep|8 hours|12 hours|bed"),
    (
        r"(?:the )?same (?:evening|night|morning|afternoon|hour)|later today|tonight",
        r"same (?:day|evening|night|morning)|later that day|today|tonight|at once|right away|immediate|now\b",
    ),
    (r"(?:at|every|each) nights?|nightly|bedtime|before bed|evenings?", r"night|bed|evening|dinner|supper|sleep|late in the day"),
    (r"mornings?|breakfast|on waking|wake up", r"morning|breakfast|rising|get up|wak|early in the day|\bday\b"),
    (r"noon|lunch\w*|afternoons?|midday", r"noon|lunch|midday|meal|afternoon|day"),
    (r"week-?ends?", r"week-?end"),
    (r"(?:per|each|every|an?|by the) minutes?|minute by minute|every (?:few|couple of) minutes", r"(?:per|each|every|a) minute|\/min"),
    (r"(?:each|every|by the) hours?|(?<!-)hourly", r"(?:per|each|every|an) hour|hourly"),
    (r"(?<!half )an hour(?! and)|one hour", r"\b(?:1|one|an) hour|60 min|hourly|(?:each|every|per) hour"),
    (r"(?:a|one) week|weekly", r"\b(?:1|one|a|per|each|every|this|once) week|7 days|weekly"),
    (r"(?:a|one) month", r"\b(?:1|one|a|per|each|every) month|4 weeks|28 days|30 days|monthly"),
    (
        r"repeat(?:s|ed|ing)?(?! (?:the |a |an )?(?:test|level|check|measure|INR|ECG|lab|history|exam))|once more|another (?:dose"
        r"|tablet|pill|shot)",
        r"repeat|again|another|second|more|\bnext\b",
    ),
    (r"(?:each|every|per|by the) months?|monthly", r"month|4 weeks|28 days|30 days"),
    (r"(?:each|every|per|a|the) years?|yearly|annual\w*|year-round|end of the year", r"year|annual|12 months|52 weeks"),
    (r"fortnight\w*|bi-?weekly|every other week", r"2 weeks|two weeks|fortnight|14 days|bi-?weekly|every other week"),
    (r"every other day|alternate days|on alternate", r"every other day|alternate|48 hours|2 days|other day"),
    (
        r"life-?long|for life|rest of (?:his|her|their|your|the) (?:life|lives)|for ever|forever|indefinitely|for good|permanently",
        r"\blife\b|lifelong|lifetime|indefinite|permanent|irreversib|always|never|not go away|ever\b|long[- ]term",
    ),
    (
        r"one-time|one-off|once and for all|just once|only once|a single time|once in a lifetime",
        r"\bonce\b|\bone\b|\bsingle\b|one-time|\b1 \w+",
    ),
    (
        r"around the clock|day and night|all day|round the clock|non-?stop|continuously|constantly",
        r"around the clock|day and night|continuous|24 hours|constant|all day|steady|each day|every day",
    ),
    (
        r"(?<!hurts )twice(?! the| as| over)|two times(?! (?:the|as|that|what|higher|more|its|this))|both morning and (?:night"
        r"|evening)|morning and (?:night|evening)",
        r"twice|two times|2 times|\b2\b|two\b|every 12|double|twofold|bid\b|\bq12"
        r"|morning and|divided",
    ),
    (r"thrice|three times(?! (?:the|as|that|what|higher|more|its|this))", r"thrice|three|\b3\b|every 8|\btid\b|\bq8|triple"),
    (r"four times(?! (?:the|as|that|what|higher|more|greater|larger|its|this))", r"four|\b4\b|every 6|\bqid\b|\bq6|fourfold|quadrup"),
    (
        r"(?:in|into|over|as) (?:two|three|four|2|3|4) (?:portions|parts|servings|goes|intakes|doses|halves|thirds|quarters)",
        r"divided|split|portions?|parts?|\bin (?:two|three|four|2|3|4)\b|twice|three times(?! (?:the|as|that|what|higher|more|its"
        r"|this))|2 or 3|3 times|4 times",
    ),
)
_SPAN: Final = re.compile(
    r"\b(?P<many>an?|one|two|three|four|five|six|seven|ten|some|few|several|couple of|a couple|many|half an?|single|short)(?: more"
    r"| extra| full| whole)? (?P<unit>minute|hour|day|week|month|year|decade)s?\b(?! old)",
    re.I,
)
"""A span in words; its unit stands in the evidence."""
_SAME_UNIT: Final = {
    "minute": r"minute|\bmin\b|hour", "hour": r"hour|\bh\b|minute|\bday", "day": r"\bdays?\b|daily|dai|hour|week|night|morning|date",
    "week": r"week|\bdays\b|month", "month": r"month|week|year|trimester|28 days|30 days", "year": r"year|month|annual", "decade": r"decade|years",
}  # fmt: skip
_RATE: Final = re.compile(r"(?:\d|\b(?:mg|mcg|g|units?|mL|mEq|MME|times|once|twice|doses?|tablets?|pills?)) $", re.I)
_VAGUELY: Final = re.compile(r"\b(?:within|in a matter of|after) (?P<unit>minutes|hours|days|weeks|months|years)\b", re.I)
_VAGUE: Final = frozenset({"some", "few", "several", "couple of", "a couple", "many", "short", "single"})


@lru_cache(maxsize=1)
def _times() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(rf"\b(?:{told})\b", re.I), re.compile(borne, re.I)) for told, borne in _ROWS)


def times_as_found(draft: Draft) -> list[CheckFailure]:
    """A time that a cited line names in words stands in the evidence that it cites, or in the question."""
    found: list[CheckFailure] = []
    for said, text, claims in held(draft):
        if reason := untimed(text, f"{claims} \n {draft.stated}"):
            found.append(failure("times_as_found", said, reason))
    return found


def untimed(text: str, support: str) -> str:
    """Say which time in words nothing supports.

    Args:
        text: A line without citations.
        support: What its evidence and the question say.

    Returns:
        The reason; empty when there is none.
    """
    for told, borne in _times():
        if (match := told.search(text)) and not borne.search(support):
            return f"Says {match.group()!r}, a time that the evidence does not name."
    for match in _VAGUELY.finditer(text):
        near = nearest(text, support)
        if near and not any(re.search(match["unit"][:-1], s, re.I) for s in near):
            return f"Says {match.group()!r}, a time that the evidence does not name."
    for match in _SPAN.finditer(text):
        if _RATE.search(text[: match.start()]):
            continue  # '2,000 mg a day'
        unit = match["unit"].lower()
        own = rf"\b{unit}s?\b" if match["many"].lower() in _VAGUE else _SAME_UNIT[unit]
        if not re.search(own, support, re.I):
            return f"Says {match.group()!r}, a time that the evidence does not name."
    return ""
