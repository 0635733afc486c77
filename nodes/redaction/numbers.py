"""Identifiers with digits or of a fixed form: numbers behind a label, telephones, dates of birth, addresses on the net, high ages.

Every pattern takes time in proportion to the text: each repetition is bounded or possessive, and no two that touch can match the same
characters. `tests/privacy/test_linear.py` measures it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

from nodes.redaction.spans import Kind, Span

GAP: Final = r"(?:[ \t]|\\[nrt]|\r?\n){0,6}"
"""Space between a label and its value; a value may stand on the next line, and the line end may be written out as in JSON."""
SEP: Final = (
    rf"""["'”)\]*_]{{0,3}}[ \t]{{0,6}}(?:\.{{4,40}}[ \t]{{0,6}})?(?:[:=#|.>–-]{{1,3}}[ \t]{{0,6}}){{0,3}}{GAP}"""
    r"""(?:(?:is|was|as|of)[ \t])?["'“(\[*_]{0,3}"""
)
"""What may stand between a label and its value."""
_NUMBER_WORD: Final = r"(?:[ \t_-]?(?:numbers?|num|nos?\b\.?|nr\b\.?|n°|#|ids?\b|identifiers?|codes?))"

_KEPT_HOSTS: Final = frozenset(
    """fda.gov api.fda.gov accessdata.fda.gov dailymed.nlm.nih.gov nlm.nih.gov ncbi.nlm.nih.gov pmc.ncbi.nlm.nih.gov pubmed.ncbi.nlm.nih.gov
    nih.gov clinicalinfo.hiv.gov nccih.nih.gov niaaa.nih.gov medlineplus.gov cdc.gov doi.org ec.europa.eu ema.europa.eu nctr-crs.fda.gov
    medicines.org.uk drugcentral.org rxreasoner.com medlibrary.org druglib.com wikidoc.org fda.report ahajournals.org aafp.org
    localhost 127.0.0.1 docs.langchain.com docs.smith.langchain.com python.langchain.com""".split()
)
"""Hosts of the evidence's own sources, of the error messages of the libraries, and this machine: their addresses tell nothing of a patient."""
_SHORT_URL: Final = re.compile(
    r"(?<![\w./@-])(?P<host>[a-z][\w-]{0,62}(?:\.[\w-]{1,62}){0,4}\.(?:com|org|net|edu|io|health|uk|info|us|app|care|ca|de|example))(?:/[^\s<>\"'"
    r"|)\]},;]{1,500})(?<![.])",
    re.I,
)
"""An address without its scheme: a host with a path."""
_ASKS: Final = re.compile(r"[?&](?!search=set_id|setid=|id=|limit=)", re.I)
"""A query that is none of the sources' own may hold anything."""

_TOKEN: Final = r"[0-9A-Za-zÀ-ɏ]"
_ID: Final = rf"{_TOKEN}(?:[-./]?{_TOKEN}){{2,31}}"
_SPACED_ID: Final = r"(?:[A-Z]{1,4}[ -])?[\dOlI]{2,5}(?:[ -][\dOlI]{2,5}){1,4}"

