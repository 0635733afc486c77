"""What a line cites: that it exists, that it holds the line's numbers, and that no clinical line goes without."""

from __future__ import annotations

import re
from typing import Final

from knowledge.agreement import unsupported
from knowledge.compared import compared, untrue
from knowledge.comparisons import comparisons, turned
from knowledge.quantities import plain, quantities, spelt_out
from knowledge.regimens import mismatched
from knowledge.restated import settled
from knowledge.spans import shortened
from knowledge.stated import with_units
from nodes.checks.bands import misplaced, misstepped, out_of_band, swapped
from nodes.checks.draft import Draft, drugs_named, drugs_of, failure, is_of, only_names, words
from nodes.checks.headings import beyond
from nodes.checks.notices import left_out
from nodes.checks.questions import answered_barely, names_topic, restates, without_questions
from nodes.checks.severity import LEVEL, REASSURING
from nodes.state import CheckFailure
from tools.evidence import CITATION, Evidence

_ADVICE: Final = re.compile(
    r"\b(?:dos(?:e|es|ed|age|ages|ing)|tak(?:e|es|en|ing)|giv(?:e|es|en|ing)|stop(?:s|ped|ping)?|start(?:s|ed|ing)?|hold(?:ing)?"
    r"|withh[eo]ld"
    r"|doubl(?:e|ed|ing)|halve|increas(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing)|rais(?:e|es|ing)|lower(?:s|ed|ing)?"
    r"|safe(?:ly|ty)?|unsafe|harm(?:less|ful)?|interact(?:s|ing|ion|ions)?|contraindicat\w*|combin(?:e|es|ed|ing|ation)|together"
    r"|avoid(?:ed|ing)?"
    r"|continu(?:e|es|ed|ing)|resum(?:e|ing)|skip(?:ping)?|switch(?:ing)?|adjust(?:ed|ing|ment|ments)?|monitor(?:ed|ing)?|prescrib\w+"
    r"|administ\w+"
    r"|swallow|inject\w*|tablets?|pills?|capsules?|titrat\w+|discontinu\w+|tolerated|toxic\w*|overdos\w*|allerg\w+|side effects?)\b",
    re.I,
)
_HEADING: Final = re.compile(r"\s*#{1,6}\s+\S")
_BOLD: Final = re.compile(r"\s*(?:[-*\u2022]\s+)?\*\*([^*]+)\*\*\s*:?\s*")
_HEADING_WORDS: Final = 8
_LEADS_IN: Final = re.compile(r"[^.!?;]{3,120}:\s*")
_TOPICS: Final = re.compile(
    r"\b(?:drug |dose |dosing |medication )?(?:interactions?|combinations?|dos(?:e|es|ing|age)|adjustments?"
    r"|side effects?|found|contraindications)\b",
    re.I,
)
_TO_A_PERSON: Final = re.compile(
    r"\s*(?:[-*\u2022]\s+)?(?:\w+,\s+)?(?:please\s+|always\s+)?(?:talk|speak|check|discuss|ask|tell|consult|contact|call|confirm"
    r"|verify|review|see|let)\b[^.!?;:]*?"
    r"\b(?:doctor|pharmacist|prescriber|provider|clinician|nurse|clinic|care team|physician|healthcare professional)s?\b"
    r"(?P<rest>[^.!?;:]*)[.!]?\s*",
    re.I,
)
_REST: Final = re.compile(r"\s*,?\s*(?:first|(?:before|about|if|with|or|and your|who)\b[^.]*)?\s*", re.I)
_LIMITS: Final = re.compile(
    r"\s*(?:[-*\u2022]\s+)?(?:what )?(?:(?:I|we) (?:have not|haven't|did not|didn't|could not|couldn't|cannot|can't|do not|don't)\s+"
    r"(?:check|look|find information|find a record|find details|determine|verify|assess|address|cover|confirm|say|know|have)\w*\b"
    r"|this (?:answer|check|review) (?:does not|doesn't) (?:cover|address|include)\b"
    r"|not (?:covered|checked|known|addressed|looked up)(?: here)?\s*:)[^.!?;]*[.]?\s*",
    re.I,
)
"""What an answer says of its own limits."""
_NOT_LOOKED_UP: Final = re.compile(
    r"\s*(?:[-*\u2022]\s+)?(?:the )?(?:\w+ )?(?:counsell?ing points|doses?|dosing|interactions?|side effects|records?|labels?)"
    r"(?: (?:for|of|with|between|on) [\w ,-]{3,60}?)? (?:was|were) not (?:looked up|checked|covered|reviewed)(?: here)?\.?\s*",
    re.I,
)
"""The same of one topic and medicine."""


