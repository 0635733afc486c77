"""`language_of`: in which language a question is written, by its script and its commonest words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from nodes.guards.folding import folded, visible

ENGLISH: Final = "English"
_WORDS: Final[dict[str, frozenset[str]]] = {
    ENGLISH: frozenset(
        """the a an is are was of to in and or with for on at by i my me can could may should would what which how when why does do it this that take taking
        have has if not be from as safe dose patient he she her his they you your there after before while any about more than get""".split()
    ),
    "Spanish": frozenset(
        """el la los las de del que y en un una por con para como puedo puede puedes es esta estoy tomar tomo tengo tiene mi su al si no se
        lo cual cuanto cuanta
        cuando donde debo dosis me le hay son ser mas pero muy sin sobre entre embarazada medicamento pastilla juntos""".split()
    ),
    "French": frozenset(
        """le la les de des du que qui et en un une par avec pour comme puis peut est suis je tu il elle nous vous mon ma mes ce cette si ne pas se quel quelle
        combien quand dois prendre au aux sur dans sans ou ai a-t-il est-ce enceinte medicament""".split()
    ),
    "German": frozenset(
        """der die das den dem des und oder mit fur von zu zur zum ich du er sie es wir ihr mein meine ist sind kann darf soll muss wie was
        welche wann nicht ein eine
        einen einem auf bei nehmen einnehmen zusammen wenn haben hat im am dosis schwanger""".split()
    ),
    "Portuguese": frozenset(
        """o a os as de do da dos das que e em um uma por com para como posso pode tomar tenho tem meu minha se no na nos nas qual quanto quando devo ao nao
        esta estou ser mais mas muito sem sobre gravida remedio junto""".split()
    ),
    "Italian": frozenset(
        """il lo la i gli le di del della che e in un una per con come posso puo prendere ho ha mio mia se non qual quale quanto quando
        devo sono al alla nel nella
        piu ma molto senza dei delle incinta farmaco insieme""".split()
    ),
    "Dutch": frozenset(
        """de het een van en in met voor op ik je hij zij wij mijn is zijn kan mag moet hoe wat welke wanneer niet bij te nemen samen als heb heeft aan dosis
        zwanger""".split()
    ),
    "Polish": frozenset("czy moge i z ze na do nie jest jak w sie mozna brac dawka lek ktory ile kiedy mam moj moja po przy razem".split()),
    "Turkish": frozenset("ve ile bir bu mi icin ne nasil kac alabilir miyim birlikte kullanabilir doz ilac var olur benim hamile".split()),
    "Vietnamese": frozenset("toi co the uong thuoc voi khong la va cua bao nhieu lieu cho khi dung duoc cung".split()),
    "Tagalog": frozenset("ang ng sa mga ba ako ko po pwede puwede inumin gamot kasama at para hindi ano paano kapag na".split()),
}  # fmt: skip
_SCRIPTS: Final = {
    "CYRILLIC": "Russian or another language in Cyrillic letters", "CJK": "Chinese or Japanese", "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese", "HANGUL": "Korean",
    "ARABIC": "Arabic or another language in Arabic letters", "HEBREW": "Hebrew", "DEVANAGARI": "Hindi", "BENGALI": "Bengali",
    "THAI": "Thai", "GREEK": "Greek", "TAMIL": "Tamil",
    "TELUGU": "Telugu", "GEORGIAN": "Georgian", "ARMENIAN": "Armenian", "ETHIOPIC": "Amharic", "KHMER": "Khmer", "GUJARATI": "Gujarati",
    "GURMUKHI": "Punjabi", "MYANMAR": "Burmese",
}  # fmt: skip
_LEAST: Final = 2
"""How many words of a language a text must hold to be taken for it."""


@lru_cache(maxsize=1024)
def language_of(text: str) -> str:
    """Name the language of a text.

    Args:
        text: The question.

    Returns:
        `English` unless another language is clear: most letters of another script, or more of another language's commonest words than of
        English's.
    """
    letters = [c for c in visible(text) if c.isalpha()]
    scripts: dict[str, int] = {}
    for c in letters:
        name = unicodedata.name(c, "").split(" ")[0]
        if name in _SCRIPTS:
            scripts[name] = scripts.get(name, 0) + 1
    if letters and sum(scripts.values()) > len(letters) / 2:
        if {"HIRAGANA", "KATAKANA"} & set(scripts):
            return "Japanese"
        return _SCRIPTS[max(scripts, key=lambda s: scripts[s])]
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", folded(text))
    counts = {name: sum(w in known for w in words) for name, known in _WORDS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= _LEAST and counts[best] > counts[ENGLISH] + 1 else ENGLISH
