"""Questions of nothing but medicines and a closed list of words, as `can I take ibuprofen with warfarin?`: no other guard can find anything in them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from knowledge.spelling import letters
from knowledge.store import knowledge_base

WORDS: Final = frozenset(
    "a an and are be between can i we combination combine combined do does in interact interaction interactions is it ok okay on or safe "
    "take taken taking the there to together use used using while with".split()
)
"""Words in which, with names of medicines, nobody can ask for harm, report an emergency or give an order."""
_MOST_WORDS: Final = 20
_PLAIN: Final = re.compile(r"[A-Za-z ,'-]+[?.]?")


@lru_cache(maxsize=1024)
def plain(question: str) -> bool:
    """Say whether every word of a question is one of `WORDS` or the name of a medicine.

    Args:
        question: The text as it came.

    Returns:
        False for anything with a figure, another mark or another word, so that every guard reads it.
    """
    if not _PLAIN.fullmatch(question):
        return False
    words = re.findall(r"[a-z'-]+", question.lower())
    base = knowledge_base()
    return 0 < len(words) <= _MOST_WORDS and all(word in WORDS or bool(base.spoken(letters(word))[0]) for word in words)