def citations_resolve(draft: Draft) -> list[CheckFailure]:
    """Every cited id is evidence of this run."""
    return [
        failure("citations_resolve", line, f"{ref} is not evidence of this run.")
        for line in draft.text.splitlines()
        for ref in CITATION.findall(line)
        if ref not in draft.evidence
    ]


def numbers_supported(draft: Draft) -> list[CheckFailure]:
    """Every number with a clinical unit stands in evidence on the line's drugs; the patient's own values may stand in what the user stated."""
    found: list[CheckFailure] = []
    behind: tuple[str, str, list[Evidence]] | None = None
    for line, text, cited in draft.lines():
        text = _POINTS.sub(" ", text)
        before = ""
        if behind and f"{behind[0]}{line}" in draft.text:  # in the same line
            before, cited = behind[1], cited or behind[2]
        behind = (line, text, cited) if cited else None
        support = " \n ".join(e["claim"] for e in _bearing(text, cited))
        support = f"{support} \n {with_units(support)}"
        bounds = {value for value, unit, _, _ in comparisons(support) if not unit}
        found += [failure("numbers_supported", line, f"{words!r} is not true.") for words in untrue(text)]
        found += [
            failure("numbers_supported", line, f"{words!r} is counted from an event in the evidence.") for words in shortened(text, support)
        ]
        only_asks = not CITATION.search(line) and restates(text, draft.stated)
        beside = settled(compared(text, draft.stated), support, draft.stated, only_asks, before)
        text = settled(text, support, draft.stated, only_asks, before)
        found += [
            failure("numbers_supported", line, f"{quantity.text!r} is not in the evidence that the line cites.")
            for quantity in unsupported(text, support, draft.stated)
            if not (quantity.unit == "mL/min" and quantity.value in bounds)  # '30% lower at 11 to 39 mL/min, 50% below 10'
        ]
        found += [
            failure("numbers_supported", line, f"{limit!r} points the other way than the evidence that the line cites.")
            for limit in turned(beside, support)
        ]
        if reason := swapped(text, support) or misplaced(text, support) or misstepped(text, support) or out_of_band(text, _bands(cited)):
            found.append(failure("numbers_supported", line, reason))
        if cited:
            titles = " ".join(
                f"{e['source'].get('title', '')} {e['source'].get('section', '')} {e['source'].get('year', '')}" for e in cited
            )
            found += [
                failure("numbers_supported", line, f"The number {number} is not in the evidence that the line cites.")
                for number in bare(text, f"{support} {titles} {draft.stated}")
            ]
        found += [
            failure(
                "numbers_supported", line, f"{value:g} {unit} is not given {per_day:g} times a day in the evidence that the line cites."
            )
            for value, unit, per_day in mismatched(text, support)
        ]
    return found


_BARE: Final = re.compile(
    r"(?<![\w.,\u00b0/*-])(\d[\d,]*(?:\.\d+)?)(?![\w%]|[.,/*-]\d|-[a-z]|\s*[.)]\s+\S)(?!\s*(?:times|fold"
    r"|parts?)\b)"
)
_COUNTED: Final = re.compile(r"^\s*(?:[-*\u2022|]\s*)?\(?\d{1,2}[.)]\s")


_POINTS: Final = re.compile(r"^\W*(?:two|three|four|five|six|[2-9])(?: (?:key|main|important))? points(?= to|:)", re.I)
"""How many points follow; points are the unit of scores too."""


