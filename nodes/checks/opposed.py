"""A clause on the other side: its evidence forbids or denies, and it orders, allows or belittles without a word against it."""

from __future__ import annotations

import re
from typing import Final

from nodes.checks.aligned import SMALL, clauses_of, held, named, nearest, sentences_of
from nodes.checks.concepts import said as said_in
from nodes.checks.concepts import supported
from nodes.checks.draft import Draft, drugs_named, failure, words
from nodes.checks.signs import asserted, denied_at
from nodes.state import CheckFailure

_BARS: Final = re.compile(
    r"\bavoid(?!able)\w*|\bcontraindicat\w+|\b(?:do|must|should|can|may)(?: not\b|n't\b)(?! need)|\bcannot\b|\bnever\b"
    r"|\bnot (?:be )?(?:recommended|approved|advised|used|given|for)\b|\bkeep away\b",
    re.I,
)
"""How evidence forbids."""
_DENIES: Final = re.compile(
    r"\b(?:do|does|is|are|has|have|did|was|were|will)(?: not\b|n't\b)|\bno (?:benefit|dose can|role|place|use\b|effect)|\bnor\b|\bneither\b"
    r"|\bstop (?:it|the drug|at once|\w+ at)\b|\bkeep \w+ (?:\w+ ){0,4}away\b|\breserve\b|\btaper\b|\b(?:hours?|minutes) (?:away|apart)\b"
    r"|\beven (?:when|if|after)\b|\bemergency\b",
    re.I,
)
"""How evidence denies, or orders what a line may turn round."""
_BOTH: Final = re.compile(
    r"\b(?:if|where|when|unless)\b[^,;.]*?\b(?:cannot|can't|not)\b[^,;.]*?\b(?:avoided|possible)\b|\bavoid,? (?:or|otherwise)\b"
    r"|\bnot be avoided\b|\b(?:will|does|do|can|that) not (?:stop|be woken|wake|go away)\b|\bdo not have to\b"
    r"|\bnot (?:been )?(?:shown|found|seen) (?:an? )?(?:higher|increased|raised|more|greater)\b"
    r"|\bnot (?:need|change|matter|affect|a macrolide|a carbapenem)|\bno \w+ (?:\w+ )?(?:change|adjustment)",
    re.I,
)
"""Denials that forbid nothing."""
_WARY: Final = re.compile(
    r"\b(?:no|not|never|nor|neither|none|nothing|nobody|non|cannot|without|hardly|avoid\w*|contraindicat\w*|stop\w*|hold|held"
    r"|halt\w*|withh\w*"
    r"|discontinu\w*|ban\w*|forbid\w*|prohibit\w*|off|instead|other|another|different|alternat\w*|rather|only|unless|except|reserv\w*"
    r"|last resort|caution\w*|careful\w*|warn\w*|risk\w*|harm\w*|danger\w*|hazard\w*|fail(?:s|ed)?|limit\w*|skip\w*|refus\w*|away|out"
    r"|switch\w*|replac\w*|chang\w*|substitut\w*|against|wait\w*|delay\w*|until|too|free|separate\w*|apart|before|under|below|above|exceed\w*|beyond|less|least"
    r"|at most|up to|ask|call|tell|watch(?:es|ing)?|check\w*|monitor\w*|between|lowest|shortest|smallest|easy on)\b|n't\b"
    r"|\b(?:take|draw|get|order|obtain|repeat|measure) (?:an? |the |another )?(?:\w+ )?(?:levels?|troughs?|INR|ECG|labs?|samples?)\b",
    re.I,
)
"""Words that set a line against something, or warn; wide, so that only a line on the other side has none."""
_TELLS: Final = re.compile(
    r"\b(?:caus\w*|lead\w*|restrict\w*|named|appl(?:y|ies)|same|list\w*|concern\w*|matters?|due|because|reason\w*|maximum|limit|cap"
    r"|followed"
    r"|history|hypersens\w*|allerg\w*|\d+ (?:days?|weeks?|hours?) (?:between|apart)|not|even|emergenc\w*|taper\w*|deni\w*|bleed\w*"
    r"|toxic\w*)\b",
    re.I,
)
"""Words of a clause that tells what happens, or of whom something holds."""
_FINITE: Final = re.compile(
    r"\b(?:is|are|was|were|can|may|will|would|should|could|has|have|does|do|get|go|goes|let)\b"
    r"|\b(?:work|stay|remain|keep|give|make|leave|need|fit|suit|serve|help|stand|sit|run|hold|treat|cover|clear|take|start|get"
    r"|reverse|remove"
    r"|bring|deserve|enjoy|tolerate|accept|continue|pass|count|belong|begin|end|lie|put|add|use|offer)s\b|\bbring\b"
    r"|^\W*(?:please |just |simply )?(?:take|give|use|start|keep|go|let|leave|put|add|continue|stop|swap|switch|try|drink|eat|drive|crush"
    r"|chew|open|lie|nurse|feed)\b(?! of\b)",
    re.I,
)
"""Words of a clause that says or orders something, and is no item of a list."""
_VERB: Final = (
    r"(?P<verb>start|begin|take|give|use|have|combine|continue|stop|quit|end|drink|eat|keep|drive|crush|chew|break|open|split|mix"
    r"|share|skip|add"
    r"|inject|repeat|double|prescribe|offer|put|store|swallow|lie|do)(?:e?s|ed|d|en|n|ing)?(?! of\b)"
)
_ORDERS: Final = re.compile(
    r"(?:^\W*(?:please |always |simply |just |then |so )?|\b(?:can|may|should|must|could|might|to|will|would|is|are|be|gets?|goes|and|then)"
    rf"(?: \w+ly| also| still| be| then| both)? ){_VERB}\b",
    re.I,
)
"""What a clause orders or lets happen."""
_AGAINST: Final = (
    r"(?:obstacles?|bar\b|barriers?|objections?|hindrances?|problems?|worr\w+|concerns?|issues?|harm\w*|danger\w*|reasons? (?:to|not"
    r"|against)"
    r"|rul\w+(?: \w+)? out|preclud\w+|exclud\w+|prevent\w*|forbid\w*|prohibit\w*|disqualif\w+|stand\w* in|in the way|against|give up|forgo"
    r"|avoid\w*|contraindicat\w*|restrict\w*|limit\w*|matter\w*|dangerous|difference|trouble|harm|call(?:ed)? for|lost)\b"
)
_DOUBLE: Final = re.compile(
    rf"\b(?:no|not|never|nothing|without|hardly|n't)(?: (?!only\b|if\b|when\b|unless\b|until\b|dose\b)[\w'-]+){{0,4}}? {_AGAINST}", re.I
)
"""A denial of what is against something."""
_SPARED: Final = re.compile(
    r"\b(?:no|not|without|n't|does not)\b.{0,40}\b(?:chang|adjust|need|matter|harm|affect|prevent|dose)|\bwith or without\b", re.I
)
_WHEN: Final = re.compile(r"\b(?:when|where|while|as long as|once|in whom|who|for whom)\b[^,;:]*", re.I)
_QUESTION: Final = re.compile(r"[^.!?:|]*\?", re.I)
_SHARED: Final = 2
"""What a clause and the sentence that forbids have in common at least, that the one orders what the other forbids."""
_SHORT: Final = 4
"""How many words a sentence has at most that forbids a pair as such: 'Do not combine'."""


