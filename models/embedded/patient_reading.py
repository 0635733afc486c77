"""Read a patient's values from a text: numbers, dialysis, liver, pregnancy, sex, child or not, allergies, medicines."""

from __future__ import annotations

import re
from typing import Any, Final

from knowledge.patient import RANGES
from models.embedded.body import ages, heights, weights
from models.embedded.measured import Value, choose, lab_values, marks
from models.embedded.mentions import Mention
from models.embedded.regimen import NEGATED, allergies, medicines, stopped
from models.embedded.whose import Owner, asked_about, only, two_persons

_DIALYSIS = re.compile(
    r"\b(?:hemo|haemo)?dialysis\b|\b(?:CRRT|CVVHD?F?|CAPD|CCPD|SLED)\b|\bon hd\b|\b(?:hemo|haemo)(?:dia)?filtration\b", re.I
)
_ESRD = re.compile(r"\besrd\b", re.I)
_ENDED = re.compile(r"\s+(?:was|were|has been|is|had been)?\s*(?:stopped|discontinued|ended|finished|no longer|withdrawn)\b", re.I)
_CHILD_PUGH = re.compile(
    r"\bchild[\s-]*(?:turcotte[\s-]*)?pugh\s*(?:class|score|grade)?\s*(?:of|is|now|:|=)?\s*(?:([ABC])(?:\s?\d{1,2})?|(\d{1,2}))(?![\w.])",
    re.I,
)
_LIVER = re.compile(r"\b(?:cirrhosis|cirrhotic|liver (?:disease|failure|impairment)|hepatic (?:impairment|failure|disease))\b", re.I)
_PREGNANT = re.compile(
    r"\bpregn[ae]n(?:t|cy)\b|\bpreg(?:n[ae]t|ant)\b|\bexpecting a baby\b|\b(?:first|second|third|1st|2nd|3rd) trimester\b|"
    r"(?<!born at )(?<!delivered at )\b\d{1,2}\s*(?:weeks?|wks?)(?:\s+of)?\s+gestation\b|\bgestational age\b",
    re.I,
)
_WAS_PREGNANT = re.compile(r"\bwas\s+(?:\d+ weeks )?$", re.I)
_RELATIVE = re.compile(
    r"\b(?:father|mother|brother|sister|wife|husband|partner|son|daughter|family(?: history)?|girlfriend|aunt|uncle)(?:'s)?\b[^.,;]*$", re.I
)
_NOT_PREGNANT = re.compile(r"\s*(?:test\s+)?(?:is\s+|was\s+)?(?:negative|pending|excluded|ruled out|not confirmed)\b", re.I)
_NEGATIVE = re.compile(r"\bnegative\s+$", re.I)
_CKD = re.compile(
    r"\b(?:ckd|chronic kidney disease)\s*(?:stage|grade|g)?\s*(?:stage\s*)?([1-5])[ab]?\b|"
    r"\bstage\s*([1-5])[ab]?\s*(?:ckd|chronic kidney disease|kidney disease)\b",
    re.I,
)
_KIDNEY_FAILURE = re.compile(r"\b(?:kidney|renal) failure\b|\banuri[ac]\b|\bend[- ]stage (?:renal|kidney)\b|\besrd\b", re.I)
_SEVERE_RENAL = re.compile(r"\bsevere (?:renal|kidney) (?:impairment|insufficiency|disease|dysfunction)\b", re.I)
_LONG_AGO = re.compile(
    r"\s+(?:last year|(?:\d+|an?|two|three|four|five|few|several|some) (?:few )?years? ago|in (?:19|20)\d\d|previously|before)\b", re.I
)
_FOUND_OUT = re.compile(r"\b(?:found out|told|learned|discovered|confirmed|realized|realised|said)\b", re.I)
_DELIVERED = re.compile(
    r"\b(?:i|she|wife|patient|woman|mother|who|has|have|just)\s+(?:(?:have|has|had|just)\s+)*(?:gave birth|given birth|miscarried)\b|"
    r"\bdelivered\s+(?:yesterday|today|last|this|on|her|my|a (?:baby|boy|girl|healthy)|the baby|(?:\d+|two|three|a few) (?:hours?|days?|weeks?|months?))\b",
    re.I,
)
_LACTATING = re.compile(r"\bbreast[\s-]?feed\w*|\blactat\w+|\bnursing (?:mother|my|a baby|her)\b", re.I)
_QT = re.compile(
    r"\b(?:long|prolonged|increased|elevated)\s+qtc?\b|\blqts?\b|\bqtc?[\s-]*(?:interval\s*)?prolong\w*\b|\btorsades?\b|"
    r"\bqtc?\s*(?:interval)?\s*(?:of|is|was|=|:)?\s*(?:4[6-9]\d|[5-7]\d\d)\s*(?:ms(?:ec)?\b)?",
    re.I,
)
_FEMALE = re.compile(r"\b(?:woman|female|lady|girl|mother|mom|mum|wife|daughter|sister|grandmother|grandma|aunt)\b", re.I)
_MALE = re.compile(r"\b(?:man|male|gentleman|boy|father|dad|husband|son|brother|grandfather|grandpa|uncle)\b", re.I)
_SEX_LETTER = re.compile(r"\b\d{1,3}\s*(?:yo|y/o|y\.o\.|-?year-?old|years?,?)?\s*([MF])\b")
_CHILD = re.compile(
    r"(?<!as a )(?<!was a )(?<!with )(?<!have a )(?<!like a )\b(?:infant|neonate|newborn|baby|toddler|child|kid|pa?ediatric)\b"
    r"(?![\s-]*(?:turcotte|pugh|proof|resistant|safe|safety|bearing|lock|seat|aspirin|formula|powder|food|shampoo|brother|sister|care))|"
    r"\b(?:in|for|to) (?:small |young |little )?(?:infants|neonates|newborns|babies|toddlers|children|kids)\b",
    re.I,
)
_NOT_A_CHILD = re.compile(r"\b(?:away|out of|reach)\b[^.?!;]*$|\b(?:no|not a)\s+$", re.I)
_LABELS: Final = {
    "age_years": "An age",
    "weight_kg": "A weight",
    "height_cm": "A height",
    "scr_mg_dl": "A creatinine",
    "egfr": "An eGFR",
    "crcl": "A CrCl",
}


