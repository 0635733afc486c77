"""Reading ease: the Flesch-Kincaid grade of a text, with a syllable counter that needs no corpus.

Formula: Kincaid et al., *Derivation of new readability formulas*, US Navy Research Branch Report 8-75, 1975.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)?")
_ABBREVIATION = re.compile(r"\b(?:(?i:e\.g|i\.e|dr|mr|mrs|ms|vs|approx)\.|(?i:[ap]\.m|etc)\.(?=\s+[a-z])|(?i:[ap]\.(?=m\.)))")
"""Points that end no sentence; after `a.m.` and `etc.` a sentence goes on only in lower case."""

_SENTENCE_END = re.compile(r"[.!?]+(?!\w)|\n+|[:;](?=\s)")

_VOWELS = re.compile(r"[aeiouy]+")

_SILENT = re.compile(
    r"""
      (?<=[^aeiouy])(?<![^aeiouy][lr])e$                                      # dose, whole; not ta-ble, a-cre
    | (?<=[^aeiouysxzcg])(?<!ch)(?<!sh)(?<![^aeiouy][lr])e(?=s$)              # takes; not dos-es, rash-es, ta-bles
    | (?<=[^aeiouytd])(?<![^aeiouylrw][lr])e(?=d$)                            # called; not need-ed, han-dled, hun-dred
    | (?<=[gq])ue(?=s?$)                                                      # fatigue, antique
    | (?<=[^eot]ach)e(?=s$) | (?<=^ach)e(?=s$)                                # headaches; not reach-es
    | (?:(?<=[aeiouy][^aeiouy])|(?<=[aeiouy][^aeiouy]{2}))(?<!el)e(?=(?:ly|ty)$|less|ness|ment|ful)    # safely, movement
    | (?<=[aeiouy][^aeiouytd])e(?=dness$)                                     # tiredness
    | (?:(?<=^som)|(?<=^ther)|(?<=^wher)|(?<=^lif)|(?<=^grap)|(?<=^nos)|(?<=^hous)|(?<=^hom)|(?<=^car)|(?<=^bas)|(?<=^sid)
        |(?<=^saf)|(?<=^tim)|(?<=^whol))e(?!ver)(?=[^aeiouy]\w{2})            # sometimes, nosebleed, grapefruit
    | (?<=^ev)e(?=ry|nings?$) | (?<=^wedn)e | (?<=^for)e(?=head) | (?<=^bus)i(?=ness)    # every, evening
    """,
    re.VERBOSE,
)
"""Written vowels that are not spoken. They come out before the vowel groups are counted."""

_SPLIT = re.compile(
    r"""
      (?!^eye)[aeiou]y(?=[aeiou])(?!e[ds]?$)                                  # lay-er, be-yond; not played
    | [aeouy](?=ings?$)                                                       # be-ing, try-ing
    | (?<=[^aeiouytc])(?<!es)ia(?!ge)                                         # di-al, a-ne-mi-a; not spe-cial, mar-riage
    | (?<=[tc])ia(?=t)                                                        # as-so-ci-ate
    | (?<=[^aeiouytscgxhn])(?<!ll)(?!(?<=v)ior)io                             # pe-ri-od, se-ri-ous; not mil-lion, be-hav-ior
    | (?<=n)io(?=us) | (?<=s)io(?=[lt]) | (?<=t)io(?=s?$)                     # har-mo-ni-ous, phys-i-ol-o-gy, ra-ti-o
    | (?<=[^aeiouy])iu                                                        # so-di-um
    | (?<!g)eo(?!p(?:le|ard))                                                 # vid-e-o; not peo-ple
    | (?<![qg])ua                                                             # u-su-al
    | (?<![qg])ue(?=ls?$|n)                                                   # in-flu-en-za
    | (?<![qgb])ui(?=ds?$|n|cid)                                              # flu-id, su-i-cide
    | (?<=cr)ea(?=t(?!ur)) | (?<=r)ea(?=ct|ss|lit)                            # cre-ate, re-act
    | (?<=c)oa(?=g)                                                           # co-ag-u-late
    | ie(?=t(?!te)) | (?<![ctsh])ie(?=n[tc]) | (?<=^sc)ie                     # di-et, in-gre-di-ent, sci-ence; not pa-tient
    | (?:s|th)ms?$                                                            # spas-m, rhyth-m
    """,
    re.VERBOSE,
)
"""Vowel groups that hold two syllables, one match for each extra syllable."""

_SPLIT_ENDING = re.compile(r"eas?$|(?<!sh)(?<!nt)(?<!ld)ie(?:rs?|st)$")
"""Endings that hold two syllables when another vowel group stands before them: i-de-a, ear-li-er; not tea, pier."""

_CONTRACTION = re.compile(r"[dstv]n['\u2019]t$")
"""Does-n't and should-n't, whose last syllable has no vowel."""

_IRREGULAR = {
    "acne": 2, "anyone": 3, "arent": 1, "argue": 2, "diabetes": 4, "everyone": 3, "herpes": 2, "ion": 2, "linear": 3, "maybe": 2,
    "nuclear": 3, "recipe": 3, "someone": 2, "syncope": 3, "werent": 1, "whereas": 2,
}  # fmt: skip


def flesch_kincaid_grade(words: int, sentences: int, syllables: int) -> float:
    """Return the Flesch-Kincaid grade (US school grade) of a text with these counts.

    Args:
        words: Number of words, at least 1.
        sentences: Number of sentences, at least 1.
        syllables: Number of syllables in all words.

    Returns:
        0.39 x words per sentence + 11.8 x syllables per word - 15.59.

    Raises:
        ValueError: If there is no word or no sentence.
    """
    if words < 1 or sentences < 1:
        raise ValueError("a grade needs at least one word and one sentence")
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def syllables(word: str) -> int:
    """Count the syllables of an English word: its vowel groups without silent letters, and one more where a group is split.

    Args:
        word: One word; case and the kind of apostrophe do not matter.

    Returns:
        At least 1.
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    if letters in _IRREGULAR:
        return _IRREGULAR[letters]
    count = len(_VOWELS.findall(_SILENT.sub("", letters))) + len(_SPLIT.findall(letters))
    if count > 1 and _SPLIT_ENDING.search(letters):
        count += 1
    if _CONTRACTION.search(word.lower()):
        count += 1
    return max(1, count)


def grade_without(text: str, names: Collection[str] = ()) -> float:
    """Return the grade of `text`, not counting the words in `names` (drug names have no plainer form).

    Args:
        text: English prose. Sentences end at '.', '!', '?', a colon or semicolon, or a line break; the points of `2.5`,
            `e.g.` and `8 a.m. with food` end nothing.
        names: Lower-case words to leave out of the word and syllable counts.

    Returns:
        The Flesch-Kincaid grade, or 0.0 for a text without words.
    """
    text = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), text)
    words = [w for w in _WORD.findall(text) if w.lower().replace("\u2019", "'").removesuffix("'s") not in names]
    if not words:
        return 0.0
    sentences = sum(1 for part in _SENTENCE_END.split(text) if part and _WORD.search(part))
    return flesch_kincaid_grade(len(words), max(1, sentences), sum(map(syllables, words)))
