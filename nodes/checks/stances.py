"""Words with which a line takes a stance - that something is allowed, enough, a trifle, of use, over - and what of the evidence bears each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Stance:
    """A stance.

    Attributes:
        name: What a line says with it.
        told: Words of a line.
        borne: Words of evidence, one of which has to stand there undenied.
        denied: Whether a denied word of the evidence bears it too.
        near: Whether only the sentences count that speak of the same as the line.
    """

    name: str
    told: re.Pattern[str]
    borne: re.Pattern[str]
    denied: bool = False
    near: bool = True


_USE = (
    r"(?:use|give|take|start|add|continue|keep|combine|prescribe|offer|consider|resume|restart|switch|replace|have|eat|drink|raise"
    r"|treat|chew|crush|open|split|swallow|stay|go)"
)
_GIVES = (
    rf"\b(?:can|may|might|could|should|must|to) (?:still |also |then )?(?:be (?:\w+ly )?(?:used|given|taken|started|added|continued"
    rf"|kept|combined|prescribed|offered|considered|resumed|raised|treated|replaced|made|needed)|{_USE}\b)"
    rf"|(?:^|[,:(] ?|\bor |\band |\bthen |\binstead |\bif \w+ )(?:please )?{_USE}\b|\b(?:safe|acceptabl|accept|permit|allow|tolerat"
    rf"|compatib|suit|appropriate|reasonabl|prefer|choose|choice|option|pick|recommend\w*|clear|indicated"
    r"|instead|alternativ\w+|standard|first|usual|unchanged|normal|same|needs? no|need not|without|hardly|best|better|enough|only if"
    r"|only for|only when|help|benefit|used (?:for|to|once|in)|treats)\b|\bno\b.{0,40}\b(?:chang|adjust|need)\w*"
    r"|\bdoes not (?:need|change|require|affect)|\bif (?:both|needed|unavoidable|the pair|combined)\b|\bdrug of\b"
)
_RECOMMENDED = (
    r"\b(?:safe(?:ly|r|st)?|fine|ok(?:ay)?|acceptabl[ey]|accepted|permissible|permitted|permits?|allow(?:s|ed)|tolera(?:ble|ted)"
    r"|workable|viable|feasible|compatible|harmless(?:ly)?"
    r"|suit(?:s|ed|able|ably)|appropriate|reasonable|sound|good (?:choice|option|idea|fit|drug|alternative|match|plan)|(?:best|right"
    r"|better|kinder|gentler|safer|obvious|natural|usual|logical) (?:choice|option|drug|bet|pick|one|alternative|way|agent)"
    r"|ideal(?! body)(?:ly)?"
    r"|kind(?:er|est)|gentle(?:r|st)|safest|perfectly|freely|comfortabl[ey]|happily|works? well|go(?:es)? well|does well|do well|sits well"
    r"|(?:choice|option|agent|anticoagulant|antibiotic|painkiller|analgesic) (?:of|for)|to pick|licen[sc]ed|approved|cleared for"
    r"|indicated|first[- ]line|workhorse|mainstay|go-to|way to go|way around|goes on|go on (?:as|with|through|while|during"
    r"|taking)|go(?:es)? (?:ahead|together)|gets? (?:a)?round|keeps? (?:\w+ ){0,2}going|carr(?:y|ies) on|still possible"
    r"|(?:leaves?|still|is|plenty of) room for|stand in for|nothing \w+ (?:\w+ ){0,3}(?:has|have|needs?) to (?:give up|stop|avoid"
    r"|fear|skip|forgo)|(?<!else )(?:will|would) do|green light|free to|feel free|welcome|eligible|candidates?|fit for"
    r"|can (?:\w+ )?(?:stay|go on|be kept|be left|remain|stand|serve|step in)\b|remains? (?:an? |in |within )|as (?:usual|normal"
    r"|before|ever|planned)|unaltered|untouched|unaffected|kind to|first step|comfortable with"
    r"|(?:keeps?|stays?|remains?) (?:\w+ ){0,3}?(?:normal|intact)\b|equals"
    r"|as good as|back to (?:full|normal|usual)|may conceive|spare[ds]|alright|all right|exempt\w*"
    r"|no reason (?:to|not)|gets? along|gives? (?:no|little) trouble|good practice|leaves? the (?:drug|door|way) open|in check"
    r"|takes? care of|(?:is|are) the (?:one|drug|agent|thing) (?:for|to)|leaves? (?:\w+ ){1,3}in place|is the \w+ (?:of|for|in)"
    r"|ease)\b"
)

_ROWS: tuple[tuple[str, str, str, bool, bool], ...] = (
    ("is allowed", _RECOMMENDED, _GIVES, False, True),
    (
        "is enough",
        r"\b(?<!drink )(?<!not )(?:enough(?! water| to (?:cause|harm|kill|lead)| for )|plenty(?! of water)"
        r"|sufficient(?:ly)?|suffices?|adequate(?:ly)?|ample|amply"
        r"|all (?:that|it|you|they|he|she) (?:is |are )?(?:needs?|needed|takes|required)"
        r"|gets? by|(?:needs? only|only needs?|just needs?) (?:an?|one|to)\b)\b",
        r"\b(?:enough|sufficient|suffice|adequate|at least|only|if that|no more)",
        False,
        True,
    ),
    (
        "is a trifle",
        r"\b(?:mild(?:er|ly|est)?|harmless|benign|trivial|trifl\w+|negligibl[ey]|insignificant|unimportant|slight(?:ly)?"
        r"|of (?:little|no|small|minor)|little (?:\w+ )?(?:weight|importance|relevance|concern|consequence|risk|danger)"
        r"|low[- ](?:stakes|key|tier|priority)|(?:middle|mid|lower|bottom|lowest)[- ](?:tier|level|rung|grade|range)|nuisance"
        r"|caution[- ]level|low[- ]level|low[- ]grade|low[- ]risk|low (?:\w+ )?(?:weight|importance|relevance|concern|risk|danger)"
        r"|no (?:real |big |great )?(?:difference|matter|deal|worry|concern|consequence)|no more than an?|seldom|theoretical(?:ly)?"
        r"|tame"
        r"|manageable|forgiving|nothing (?:to|more|serious|much)|modest(?:ly)?|short-lived|self-limit\w+"
        r")\b",
        r"\b(?:mild|minor|moderate|harmless|little|less|low\b|minimal|slight|small|modest|rare|hardly|seldom|does not|unlikely|weak"
        r"|few|short|passing|transient|with or without|gets? better|settle|go away|goes away|not? last|about \d|by \d{1,2}%)",
        True,
        True,
    ),
    (
        "is of use",
        r"\b(?:(?<!lowest )(?<!least )effective(?:ly)?|efficient(?:ly)?|successful(?:ly)?|does work|works? (?:again|well|against|for"
        r"|as|fully|just|at|in|down|with|without)|still works?|does the (?:job|trick)|do the (?:job|trick)|reliabl[ey]|restor(?:es?"
        r"|ed)|solv(?:es?|ed)|resolv(?:es?|ed)|overcom(?:es?|e)|rescues?"
        r"|neutrali[sz]es?|(?<!no )reverses?|(?:is|as) (?:the |an )?antidote|cures?|heals?|does away|gets? rid|washes? out"
        r"|flushes (?:out|it)|lifts? (?:the|your)|shields?|protects?|preserv(?:es?|ed)|safeguards?|wards? off"
        r"|guards? against|prevents?|averts?|slows? (?:the |down )?(?:\w+ )?(?:decline|progress\w*|loss|worsening|course)"
        r"|prolongs? (?:life|survival)|saves? (?:the|lives)|outperforms?|superior|(?:brings?|gives?|offers?) relief|soothes?"
        r"|perks? up|nourish\w*|strengthens?|sharpens?|boosts?|repairs?|regrows?)\b",
        r"\b(?:effective|effect\b|work|revers|antidote|neutrali|treat|cure|heal|protect|prevent|reduc|lower|improv|help|slow|stops\b"
        r"|restor|overcom|solv|benefit|control|kill|fight|calm|eas[ey]|reliev|used (?:for|to)|lasts|keep"
        r"|surviv|better|fewer|so that)",
        False,
        True,
    ),
    (
        "removes it",
        r"\b(?:(?:effectively|efficiently|readily|largely|fully|promptly|quickly) (?:clears|removes|eliminates)|(?:dialysis"
        r"|hemodialysis|charcoal|exchange|filtration) (?:\w+ly )?(?:clears|removes|eliminates|dialy[sz]es|extracts|purges|takes)"
        r"|(?:is|are|can be|gets?) (?:\w+ly )?(?:dialy[sz]able|dialy[sz]ed|filtered out))\b",
        r"\b(?:clear|remov|eliminat|dialy[sz])",
        False,
        True,
    ),
    (
        "is better or worse",
        r"\b(?:sooner|faster|quicker|earlier|later|longer|better|worse|stronger|weaker|safer|kinder|milder|more (?:effective|potent"
        r"|reliable|likely)|less (?:effective|potent|likely))\b[^.;,]{0,30}? than\b(?! (?:\d|usual|normal|expected|ever|that\b|it\b"
        r"|you|needed|about))",
        r"\b(?:than|over|compared|versus|superior|inferior|prefer\w*|as well|better|worse|less|more|rather|instead)\b",
        True,
        True,
    ),
    (
        "is proven",
        r"\b(?:(?:has|have) (?:clearly |now )?been (?:shown|proven|proved|established|demonstrated|confirmed)|(?:is|are) (?:well "
        r"|clearly |firmly )?(?:proven|established|certain|sure)|proves|definitely|certainly|invariably|inevitably|guarantees?"
        r"|guaranteed|surely"
        r"|without fail|in all cases|in every case|beyond doubt|no doubt)\b",
        r"\b(?:shown|proven|proved|established|demonstrated|confirmed|stud(?:y|ies)|reported|trials?|always|never|strongly"
        r"|contraindicated|certain)\b",
        False,
        True,
    ),
    (
        "is doubled",
        r"\b(?:(?:take|have|use|give|swallow|inject|chew|with) (?:an? |the )?(?:double|extra|additional|second|two|twice"
        r"|2)(?: the)? ?(?:doses?|pills?|tablets?|capsules?|amount|shots?)|double (?:up|dose|doses|the (?:dose|next))|make up for"
        r"|catch up)\b",
        r"\b(?:double|two|2|twice|extra|second|make up)\b",
        False,
        False,
    ),
    (
        "is soon over",
        r"\b(?:ends? (?:with|when|once|as soon)|(?:is|are) (?:gone|finished|at an end|over(?= by| when| once|$|\.| after| within))"
        r"|disappears?|vanish(?:es)?|back to normal|(?:works?|normal|fine) again|(?:is|are) over(?! the\b| \d)\b|stops? (?:with"
        r"|as soon)|as soon as|the moment|right after|straight after|directly after"
        r"|immediately after|just after|straight away after|off this drug)(?! (?:you|possible|they|he|she|it is|a meal|a snack|meals"
        r"|food|that))\b",
        r"\b(?:as soon as|right after|immediately|at once|ends|gone|over\b|disappear|revers|return|recover|clear up|stops? when"
        r"|until|once)",
        False,
        False,
    ),
    (
        "keeps its dose",
        r"\b(?:keeps?|stays?|remains?|continues?|carr(?:y|ies) on|goes on)\b (?:on |at |with |in )?(?:its |the |their |his |her |your |a )?"
        r"(?:full|usual|normal|regular|standard|same|old|current|present|previous|unchanged) (?:\w+ )?(?:dos(?:e|es|age)|strength|amount)\b",
        r"\bno (?:\w+ ){0,2}(?:chang|adjust|reduc)|\b(?:not|no) (?:need|chang|adjust)|\b(?:unchanged|same|full|keep|continu|maintain)",
        False,
        True,
    ),
    (
        "holds for all",
        r"\b(?:(?:whether|before or after|either way|both ways|with or without)\b[^.;]{0,70}?(?:no (?:odds|difference)|not matter|n't matter"
        r"|irrelevant|immaterial|all the same|all one)|all (?:patients|adults|people|ages|children|users)|every (?:patient|adult|user|one)"
        r"|any (?:patient|adult|age)|across the board|whatever (?:the|their|your)|no matter|regardless|at any (?:time|age|dose"
        r"|stage)|any time)\b",
        r"\b(?:all|any|every\w*|each|regardless|no matter|whatever|no \w+ limit|never|always|at all|with or without)\b",
        True,
        False,
    ),
    (
        "is optional",
        r"\b(?:optional|voluntary|dispensable|superfluous|unnecessary|nice to have|at will|as (?:desired|you like|they like)"
        r"|if (?:you|they) (?:like|wish|want)|can (?:wait|be (?:skipped|omitted|left|dropped|postponed|delayed|put off))|(?:put"
        r"|left) off)\b",
        r"\b(?:optional|if needed|as needed|consider|not routine\w*|unnecessary|no need|need not|skip|omit|delay|wait|left|may be"
        r"|not (?:needed|necessary|required))\b",
        True,
        True,
    ),
    (
        "depends",
        r"\b(?:only (?:when|if|in those|in patients|for those)|unless)\b",
        r"\b(?:only|unless|except|if|when|where|limited|reserve\w*|after|once|until|without|not|for|with|in|at|below"
        r"|above)\b(?![^.;]*\b(?:regardless|whatever|with or without|no matter))",
        True,
        True,
    ),
    (
        "is done at home",
        r"\b(?:lie down|lying down|at home|from home|stays? home|unsupervised|unattended|without (?:medical )?supervision|on (?:your"
        r"|his|her|their) own|by (?:your|him|her|them)sel(?:f|ves)|over the counter|without a prescription)\b",
        r"\b(?:lie|lying|home|outpatient|on your own|on (?:his|her|their) own|yourself|self|over the counter|over-the-counter|OTC)\b",
        True,
        False,
    ),
)


@lru_cache(maxsize=1)
def stances() -> tuple[Stance, ...]:
    """Return every stance."""
    return tuple(Stance(name, re.compile(told, re.I), re.compile(borne, re.I), denied, near) for name, told, borne, denied, near in _ROWS)
