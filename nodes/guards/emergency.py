"""`emergency`: whether a question reports an overdose, self-harm, anaphylaxis or another acute danger, in English or Spanish, with slips."""

from __future__ import annotations

import re
from typing import Final

from nodes.guards.folding import folded, unleeted
from nodes.guards.late import Late
from nodes.guards.learned import REPORTED, doubted, judged, likely
from nodes.guards.reports import long_ago, reported

_LONGEST: Final = 20_000
_SUICIDE: Final = r"(?:suicid|sucid|suicd|suiside|suisid|sucicid)\w*"
_PEOPLE: Final = (
    "i|he|she|they|we|child|son|daughter|baby|toddler|husband|wife|friend|mother|father|mom|mum|dad|brother|"
    "sister|partner|roommate|kid|patient|"
    "someone|somebody|"
    "grandma|grandmother|grandpa|grandfather|girlfriend|boyfriend|neighbou?r"
)

_EMERGENCY: Final[tuple[tuple[str, Late], ...]] = (
    ("self_harm", Late(
        r"\b(?:kill(?:ing)?\s*my\s?self|kil my\s?self|kms\b|end (?:it all|my (?:own )?life)|want to die|wanna die|wish i (?:was|were) dead|"
        r"harm(?:ing)? my\s?self|hurt(?:ing)? my\s?self|"
        r"take my (?:own )?life|cut(?:ting)? my\s?self|never wak(?:e|ing) up|(?:don'?t|do not) want to (?:wake up|"
            r"live|be alive|exist)(?! with\b)"
        r"|better off dead|"
        rf"no reason to live|unaliv\w* my\s?self|{_SUICIDE})\b", re.I)),
    ("anaphylaxis", Late(
        r"\banaph[yi]la\w+\b(?!.{0,40}\b(?:history|risk|can|could|cause|does)\b)|"
        r"\b(?:throat|tongue|face|lips?)\b.{0,30}\b(?:swell\w*|swollen|clos(?:ing|ed))\b.{0,80}\b(?:breath\w*|now|just|after)\b|"
        r"\bcan(?:'|no|')?t br(?:ea|a|e)the?\b.{0,60}\b(?:after|since|took|taking|shot|injection)\b", re.I)),
    ("overdose", Late(
        r"\b(?:took|taken|swallowed|swalowed|swallwed|ate|has had|gave (?:him|her|them))\b.{0,40}\b(?:too many|"
            r"to many|too much(?! time)|whole bottle|"
        r"entire bottle|bottle of|handful)\b|"
        rf"\b(?:{_PEOPLE})\b.{{0,25}}\b(?:overdosed|overdosd|overdozed|ovrdosed|(?:is|am|are) (?:overdosing|oding)|"
            rf"od'?d|(?:has|have) overdosed)\b|"
        r"\b(?:took|taken|swallowed|swalowed|swallwed|ate|ingested|downed)\s+(?:about |around |over |more than |maybe |like |all )*"
            r"(?:[1-9]\d|\d{3,}|ten|a dozen|fifteen|twenty|thirty|forty|fifty|sixty|"
                r"a hundred)\s+(?:[\w-]+\s+){0,3}(?:pills|pils|tablets|tablts|"
            r"tabs|capsules|caps)\b"
            r"(?!.{0,40}\b(?:a|per|each) (?:week|month)\b|"
            r".{0,40}\b(?:over|within|during|in) (?:the )?(?:past |last )?(?:\d+ |two |three )?(?:weeks?|months?)\b)|"
        r"\b(?:drank|drunk|downed|chugged)\s+(?:almost |about |nearly )?(?:an?|the|his|her|my|half a|half the)\s+(?:\w+\s+)?bottle\b"
            r"(?!\s+of\s+(?:\w+\s+)?(?:water|wine|beer|vodka|whiske?y|rum|gin|juice|milk|soda|cola|coke|champagne|"
                r"liquor|alcohol|kombucha)\b)|"
        r"\baccidental(?:ly)? (?:overdos\w+|ingest\w+|swallow\w+)\b|"
        rf"\b(?:{_PEOPLE})\b.{{0,40}}\b(?:got into|found (?:in|with)|unconscious|unresponsive|not breathing|"
            rf"won'?t wake up|turning blue|passed "
        rf"out)\b.{{0,60}}\b(?:pills?|tablets?|"
            r"medicines?|medications?|bottle|patch(?:es)?|fentanyl|heroin|oxy\w*|opioids?|methadone|morphine)\b|"
        r"\b(?:pills?|tablets?|fentanyl|heroin|oxy\w*|opioids?|methadone|morphine)\b.{0,60}\b(?:and|"
            r"now)\b.{0,25}\b(?:unconscious|unresponsive|"
        r"not breathing|won'?t wake up|turning blue)\b", re.I)),
)  # fmt: skip
_SPANISH: Final[tuple[tuple[str, Late], ...]] = (
    ("self_harm", Late(
        r"\b(?:(?:me )?quiero (?:morir(?:me)?|matar(?:me)?)|matarme|suicidar(?:me|se)?|quitarme la vida|hacerme dano|acabar con mi vida|no "
        r"quiero (?:seguir )?(?:vivir|viviendo)|"
        r"ganas de morir|mejor muert[oa])\b", re.I)),
    ("anaphylaxis", Late(
        r"\b(?:garganta|lengua|cara|labios?)\b.{0,40}\b(?:hinch\w+|cierra|cerrando|cerro)\b|\bse (?:le|"
            r"me) estan? (?:hinch|inflam)\w+ (?:la|el|los|las) (?:lengua|garganta|cara|labios?)\b|\bno (?:puedo|"
            r"puede) respirar\b|\b(?:tengo|tiene|"
        r"esta (?:en|con|teniendo)|con) (?:una? )?"
        r"(?:choque |shock |reaccion )?anafila\w+", re.I)),
    ("overdose", Late(
        r"\b(?:tome|tomo|tomado|trague|trago|tragado|ingirio|ingerido|ingeri|bebio|"
            r"comio)\b.{0,40}\b(?:demasiad[ao]s?|much[ao]s (?:pastillas|"
        r"tabletas|pildoras)|(?:todo|entero) el frasco|"
        r"(?:un|el) frasco(?: entero)?|toda la (?:caja|botella)|una sobredosis|tod[ao]s (?:sus|las|mis|"
            r"los) (?:pastillas|medicinas|medicamentos|remedios|tabletas)|(?:\d{2,}|diez|quince|veinte|treinta|"
            r"cuarenta|cincuenta) (?:\w+ )"
        r"{0,2}(?:pastillas|tabletas|capsulas|comprimidos|"
        r"pildoras))\b|\b(?:tuvo|tengo|tiene|sufrio|tuve|esta con) (?:una )?sobredosis\b|\b(?:hij[oa]|nin[oa]|bebe|espos[oa]|madre|padre)"
        r"\b.{0,40}\b(?:trago|ingirio|comio|bebio)\b.{0,40}"
        r"\b(?:pastillas|medicina|medicamento|remedio|tabletas|frasco)\b", re.I)),
)  # fmt: skip
_ASKING_ABOUT = Late(
    r"\b(?:what (?:are|is)|symptoms? of|signs? of|guideline|management of|manag(?:e|ing)|treat(?:ment|"
    r"ing)? (?:of|for)|antidote|risk of|can "
    r".{0,40} cause|history of|protocol|nomogram)\b",
    re.I,
)

