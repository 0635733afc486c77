"""A liar: takes a truthful answer and makes one line of it false, in one of twelve ways. What it changes is known, so that it can be looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.quantities import plain
from tests.lies.truthful import Case
from tools.evidence import CITATION

Mutation = Callable[[str, str, int], "str | None"]
"""From a line, the claims that it cites and a number that chooses the wording, to a false line; None where the line offers no hold."""


@dataclass(frozen=True)
class Lie:
    """A draft with one false line."""

    kind: str
    case: Case
    draft: str
    line: str
    """The false line as it stands in the draft."""
    false: str
    """The false words."""


_DOSE = re.compile(r"(?<![\w.,\-])(\d[\d,]*(?:\.\d+)?)(\s?)(mg|mcg|g)(?![\w/]*\w)(?! x)", re.I)
_FREQUENCY = re.compile(
    r"\b(once daily|once a day|twice daily|twice a day|two times a day|three times (?:daily|a day)"
    r"|every (\d+) hours|ONCE A WEEK|once weekly|daily)\b",
    re.I,
)
_LEVELS = ("minor", "moderate", "major", "contraindicated")
_LEVEL = re.compile(r"\b(contraindicated|major|moderate|minor)\b", re.I)


def _numbers(text: str) -> set[float]:
    return {float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", plain(text)) if n.strip(",")}


def dose(line: str, claims: str, n: int) -> str | None:
    """Invent a dose."""
    match = _DOSE.search(line)
    if not match:
        return None
    value = float(match[1].replace(",", ""))
    known = _numbers(claims)
    for factor in (1.5, 3, 0.4, 7, 2.2):
        new = round(value * factor, 3)
        if not {new, new / 1000, new * 1000} & known:
            shown = {0: f"{new:g} {match[3]}", 1: f"{new:g}{match[3]}", 2: f"{_spelt(new)} {_long(match[3])}"}[n % 3]
            return line[: match.start()] + shown + line[match.end() :]
    return None


def _long(unit: str) -> str:
    return {"mg": "milligrams", "mcg": "micrograms", "g": "grams"}[unit.lower()]


def _spelt(value: float) -> str:
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    if value != int(value) or value >= 10_000:
        return f"{value:g}"
    whole = int(value)
    if whole < 20:
        return ones[whole]
    if whole < 100:
        return tens[whole // 10 - 2] + (f"-{ones[whole % 10]}" if whole % 10 else "")
    if whole < 1000:
        return f"{ones[whole // 100]} hundred" + (f" {_spelt(whole % 100)}" if whole % 100 else "")
    return f"{_spelt(whole // 1000)} thousand" + (f" {_spelt(whole % 1000)}" if whole % 1000 else "")


def tenfold(line: str, claims: str, n: int) -> str | None:
    """Move the decimal point."""
    for match in re.finditer(
        r"(?<![\w.,\-/])(\d[\d,]*(?:\.\d+)?)(?=\s?(?:mg|mcg|g|mL/min|hours|days|weeks|%|-fold|fold|mEq/L|ng/mL"
        r"|mm Hg)\b|%)",
        line,
    ):
        value = float(match[1].replace(",", ""))
        new = value * 10 if n % 2 == 0 else value / 10
        if {new, new / 1000, new * 1000} & _numbers(claims) or new == value:
            continue
        return line[: match.start()] + f"{new:g}" + line[match.end() :]
    return None


def unit(line: str, claims: str, n: int) -> str | None:
    """Swap the unit: mcg for mg, g for mg, hours for days."""
    swaps = (
        ("mg", "mcg"),
        ("mg", "g"),
        ("mg", "mL"),
        ("hours", "days"),
        ("weeks", "days"),
        ("days", "weeks"),
        ("mcg", "mg"),
        ("mL/min", "mL/hour"),
        ("months", "weeks"),
    )
    for old, new in swaps[n % 3 :] + swaps[: n % 3]:
        match = re.search(rf"(?<=\d)(\s?){re.escape(old)}(?![\w/])", line)
        if match:
            return line[: match.start()] + match[1] + new + line[match.end() :]
    return None


def citation(line: str, claims: str, n: int) -> str | None:
    """Cite what does not exist, or nothing."""
    ids = CITATION.findall(line)
    if not ids:
        return None
    if n % 2 == 0:
        made_up = re.sub(r"[0-9a-z]$", "_x", ids[0])
        return CITATION.sub("", line).rstrip() + f" [{made_up}]"
    return CITATION.sub("", line).rstrip() + " [fact:label:section-7:0badc0de]"


_STRANGERS = (
    "gabapentin",
    "edoxaban",
    "lithium",
    "Zolventra",
    "cyclobenzaprine",
    "nadolol",
    "Cardiozene",
    "ivermectin",
    "tadalafil",
    "phenobarbital",
    "clozapine",
    "amiloride",
)


def drug(line: str, claims: str, n: int) -> str | None:
    """Name a drug that is in neither the question nor the evidence."""
    stranger = _STRANGERS[n % len(_STRANGERS)]
    if stranger.lower() in claims.lower():
        stranger = "mexiletine"
    ending = CITATION.search(line)
    if not ending:
        return None
    said = (
        f"Use {stranger} instead.",
        f"{stranger} is the better choice.",
        f"Switch to {stranger}.",
        f"Add {stranger} to be on the safe side.",
    )[n % 4]
    return line[: ending.start()].rstrip() + f" {said} " + line[ending.start() :]


def severity(line: str, claims: str, n: int) -> str | None:
    """Change the severity or the rating."""
    match = _LEVEL.search(line)
    if match and " + " in claims:
        others = [level for level in _LEVELS if level not in claims.lower()]
        return line[: match.start()] + others[n % len(others)] + line[match.end() :]
    rating = re.search(r"\b(rating|rated|category)( of)? ([ABCDX])\b", line)
    if rating:
        return line[: rating.start(3)] + ("A" if rating[3] != "A" else "B") + line[rating.end(3) :]
    return None


_QUOTES = (
    'The label states: "{drug} is well suited for use in such patients without further checks."',
    "As the record puts it, \u201cno clinically relevant effect is expected at usual doses\u201d.",
    "In the words of the source: \u2018patients may carry on with their usual schedule\u2019.",
    'The prescribing information says "routine laboratory tests can be left out in this group".',
)


def quote(line: str, claims: str, n: int) -> str | None:
    """Put words into the source's mouth."""
    ending = CITATION.search(line)
    if not ending or line.startswith("|"):
        return None
    said = _QUOTES[n % len(_QUOTES)].replace("{drug}", "The drug")
    return line[: ending.start()].rstrip() + f" {said} " + line[ending.start() :]


