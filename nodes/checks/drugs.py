"""The drugs that a line names are those of its evidence, and none is made up."""

from __future__ import annotations

import re
from typing import Any, Final

from models.embedded.mentions import Mention, frequency
from nodes.checks.concepts import said, supported
from nodes.checks.draft import Draft, classes_of, drugs_named, drugs_of, failure, is_of, words
from nodes.state import CheckFailure

_BODY_SALTS: dict[str, tuple[str, ...]] = {
    "potassium": ("kalemia", "potassium"), "calcium": ("calcemia", "calcium"), "sodium": ("natremia", "sodium"),
    "magnesium": ("magnesemia", "magnesium"), "glucose": ("glycemia", "glucose"), "iron": ("anemia", "iron"),
}  # fmt: skip
"""Names of salts that are values of the blood too, and how evidence may say so."""
_SAME_WORD = re.compile(r"\b(?:medicines|medications|agents)\b", re.I)
_GIVEN = re.compile(
    r"\b(?:use|using|take|taking|give|giving|start|starting|add|adding|try|prescribe|prefer|choose|substitute|replace (?:it|this|that"
    r"|\w+) with|switch(?:ing)? to|change to|instead of"
    r"|alternative (?:is|would be)|such as|like|called|named)\s+(?:(?:a|an|the|oral|low-dose|once-daily|daily"
    r"|either)\s+)*(?P<name>[A-Za-z][a-z]{4,}[a-z-]*)\b"
)
_CAPITAL = re.compile(r"(?<![.!?:;*|#-] )(?<!^)(?<=[a-z,(/] )\(?(?P<name>[A-Z][a-z]{4,})\b")
_STARTS = re.compile(r"(?:^|[.!?:;*|] +)(?P<name>[A-Z][a-z]{4,})\s+(?:is|can|may|should|would|works|has)\b")
_ENDINGS = (
    "mab", "nib", "pril", "sartan", "olol", "statin", "azole", "mycin", "micin", "cillin", "gliptin", "gliflozin", "glutide", "dipine", "prazole", "tidine",
    "setron", "triptan", "oxetine", "cycline", "floxacin", "parib", "ciclib", "xaban", "gatran", "zosin", "profen", "fenac", "thiazide", "semide", "barbital",
    "codone", "tinib", "lukast", "dronate", "zepam", "zolam", "vir",
)  # fmt: skip
"""USAN stems: a word that ends in one, and that no one knows, is a made-up drug."""


def made_up(text: str, known: str) -> list[str]:
    """Return words that stand as a drug would, that English does not have, and that neither evidence nor question holds.

    Args:
        text: A line without citations.
        known: Words of the evidence and the question, in lower case.

    Returns:
        The words, as written.
    """
    named = {w for m in drugs_named(text) if m.how in ("generic", "brand", "class", "misspelling") for w in words(m.text)}
    found = dict.fromkeys(m["name"] for pattern in (_GIVEN, _CAPITAL, _STARTS) for m in pattern.finditer(text))
    found |= dict.fromkeys(w for w in re.findall(r"\b[A-Za-z]{7,}\b", text) if w.lower().endswith(_ENDINGS))
    known_words = set(words(known)) | set(re.findall(r"[a-z]+", known)) | named | _TERMS
    return [w for w in found if not {w.lower(), w.lower().removesuffix("s")} & known_words and not _english(w.lower())]


def _derived(word: str) -> bool:
    """Say whether a word that only resembles a drug's name is an English word with a prefix or an ending: injectable, discolor, afterward."""
    root = re.sub(r"^(?:dis|re|un|non|over)(?=[a-z]{5}$)|(?<=[a-z]{5})(?:able|wards?|ness|ly)$", "", word)
    return root != word and _english(root)


_THE_PILL: Final = re.compile(r"contracept|birth|estrogen|pregnan|hormon", re.I)


_SHORT_NAME: Final = 4
_COMMON: Final = 20_000
"""From how often on a short word in lower case is English and no brand."""


