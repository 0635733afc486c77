"""Which telling words a text says and which it denies."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from knowledge.quantities import plain
from nodes.checks.draft import clauses

_STEMS: Final = (
    r"(?:avoid|prevent|eliminat|remov|abolish|solv|bypass|circumvent|get(?:s|ting)? around)\w* (?:the|this|that) (?:interaction|problem"
    r"|fall|loss|drop)",
    "contraindicat", "avoid", "recommend", "combin", "adjust", "reduc", "chang", "stop", "increas", "decreas", "metaboli[sz]", "(?:hemo|haemo)?dialy[sz]",
    "excret", "inhibit", "induc", "separat", "affect", "help", "work", "appl(?:y|ies|ied)", "cross", "pass", "caus", "requir", "need", "necessar", "studied",
    "approv", "effective", "work", "harm", "crush", "chew", "split", "cut", "drink", "drive", "mix", "share", "freez", "eat", "skip", "doubl", "exceed",
    "emergency", "antidote", "worsen", "lead", "damag", "block", "toxic",
    "us(?:e|es|ed|ing)", "giv(?:e|es|en|ing)", "tak(?:e|es|en|ing)", "start", "continu", "interact", "monitor", "check", "wait", "swallow", "hold", "restart",
    "lower", "rais", "known", "reported", "prolong", "protein bound", "likely", "serious", "severe", "fatal", "permanent", "reversible", "safe", "tell", "call",
    "solv", "compensat", "mak(?:e|es|ing) up for", "offset", "overcom", "remed", "fix(?:es|ed)?",
)  # fmt: skip
STEM: Final = re.compile(rf"\b(?P<stem>{'|'.join(dict.fromkeys(_STEMS))})\w*\b", re.I)
NO: Final = re.compile(
    r"\b(?:not|never|cannot|without|neither|nor|no|nobody|none(?= known| is\b| are\b|\s*$)|absence of|non|hardly|isn't|aren't|don't|doesn't|won't"
    r"|can't|shouldn't"
    r"|mustn't|needn't)\b|n't\b",
    re.I,
)
_STOPS: Final = re.compile(
    r"\b(?:but|unless|except|until|before|because|since|which|who|that|if|when|while|and (?:then|do|use|give"
    r"|take|check|watch|stop|start|lower|reduce|is|are|was|it|does|can|may)|and (?=(?:[\w-]+ ){1,2}(?:does|do|is|are|can|cannot|will"
    r"|has|have|may|should|must)\b))\b|,",
    re.I,
)
_SCOPE: Final = 5
"""How many words a negation reaches forward."""

_UNAVOIDABLE: Final = re.compile(
    r"\b(?:if|where|when|once|unless|should)\b[^,;:.!?]{0,80}?(?:cannot|can't|not|n't|neither|none|no)\b[^,;:.!?]{0,30}?\b(?:avoid(?:ed"
    r"|ing)?"
    r"|possible|avoidable|an option|available)\b|\bwhether\b[^.;!?]*",
    re.I,
)
_NEEDED_LABEL: Final = re.compile(r"\b(?:or|if|when|where|already)\b[^.;:|]*\b(?:needed|required|necessary)\W{0,3}:", re.I)
"""'Already on it, or repeated courses needed: ...' is a condition."""
_BRAND: Final = re.compile(r"\((?!not\b|no\b|never\b)[\w-]+\)", re.I)
"""One word in brackets, such as a brand; it does not end what is denied before it."""
_SHUN: Final = re.compile(r"\bavoid(?:ing|ed|s)?\b", re.I)
_DONE: Final = frozenset({"chang", "crush", "chew", "drive", "mix", "share", "freez", "doubl", "exceed", "swallow", "rais", "skip", "stop"})
"""What is done and can be shunned."""
_AGENT: Final = re.compile(r"(?:inhibit|induc)[eo]rs?|(?:inhibit|induc|interact)ing", re.I)
_CONDITIONAL: Final = re.compile(
    r"(?:\b(?:without|free of|absent|absence of)|(?<!\bis )(?<!\bare )(?<!\bas )\b(?:no|not on|nor|neither))(?:\s+\S+){0,4}\s*$", re.I
)
"""Before an interacting drug: a condition that it be absent."""
_WHO_LACK: Final = re.compile(
    r"\b(?:patients?|people|those|women|men|adults|anyone|someone|children|persons?) (?:\w+ )?without(?: an?| any)?\s*$", re.I
)
_LACKING: Final = re.compile(
    r"\bwithout\b(?:(?!\b(?:is|are|was|were|can|may|should|must|will|has|have|do|does|needs?)\b)[^,;])*\b(?=(?:is|are|was|were|can|may"
    r"|should|must|will|has|have|do|does|needs?)\b)",
    re.I,
)
"""'People without a raised risk are likely ...' denies no more than the risk."""
_NO_SUBJECT: Final = re.compile(r"\W*(?:and )?(?:no|none of|neither)\s(?:[\w/-]+\s){2,9}?(?:is|are|was|were|has been|have been)\s", re.I)
"""'No amoxicillin dose reduction is generally needed': what a subject with 'no' is denied reaches to its verb."""
_NEEDLESS: Final = re.compile(
    r"[^,;]{0,40}?\s(?:is|are|was|were)\s+(?:not|n't|never|hardly|rarely)\s+(?:\w+ly\s+)?"
    r"(?:needed|required|necessary|warranted|a good idea|a good plan|advised|advisable|recommended|wise|allowed|ok|okay)\b",
    re.I,
)
_OF_DOSE: Final = re.compile(r"\b(?:dos(?:e|es|age|ing))\s*$", re.I)
"""Before 'change': an adjustment."""
_FAILS: Final = re.compile(
    r"\s+(?:\w+ly )?(?:(?:does|do|did|will|would|can|could|is|are)\s*(?:not|n't|little|hardly|no\b)|cannot|hardly|barely|fails?"
    r"|(?:is|are) (?:of (?:no|little)|useless|ineffective|pointless|futile)|does nothing"
    r"|\w+s (?:(?:very|only) )?(?:little|hardly anything|almost nothing|nothing|not much)"
    r"|(?:removes?|clears?) (?:little|none|hardly|almost no))",
    re.I,
)
"""What dialysis does not do."""
_LISTED: Final = re.compile(r"(\b\w+), (?=(?:\w+,? ){1,2}(?:or|nor)\b)|(\b\w+),? (?=(?:or|nor)\b)", re.I)
"""Commas of a list that ends in 'or': what is denied of the first is denied of all."""


@lru_cache(maxsize=4096)
def signed(text: str) -> dict[str, frozenset[bool]]:
    """Return for each telling word of a text whether it is said (True), denied (False) or both."""
    found: dict[str, set[bool]] = {}
    for clause in clauses(_BRAND.sub(" ", _UNAVOIDABLE.sub(" ", _NEEDED_LABEL.sub(" ", plain(text))))):
        for match in STEM.finditer(clause):
            if match.group().lower() in ("stopping", "exceeds"):
                continue  # an event or a state, no order
            before = _listed(clause[: match.end()])[: -len(match.group())]
            reach = _STOPS.split(before)[-1]
            reach = _LACKING.sub(" ", reach)
            near = reach if _NO_SUBJECT.match(reach) else " ".join(reach.split()[-_SCOPE:])
            behind = clause[match.end() :]
            if _AGENT.fullmatch(match.group()) and _CONDITIONAL.search(near):
                continue  # 'without such an inhibitor' is a condition
            if match.group().lower().endswith("ed") and _WHO_LACK.search(near):
                continue  # 'people without raised bleeding risk'
            if match.group().lower() == "exceed" and re.search(r"\b(?:would|will|does)(?: \w+)?\s*$", before, re.I):
                continue  # what would happen is no order
            denied = root(match["stem"]) == "need" and bool(re.match(r"\s+not?\b", behind)) or len(NO.findall(near)) % 2 == 1
            if root(match["stem"]) in _DONE and _SHUN.search(near):
                denied = not denied  # 'avoid big changes'
            if not denied and (_NEEDLESS.match(behind) or root(match["stem"]) == "dialy" and _FAILS.match(behind)):
                denied = True  # 'dose changes are not needed', 'dialysis does not remove it'
            stem = "adjust" if root(match["stem"]) == "chang" and _OF_DOSE.search(before) else root(match["stem"])
            found.setdefault(stem, set()).add(not denied)
    return {stem: frozenset(ways) for stem, ways in found.items()}


def _listed(text: str) -> str:
    """Return a text whose lists of denied things have no commas and no second denial: 'neither a nor b' denies once."""
    return _NOR.sub(r"\1or", _LISTED.sub(r"\1\2 ", text))


_NOR: Final = re.compile(r"(\b(?:neither|not|no|never|cannot)\b[^.;]{0,120}?)\bnor\b", re.I)


_CONDITION: Final = re.compile(
    r"(?:^|(?<=[.;:|!?]))\W*(?:if|when|where|in case|should)\b[^,;:.!?]*[,:]"
    r"|(?<=\w )(?:if|whether|in case|unless)\b(?:(?! (?:and|but|so|then|you may)\b)[^,;:.!?])*(?=[,;:.!?]|$)",
    re.I,
)
_LABEL_SHUNNED: Final = re.compile(
    r"(?P<what>[^:.;!?|*]{3,60})\W{0,4}:\W{0,6}(?P<how>(?:please |always )?avoid"
    r"|(?:please )?(?:do not|don't|never)(?: \w+)?|skip|not)\s+(?:them|it|these|this|those|that)\b",
    re.I,
)


_ANSWERED_NO: Final = re.compile(
    r"\b(?:can|may|should|could|do|must|shall) (?:I|you|we|he|she|they|it|(?:the |a )?patients?) (?:still |also |just )?(?P<what>[^?"
    r"|.;:]{2,60})\?[\s|*]*(?=not\b|never\b|don't\b|do not\b)",
    re.I,
)
"""A question and the 'no' behind it: 'Can I stop? Not on your own'."""


def asserted(text: str) -> str:
    """Return a text without its conditions, which permit nothing: 'if both must be given: ...'.

    Args:
        text: A line without citations.
    """
    return _CONDITION.sub(" ", text)


def joined(text: str) -> str:
    """Return a text in which what stands before a colon and is shunned behind it is shunned in one: 'avoid big changes'."""
    return _ANSWERED_NO.sub(r"do not \g<what>, ", _LABEL_SHUNNED.sub(r"\g<how> \g<what>", text))


def denied_at(text: str, place: int) -> bool:
    """Say whether what stands at a place of a text is denied: an odd number of negations reach it."""
    before = re.split(r"[.;:!?](?=\s|$)", text[:place])[-1]
    reach = _STOPS.split(_listed(f"{before}x")[:-1])[-1]
    return len(NO.findall(" ".join(reach.split()[-_SCOPE - 2 :]))) % 2 == 1


_HELPS: Final = frozenset({"solv", "compensat", "offset", "overcom", "remed", "fix", "fixes", "fixed"})
"""Stems that mean help against what is feared."""


_TROUBLES: Final = ("interaction", "problem", "fall", "loss", "drop")


def root(stem: str) -> str:
    """Return one name for words that are one: uses and using."""
    low = stem.lower()
    low = low.removeprefix("hemo").removeprefix("haemo")
    for root in ("us", "giv", "tak", "appl", "metaboli", "dialy"):
        if low.startswith(root):
            return root
    if low in _HELPS or low.endswith((" up for", *_TROUBLES)):
        return "help"
    return "need" if low in ("requir", "necessar") else low