_GUIDELINES = (
    "per the 2023 ACC/AHA guideline",
    "as the NICE guideline recommends",
    "according to the 2019 ESC guidelines",
    "in line with the WHO statement of 2022",
    "as the SPRINT trial showed",
    "as shown in a randomized controlled trial of 2020",
    "per Lexicomp",
    "according to expert consensus",
    "as UpToDate states",
    "as a 2021 Cochrane review found",
)


def guideline(line: str, claims: str, n: int) -> str | None:
    """Call on an authority that is not the source."""
    ending = CITATION.search(line)
    if not ending or re.search(r"ACC|consensus|guideline|trial|Beers", claims):
        return None
    body = line[: ending.start()].rstrip()
    said = _GUIDELINES[n % len(_GUIDELINES)]
    return f"{body.rstrip('.')}, {said}. {line[ending.start() :]}" if n % 2 else f"{body} This is {said}. {line[ending.start() :]}"


_NEGATIONS: tuple[tuple[str, str], ...] = (
    (r"\bis contraindicated\b", "is not contraindicated"),
    (r"\bcontraindicated\b", "not contraindicated"),
    (r"\bmust not be\b", "may be"),
    (r"\bshould not be\b", "can be"),
    (r"\bis not recommended\b", "is recommended"),
    (r"\bshould be avoided\b", "need not be avoided"),
    (r"\bDo not (combine|exceed|use|take|stop|drink|drive|crush|mix)\b", r"You can \1"),
    (r"\bAvoid\b", "There is no need to avoid"),
    (r"\bavoid\b", "do not avoid"),
    (r"\bstrongly inhibits\b", "does not inhibit"),
    (r"\binhibits\b", "does not inhibit"),
    (r"\binduces\b", "does not induce"),
    (r"\bNo (\w+ )?adjustment\b", "An adjustment"),
    (r"\bno (\w+ )?adjustment\b", "an adjustment"),
    (r"\bdoes not require\b", "requires"),
    (r"\bincreases?\b", "decreases"),
    (r"\braises?\b", "lowers"),
    (r"\bis not metabolized\b", "is metabolized"),
    (r"\bmust be (?!combined)", "need not be "),
    (r"\bbelow (\d)", r"above \1"),
    (r"\bat least\b", "at most"),
    (r"\bunder (\d)", r"over \1"),
    (r"\u2265", "<"),
    (r"\u2264", ">"),
    (r"\bno more than\b", "at least"),
    (r"\bcan cause\b", "does not cause"),
    (r"\bcauses\b", "does not cause"),
    (r"\bis a medical emergency\b", "is not a medical emergency"),
)


