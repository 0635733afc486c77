"""Read a patient's values from a text: age, sex, weight, height, creatinine, eGFR, CrCl, dialysis, liver, pregnancy, allergies, medicines."""

from __future__ import annotations

import re
from typing import Any, Final

from knowledge.patient import RANGES
from models.embedded.mentions import Mention

_NUMBER = r"(-?\d+(?:[.,]\d+)?)"
_IS = r"(?:\s*(?:is|was|of|=|:|at|about|around|approximately|level|level of|~)\s*)*\s*"
_AGE = (
    re.compile(rf"(?<![\w.]){_NUMBER}\s*-?\s*(?:years?|yrs?|yr|y)[\s-]*(?:old|/?o\b|of age)", re.I),
    re.compile(rf"\b(?:aged?|age){_IS}{_NUMBER}\b(?!\s*(?:mg|mcg|kg|ml|%))", re.I),
    re.compile(rf"(?<![\w.]){_NUMBER}\s*(?:yo|y\.o\.|y/o)\b", re.I),
    re.compile(r"\b(\d{1,3})\s*(?=[MF]\b)"),
    re.compile(
        r"\b(?:(?:patient|mother|father|mom|dad|wife|husband|who|he|she) is|patient|am|I'm)\s+(\d{1,3})\b"
        r"(?!\.\d)(?=\s*(?:,|\.|$|and\b|female|male))",
        re.I,
    ),
    re.compile(r"\b(?:i am|i'm|he is|she is|he's|she's)\s+(\d{1,3})\b(?!\s*(?:mg|mcg|kg|ml|%|weeks|lb|pounds|cm|m\b|units))", re.I),
)
_MONTHS_OLD = re.compile(rf"{_NUMBER}\s*-?\s*(?:months?|mos?)[\s-]*old", re.I)
_WEIGHT = re.compile(rf"(?<![\w.]){_NUMBER}\s*-?\s*(kg|kgs|kilos?|kilograms?|lbs?|pounds)\b", re.I)
_WEIGHS = re.compile(rf"\b(?:weighs?|weight|weighing){_IS}{_NUMBER}\b", re.I)
_HEIGHT_CM = re.compile(rf"{_NUMBER}\s*(?:cm|centimet(?:er|re)s?)\b", re.I)
_HEIGHT_M = re.compile(r"\b([12][.,]\d{1,2})\s*m\b")
_HEIGHT_FT = re.compile(r"\b([3-7])\s*(?:'|ft|feet|foot)\s*(\d{1,2})?\s*(?:\"|in|inches|'')?", re.I)
_SCR = re.compile(
    rf"\b(?:serum\s+creatinine|creatinine|scr|s\.?cr|cr)\b(?!\s*(?:clearance|cl\b)){_IS}{_NUMBER}\s*(mg\s*/?\s*dl|umol\s*/?\s*l|µmol\s*/?\s*l|μmol\s*/?\s*l|micromol\w*(?:\s*/\s*l)?)?",
    re.I,
)
_EGFR = re.compile(rf"\b(?:e?gfr)\b{_IS}{_NUMBER}", re.I)
_CRCL = re.compile(rf"\b(?:crcl|cr\.?\s?cl|creatinine\s+clearance|ccl)\b{_IS}{_NUMBER}", re.I)
_DIALYSIS = re.compile(r"\b(?:hemo|haemo|peritoneal\s+)?dialysis\b|\besrd\b|\bon hd\b", re.I)
_NEGATED = re.compile(r"\b(?:not|no|never|isn't|denies|without|n't)\s+(?:\w+\s+){0,2}$", re.I)
_CHILD_PUGH = re.compile(r"\bchild[\s-]*(?:turcotte[\s-]*)?pugh\s*(?:class|score|grade)?\s*[:=]?\s*([ABC])\b", re.I)
_LIVER = re.compile(r"\b(?:cirrhosis|cirrhotic|liver (?:disease|failure|impairment)|hepatic (?:impairment|failure|disease))\b", re.I)
_PREGNANT = re.compile(r"\bpregnan(?:t|cy)\b|\bexpecting a baby\b|\b(?:first|second|third) trimester\b", re.I)
_LACTATING = re.compile(r"\bbreast[\s-]?feed\w*|\blactat\w+|\bnursing (?:mother|my|a baby|her)\b", re.I)
_FEMALE = re.compile(r"\b(?:woman|female|lady|girl|mother|mom|mum|wife|daughter|sister|grandmother|grandma|aunt)\b", re.I)
_MALE = re.compile(r"\b(?:man|male|gentleman|boy|father|dad|husband|son|brother|grandfather|grandpa|uncle)\b", re.I)
_SEX_LETTER = re.compile(r"\b\d{1,3}\s*(?:yo|y/o|y\.o\.|-?year-?old)?\s*([MF])\b")
_ALLERGY = re.compile(r"\ballerg(?:ic to|y to|ies to|ies:|ies include|y:)\s*([^.?!;]+)", re.I)
_ALLERGY_BEFORE = re.compile(r"\b([a-z]+)\s+allergy\b", re.I)
_TAKES = re.compile(
    r"\b(?:(?:i|he|she|they|patient|who|mother|father|wife|husband|mom|dad|woman|man)\s+"
    r"(?:am|is|are|was|'m|has been|have been)?\s*(?:currently |already |also |now )?"
    r"(?:on|taking|takes|take|uses|using|receiving)"
    r"|i'm (?:currently |already |also )?(?:on|taking)"
    r"|current(?:ly)? (?:medicines|medications|meds|taking|on)(?: are| include)?:?)\b",
    re.I,
)
_ASKING = re.compile(r"\b(?:can|could|should|may|might|if|would|do|does|when|will|want to|how)\s+(?:\w+\s+){0,3}$", re.I)
_QUESTION = re.compile(r"[?!;]|\.(?!\d)|\b(?:can|could|should|would|may|is it|what|how|does|do)\b", re.I)
"""Where a statement about the patient ends and the question begins."""