def read_patient(text: str, mentions: tuple[Mention, ...] = ()) -> tuple[dict[str, Any], list[str]]:
    """Read the patient's values that a text states.

    Args:
        text: A question or a statement.
        mentions: The drugs found in it, to tell current medicines and allergies.

    Returns:
        Profile values by field of `nodes.memory.PROFILE_FIELDS`, with `medicines_stopped` and `allergies_denied` beside them for what the
        text takes back; and one sentence for each value that is impossible or must be asked for.
    """
    if not two_persons(text):
        return _read(text, mentions)
    parts: dict[Owner, tuple[dict[str, Any], list[str]]] = {
        "speaker": _read(only(text, "speaker"), mentions),
        "relative": _read(only(text, "relative"), mentions),
    }
    if not all(set(found) - {"sex"} or problems for found, problems in parts.values()):
        return _read(text, mentions)
    if owner := asked_about(text):
        return parts[owner]
    return {}, [
        "Values of two persons are given, and it is not clear whom the question is about. Ask again with the values of that person only."
    ]


def _read(text: str, mentions: tuple[Mention, ...]) -> tuple[dict[str, Any], list[str]]:
    found: dict[str, Any] = {}
    problems: list[str] = []
    values = {"age_years": ages(text), "weight_kg": weights(text), "height_cm": heights(text)}
    values |= {field: lab_values(field, text) for field in ("scr_mg_dl", "egfr", "crcl")}
    for field, stated in values.items():
        chosen, problem = choose(field, stated)
        if problem:
            problems.append(problem)
        if chosen is None or isinstance(chosen.value, str):
            continue
        low, high, unit = RANGES[field]
        if low <= chosen.value <= high:
            found[field] = round(chosen.value, 3)
        else:
            problems.append(f"{_LABELS[field]} of {chosen.value:g} is not possible; it must be {low:g} to {high:g} {unit}.")
    for field, state in (
        ("dialysis", _dialysis(text)),
        ("pregnant", _pregnant(text)),
        ("breastfeeding", _stated(_LACTATING, text)),
        ("qt_history", _qt(text)),
    ):
        if state is not None:
            found[field] = state
    _liver(text, found, problems)
    if (stage := _ckd_stage(text)) is not None:
        found["ckd_stage"] = stage
    if sex := _sex(text, found):
        found["sex"] = sex
    if not values["age_years"] and _child(text, found):
        found["child"] = True
    allergic, denied = allergies(text, mentions)
    gone = stopped(text, mentions)
    taken = medicines(text, mentions, {*allergic, *gone})
    lists = {"allergies": allergic, "medicines": taken, "allergies_denied": denied, "medicines_stopped": gone}
    return found | {field: names for field, names in lists.items() if names}, problems


