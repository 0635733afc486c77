"""Severity as found, no reassurance against a finding, and the gravest finding first."""

from __future__ import annotations

import re
from typing import Final

from knowledge.vocabulary import SEVERITY_RANK
from nodes.checks.concepts import said
from nodes.checks.draft import Draft, clauses, drugs_named, failure, stands_in, words
from nodes.checks.questions import without_questions
from nodes.checks.signs import denied_at
from nodes.state import CheckFailure
from tools.evidence import Evidence

_NOTHING: Final = "none known"
LEVEL: Final = re.compile(
    r"\b(?P<level>contraindicated|major|moderate|minor|mild|severe|none known)\b"
    r"|\b(?P<nothing>(?:no|zero|without(?: any)?)\s+(?:[\w-]+\s+){0,3}?interactions?|(?:do(?:es)?|will|would) ?(?:not|n't) interact)\b"
    r"(?!\s+(?:data|information|record|finding))",
    re.I,
)
_RATING: Final = re.compile(
    r"\b(?:rating|rated|severity|category|risk(?:\s+(?:level|class|group|grade))?)(?:\s|is|as|of|a|:|=|\*)*\b(?-i:([ABCDX]))\b(?!\w)"
    r"|\b(?-i:([ABCDX]))[\s-]+(?:rating|rated)\b",
    re.I,
)
_NEGATED: Final = re.compile(
    r"(?:\b(?:not|never|no|hardly|neither|far from|without)|n't)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:contraindicated|major|moderate|minor|severe|serious|dangerous|harmful)\b",
    re.I,
)
REASSURING: Final = re.compile(
    r"(?<!not )(?<!never )(?<!n't )(?<!no )\b(?:(?:perfectly|completely|entirely|quite|very|totally)\s+)?(?:safe|safely|harmless|fine"
    r"|okay|ok"
    r"|benign|acceptable)\b"
    r"|\bfreely\b|\btogether without\b|\bwell tolerated\b|\b(?:un|not )problematic\b"
    r"|\b(?:negligible|trivial|insignificant|irrelevant|unimportant|theoretical only|low[- ]risk|risk[- ]free|carefree)\b"
    r"|\b(?:no|without(?: any)?|zero|little|needs? no|requires? no)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:monitoring|concerns?|risks?|problems?|issues?|adjustments?|precautions?|dangers?|worry|worries|harm|effects?"
    r"|contraindications?|action|caution|changes?|bleeding)\b"
    r"|(?:\b(?:not|never|hardly)|n't)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:need(?:ed)?|necessary|required|worry|matter|a problem|a concern|an issue|harm(?:ful)?|dangerous|significant|relevant)\b"
    r"|\b(?:can|may|could)\s+(?:both\s+|always\s+)?be\s+(?:[\w-]+\s+)?(?:taken|used|combined|given|co-?administered)\b"
    r"|\b(?:can|may)\s+(?:both\s+)?(?:combine|be combined)\b"
    r"|^\s*none\s*$|\binteractions?\W+(?:is\s+)?none\b|\bnothing to (?:worry|fear)\b|\blow severity\b|\bgo(?:es)? well\b"
    r"|\bgo ahead\b|\bunlikely\b|\bunnecessary\b|\bcombine\s+(?:them\s+)?(?:as|at will|however)\b|\bdisregard\b|\bignore\b",
    re.I,
)


def _concerned(draft: Draft, text: str, cited: list[Evidence]) -> list[Evidence]:
    """Return the interactions that a line speaks of: those whose drugs it names, cited or not, else all that it cites."""
    here = [e for e in cited if e["kind"] == "interaction"]
    named = drugs_named(text)
    if len(named) > 1:
        spoken = [e for e in draft.evidence.values() if e["kind"] == "interaction" and _names_both(e, {m.name for m in named})]
        if spoken:
            return spoken
    return here


def _names_both(item: Evidence, named: set[str]) -> bool:
    return all({str(item["data"].get(side, "")), str(item["data"].get(side, "")).lower()} & named for side in ("drug_a", "drug_b"))