def opposed_as_found(draft: Draft) -> list[CheckFailure]:
    """Where the sentence of the evidence that a clause speaks of forbids or denies, the clause has a word against it too."""
    found: list[CheckFailure] = []
    for said, text, claims in held(draft):
        if reason := opposed(text, claims):
            found.append(failure("opposed_as_found", said, reason))
    return found


def opposed(text: str, claims: str) -> str:
    """Say which clause of a text stands on the other side than its evidence.

    Args:
        text: A line without citations.
        claims: What its evidence says.

    Returns:
        The reason; empty when there is none.
    """
    for clause in clauses_of(asserted(_QUESTION.sub(" ", text))):
        near = nearest(clause, claims)
        if _DOUBLE.search(clause) and not any(_DOUBLE.search(s) or _SPARED.search(s) for s in near or sentences_of(claims)):
            return f"Denies what is against it ({clause[:80]!r}); the evidence does not."
        if _orders(clause, near) or _permits(clause, near or _bans(clause, claims), claims):
            return f"Has no word against {clause[:80]!r}; the evidence forbids or denies it."
    return ""


def _orders(clause: str, near: list[str]) -> bool:
    """Say whether a clause orders what all the nearest sentences forbid."""
    order = _ORDERS.search(clause)
    return bool(
        order
        and near
        and not denied_at(clause, order.start("verb"))
        and not _WARY.search(clause)
        and len(named(clause)[0] & named(near[0])[0]) >= _SHARED
        and all(_BARS.search(s) and not _undenied(order["verb"], s) for s in near)
    )


def _undenied(verb: str, sentence: str) -> bool:
    return any(not denied_at(sentence, m.start()) for m in re.finditer(rf"\b{verb[:4].lower()}", sentence, re.I))


def _permits(clause: str, near: list[str], claims: str) -> bool:
    """Say whether a clause says something of its own where all the nearest sentences forbid or deny."""
    return bool(
        near
        and not _WARY.search(_WHEN.sub(" ", clause))
        and not _TELLS.search(clause)
        and _FINITE.search(clause)
        and all(_barred(s) for s in near)
        and _foreign(clause, claims)
    )


def _barred(sentence: str) -> bool:
    rest = _BOTH.sub(" ", sentence)
    return bool(_BARS.search(rest) or _DENIES.search(rest))


def _bans(clause: str, claims: str) -> list[str]:
    """Return the sentences that forbid a pair as such, where a clause names one."""
    return [s for s in sentences_of(claims) if len(s.split()) <= _SHORT and _BARS.search(s)] if len(named(clause)[1]) > 1 else []


def _foreign(clause: str, claims: str) -> bool:
    """Say whether a clause has words that its evidence has not; one that only repeats it is on no other side."""
    own = {w[:5] for w in words(claims)}
    known = supported(claims)
    meant = {w for m in drugs_named(clause) for w in words(m.text)}
    meant |= {w for spoken in said_in(clause) if spoken.concepts & known for w in words(spoken.text)}
    return any(len(w) > 2 and w.isalpha() and w[:5] not in own and w not in meant and w not in SMALL for w in words(clause))
