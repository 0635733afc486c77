"""The second sign that makes a name of a word that is one as well: what announces it, who says or does something, a capital not owed to the place."""

from __future__ import annotations

import re
from typing import Final

from nodes.redaction import kept_words as kept
from nodes.redaction.names import COMMON, TITLES
from nodes.redaction.tokens import Token, Words
from nodes.redaction.words import Sort, frequency

_SENTENCE: Final = re.compile(r"(?:^|[.!?:;\n\r|>\]}•=*\"“—–-]|\\n)[ \t\"'“(\[*]*$")
SAYS: Final = frozenset(
    """says said states stated reports reported called calls phoned rang rings asked asks wants wanted denies denied told tells took takes taking
    has had is was drives drove brings brought picks picked helps helped visits visited sat sits spoke speaks wonders wondered noticed gave
    gives lives lived feels felt needs came went texted wrote writes thinks agrees agreed refused confirmed confirms""".split()
)
_LEAST_SMALL: Final = 0.004
"""Share of bearers from which on a given name is taken in small letters too."""
_LEAST_EITHER: Final = 0.001
_GOES_BY: Final = re.compile(
    r"(?:\b(?:goes by|aka|a\.k\.a\.|nicknamed?|known as|prefers to be called|likes to be called"
    r"|answers to|call(?:s|ed|ing)? (?:him|her|them)sel\w{1,3})[ :]{1,2}[\"“']?"
    r"|\b(?:male|female|man|woman|boy|girl|patient|pt|guy|lady)[ ][\"“']|\blove to[ ])$",
    re.I,
)
_CALLED: Final = re.compile(r"(?:called|named|preferred|name|known as|goes by|aka|nick\w{0,6})\W{0,4}$", re.I)
_ANNOUNCED: Final = re.compile(
    r"(?:\b(?:bed|room|rm|bay|chair|pod|cubicle)[ ]?(?:\d{1,4}[a-z]?|[a-z]\b)[ :,–-]{1,4}|\bn[ée]e[ ]|\b(?:li['’]?l|big|ol)['’]?[ ]"
    r"|\b(?:sons|daughters|twins|children|kids|brothers|sisters|siblings|parents|grandchildren)(?:[ ]named|,|:)?[ ]|\bc/o[ ]"
    r"|\b(?:thanks|thank you|cheers|best|wishes|sincerely|regards|love|warmly|signed|xx?|ta)[,!.]?(?:[ ]|\r?\n|\\n){1,3})$",
    re.I,
)
"""What stands before a name that is a word as well and makes it a person's."""
_ROLE: Final = (
    r"therapist|counsell?or|\w{3,}ologist|\w{3,}iatrist|\w{3,}iatrician|physio|dietiti?cian|dietitian|nutritionist|midwife|doula|chaplain|aide|volunteer"
    r"|tech|technician|rep|case manager|social worker|support worker|peer support|coach|teacher|interpreter|translator|dentist|doctor|nurse|pharmacist"
    r"|paramedic|medic|EMT|officer|sitter|bodyguard|driver|sponsor|manager|warden|receptionist|secretary|roommate|flatmate|housemate|landlady|landlord|classmate|coworker|co-worker|colleague|boss|neighbou?r"
)
_KIN: Final = (
    r"\b(?:daughter|son|wife|husband|spouse|partner|mother|father|mum|mom|dad|sister|brother|aunt|auntie|uncle|niece|nephew|cousin|gran|grandson"
    r"|granddaughter|grandmother|grandfather|grandma|grandpa|granny|nana?|stepson|stepdaughter|step-?dad|step-?mum|step-?mom|godson|goddaughter|godmother"
    rf"|in-law|friend|carer|caregiver|girlfriend|boyfriend|fianc[ée]e?|{_ROLE})"
)
KIN: Final = re.compile(rf"{_KIN}[ ]\(?$", re.I)
_KIN_BESIDE: Final = re.compile(
    rf"(?:{_KIN}|\b(?:attending|fellow|resident|intern|registrar|consultant|surgeon|physician|hospitalist|student|locum))(?:,[ ]|[ ]\()$",
    re.I,
)
KIN_BEHIND: Final = re.compile(
    r"[ ]\((?:his|her|pt's|the)?[ ]?(?:daughter|son|wife|husband|spouse|partner|mother|father|mum|mom|dad|sister|brother|aunt|uncle|niece|nephew|friend|carer"
    r"|grand\w{2,8}|step\w{2,8}|neighbou?r|cousin|sponsor|roommate|in-law|boyfriend|girlfriend|fianc[ée]e?|guardian|proxy|clerk|student|interpreter|chaplain"
    r"|caregiver|RN|NP|PA|SW|OT|PT|PharmD|HCP|POA|NOK|CHW|CNA|LPN|HCA|tech|peds|[pn]?icu|mom|mum|dad|nan|surgeon|nurse|aide|doctor|intern|resident|fellow)\b"
    r"|,[ ](?:(?:his|her|the|my|their|pt's|day|night|charge|home|ward|bedside)[ ])?(?:daughter|son|wife|husband|spouse|partner|mother|father|mum|mom|dad|sister"
    r"|brother|aunt|uncle|niece|nephew|friend|carer|neighbou?r|grand(?:son|daughter|mother|father|ma|pa)|nurse|aide|pharmacist|tech|clerk|social worker)\b"
)
_KIN_SMALL: Final = re.compile(rf"(?:{KIN.pattern[:-1]}|\b(?:in[ -]law|(?:doctor|nurse|gp|pcp|pharmacist|name)[ ]is)[ ])$", re.I)
_SPEAKER_BEFORE: Final = re.compile(r"\d\d?:\d\d(?::\d\d)?[\])]?[ ]?(?:[ap]m[ ])?[-–]?[ ]?$", re.I)
_ADDRESSED: Final = re.compile(
    r", ?(?:i|please|pls|can|could|did|do|you|your|we|thanks|thank|just|the|have|any|would|will|are|ur|inr|it)\b", re.I
)
_INITIAL_BEHIND: Final = re.compile(r" [A-Z](?:\.|(?=[ ]*(?:$|[\n|,;)])))")
_DEGREE_BEHIND: Final = re.compile(
    r",?[ ](?:RN|LPN|MD|DO|NP|PA-?C?|PharmD|RPh|CPhT|CNA|LCSW|CNM|PhD|DNP|R?MA|CMA|HCA|SHO|BMS|RD|SLP|RRT|LVN|BSN|MSW|EMT)\b"
)
_FIELD_BEFORE: Final = re.compile(r"\w{2,}[ ]?[:=][ ]{0,3}$")
_FIELD_END: Final = re.compile(r"[ ]*(?:$|[\n|;()]|[ ]{2}|[ ][A-Z]\b)")
_PERSONAL: Final = frozenset(
    "gave saw with from and for to it's its i'm im am hi hello hey dear ring rang told ask asked call called nurse sister by hiya ta thanks".split()
)
_ANNOUNCED_SMALL: Final = frozenset("pt patient resident client its it's im i'm am called named told rn hca dr doctor nurse".split())
_AGED: Final = re.compile(r"[ ]?[,(]?[ ]?\d{1,3}[ ]?(?:y/?o?[ ]?)?[MFmf]\b")
_AGE_BEHIND: Final = re.compile(r",[ ](?:[1-9]\d|1[01]\d)(?:,[ ]|[ ]?(?:y/?o|yrs?)\b)|[ ]\((?:[1-9]\d|1[01]\d)\)")
_LOCATED: Final = re.compile(r"[ ](?:in|from)[ ](?:bed|cot|room|rm|bay|chair|resus|crib)[ ]?\w{1,4}\b", re.I)
_INITIAL_BEFORE: Final = re.compile(r"(?:^|[ (,:;\n])[A-Z]\.[ ]?$")
_THINGS: Final = kept.PLACES | kept.ORGANISATIONS | kept.EPONYMS
_ARTICLES: Final = frozenset("the a an this that each every any no per".split())
_FAMILY_BORNE: Final = 0.004
"""Share of bearers from which on a family name that is a word is one where a capital is not owed to its place."""
_COUNTED: Final = re.compile(r"[ ]?[\d<>=]|[ ](?:level|dose|trough|infusion|drip|gtt|scan|test)s?\b")
_LEAST_ANNOUNCED: Final = 5
_LEAST_LOGIN: Final = 6
_SELDOM_BORNE: Final = 3_000
_OFTEN_BORNE: Final = 0.03
_LEAST_UNHEARD: Final = 4
_MANY: Final = 0.3
_SELDOM: Final = 20_000
"""How often a word that is a given name too may stand in the corpus to be one in small letters, where a name is announced."""
_WORT: Final = re.compile(r"['’_-]?s?[ _-]{0,2}wort")


