"""Numbers by default: six characters or more with digits in them that are nothing clinical and nothing of the program's are somebody's number.

Clinical are doses, values, ranges, pressures, dates of service, times, versions and the codes of public lists; the words before say which kind it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from nodes.redaction.coded import code_places
from nodes.redaction.spans import Kind, Span
from nodes.redaction.telephones import HELP_LINES
from nodes.redaction.words import Sort, frequency, sorts

_CHUNK: Final = re.compile(r"(?<![\w])[A-Za-z0-9](?:[A-Za-z0-9]|[-–./_:+*](?=[A-Za-z0-9])){5,}+")
_LONGEST: Final = 60
_GROUPS: Final = re.compile(r"(?<![\w.,/$-])(?:[A-Z]{1,4}[ ])?(?P<n>\d{2,5}(?:[ ]\d{3,5}){1,3})(?![\w/%-]|[.,]\d|[ ]\d)")
_NET: Final = re.compile(r"\S{0,80}(?:://|\bwww\.|\bdoi\.org|\b10\.\d{4,5}/)\S{0,2000}")
_PIECES: Final = re.compile(r"[-–/_:+*]|(?<!\d)\.|\.(?!\d)")
_UNIT: Final = (
    r"(?:[mcdkunpµμ]?g|[mcdunµμ]?l|[mµμunp]?mol|meq|[mk]?iu|m?u|units?|mm|cm|km|m|kg|lbs?|oz|st|ft|in|mmhg|bpm|rpm|[mk]?hz|[mku]?v|m?a|w|j|gy"
    r"|[mkg]?bq|m?ci|fr|f|c|k|b"
    r"|s|sec|secs|seconds?|ms|us|ns|min|mins|minutes?|h|hr|hrs|hours?|d|days?|wks?|weeks?|mo|months?|y|yrs?|years?|yo|x|tabs?|tablets?|caps?"
    r"|capsules?"
    r"|doses?|puffs?|drops?|copies|cells?|steps?|tokens?|bytes?|kb|mb|gb|kib|mib|chars?|characters|rows?|words?|lines?|requests?|patients?|people"
    r"|persons|usd|dollars"
    r"|ml/min|dl|fl|pg|ul|hpf|cfu|sq|po|iv|bid|tid|qid|od|mg|mcg|kcal|cal|calories|ppm|pct|percent|million|thousand|times|hits|events)"
)
_UNIT_BEHIND: Final = re.compile(rf"[ ]?(?:%|°|x10|×|(?![bcfmwajkvx](?!\w)){_UNIT}(?![\w-]))", re.I)
_MEASURE: Final = re.compile(rf"(?:[<>~]?\d{{1,7}}(?:\.\d{{1,4}})?(?:x10)?(?:{_UNIT}\d?)?|{_UNIT}\d?|\d{{0,2}}x\d{{1,4}})", re.I)
_CLOCK: Final = re.compile(
    r"[0-2]\d[0-5]\d[-–][0-2]\d[0-5]\d|\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[ap]m|z|h)?(?:[-–+]\d{1,2}:?\d\d(?::\d\d)?)?", re.I
)
_STAMP: Final = re.compile(
    r"(?:19|20)\d\d[-/.]?[01]\d[-/.]?[0-3]\d(?:[T_ -]?[0-2]\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,9})?)?)?(?:Z|[+-]\d\d:?\d\d)?", re.I
)
_MONTH: Final = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_CALENDAR: Final = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<s>[-/.])(?P<b>\d{{1,2}})(?P=s)(?:(?:19|20)\d\d|\d\d)|\d{{1,2}}[-/.]?{_MONTH}[-/.]?(?:(?:19|20)\d\d|\d\d)"
    rf"|{_MONTH}[-/.]?(?:\d{{1,2}}[-/.])?(?:19|20)\d\d|[01]?\d[-/.](?:19|20)\d\d|(?:19|20)\d\d[-–/](?:(?:19|20)\d\d|\d\d|q[1-4])",
    re.I,
)
_PUBLIC: Final = re.compile(
    r"\d{2,3}/\d{2,3}(?:[-–]\d{2,3}/\d{2,3})?|[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|[A-Z]\d\d[A-Z]{2}\d\d|\d{4,5}-\d{3,4}-\d{1,2}|nct\d{8}"
    r"|pmc?\d{5,8}|rs\d{3,10}|chembl\d+|db\d{5}|rxcui:?\d+"
    r"|[cgmnpr]\.[-*\d_+]{1,14}[a-z]{0,6}\d{0,4}|[acgt]\d{3,6}[acgt]|[a-z][a-z0-9]{2,8}\*\d{1,3}[a-z]?(?:x\d)?|hla-\w{1,4}(?:\*[\d:]{2,8})?|cyp\w{2,5}(?:\*\w{1,4}){0,2}"
    r"|v?\d{1,4}(?:\.\d{1,4}){1,3}[a-z]{0,4}\d{0,4}"
    r"|cve-\d{4}-\d{4,6}|iso\d{4,5}|rfc\d{3,5}|utf-?\d+|0x[0-9a-f]{4,16}|icd-?\d+\w*|gpt-?\d\w*|sha\d{3}|mp[34]|h264",
    re.I,
)
_OURS: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=[0-9]{0,40}[a-f])[0-9a-f]{8,64}"
    r"|(?:call|run|msg|thread|lc|lc_run|req|resp|chatcmpl|toolu|fp|task|step|span|trace|checkpoint|asst|file|snap|evidence|tool)[-_:]+[\w:-]{1,60}"
)
_DATED: Final = re.compile(r"[-_.](?:19|20)\d\d-?[01]\d-?[0-3]\d$")
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_FILE: Final = re.compile(
    r".*\.(?:py|pyc|md|json|jsonl|toml|yaml|yml|txt|csv|log|sqlite|db|html|xml|sh|cfg|ini|lock|whl|gz|zip|so|js|ts)(?::\d+)?", re.I
)
_CLINICAL_BEFORE: Final = re.compile(
    r"\b(?:icd|cpt|hcpcs|ndc|loinc|snomed(?:[ -]?ct)?|a?nda|bla|rxcui|rxnorm|atc|pmid|pmcid|doi|isbn|issn|unii|cas|mesh|umls|cui|nct|drg|ref|model"
    r"|version|ver|v(?![ ]?#)|line"
    r"|port|pid|seed|tokens?|bytes|rxbin|bin|pcn|build|rev|revision|release|iso|rfc|section|page|pages|pp|code|codes|status|commit|sha|hash|digest"
    r"|offset|epoch|size"
    r"|length|count|total|sum|cost|usd|price|budget|limit|max|min|timestamp|time|ts|duration|elapsed|latency|ms|ns|created|updated|expires|wbc|anc"
    r"|cd4|platelets?|plts?"
    r"|viral load|pack|catalogue|catalog|cat|part|id_format|temperature|top_p|step|steps|attempt|number_of|n|evidence|source|set[ _]?id|fingerprint"
    r"|checkpoint|thread"
    r"|run|trace|span|task|call)"
    r"(?:[ -]?(?:id|ids|code|codes|no|number|concept|cm|9|10|\d{1,2}))?\.?[\"')]{0,2}[ ]?[:=#(]{0,2}[ ]?[\"'(]{0,2}$",
    re.I,
)
_KEY_BEFORE: Final = re.compile(
    r"(?:_(?:ms|ns|us|s|seconds|tokens|usd|cost|count|total|bytes|size|time|ts|at|len|length|limit|mg|mcg|kg|ml|min|hours|days|port|pid|version"
    r"|hash|rate)|[a-z]Tokens?)"
    r"[\"']{0,2}[ ]?[:=][ ]?[\"']?$"
)
_PROCEDURE: Final = re.compile(r"\d{5}-(?:\d\d|[A-Z]{2}|[A-Z]\d)")
_BILLED: Final = re.compile(r"\b(?:bill\w*|cpt|codes?|coded|hcpcs|modifiers?|charges?)\b", re.I)
"""The code of a procedure with its modifier, and what says that it is one."""
_PROCESS: Final = re.compile(r"\b(?:pid[\"']?[ ]?[:=]|ref(?:erence)?\.?[ ]?[:#=]?)[ ]?[\"']?$", re.I)
"""A process's number has digits only; a patient's may have more."""
_MONEY: Final = re.compile(r"[$€£][ ]?$|(?:19|20)\d\d;[ ]?$")
"""Money, and the volume and pages behind the year of a journal."""
_KINDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    (
        "DEVICE",
        re.compile(
            r"\b(?:serial|ser|s/?n|lot|udi|device|pump|controller|console|meter|recorder|pacemaker|generator|lead|valve|stent|icd|catheter|implant"
            r"|machine|modem"
            r"|oxygenator|sensor|transmitter|prosthesis|monitor|cpap|ventilator|machine|asset|loop)\b[^\n]{0,24}$",
            re.I,
        ),
    ),
    (
        "INSURANCE",
        re.compile(
            r"\b(?:insur\w*|policy|member|group|grp|claim|medicaid|medicare|plan|subscriber|payer|payor|beneficiary|bene|cover\w*|auth\w*"
            r"|nurse line|mcd|mbi|hicn?)\b"
            r"[^\n]{0,24}$",
            re.I,
        ),
    ),
)
_LOOK_BACK: Final = 40
_MOST_DATED: Final = 2100


def codes(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find numbers that are nothing known."""
    skipped = [(m.start(), m.end()) for m in _NET.finditer(text)] if "/" in text or "www." in text else []
    skipped += code_places(text, words)
    for match in _CHUNK.finditer(text):
        found = match[0]
        digits = sum(c.isdigit() for c in found)
        if digits < _LEAST_DIGITS or sum(c.isalnum() for c in found) < _LEAST or len(found) > _LONGEST:
            continue
        if any(start <= match.start() < end for start, end in skipped):
            continue
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if _is_known(found, digits) or _by_its_place(text, match.end(), before, found):
            continue
        yield Span(match.start(), match.end(), _kind(before, found))
    for match in _GROUPS.finditer(text):
        groups = match["n"].split(" ")
        if sum(map(len, groups)) < _LEAST + 1 or not (
            any(g.startswith("0") for g in groups) or match["n"] != match[0] and len(groups[-1]) != 2
        ):
            continue
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not _UNIT_BEHIND.match(text, match.end("n")) and not _CLINICAL_BEFORE.search(before):
            yield Span(match.start("n"), match.end("n"), _kind(before, match["n"]))


