"""Find the drugs that a text names: generic names, brands, classes, and misspellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from knowledge.classes import members
from knowledge.spelling import letters
from knowledge.store import KnowledgeBase, knowledge_base
from models.embedded.lexicon import NOT_DRUGS, PLAIN_WORDS

How = Literal["generic", "brand", "class", "misspelling", "ambiguous", "unknown"]

_TOKEN = re.compile(r"[^\W\d_]\w*(?:[-'’/]\w+)*|\d+(?:[.,]\d+)*")
_LONGEST = 5
_CLEAR = 86.0
"""Similarity from which one nearest name is taken for a misspelling."""
_MARGIN = 6.0
"""How much nearer the best name must be than the next drug's to count as clear."""
_RARE = 60
"""Corpus count up to which an English word may still be a misspelt drug."""
_FRAME = frozenset(
    "take taking takes took on with and plus between of or to is are using use used given give start starting stop prescribed".split()
)
_BEHIND = frozenset("dose doses dosing dosage interaction interactions tablet tablets".split())
"""Words that a drug's name is likely to stand in front of."""
_BESIDE = frozenset("with take taking takes plus".split())
_SCARCE = 30
"""Corpus count up to which a word behind 'with' or 'take' is more likely a drug that is not known than plain English."""
_STEMS = (
    "mab", "nib", "pril", "sartan", "olol", "statin", "azole", "mycin", "micin", "cillin", "vir", "gliptin", "gliflozin", "glutide", "pam", "lam",
    "dipine", "prazole", "tidine", "setron", "triptan", "oxetine", "caine", "cycline", "floxacin", "parib", "ciclib", "xaban", "gatran", "zosin",
    "profen", "fenac", "thiazide", "semide", "barbital", "codone", "morphone", "tyline", "zepam", "lukast", "dronate", "tinib", "rafenib",
)  # fmt: skip
"""Words in front of which a drug is likely to follow, and endings that drug names have (USAN stems)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One drug as a text names it.

    Attributes:
        name: Generic name; the text itself when unknown or ambiguous.
        text: The words it was read from.
        how: How it was recognised. `misspelling` is taken up and must be said; `ambiguous` is a question back.
        candidates: What it could be, when misspelt or ambiguous.
        start: Offset of the first character in the text.
        end: Offset behind the last one.
    """

    name: str
    text: str
    how: How
    start: int
    end: int
    candidates: tuple[str, ...] = ()


def mentions(text: str) -> tuple[Mention, ...]:
    """Find every drug that a text names, in order, each once.

    Args:
        text: A question or a statement.

    Returns:
        The mentions. A drug that is named twice is returned where it stands first.
    """
    found: dict[str, Mention] = {}
    for mention in _scan(text):
        found.setdefault(mention.name, mention)
    return tuple(found.values())


def _scan(text: str) -> Iterator[Mention]:
    base = knowledge_base()
    tokens = [part for m in _TOKEN.finditer(text) for part in _parts(base, m.group(), m.start())]
    at = 0
    while at < len(tokens):
        step, mention = _exact(base, tokens, text, at)
        if mention is None:
            mention = _class(base, tokens, text, at) or _misspelt(base, tokens[at], text) or _unknown(tokens, text, at)
        if mention is not None:
            yield mention
        at += max(1, step)


def _parts(base: KnowledgeBase, token: str, start: int) -> list[tuple[str, int, int]]:
    """Return a token, or the names that a slash or hyphen joins ("simvastatin/clarithromycin") when each of two is a drug's."""
    whole = (_folded(token), start, start + len(token))
    if not re.search(r"[/-]", token) or base.spoken(letters(whole[0]))[0]:
        return [whole]
    parts = [(_folded(m.group()), start + m.start(), start + m.end()) for m in re.finditer(r"[^/-]+", token)]
    return parts if sum(bool(base.spoken(letters(name))[0]) for name, _, _ in parts) >= 2 else [whole]


