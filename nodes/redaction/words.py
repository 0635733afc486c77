"""A closed vocabulary: what a single word is. A word that neither English, medicine, the knowledge base nor the program knows is a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz, process

from knowledge.lexicon import Lexicon, Word, lexicon
from nodes.redaction import kept_words as kept
from nodes.redaction.medical_words import MEDICAL


class Sort(Enum):
    """What a word is."""

    KNOWN = "known"
    """A word of the language, of medicine or of the program."""
    NAME = "name"
    """A name of people that is hardly anything else."""
    EITHER = "either"
    """A word that is a name as well."""
    UNKNOWN = "unknown"
    """Nothing that is known: a name, as far as anybody can tell."""


_ALWAYS: Final = (
    kept.ABBREVIATIONS | kept.PROGRAM_WORDS | kept.MONTHS_AND_DAYS | kept.ORGANISATION_WORDS | kept.EPONYM_NOUNS | kept.BRANDS | MEDICAL
)
_SURE: Final = kept.EPONYMS | kept.ORGANISATIONS | kept.PLACES
_WELL_KNOWN: Final = 0.004
"""Share of bearers from which on an eponym, a place or a company is a person's name too."""
_ENDINGS: Final = (
    "'s",
    "’s",
    "s",
    "es",
    "ed",
    "d",
    "ing",
    "ly",
    "er",
    "ers",
    "n't",
    "'d",
    "'ll",
    "'re",
    "'ve",
    "ally",
    "al",
    "ic",
    "y",
    "able",
    "less",
)
_LEAST_STEM: Final = {"al": 5, "ic": 5, "ally": 5, "y": 4, "able": 4, "less": 4, "ed": 4, "ing": 4}
"""How long a stem is at least before endings that names have as well: `Cathal`, `Maric`, `Sayed`."""
_BEGINNINGS: Final = (
    "un re pre post non anti hyper hypo over under peri intra inter extra sub supra retro poly multi micro macro cardio gastro neuro nephro hepato haemo hemo"
    " haemato hemato thrombo broncho pseudo para trans auto bio tele"
    " cyber immuno radio electro psycho de dis mis out semi co bi tri echo angio veno uro gyno oto"
).split()
_MEDICAL: Final = re.compile(
    r"\w{2,}(?:aemia|emia|aemic|emic|itis|osis|oses|otic|oma|omas|ectomy|ostomy|otomy|plasty|pathy|pathic|algia|uria|oscopy|oscopic|ography|ogram"
    r"|ograph"
    r"|graphy|ology|ologist|ologic|ological|penia|philia|cyte|cytes|cytic|rrhea|rrhoea|rrhage|rrhagic|trophy|trophic|plegia|paresis|phagia|phasia"
    r"|pnea|pnoea"
    r"|tension|tensive|lysis|lytic|genic|genous|glycemia|metry|metric|stenosis|centesis|apheresis|phoresis|phoretic|emesis|orrhea|megaly|cardia|dipsia|phobia|phagy|chezia|plasia|plastic|stasis|stomia|iasis|opsia"
    r"|asthenia|esthesia|aesthesia|acusis|partum|parous|gravida|genarian|thorax|ceps|lateral|clavicular|vertebral|costal|gastric|hepatic|renal|cranial|dermal"
    r"|venous|arterial|vascular|ocular|nasal|lingual|bulbar|lumbar|pubic|rectal|uterine|ization|isation|ized|ised|izing|ising|ously|ability|iveness|aceous"
    r"|iform"
    r"|ase|ases|ide|ides|ine|ines|ate|ates|ium|yl|ol|ols|one|ones|ane|ene|ose|amide|azole|cillin|mycin|mab|nib|vir|statin|pril|sartan|prazole|gliptin"
    r"|gliflozin|glutide|parin|xaban|gatran|tide|zumab|ximab|triptan|setron|dipine|azepam|barbital|thiazide|floxacin|cycline|profen|caine|codone"
    r"|orphan)"
)
"""How words of medicine and chemistry end. Short endings of these end people's names as well: see `_STRONG`."""
_SHORT_ENDINGS: Final = re.compile(r"\w+(?:ide|ides|ine|ines|ate|ates|yl|ol|ols|one|ones|ane|ene|ose|ase|ases|oma|omas|ium|tide)$")
_FORMS: Final = ("s", "es", "ed", "d", "ing", "er", "ly", "ness", "y")
_RARE: Final = 400
"""The corpus has people's names too: a word that it has as seldom, and in one form only, is not known."""
_ABSTRACT: Final = re.compile(
    r"\w{3,}(?:tion|sion|ive|ment|ance|ence|ous|ist|ists|ism|ial|ary|ory|ure|age|ship|hood|ness|able|ible|wise|ward|holder|taker|ity|ent|ant|book"
    r"|box|line)s?"
)
_NEAR: Final = 84.0
"""Likeness from which on an unknown word is a medicine's misspelt name."""
_LEAST_LETTERS: Final = 6
_BRITISH: Final = (
    ("ae", "e"),
    ("oe", "e"),
    ("our", "or"),
    ("isa", "iza"),
    ("ise", "ize"),
    ("yse", "yze"),
    ("tre", "ter"),
    ("ogue", "og"),
    ("ph", "f"),
)