_LEAST: Final = 6
_LEAST_DIGITS: Final = 4
_SETTINGS: Final = 2
_LONG_END: Final = 4
_WIDEST: Final = 20
"""How many times its lower end the upper end of a range is at most, when it is no round number."""


def _kind(before: str, found: str) -> Kind:
    if re.fullmatch(r"\d{3}-\d{4}", found):
        return "PHONE"
    for kind, pattern in _KINDS:
        if pattern.search(before):
            return kind
    return "MRN"


def _by_its_place(text: str, end: int, before: str, found: str) -> bool:
    """Say whether what stands around makes a number clinical or the program's."""
    if re.match(r"patient|person|practitioner|coverage|encounter", found, re.I):
        return False
    if found.replace(".", "").isdigit() and _UNIT_BEHIND.match(text, end):
        return True
    if _PROCEDURE.fullmatch(found) and _BILLED.search(before):
        return True
    if text.startswith(("^", "&"), end) and _is_loinc(found):
        return True
    if not found.isdigit() and (own := _PROCESS.search(before)) and (own[0][0] in "pP" or any(c.isalpha() for c in found)):
        return False
    return bool(_CLINICAL_BEFORE.search(before) or _KEY_BEFORE.search(before) or _MONEY.search(before))


def _is_known(found: str, digits: int) -> bool:
    if re.fullmatch(r"\d{1,3}(?:_\d{3})+", found) or re.sub(r"\D", "", found)[-10:] in HELP_LINES or frequency(found.lower()).medicine:
        return True
    if _CLOCK.fullmatch(found) or _STAMP.fullmatch(found) and _is_day(found) or _OURS.fullmatch(found) or _FILE.fullmatch(found):
        return True
    if _PUBLIC.fullmatch(found):
        return not re.fullmatch(r"0\d{4,}-\d{3,4}-\d\d?|\d{4}-\d{3}-\d", found) or digits >= 9
    if (dated := _CALENDAR.fullmatch(found)) is not None:
        return dated["a"] is None or int(dated["a"]) <= 31 and int(dated["b"]) <= 31 and min(int(dated["a"]), int(dated["b"])) <= 12
    if ":" in found and found.count(":") >= 2 and found.split(":")[0].isalpha():
        return True  # an id of evidence
    found = _DATED.sub("", _UUID.sub("", found)).strip("/:_.")
    pieces = [piece for piece in _PIECES.split(found) if piece]
    if len(pieces) > 1 and all(_CALENDAR.fullmatch(piece) or _STAMP.fullmatch(piece) for piece in re.split(r"[-–]", found) if piece):
        return True
    if (
        len(pieces) > 1
        and re.fullmatch(r"\d{1,7}(?:\.\d{1,4})?", pieces[0])
        and all(re.fullmatch(_UNIT, piece, re.I) for piece in pieces[1:])
    ):
        return True
    if len(pieces) == 1 and found.isalpha():
        return True
    if len(pieces) <= 1:
        return not found or bool(_MEASURE.fullmatch(found)) and not (found.isdigit() and len(found) >= _LEAST)
    if len(pieces) == 2 and all(re.fullmatch(r"\d{1,5}(?:\.\d{1,3})?", piece) for piece in pieces):
        return _is_range(found, pieces[0], pieces[1]) or "-" in found and _is_loinc(found)
    if len(pieces) > _SETTINGS and re.fullmatch(r"[\d/.]+", found) and all(len(piece) < 4 for piece in pieces):
        return True  # the settings of a ventilator
    if all(re.fullmatch(r"\d{1,4}(?:\.\d{1,3})?", piece) for piece in pieces):
        return any("." in piece for piece in pieces) or digits < _LEAST
    return all(_is_piece(piece) for piece in pieces)