_NUMBER_WORDS: Final = frozenset("number numbers num no nos nr n id ids identifier identifiers code codes".split())
_LABELLED: Final[tuple[tuple[Kind, frozenset[str], frozenset[str], str], ...]] = (
    (
        "SSN",
        frozenset({"ssn", "social", "ss", "soc", "ssns", "socialsecuritynumber"}),
        frozenset(),
        rf"(?:\bssns?|\bsocial(?:[ _]?security)?|\bss(?=[ \t]?[:#=-])|\bsoc\.?[ ]sec\.?){_NUMBER_WORD}?(?:[ ]?\(?last (?:4|four)(?: digits)?\)?)?",
    ),
    (
        "MRN",
        frozenset("mrn mrns urn acct account fin csn patientid patientnumber medicalrecordnumber r rec record".split()),
        frozenset(
            """patient pt chart record hosp hospital clinic encounter visit nhs case ehr emr accession prescription rx registration unit file enc
            specimen mr""".split()
        ),
        rf"(?:\bmrns?\b(?:{_NUMBER_WORD})?|\bm[ .]{{1,2}}r[ .]{{1,2}}n\b\.?|\bmed(?:ical|\.)?[ _]?rec(?:ord|\.)?s?{_NUMBER_WORD}?"
        rf"|\bcsn\b|\burn\b(?=[ ]|:[ ])|\bfin\b|\bacc(?:oun)?t\b\.?{_NUMBER_WORD}?"
        rf"|\b(?:patient|pt|chart|record|hosp(?:ital)?\.?|clinic|encounter|visit|nhs|case|ehr|emr|accession|prescription|rx|registration|unit|file"
        rf"|enc|specimen|mr)"
        rf"{_NUMBER_WORD})",
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
        rf"(?:[ _]?(?:card|policy|plan|claim|beneficiary|member))?{_NUMBER_WORD}?|\b(?:mbi|hicn?)\b|\b(?:group|plan){_NUMBER_WORD})",
    ),
    (
        "DEVICE",
        frozenset("serial device lot sn udi imei serialnumber deviceid s".split()),
        frozenset(
            "implant pump pacemaker transmitter sensor generator lead stent prosthesis cgm icd valve lens neurostimulator meter cpap".split()
        ),
        rf"(?:\bserial{_NUMBER_WORD}?|\bs/n\b|\bsn\b(?=[ \t]?[:#=])|\b(?-i:SN)\b(?=[ ][A-Z\d-]{{5}})"
        rf"|\bdevice(?:[ _](?:serial|unique))?{_NUMBER_WORD}?|\bimei\b|\budi\b"
        rf"|\b(?:implant|pump|pacemaker|transmitter|sensor|generator|lead|stent|prosthesis|cgm|icd|valve|lens|neurostimulator|meter"
        rf"|cpap){_NUMBER_WORD}"
        rf"|\blot\b{_NUMBER_WORD}?)",
    ),
    (
        "ID",
        frozenset("passport license licence certificate npi dea vin".split()),
        frozenset(),
        rf"(?:\b(?:passport|npi|dea|vin)\b{_NUMBER_WORD}?|\b(?:driver'?s?|drivers)[ ]licen[cs]e{_NUMBER_WORD}?|\blicen[cs]e[ ]plate{_NUMBER_WORD}?"
        rf"|\b(?:licen[cs]e|certificate){_NUMBER_WORD})",
    ),
)
_INSURERS: Final = frozenset(
    """subscriber member policy policyholder bill billing insurance insurer payer payor carrier coverage plan medicare medicaid bcbs blue cross aetna
    cigna humana kaiser""".split()
)
_UNIT_AFTER: Final = re.compile(r"\s?(?:mg|mcg|g|kg|ml|mL|units?|mmol|mEq|%|years?|days?|hours?|weeks?|tablets?|capsules?|times)\b")