def is_at_start(found: Words, number: int) -> bool:
    """Say whether a word stands where a sentence or a field begins, and would have a capital anyway."""
    return _SENTENCE.search(found.before(number, 12)) is not None


def may_be_borne(word: str) -> bool:
    """Say whether a word behind a relative may be their name."""
    about = frequency(word)
    return not about.medicine and (bool(about.given or about.family) or word not in COMMON and word not in SAYS and not about.small)


def is_nickname(found: Words, number: int) -> bool:
    """Say whether any word with a capital stands where somebody says what they are called: `goes by Slim`."""
    token = found.tokens[number]
    return token.capital and token.low not in COMMON and _GOES_BY.search(found.before(number, 24)) is not None


def second_sign(found: Words, number: int) -> bool:
    """Say whether a word that is a name as well is one here: with a capital in the middle of a sentence, or behind it one who says or does."""
    token = found.tokens[number]
    stem = token.low
    about = frequency(stem)
    if max(about.given, about.family) < _LEAST_EITHER or stem in COMMON:
        return False
    earlier = found.text[max(0, token.start - 24) : token.start]
    if _CALLED.search(earlier) or _ANNOUNCED.search(earlier) and about.medicine is False:
        return True
    if _SPEAKER_BEFORE.search(earlier) and found.text.startswith((":", " from ", " re ", " re:"), token.end):
        return True
    if about.given and (_INITIAL_BEHIND.match(found.text, token.end) or _DEGREE_BEHIND.match(found.text, token.end)):
        return True
    if about.given and not about.medicine and _FIELD_BEFORE.search(earlier) and _FIELD_END.match(found.text, token.end):
        return token.capitals or len(token.word) > 3
    before = found.tokens[number - 1] if number else None
    if _LOCATED.match(found.text, token.end):
        return True
    before = found.tokens[number - 1] if number else None
    if about.family and not about.medicine and _INITIAL_BEFORE.search(earlier):
        return True
    if about.family >= _FAMILY_BORNE and not about.small and not token.capitals and stem not in _THINGS and _is_in_sentence(found, number):
        return True
    if (
        token.capitals
        or not about.given
        and len(token.word) > 2
        or stem in kept.PLACES
        or about.medicine
        and not (before and before.low in _PERSONAL)
    ):
        return False
    behind = found.tokens[number + 1] if number + 1 < len(found.tokens) else None
    if behind is not None and behind.low in SAYS and found.text[token.end : behind.start] == " ":
        return True
    if about.given >= _LEAST_SMALL and stem not in kept.MONTHS_AND_DAYS and _AGE_BEHIND.match(found.text, token.end):
        return True
    start = _SENTENCE.search(earlier[-12:]) is not None
    if before is None or start:
        return (not earlier or earlier.endswith("\n")) and _ADDRESSED.match(found.text, token.end) is not None
    opens = before.sort is Sort.KNOWN and _SENTENCE.search(found.text[max(0, before.start - 12) : before.start]) is not None
    return (
        (not before.capital or opens)
        and found.text[before.end : token.start] in (" ", ", ")
        and (
            behind is None
            or not behind.capital
            or behind.capitals
            and behind.sort is Sort.KNOWN
            or found.text[token.end : behind.start] not in (" ", "-")
        )
    )