UMOL_PER_MG_DL: Final = 88.42
"""Serum creatinine: micromol/L in 1 mg/dL (molar mass 113.12 g/mol)."""


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def read_patient(text: str, mentions: tuple[Mention, ...] = ()) -> tuple[dict[str, Any], list[str]]:
    """Read the patient's values that a text states.

    Args:
        text: A question or a statement.
        mentions: The drugs found in it, to tell current medicines and allergies.

    Returns:
        Profile values by field of `knowledge.patient.Patient`, and one sentence for each impossible value.
    """
    found: dict[str, Any] = {}
    problems: list[str] = []

    def put(field: str, value: float) -> None:
        low, high, unit = RANGES[field]
        if low <= value <= high:
            found.setdefault(field, round(value, 3))
        else:
            label = {
                "age_years": "An age",
                "weight_kg": "A weight",
                "height_cm": "A height",
                "scr_mg_dl": "A creatinine",
                "egfr": "An eGFR",
                "crcl": "A CrCl",
            }[field]
            problems.append(f"{label} of {value:g} is not possible; it must be {low:g} to {high:g} {unit}.")

    if match := _MONTHS_OLD.search(text):
        put("age_years", _number(match[1]) / 12)
    for pattern in _AGE:
        if match := pattern.search(text):
            put("age_years", _number(match[1]))
            break
    if match := _WEIGHT.search(text) or _WEIGHS.search(text):
        pounds = match.re is _WEIGHT and match[2].lower().startswith(("lb", "pound"))
        put("weight_kg", _number(match[1]) * (0.45359237 if pounds else 1))
    if match := _HEIGHT_CM.search(text):
        put("height_cm", _number(match[1]))
    elif match := _HEIGHT_M.search(text):
        put("height_cm", _number(match[1]) * 100)
    elif match := _HEIGHT_FT.search(text):
        put("height_cm", (int(match[1]) * 12 + int(match[2] or 0)) * 2.54)
    if match := _SCR.search(text):
        value, unit = _number(match[1]), (match[2] or "").lower()
        if unit and "mg" not in unit:
            value /= UMOL_PER_MG_DL
        elif not unit and value >= 30:
            value /= UMOL_PER_MG_DL  # no unit, and impossible in mg/dL: SI units were meant
        put("scr_mg_dl", value)
    if match := _EGFR.search(text):
        put("egfr", _number(match[1]))
    if match := _CRCL.search(text):
        put("crcl", _number(match[1]))
    for pattern, field in ((_DIALYSIS, "dialysis"), (_PREGNANT, "pregnant"), (_LACTATING, "breastfeeding")):
        if match := pattern.search(text):
            found[field] = not _NEGATED.search(text[: match.start()])
    if match := _CHILD_PUGH.search(text):
        found["child_pugh"] = match[1].upper()
    elif _LIVER.search(text):
        found["liver_disease"] = True
    if sex := _sex(text, found):
        found["sex"] = sex
    if allergies := _allergies(text, mentions):
        found["allergies"] = allergies
    if medicines := _medicines(text, mentions, set(found.get("allergies", ()))):
        found["medicines"] = medicines
    return found, problems


def _sex(text: str, found: dict[str, Any]) -> str | None:
    if match := _SEX_LETTER.search(text):
        return "female" if match[1] == "F" else "male"
    female, male = bool(_FEMALE.search(text)), bool(_MALE.search(text))
    if female != male:
        return "female" if female else "male"
    return "female" if found.get("pregnant") else None


def _allergies(text: str, mentions: tuple[Mention, ...]) -> list[str]:
    found: list[str] = []
    for match in _ALLERGY.finditer(text):
        if _NEGATED.search(text[: match.start()]) or match[0][6:8] == "y:" and _ALLERGY_BEFORE.search(text[: match.start() + 7]):
            continue
        question = _QUESTION.search(match[1])
        listed = match[1][: question.start()] if question else match[1]
        span = (match.start(1), match.start(1) + len(listed))
        named = [m.name.lower() for m in mentions if span[0] <= m.start < span[1]]
        found += named or [part.strip().lower() for part in re.split(r",|\band\b|\bor\b", listed)[:3] if 2 < len(part.strip()) <= 40]
    for match in _ALLERGY_BEFORE.finditer(text):
        word = match[1].lower()
        if word not in ("an", "the", "no", "any", "drug", "food", "my", "known", "seasonal", "severe", "of", "for", "and"):
            found.append(next((m.name.lower() for m in mentions if m.text.lower() == word), word))
    return list(dict.fromkeys(found))


def _medicines(text: str, mentions: tuple[Mention, ...], allergies: set[str]) -> list[str]:
    found: list[str] = []
    for match in _TAKES.finditer(text):
        if _ASKING.search(text[: match.start()]):
            continue
        end = _QUESTION.search(text, match.end())
        stop = end.start() if end else len(text)
        found += [m.name for m in mentions if match.end() <= m.start < stop and m.how in ("generic", "brand", "misspelling")]
    return [m for m in dict.fromkeys(found) if m not in allergies]
