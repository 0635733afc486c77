"""Whether a sentence recommends, permits or approves an amount that it names; one that the asker told may stand anywhere else."""

from __future__ import annotations

import re
from typing import Final

_GIVE: Final = (
    r"start|give|use|take|prescribe|dispense|administer|order|initiate|begin|try|choose|pick|add|swallow|inject|let|dose (?:it |her "
    r"|him |them )?at|dos(?:e|age)\s*(?:is|=|:|becomes|will be)|titrate|increase"
    r"|raise|advance|load|go (?:up |back )?(?:to|with|for)|aim|target|opt|fill|verify|recommend|suggest|approve|allow|permit|accept"
    r"|put|place|run"
    r"|switch|change|move|reduce|lower|cut|drop|decrease|taper|set|limit|cap|restrict"
)
_KEEP: Final = r"continu\w*|keep\w*|kept|stay\w*|remain\w*|maintain\w*|leav(?:e|es|ing)|resum\w*|go on|carry on|stick|hold (?:at|to)"
_KEPT: Final = re.compile(rf"\b(?:{_KEEP})\b", re.I)
_VERB: Final = re.compile(
    rf"\b(?:(?:{_GIVE}|{_KEEP})|(?:can|may|could|should|must|will) (?:be|have|get|receive)|(?:starting|giving|using|taking"
    rf"|prescribing|dispensing)"
    r"|(?:recommended|right|correct|usual|standard|proper|appropriate|maximum|max\.?|maximal|minimum|safe|best|ideal|maintenance"
    r"|starting|final"
    r"|effective|allowed|permitted|limit|ceiling|cap|goal|up to|at most|at or (?:below|under)|no more than|not exceed|not more than"
    r"|at least|wait(?:ing)?|within|needs?|requires?|gets?|gives|means?|calls? for|dosed|covers|labels?|labell?ing|records?"
    r"|evidence|guidelines?|monograph|becomes?))\b",
    re.I,
)
"""What an amount behind it is told to be."""
_TO: Final = re.compile(r"\b(?:switch|change|move|reduce|lower|cut|drop|decrease|taper)\w*$", re.I)
_CUT: Final = re.compile(
    r"\b(?:before|after|than|between (?!\d)|because|since|whereas|who|which|against|apart from|already|currently|requested|ordered|but|so"
    r"|while (?:on|taking)"
    r"|if|when|in (?:a|an|this|your|the) (?:\w+ )?(?:patient|man|woman|person))\b|[;|\u2014]| \u2013 |, (?:and|so|but)\b",
    re.I,
)
"""What an order ends at: 'take it 4 hours before levothyroxine 100 mcg' orders no levothyroxine."""
_OF_PATIENT: Final = re.compile(
    r"(?:\b(?:patient|he|she|they|who|already|currently|now|mother|father|child|man|woman|someone|anyone|year-old|old|stable|is|was"
    r"|are|were)\s+"
    r"(?:(?:is|are|was|were|has been|have been|stable|already|currently|now)\s+)*(?:on|taking|takes|receiving|receives"
    r"|prescribed|with)"
    r"\s+(?:[\w-]+\s+){0,3}"
    r"|\b(?:current|present|existing|home|ordered|requested|prescribed|proposed|planned|written|asked|asked-about|stated|order|script"
    r"|prescription|question|question of|from your|your baseline|baseline)\b"
    r"(?: daily)?(?: total)?[\s|:*(]*(?:dose|dosage|order|regimen|prescription|course)?[\s|:*]*(?:of|is|was|for|about)?[\s"
    r"|:*(]*(?:the )?(?:[\w-]+\s+){0,2})$",
    re.I,
)
"""What marks an amount as the patient's or the order's."""
_MOVED: Final = re.compile(
    r"\b(?:start|put|plac|keep|kept|maintain|leav|continu|stay|remain|stabili[sz])\w*\s+(?:[\w']+\s+){0,3}?on\s", re.I
)
_PRAISE: Final = re.compile(
    r"\b(?:fine|ok(?:ay)?|safe(?:ly)?|acceptable|appropriate|correct|right|allowed|permitted|reasonable|suitable|adequate|sufficient|enough"
    r"|unchanged|go ahead|in line|compatible|plenty|all right|alright|good|works|recommended|indicated|proper|advised|as (?:is"
    r"|ordered|written)"
    r"|harmless|tolerated|no (?:dose |dosage )?(?:change|need|problem|issue|concern|adjustment|reduction)\w*|unnecessary"
    r"|not (?:necessary|needed|a problem)"
    r"|yes|sure|certainly|of course|right dose|consistent|inside|within (?!\d+ (?:hours?|days?|weeks?))|allows?|permits?|tolerates?"
    r"|supports?|suits?|fits?|meets?|match\w*"
    r"|(?:below|under|within|beneath|short of|less than|lower than) (?:the|her|his|this|that|its|any"
    r"|your) (?:[a-z-]+ ){0,2}(?:limit|ceiling|cap|max\w*|cutoff|threshold|mark)"
    r"|approved?|verified|standard|matters? little|low enough|high enough|long enough|passes)\b"
    r"|(?:\b(?:not|no|never|nothing|cannot|hardly|neither|without|needn't|don't|unnecessary to|no need to)|n't)[\s*]+(?:[\w'-]+\s+){0,4}?"
    r"(?:too|stop\w*|chang\w*|reduc\w*|lower\w*|cut\w*|halv\w*|hold\w*|held|withh\w*|replac\w*|exceed\w*|adjust\w*|contraindicated"
    r"|excessive"
    r"|separat\w*|(?<!be )avoid\w*|rul(?:e|es|ed) out|preclud\w*|forbid\w*|exclud\w*|prohibit\w*|prevent\w*|affect\w*|unsafe|wrong"
    r"|above|over|beyond|limit\w*|restrict\w*|bearing|impact|effect|touch|influence\w*|interfere\w*|away|worr\w*|discontinu\w*"
    r"|switch\w*|harm\w*|matter|toxic|dangerous|out of)\b",
    re.I,
)
_BEHIND: Final = re.compile(
    r"\b(?:can|may|could|should|must|might|will|would|needs? to|has to) (?:still |also |safely |now |then |always "
    r"|simply )*(?:be (?:safely |still )?(?:given|used|taken|"
    r"continued|kept|started|dispensed|prescribed|filled|combined|coadministered|co-administered|added|resumed|left|maintained"
    r"|the (?:dose|limit))"
    r"|stay|remain|continue|go on|stand|follow|start|restart|begin|proceed|take|use|give|keep)\b"
    r"|\b(?:stays|remains|continues|suffices?|stands|holds?|appl(?:y|ies)|is kept|is continued)\b"
    r"|\b(?:is|are|being|as) (?:still |also )?(?:the|her|his|your|a|an) (?:[\w-]+ )?(?:dose|limit|max\w*|ceiling|cap|target|most"
    r"|interval|goal|minimum)\b"
    r"|\bat (?:the )?most\b|\bor (?:less|below|under|more|longer|higher)\b|\b(?:max(?:imum)?|ceiling|cap|tops)\b(?=\W*(?:$|a day"
    r"|daily|per day))"
    r"|\b(?:is|as) (?:the|her|his|your) (?:[\w-]+ )?(?:regimen|schedule)\b|\bas (?:it is|they are|before)\b"
    r"|\b(?:is|are) what\b(?!\W+(?:\w+\W+){0,6}(?:not|too|exceed\w*|warn\w*|avoid\w*)\b)",
    re.I,
)
_DENIED: Final = re.compile(
    r"(?:\b(?:not|never|no longer|no|nor|neither|cannot|hardly|without|avoid\w*|instead of|rather than|stop\w*|don't|far from|un"
    r"|too \w+ to be)|n't)"
    r"[\s*]+(?:[\w'-]+\s+){0,3}$",
    re.I,
)
_NO: Final = re.compile(r"\b(?:not|never|no|nor|neither|cannot|hardly|without|avoid\w*|instead|rather|stop\w*|far from)\b|n't", re.I)
_TWICE: Final = re.compile(
    r"\b(?:no|nothing|not|n't|never|hardly|reason|why|need|needn't|hesitate|problem|harm|wrong|afraid|worry|only|just|if you (?:do"
    r"|can))\b\W+(?:\w+\W+){0,5}$",
    re.I,
)
_LABEL: Final = re.compile(
    r"\b(?:current|ordered|order|patient|home|requested|prescribed|written|question|problem|pair|drugs?|medications?|medicines?|now"
    r"|today|before"
    r"|was|input|inputs|stated|baseline|history|situation|case|re|request|on|asked|weight|age)\b[^:|]*[:|][\s*]*$",
    re.I,
)
_FRAGMENT: Final = re.compile(
    r"(?:^|[:|;,(]|\s[\u2013\u2014-]\s)[\s*_>\u2022-]*(?:\d+[.)]\s+)?(?P<lead>(?:[\w'-]+\s+){0,3})$",
)
_BARE_END: Final = re.compile(
    r"[\s*)]*(?:(?:tablets?|capsules?|by mouth|orally|po|iv|subcutaneously|once|twice|\d times|daily|a day|per day|/day|every"
    r"|weekly|nightly|\d+|hours?"
    r"|at bedtime|with (?:food|meals?|water|the evening meal)|bid|tid|qid|bd|tds|in total)[\s*)]*)*(?:$|[.,;|(]|(?:with|plus|for"
    r"|until|then|as|and|while|despite|even|at|in|if|when|here)\b)",
    re.I,
)
_VERBAL: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|should|must|will|would|does|do|did|needs?|means?|interacts?|rais\w+|increas\w+|exceeds?|crosses"
    r"|goes|puts|gives"
    r"|makes|risks?|causes?|(?:can|could|may|might) (?!be|stay|remain|continue|go)|leads?|carr(?:y|ies)|major|contraindicated"
    r"|interaction|severity|too|above|over|beyond|not|no)\b",
    re.I,
)
_WHICH: Final = re.compile(r"\b(?:for|under|in) the\s*$", re.I)
_REGIMEN: Final = re.compile(r"[^.;:|]{0,30}\bregimen\b", re.I)
"""'For the 750 mg regimen' says which of several records is meant."""
_TIED: Final = frozenset(
    """replace separate stop hold avoid halve discontinue withhold review question reconsider query confirm check recheck monitor space remove from
    at on for with against above over of than since because if when while already currently taking your her his this that the patient both between
    after before not no even below under hers yours about regarding toward versus vs their its only least receiving""".split()
)