def bare(text: str, support: str) -> list[str]:
    """Return the numbers without a unit that stand nowhere in what supports the line; a list's own numbering is none.

    Args:
        text: A line without citations.
        support: The evidence, its sources and what the user stated.

    Returns:
        The numbers as written, units or not; those with a unit are checked with it elsewhere too.
    """
    text = _COUNTED.sub("", text)
    with_unit = " ".join(q.text for q in quantities(text))
    known = {n.replace(",", "") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", plain(spelt_out(support)))}
    known |= {f"{float(n):g}" for n in known if n and n.count(".") < 2}
    if re.search(r"\bfirst day\b", support, re.I):
        known.add("1")
    return [
        n for n in dict.fromkeys(_BARE.findall(text)) if f"{float(n.replace(',', '').rstrip('.')):g}" not in known and n not in with_unit
    ]


def _bands(cited: list[Evidence]) -> list[str]:
    """Return the renal function that each cited record is for, empty for any."""
    found = []
    for item in cited:
        told = str(item["data"].get("band", "")) if item["kind"] == "dosing" else ""
        if item["kind"] == "dosing" and not re.search(r"mL/min", told):
            told = match[1] if (match := re.search(r"\(([^()]*\bmL/min[^()]*)\):", item["claim"])) else ""
        found.append(told)
    return found


def _bearing(text: str, cited: list[Evidence]) -> list[Evidence]:
    """Return the cited evidence that may bear a number: no memory, and nothing on other drugs than those that the line names."""
    named = [m for m in drugs_named(text) if m.how in ("generic", "brand", "misspelling")]
    return [e for e in cited if e["kind"] != "memory" and (not named or not (drugs := drugs_of(e)) or any(is_of(m, drugs) for m in named))]


def clinical_lines_cited(draft: Draft) -> list[CheckFailure]:
    """A line that names a drug or advises cites evidence; what the conversation remembers is no evidence for advice."""
    found: list[CheckFailure] = []
    every = list(draft.lines())
    for place, (line, text, cited) in enumerate(every):
        if left_out(text):
            continue
        if not CITATION.search(line):
            before, behind = every[place - 1][1] if place else "", every[place + 1] if place + 1 < len(every) else None
            if answered_barely(text) and place and not without_questions(before, draft.stated).strip():
                found.append(failure("clinical_lines_cited", line, "Answers the question above it and cites no evidence."))
                continue
            if not (behind and CITATION.search(behind[0]) and answered_barely(behind[1])):
                text = without_questions(text, draft.stated)
            if not text.strip() or names_topic(text, draft.stated) or restates(text, draft.stated):
                continue
        if known := " ".join(e["claim"] for e in cited if e["kind"] != "memory"):
            if not CITATION.search(line) and (word := beyond(text, _ADVICE, known)) and not _says_nothing(draft, text):
                found.append(failure("clinical_lines_cited", line, f"Says {word!r}, which nothing under it cites."))
            continue
        if _says_nothing(draft, text):
            continue
        said = _ADVICE.search(text) or LEVEL.search(text) or REASSURING.search(text)
        if _HEADING.match(text):
            said = LEVEL.search(text) or REASSURING.search(text)
            if not said and len(words(text)) <= _HEADING_WORDS:
                continue
        if (bold := _BOLD.fullmatch(text)) and only_names(bold[1]):
            continue
        named = [m.text for m in drugs_named(text) if m.how in ("generic", "brand", "misspelling")]
        if said or named and not cited:
            reason = f"Says {said.group().strip() if said else named[0]!r} and cites no evidence."
            found.append(failure("clinical_lines_cited", line, reason))
    return found


def _says_nothing(draft: Draft, text: str) -> bool:
    """Say whether a line leads in, sends the reader to a professional, or names the answer's own limits, and says nothing of a medicine."""
    if REASSURING.search(text):
        return False
    levels = {str(e["data"].get("severity", "")) for e in draft.evidence.values() if e["kind"] == "interaction"}
    if (counted := _COUNTS.fullmatch(text)) and set(_LEVELS.findall(counted[0].lower())) <= levels:
        return True
    if _NOT_LOOKED_UP.fullmatch(text) and not LEVEL.search(text):
        return True
    named = [m for m in drugs_named(text) if m.how in ("generic", "brand", "misspelling", "class")]
    drugs = frozenset(d for e in draft.evidence.values() for d in drugs_of(e))
    if re.search(r"\d", text) or named and not (_LEADS_IN.fullmatch(text) and all(is_of(m, drugs) for m in named)):
        return False
    if _LEADS_IN.fullmatch(text) and len(words(text)) <= _LEAD_WORDS:
        rest = _TOPICS.sub(" ", text)
        found = LEVEL.search(rest)
        return not _ADVICE.search(rest) and (found is None or bool(found["level"]) and found["level"].lower() in levels)
    if LEVEL.search(text):
        return False
    if (person := _TO_A_PERSON.fullmatch(text)) and _REST.fullmatch(person["rest"]):
        return not re.search(r"\b(?:to|that|and|so|because)\s+(?:\w+\s+){0,2}?(?:doubl|stop|start|skip|increas|rais|halv)\w*", text, re.I)
    return bool(_LIMITS.fullmatch(text)) and len(words(text)) <= 2 * _LEAD_WORDS


_LEVELS: Final = re.compile(r"contraindicated|major|moderate|minor")
_COUNTS: Final = re.compile(
    r"\s*(?:[\w ]{2,20}[:,] )?(?:one|two|three|four|five|several|[1-9])\s+(?:of them )?(?:(?:contraindicated|major|moderate|minor)(?: and |, | or | ))*"
    r"(?:drug )?interactions? (?:was|were|is|are|has been|have been) found[.:]?\s*",
    re.I,
)
_LEAD_WORDS: Final = 14