def severity_as_found(draft: Draft) -> list[CheckFailure]:
    """A line on an interaction states no severity, rating or reassurance that the finding does not bear."""
    found: list[CheckFailure] = []
    for line, text, cited in draft.reworded():
        items = _concerned(draft, text, cited)
        if not items:
            continue
        levels = {str(e["data"]["severity"]) for e in items}
        ratings = {str(e["data"].get("rating")) for e in items if e["data"].get("rating")}
        claims = " . ".join(" ".join(words(e["claim"])) for e in [*cited, *items])
        if wrong := _wrong_levels(without_questions(text, draft.stated), levels, claims):
            reason = f"States {', '.join(sorted(wrong))}; the finding is {', '.join(sorted(levels))}."
            found.append(failure("severity_as_found", line, reason))
        if wrong := _wrong_ratings(text, ratings, claims):
            reason = f"States rating {', '.join(sorted(wrong))}; the finding's is {', '.join(sorted(ratings)) or 'none'}."
            found.append(failure("severity_as_found", line, reason))
        ranks = [SEVERITY_RANK[level] for level in levels]
        pair = {str(e["data"].get(side, "")) for e in items for side in ("drug_a", "drug_b")}
        watched = max(ranks) <= SEVERITY_RANK["moderate"] and min(ranks) >= 0 and ratings == {"C"}
        if (max(ranks) >= SEVERITY_RANK["moderate"] or min(ranks) < 0) and (phrase := _reassurance(text, claims, pair, watched=watched)):
            reason = f"Reassures ({phrase!r}) against the finding, which is {', '.join(sorted(levels))}."
            found.append(failure("severity_as_found", line, reason))
    return found


def _wrong_levels(text: str, levels: set[str], claims: str) -> set[str]:
    said = {level.replace("_", " ") for level in levels}
    wrong = set()
    label = ""
    for clause in clauses(text):
        for match in LEVEL.finditer(clause):
            word = match["level"].lower() if match["level"] else _NOTHING
            if (
                word not in said
                and not _of_the_claim(clause, match, claims)
                and not (word == "contraindicated" and _on_condition(f"{label} {clause}", claims))
            ):
                wrong.add(word)
        label = clause if len(clause.split()) <= _LABEL_WORDS else ""
    return wrong


_LABEL_WORDS: Final = 8
"""Longest label, as in 'With renal impairment: contraindicated'."""
_STATES = frozenset("interaction interactions severity risk rating level and or but".split())


_CONDITION = re.compile(r"\bcontraindicated (?:with|in|when|if|together with) ((?:[\w/-]+ ?){1,6})")
_CONDITION_WORDS = frozenset("a an the and or with in when if of to is are together any".split())


def _on_condition(clause: str, claims: str) -> bool:
    """Say whether a clause states a contraindication with the condition under which the claim does: a milder finding has one in a group."""
    own_words, spoken = set(words(clause)), set() if _NORMAL.search(clause) else _conditions(clause)
    for found in _CONDITION.findall(claims):
        wanted, meant = set(found.split()) - _CONDITION_WORDS, _conditions(found)
        if len(wanted & own_words) * 2 >= len(wanted) > 0 or len(meant & spoken) * 2 >= len(meant) > 1:
            return True
    return False


_NORMAL: Final = re.compile(r"\b(?:normal|healthy|good|intact|preserved|no|without|unimpaired)\b", re.I)


def _conditions(text: str) -> set[str]:
    return {n for spoken in said(text) for n in spoken.concepts}


_NOT_MEANT = re.compile(r"(?:\bnot|n't) (?:mean|imply|prove|show)(?: that)?(?: there (?:is|are|were|was))?\s*$", re.I)
"""Before 'no interaction': 'this does not mean that there is'."""
_STRENGTH = re.compile(r"\s+(?:CYP\w+ |P-gp )?(?:inhibitor|inducer)\b", re.I)
_DEGREES = frozenset({"severe", "mild"})
"""Words of degree that findings are not graded by."""
_VERDICT = re.compile(r"\b(?:interactions?|severity|ratings?|rated|levels?|class\w*|categor\w+|graded?)\b")


