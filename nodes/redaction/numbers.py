"""Identifiers with digits: numbers behind a label, of insurance, and of a fixed form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.births import DATE
from nodes.redaction.labels import NUMBER_WORD, SEP, compiled
from nodes.redaction.spans import Kind, Span

_TOKEN: Final = r"[0-9A-Za-zÀ-ɏ]"
_ID: Final = rf"{_TOKEN}(?:[-./]?{_TOKEN}){{2,31}}"
_SPACED_ID: Final = (
    r"(?:(?-i:[A-Z][A-Z0-9]{0,5}(?:-\d{1,4})?)[ -])?[\dOlI]{2,5}(?:[ -][\dOlI]{2,5}){1,4}|(?-i:[A-Z]{1,6}(?:-[A-Z]{1,6})?)[ ]\d{4,9}"
    r"|(?-i:[A-Z]{1,3}\d{1,5})[ -]\d{3,6}|(?-i:[A-Z\d](?:[ -][A-Z\d]){4,15})"
)

_NUMBER_WORDS: Final = frozenset("number numbers num no nos nr n id ids identifier identifiers code codes".split())
_LABELLED: Final[tuple[tuple[Kind, frozenset[str], frozenset[str], str], ...]] = (
    (
        "SSN",
        frozenset({"ssn", "social", "ss", "soc", "ssns", "socialsecuritynumber"}),
        frozenset(),
        rf"(?:\bssns?|\bsocial(?:[ _]?security)?|\bss(?=[ \t]?[:#=-])|\bsoc\.?[ ]sec\.?){NUMBER_WORD}?(?:[ ]?\(?last (?:4|four)(?: digits)?\)?)?"
        r"(?:[ ](?:used|end(?:s|ing)?)(?:[ ](?:in|with))?)?",
    ),
    (
        "MRN",
        frozenset(
            "mrn mrns urn acct account fin csn patientid patientnumber medicalrecordnumber r rec record wristband armband barcode".split()
        ),
        frozenset(
            """patient pt chart record hosp hospital clinic encounter visit nhs case ehr emr accession prescription rx registration unit file enc
            specimen mr""".split()
        ),
        rf"(?:\bmrns?\b(?:{NUMBER_WORD})?|\bm[ .]{{1,2}}r[ .]{{1,2}}n\b\.?|\bmed(?:ical|\.)?[ _]?rec(?:ord|\.)?s?{NUMBER_WORD}?"
        rf"|\b(?:wristband|armband|barcode)\b|\bcsn\b|\burn\b(?=[ ]|:[ ])|\bfin\b|\bacc(?:oun)?t\b\.?{NUMBER_WORD}?"
        rf"|\b(?:patient|pt|chart|record|hosp(?:ital)?\.?|clinic|encounter|visit|nhs|case|ehr|emr|accession|prescription|rx|registration|unit|file"
        rf"|enc|specimen|mr)"
        rf"{NUMBER_WORD})",
    ),
    (
        "INSURANCE",
        frozenset(
            """member membership cardholder enrollee policy subscriber insurance insured medicare medicaid beneficiary mbi hicn hic payer
            claim memberid policynumber
            insuranceid subscriberid memberno""".split()
        ),
        frozenset({"group", "plan", "health"}),
        rf"(?:\b(?:member(?:ship)?|cardholder|enrollee|policy|subscriber|insurance|insured|medicare|medicaid|beneficiary|health[ _]?plan|claim|payer)"
        rf"(?:[ _]?(?:card|policy|plan|claim|beneficiary|member|file|folder|ref(?:erence)?))?{NUMBER_WORD}?"
        r"(?:[ ]on[ ](?:the|his|her|my|their|your)[ ]card)?"
        rf"|\b(?:mbi|hicn?)\b|\b(?:group|plan){NUMBER_WORD})",
    ),
    (
        "DEVICE",
        frozenset("serial device lot sn udi imei serialnumber deviceid s".split()),
        frozenset(
            """implant pump pacemaker transmitter sensor generator lead stent prosthesis cgm icd valve lens neurostimulator meter cpap
            modem vac monitor ventilator concentrator""".split()
        ),
        rf"(?:\bserial{NUMBER_WORD}?(?:[ ](?:on|of|for)[ ](?:(?:the|his|her)[ ])?[a-z]{{2,14}})?|\bs/n\b|\bsn\b(?=[ \t]?[:#=])|\b(?-i:SN)\b(?=[ ][A-Z\d-]{{5}})"
        rf"|\bdevice(?:[ _](?:serial|unique))?{NUMBER_WORD}?|\bimei\b|\budi\b"
        rf"|\b(?:implant|pump|pacemaker|transmitter|sensor|generator|lead|stent|prosthesis|cgm|icd|valve|lens|neurostimulator|meter"
        rf"|cpap|modem|vac|monitor|ventilator|concentrator){NUMBER_WORD}"
        rf"|\blot\b{NUMBER_WORD}?)",
    ),
    (
        "ID",
        frozenset("passport license licence certificate npi dea vin".split()),
        frozenset(),
        rf"(?:\b(?:passport|npi|dea|vin)\b{NUMBER_WORD}?|\b(?:driver'?s?|drivers)[ ]licen[cs]e{NUMBER_WORD}?|\blicen[cs]e[ ]plate{NUMBER_WORD}?"
        rf"|\b(?:licen[cs]e|certificate){NUMBER_WORD})",
    ),
)
_INSURERS: Final = frozenset(
    """subscriber member policy policyholder bill billing insurance insurer payer payor carrier coverage plan medicare medicaid bcbs blue cross aetna
    cigna humana kaiser claims bin pcn grp rxgrp""".split()
)
_SHORTEST: Final = 5
"""How long a lot's number is at least that is mostly letters."""
_SAID: Final = (
    r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
    r"(?:[ ,-]{1,2}(?:(?:double|triple)[ ])?(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b){4,}+"
)
"""A number read out digit by digit."""
_DIGIT_WORDS: Final = frozenset("zero oh one two three four five six seven eight nine".split())
_APART: Final = r"(?<![\w.,/:-])\d(?:[ -]\d){5,15}(?![\w/%]|[.,:-]\d)"
"""A number whose digits stand apart."""
_PHONE_LENGTHS: Final = (7, 10, 11)
_UNIT_AFTER: Final = re.compile(r"\s?(?:mg|mcg|g|kg|ml|mL|units?|mmol|mEq|%|years?|days?|hours?|weeks?|tablets?|capsules?|times)\b")


