"""Quantities in a text, with units brought to one form, so that two texts can be compared number by number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_UNITS: Final[dict[str, tuple[str, float]]] = {
    "mg": ("mg", 1), "milligram": ("mg", 1), "milligrams": ("mg", 1), "mcg": ("mg", 1e-3), "microgram": ("mg", 1e-3), "micrograms": ("mg", 1e-3),
    "ug": ("mg", 1e-3), "µg": ("mg", 1e-3), "μg": ("mg", 1e-3),
    "g": ("mg", 1e3), "gram": ("mg", 1e3), "grams": ("mg", 1e3), "kg": ("kg", 1), "lb": ("kg", 0.45359237), "pounds": ("kg", 0.45359237),
    "ml": ("mL", 1), "l": ("mL", 1e3), "meq": ("mEq", 1), "mmol": ("mmol", 1), "unit": ("unit", 1), "units": ("unit", 1), "iu": ("unit", 1),
    "%": ("%", 1), "percent": ("%", 1), "ml/min": ("mL/min", 1), "ml/min/1.73 m2": ("mL/min/1.73m2", 1), "ml/min/1.73m2": ("mL/min/1.73m2", 1),
    "ml/min/1.73 m²": ("mL/min/1.73m2", 1), "ml/min/1.73m²": ("mL/min/1.73m2", 1), "mg/dl": ("mg/dL", 1), "g/dl": ("g/dL", 1),
    "mg/l": ("mg/L", 1), "mcg/ml": ("mg/L", 1), "ng/ml": ("ng/mL", 1), "mcg/l": ("ng/mL", 1), "meq/l": ("mEq/L", 1), "mmol/l": ("mmol/L", 1),
    "umol/l": ("umol/L", 1), "mg/kg": ("mg/kg", 1), "mcg/kg": ("mg/kg", 1e-3), "mg/kg/day": ("mg/kg/day", 1), "mg/day": ("mg", 1),
    "mg/kg/dose": ("mg/kg", 1), "mg/m2": ("mg/m2", 1),
    "mg/hour": ("mg/h", 1), "mcg/hour": ("mg/h", 1e-3), "mg/h": ("mg/h", 1), "mg/hr": ("mg/h", 1), "mcg/h": ("mg/h", 1e-3), "mcg/hr": ("mg/h", 1e-3),
    "g/hour": ("mg/h", 1e3), "g/h": ("mg/h", 1e3), "mg/min": ("mg/h", 60), "mg/minute": ("mg/h", 60), "mcg/min": ("mg/h", 0.06),
    "mcg/minute": ("mg/h", 0.06), "g/min": ("mg/h", 6e4), "g/minute": ("mg/h", 6e4), "ml/minute": ("mL/min", 1), "ml/hour": ("mL/h", 1),
    "ml/h": ("mL/h", 1), "ml/hr": ("mL/h", 1), "units/hour": ("unit/h", 1), "units/h": ("unit/h", 1), "units/hr": ("unit/h", 1), "unit/hour": ("unit/h", 1),
    "units/kg": ("unit/kg", 1), "unit/kg": ("unit/kg", 1), "units/kg/hour": ("unit/kg/h", 1), "units/kg/h": ("unit/kg/h", 1), "units/kg/hr": ("unit/kg/h", 1),
    "mcg/kg/min": ("mg/kg/h", 0.06), "mcg/kg/minute": ("mg/kg/h", 0.06), "mg/kg/hour": ("mg/kg/h", 1), "mg/kg/h": ("mg/kg/h", 1),
    "mg/kg/min": ("mg/kg/h", 60), "mg/kg/minute": ("mg/kg/h", 60), "mcg/kg/hour": ("mg/kg/h", 1e-3), "mcg/kg/h": ("mg/kg/h", 1e-3),
    "usp units": ("unit", 1), "usp unit": ("unit", 1), "minute": ("h", 1 / 60), "minutes": ("h", 1 / 60), "hour": ("h", 1),
    "hours": ("h", 1), "h": ("h", 1), "hr": ("h", 1), "hrs": ("h", 1), "day": ("h", 24), "days": ("h", 24), "week": ("h", 168), "weeks": ("h", 168),
    "month": ("month", 1), "months": ("month", 1), "year": ("year", 1), "years": ("year", 1), "year-old": ("year", 1), "fold": ("fold", 1),
    "-fold": ("fold", 1), "times": ("fold", 1), "mmhg": ("mmHg", 1), "bpm": ("bpm", 1), "ms": ("ms", 1), "msec": ("ms", 1), "cm": ("cm", 1),
    "m2": ("m2", 1), "kg/m2": ("kg/m2", 1), "mme": ("MME", 1), "morphine milligram equivalents": ("MME", 1), "points": ("points", 1), "puff": ("puff", 1),
    "puffs": ("puff", 1), "tablets": ("tablet", 1), "tablet": ("tablet", 1),
    "tab": ("tablet", 1), "tabs": ("tablet", 1), "pill": ("tablet", 1), "pills": ("tablet", 1), "capsule": ("tablet", 1), "capsules": ("tablet", 1),
    "cap": ("tablet", 1), "caps": ("tablet", 1), "drop": ("drop", 1), "drops": ("drop", 1), "milligramme": ("mg", 1), "milligrammes": ("mg", 1),
    "microgramme": ("mg", 1e-3), "microgrammes": ("mg", 1e-3), "gramme": ("mg", 1e3), "grammes": ("mg", 1e3), "gm": ("mg", 1e3), "mgs": ("mg", 1),
    "milliliter": ("mL", 1), "milliliters": ("mL", 1), "millilitre": ("mL", 1), "millilitres": ("mL", 1), "mls": ("mL", 1), "cc": ("mL", 1),
    "liter": ("mL", 1e3), "liters": ("mL", 1e3), "litre": ("mL", 1e3), "litres": ("mL", 1e3), "international units": ("unit", 1),
}  # fmt: skip
_UNIT = "|".join(sorted((re.escape(u).replace(r"\ ", r"\s?") for u in _UNITS), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_QUANTITY = re.compile(
    rf"(?<![\w.])(?P<low>{_NUMBER})(?:\s*-?\s*(?:to|-|–|—|and below|to below|to less than|to <|and at most|and"
    rf"|or)\s*(?P<high>{_NUMBER}))?[\s-]*(?:(?:more|further|additional|extra|whole|full)\s+)?(?P<unit>{_UNIT})(?![\w])",
    re.I,
)
_WORD_NUMBERS: Final = {
    "once": 1,
    "twice": 2,
    "three times": 3,
    "3 times": 3,
    "four times": 4,
    "4 times": 4,
    "five times": 5,
    "5 times": 5,
    "two times": 2,
    "2 times": 2,
}
_PER_DAY = re.compile(r"\b(once|twice|(?:two|three|four|five|[2-5]) times)\s+(?:a|per|each|every)?\s*(?:day|daily)\b", re.I)
_EVERY = re.compile(r"\b(?:every|each|q|once in)[\s-]*(\d+)(?:\s*(?:to|or|-|–|—)\s*(\d+))?\s*-?\s*(?:hours?|hrs?|h)\b", re.I)
_EVERY_DAYS = re.compile(
    r"\b(?:every|each|q|once in|(?:at )?intervals of(?: (?:at least|about|no less than|\u2265|>=))?)\s*(?P<low>\d+)(?:\s*-?\s*(?:to|or"
    r"|-|\u2013|\u2014)\s*(?P<high>\d+))?[\s-]*(?P<unit>day|week|month|wk)s?\b"
    r"|\b(?P<low2>\d+)-?(?:\s*(?:to|-|\u2013)\s*(?P<high2>\d+)-?)?\s?(?P<unit2>day|week|month)(?:ly)?[ -]intervals?\b"
    r"|\b(?P<other>(?:every other|alternate|every second) (?P<unit3>day|week|month)s?|qod)\b",
    re.I,
)
_DAYS: Final = {"day": 1, "week": 7, "wk": 7, "month": 30}
_SHARES: Final = (
    (
        re.compile(
            r"\b(?:halv(?:e|es|ed|ing)|(?:one |a |by )?half|1/2)\b(?![- ]?li[fv]e)(?! (?:an |a )?(?:hour|day|milligram|mg|gram|tablet"
            r"|pill|teaspoon))",
            re.I,
        ),
        50.0,
    ),
    (re.compile(r"\b(?:(?:a|one|1)[- ]third|1/3)\b(?! trimester)", re.I), 33.0),
    (re.compile(r"\b(?:(?:two|2)[- ]thirds|2/3)\b", re.I), 67.0),
    (re.compile(r"\b(?:(?:a|one|1)[- ](?:quarter|fourth)|1/4)\b", re.I), 25.0),
    (re.compile(r"\b(?:(?:three|3)[- ]quarters|3/4)\b", re.I), 75.0),
    (re.compile(r"\b(?:(?:a|one|1)[- ]fifth|1/5)\b", re.I), 20.0),
    (re.compile(r"\b(?:(?:a|one|1)[- ]sixth|1/6)\b", re.I), 17.0),
    (re.compile(r"\b(?:(?:a|one|1)[- ]eighth|1/8)\b", re.I), 12.5),
    (re.compile(r"\b(?:(?:a|one|1)[- ]tenth|1/10)\b", re.I), 10.0),
)
"""Parts of a whole in words, in percent."""
_DOUBLED: Final = re.compile(
    r"(?<!never )(?<!not )(?<!n't )\bdoubl(?:e|es|ed|ing)\b(?![- ](?:blind|dose))|\btwice (?:as|the)\b|\btwofold\b", re.I
)
_TRIPLED: Final = re.compile(r"\btripl(?:e|es|ed|ing)\b(?! therapy)|\bthree times (?:as|the)\b", re.I)
_AGE: Final = re.compile(
    rf"\bage[ds]?\s*(?:of|is|:|=|>=|<=|\u2265|\u2264|<|>|at least|over|above|below|under|\s)*\s*({_NUMBER})(?!\s*(?:days?|weeks?"
    rf"|months?|%|mg))"
    rf"(?:\s*(?:to|-|\u2013|and)\s*({_NUMBER}))?(?!\s*(?:days?|weeks?|months?|%|mg))",
    re.I,
)
_HALF_HOURS: Final = re.compile(r"\b(?:one[- ]|a )?half to (?:one|an) hour\b", re.I)
_HALF_UNIT: Final = re.compile(r"\b(?:one[- ]|a )?half (?:a |an )?(?=milligrams?\b|mg\b|grams?\b|tablets?\b|pills?\b|teaspoons?\b)", re.I)
_HALF_HOUR: Final = re.compile(r"\b(?:one[- ]|a )?half (?:an |a )?hour\b", re.I)
_RATE: Final = re.compile(
    r"(?<=[\d ])(mg|mcg|g|units?|mL|mg/kg|mcg/kg|units/kg|milligrams?|micrograms?)\s+(?:per|an|a|each) (min(?:ute)?|hour|hr|h"
    r"|kg(?:/(?:min|hour|day|dose))?)\b"
    r"(?! (?:later|after|afterwards?|before|apart|earlier|prior|from|on|past)\b)",
    re.I,
)
_ONE_SPAN: Final = re.compile(
    r"\b(?<!once )(?<!twice )(?<!times )an? (?:full |whole )?(?P<unit>minute|hour|day|week|month|year)(?= (?:after|before|later|earlier"
    r"|apart|beforehand|past|from)\b)"
    r"|(?<=\bwithin )an? (?P<unit2>minute|hour|day|week|month|year)\b",
    re.I,
)
"""'A month after' is one month after."""
_SHORT_UNITS: Final = {"milligram": "mg", "milligrams": "mg", "microgram": "mcg", "micrograms": "mcg"}
_LATIN: Final = {"bid": 2, "tid": 3, "qid": 4}
_LATIN_DAY = re.compile(r"\b(bid|tid|qid)\b", re.I)
_COMPARED = re.compile(
    rf"\b(?:CrCl|eGFR|INR|BMI)\s*(?:of|=|is|>=|<=|≥|≤|<|>|:|at least|below|above|at most|under|over|\s)*\s*({_NUMBER})", re.I
)


_AMOUNT = (
    r"(?:doses?|dosage|dosed|give|gives|given|giving|take|takes|taken|taking|administer(?:ed)?|swallow|inject|start|use|prescribe)"
    r"(?:\s*(?:is|are|was|of|at|to|with|about|up to|exactly|=|:|\*)\s*|\s+)*"
)
_BARE_DOSE = re.compile(rf"\b{_AMOUNT}(?<![\w.])(?P<number>{_NUMBER})(?![\w%]|[.,/-]\d)", re.I)
_PRODUCT = re.compile(rf"(?<![\w.])(?P<count>{_NUMBER})\s*[x\u00d7*]\s*(?P<each>{_NUMBER})(?![\w.]*\^)", re.I)
"""Amounts without a unit: 'Dose: 1200', 'give 500', '3 x 800'."""
DOSE_UNITS: Final = frozenset(
    {"mg", "mL", "mEq", "mmol", "unit", "tablet", "puff", "drop", "mg/kg", "mg/kg/day", "mg/m2", "mg/h", "MME",
    "mL/h", "unit/h", "unit/kg", "unit/kg/h", "mg/kg/h"})  # fmt: skip
"""Units in which medicine is given."""
BARE: Final = "amount without a unit"
TIMES_EACH: Final = "times an amount"

_CYRILLIC_UNITS = re.compile(r"(?<![^\W\d_])(\u043c\u043a\u0433|\u043c\u0433|\u0433|\u043c\u043b|\u043a\u0433)(?![^\W\d_])", re.I)
_LATIN_UNITS: Final = {"\u043c\u043a\u0433": "mcg", "\u043c\u0433": "mg", "\u0433": "g", "\u043c\u043b": "mL", "\u043a\u0433": "kg"}
_LOOKALIKES: Final = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0405",
    "aeopcyxisjABEKMHOPCTXIS",
)
"""Cyrillic letters that look Latin."""
_ONES: Final = {
    w: n
    for n, w in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen""".split()
    )
}
_TENS: Final = {w: n * 10 for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES: Final = {"hundred": 100, "thousand": 1000}
_SPELT_WORD = "|".join((*sorted(_ONES, key=len, reverse=True), *_TENS, *_SCALES))
_SPELT = re.compile(rf"\b(?:{_SPELT_WORD})(?:[\s-]+(?:and[\s-]+)?(?:{_SPELT_WORD}))*\b", re.I)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return `text` as a reader sees it: NFKC, without format characters, Cyrillic units and look-alike letters made Latin.

    Args:
        text: Any text, such as a model's draft.

    Returns:
        The text, in which one quantity or word has one spelling.
    """
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf" and not "\ufe00" <= c <= "\ufe0f" and c != "\u034f")
    text = text.replace("\u2019", "'")
    text = _CYRILLIC_UNITS.sub(lambda m: _LATIN_UNITS[m[1].lower()], text)
    return unicodedata.normalize("NFKC", text.translate(_LOOKALIKES))


def _digits(text: str) -> str:
    """Write spelt numbers in digits: 'five hundred' as 500, 'twenty-four' as 24."""

    def number(match: re.Match[str]) -> str:
        total = group = 0
        for word in re.findall(_SPELT_WORD, match.group().lower()):
            if word in _SCALES:
                group = (group or 1) * _SCALES[word]
                if word == "thousand":
                    total, group = total + group, 0
            else:
                group += _ONES.get(word, 0) + _TENS.get(word, 0)
        return str(total + group)

    text = _HALF_HOUR.sub("0.5 hour", _HALF_HOURS.sub("0.5 to 1 hour", text))
    text = _ONE_SPAN.sub(lambda m: f"1 {m['unit'] or m['unit2']}", text)
    text = _HALF_UNIT.sub("0.5 ", text)
    for _ in range(2):  # 'mg per kg per hour'
        text = _RATE.sub(lambda m: f"{_SHORT_UNITS.get(m[1].lower(), m[1])}/{m[2]}", text)
    return _SPELT.sub(number, re.sub(rf"\b({_SPELT_WORD})-?fold\b", r"\1 fold", text, flags=re.I))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit in one form: mass in mg, time in hours, frequency in doses a day.

    Attributes:
        value: The number in that unit, rounded to six decimals.
        unit: The unit.
        text: The words it was read from.
    """

    value: float
    unit: str
    text: str

    @property
    def key(self) -> tuple[float, str]:
        """What two quantities must share to be the same."""
        return (self.value, self.unit)


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Read every number with a clinical unit: doses, ranges, percentages, times, rates, frequencies, renal bands.

    Args:
        text: English prose.

    Returns:
        The quantities in reading order by kind; a range gives both its ends.
    """
    found: list[Quantity] = []
    words, text = text, _digits(plain(text))
    times = [m.span() for pattern in (_EVERY, _PER_DAY) for m in pattern.finditer(text)]
    for match in _QUANTITY.finditer(text):
        if any(start <= match.start() < end for start, end in times):
            continue  # part of a frequency, which is read below
        unit, factor = _UNITS[re.sub(r"\s", " ", match["unit"].lower()) if match["unit"].lower() in _UNITS else _spaced(match["unit"])]
        found += [
            Quantity(round(float(n.replace(",", "")) * factor, 6), unit, match.group().strip()) for n in (match["low"], match["high"]) if n
        ]
    measured = [m.span() for m in _QUANTITY.finditer(text)]
    for match in _BARE_DOSE.finditer(text):
        if not any(start <= match.start("number") < end for start, end in (*measured, *times)):
            found.append(Quantity(_float(match["number"]), BARE, match.group()))
    for match in _PRODUCT.finditer(text):
        found += [Quantity(_float(match["count"]), TIMES_EACH, match.group()), Quantity(_float(match["each"]), BARE, match.group())]
    for match in _PER_DAY.finditer(text):
        often = re.sub(r"\s+", " ", match[1].lower())
        found.append(Quantity(float(_WORD_NUMBERS[often]), "per day", match.group()))
    for match in _EVERY.finditer(text):
        found += [Quantity(round(24 / int(n), 6), "per day", match.group()) for n in (match[1], match[2]) if n and int(n)]
    for match in _EVERY_DAYS.finditer(text):
        days = _DAYS[(match["unit"] or match["unit2"] or match["unit3"] or "day").lower()]
        counts = ("2",) if match["other"] else (match["low"] or match["low2"], match["high"] or match["high2"])
        found += [Quantity(round(1 / (days * int(n)), 6), "per day", match.group()) for n in counts if n and int(n)]
    found += [Quantity(value, "%", m.group()) for pattern, value in _SHARES for m in pattern.finditer(plain(words))]
    found += [Quantity(2.0, "fold", m.group()) for m in _DOUBLED.finditer(text)] + [
        Quantity(3.0, "fold", m.group()) for m in _TRIPLED.finditer(text)
    ]
    found += [Quantity(_float(n), "year", m.group()) for m in _AGE.finditer(text) for n in (m[1], m[2]) if n]
    found += [Quantity(float(_LATIN[m[1].lower()]), "per day", m.group()) for m in _LATIN_DAY.finditer(text)]
    found += [Quantity(float(m[1].replace(",", "")), "renal or index", m.group()) for m in _COMPARED.finditer(text)]
    return tuple(found)


def _spaced(unit: str) -> str:
    """Return the spelling of `unit` under which the table has it, whatever its spaces."""
    bare = re.sub(r"\s", "", unit.lower())
    return next(u for u in _UNITS if u.replace(" ", "") == bare)


def _float(number: str) -> float:
    return float(number.replace(",", ""))


def number_pattern() -> str:
    """Return a pattern of a written number."""
    return rf"(?:{_NUMBER})"


def unit_pattern() -> str:
    """Return a pattern of every unit."""
    return _UNIT


def spelt_out(text: str) -> str:
    """Write the spelt numbers of a text in digits."""
    return _digits(text)


def scaled(number: str, unit: str) -> tuple[float, str]:
    """Return a written number in one form of its unit: `("1.2", "g")` is `(1200.0, "mg")`; without a unit as it stands."""
    if not unit:
        return _float(number), ""
    name, factor = _UNITS.get(unit.lower()) or _UNITS[_spaced(unit)]
    return round(_float(number) * factor, 6), name