def _no_drug(mention: Mention, text: str, claims: str) -> bool:
    """Say whether a word that reads as a drug's name or class is none here: a known word of medicine, or 'the pill' for any pill."""
    if mention.text.lower() in ("the pill", "the pills"):
        return not _THE_PILL.search(text)
    spoken = said(mention.text)
    if mention.text.islower() and len(mention.text) <= _SHORT_NAME and frequency(mention.text) > _COMMON:
        return True  # 'get rid of'
    if mention.how == "class" and spoken and spoken[0].concepts & supported(claims):
        return True  # 'live vaccines' for live shots
    return mention.how in ("ambiguous", "misspelling", "unknown") and bool(spoken) and spoken[0].text == mention.text


def _shared_end(name: str, claims: str) -> bool:
    """Say whether the evidence has a name of two words whose second it shares with another: 'folic or folinic acid'."""
    first, _, last = name.partition(" ")
    return bool(last) and " " not in last and bool(re.search(rf"\b{re.escape(first)} (?:or|and) \w+ {re.escape(last)}\b", claims))


def _initials(short: str, claims: str) -> bool:
    """Say whether words of the evidence, near each other, begin with the letters of a short form: LMWH, 'low-molecular-weight or standard heparin'."""
    if not _SHORTEST <= len(short) <= _LONGEST:
        return False
    first, last = r"\w*[\s/-]+".join(short[:-1].lower()), short[-1].lower()
    gap = r"(?:[\s/-]+\w+){0,2}?" if len(short) > _SHORTEST else ""
    return bool(re.search(rf"\b{first}\w*{gap}[\s/-]+{last}\w", claims))


_SHORTEST: Final = 3
_LONGEST: Final = 6


def _english(word: str) -> bool:
    return bool(frequency(word) or frequency(word.removesuffix("s")))


_TERMS = frozenset(
    """antidepressant antidepressants antihistamine antihistamines anticoagulant anticoagulants antiemetic antiplatelet neutropenia
    hyperkalemia hypoglycemia inhibitor inhibitors inducer nephrotoxicity neurotoxicity ototoxicity topical acetylcysteine bradycardia
    pharmacokinetics diuretics microgram milligram clearance cockcroft mosteller devine""".split()
)
"""Words of medicine that the list of English words lacks."""


def drugs_as_cited(draft: Draft) -> list[CheckFailure]:
    """The drugs that a cited line names are drugs of the evidence that it cites."""
    found: list[CheckFailure] = []
    for line, text, cited in draft.reworded():
        if not cited:
            continue
        drugs = frozenset(d for e in cited for d in drugs_of(e))
        classes = frozenset(d for e in cited for d in classes_of(e))
        claims: Any = _SAME_WORD.sub("drugs", " ".join(" ".join(words(e["claim"])) for e in cited))
        asked = {m.text.lower() for m in drugs_named(draft.stated) if m.how == "unknown"}
        for mention in drugs_named(_SAME_WORD.sub("drugs", text)):
            if (
                mention.text.isupper()
                and _initials(mention.text, claims)
                or any(word in claims for word in _BODY_SALTS.get(mention.text.lower(), ()))
                or is_of(mention, drugs)
                or _shared_end(mention.text.lower(), claims)
                or re.search(rf" {re.escape(' '.join(words(mention.text)).removesuffix('s'))}s? ", f" {claims} ")
                or _no_drug(mention, text, claims)
            ):
                continue
            if (
                mention.how == "class"
                and set(mention.candidates) & (drugs | classes)
                or mention.how == "ambiguous"
                and _derived(mention.text.lower())
                or mention.how == "unknown"
                and (mention.text.lower() not in asked or mention.text.lower() in _TERMS)
            ):
                continue
            found.append(failure("drugs_as_cited", line, f"{mention.text!r} is not in the evidence that the line cites."))
        known = f"{claims} {' '.join(words(draft.stated))}"
        found += [
            failure("drugs_as_cited", line, f"{name!r} is no drug of the evidence that the line cites.") for name in made_up(text, known)
        ]
    return found
