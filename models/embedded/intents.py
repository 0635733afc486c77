"""What a question asks for, and which specialists that calls for."""

from __future__ import annotations

import re
from typing import Final, Literal

Specialist = Literal["drug_interaction_specialist", "dosing_specialist", "patient_counseling_specialist", "drug_information_specialist"]

INTERACTION: Final = "drug_interaction_specialist"
DOSING: Final = "dosing_specialist"
COUNSELING: Final = "patient_counseling_specialist"
INFORMATION: Final = "drug_information_specialist"

_INTENTS: Final[tuple[tuple[str, Specialist, tuple[str, ...]], ...]] = (
    (
        "overdose",
        COUNSELING,
        (
            r"\boverdos\w*",
            r"\btook too (?:much|many)",
            r"\btoo many pills",
            r"\bpoison(?:ed|ing)\b",
        ),
    ),
    (
        "missed_dose",
        COUNSELING,
        (r"\b(?:miss(?:ed)?|forg[eo]t\w*|skip(?:ped)?)\b.{0,40}\b(?:dose|pill|tablet|shot|injection|take|one|day)s?\b",),
    ),
    (
        "stopping",
        COUNSELING,
        (
            r"\btaper\w*",
            r"\bwean\w*",
            r"\bcome off\b",
            r"\bcoming off\b",
            r"\bget(?:ting)? off\b",
            r"\b(?:stop|quit|discontinu)\w*\s+(?:taking|using|the|it|my|this)?",
            r"\bwithdraw\w*",
            r"\bcold turkey\b",
        ),
    ),
    (
        "storage",
        COUNSELING,
        (
            r"\bstor(?:e|ed|age|ing)\b",
            r"\brefrigerat\w*",
            r"\bfridge\b",
            r"\bexpir\w*",
            r"\bdispos\w*",
            r"\bshelf life\b",
            r"\broom temperature\b",
            r"\bthrow away\b",
            r"\bfrozen?\b",
        ),
    ),
    (
        "interaction",
        INTERACTION,
        (
            r"\binteract\w*",
            r"\bdrug reaction between\b",
            r"\bcombin(?:e|ed|ing|ation with)\b",
            r"\bmix(?:ed|ing)?\b",
            r"\btogether\b",
            r"\bcontraindicat\w* with\b",
            r"\bwhile (?:on|taking)\b",
            r"\balong with\b",
            r"\bsame time\b",
        ),
    ),
    (
        "usage",
        COUNSELING,
        (
            r"\bhow (?:should|do|to|must|can)\b.{0,80}\b(?:be )?(?:used|taken|given|applied|injected|inhaled)\b",
            r"\b(?:before|at|near) (?:i go to )?bed(?:time)?\b",
            r"\bin the (?:morning|evening)\b",
        ),
    ),
    (
        "renal",
        DOSING,
        (
            r"\brenal(?:ly)?\b(?! transplant)",
            r"\bkidneys?\b(?! transplant)",
            r"\be?gfr\b",
            r"\bcrcl\b",
            r"\bcreatinine\b",
            r"\bdialysis\b",
            r"\bckd\b",
        ),
    ),
    (
        "hepatic",
        DOSING,
        (
            r"\bhepatic\b",
            r"\bliver (?:disease|failure|impairment)\b",
            r"\bcirrho\w*",
            r"\bchild[\s-]*pugh\b",
        ),
    ),
    (
        "dose",
        DOSING,
        (
            r"\bdos(?:e|es|age|ages|ing)\b",
            r"\bhow much\b",
            r"\bhow many\b",
            r"\bmax(?:imum)?\b.{0,25}\b(?:daily|per day|dose|amount|mg)",
            r"\btitrat\w*",
            r"\bhow often\b",
            r"\btimes (?:a|per) day\b",
            r"\badjust\w*",
        ),
    ),
    (
        "use",
        COUNSELING,
        (
            r"\bhow (?:do|should|to|can|long)\b.{0,30}\b(?:take|use|apply|inject|administer|inhale)\b",
            r"\bwhen (?:do|should|to|is the best time)\b",
            r"\bwith (?:or without )?food\b",
            r"\bempty stomach\b",
            r"\bbest time\b",
            r"\bmorning or\b",
            r"\bcrush\w*",
            r"\bbefore bed\b",
            r"\bafter meals?\b",
            r"\bcounsel\w*",
            r"\bin plain (?:language|words)\b",
            r"\bexplain to (?:my|the|a) patient\b",
            r"\btell (?:my|the|a) patient\b",
        ),
    ),
    (
        "diet",
        INTERACTION,
        (
            r"\b(?:alcohol|wine|beer|liquor|drink(?:ing)?|grapefruit|milk|dairy|coffee|caffeine|cheese|leafy greens|spinach|kale)\b",
            r"\bdiet(?:s|ary)?\b",
            r"\bfoods?\b.{0,30}\b(?:avoid|not eat|interact)\w*",
            r"\bavoid\b.{0,30}\bfoods?\b",
        ),
    ),
    (
        "side_effects",
        INFORMATION,
        (
            r"\bside[\s-]*effects?\b",
            r"\badverse\b",
            r"\bcaus(?:e|es|ing)\b",
            r"\breaction to\b",
            r"\bweight gain\b",
            r"\bhair loss\b",
        ),
    ),
    (
        "pregnancy",
        INFORMATION,
        (
            r"\bpregnan\w*",
            r"\bbreast[\s-]?feed\w*",
            r"\blactat\w*",
            r"\bnursing\b",
        ),
    ),
    (
        "contraindication",
        INFORMATION,
        (
            r"\bcontraindicat\w*",
            r"\bshould not (?:take|use)\b",
            r"\ballerg\w*",
            r"\bsafe (?:for|in)\b",
        ),
    ),
    (
        "information",
        INFORMATION,
        (
            r"\bwhat (?:is|are|does)\b",
            r"\bwho should (?:get|take|use|receive)\b",
            r"\bwhy is (?:it|this|\w+) (?:prescribed|used|given)\b",
            r"\bmechanism\b",
            r"\bhow does .{0,40}work\b",
            r"\bhalf[\s-]*life\b",
            r"\bpharmacokinetic\w*",
            r"\bused for\b",
            r"\bindicat\w*",
            r"\bingredient\w*",
            r"\bgluten\b",
            r"\bclass\b",
            r"\bbrand name\b",
            r"\bgeneric\b",
            r"\bdifference between\b",
            r"\bmanufactur\w*",
            r"\binformation\b",
        ),
    ),
)
"""Intent, who answers it, and the patterns that show it; the order is the order in which specialists are ranked."""
_COMPILED: Final = tuple((name, who, re.compile("|".join(patterns), re.I)) for name, who, patterns in _INTENTS)
_JOINED: Final = re.compile(r"\b(?:with|and|plus|or|to|while|on|when)\b|[,/&+]", re.I)
_TOGETHER: Final = re.compile(r"\b(?:with|plus|while|along|together|added|adding|combined|both)\b|\+|\bon\b.{0,40}\band\b", re.I)
_COMPARED: Final = re.compile(
    r"\b(?:difference|compare[ds]?|comparison|versus|vs|instead of|rather than|switch\w*|chang(?:e|ed|ing) (?:from|to)|better than)\b", re.I
)
_OF_ONE: Final = frozenset({"missed_dose", "storage", "usage"})
"""Intents under which 'A and B' is the name of one product, unless other words say that they are taken together."""
_WHO_GETS: Final = re.compile(r"\bwho should (?:get|take|use|receive)\b|\bwhat special (?:dietary )?(?:instructions|precautions)\b", re.I)
_MAY_TAKE: Final = re.compile(r"\b(?:can|could|may|should|safe|okay|ok|alright|problem)\b", re.I)
_AMOUNT: Final = re.compile(r"\bhow (?:much|many|often)\b|\bdos(?:age|ing)\b|\bmax(?:imum)?\b", re.I)
PATIENT_VOICE: Final = re.compile(r"\b(?:i|my|me|i'm|i've)\b", re.I)

