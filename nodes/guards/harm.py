"""`harm`: whether a question asks how to hurt, drug or poison another person. Toxicology, poisoning care and law are not that."""

from __future__ import annotations

import re
from typing import Final

from nodes.guards.folding import folded, unleeted
from nodes.guards.frames import framed
from nodes.guards.harm_frames import HARM_FRAMES
from nodes.guards.late import Late
from nodes.guards.learned import doubted, judged

_KIN: Final = (
    "husband|wife|ex|boyfriend|girlfriend|partner|spouse|boss|manager|co-?worker|colleague|neighbou?r|roommate|flatmate|mother|father|mom|mum|"
    "dad|parents?|brother|sister|uncle|aunt|"
    "grandmother|grandfather|grandma|grandpa|step(?:mom|dad|mother|father|son|daughter)|mother-in-law|father-in-law|in-laws|son|daughter|kids?|"
    "children|child|baby|friend|enemy|rival|"
    "landlord|teacher|classmate|date|tenant|cellmate|nurse|victims?|guy|girl|man|woman|person|stranger|guest"
)
_NAMED: Final = (
    rf"(?:(?:my|his|her|their|our|your|this|that)\s+(?:\w+\s+)?(?:{_KIN})|him|her|them|someone(?: else)?|somebody(?: else)?|anyone|"
    r"people|another person|others)\b(?!'s? (?:kidney|liver|blood|pain|dose|pill|tablet|medic))"
)
_ANY: Final = rf"(?:{_NAMED}|(?:a|an|the|some)\s+(?:\w+\s+)?(?:{_KIN})\b)"
_WANT: Final = (
    r"(?:how (?:do|can|could|would|should|might|to)|how much|how many|what (?:dose|amount|drugs?|medicines?|medications?|pills?|poison|"
    r"substances?|combination)|which (?:drugs?|medicines?|"
    r"medications?|pills?|poison|substances?)|best (?:way|drug|poison|method|medicine)|(?:easiest|quickest|fastest|good|any) way|a way|(?:i|we) "
    r"(?:want|need|plan|intend|am going|'m going|will|would like|wanna|have)|"
    r"i'?m (?:going|trying|planning)|help me|(?:something|enough|method|used?|ways|steps|instructions|drugs?|poison|dose|pill|recipe|tell me|"
    r"explain) (?:how )?(?:i can use )?to|trying to|planning to|going to|"
    r"wants? to|plot\w*|want)"
)
_SECRETLY: Final = (
    r"(?:undetect\w*|untrace\w*|without (?:being|getting) (?:caught|detected|noticed|found out)|without (?:anyone|anybody|them|him|her|someone|"
    r"the \w+|my \w+|his|their|nurses?|staff|police|doctors?)"
    r"(?:'s)? (?:\w+ )?(?:know(?:ing|ledge)?|noticing|finding out|suspecting|realizing|consent\w*|permission|tasting)|can(?:'|no)?t be "
    r"(?:detected|traced|found)|"
    r"(?:not|never|won'?t|doesn'?t|don'?t|wouldn'?t|isn'?t) (?:be )?(?:show|shown|found|appear|detected|traced)\w*(?: up)?\b.{0,25}\b(?:autopsy|"
    r"tox\w*|blood test|post ?mortem|forensic\w*)|"
    r"look(?:s)? (?:like )?(?:an? )?(?:natural|accident|heart attack|overdose|suicide)\w*|leav\w+ no trace|hard(?:est)? to (?:detect|trace)|"
    r"tasteless|odou?rless|no one (?:will|would) (?:know|notice|suspect)|"
    r"(?:get|getting) away with|not get caught|secretly|(?:before|at|in) (?:the |an )?autopsy)"
)
_PATTERNS: Final = tuple(
    Late(p)
    for p in (
        # Asks how, or wants, to kill or poison a person.
        rf"\b{_WANT}\b[^.?!]{{0,60}}\b(?:kill|murder|poison|assassinate|euthani[sz]e|do away with|get rid of|finish off|overdose|smother|silence|"
        rf"dispose of|eliminate|off)(?:ing)?\s+(?:off\s+)?{_ANY}",
        rf"\b(?:kill|murder|poison|assassinate)(?:ing)?\s+{_NAMED}[^.?!]{{0,40}}\b(?:with|using|by|without|slowly|quietly|secretly)\b",
        rf"\b(?:lethal|fatal|deadly)\s+(?:dose|amount|overdose|injection|combination|cocktail|mix\w*|quantity)\b[^.?!]{{0,40}}\bto (?:give|slip|"
        rf"feed|use on|inject|put|administer)\b[^.?!]{{0,12}}\b{_ANY}",
        rf"(?<!can )(?<!could )(?<!will )(?<!would )(?<!might )\b(?:kill|murder|assassinate|poison)\s+(?:off\s+)?(?:{_NAMED}|my \w+(?: \w+)?$)",
        r"\b(?:end|ending|take|taking)\s+(?:my|his|her|their|someone'?s|somebody'?s)\s+(?:\w+'s\s+)(?:\w+\s+)?life\b|\b(?:put|send)"
        rf"\s+{_ANY}\s+(?:in|into|to)\s+(?:a |an? permanent |eternal )?(?:coma|grave|sleep forever)\b",
        r"\bso (?:that )?(?:he|she|they) (?:stops?|quits?|won'?t|never|dies?|drops?|can'?t)\b[^.?!]{0,20}\b(?:breath\w*|wak\w*|dead|die|dies|"
        r"fight|resist|mov\w*)",
        rf"\b(?:want|going|plan\w*|would like|'d like|need) to (?:give|feed)\s+{_ANY}\s+(?:all|every|too many|a (?:lethal|fatal|huge|massive)|an "
        r"overdose|enough)\b",
        rf"\b(?:slip|sneak)(?:ping)?\s+(?:{_NAMED}|(?:\w+ ){{0,4}}(?:in|into)\s+(?:my|his|her|their|someone'?s|a|the)\s+(?:\w+'s\s+)?(?:\w+ )"
        r"?(?:drinks?|cocktails?|coffee|tea|beer|wine|punch))",
        r"\bshut\s+(?:him|her|them|(?:the|a|my) \w+)\s+up\b|\b(?:arsenic|thallium|polonium|strychnine|antifreeze|cyanide)\b[^.?!]{0,40}\b(?:on|"
        r"to|into|in) (?:my|his|her|someone)",
        # Something that nobody finds, together with death or drugging.
        r"\b(?:poison|kill|murder|death|die|overdose|lethal|deadly|fatal|sedat\w+|knock\w*|drug|inject\w*|stop (?:the|his|her|a) heart)"
        rf"\b[^?!]{{0,90}}{_SECRETLY}",
        rf"{_SECRETLY}[^?!]{{0,60}}\b(?:poison\w*|kill\w*|murder\w*|overdose|lethal|deadly)\b",
        # Drugging a person who does not know or agree.
        r"\b(?:sedat|drug|dos|medicat|giv|slip|spik|crush|hid|mix|sneak|put|inject|feed|administer|tranquil)\w*\b[^.?!]{0,80}\b(?:without "
        r"(?:his|her|their|the (?:person|woman|man|girl|guy)'?s?|my \w+'s|"
        r"(?:him|her|them|anyone|nurses?|staff|doctors?|my \w+) )? ?(?:knowing|knowledge|consent|permission|noticing|agreement|being aware)|so "
        r"(?:that )?(?:he|she|they) (?:won'?t|doesn'?t|don'?t|will not|can'?t) (?:know|notice|realize|"
        r"remember|resist|fight|say no|wake))\b",
        rf"\b(?:secretly|covertly|quietly|sneakily) (?:drug|sedat|dos|poison|medicat|give|giv|slip|put)\w*\b[^.?!]{{0,20}}\b{_ANY}",
        rf"\b(?:to|secretly|how do i|how can i|could i|and|i'?ll|gonna|should i)\s+(?:drug|roofie|spike|dose up)\s+(?:{_NAMED}|(?:a|the) (?:girl|"
        r"woman|guy|man|date|drink|person))",
        r"\b(?:in|into|to) (?:somebody|someone|his|her|their|my \w+)(?:'s)? (?:drink|coffee|tea|food|beer|wine|juice|soup)\b[^.?!]{0,40}\b(?:ill|"
        r"sick|sleepy|unconscious|pass out|die|suffer)\b"
        r"(?<!feel sick)(?<!not sick)",
        r"\b(?:spik\w+|roofie\w*|lac(?:e|ing))\b[^.?!]{0,30}\b(?:drinks?|cocktails?|coffee|tea|food|beer|wine|juice|punch|water bottle)"
        r"\b(?![^.?!]{0,60}\b(?:symptoms?|signs?|test|think|was|were|been|treat|detect|victim|"
        r"happened)\b)",
        r"(?<!was )(?<!been )(?<!were )(?<!a )\bdate[- ]rape (?:drug|pill)s?\b(?=[^.?!]{0,60}\b(?:buy|get|order|make|use|dose|put|slip|best|how "
        r"much)\b)|\b(?:buy|get|order|make|use|best|which|dose of)\b[^.?!]{0,40}\bdate[- ]rape (?:drug|pill)s?\b",
        rf"\b{_WANT}\b[^.?!]{{0,60}}\b(?:knock|put|make|render|keep)\s+(?:{_ANY}|him|her|them)\s+(?:\w+ )?(?:out\b(?! when)|"
        rf"unconscious|pass out(?! when)|black "
        r"?out|helpless|compliant|docile|infertile|sterile|defenseless|unable to|forget|too sleepy to|go blind|"
        r"very (?:ill|sick)|violently|ill\b|sick\b|seriously|impotent|lose (?:his|her|their)|weak\b)",
        rf"\b(?:knock out|incapacitate|sedate|tranquilize|paraly[sz]e|drug)\s+(?:{_NAMED}|(?:a|an) (?:girl|woman|guy|stranger|intruder))"
        rf"(?![^.?!]{{0,60}}\b(?:mri|ct|scan|procedure|ventilat\w+|icu|surgery|dentist|agitat\w+|safely)\b)"
        rf"[^.?!]{{0,60}}\b(?:rob\w*|sex\w*|rape|kidnap\w*|leave|escape|sleep with|take (?:his|her|their)|steal|so i|while i|to stop (?:him|her)|"
        r"at (?:a|the) (?:party|bar|club))",
        r"\b(?:make|cause|force|induc\w*|trigger|give)\b[^.?!]{0,40}\b(?:girlfriend|wife|ex|her|daughter|woman)\b[^.?!]{0,30}\b(?:to )"
        r"?(?:miscarr\w*|abort\w*|lose (?:the|her) baby)\b[^.?!]{0,60}",
        # Many people, weapons, and abuse of those in care.
        r"\b(?:poison|contaminate)\w*\b[^.?!]{0,20}\b(?:the |a |our |their )?(?:city(?:'s)? |town )?(?:water supply|reservoir|crowd|school|"
        r"office|food supply|salad bar|buffet|well|office coffee|coffee (?:pot|machine))\b",
        r"\b(?:make|making|synthesi[sz]\w*|extract\w*|produc\w*|purify|weaponi[sz]\w*|aerosoli[sz]\w*|disperse|spread|build)"
        r"\b[^.?!]{0,30}\b(?:ricin|sarin|vx gas|nerve (?:agent|gas)|novichok|anthrax|cyanide|mustard gas|"
        r"poison gas|chlorine gas|abrin|bioweapon|chemical weapon)\b",
        r"\b(?:weaponi[sz]|aerosoli[sz])\w*\b[^.?!]{0,30}\b(?:fentanyl|carfentanil|botulinum|toxin|opioid)",
        r"\b(?:keep|make|give|using|use)\b[^.?!]{0,40}\b(?:residents?|inmates?|prisoners?|foster (?:kids?|children)|toddlers?|daycare|kids|"
        r"elderly)\b[^.?!]{0,50}\b(?:quiet|docile|out of it|doped|knocked out|zombie\w*|shut up)\b",
        r"\b(?:speed up|hasten|cause)\b[^.?!]{0,20}\b(?:my|his|her) (?:\w+ )?(?:mother|father|mom|dad|grandmother|grandfather|grandma|grandpa|"
        r"wife|husband|aunt|uncle)(?:'s)? death\b[^.?!]{0,60}",
        r"\b(?:how|way|ways) (?:to|can i|do i|could i) (?:commit|get away with) (?:a |the )?(?:perfect )?(?:murder|poisoning|homicide|crime)\b|"
        r"\bperfect (?:murder|crime|poison)\b",
    )
)
_CARE: Final = Late(
    r"\b(?:can|could|will|would|does|do|might|may|is|are|did)\s+(?!i\b|we\b|it take)(?:\S+\s+){1,6}?(?:kill|poison|harm|hurt)\b(?![^.?!]{0,60}\bwithout\b)"
    r"|\b(?:afraid|scared|worried|fear)\b[^.?!]{0,40}\b(?:will|could|might|may|would|accidentally)\b|\baccidental(?:ly)?\b|\bby (?:accident|"
    r"mistake)\b|\bpoison(?:ing)? (?:control|center|centre|help|ivy|oak)\b"
)
"""A worry that a medicine may harm somebody, which is what a pharmacist is asked every day."""


def harm(question: str) -> str:
    """Say whether a question asks for help to harm another person, by its wording or by the classifier.

    Args:
        question: The text.

    Returns:
        `harm`, or empty.
    """
    return "harm" if worded(question) and not doubted(question) or judged(question) == "harm" else ""


def worded(question: str) -> str:
    """Say by patterns and frames alone whether a question asks for help to harm another person: `harm`, or empty."""
    plain = folded(question)
    for reading in dict.fromkeys((plain, unleeted(plain))):
        worry = _CARE.search(reading)
        for pattern in _PATTERNS:
            if pattern.search(reading) and not (worry and not re.search(_SECRETLY, reading)):
                return "harm"
        if framed(reading, HARM_FRAMES):
            return "harm"
    return ""