def _folded(token: str) -> str:
    """Return a token in lower case, without accents and with one apostrophe."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", token.lower()) if not unicodedata.combining(c))
    return bare.replace("’", "'")


def _variants(words: str) -> tuple[str, ...]:
    bare = words.replace("'s", "").replace("'", "")
    return (bare, bare[:-1]) if bare.endswith("s") and len(bare) > 4 else (bare,)


def _exact(base: KnowledgeBase, tokens: list[tuple[str, int, int]], text: str, at: int) -> tuple[int, Mention | None]:
    for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
        chunk = tokens[at : at + size]
        joined = " ".join(t[0] for t in chunk)
        for key in dict.fromkeys((letters(joined), *_variants(letters(joined.replace("'s", ""))))):
            drugs, kind = base.spoken(key)
            if not drugs or (size == 1 and key in NOT_DRUGS and not text[chunk[0][1]].isupper()):
                continue
            start, end = chunk[0][1], chunk[-1][2]
            if len(drugs) > 1:
                return size, Mention(text[start:end], text[start:end], "ambiguous", start, end, drugs)
            return size, Mention(drugs[0], text[start:end], cast("How", kind), start, end)
    return 1, None


def _class(base: KnowledgeBase, tokens: list[tuple[str, int, int]], text: str, at: int) -> Mention | None:
    for size in (3, 2, 1):
        chunk = tokens[at : at + size]
        if len(chunk) < size:
            continue
        if drugs := members(base, " ".join(t[0] for t in chunk)):
            start, end = chunk[0][1], chunk[-1][2]
            return Mention(text[start:end].lower(), text[start:end], "class", start, end, drugs)
    return None


def _misspelt(base: KnowledgeBase, token: tuple[str, int, int], text: str) -> Mention | None:
    word, start, end = token
    word = word.removesuffix("'s")
    if len(word) < 5 or not word.isalpha() or word in PLAIN_WORDS or word.removesuffix("s") in PLAIN_WORDS:
        return None
    ranked = _near(word)
    if not ranked or frequency(word) > _RARE:
        return None
    best, score = ranked[0]
    rivals = [d for d, s in ranked[1:] if s > score - _MARGIN]
    rivals += [d for d in base.look_alikes.get(best, ()) if d in base.names and d not in rivals and dict(ranked).get(d, 0.0) > 70]
    if score < _CLEAR or rivals:
        # Close to several names, or not close enough to one: offered, never taken up.
        return (
            Mention(text[start:end], text[start:end], "ambiguous", start, end, (best, *rivals))
            if score >= _CLEAR or len(word) > 7
            else None
        )
    return Mention(best, text[start:end], "misspelling", start, end, (best,))


def _unknown(tokens: list[tuple[str, int, int]], text: str, at: int) -> Mention | None:
    """Take a word for a drug that is not known: it stands where a drug would, or ends like one, and English has no such word."""
    word, start, end = tokens[at]
    word = word.removesuffix("'s")
    if (
        len(word) < 4
        or not re.fullmatch(r"[^\W\d_][^\W\d_-]*(?:-[^\W\d_]+)*", word)
        or word in PLAIN_WORDS
        or word.removesuffix("s") in PLAIN_WORDS
    ):
        return None
    before = tokens[at - 1][0] if at else ""
    behind = tokens[at + 1][0] if at + 1 < len(tokens) else ""
    framed = before in _FRAME or behind in _BEHIND or (len(word) > 6 and word.endswith(_STEMS))
    beside = before in _BESIDE and "-" not in word
    if any(frequency(w) > (_SCARCE if beside else 0) for w in {word, *word.split("-")}):
        return None
    if not framed and (len(word) < 7 or text[start:end].isupper() or _misspelt_english(word)):
        return None
    return Mention(text[start:end], text[start:end], "unknown", start, end, tuple(d for d, _ in _near(word)[:3]))


@lru_cache(maxsize=1024)
def _misspelt_english(word: str) -> bool:
    """Say whether a word is close to a common English word, so that it is more likely a slip than an unknown drug."""
    from rapidfuzz import fuzz, process

    return process.extractOne(word, _common_words(), scorer=fuzz.ratio, score_cutoff=78) is not None


@lru_cache(maxsize=1)
def _common_words() -> tuple[str, ...]:
    return tuple(w for w in knowledge_base().common_words(200) if len(w) > 4)


@lru_cache(maxsize=8192)
def frequency(word: str) -> int:
    """Return how often a word stands in a large English corpus; 0 when it is not a word."""
    return knowledge_base().frequency(word)


@lru_cache(maxsize=8192)
def _near(word: str) -> tuple[tuple[str, float], ...]:
    """Return the drugs with names like `word`, each with its best similarity, nearest first."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import DamerauLevenshtein

    base = knowledge_base()
    best: dict[str, float] = {}
    for name, score, _ in process.extract(word, base.spoken_names, scorer=fuzz.ratio, score_cutoff=74, limit=12):
        if name[0] != word[0] and score < 92:
            continue
        edits = DamerauLevenshtein.distance(word, name)
        score = max(score, 100.0 * (1 - edits / max(len(word), len(name))) + (4 if edits <= 2 and len(word) >= 8 else 0))
        for drug in base.spoken(name)[0]:
            best[drug] = max(best.get(drug, 0.0), score)
    return tuple(sorted(((d, s) for d, s in best.items() if s >= 78), key=lambda x: -x[1]))