def _is_piece(piece: str) -> bool:
    if piece.isdigit():
        return len(piece) < 4 and not (len(piece) > 1 and piece[0] == "0") or len(piece) == 4 and 1900 < int(piece) < _MOST_DATED
    if piece.isalpha():
        if re.fullmatch(_UNIT, piece, re.I) and len(piece) > 1:
            return True
        low = piece.lower()
        return (len(piece) > 2 or piece.islower()) and sorts((low,))[low] is not Sort.UNKNOWN
    return bool(
        _MEASURE.fullmatch(piece)
        or _OURS.fullmatch(piece)
        or re.fullmatch(r"[A-Za-z]{0,5}\d{1,3}[A-Za-z]{0,5}|v?\d{1,4}(?:\.\d{1,4}){1,3}\w{0,4}", piece)
    )


def _is_range(found: str, one: str, two: str) -> bool:
    if any(len(part) > 1 and part.startswith("0") and "." not in part for part in (one, two)):
        return False
    if 1900 < float(one) <= float(two) < _MOST_DATED or "." in found:
        return True
    digits = len(one) + len(two)
    if "-" in found and len(two) >= _LONG_END and float(two) % 5 and float(two) > _WIDEST * float(one):
        return False
    if "/" in found:
        return digits < _LEAST or digits <= _LEAST + 1 and float(one) % 5 == float(two) % 5 == 0
    return float(one) < float(two) and (digits <= _LEAST or float(one) % 5 == float(two) % 5 == 0)


def _is_day(found: str) -> bool:
    digits = re.sub(r"\D", "", found)[:8]
    try:
        return 1900 < date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year < _MOST_DATED
    except ValueError:
        return False


def _is_loinc(found: str) -> bool:
    """Say whether a number has the check digit of a LOINC code (Luhn's)."""
    if not re.fullmatch(r"\d{3,5}-\d", found):
        return False
    number, _, check = found.partition("-")
    total = sum(sum(divmod(int(c) * (2 if place % 2 == 0 else 1), 10)) for place, c in enumerate(reversed(number)))
    return (10 - total % 10) % 10 == int(check)
