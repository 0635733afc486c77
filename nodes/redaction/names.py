"""People's names: behind a title, a label or a relation, in how somebody introduces themselves, and before an age, a birth date or a number.

A pattern finds where a name begins, and a reading of the words from there on says how far it goes: capitals, particles and initials belong to it,
verbs, medicines and numbers end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from nodes.redaction.name_places import PLACES, Mode
from nodes.redaction.spans import Span
from nodes.redaction.words import Sort, frequency, sorts

LETTER: Final = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff]|\\u[0-9a-fA-F]{4})"
_WORD: Final = re.compile(rf"{LETTER}(?:{LETTER}|['’`-](?={LETTER})){{0,40}}")
PARTICLES: Final = frozenset(
    "van von der den de del della di da dos das du le la las los el al bin ibn ben ter ten te zu y e st mac abu ap ferch nic ní te".split()
)
_SUFFIXES: Final = frozenset("jr sr ii iii iv".split())
_MOST_WORDS: Final = 6
_ABBREVIATED: Final = 4
"""How long an abbreviation is at most that stands behind a label: `father: CAD`."""
_TITLED: Final = ("title", "small title")
COMMON: Final = frozenset(
    """a an the and or but nor so if then than that this these those with without within from into onto for of on in at by as to up off out over under
    per via is was are were be been being am has have had having do does did done will would can could shall should may might must not no yes who whom
    whose which what when where why how he she they it we you i his her hers their its our your my me him them us one two three four five
    takes take took taking taken uses use used using needs need needed wants want wanted says said say states stated reports reported denies denied
    presents presented presenting complains complained develops developed shows showed showing started starts start stopped stops stop given gives give
    gave gets got get getting goes went came comes come sees saw seen admitted discharged transferred referred prescribed ordered received receives
    receiving requires required requests requested asks asked ask called calls call lives live living born aged age ages old year years yo male female
    man woman boy girl child infant adult baby patient patients pt pts client person people individual resident mr mrs ms miss dr prof nurse doctor
    physician pharmacist provider pharmd md rn np pa do phd mother father son daughter wife husband sister brother caregiver parent parents spouse
    today yesterday tomorrow now currently recently daily weekly monthly twice once again also only still just already never always often since until
    before after during while because due about around regarding concerning plus minus both either neither each every all any some most more less
    new current past previous history hx dx rx tx sx status post allergy allergies allergic drug drugs medicine medicines medication medications med meds
    dose doses dosing dosage tablet tablets capsule capsules oral iv im sc po bid tid qid qd prn mg mcg kg ml units unit level levels lab labs result
    results test tests blood pressure heart kidney renal liver hepatic function failure disease chronic acute severe mild moderate pain fever chest
    weight height creatinine clearance egfr crcl scr inr information education counseling safety care portal handout leaflet population group groups
    case cases study studies data name names number id date dob mrn ssn phone tel address email fax insurance policy member account sex gender race
    room bed ward unit hospital clinic center office pharmacy lab emergency department note notes summary report chart record records file
    is/was pregnant diabetic hypertensive stable unstable well unwell sick ill alert oriented awake asleep elderly young specific safe unsafe
    interaction interactions contraindicated contraindication major minor warning warnings risk risks bleeding monitor avoid continue hold switch
    reduce increase adjust consider recommend recommended evidence source sources label labels section title year question answer
    what's he's she's it's i'm unknown none null true false n/a na tbd pending see please thank thanks hello hi dear sincerely regards
    medicare medicaid male/female self other same first last middle full home work cell mobile not there here reason note: only
    forename forenames urn nhs hosp ethnicity religion language relationship location facility service enc visit
    poison control hotline helpline line service
    supervisor manager coordinator staff charge triage team everyone all folks folk notified aware updated paged
    nane narne error string value values type text message messages tool tools agent human system user assistant role content model""".split()
)
"""Words that end a name, and that no name alone is made of."""

TITLES: Final = frozenset(
    """mrs mr ms mx miss mister missus dr drs doctor prof professor rev reverend sir madam dame sgt capt lt señor señora senor senora sra srta
    herr frau monsieur madame mme mlle nurse pastor rabbi imam judge hon""".split()
)
_ONLY_TITLES: Final = frozenset("mrs mr ms mx mme mlle señor señora srta frau herr".split())
_WORDS_TOO: Final = frozenset("miss sir judge hon madam imam nurse".split())
_TITLE_GAP: Final = r"\.?(?:[ ]?(?:and|&|/)[ ]?(?:mrs|mr|ms|dr)\b\.?)?(?:[ \t]|\\n|\r?\n){0,3}"
_TOKEN: Final = re.compile(r"[^\W\d_]+")
EITHER_WORDS: Final = frozenset("will may young old first an do long".split())
"""Words that are names as well, where they have a capital and stand in a name's place."""
NUMBERS: Final = frozenset("one two three four five many".split())
"""What families' names begin with that were translated: Mr. Two Crow."""
_COMPANY: Final = re.compile(r"reddy['’]?s\b|scholl['’]?s?\b|pepper\b|bronner|willmar|falk\b|rath\b", re.I)

