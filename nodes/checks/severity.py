"""Severity as found, no reassurance against a finding, and the gravest finding first."""

from __future__ import annotations

import re
from typing import Any, Final

from knowledge.vocabulary import SEVERITY_RANK
from models.embedded.mentions import Mention, frequency
from nodes.checks.concepts import said, supported
from nodes.checks.draft import Draft, classes_of, clauses, drugs_named, drugs_of, failure, is_of, stands_in, words
from nodes.state import CheckFailure
from tools.evidence import CITATION, Evidence

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
    r"(?<!not )(?<!never )(?<!n't )(?<!no )\b(?:(?:perfectly|completely|entirely|quite|very|totally)\s+)?(?:safe|safely|harmless|fine|okay|ok"
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
    for line, text, cited in draft.lines():
        items = _concerned(draft, text, cited)
        if not items:
            continue
        levels = {str(e["data"]["severity"]) for e in items}
        ratings = {str(e["data"].get("rating")) for e in items if e["data"].get("rating")}
        claims = " . ".join(" ".join(words(e["claim"])) for e in [*cited, *items])
        if wrong := _wrong_levels(text, levels, claims):
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
    for clause in clauses(text):
        for match in LEVEL.finditer(clause):
            word = match["level"].lower() if match["level"] else _NOTHING
            if word not in said and not _of_the_claim(clause, match, claims):
                wrong.add(word)
    return wrong


_STATES = frozenset("interaction interactions severity risk rating level and or but".split())


_CONDITION = re.compile(r"\bcontraindicated (?:with|in|when|if|together with) ((?:[\w/-]+ ?){1,6})")
_CONDITION_WORDS = frozenset("a an the and or with in when if of to is are together any".split())


def _on_condition(clause: str, claims: str) -> bool:
    """Say whether a clause states a contraindication with the condition under which the claim does: a milder finding has one in a group."""
    said = set(words(clause))
    return any(len((own := set(found.split()) - _CONDITION_WORDS) & said) * 2 >= len(own) > 0 for found in _CONDITION.findall(claims))


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
_SUBSTITUTE: Final = re.compile(r"(?:^|,)(?P<who>[^,]*?)\b(?:can|may|could) be used(?: as an alternative| instead)\b", re.I)
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


def _reassurance(text: str, claims: str, pair: set[str], *, watched: bool) -> str:
    for clause in clauses(text):
        for pattern in (REASSURING, _NEGATED):
            for match in pattern.finditer(clause):
                phrase = words(match.group())
                if len(phrase) >= _WHOLE_PHRASE and f" {' '.join(phrase)} " in f" {claims} ":
                    continue  # the evidence's own words; what they are said of is checked as polarity and by limits
                if not stands_in(clause, match.start(), match.end(), claims) and not _excused(phrase, clause, claims, pair, watched):
                    return match.group().strip()
    return ""


def grave_first(draft: Draft) -> list[CheckFailure]:
    """Contraindicated and major interactions are in the answer, and the first interaction that it names is the worst."""
    ranked = {k: SEVERITY_RANK[e["data"]["severity"]] for k, e in draft.evidence.items() if e["kind"] == "interaction"}
    grave = {k for k, rank in ranked.items() if rank >= SEVERITY_RANK["major"]}
    if not grave:
        return []
    cited = [r for r in CITATION.findall(draft.text) if r in ranked]
    found = [
        failure("grave_first", "", f"The finding {k} ({draft.evidence[k]['data']['severity']}) is missing from the answer.")
        for k in sorted(grave - set(cited))
    ]
    if cited and ranked[cited[0]] < max(ranked[r] for r in cited):
        found.append(failure("grave_first", "", "A milder interaction stands before the worst one."))
    return found


_BODY_SALTS: dict[str, tuple[str, ...]] = {
    "potassium": ("kalemia", "potassium"), "calcium": ("calcemia", "calcium"), "sodium": ("natremia", "sodium"),
    "magnesium": ("magnesemia", "magnesium"), "glucose": ("glycemia", "glucose"), "iron": ("anemia", "iron"),
}  # fmt: skip
"""Names of salts that are values of the blood too, and how evidence may say so."""
_SAME_WORD = re.compile(r"\b(?:medicines|medications|agents)\b", re.I)
_GIVEN = re.compile(
    r"\b(?:use|using|take|taking|give|giving|start|starting|add|adding|try|prescribe|prefer|choose|substitute|replace (?:it|this|that"
    r"|\w+) with|switch(?:ing)? to|change to|instead of"
    r"|alternative (?:is|would be)|such as|like|called|named)\s+(?:(?:a|an|the|oral|low-dose|once-daily|daily"
    r"|either)\s+)*(?P<name>[A-Za-z][a-z]{4,}[a-z-]*)\b"
)
_CAPITAL = re.compile(r"(?<![.!?:;*|#-] )(?<!^)(?<=[a-z,(/] )\(?(?P<name>[A-Z][a-z]{4,})\b")
_STARTS = re.compile(r"(?:^|[.!?:;*|] +)(?P<name>[A-Z][a-z]{4,})\s+(?:is|can|may|should|would|works|has)\b")
_ENDINGS = (
    "mab", "nib", "pril", "sartan", "olol", "statin", "azole", "mycin", "micin", "cillin", "gliptin", "gliflozin", "glutide", "dipine", "prazole", "tidine",
    "setron", "triptan", "oxetine", "cycline", "floxacin", "parib", "ciclib", "xaban", "gatran", "zosin", "profen", "fenac", "thiazide", "semide", "barbital",
    "codone", "tinib", "lukast", "dronate", "zepam", "zolam", "vir",
)  # fmt: skip
"""USAN stems: a word that ends in one, and that no one knows, is a made-up drug."""


