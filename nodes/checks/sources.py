"""Words in quotation marks stand in the cited record, and an organisation that the answer calls on is the cited source's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from knowledge.quantities import plain
from nodes.checks.draft import Draft, failure, words
from nodes.state import CheckFailure
from tools.evidence import CITATION, Evidence

_MARKED: Final = re.compile(r"[\"\u201c\u201d\u201e\u00ab]([^\"\u201c\u201d\u201e\u00ab\u00bb\n]{3,600})[\"\u201c\u201d\u00bb]")
_SINGLE: Final = re.compile(r"(?<![\w])[\u2018'](?!s\b)([^'\u2018\u2019\n]{12,600})['\u2019](?![\w])")
_STATED: Final = re.compile(
    r"\b(?:labels?|labell?ing|guidelines?|guidance|monograph|package insert|prescribing information|record|source|manufacturer"
    r"|statement)\s+"
    r"(?:states?|says?|reads?|writes?|notes verbatim)\s*:\s*([^\"\u201c\n]{12,600})$",
    re.I,
)
_BLOCK: Final = re.compile(r"^\s*>\s*(?!\W*\*\*)(.{12,600})$")
"""A block quotation; one that begins in bold is a box that the answer sets off."""
_LEAST_WORDS: Final = 3

ORGANISATIONS: Final[dict[str, str]] = {
    "AASLD": "american association for the study of liver", "AAN": "academy of neurology", "AAP": "academy of pediatrics",
    "AACE": "association of clinical endocrinolog", "ACCP": "college of chest physicians|college of clinical pharmacy",
    "ACC": "college of cardiology", "ACG": "college of gastroenterology", "ACIP": "advisory committee on immunization",
    "ACOG": "college of obstetricians", "ACP": "college of physicians", "ACR": "college of rheumatology", "ADA": "american diabetes association",
    "AGA": "american gastroenterological association", "AGS": "american geriatrics society|beers", "AHA": "american heart association",
    "AHRQ": "agency for healthcare research", "APA": "american psychiatric association", "ASA": "american society of anesthesiologists",
    "ASAM": "society of addiction medicine", "ASCO": "society of clinical oncology", "ASH": "american society of hematology",
    "ASHP": "society of health-system pharmacists", "ATS": "american thoracic society", "AUA": "american urological association",
    "Beers": "beers", "BNF": "british national formulary", "CDC": "centers for disease control", "CHEST": "chest physicians|chest guideline",
    "Cochrane": "cochrane", "CPIC": "clinical pharmacogenetics implementation", "DEA": "drug enforcement", "DHHS": "health and human services",
    "EASL": "european association for the study of the liver", "EMA": "european medicines agency|europa.eu", "ESC": "european society of cardiology",
    "ESMO": "european society for medical oncology", "EULAR": "european alliance of associations for rheumatology|european league against",
    "Endocrine Society": "endocrine society", "FDA": "food and drug administration|fda.gov|dailymed|accessdata.fda", "GINA": "global initiative for asthma",
    "GOLD": "global initiative for chronic obstructive|goldcopd", "HRS": "heart rhythm society", "IDSA": "infectious diseases society of america",
    "ISMP": "institute for safe medication", "ISTH": "thrombosis and haemostasis", "KDIGO": "kidney disease: improving global",
    "KDOQI": "kidney disease outcomes quality", "Lexicomp": "lexicomp|lexi-drugs", "MHRA": "medicines and healthcare products", "Medscape": "medscape",
    "Micromedex": "micromedex", "NCCN": "national comprehensive cancer", "NICE": "national institute for health and care excellence|nice.org",
    "NIH": "national institutes of health|nih.gov", "NKF": "national kidney foundation", "SCCM": "society of critical care medicine",
    "SHEA": "society for healthcare epidemiology", "SIDP": "society of infectious diseases pharmacists", "SIGN": "scottish intercollegiate",
    "Stockley": "stockley", "STOPP/START": "stopp/start|stopp criteria", "TGA": "therapeutic goods", "USPSTF": "preventive services task force",
    "UpToDate": "uptodate", "VA/DoD": "department of veterans", "WHO": "world health organization|who.int",
}  # fmt: skip
"""Organisations and works that answers call on, and what their sources are called; short forms are matched in their own letter case."""
_SHORT: Final = re.compile(r"(?<![\w-])(" + "|".join(sorted(map(re.escape, ORGANISATIONS), key=len, reverse=True)) + r")(?![\w-])")
_NAMED: Final = re.compile("|".join(f"(?P<g{n}>{pattern})" for n, pattern in enumerate(ORGANISATIONS.values())), re.I)
_NAMES: Final = tuple(ORGANISATIONS)
_DATED: Final = re.compile(
    r"\b((?:19|20)\d\d)\s+(?:[\w/&-]+\s+){0,5}?(?:guidelines?|guidance|recommendations?|consensus|(?:position |scientific )?statement"
    r"|criteria|update"
    r"|label|meta-analysis|review|trial|study)\b"
    r"|\b(?:guidelines?|guidance|recommendations?|consensus|statement|criteria|update|label|meta-analysis|review|trial|study)\s*"
    r"(?:of|from|in|\()\s*((?:19|20)\d\d)\b",
    re.I,
)
_STUDIES: Final = re.compile(
    r"\b(?:(?:randomi[sz]ed|controlled|clinical|landmark|pivotal|observational|cohort|case[- ]control|retrospective"
    r"|prospective)\s+(?:\w+\s+){0,2}?"
    r"(?:[Tt]rials?|[Ss]tud(?:y|ies))|[Mm]eta-analys[ie]s|systematic reviews?|Cochrane|(?:[Tt]rials?|[Ss]tud(?:y|ies)|research|data)\s+"
    r"(?:show|shows|showed|shown|suggest\w*|demonstrat\w+|found|prove[sd]?|confirm\w*|have|has)|case reports?|New England Journal|NEJM"
    r"|JAMA|Lancet"
    r"|the [A-Z][A-Z0-9-]{3,} (?:trial|study)|[A-Z][A-Z*-]{4,}(?: [A-Z]{3,})*\s+(?:showed|shows|found|demonstrated|proved|proves"
    r"|confirmed|established|investigators"
    r"|trials?|study))\b"
)
_OTHERS: Final = re.compile(
    r"\b(?:according to|per|as (?:recommended|stated|advised) (?:by|in)|based on)\s+(?:the\s+)?(?:\w+\s+){0,4}?(guidelines?|guidance"
    r"|consensus|recommendations?"
    r"|criteria|position statement|expert opinion|experts?|professor|dr\.?)\b"
    r"|\b(guidelines?|experts?|specialists?)\s+(?:agree|say|recommend|advise|suggest|support|state)\w*",
    re.I,
)
_ACTS: Final = re.compile(
    r"\b(?:has|have|had|now|recently|since)\s+(?:\w+\s+)?(withdrawn|approved|endorsed|removed|lifted|dropped|revised|cleared|relaxed"
    r"|updated|permitted)\b",
    re.I,
)
"""What an organisation is said to have done."""
_BODY: Final = re.compile(
    r"\b(?:[A-Z][\w-]+ (?:(?:of|for|on|the|and|in|against|to) ){0,3})*"
    r"(?:League|Society|Societies|Association|Academy|College|Institute|Organi[sz]ation|Federation|Agency|Authority|Committee|Council"
    r"|Foundation|Alliance"
    r"|Collaboration|Consortium|Ministry|Task Force|Working Group|Network|Hospital|University|Union|Commission|Board)"
    r"(?: (?:(?:of|for|on|the|and|in|Against|against|to) ){0,3}[A-Z][\w-]+)*"
)
"""A body that is named in full."""
_NO_NAMES: Final = frozenset({"The", "Per", "According", "By", "And", "In", "As"})
_GUIDES: Final = re.compile(r"guideline|guidance|recommend|criteria|consensus|advis|kdigo|idsa|acr\b|ada\b|cdc\b|statement", re.I)


def quotes_stand(draft: Draft) -> list[CheckFailure]:
    """What a line quotes, in marks or behind 'the label states:', stands word for word in a record that it cites."""
    found: list[CheckFailure] = []
    for said, text, cited in draft.reworded():
        quoted = [q for pattern in (_MARKED, _SINGLE) for q in pattern.findall(text)]
        quoted += [m[1] for m in (_STATED.search(text.strip()),) if m]
        quoted += [m[1] for m in (_BLOCK.search(text.strip()),) if m and _introduced(said, draft.text)]
        records = [_read(e["claim"] + " " + e["quote"]) for e in cited if e["kind"] != "memory"]
        asked = _read(draft.stated)
        for quote in quoted:
            if len(words(quote)) >= _LEAST_WORDS and not any(_quoted(quote, record) for record in (*records, asked)):
                found.append(
                    failure("quotes_stand", said, f"The quotation {quote.strip()[:80]!r} does not stand in the record that the line cites.")
                )
    return found


def sources_as_cited(draft: Draft) -> list[CheckFailure]:
    """An organisation, dated guideline or study that the answer calls on is that of a source which the line cites."""
    found: list[CheckFailure] = []
    everywhere = [draft.evidence[r] for r in CITATION.findall(draft.text) if r in draft.evidence]
    for said, text, cited in draft.reworded():
        named = dict.fromkeys(m[1] for m in _SHORT.finditer(text))
        named |= dict.fromkeys(_NAMES[int(str(m.lastgroup)[1:])] for m in _NAMED.finditer(text))
        called = [*_DATED.finditer(text), *_STUDIES.finditer(text), *_OTHERS.finditer(text)]
        if not named and not called and not _BODY.search(text):
            continue
        known = _known(cited or everywhere)  # a line that cites nothing may name what others cite
        asked = plain(draft.stated)
        for name in named:
            if not _bears(name, known) and not (not cited and re.search(rf"\b{re.escape(name)}\b", asked, re.I)):
                found.append(failure("sources_as_cited", said, f"{name} is not the source of the evidence that the line cites."))
        for match in _BODY.finditer(text):
            lacking = [
                w for w in re.findall(r"[A-Z][\w-]+", match.group()) if w not in _NO_NAMES and w.lower() not in f"{known} {asked}".lower()
            ]
            if lacking:
                found.append(
                    failure("sources_as_cited", said, f"{match.group().strip()!r} is not the source of the evidence that the line cites.")
                )
        for match in _DATED.finditer(text):
            year = match[1] or match[2]
            if year not in known:
                found.append(failure("sources_as_cited", said, f"{match.group()!r}: no source of that year is cited."))
        for match in _STUDIES.finditer(text):
            if match.group().lower() in known.lower():
                continue
            if not re.search(r"stud(?:y|ies)|trial|reported|meta-anal", " ".join(e["claim"] for e in cited), re.I) or re.search(
                r"[A-Z*-]{4,} (?:trials?|study|[a-z]+)", match.group()
            ):
                found.append(failure("sources_as_cited", said, f"{match.group()!r} is not in the evidence that the line cites."))
        for match in _ACTS.finditer(text) if named else ():
            if match[1].lower()[:5] not in known.lower():
                found.append(failure("sources_as_cited", said, f"{match.group()!r} is not in the evidence that the line cites."))
        for match in _OTHERS.finditer(text):
            own = (match[1] or match[2]).lower()
            if (
                not _GUIDES.search(known)
                or own.startswith(("expert", "specialist", "professor", "dr", "consensus"))
                and own.rstrip("s") not in known.lower()
            ):
                found.append(failure("sources_as_cited", said, f"{match.group()!r}: no guideline is among what the line cites."))
    return found


_INTRODUCES: Final = re.compile(r":\W*$|\b(?:quot\w+|verbatim|word for word|says|states|reads|wording|in the words)\b", re.I)


def _introduced(said: str, text: str) -> bool:
    """Say whether a block is told to be a quotation: by the line before it, or by a word of its own; else it is a box that the answer sets off."""
    before = [line for line in text[: text.find(said)].splitlines() if line.strip() and not line.lstrip().startswith(">")]
    return bool(before and _INTRODUCES.search(CITATION.sub("", before[-1])) or _INTRODUCES.search(CITATION.sub("", said).rstrip(" .:")))


_LEFT_OUT: Final = re.compile(r"\s*(?:\[?(?:\.\s?\.\s?\.|\u2026)\]?)\s*")
_TURNS: Final = re.compile(r"\b(?:not|no|never|avoid|unless|except|only|until|without|if|when|n't)\b", re.I)


def _quoted(quote: str, record: str) -> bool:
    """Say whether a quotation stands in a record; where it leaves words out, they are none that turn its sense."""
    place = 0
    for count, part in enumerate(p for p in _LEFT_OUT.split(plain(quote)) if words(p)):
        wanted = f" {' '.join(words(part))} "
        at = record.find(wanted, place)
        if at < 0 or count and (len(words(part)) < _LEAST_WORDS or _TURNS.search(record[place:at])):
            return False
        place = at + len(wanted) - 1
    return place > 0


def _read(text: str) -> str:
    return f" {' '.join(words(plain(text)))} "


def _known(cited: Iterable[Evidence]) -> str:
    return plain(
        " \n ".join(
            f"{e['claim']} {e['source'].get('title', '')} {e['source'].get('section', '')} {e['source'].get('year', '')} {e['source'].get('url', '')}"
            for e in cited
        )
    )


def _bears(name: str, known: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", known) or re.search(ORGANISATIONS[name], known, re.I))
