"""No clinical line goes without a citation, unless what is cited beside it holds all that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from nodes.checks.content import content_as_cited
from nodes.checks.draft import Check, Draft, drugs_named, drugs_of, failure, is_of, only_names, words
from nodes.checks.drugs import drugs_as_cited
from nodes.checks.families import borne
from nodes.checks.headings import beyond
from nodes.checks.notices import left_out
from nodes.checks.polarity import polarity_as_found
from nodes.checks.questions import answered_barely, names_topic, restates, without_questions
from nodes.checks.severity import LEVEL, REASSURING, severity_as_found
from nodes.checks.signs import denied_at
from nodes.checks.sources import quotes_stand, sources_as_cited
from nodes.checks.support import numbers_supported
from nodes.checks.verbatim import verbatim
from nodes.state import CheckFailure
from tools.evidence import CITATION

_CHECKS: Final[tuple[Check, ...]] = (
    numbers_supported, drugs_as_cited, content_as_cited, severity_as_found, polarity_as_found, sources_as_cited, quotes_stand,
)  # fmt: skip
"""What a line must pass that cites nothing and leans on what is cited beside it."""
_MOST_LENT: Final = 3
"""How many records an answer may cite for a line that stands by itself to conclude from all of them."""
_SILENT: Final = re.compile(
    r"\b(?:record|finding|evidence|label|source|entry|monograph)s? (?:\w+ )?(?:gives?|has|have|names?|states?|contains?|lists?|sets?"
    r"|offers?|specif\w+)"
    r" no (?:[\w-]+ ){0,2}?(?P<what>[a-z]{4,})\b(?: for [^.;,]*)?",
    re.I,
)
"""What an answer says that the record does not hold."""
_FIGURES: Final = (
    (re.compile(r"percent|proportion|fraction", re.I), re.compile(r"%|percent|half|third|quarter|fold", re.I)),
    (re.compile(r"warning|caution|advice|monitoring", re.I), re.compile(r"watch|monitor|check|avoid|warn|caution", re.I)),
    (
        re.compile(r"figure|number|amount|dose|limit|maximum|threshold|cut-?off|range|interval|schedule|duration|time", re.I),
        re.compile(r"\d"),
    ),
)
"""Words for figures, and how a record that does hold one would write it."""

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
_OF_SOURCES: Final = re.compile(
    r"\b(?:dosing|interactions?|dose|drug|allergy|safety|counsell?ing|monitoring) (?:records?|entry|entries|labels?|sections?|tools?"
    r"|results?|findings?|look-?ups?"
    r"|checkers?|sources?|parts? of (?:the|your) question)\b",
    re.I,
)
"""Names of sources, which advise nothing."""
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
    r"[\W_]*(?:(?:if|in case|when) (?:you|your|it|they|this|that|he|she|anything|things|in doubt"
    r"|unsure)\b[^.!?;:,\d]{0,60},\s*)?(?:\w+,\s+)?(?:please\s+|always\s+|do\s+)?"
    r"(?:talk|speak|check|discuss|ask|tell|consult|contact|call|phone|ring|page|confirm|verify|review|see|let|coordinate|liaise|inform"
    r"|notify|alert)\b[^.!?;:]*?"
    r"\b(?:doctor|pharmacist|prescriber|provider|clinician|nurse|clinic|(?:\w+ )?team|physician|cardiologist|oncologist|specialist"
    r"|healthcare professional|us)s?\b"
    r"(?P<rest>[^.!?;:]*)[.!]?\s*",
    re.I,
)
_REST: Final = re.compile(r"\s*,?\s*(?:first|(?:before|about|if|with|or|and your|who)\b[^.]*)?\s*", re.I)
_LIMITS: Final = re.compile(
    r"[\W_]*(?:what )?(?:(?:I|we) (?:have not|haven't|did not|didn't|could not|couldn't|cannot|can't|do not|don't)\s+"
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


def clinical_lines_cited(draft: Draft) -> list[CheckFailure]:
    """A line that names a drug or advises cites evidence; what the conversation remembers is no evidence for advice."""
    found: list[CheckFailure] = []
    every = list(draft.lines())
    for place, (line, text, cited) in enumerate(every):
        if left_out(text) or verbatim(line, draft.evidence):
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
        said = _ADVICE.search(_OF_SOURCES.sub(" ", text)) or LEVEL.search(text) or REASSURING.search(text)
        if _HEADING.match(text):
            said = LEVEL.search(text) or REASSURING.search(text)
            if not said and len(words(text)) <= _HEADING_WORDS:
                continue
        if (bold := _BOLD.fullmatch(text)) and only_names(bold[1]):
            continue
        named = [m.text for m in drugs_named(text) if m.how in ("generic", "brand", "misspelling")]
        if not said and not named and (reason := _unheard(draft, line, text)):
            found.append(failure("clinical_lines_cited", line, reason))
        if said or named and not cited:
            reason = f"Says {said.group().strip() if said else named[0]!r} and cites no evidence."
            relates = not said and len(named) > 1  # what joins two medicines is a claim, whatever its verb
            if relates or not (CITATION.search(line) is None and _lent(draft, line, text)):
                found.append(failure("clinical_lines_cited", line, reason))
    return found


def _lent(draft: Draft, line: str, text: str) -> bool:
    """Say whether a line that cites nothing says only what is cited beside it: it passes every check as if it cited that, and advises nothing else."""
    ids = _beside(draft, line)
    known = [draft.evidence[r] for r in ids if draft.evidence.get(r, {"kind": "memory"})["kind"] != "memory"]
    if not known or answered_barely(text):
        return False
    claims = " ".join(e["claim"] for e in known)
    for match in _SILENT.finditer(text):
        if borne_out(match["what"], claims):
            return False
    told = _SILENT.sub(" ", _ADVISER.sub(" ", text))
    if any(not borne(m.group().strip(), claims) for m in _ADVICE.finditer(told)) or _UNREAD.search(told) or _UNWATCHED.search(told):
        return False
    onward = (m for m in _ONWARD.finditer(told) if not (_MOVES.match(m.group()) and _SUBJECT.search(told[: m.start()])))
    if any(m.group().lower() not in claims.lower() and not denied_at(told, m.start()) for m in onward):
        return False
    marks = " ".join(f"[{e['id']}]" for e in known)
    tried = replace(draft, text=f"{told.strip()} {marks}", patient_lines=())
    return not any(check(tried) for check in _CHECKS)


_ADVISER: Final = re.compile(r"\b(?:the |your |a )?(?:prescriber|prescribing (?:doctor|clinician|physician|team))\b", re.I)
_UNREAD: Final = re.compile(r"\b(?:safe|safely|fine|ok|okay|harmless|no (?:problem|concern|risk|worr(?:y|ies)))\b", re.I)
"""Reassurance; who gives it cites it."""


_ONWARD: Final = re.compile(
    r"\b(?:giv(?:e|en|ing)|tak(?:e|en|ing)|us(?:e|ed|ing)|continu(?:e|ed|ing)|keep|start(?:ed)?|add(?:ed)?|resum\w+|increas(?:e|ed)"
    r"|rais(?:e|ed)|doubl(?:e|ed)"
    r"|choice|option|prefer\w*|choose|yes|allowed|permitted|go ahead)\b",
    re.I,
)
"""Words that go on with a medicine; of these the evidence must have the very word."""
_MOVES: Final = re.compile(r"increas|rais|doubl", re.I)
_SUBJECT: Final = re.compile(
    r"\b(?:drugs?|both|they|it|which|that|medicines?|agents?|this|these)\s+(?:can |may |will |also |each |both )*$", re.I
)
"""Before 'raise': what does so, so that it is told and not ordered; which way, other checks compare."""
_UNWATCHED: Final = re.compile(r"\b(?:no|not|never|without|needn't|n't)\b[^.;:]*\b(?:check|monitor|test|watch|measur|follow)", re.I)


def borne_out(what: str, claims: str) -> bool:
    """Say whether evidence holds what an answer says that it lacks."""
    if what[: max(4, len(what) - 3)].lower() in claims.lower():
        return True
    return any(name.match(what) and written.search(claims) for name, written in _FIGURES)


def _unheard(draft: Draft, line: str, text: str) -> str:
    """Name a clinical word of a line without advice and citation that nothing which the answer cites speaks of."""
    ids = [r for r in dict.fromkeys(CITATION.findall(draft.text)) if draft.evidence.get(r, {"kind": "memory"})["kind"] != "memory"]
    if CITATION.search(line) or not ids or text.rstrip(" *_").endswith(("?", ":")):
        return ""
    told = replace(draft, text=f"{text.strip()} {' '.join(f'[{r}]' for r in ids)}", patient_lines=())
    return next((f["reason"] for check in (content_as_cited, polarity_as_found) for f in check(told)), "")


def _beside(draft: Draft, said: str) -> list[str]:
    """Return what the paragraph, list or table of a line cites; else all that the answer cites, where that is little."""
    found = [ids for block in _blocks(draft.text) if any(said in line for line in block) and (ids := CITATION.findall("\n".join(block)))]
    every = list(dict.fromkeys(CITATION.findall(draft.text)))
    return list(dict.fromkeys(found[0])) if found else every if len(every) <= _MOST_LENT else []


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


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
    r"\s*(?:[\w ]{2,20}[:,] )?(?:one|two|three|four|five|several|[1-9])\s+(?:of them )?(?:(?:contraindicated|major|moderate"
    r"|minor)(?: and |, | or | ))*"
    r"(?:drug )?interactions? (?:was|were|is|are|has been|have been) found[.:]?\s*",
    re.I,
)
_LEAD_WORDS: Final = 14