def _is_in_sentence(found: Words, number: int) -> bool:
    """Say whether a word has a capital amid words in small letters, and no number behind it."""
    token = found.tokens[number]
    if number == 0 or _COUNTED.match(found.text, token.end) or found.text.startswith((":", "-", "/", "%"), token.end):
        return False
    before = found.tokens[number - 1]
    behind = found.tokens[number + 1] if number + 1 < len(found.tokens) else None
    apart = behind is None or found.text[token.end : behind.start] not in (" ", "-") or behind.word.islower()
    return before.word.islower() and before.low not in _ARTICLES and found.text[before.end : token.start] == " " and apart


def announced(found: Words, number: int) -> bool:
    """Say whether an unknown word in small letters stands where a name is announced."""
    token = found.tokens[number]
    if not number or len(token.word) < (_LEAST_ANNOUNCED if token.sort is Sort.UNKNOWN else 2) or found.by_digits(token):
        return False
    if token.sort is Sort.EITHER:
        about = frequency(token.low)
        if about.given < _LEAST_SMALL or about.small or about.english >= _SELDOM or about.medicine:
            return False
    return (
        (found.tokens[number - 1].low in _ANNOUNCED_SMALL or bool(_KIN_SMALL.search(found.text[max(0, token.start - 24) : token.start])))
        and found.text[found.tokens[number - 1].end : token.start] == " "
        and not token.low.endswith(("ed", "ing", "ly"))
        and not found.medicine(token)
    )


