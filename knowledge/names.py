"""From what people write to drugs: generic names, brands, salts, doses glued on, classes, and nearest names.

A misspelling is never resolved here: the nearest names are offered and none is chosen. Reading a whole question, where a
clear misspelling may be taken up and said so, is the embedded engine's `reading` module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge.classes import members
from knowledge.spelling import normal
from knowledge.store import KnowledgeBase, knowledge_base
from knowledge.vocabulary import FORM_WORDS

Status = Literal["known", "combination", "ambiguous", "group", "unknown"]

_DOSE = re.compile(r"(?<![\w-])\d[\d.,/]*\s*(?:mg|mcg|ug|µg|g|gm|ml|mls|l|units?|iu|meq|mmol|%|percent|mg/ml|mcg/hr?)?\b|%")
_SALTS = frozenset(
    """hydrochloride hcl sodium potassium calcium magnesium succinate succ tartrate maleate mesylate besylate fumarate phosphate sulfate
    sulphate acetate citrate bromide hydrobromide hbr tosylate medoxomil cilexetil axetil mofetil etexilate disoproxil alafenamide
    proxetil pivoxil dihydrate monohydrate trihydrate anhydrous nitrate lactate gluconate malate pamoate valerate propionate furoate
    dipropionate xinafoate bitartrate hemihydrate besilate""".split()
)
_JOINED = re.compile(r"\s*w/\s*|\s*[/+&,-]\s*|\s+(?:and|with|plus)\s+")
_SPACE = re.compile(r"\s+")
_MOST_PARTS = 5
NEAR = 78.0
"""Similarity (0 to 100) from which a name is offered as nearest."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a written name stands for.

    Attributes:
        text: The name as written.
        status: `known` (one drug), `combination` (several known drugs written as one, such as "losartan/HCTZ", for which there is no
            record of its own), `ambiguous` (several bear the name), `group` (a class name), or `unknown`.
        drugs: The drug, the ingredients, the drugs that bear the name, or the members of the class; empty when unknown.
        suggestions: Nearest names when unknown, best first; none of them is chosen.
    """

    text: str
    status: Status
    drugs: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


def forms(text: str) -> tuple[str, ...]:
    """Return the spellings of a name to look up, the most literal first.

    'Metoprolol succ 25mg ER' gives itself, then without dose and form, then without the salt; possessives and plurals last.
    """
    literal = normal(text)
    bare = _DOSE.sub(" ", literal)
    words = [w for w in re.split(r"[\s,;]+", bare) if w]
    formless = [w for w in words if w not in FORM_WORDS]
    saltless = [w for w in formless if w not in _SALTS]
    found = [literal, " ".join(words)]
    while words and words[-1] in FORM_WORDS:  # "insulin regular 100 units vial": a form word may be part of the name
        words = words[:-1]
        found.append(" ".join(words))
    found += [" ".join(formless), " ".join(saltless)]
    found += [re.sub(r"^(?:an?|the|my|any|some) (?=\S)", "", f) for f in found]
    found += [f.replace("-", " ") for f in found] + [f.replace(" ", "") for f in found[:2]]
    found += [re.sub(r"'s\b", "", f) for f in found]
    found += [f[:-1] for f in found if f.endswith("s") and len(f) > 4]
    return tuple(f for f in dict.fromkeys(found) if len(f) > 1)


@lru_cache(maxsize=65536)
def resolve(text: str) -> Resolution:
    """Find the drug, drugs or class that a name stands for.

    Args:
        text: One name as a person writes it.

    Returns:
        The resolution; an unknown name carries the nearest names and chooses none.
    """
    base = knowledge_base()
    for form in forms(text):
        if drugs := base.bearers(form):
            return Resolution(text, "known" if len(drugs) == 1 else "ambiguous", drugs)
        if drugs := members(base, form):
            return Resolution(text, "group", drugs)
    if ingredients := _ingredients(text, base):
        for name in (r for part in ingredients for r in base.combinations.get(part, ())):
            if set((base.drug(name) or {})["ingredients"]) == set(ingredients):
                return Resolution(text, "known", (name,))
        return Resolution(text, "combination", ingredients)
    return Resolution(text, "unknown", suggestions=nearest(text, base))


def _ingredients(text: str, base: KnowledgeBase) -> tuple[str, ...]:
    """Return the drugs of a combination written out ("losartan/HCTZ", "bisoprolol and hctz 5 mg"); empty unless every part is one drug."""
    for between in (_JOINED, _SPACE):
        parts = [p for p in between.split(_DOSE.sub(" ", normal(text))) if p and p not in FORM_WORDS]
        if 2 <= len(parts) <= _MOST_PARTS:
            found = [next((d for f in forms(part) if (d := base.bearers(f))), ()) for part in parts]
            if all(len(drugs) == 1 for drugs in found) and len(set(found)) == len(parts):
                return tuple(drugs[0] for drugs in found)
    return ()


def nearest(text: str, base: KnowledgeBase, limit: int = 3, cutoff: float = NEAR) -> tuple[str, ...]:
    """Return the drugs whose names look most like `text`, best first, as they would be offered to a person."""
    from rapidfuzz import fuzz, process

    spellings = forms(text)
    if not spellings:
        return ()
    wanted = min(spellings, key=len)
    found = process.extract(wanted, base.names.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit * 3)
    return tuple(dict.fromkeys(drug for name, _, _ in found for drug in base.names[name]))[:limit]