def made_up(text: str, known: str) -> list[str]:
    """Return words that stand as a drug would, that English does not have, and that neither evidence nor question holds.

    Args:
        text: A line without citations.
        known: Words of the evidence and the question, in lower case.

    Returns:
        The words, as written.
    """
    named = {w for m in drugs_named(text) if m.how in ("generic", "brand", "class", "misspelling") for w in words(m.text)}
    found = dict.fromkeys(m["name"] for pattern in (_GIVEN, _CAPITAL, _STARTS) for m in pattern.finditer(text))
    found |= dict.fromkeys(w for w in re.findall(r"\b[A-Za-z]{7,}\b", text) if w.lower().endswith(_ENDINGS))
    known_words = set(words(known)) | set(re.findall(r"[a-z]+", known)) | named | _TERMS
    return [w for w in found if not {w.lower(), w.lower().removesuffix("s")} & known_words and not _english(w.lower())]


def _derived(word: str) -> bool:
    """Say whether a word that only resembles a drug's name is an English word with a prefix or an ending: injectable, discolor, afterward."""
    root = re.sub(r"^(?:dis|re|un|non|over)(?=[a-z]{5}$)|(?<=[a-z]{5})(?:able|wards?|ness|ly)$", "", word)
    return root != word and _english(root)


_THE_PILL: Final = re.compile(r"contracept|birth|estrogen|pregnan|hormon", re.I)


_SHORT_NAME: Final = 4
_COMMON: Final = 20_000
"""From how often on a short word in lower case is English and no brand."""


def _no_drug(mention: Mention, text: str, claims: str) -> bool:
    """Say whether a word that reads as a drug's name or class is none here: a known word of medicine, or 'the pill' for any pill."""
    if mention.text.lower() in ("the pill", "the pills"):
        return not _THE_PILL.search(text)
    spoken = said(mention.text)
    if mention.text.islower() and len(mention.text) <= _SHORT_NAME and frequency(mention.text) > _COMMON:
        return True  # 'get rid of'
    if mention.how == "class" and spoken and spoken[0].concepts & supported(claims):
        return True  # 'live vaccines' for live shots
    return mention.how in ("ambiguous", "misspelling", "unknown") and bool(spoken) and spoken[0].text == mention.text


def _english(word: str) -> bool:
    return bool(frequency(word) or frequency(word.removesuffix("s")))


_TERMS = frozenset(
    """antidepressant antidepressants antihistamine antihistamines anticoagulant anticoagulants antiemetic antiplatelet neutropenia
    hyperkalemia hypoglycemia inhibitor inhibitors inducer nephrotoxicity neurotoxicity ototoxicity topical acetylcysteine bradycardia
    pharmacokinetics diuretics microgram milligram clearance cockcroft mosteller devine""".split()
)
"""Words of medicine that the list of English words lacks."""


def drugs_as_cited(draft: Draft) -> list[CheckFailure]:
    """The drugs that a cited line names are drugs of the evidence that it cites."""
    found: list[CheckFailure] = []
    for line, text, cited in draft.lines():
        if not cited:
            continue
        drugs = frozenset(d for e in cited for d in drugs_of(e))
        classes = frozenset(d for e in cited for d in classes_of(e))
        claims: Any = _SAME_WORD.sub("drugs", " ".join(" ".join(words(e["claim"])) for e in cited))
        asked = {m.text.lower() for m in drugs_named(draft.stated) if m.how == "unknown"}
        for mention in drugs_named(_SAME_WORD.sub("drugs", text)):
            if (
                any(word in claims for word in _BODY_SALTS.get(mention.text.lower(), ()))
                or is_of(mention, drugs)
                or re.search(rf" {re.escape(' '.join(words(mention.text)).removesuffix('s'))}s? ", f" {claims} ")
                or _no_drug(mention, text, claims)
            ):
                continue
            if (
                mention.how == "class"
                and set(mention.candidates) & (drugs | classes)
                or mention.how == "ambiguous"
                and _derived(mention.text.lower())
                or mention.how == "unknown"
                and (mention.text.lower() not in asked or mention.text.lower() in _TERMS)
            ):
                continue
            found.append(failure("drugs_as_cited", line, f"{mention.text!r} is not in the evidence that the line cites."))
        known = f"{claims} {' '.join(words(draft.stated))}"
        found += [
            failure("drugs_as_cited", line, f"{name!r} is no drug of the evidence that the line cites.") for name in made_up(text, known)
        ]
    return found