def is_kins(found: Words, number: int) -> bool:
    """Say whether a word with a capital is the name of a relative, or of somebody who does a job for the patient: `sister Joy`, `therapist Dov`."""
    token = found.tokens[number]
    return (
        token.capital
        and not token.capitals
        and (KIN.search(found.before(number, 24)) is not None and may_be_borne(token.low) or _is_beside(found, number))
        and not (token.low in kept.MONTHS_AND_DAYS and re.match(r" \d", found.text[token.end : token.end + 2]))
    )


def _is_beside(found: Words, number: int) -> bool:
    """Say whether a word stands beside who bears it, between commas: `the new attending, Park, prefers`."""
    token = found.tokens[number]
    return (
        found.text.startswith((",", ".", ")", ";"), token.end)
        and (may_be_borne(token.low) or found.text.startswith(("(", '("', "(“"), token.start - 1) and not frequency(token.low).medicine)
        and token.low not in COMMON
        and token.low not in kept.PLACES
        and token.low not in kept.MONTHS_AND_DAYS
        and _KIN_BESIDE.search(found.before(number, 24)) is not None
    )


def has_person_before(found: Words, number: int) -> bool:
    """Say whether a short unknown word with a capital stands behind a name, or behind a word that leads to a person: `from Ama`."""
    before = found.tokens[number - 1]
    low = found.tokens[number].low
    if found.gap(number - 1, number) != " " or low in COMMON or low in TITLES:
        return False
    if before.capital:
        return before.sort is not Sort.KNOWN and before.low not in COMMON
    return before.low in _PERSONAL and not _COUNTED.match(found.text, found.tokens[number].end)


def is_in_bed(found: Words, number: int) -> bool:
    """Say whether a word in capitals stands where lists of patients have the name: behind a bed, or before an age and a sex."""
    token = found.tokens[number]
    return _ANNOUNCED.search(found.before(number, 24)) is not None or _AGED.match(found.text, token.end) is not None


def is_small_couple(found: Words, number: int) -> bool:
    """Say whether a given name that is a word and an unknown word stand together in small letters: `pearl haverstock`."""
    token, about = found.tokens[number], frequency(found.tokens[number].low)
    if (
        number + 1 >= len(found.tokens)
        or found.foreign
        or token.sort is not Sort.EITHER
        or about.given < _LEAST_SMALL
        or about.small
        or about.english >= _SELDOM
    ):
        return False
    behind = found.tokens[number + 1]
    return (
        behind.sort in (Sort.UNKNOWN, Sort.NAME)
        and behind.word.islower()
        and len(behind.word) >= _LEAST_ANNOUNCED
        and found.text[token.end : behind.start] == " "
        and not found.by_digits(behind)
        and not found.medicine(behind)
    )


def is_login(token: Token) -> bool:
    """Say whether an unknown word in small letters is an initial and a family name, as logins are made: `lkowalczyk`."""
    if token.sort is not Sort.UNKNOWN or len(token.low) < _LEAST_LOGIN or not token.low.isascii():
        return False
    for rest in (token.low[1:], token.low[:-1]):
        about = frequency(rest)
        often = about.family >= _OFTEN_BORNE and rest == token.low[1:]
        if about.family and not (
            about.also_word and not often or about.english > _SELDOM_BORNE and not often or (about.small or about.medicine) and not often
        ):
            return True
    return False


def is_frequent(found: Words, token: Token) -> bool:
    """Say whether a name in small letters is a person's and not a piece of code."""
    about = frequency(token.low)
    if re.match(r"[-_]?\d|\(", found.text[token.end : token.end + 2]) or _WORT.match(found.text, token.end):
        return False
    if not (about.english or about.small or about.capital or about.medicine or found.foreign) and len(token.word) > _LEAST_UNHEARD:
        return True  # people bear it, and no text has it
    return about.given >= _LEAST_SMALL and (not about.small or about.given > _MANY) and len(token.word) > 3