_RELEASED: Final = re.compile(r"(?:\d|\b(?:mg|mcg|tab\w*|cap\w*|release))[ ]$", re.I)
"""What stands before the MR of a tablet that releases slowly."""

_SUFFIX_DRUG: Final = re.compile(
    r"\w{2,}(?:pril|sartan|olol|statin|azole|mycin|micin|cillin|floxacin|cycline|dipine|gliptin|gliflozin|glutide|tidine|prazole|parin|xaban|gatran"
    r"|triptan"
    r"|setron|azepam|zolam|barbital|oxetine|pramine|triptyline|apine|idone|tinib|mab|vir|thiazide|semide|formin|oxin|arone|farin|caine|codone"
    r"|morphone|profen)s?\b",
    re.I,
)


def is_medicine(word: str) -> bool:
    """Say whether a word is a medicine: by the knowledge base, or by its ending."""
    return _SUFFIX_DRUG.fullmatch(word) is not None or frequency(word.lower()).medicine


@cache
def _compiled(pattern: str, flags: int = re.I) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def names(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find people's names."""
    if not words.isdisjoint(TITLES):
        for match in _TOKEN.finditer(text):
            if (
                match[0].lower() in TITLES
                and (gap := _compiled(_TITLE_GAP).match(text, match.end()))
                and not _COMPANY.match(text, gap.end())
                and not (match[0] == "MR" and _RELEASED.search(text[max(0, match.start() - 12) : match.start()]))
            ):
                # "dr may see her", "if you miss many": a title in small letters announces no word of the language, and some of them are words.
                small: Mode = "relation" if match[0] in _WORDS_TOO else "small title"
                yield from read_name(text, gap.end(), "title" if match[0][0].isupper() or match[0] in _ONLY_TITLES else small)
    if not words.isdisjoint(PLACES.keys()):
        for match in _TOKEN.finditer(text):
            for place in PLACES.get(match[0].lower(), ()):
                start = place.start(text, match)
                if start is not None:
                    yield from read_name(text, start, place.mode, pair=place.pair)
    yield from _before(text)


def read_name(text: str, start: int, mode: Mode, *, pair: bool = False) -> Iterator[Span]:
    """Read a name that begins at a place, or none.

    Args:
        text: The text.
        start: Where it would begin.
        mode: How sure the place is.
        pair: Whether one word alone is not enough.
    """
    at, end, count, small, family_first, after_particle = start, start, 0, False, False, False
    while count < _MOST_WORDS:
        match = _WORD.match(text, at)
        if match is None:
            break
        word, lower = match[0], match[0].lower()
        if text[match.end() : match.end() + 1] in ("_", "(") or count and text[match.end() : match.end() + 1].isdigit():
            break  # a name of code, or of a gene
        caps = any(not letter.islower() for letter in word if letter.isalpha())  # al-Hassan, d'Angelo
        initial = len(word) == 1 and (caps or count == 1 and small) and not text.startswith("/", match.end())
        if initial and not count and word in "AI" and not text.startswith(".", match.end()):
            break
        if initial and count and _LEVEL.match(text, match.end()):
            break
        if (
            initial
            and not (text.startswith(".", match.end()) or count and not text[match.end() : match.end() + 1].isalnum())
            and not (count == 0 and mode in _TITLED)
        ):
            break
        particle = lower in PARTICLES or lower in _SUFFIXES
        plain = (
            lower in COMMON
            and not (mode == "title" and not count and lower in NUMBERS and caps and _another(text, match.end()))
            and not (lower in EITHER_WORDS and _is_name(text, match, mode, count, small))
        )
        if plain and not particle and not initial:
            break
        if particle and lower in ("e", "y", "la", "le", "de", "el", "st") and lower in COMMON:
            break
        if not particle and not initial:
            if not caps and (
                mode == "relation"
                or (count and not small)
                or (small and count >= 3 and not after_particle and not (mode == "label" and _fills(text, match.end())))
            ):
                break
            if count and is_medicine(word) and (not caps or _DOSE.match(text, match.end())):
                break
            if not count and mode not in _TITLED and is_medicine(word):
                break
            if not caps and count and _is_known(word, "relation"):
                break
            if not caps and not count:
                small = True
            if small and count and len(word) < 2:
                break
        small = small or particle and not caps and not count and mode != "relation" and not _follows(text, match.end())
        if particle and not caps and not small and not _follows(text, match.end()):
            break
        after_particle = particle
        at = match.end()
        if (initial or lower in _SUFFIXES or lower == "st" and SAINT.match(text, at)) and text.startswith(".", at):
            at += 1
        count, end = count + 1, at
        if initial and text.startswith(".", match.end()) and _WORD.match(text, at) and not text[at].islower():
            continue  # J.B. Lee
        gap = _GAP.match(text, at)
        if gap is None:
            break
        if "," in gap[0]:
            if family_first or mode == "relation" and not _compiled(rf"{LETTER}", 0).match(text, gap.end()) or lower in _SUFFIXES:
                break
            nxt = _WORD.match(text, gap.end())
            if (
                nxt is None
                or nxt[0].lower() in COMMON
                and (nxt[0].lower() not in EITHER_WORDS or nxt[0].isupper())
                or nxt[0].islower() != word.islower()
                or is_medicine(nxt[0])
                or mode in _TITLED
            ):
                break
            family_first = True
        at = gap.end()
    if end > start and (count > 1 or not pair) and not _is_known(text[start:end], mode):
        yield Span(start, end, "NAME")


def _is_known(found: str, mode: Mode) -> bool:
    """Say whether what stands in a name's place is made of words of the language alone; only behind a title, or with a capital behind a label, is it a name."""
    words = re.findall(r"[^\W\d_]+", found)
    illness = mode == "label" and (found[0].islower() or all(word.isupper() and len(word) <= _ABBREVIATED for word in words))
    if mode == "title" or not illness and mode in ("label", "small title") and not found.islower():
        return False
    return all(
        sort is Sort.KNOWN and (illness or not frequency(word).given)
        for word, sort in sorts(word.lower() for word in words if len(word) > 1).items()
    )


_LEVEL: Final = re.compile(r"[ ]\d{1,3}\.\d")
_DOSE: Final = re.compile(r"\s{1,2}\d|\s(?:oral|tablet|iv|xr|er|sr)\b", re.I)
SAINT: Final = re.compile(r"\.[ ][A-ZÀ-Þ](?!ohn['’]?s?[ -]?wort)", re.I)
_GAP: Final = re.compile(r"[ \t]{1,2}|,[ ]{0,2}|[ ]?\^[ ]?")


def _is_name(text: str, word: re.Match[str], mode: Mode, count: int, small: bool) -> bool:
    """Say whether a word that is a name as well as a word is a name here: "Mr. Will May", "WILL MAY", "dr young", and not "dr will see her"."""
    if word[0].islower():
        return mode in _TITLED and (small or not count) and word[0] in ("young", "long")
    another = text.startswith(",", word.end()) or _another(text, word.end())
    return bool(count) or another or mode != "relation" and not word[0].isupper()


def _fills(text: str, at: int) -> bool:
    """Say whether a field or a line ends here."""
    return _compiled(r"[ ]*(?:$|[\n,;|])").match(text, at) is not None


def _another(text: str, at: int) -> bool:
    """Say whether another word with a capital follows that may belong to a name."""
    match = _compiled(rf",?[ ](?:[A-Z]\.[ ])?({LETTER}{{2,40}})").match(text, at)
    return match is not None and match[1][0].isupper() and (match[1].lower() not in COMMON or match[1].lower() in EITHER_WORDS)


def _follows(text: str, at: int) -> bool:
    """Say whether a capital follows a particle, perhaps behind another one."""
    match = _compiled(rf"[ -]?(?:(?:der|den|la|las|los)[ ])?({LETTER})").match(text, at)
    return match is not None and not match[1].islower()


_ANCHOR: Final = re.compile(
    r"(?:[ ,]{1,3}(?:is|was)[ ](?:an?[ ])?\d{1,3}|[ ,]{1,3}\(?(?:an?[ ])?\d{1,3})[ -]?(?:year|yr|y/?o\b|yo[MF]?\b|mo\b|month|[MF]\b)"
    r"|[ ,;(|–-]{1,4}(?:DOB|dob|D\.O\.B|born|MRN|mrn|SSN)\b"
    r"|[ ,]{1,2}(?:is|was)[ ](?:an?|our|my|the)[ ](?:\w+[ ])?(?:man|woman|patient|male|female|boy|girl|lady|gentleman)\b"
    r"|[ \"']{1,3}<[\w.+%-]{1,64}@"
    r"|[ ](?:is here|was seen|came in|called|complains|states that|denies|reports|presents (?:for|to)|arrived|returns)\b"
    r"|[ ,:–-]{1,3}\(?(?=(?:\+?1[ -])?\(?\d{3}[)\-. ]{1,2}\d{3}[-. ]?\d{4}\b)"
    r"|,?[ ](?:MD|M\.D\.|PharmD|RN|NP|PA-C|DO|RPh|FNP|DDS)\b"
)
_BEHIND: Final = 90


def _before(text: str) -> Iterator[Span]:
    """Find names that stand before an age, a birth date, a record number or a degree."""
    for anchor in _ANCHOR.finditer(text):
        low = max(0, anchor.start() - _BEHIND)
        piece = re.split(r"[\n\r\t;:|()\[\]{}\"]|\\n|(?<=[a-z0-9][a-z0-9])\.[ ](?=[A-Z][a-z])", text[low : anchor.start()])[-1]
        tokens = list(_WORD.finditer(piece))[-5:]
        chosen: list[re.Match[str]] = []
        for token in reversed(tokens):
            word = token[0]
            between = piece[token.end() : chosen[-1].start()] if chosen else ""
            if not re.fullmatch(
                r"[, ]{0,3}" if len(word) > 1 and word.lower() not in _SUFFIXES and word.lower() != "st" else r"[., ]{0,3}", between
            ):
                break
            if word[0].islower() and word not in PARTICLES and "-" not in word and "'" not in word or is_medicine(word):
                break
            if word.lower() in COMMON and len(word) > 1 and word.lower() not in EITHER_WORDS:
                break
            chosen.append(token)
        while chosen and chosen[-1][0] in PARTICLES:
            chosen.pop()
        solid = [t for t in chosen if len(t[0]) > 1]
        # The words must reach up to the age itself.
        known = sorts(t[0].lower() for t in solid)
        somebody = any(sort is not Sort.KNOWN for sort in known.values()) or len(solid) > 1
        if chosen and piece[chosen[0].end() :].strip(" .,") == "" and (len(chosen) >= 2 and somebody):
            begin = anchor.start() - len(piece)
            yield Span(begin + chosen[-1].start(), begin + chosen[0].end(), "NAME")