LIMIT: Final = 3
"""Most specialists that one question calls for."""


def intents(text: str, drugs: int, *, on_medicines: bool = False) -> tuple[str, ...]:
    """Name what a question asks for, in the order of the table above.

    Args:
        text: The question.
        drugs: How many different drugs it names.
        on_medicines: Whether it names medicines that the patient takes already.

    Returns:
        Intent names; empty when nothing is recognised.
    """
    found = [name for name, _, pattern in _COMPILED if pattern.search(text)]
    if "missed_dose" in found and "dose" in found and not _AMOUNT.search(text):
        found.remove("dose")
    one_product = bool(_OF_ONE.intersection(found)) or bool(_WHO_GETS.search(text))
    if drugs >= 2 and "interaction" not in found and not one_product and _MAY_TAKE.search(text) and (on_medicines or _JOINED.search(text)):
        found.insert(0, "interaction")
    if "diet" in found and drugs < 1:
        found.remove("diet")
    if drugs >= 2 and not found and not _COMPARED.search(text):
        found.append("interaction")
    if drugs >= 2 and "interaction" not in found and (on_medicines or _TOGETHER.search(text)) and not _COMPARED.search(text):
        # Whatever is asked about drugs that are taken together, nobody should have to ask whether they may be.
        found.append("together")
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
    for name in (n for n in found if n in owner):
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
    elif has_dose and any(patient.get(k) for k in ("age_years", "weight_kg")) and "interaction" not in found:
        chosen.append(DOSING)
    ranked = list(dict.fromkeys(chosen)) or [INFORMATION]
    if "together" in found and INTERACTION not in ranked:
        ranked.insert(1, INTERACTION)
    return tuple(ranked[:LIMIT])  # type: ignore[arg-type]