def _of_the_claim(clause: str, match: re.Match[str], claims: str) -> bool:
    """Say whether a severity word belongs to words of the claim, such as 'major bleeding', and is no verdict."""
    behind = words(clause[match.end() :])[:1]
    if match["nothing"] and _NOT_MEANT.search(clause[: match.start()]):
        return True
    if match.group().lower() == "moderate" and _STRENGTH.match(clause[match.end() :]):
        return " moderately " in f" {claims} "
    if (
        match.group().lower() in _DEGREES
        and f" {match.group().lower()} " in f" {claims} "
        and not _VERDICT.search(f"{' '.join(words(clause[: match.start()])[-3:])} | {' '.join(words(clause[match.end() :])[:3])}")
    ):
        return True  # 'may be severe' of an effect that is severe in the evidence
    if behind and behind[0] not in _STATES and f" {' '.join([*words(match.group()), *behind])} " in f" {claims} ":
        return True
    if match.group().lower() == "contraindicated" and _on_condition(clause, claims):
        return True
    return len(words(clause)) > 2 and stands_in(clause, match.start(), match.end(), claims)


def _wrong_ratings(text: str, ratings: set[str], claims: str) -> set[str]:
    return {
        letter
        for match in _RATING.finditer(text.replace("*", ""))
        if (letter := match[1] or match[2]) not in ratings and f" {' '.join(words(match.group()))} " not in f" {claims} "
    }


_WHOLE_PHRASE: Final = 3


_WATCHED: Final = re.compile(r"\bonly with (?:\w+ ){0,3}?monitoring\b", re.I)
"""Under what condition a pair whose rating is 'monitor' (C) may be said to be used."""
_SUBSTITUTE: Final = re.compile(
    r"(?:^|,)(?P<who>[^,]*?)\b(?:can|may|could) be used(?: as an alternative| instead| in its place| in place of it)\b", re.I
)
_LINK_WORDS: Final = frozenset("a an the or and either also for of".split())


def _excused(phrase: list[str], clause: str, claims: str, pair: set[str], watched: bool) -> bool:
    """Say whether a reassuring phrase is one that the finding bears.

    That is: use under monitoring where the rating is to monitor; a substitute that the evidence names; another drug that changes little.
    """
    named = {m.name for m in drugs_named(clause)}
    if phrase[-1] in ("effect", "effects", "change", "changes"):
        return any(re.search(rf"\b{re.escape(name)} (?:hardly|barely) (?:changes|affects) ", claims) for name in named - pair)
    if phrase[-1] not in ("used", "taken", "given"):
        return False
    if watched and _WATCHED.search(clause):
        return True
    if (match := _SUBSTITUTE.search(clause)) and not named & pair:
        who = set(words(match["who"])) - _LINK_WORDS
        return bool(who) and who <= set(words(claims))
    return False


_CALM: Final = frozenset({"safe", "safely", "harmless", "fine", "okay", "ok", "benign", "acceptable", "used", "taken", "combined", "given"})
_NONE: Final = ("no ", "without ", "not ", "n't", "never ", "hardly ")
_DOUBT: Final = re.compile(
    r"\b(?:doubt|reason|question|problem|need|worr\w+|hesitat\w+|think|only|objection|harm|wrong|issue|concern|unless|longer)\b", re.I
)
"""Words that turn a denial into approval: 'no doubt that it is safe'."""


def _reassurance(text: str, claims: str, pair: set[str], *, watched: bool) -> str:
    for clause in clauses(text):
        for pattern in (REASSURING, _NEGATED):
            for match in pattern.finditer(clause):
                phrase = words(match.group())
                if (
                    phrase[-1] in _CALM
                    and not match.group().lower().startswith(_NONE)
                    and denied_at(clause, match.start())
                    and not _DOUBT.search(clause)
                ):
                    continue  # 'gives no safe interval'
                if len(phrase) >= _WHOLE_PHRASE and f" {' '.join(phrase)} " in f" {claims} ":
                    continue  # the evidence's own words; what they are said of is checked as polarity and by limits
                if not stands_in(clause, match.start(), match.end(), claims) and not _excused(phrase, clause, claims, pair, watched):
                    return match.group().strip()
    return ""
