"""A drug that a line recommends is one that its evidence recommends, and not one that stands there to be avoided or as an example."""

from __future__ import annotations

import re
from typing import Final

from models.embedded.mentions import Mention
from nodes.checks.aligned import held, sentences_of
from nodes.checks.draft import Draft, clauses, drugs_named, failure
from nodes.checks.signs import asserted, denied_at
from nodes.state import CheckFailure

_FILL: Final = (
    r"(?:(?:an?|the|oral|topical|inhaled|low[- ]dose|once[- ]daily|daily|either|plain|short|some|such as|like|e\.g\.,?|same)\W+){0,4}"
)
_MOVED: Final = re.compile(
    r"\b(?:(?:switch|chang|mov|convert|rotat|transition|shift|chang)\w*\b[^.;:]{0,60}?\b(?:to|over to|onto)|(?:replac"
    r"|exchang)\w*\b[^.;:]{0,60}?\b(?:with|by|for)|(?:swap|trad)\w*\b[^.;:]{0,60}?\b(?:for|to)"
    rf"|(?<!you )(?<!they )(?<!who )(?<!to )(?:choose|prefer|pick|select|opt|go|try|use|substitute|consider|turn|give|start|add"
    rf"|prescribe)(?: for| with| to)?"
    r"|reach(?:es|ing)? for|(?:recommends?|prefers?|choosing|trying|picking)|(?:does|do|is|are|fares?) (?:best|better|well) (?:on|with)"
    r"|alternatives?\b[^.;:]{0,50}? (?:is|are|was|would be|could be|include|such as)|(?:alternatives?|choices?|options?|substitutes?"
    r"|replacements?)\b[^.;:]{0,50}?:|instead,?)"
    rf"\W+{_FILL}$",
    re.I,
)
"""Before a drug: it is what is chosen."""
_STANDS: Final = re.compile(
    r"^\W*(?:\([^()]*\)\W*)?(?:(?:itself|alone|also|too|still|therefore|then)\W+)*(?:instead\b|in (?:its|their|his) place\b|(?:(?:is"
    r"|are|would be|was) the \w+ (?:that|which) )?(?:would|could|can|may|might|should|will|is|are|seems?|remains?|looks?|makes?"
    r"|offers?|gets?|interacts?|spares?|has|have|sidesteps?|avoids?|works?|does|stays?)\b"
    r"[^.;:]{0,40}?\b(?:choice|option|alternative|substitute|replacement|instead|way|answer|replace\w*|stand in|take (?:its|the"
    r"|over)|step in|serve|fill in|suitable|preferred|safe\w*|fine|kinder|round|around|pick|one (?:to|for)"
    r"|to (?:pick|reach for|use|give|choose|turn to)|in place|fits?"
    r"|substituted|preferable|reasonable|acceptable|good|gentler))",
    re.I,
)
"""Behind a drug: it is what stands in for another."""
_NOT_IT: Final = re.compile(
    r"\b(?:instead of|rather than|in place of|over|than|from|away from|off|stopping|without|not|avoid\w*|never|unlike"
    r"|no)\W+(?:\w+\W+){0,2}$",
    re.I,
)
_OFFERS: Final = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|giv(?:e|en|ing)|choos(?:e|ing)|prefer\w*|pick|such as|instead|rather|alternativ\w*|switch\w*|replac\w*"
    r"|chang\w*|add\w*|consider\w*|recommend\w*|offer\w*|try|start\w*|continu\w*|tak(?:e|en|ing)|raise|adjust\w*|treat\w*|combin\w*"
    r"|reduce|lower\w*|limit|at most|begin|keep|dose)\b",
    re.I,
)
_SHUNS: Final = re.compile(
    r"\b(?:avoid\w*|contraindicat\w*|do not|does not|not|never|cannot|stop\w*|hold\w*|withh\w*|discontinu\w*|except|unless|without"
    r"|than|instead of|rather than|in place of|inhibit\w*|induc\w*|raises?|unlike)\b",
    re.I,
)
_OFFERED: Final = re.compile(
    r"^[^.;]{0,60}?\b(?:can|may|might|is|are|has|have|does|do|hardly|interacts?|induces?|raises?|works?|needs?"
    r"|as)\b[^.;]{0,30}?\b(?:replace|be (?:used|given|chosen|considered|started|taken|kept)|preferred|suitable|standard|recommended"
    r"|reasonable|acceptable|safer?|first|indicated|needed|possible|little"
    r"|less|least|not (?:affect|change|need|interact|raise|inhibit)\w*|hardly|no (?:interaction|effect)|better|enough|used|once|dose"
    r"|mg)\b|^\W*(?:\([^()]*\)\W*)?only (?:if|where|when|with|for|in)\b|^[^.;]{0,30}\b(?:instead|hardly|less|preferred|\d+(?:\.\d+)? ?(?:mg|mcg|g|units?)\b)",
    re.I,
)
_BARRED: Final = re.compile(r"\b(?:not|never|avoid|cannot)(?: be)?\W*$", re.I)
_LIST: Final = re.compile(r"^\W*(?:\([^()]*\)\W*)?(?:,|/|or|and|,\s*(?:or|and)|nor)\W*(?:\w+\W+){0,1}$", re.I)


def recommended_as_cited(draft: Draft) -> list[CheckFailure]:
    """A drug that a cited line recommends stands recommended in the evidence that it cites."""
    found: list[CheckFailure] = []
    for said, text, claims in held(draft):
        if reason := unrecommended(text, claims):
            found.append(failure("recommended_as_cited", said, reason))
    return found


def unrecommended(text: str, claims: str) -> str:
    """Say which drug a text recommends that its evidence names, but does not recommend.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when there is none.
    """
    for clause in clauses(asserted(text)):
        for mention in _chosen(clause):
            places = [(s, m) for s in sentences_of(claims) for m in drugs_named(s) if _same(mention, m)]
            if places and not any(_offered(s, m) for s, m in places):
                return f"Recommends {mention.text!r}, which the evidence names and does not recommend."
    return ""


def _same(own: Mention, there: Mention) -> bool:
    return own.name == there.name or there.how == "class" and own.name in there.candidates


def _chosen(clause: str) -> list[Mention]:
    """Return the drugs that a clause recommends."""
    found: list[Mention] = []
    last: Mention | None = None
    for mention in drugs_named(clause):
        before, behind = clause[: mention.start], clause[mention.end :]
        if mention.how not in ("generic", "brand", "class"):
            continue
        if last is not None and last in found and _LIST.match(clause[last.end : mention.start]):
            found.append(mention)
        elif not _NOT_IT.search(before) and (
            (moved := _MOVED.search(before))
            and not denied_at(clause, moved.start() + 1)
            or (stands := _STANDS.match(behind))
            and not denied_at(clause, mention.end + stands.end())
            and not _SHUNS.search(stands.group())
        ):
            found.append(mention)
        last = mention
    return found


def _offered(sentence: str, mention: Mention) -> bool:
    """Say whether a sentence of the evidence recommends a drug that it names."""
    before, behind = sentence[: mention.start], sentence[mention.end :]
    governs = [*_OFFERS.finditer(before), *_SHUNS.finditer(before)]
    if governs and (last := max(governs, key=lambda m: m.end())):
        if not _SHUNS.fullmatch(last.group()):
            return not _BARRED.search(before[: last.start()])
    offered = _OFFERED.match(behind)
    return (
        bool(offered) and not re.search(r"\b(?:avoid|contraindicat|not recommended)", behind[: offered.end()], re.I) if offered else False
    )
