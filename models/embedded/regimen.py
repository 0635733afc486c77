"""Read what a patient takes, has stopped, is allergic to, and is not allergic to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.embedded.mentions import Mention

NEGATED = re.compile(
    r"(?:\b(?:not|no|never|isn't|denies|without|no longer|never been|off|stopped|discontinued|finished)|n['\u2019]t)\s+(?:\w+\s+){0,2}$",
    re.I,
)
_ALLERGY = re.compile(r"\ballerg(?:ic to|y to|ies to|ies:|ies include|y:)\s*((?:(?!\bbut\b|\ballerg)[^.?!;])+)", re.I)
_ALLERGY_BEFORE = re.compile(r"\b([a-z]+)\s+allergy\b", re.I)
_DENIED = re.compile(
    r"(?:(?:\b(?:not|no longer|never|never been)|n['\u2019]t)\s+(?:really |actually |known to be |at all |been )?|"
    r"\b(?:no|denies|denies any|without)\s+(?:an? )?(?:known )?)$",
    re.I,
)
_TAKES = re.compile(
    r"\b(?:(?:i|he|she|they|patient|who|mother|father|wife|husband|mom|dad|woman|man)\s+"
    r"(?:am|is|are|was|'m|has been|have been)?\s*(?:currently |already |also |now )?"
    r"(?:on|taking|takes|take|uses|using|receiving)"
    r"|i'm (?:currently |already |also )?(?:on|taking)"
    r"|current(?:ly)? (?:medicines|medications|meds|taking|on)(?: are| include)?:?)\b",
    re.I,
)
_ASKING = re.compile(r"\b(?:can|could|should|may|might|if|would|do|does|when|will|want to|how)\s+(?:\w+\s+){0,3}$", re.I)
_QUESTION = re.compile(r"[?!;]|\.(?!\d)|\b(?:can|could|should|would|may|is it|what|how|does|do)\b", re.I)
"""Where a statement about the patient ends and the question begins."""
_DIALYSIS_FIRST = re.compile(r"\b(?:\w*dialysis|hd|pd|crrt|capd)\b(?!.*\b(?:and|plus|with|takes|taking)\b)[^.]*$", re.I)
_DOSE_ASKED = re.compile(r"\s*(?:dose|doses|dosing|dosage)\b(?!\s*(?:is|of|:|=)?\s*\d)", re.I)
_STOPPED = re.compile(
    r"(?:\b(?:stopped|quit|discontinued|came off|has come off|no longer (?:takes?|taking|uses?|using|on|receiving|receives)|"
    r"not (?:taking|using|on|receiving)|never (?:took|takes?))|\b(?:i|he|she|they|patient|who|mother|father|wife|husband|mom|dad) "
    r"do(?:es)?(?: not|n['\u2019]?t) (?:take|use))"
    r"(?:\s+(?:taking|using|my|the|her|his|their|any|on))*\s*$",
    re.I,
)
_WAS_STOPPED = re.compile(r"\s+(?:was|were|has been|have been|is|got)\s+(?:\w+ly\s+)?(?:stopped|discontinued)\b", re.I)
_AGAIN = re.compile(r"\b(?:restart\w*|resum\w+|back on|started again)\b", re.I)
_LIST_GAP = re.compile(r"\s*(?:,|/|&|,?\s*\b(?:and|or|nor)\b)\s*(?:my |the |her |his |any )?$", re.I)


def _places(text: str, mentions: tuple[Mention, ...]) -> list[tuple[int, int, Mention]]:
    found = {
        (m.start(), m.end()): mention
        for mention in mentions
        if mention.start >= 0
        for m in re.finditer(rf"(?<!\w){re.escape(mention.text)}(?!\w)", text, re.I)
    }
    return sorted(((start, end, mention) for (start, end), mention in found.items()), key=lambda f: f[:2])


def allergies(text: str, mentions: tuple[Mention, ...]) -> tuple[list[str], list[str]]:
    """Read what the patient is allergic to, and what the text says they are not allergic to."""
    found: list[str] = []
    denied: list[str] = []
    places = _places(text, mentions)
    for match in _ALLERGY.finditer(text):
        before = text[: match.start()]
        no = bool(_DENIED.search(before))
        if NEGATED.search(before) and not no or match[0][6:8] == "y:" and _ALLERGY_BEFORE.search(text[: match.start() + 7]):
            continue
        question = _QUESTION.search(match[1])
        listed = match[1][: question.start()] if question else match[1]
        span = (match.start(1), match.start(1) + len(listed))
        named = [m.name.lower() for start, _, m in places if span[0] <= start < span[1]]
        named = named or [part.strip().lower() for part in re.split(r",|\band\b|\bor\b", listed)[:3] if 2 < len(part.strip()) <= 40]
        (denied if no else found).extend(named)
    for match in _ALLERGY_BEFORE.finditer(text):
        word = match[1].lower()
        if word in ("an", "the", "no", "any", "drug", "food", "my", "known", "seasonal", "severe", "of", "for", "and"):
            continue
        name = next((m.name.lower() for m in mentions if m.text.lower() == word), word)
        if _DENIED.search(text[: match.start()]):
            denied.append(name)
        elif not NEGATED.search(text[: match.start()]):
            found.append(name)
    return list(dict.fromkeys(found)), [name for name in dict.fromkeys(denied) if name not in found]


def stopped(text: str, mentions: tuple[Mention, ...]) -> list[str]:
    """Read the medicines that the text says the patient does not take or takes no more."""
    found: list[str] = []
    last = -1
    for start, end, mention in _places(text, mentions):
        opening = _STOPPED.search(text[:start])
        if opening and _ASKING.search(text[: opening.start()]):
            opening = None
        listed = last >= 0 and _LIST_GAP.fullmatch(text[last:start])
        if (opening or listed or _WAS_STOPPED.match(text, end)) and not _AGAIN.search(text[end : end + 60]):
            found.append(mention.name)
            last = end if opening or listed else -1
        else:
            last = -1
    return list(dict.fromkeys(found))


def medicines(text: str, mentions: tuple[Mention, ...], without: set[str]) -> list[str]:
    """Read the medicines that the patient takes, apart from those in `without`."""
    found: list[str] = []
    for match in _TAKES.finditer(text):
        if _ASKING.search(text[: match.start()]):
            continue
        end = _QUESTION.search(text, match.end())
        stop = end.start() if end else len(text)
        found += [m.name for m in _listed(text, mentions, match.end(), stop)]
    return [m for m in dict.fromkeys(found) if m not in without]


def _listed(text: str, mentions: tuple[Mention, ...], start: int, stop: int) -> Iterator[Mention]:
    for mention in mentions:
        if not start <= mention.start < stop or mention.how not in ("generic", "brand", "misspelling"):
            continue
        if not _DIALYSIS_FIRST.search(text[start : mention.start]) and not _DOSE_ASKED.match(text, mention.end):
            yield mention