_TARGET: Final = re.compile(
    r"(?<!close )(?<!equal )(?<!compared )(?<!relative )(?<!added )(?<!due )(?<!next )(?<!prior )(?<!exposed )(?<!addition )(?<!in contrast )"
    r"(?<!owing )\b(?:up |down |back )?to[\s*]+(?:(?:about|around|the|her|his|full|usual|ordered) )*$",
    re.I,
)
"""An amount that something is brought to."""


def advised(text: str, start: int, end: int) -> bool:
    """Say whether a sentence advises an amount.

    Args:
        text: The sentence, with its numbers in digits.
        start: Where the amount stands.
        end: Where it ends.

    Returns:
        True where it is told to be given, kept or aimed at, is approved of, or stands alone as a dose does.
    """
    before, behind = text[:start], text[end:]
    theirs = bool(_OF_PATIENT.search(before[-120:])) and not _MOVED.search(before[-120:])
    if _said(before, _KEPT if theirs else _VERB, ordered=True) or _said(behind, _BEHIND):
        return True
    if _TARGET.search(before[-80:]) or _WHICH.search(before) and _REGIMEN.match(behind):
        return True
    if any(_said(part, _PRAISE) for part in (before, behind)):
        return True
    return not theirs and _alone(before, behind)


def _said(text: str, pattern: re.Pattern[str], ordered: bool = False) -> bool:
    """Say whether a word of approval stands in a part of a sentence and is not denied; an order must reach the end of the part."""
    since = max((m.end() for m in _CUT.finditer(text)), default=0) if ordered and pattern is _VERB else 0
    for match in pattern.finditer(text, since):
        left = text[max(0, match.start() - 80) : match.start()]
        no = _DENIED.search(left)
        if no and len(_NO.findall(no.group())) == 1 and not _TWICE.search(left[: no.start()]):
            continue
        if ordered and _TO.search(match.group()) and not re.search(r"\b(?:to|at|by)\s+(?:[\w'-]+\s+){0,3}$", text[match.end() :]):
            continue
        return True
    return False


def _alone(before: str, behind: str) -> bool:
    """Say whether the amount stands without a verb, as a dose in an order does: '**Dose:** simvastatin 40 mg daily'."""
    lead = _FRAGMENT.search(before[-120:])
    if not lead or _LABEL.search(before[-120:][: lead.start("lead")]) or set(lead["lead"].lower().split()) & _TIED:
        return False
    return bool(_BARE_END.match(behind)) and not _VERBAL.search(re.split(r"[;|]", behind)[0][:120])
