"""What a question asks for, and which specialists that calls for."""

from __future__ import annotations

import re
from typing import Final, Literal

Specialist = Literal["drug_interaction_specialist", "dosing_specialist", "patient_counseling_specialist", "drug_information_specialist"]

INTERACTION: Final = "drug_interaction_specialist"
DOSING: Final = "dosing_specialist"
COUNSELING: Final = "patient_counseling_specialist"
INFORMATION: Final = "drug_information_specialist"

_INTENTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("overdose", COUNSELING, r"\boverdos\w*|\btook too (?:much|many)|\btoo many pills|\bpoison(?:ed|ing)\b"),
    ("missed_dose", COUNSELING, r"\b(?:miss(?:ed)?|forg[eo]t\w*|skip(?:ped)?)\b.{0,40}\b(?:dose|pill|tablet|shot|injection|take|one|day)s?\b"),
    ("stopping", COUNSELING, r"\btaper\w*|\bwean\w*|\bcome off\b|\bcoming off\b|\bget(?:ting)? off\b|\b(?:stop|quit|discontinu)\w*\s+(?:taking|using|the|it|my|this)?|\bwithdraw\w*|\bcold turkey\b"),
    ("storage", COUNSELING, r"\bstor(?:e|ed|age|ing)\b|\brefrigerat\w*|\bfridge\b|\bexpir\w*|\bdispos\w*|\bshelf life\b|\broom temperature\b|\bthrow away\b|\bfrozen?\b"),
    ("interaction", INTERACTION, r"\binteract\w*|\bdrug reaction between\b|\bcombin(?:e|ed|ing|ation with)\b|\bmix(?:ed|ing)?\b|\btogether\b|\bcontraindicat\w* with\b|\bwhile (?:on|taking)\b|\balong with\b|\bsame time\b"),
    ("renal", DOSING, r"\brenal(?:ly)?\b|\bkidneys?\b|\be?gfr\b|\bcrcl\b|\bcreatinine\b|\bdialysis\b|\bckd\b"),
    ("hepatic", DOSING, r"\bhepatic\b|\bliver (?:disease|failure|impairment)\b|\bcirrho\w*|\bchild[\s-]*pugh\b"),
    ("dose", DOSING, r"\bdos(?:e|es|age|ages|ing)\b|\bhow much\b|\bhow many\b|\bmax(?:imum)?\b.{0,25}\b(?:daily|per day|dose|amount|mg)|\btitrat\w*|\bhow often\b|\btimes (?:a|per) day\b|\badjust\w*"),
    ("use", COUNSELING, r"\bhow (?:do|should|to|can|long)\b.{0,30}\b(?:take|use|apply|inject|administer|inhale)\b|\bwhen (?:do|should|to|is the best time)\b|\bwith (?:or without )?food\b|\bempty stomach\b|\bbest time\b|\bmorning or\b|\bcrush\w*|\bbefore bed\b|\bafter meals?\b|\bcounsel\w*|\bin plain (?:language|words)\b|\bexplain to (?:my|the|a) patient\b|\btell (?:my|the|a) patient\b"),
    ("diet", INTERACTION, r"\b(?:alcohol|wine|beer|liquor|drink(?:ing)?|grapefruit|milk|dairy|coffee|caffeine|cheese|leafy greens|spinach|kale)\b"),
    ("side_effects", INFORMATION, r"\bside[\s-]*effects?\b|\badverse\b|\bcaus(?:e|es|ing)\b|\breaction to\b|\bweight gain\b|\bhair loss\b"),
    ("pregnancy", INFORMATION, r"\bpregnan\w*|\bbreast[\s-]?feed\w*|\blactat\w*|\bnursing\b"),
    ("contraindication", INFORMATION, r"\bcontraindicat\w*|\bshould not (?:take|use)\b|\ballerg\w*|\bsafe (?:for|in)\b"),
    ("information", INFORMATION, r"\bwhat (?:is|are|does)\b|\bmechanism\b|\bhow does .{0,40}work\b|\bhalf[\s-]*life\b|\bpharmacokinetic\w*|\bused for\b|\bindicat\w*|\bingredient\w*|\bgluten\b|\bclass\b|\bbrand name\b|\bgeneric\b|\bdifference between\b|\bmanufactur\w*|\binformation\b"),
)  # fmt: skip
_COMPILED: Final = tuple((name, who, re.compile(pattern, re.I)) for name, who, pattern in _INTENTS)
_JOINED: Final = re.compile(r"\b(?:with|and|plus|or|to|while|on|when)\b|[,/&+]", re.I)
_MAY_TAKE: Final = re.compile(r"\b(?:can|could|may|should|safe|okay|ok|alright|problem)\b", re.I)
PATIENT_VOICE: Final = re.compile(r"\b(?:i|my|me|i'm|i've)\b", re.I)

LIMIT: Final = 3
"""Most specialists that one question calls for."""


def intents(text: str, drugs: int) -> tuple[str, ...]:
    """Name what a question asks for, in the order of the table above.

    Args:
        text: The question.
        drugs: How many different drugs it names.

    Returns:
        Intent names; empty when nothing is recognised.
    """
    found = [name for name, _, pattern in _COMPILED if pattern.search(text)]
    if drugs >= 2 and "interaction" not in found and _MAY_TAKE.search(text) and _JOINED.search(text):
        found.insert(0, "interaction")
    if "diet" in found and drugs < 1:
        found.remove("diet")
    return tuple(found)


def specialists(found: tuple[str, ...], *, drugs: int, patient: dict[str, object], has_dose: bool) -> tuple[Specialist, ...]:
    """Choose the specialists that the intents call for, the most fitting first.

    Args:
        found: Intents of the question.
        drugs: How many different drugs it names.
        patient: The patient's values that it states.
        has_dose: Whether it states a dose.

    Returns:
        One to three specialists; the information specialist when nothing else fits.
    """
    owner = {name: who for name, who, _ in _INTENTS}
    chosen: list[str] = []
    renal_known = any(patient.get(k) is not None for k in ("scr_mg_dl", "egfr", "crcl", "dialysis", "child_pugh"))
    if "interaction" in found and drugs >= 2 or "interaction" in found and "diet" in found:
        chosen.append(INTERACTION)
    for name in found:
        who = owner[name]
        if name == "diet" and (drugs < 1 or "overdose" in found):
            continue
        if name == "information" and chosen:
            continue
        if name == "stopping" and INTERACTION in chosen:
            continue
        if who == DOSING and name in ("renal", "hepatic") and "dose" not in found and not renal_known and not drugs:
            continue
        chosen.append(who)
    if renal_known and drugs:
        chosen.append(DOSING)
    elif has_dose and patient and "interaction" not in found:
        chosen.append(DOSING)
    ranked = list(dict.fromkeys(chosen)) or [INFORMATION]
    return tuple(ranked[:LIMIT])  # type: ignore[arg-type]