def _stated(pattern: re.Pattern[str], text: str) -> bool | None:
    match = pattern.search(text)
    return None if match is None else not NEGATED.search(text[: match.start()])


def _ckd_stage(text: str) -> int | None:
    """Return the stage of chronic kidney disease that a text states in words: kidney failure is stage 5, severe impairment stage 4."""
    if (match := _CKD.search(text)) and not NEGATED.search(text[: match.start()]):
        return int(match[1] or match[2])
    for pattern, stage in ((_KIDNEY_FAILURE, 5), (_SEVERE_RENAL, 4)):
        if (match := pattern.search(text)) and not NEGATED.search(text[: match.start()]) and not _ASKED.search(text[: match.start()]):
            return stage
    return None


def _of_another(text: str, at: int) -> bool:
    """Say whether a state at `at` is said of a relative in a question about the speaker; without that certainty it is the patient's."""
    return asked_about(text) == "speaker" and bool(_RELATIVE.search(text[:at]))


_ASKED = re.compile(r"\b(?:causes?|causing|risks? of|leads? to|worry about|worried about|chance of)\W+(?:\w+\W+){0,2}$", re.I)


def _qt(text: str) -> bool | None:
    """Say whether the patient is said to have or have had a long QT; a question whether a drug causes it says nothing of the patient."""
    said = [m for m in _QT.finditer(text) if not _ASKED.search(text[: m.start()]) and not _of_another(text, m.start())]
    return None if not said else any(not NEGATED.search(text[: m.start()]) for m in said)


def _dialysis(text: str) -> bool | None:
    found = list(_DIALYSIS.finditer(text)) or list(_ESRD.finditer(text))
    if not found:
        return None
    last = found[-1]
    return not (NEGATED.search(text[: last.start()]) or _ENDED.match(text, last.end()))


def _pregnant(text: str) -> bool | None:
    found = [m for m in _PREGNANT.finditer(text) if not _of_another(text, m.start())]
    delivered = bool(_DELIVERED.search(text))
    for match in found:
        before = text[: match.start()]
        was = _WAS_PREGNANT.search(before) and not _FOUND_OUT.search(before)
        if _NOT_PREGNANT.match(text, match.end()) or _NEGATIVE.search(before):
            continue
        if not NEGATED.search(before) and not (was and (delivered or _LONG_AGO.match(text, match.end()))):
            return True
    return False if found or delivered else None


def _liver(text: str, found: dict[str, Any], problems: list[str]) -> None:
    classes: list[Value] = []
    for match in _CHILD_PUGH.finditer(text):
        score = int(match[2] or 5)
        if not 5 <= score <= 15:
            problems.append(f"A Child-Pugh score of {score} is not possible; it must be 5 to 15.")
            continue
        name = match[1].upper() if match[1] else "A" if score <= 6 else "B" if score <= 9 else "C"
        classes.append(Value(name, name, *marks(text, match.start(), match.end())))
    chosen, problem = choose("child_pugh", classes)
    if problem:
        problems.append(problem)
    if chosen:
        found["child_pugh"] = chosen.value
    elif _LIVER.search(text):
        found["liver_disease"] = True


def _sex(text: str, found: dict[str, Any]) -> str | None:
    if match := _SEX_LETTER.search(text):
        return "female" if match[1] == "F" else "male"
    female, male = bool(_FEMALE.search(text)), bool(_MALE.search(text))
    if female != male:
        return "female" if female else "male"
    return "female" if found.get("pregnant") else None


def _child(text: str, found: dict[str, Any]) -> bool:
    if found.get("pregnant") or found.get("breastfeeding") or _DELIVERED.search(text):
        return False
    return any(not _NOT_A_CHILD.search(text[: match.start()]) for match in _CHILD.finditer(text))