_KEPT: Final = 100_000
_sorted: Final[WeakKeyDictionary[Lexicon, dict[str, Sort]]] = WeakKeyDictionary()


def sorts(words: Iterable[str]) -> dict[str, Sort]:
    """Return what each of some words in small letters is, asked for together.

    Args:
        words: Words without hyphens.
    """
    source = lexicon()
    kept_sorts = _sorted.setdefault(source, {})
    if len(kept_sorts) > _KEPT:
        kept_sorts.clear()
    wanted = set(words)
    if missing := {word for word in wanted if word not in kept_sorts}:
        kept_sorts.update(_sorted_anew(source, missing))
    return {word: kept_sorts.get(word, Sort.UNKNOWN) for word in wanted}


def _sorted_anew(source: Lexicon, words: set[str]) -> dict[str, Sort]:
    found = source.words(words)
    out = {word: _plain_sort(word, about) for word, about in found.items()}
    unknown = [word for word, sort in out.items() if sort is Sort.UNKNOWN]
    stems = {word: [*_stems(word), *(word + ending for ending in _FORMS if found[word].english)] for word in unknown}
    about = source.words({stem for made in stems.values() for stem in made})
    for word in unknown:
        if any(_is_word(about[stem]) or stem in _ALWAYS for stem in stems[word]):
            out[word] = Sort.KNOWN
        elif any(
            _plain_sort(stem, about[stem]) is Sort.NAME for stem in stems[word] if word.endswith(("'s", "’s", "s'")) and stem == word[:-2]
        ):
            out[word] = Sort.NAME
        elif found[word].english and _ABSTRACT.fullmatch(word):
            out[word] = Sort.KNOWN
        elif _MEDICAL.fullmatch(word) and not _SHORT_ENDINGS.fullmatch(word):
            out[word] = Sort.KNOWN
    return out


def frequency(word: str) -> Word:
    """Return what is known of one word in small letters."""
    return lexicon().words((word,))[word]


def _plain_sort(word: str, about: Word) -> Sort:
    person = about.given or about.family
    if word in _ALWAYS:
        return Sort.KNOWN
    if word in _SURE:
        return Sort.KNOWN if about.given < _WELL_KNOWN and about.family < _WELL_KNOWN else Sort.EITHER
    if person:
        if about.also_word or about.medicine and not about.given > _WELL_KNOWN:
            return Sort.EITHER
        if not about.given and about.capital > 1:
            return Sort.EITHER
        return Sort.NAME
    return Sort.KNOWN if about.english > _RARE or about.small or about.capital or about.medicine else Sort.UNKNOWN


def _is_word(about: Word) -> bool:
    return bool((about.english > _RARE or about.small or about.medicine) and (about.also_word or not (about.given or about.family)))


def _stems(word: str) -> Iterable[str]:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM.get(ending, 3):
            stem = word[: -len(ending)]
            yield stem
            if ending in ("ed", "ing", "er", "ers", "able"):
                yield stem + "e"
                if len(stem) > 3 and stem[-1] == stem[-2]:
                    yield stem[:-1]
            if ending == "es" and stem.endswith("i"):
                yield stem[:-1] + "y"
    for beginning in _BEGINNINGS:
        if word.startswith(beginning) and len(word) - len(beginning) >= 4:
            yield word[len(beginning) :]
    for british, american in _BRITISH:
        if british in word and len(word) > 5:
            yield word.replace(british, american)


@lru_cache(maxsize=16384)
def is_like_medicine(word: str) -> bool:
    """Say whether a word that is not known may be a medicine's misspelt name.

    Args:
        word: In small letters.
    """
    if len(word) < _LEAST_LETTERS:
        return False
    if _MEDICAL.fullmatch(word) and word.endswith(("mab", "nib", "vir", "xaban", "gatran", "cillin", "mycin", "azole", "statin")):
        return True
    best = process.extractOne(word, lexicon().medicines(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return best is not None