def labelled(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find numbers behind a label: records, insurance, devices, social security."""
    if not any(c.isdigit() for c in text):
        return
    numbered = "#" in text or not words.isdisjoint(_NUMBER_WORDS)
    for kind, triggers, with_number, label in _LABELLED:
        if words.isdisjoint(triggers) and not (numbered and not words.isdisjoint(with_number)):
            continue
        for match in compiled(
            rf"{label}{SEP}(?=\S{{0,31}}\d|[\dOlI]|(?-i:[A-Z][A-Z0-9-]{{0,9}})[ ]\d\d|(?-i:[A-Z](?:[ -][A-Z\d]){{4}}))(?P<id>(?:{_SPACED_ID})(?![\w-])|{_ID})"
        ).finditer(text):
            found = match["id"]
            digits = sum(c.isdigit() or c in "OlI" for c in found)
            least = 4 if kind in ("SSN", "MRN") else 2 if kind == "DEVICE" and len(found) >= _SHORTEST and not found.isdigit() else 3
            if any(c.isdigit() for c in found) and digits >= least and not _UNIT_AFTER.match(text, match.end("id")):
                yield Span(match.start("id"), match.end("id"), kind)


def insurance_parts(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find what is called only an id or a group where a text speaks of insurance, and what stands behind "ID:" at the beginning of a field."""
    if not words.isdisjoint(_INSURERS):
        for match in compiled(
            rf"\b(?:id|group|grp)\b{NUMBER_WORD}?{SEP}(?P<id>(?:{_SPACED_ID})(?![\w-])|(?=[\w-]{{0,20}}\d)[\w-]{{5,24}}(?![\w-]))"
        ).finditer(text):
            least = 2 if match["id"].isupper() else 4
            if sum(c.isdigit() for c in match["id"]) >= least and not _UNIT_AFTER.match(text, match.end("id")):
                yield Span(match.start("id"), match.end("id"), "INSURANCE")
    for match in compiled(r"\b(?P<k>patient|pt|bill)[ ](?P<id>[A-Z]{0,4}\d{6,12}[A-Z]?)(?![\w-])").finditer(text):
        yield Span(match.start("id"), match.end("id"), "INSURANCE" if match["k"].lower() == "bill" else "MRN")
    for match in compiled(
        rf"\b(?:(?:patient|pt|chart|record|case|hospital)[ ]?[:=#-]|(?:encounter|visit)[ ]?[:=#-](?![ ]?{DATE}(?![\w-])))[ ]?"
        r"(?P<id>(?=[A-Z-]{0,5}\d)[A-Z\d-]{5,20})(?![\w-]|[./]\w)"
    ).finditer(text):
        if sum(c.isdigit() for c in match["id"]) >= 5:
            yield Span(match.start("id"), match.end("id"), "MRN")
    for match in compiled(
        r"\b(?i:insurance|insurer|payer|payor|carrier|coverage|plan)[ ]?[:=–-]?[ ](?:[A-Z][\w&]{1,20}[ ]){1,3}"
        r"(?:\#[ ]?)?(?P<id>[A-Z]{0,4}\d{6,14}[A-Z]?|[A-Z]{2,4}(?:[ ]\d{3}){2,4})(?![\w-])",
        0,
    ).finditer(text):
        yield Span(match.start("id"), match.end("id"), "INSURANCE")
    if "nhs" in words:
        for match in compiled(rf"\bnhs\b(?:{NUMBER_WORD})?{SEP}(?P<id>\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}})(?![\w-])").finditer(text):
            yield Span(match.start("id"), match.end("id"), "MRN")
    if "id" in words:
        for match in compiled(
            r"(?:^|(?<=[\n|;,.(]))[ \t]{0,3}(?-i:ID)\b[ ]?(?:#|no\.?|number)?[ ]?[:#=]?[ ]?(?P<id>(?=[A-Z-]{0,6}\d)[A-Z\d-]{5,20})(?![\w-])"
        ).finditer(text):
            if sum(c.isdigit() for c in match["id"]) >= 5:
                yield Span(match.start("id"), match.end("id"), "MRN")


def read_out(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find numbers that somebody read out digit by digit."""
    for match in compiled(_APART, 0).finditer(text):
        if not _is_counting([int(c) for c in match[0] if c.isdigit()]):
            yield Span(match.start(), match.end(), "MRN")
    if words.isdisjoint(_DIGIT_WORDS):
        return
    for match in compiled(_SAID).finditer(text):
        yield Span(match.start(), match.end(), "PHONE" if len(re.findall(r"[a-z]+", match[0].lower())) in _PHONE_LENGTHS else "MRN")


def social_security(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find numbers of the form of a social security number, of a Medicare card, and of a device's unique identifier (GS1)."""
    if "(01)" in text:
        for match in compiled(r"\(01\)\d{8,14}(?:\((?:10|11|17|21|30|240)\)[\w./-]{1,20}){0,6}", 0).finditer(text):
            yield Span(match.start(), match.end(), "DEVICE")
    for match in compiled(r"\d(?<![\w.-].)\d\d([-. ])\d\d\1\d{4}(?![\w-])").finditer(text):
        yield Span(match.start(), match.end(), "SSN")
    for match in compiled(r"[1-9](?<![\w-].)[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-[A-Z][0-9A-Z]\d-[A-Z]{2}\d\d(?![\w-])", 0).finditer(text):
        yield Span(match.start(), match.end(), "INSURANCE")


def _is_counting(digits: list[int]) -> bool:
    """Say whether digits only rise or fall, as on a scale."""
    steps = {after - before for before, after in zip(digits, digits[1:], strict=False)}
    return steps <= {0, 1} or steps <= {0, -1}