_WITNESSED = Late(
    r"\b(?:i|he|she|they|son|daughter|child|kid|baby|toddler|wife|husband|mother|father|mom|dad|sister|brother|"
    r"friend|patient|someone)\b.{0,30}"
    r"\b(?:took|taken|swallowed|drank|drunk|ate|ingested|overdosed|downed)\b",
    re.I,
)
"""A person took something: asking what to do about it makes it no less an emergency."""
_ANAPHYLAXIS_NOW = Late(
    r"\b(?:having|going into|went into|(?:is|am|are|he's|she's) in|developing) (?:an? )?(?:severe )?anaph[yi]la|"
    r"\banaph[yi]la\w+\b.{0,30}\b(?:right now|help)\b|"
    r"\b(?:minutes? ago|throat|can(?:'|no|')?t breathe)\b",
    re.I,
)
_ANAPHYLAXIS_BEFORE = Late(
    r"\ballerg(?:y|ies|ic)\b[^.;?!]{0,60}\banaphyla|\banaphyla\w+\s+(?:reaction\s+)?(?:to|with|from)\b|\banaphyla\w+\b.{0,30}\ballerg|"
    r"\b(?:previous|prior|past|earlier|known|history|hx|h/o|once|had)\b[^.;?!]{0,40}\banaphyla|"
    r"\banaphyla\w+\b[^.;?!]{0,60}\b(?:years? ago|months? ago|in (?:19|20)\d\d|last year|as a child|in childhood|in the past|previously)\b|"
    r"\b(?:dose|doses|dosing|drug|first[- ]line|epinephrine|adrenaline|used|indicated)\b[^.;?!]{0,40}\b(?:for|"
    r"in|of|during)\s+(?:\w+\s+)?anaphyla|"
    r"\b(?:prevent|treat)\w*\s+(?:\w+\s+)?anaphyla|"
    r"\bdos(?:e|es|ing)\b[^.;?!]{0,30}\b(?:for|in) (?:an?|the) (?:\w+ )?(?:child|infant|adult|patient|"
    r"person)\b[^.;?!]{0,30}\bwith\s+anaphyla",
    re.I,
)
_OF_A_DRUG = Late(
    r"\b(?:risks?|warnings?|boxed|black box|caus(?:e|es|ing)|increas\w+|associat\w+|label\w*|monitor\w*|"
    r"side effects?|adverse|incidence|rates?|"
    rf"reduc\w+|prevent\w*|protect\w*|lower\w*|decreas\w*|evidence|data)\b.{{0,60}}\b{_SUICIDE}"
    rf"|\b{_SUICIDE}.{{0,60}}\b(?:risks?|warnings?|boxed|black box|associat\w+|label\w*|monitoring|side effects?|adverse|incidence|rates?|"
    r"prevention|evidence|data)\b",
    re.I,
)
_SOMEBODY = Late(rf"\b(?:i'?m|i'?ve|i'?d|me|my|myself|feel\w*|attempt\w*|wants|{_PEOPLE}|him|her|them|his)\b", re.I)
_OTHER_WORDS = Late(
    r"\b(?:kill\w*|die|dead|hurt\w*|harm\w*|cut\w*|unaliv\w*|kms|end (?:it all|my)|live|alive|exist|wak(?:e|ing) up|take my)\b", re.I
)