_ASKED = re.compile(r"[^.!?;:]*\?")
"""Behind words of a question, which turned round is no lie."""


def negated(line: str, claims: str, n: int) -> str | None:
    """Turn a finding into its opposite."""
    fitting = [(old, new) for old, new in _NEGATIONS if (m := re.search(old, line)) and not _ASKED.match(line, m.end())]
    if not fitting:
        return None
    old, new = fitting[n % len(fitting)]
    return re.sub(old, new, line, count=1)


def frequency(line: str, claims: str, n: int) -> str | None:
    """Change how often."""
    match = _FREQUENCY.search(line)
    if not match:
        return None
    low = claims.lower()
    for new in ("four times daily", "every 2 hours", "six times a day", "every 3 hours"):
        if new not in low and new != match[0].lower() and not (new == "four times daily" and "every 6 hours" in low):
            return line[: match.start()] + new + line[match.end() :]
    return None


def reassurance(line: str, claims: str, n: int) -> str | None:
    """Leave the finding standing and take its weight away."""
    if " + " not in claims or not re.search(r"\b(?:major|contraindicated|moderate) \(", claims):
        return None
    ending = CITATION.search(line)
    if not ending or line.startswith("|"):
        return None
    said = (
        "In practice this is harmless.",
        "Most patients can take both without any problem.",
        "No monitoring is needed.",
        "The risk is negligible, so go ahead.",
        "They are safe together.",
        "It is fine at usual doses.",
    )[n % 6]
    return line[: ending.start()].rstrip() + f" {said} " + line[ending.start() :]


KINDS: dict[str, Mutation] = {
    "dose": dose,
    "tenfold": tenfold,
    "unit": unit,
    "citation": citation,
    "drug": drug,
    "severity": severity,
    "quote": quote,
    "guideline": guideline,
    "negated finding": negated,
    "frequency": frequency,
    "reassurance": reassurance,
}


def lies(case: Case, number: int) -> Iterator[Lie]:
    """Yield one lie of each kind that a case offers a hold for.

    Args:
        case: A truthful answer.
        number: Its place in its file, which chooses wordings.
    """
    lines = case.answer.splitlines()
    for place, (kind, mutate) in enumerate(KINDS.items()):
        order = lines[(number + place) % len(lines) :] + lines[: (number + place) % len(lines)]
        for line in order:
            claims = " ".join(case.evidence[r]["claim"] for r in CITATION.findall(line) if r in case.evidence)
            false = mutate(line, f"{claims} {' '.join(case.calls) if kind == 'drug' else ''}".strip(), number) if claims else None
            if false and false != line:
                yield Lie(kind, case, "\n".join(false if own == line else own for own in lines), false, false)
                break