@cache
def _compiled(pattern: str, flags: int = re.I) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def labelled(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find numbers behind a label: records, insurance, devices, social security."""
    if _compiled(r"[\dOlI][\dOlI .-]{2,}", 0).search(text) is None:
        return
    numbered = "#" in text or not words.isdisjoint(_NUMBER_WORDS)
    for kind, triggers, with_number, label in _LABELLED:
        if words.isdisjoint(triggers) and not (numbered and not words.isdisjoint(with_number)):
            continue
        for match in _compiled(
            rf"{label}{SEP}(?=\S{{0,31}}\d|[\dOlI]|(?-i:[A-Z]{{2,4}})[ ]\d\d)(?P<id>{_SPACED_ID}(?![\w-])|{_ID})"
        ).finditer(text):
            found = match["id"]
            digits = sum(c.isdigit() or c in "OlI" for c in found)
            least = 4 if kind in ("SSN", "MRN") else 3
            if any(c.isdigit() for c in found) and digits >= least and not _UNIT_AFTER.match(text, match.end("id")):
                yield Span(match.start("id"), match.end("id"), kind)


def insurance_parts(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find what is called only an id or a group where a text speaks of insurance, and what stands behind "ID:" at the beginning of a field."""
    if not words.isdisjoint(_INSURERS):
        for match in _compiled(
            rf"\b(?:id|group|grp)\b{_NUMBER_WORD}?{SEP}(?P<id>{_SPACED_ID}(?![\w-])|(?=[\w-]{{0,20}}\d)[\w-]{{5,24}}(?![\w-]))"
        ).finditer(text):
            if sum(c.isdigit() for c in match["id"]) >= 4 and not _UNIT_AFTER.match(text, match.end("id")):
                yield Span(match.start("id"), match.end("id"), "INSURANCE")
    for match in _compiled(r"\b(?P<k>patient|pt|bill)[ ](?P<id>[A-Z]{0,4}\d{6,12}[A-Z]?)(?![\w-])").finditer(text):
        yield Span(match.start("id"), match.end("id"), "INSURANCE" if match["k"].lower() == "bill" else "MRN")
    for match in _compiled(
        rf"\b(?:(?:patient|pt|chart|record|case|hospital)[ ]?[:=#-]|(?:encounter|visit)[ ]?[:=#-](?![ ]?{_DATE}(?![\w-])))[ ]?"
        r"(?P<id>(?=[A-Z-]{0,5}\d)[A-Z\d-]{5,20})(?![\w-]|[./]\w)"
    ).finditer(text):
        if sum(c.isdigit() for c in match["id"]) >= 5:
            yield Span(match.start("id"), match.end("id"), "MRN")
    for match in _compiled(
        r"\b(?i:insurance|insurer|payer|payor|carrier|coverage|plan)[ ]?[:=–-]?[ ](?:[A-Z][\w&]{1,20}[ ]){1,3}"
        r"(?:\#[ ]?)?(?P<id>[A-Z]{0,4}\d{6,14}[A-Z]?|[A-Z]{2,4}(?:[ ]\d{3}){2,4})(?![\w-])",
        0,
    ).finditer(text):
        yield Span(match.start("id"), match.end("id"), "INSURANCE")
    if "nhs" in words:
        for match in _compiled(rf"\bnhs\b(?:{_NUMBER_WORD})?{SEP}(?P<id>\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}})(?![\w-])").finditer(text):
            yield Span(match.start("id"), match.end("id"), "MRN")
    if "id" in words:
        for match in _compiled(
            r"(?:^|(?<=[\n|;,.(]))[ \t]{0,3}(?-i:ID)\b[ ]?(?:#|no\.?|number)?[ ]?[:#=]?[ ]?(?P<id>(?=[A-Z-]{0,6}\d)[A-Z\d-]{5,20})(?![\w-])"
        ).finditer(text):
            if sum(c.isdigit() for c in match["id"]) >= 5:
                yield Span(match.start("id"), match.end("id"), "MRN")


def social_security(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find numbers of the form of a social security number, of a Medicare card, and of a device's unique identifier (GS1)."""
    if "(01)" in text:
        for match in _compiled(r"\(01\)\d{8,14}(?:\((?:10|11|17|21|30|240)\)[\w./-]{1,20}){0,6}", 0).finditer(text):
            yield Span(match.start(), match.end(), "DEVICE")
    for match in _compiled(r"\d(?<![\w.-].)\d\d([-. ])\d\d\1\d{4}(?![\w-])").finditer(text):
        yield Span(match.start(), match.end(), "SSN")
    for match in _compiled(r"[1-9](?<![\w-].)[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-[A-Z][0-9A-Z]\d-[A-Z]{2}\d\d(?![\w-])", 0).finditer(
        text
    ):
        yield Span(match.start(), match.end(), "INSURANCE")


_NDC: Final = re.compile(r"\d{4,5}-\d{3,4}-\d{1,2}")
_EXT: Final = r"(?:,?[ \t]?(?:x|ext\.?|extension)[ \t]?\d{1,6})?"
_PHONE_WORDS: Final = frozenset(
    """phone tel telephone cell mobile fax contact work ph call text reach number te1 cellphone phonenumber homephone mobilephone whatsapp
    pager beeper direct alt office bleep callback voicemail dial ring landline sms""".split()
)
_PHONE_LABEL: Final = (
    r"\b(?:(?:home|work|cell|mobile|day|evening|office)?[ _]?(?:tele)?phone|te[l1]\b[ ]?\.?|cell|mobile|fax|contact|work|ph\b\.?"
    r"|whatsapp|pager|beeper|bleep|direct(?:[ ]line)?|alt|office|hotline|call[ -]?back"
    rf"|voicemail|landline)(?:{_NUMBER_WORD})?(?:[ ]?\((?:home|work|cell|mobile|h|w|c|m)\))?"
    r"|\b(?:call|text|reach|dial|ring|sms|phone)(?:[ ](?:me|her|him|them|us|back|the family|patient|home))?[ ](?:at|on)"
    r"|\b(?:my|her|his|the|their|contact)[ ]number"
)


HELP_LINES: Final = frozenset({"8002221222", "8002738255", "8006624357", "8003321088", "8004644673", "8002324636"})
"""Public lines that texts name for everybody: poison control, crisis, treatment, adverse events, hotlines of the authorities."""


def telephones(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find telephone numbers: of a form that nothing else has, or behind a label."""
    plain = (
        rf"(?<![\w.+/-])(?:(?:00)?1[-. ]{{1,2}})?(?:\(?[2-9]\d\d(?:\)[-. ]{{0,2}}|[ ]?[-. ][ ]?)[2-9]\d\d[ ]?[-. ][ ]?\d{{4}}"
        rf"|\(\d{{3}}\)[-. ]{{0,2}}\d{{3}}[-. ]\d{{4}}|\d{{3}}([-. ])\d{{3}}\1\d{{4}}|[1-9]\d\d[ -]\d{{7}})(?![\w-]){_EXT}"
    )
    for match in _compiled(plain, 0).finditer(text):
        if re.sub(r"\D", "", match[0])[-10:] in HELP_LINES:
            continue
        yield Span(match.start(), match.end(), "PHONE")
    for match in _compiled(rf"0(?<![\w.+/-].)\d{{2,4}}[ -]\d{{3,4}}[ -]?\d{{3,4}}(?![\w-]){_EXT}", 0).finditer(text):
        if 10 <= sum(c.isdigit() for c in match[0]) <= 11 and not _NDC.fullmatch(match[0]):
            yield Span(match.start(), match.end(), "PHONE")
    for match in _compiled(rf"\(0\d{{2,4}}\)[ -]?\d{{3,4}}[ -]?\d{{3,4}}(?![\w-]){_EXT}", 0).finditer(text):
        yield Span(match.start(), match.end(), "PHONE")
    if "+" in text:
        for match in _compiled(rf"\+\d{{1,3}}(?:[ .()-]{{0,2}}[\dO]{{1,12}}){{1,6}}(?![\w-]){_EXT}", 0).finditer(text):
            if 8 <= sum(c.isdigit() for c in match[0]) <= 22:
                yield Span(match.start(), match.end(), "PHONE")
    if not words.isdisjoint(_PHONE_WORDS) or _compiled(r"\b(?:at|on)[ ]\d{3}-?\d{4}").search(text):
        for match in _compiled(
            r"\b(?:call|ring|dial|text|phone|at|on)[ ](?:us at )?(?P<n>\d{3}-\d{4}|[2-9]\d{2}[2-9]\d{6})(?![\w-])"
        ).finditer(text):
            yield Span(match.start("n"), match.end("n"), "PHONE")
        value = rf"(?P<n>[+(]?[\dO](?:[ \t]?[-./() ]?[ \t]?[\dO]){{6,14}}{_EXT})(?!\w)"
        for match in _compiled(rf"(?:{_PHONE_LABEL}){SEP}{value}").finditer(text):
            if sum(c.isdigit() for c in match["n"]) >= 6:
                yield Span(match.start("n"), match.end("n"), "PHONE")


_MONTH: Final = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DAY: Final = r"[0-3Ol]?[\dOl](?:st|nd|rd|th)?"
_DATE: Final = (
    rf"(?:(?:19|20)\d\d(?:[-/.](?:0?[1-9]|1[0-2])[-/.][0-3]?\d|[01]\d[0-3]\d)(?:T[\d:.]{{5,15}}Z?)?"
    rf"|[\dOl]{{1,2}}[ \t]?[-/. ][ \t]?[\dOl]{{1,2}}[ \t]?[-/. ,][ \t]?(?:[12][\dOl]{{3}}|[\dOl]{{2}})(?![\dOl])"
    rf"|{_DAY}[ \t]?[-/., ]?[ \t]?(?:of[ ])?{_MONTH}[ \t]?[-/., ]{{0,2}}[ \t]?(?:\d{{4}}|'?\d\d)(?!\d)"
    rf"|{_MONTH}[ \t]?[-/., ]?[ \t]?(?:the[ ])?{_DAY}[ \t]?[-/., ]{{0,2}}[ \t]?(?:\d{{4}}|'?\d\d)(?!\d)"
    rf"|[0-3]\d[01]\d(?:19|20)\d\d|{_MONTH}[ ]?(?:of[ ])?(?:19|20)\d\d|(?:19|20)\d\d(?!\d))"
)
_BIRTH_WORDS: Final = frozenset(
    "dob d0b birth birthdate birthday born bd birthdt dateofbirth bday dobs né née geboren nacimiento naissance".split()
)


def births(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find dates of birth: dates behind a label or behind "born". Other dates stay: when a level was drawn is clinical."""
    if words.isdisjoint(_BIRTH_WORDS) and not ("b" in words and not words.isdisjoint({"d", "o", "0"})):
        return
    label = (
        r"\bgeb\b\.?(?:[ -]?dat(?:um|\.))?|\bd[.]?[ ]?[o0][.]?[ ]?b\b\.?|\bdate[ _]?of[ _]?birth|\bbirth[ _-]?da(?:te|y)|\bb-?day\b|\bbd\b"
        r"|\bb\.(?=[ ]?\d)|\bbirthdt"
        r"|\bgeboren(?:[ ]am)?|\bfecha de nacimiento|\bdate de naissance"
        r"|\bborn\b(?:[ ]on)?(?:[ ]in[ ][^\W\d_]{2,20}(?:[ ][^\W\d_]{2,20})?)?(?:,)?(?:[ ](?:on|in))?(?:[ ]the)?"
    )
    for match in _compiled(rf"(?:{label})(?:[ ]?\([^)\n\d]{{0,20}}\))?{SEP}(?:on[ ])?(?:the[ ])?(?P<d>{_DATE})(?!\w)").finditer(text):
        yield Span(match.start("d"), match.end("d"), "DOB")
    asked = rf"(?:{label})[ ]?\?[^\n\d]{{0,20}}(?:\r?\n|\\n)(?:[^\n\d]{{0,20}}\d\d?:\d\d)?[^\n\d]{{0,30}}?(?P<d>{_DATE})(?!\w)"
    if "?" in text:
        for match in _compiled(asked).finditer(text):
            yield Span(match.start("d"), match.end("d"), "DOB")


_OLDEST_VISIT: Final = 2020
_BEHIND_NAME: Final = rf"(?:[ ][A-Z]\b\.?)?(?:[ ]?[,/|(–—-][ ]?|[ ]?\r?\n|[ ]{{1,4}})(?P<d>{_DATE})(?!\w)"


def births_behind(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """Find dates that stand right behind a name: of birth when the words before the name say so, or when no visit is as old."""
    for span in names:
        if span.kind != "NAME":
            continue
        number = _compiled(r"[ ][(\[](?P<id>(?=[A-Z-]{0,4}\d)[A-Z\d-]{5,16})[)\],;]").match(text, span.end)
        if number and sum(c.isdigit() for c in number["id"]) >= 5:
            yield Span(number.start("id"), number.end("id"), "MRN")
        if (match := _compiled(_BEHIND_NAME).match(text, span.end)) is None:
            continue
        year = int(
            (re.findall(r"\d{4}", match["d"]) or re.findall(r"\d\d", match["d"]) or ["99"])[-1 if not match["d"][:4].isdigit() else 0]
        )
        year = year if year > 99 else year + (1900 if year > 30 else 2000)
        told = _compiled(r"\b(?:dob|d\.o\.b|birth|born)\b\D*$").search(text[max(0, span.start - 40) : span.start].rpartition("\n")[2])
        doctor = _compiled(r"\bdrs?\.?[ ]$").search(text[max(0, span.start - 5) : span.start])
        if told or not doctor and not match[0].startswith("  ") and 1900 < year <= _OLDEST_VISIT:
            yield Span(match.start("d"), match.end("d"), "DOB")


_AGE_WORDS: Final = frozenset("year years yr yrs yo y age aged ages old".split())
_HIGH: Final = r"(?P<age>[19](?<![\d.,/-].)(?:(?<=9)\d|(?<=1)[0-2]\d))(?!\d|\.\d)"


def high_ages(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find ages over 89. Younger ones stay: doses rest on them."""
    if not words.isdisjoint(_AGE_WORDS) or _compiled(r"\d(?:yo|yr|y/o)", 0).search(text):
        after = r"[ -]?(?:years?|yrs?\.?|y)[ -]?(?:olds?\b|of age\b|o\b)|[ -]?y/?o\b|[ -]?y\.o\."
        for match in _compiled(rf"{_HIGH}(?P<after>{after})").finditer(text):
            yield Span(match.start(), match.end("age"), "AGE")
        for match in _compiled(rf"\bage[ds]?(?:_years)?{SEP}(?:of[ ])?{_HIGH}(?![ ]?(?:mg|mcg|kg|ml|%))").finditer(text):
            yield Span(match.start("age"), match.end("age"), "AGE")
    for match in _compiled(rf"{_HIGH}[ ]?(?:[FM](?![\w.-])|[♀♂]|(?:wom[ae]n|man|lady|gent|male|female)\b)", 0).finditer(text):
        if not _compiled(r"(?:\bt|temp\w*|fever|febrile|tmax|°)\W{0,3}(?:of |to |is |was )?$").search(
            text[max(0, match.start() - 14) : match.start()]
        ):
            yield Span(match.start(), match.end("age"), "AGE")
    if not words.isdisjoint(_PERSONS) or "i" in words:
        who = rf"\b(?:{'|'.join(sorted(_PERSONS))})"
        who = rf"(?:{who}|\bi(?=['’]m\b|[ ](?:am|was|turn|just)))"
        is_now = r"(?:['’]?s|['’]?re|['’]m|[ ](?:is|was|are|am|will be|will turn|turns|turned|turning|says|said|just turned|now)){1,2}"
        for match in _compiled(rf"{who}{is_now}[ ](?:about |almost |nearly |already |now |only |aged? )?{_HIGH}(?!{_NO_AGE})").finditer(
            text
        ):
            yield Span(match.start("age"), match.end("age"), "AGE")
        for match in _compiled(rf"{who}[ ]?[,(][ ]?{_HIGH}(?=[ ]?[,)])").finditer(text):
            yield Span(match.start("age"), match.end("age"), "AGE")
    for match in _compiled(rf"\b(?:turn(?:s|ed|ing)|i['’]?m)[ ]{_HIGH}(?!{_NO_AGE})").finditer(text):
        yield Span(match.start("age"), match.end("age"), "AGE")
    for match in _compiled(
        r"\b(?:ninety|(?:one |a )?hundred)(?:[- ](?:and[- ])?[a-z]{3,5})?[- ](?:years?|yrs?)[- ](?:olds?|of age)\b"
    ).finditer(text):
        yield Span(match.start(), match.end(), "AGE")


_PERSONS: Final = frozenset(
    """he she they who mum mom mother father dad gran grandma grandad granddad grandpa nan nana husband wife aunt uncle patient pt lady gentleman woman man
    resident client chart licence license tracker wristband band record""".split()
)
_NO_AGE: Final = (
    r"[ ]?(?:%|kg|lbs?|kilos|pounds|st\b|mg|mcg|ml|cm|bpm|units?|on\b|over|/|percent|minutes|hours|days|weeks|months|tablets|degrees|f\b|°)"
)


def on_the_net(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find mail addresses, web addresses but those of the evidence's sources, and IP addresses but this machine's."""
    if "@" in text or "[at]" in text or "(at)" in text or "at" in words:
        at = r"(?:@|[ ]?\[at\][ ]?|[ ]?\(at\)[ ]?|(?<=[a-z\d]{2})[ ]@[ ](?=[a-z]))"
        dot = r"(?:\.|[ ]?\[dot\][ ]?|[ ]?\(dot\)[ ]?)"
        for match in _compiled(rf"[\w.+%'-]{{1,64}}+{at}[\w-]{{1,63}}(?:{dot}[\w-]{{1,63}}){{1,6}}").finditer(text):
            yield Span(match.start(), match.end(), "EMAIL")
        if "dot" in words:
            for match in _compiled(r"\b[\w.+-]{1,64}+[ ]at[ ][\w-]{2,63}(?:[ ]dot[ ][\w-]{2,63}){1,3}\b").finditer(text):
                yield Span(match.start(), match.end(), "EMAIL")
    if "://" in text or "www." in text.lower():
        for match in _compiled(
            r"(?:\b[a-z][a-z0-9+]{1,10}://|\bwww\.)(?P<host>[^\s/?#:<>\"'|\\\])}]{1,253})(?P<rest>[^\s<>\"'|\\\])}]{0,2000})"
        ).finditer(text):
            end = match.end() - (len(match[0]) - len(match[0].rstrip(".,;!?")))
            host = match["host"].lower().rstrip(".").removeprefix("www.")
            if host not in _KEPT_HOSTS or _ASKS.search(match["rest"]):
                yield Span(match.start(), end, "URL")
    if "/" in text:
        for match in _SHORT_URL.finditer(text):
            if match["host"].lower().removeprefix("www.") not in _KEPT_HOSTS:
                yield Span(match.start(), match.end(), "URL")
    for match in _compiled(r"\d(?<![\w.-].)\d{0,2}(?:\.\d{1,3}){3}(?![\w-]|\.\d)", 0).finditer(text):
        if _is_address(match[0]):
            yield Span(match.start(), match.end(), "IP")
    if _compiled(r":[0-9A-Fa-f]{0,4}:", 0).search(text):
        for match in _compiled(r"[0-9A-Fa-f:](?<![\w:.-].)[0-9A-Fa-f:]{2,39}+(?:\.\d{1,3}){0,3}(?![\w:])", 0).finditer(text):
            found = match[0].removesuffix(":") if not match[0].endswith("::") else match[0]
            if found.count(":") >= 2 and _is_address(found):
                yield Span(match.start(), match.start() + len(found), "IP")


def _is_address(text: str) -> bool:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (found.is_loopback or found.is_unspecified)


Finder = Callable[[str, frozenset[str]], Iterator[Span]]