def _explained(name: str, text: str) -> bool:
    """Say whether the wording shows that nothing happens now: a history, or a question about such cases in general."""
    if name == "self_harm":
        # Only a question about a drug's risk that speaks of nobody; any person in it makes it a report.
        return bool(_OF_A_DRUG.search(text)) and not _SOMEBODY.search(text) and not _OTHER_WORDS.search(text)
    if long_ago(text):
        return True
    if name == "overdose":
        return bool(_ASKING_ABOUT.search(text)) and not _WITNESSED.search(text)
    if re.search(r"\b(?:is|am|are|he's|she's|i'm) (?:now )?(?:having|going into|in) (?:an? )?(?:severe )?anaph[yi]la", text, re.I):
        return False
    return bool(_ASKING_ABOUT.search(text)) or bool(_ANAPHYLAXIS_BEFORE.search(text)) and not _ANAPHYLAXIS_NOW.search(text)


def emergency(text: str) -> str | None:
    """Name the emergency that a text reports, or None. A question about overdoses or about a drug's risk in general is not one.

    Args:
        text: The question.

    Returns:
        A key of `nodes.fixed.ESCALATIONS`, with `|es` behind it for a report in Spanish; or None. What a person says of self-harm is never
        explained away by wording.
    """
    found = worded(text)
    if found and not doubted(text):
        return found
    sure = judged(text)
    return sure if sure.partition("|")[0] in REPORTED else None


def concern(text: str) -> str:
    """Name the emergency that a question may report, and may not; empty for none.

    Args:
        text: The question, in which `emergency` found none.

    Returns:
        A key of `nodes.fixed.PRECAUTIONS`, with `|es` behind it in Spanish: what is likely, or what a frame says and all other words deny.
    """
    found, _, language = (likely(text) or worded(text) or "").partition("|")
    key = found if found in REPORTED or not found else "emergency"
    return f"{key}|{language}" if language else key


def worded(text: str) -> str | None:
    """Name by patterns and frames alone the emergency that a text reports, as `emergency` does; they know no acute danger but their three."""
    plain = folded(text[:_LONGEST])
    for reading in dict.fromkeys((plain, unleeted(plain))):
        for name, pattern in _EMERGENCY:
            if pattern.search(reading) and not _explained(name, reading):
                return name
        if name := reported(reading):
            return name
        for name, pattern in _SPANISH:
            if pattern.search(reading):
                return f"{name}|es"
    return None
