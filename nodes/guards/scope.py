"""Whether a question can be answered here at all: words, English or a known medicine, about people's medicines, possible values."""

from __future__ import annotations

import re
from typing import Final

from knowledge.store import knowledge_base
from models.embedded.reading import Reading
from nodes.guards.folding import folded
from nodes.guards.language import ENGLISH, language_of
from nodes.guards.late import Late

_SHARED: Final = 2
"""How many words of its own a question must share with a guideline passage to be about it."""
_COMMON: Final = frozenset(
    """what which when where does dose doses should would could have been with from this that then than they them tell about
    some patient patients take taking drug drugs medicine medicines""".split()
)
_ANIMALS: Final = (
    "dogs?|cats?|pupp(?:y|ies)|kittens?|horses?|pon(?:y|ies)|foals?|rabbits?|bunn(?:y|ies)|hamsters?|parrots?|birds?|ferrets?|cows?|cattle|calf|"
    "calves|goats?|sheep|pigs?|chickens?|hens?|turtles?|"
    "snakes?|lizards?|canine|feline|equine|bovine|labradors?|retrievers?|poodles?|beagles?|bulldogs?|terriers?|german shepherds?|chihuahuas?|"
    "parakeets?|guinea pigs?|gerbils?|iguanas?|pets?"
)
_OWNED: Final = Late(
    r"\b(?:my|our|his|her|their|the|an?|for|to|in|give|giving|gave|neighbor'?s)\s+(?:(?:\d+\s*(?:-|\s)?(?:lb|lbs|kg|pounds?|kilos?|years?|"
    r"months?|yr|mo)(?:\s|-)?(?:old)?|old|elderly|small|big|sick|pet|male|female)\s+)*"
    rf"(?:{_ANIMALS})\b(?!\s+(?:bites?|bitten|scratch\w*|allerg\w*|dander|hair|fur|lover|owner|food|gut|insulin|thyroid|eye|flu|pox|milk|protein|"
    r"gelatin|chestnut|serum|model|stud(?:y|ies)|trials?|scan|pills?\b|meat|liver|fancier))"
    rf"|\b(?:{_ANIMALS})\s+(?:weighs?|weighing|ate|swallowed|is (?:limping|vomiting|sick)|has (?:fleas|worms|arthritis|seizures))\b|"
    r"\bveterinar(?:y|ian) (?:dose|use|dosing|formulation)\b|\b(?:dose|dosage|safe) (?:for|in) (?:dogs|cats|horses)\b"
)
_HUMAN: Final = Late(
    r"\b(?:bitten|bite|bit|scratch\w*|allerg\w*|exposure|rabies|zoonotic|therapy (?:dog|animal)|service (?:dog|animal)|slept|licked|got into my)\b"
)
_CHORES: Final = Late(
    r"\b(?:write|compose|tell|sing|generate|create|make up|draft|give)\b(?: me| us)?\s+(?:an?|the|some|another|your)?\s*(?:\w+\s+){0,3}(?:jokes?|"
    r"poems?|songs?|stor(?:y|ies)|limericks?|haikus?|raps?|lyrics|essays?|novels?|"
    r"blog posts?|tweets?|screenplays?|cover letters?|resumes?|python|javascript|java|c\+\+|sql|html|bash|code|scripts?|programs?|functions?|"
    r"regex|riddles?|recipes?)\b(?! for (?:my|the|a) (?:medic|prescription))"
    r"|\b(?:tell|know) (?:me )?(?:a|any) jokes?\b|\btranslate (?:this|the|it|\w+) (?:\w+ )*(?:in)?to (?:french|spanish|german|latin|chinese|japanese)\b"
)
_TOPICS: Final = Late(
    r"\b(?:weather|forecast|temperature (?:in|outside)|stock(?:s| price| market)|bitcoin|crypto\w*|exchange rate|football|soccer|basketball|"
    r"baseball|super bowl|world cup|olympics|election|president|prime minister|"
    r"senator|politic\w*|capital of|population of|movies?|netflix|celebrit\w*|song|lyrics|video ?games?|minecraft|python|javascript|typescript|"
    r"sql|html|css|c\+\+|java|linux|windows 1[01]|excel|powerpoint|iphone|android|"
    r"laptop|wi-?fi|router|printer|compile\w*|algorithm|leetcode|docker|kubernetes|github|lawsuit|sue|lawyer|attorney|divorce|custody|visa "
    r"application|immigration|landlord|tenant|tax(?:es)?|mortgage|credit card|"
    r"(?:bank )?loan|insurance premium|horoscope|zodiac|astrology|tarot|lottery|recipe|bake|baking|cook(?:ing)? (?:a|the|pasta|rice)|cake|pizza|"
    r"lasagna|hotel|flight|airline|vacation|tourist|directions to|car|engine|"
    r"oil change|tires?|homework|essay|algebra|calculus|integral|derivative of|equation|geometry|physics|quantum|black hole|planet|mars|moon|"
    r"dinosaurs?|history of rome|world war|napoleon|shakespeare|philosophy|"
    r"meaning of life|girlfriend|boyfriend|dating|tinder|jokes?|poem|riddle|chess|guitar|piano|gardening|lawn|knitting|what time is it|today'?s "
    r"date|who are you|your name|are you (?:human|real|conscious|chatgpt))\b"
)
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz")


def _certain(reading: Reading) -> bool:
    """Say whether the question names a medicine that is known here, or what could be one."""
    return any(m.how != "unknown" for m in reading.drugs)


def no_words(question: str) -> str:
    """Refuse a question of marks, figures or emojis alone."""
    return "" if any(c.isalpha() for c in question) else "no_words"


def gibberish(question: str, reading: Reading) -> str:
    """Refuse keys hit at random; a word that may be a drug's name is left to be answered as unknown."""
    if _certain(reading) or language_of(question) != ENGLISH:
        return ""
    words = re.findall(r"[a-z]{3,}", folded(question))
    if not words:
        return ""
    base = knowledge_base()
    return "gibberish" if all(_mashed(w) and not base.frequency(w) for w in words) else ""


def _mashed(word: str) -> bool:
    """Say whether nobody could say a word: a run of keys or of consonants, or the same letters over and over."""
    runs = any(row[n : n + 4] in word for row in _ROWS for n in range(len(row) - 3))
    return (
        runs
        or bool(re.search(r"[bcdfghjklmnpqrstvwxz]{5,}|(.)\1\1", word))
        or not re.search(r"[aeiouy]", word)
        or len(set(word)) <= len(word) // 4
    )


def foreign(question: str, reading: Reading) -> str:
    """Refuse another language when no medicine was recognised in it; with one, the question is answered, and says so."""
    if language_of(question) == ENGLISH or _certain(reading) or reading.patient:
        return ""
    return f"language|{language_of(question)}"


def animal(question: str) -> str:
    """Refuse questions about treating animals: people's doses may kill them."""
    text = folded(question)
    return "animal" if _OWNED.search(text) and not _HUMAN.search(text) else ""


def off_topic(question: str, reading: Reading) -> str:
    """Refuse what is not about medicines: poems and programs even about one, other topics when no medicine is named."""
    text = folded(question)
    if _CHORES.search(text):
        return "out_of_scope"
    return "out_of_scope" if not _certain(reading) and not reading.patient and _TOPICS.search(text) else ""


def answerable(question: str, reading: Reading) -> str:
    """Refuse impossible values, and a question in which no medicine, no patient and no guideline's subject is named."""
    if reading.problems:
        return "impossible|" + " ".join(reading.problems)
    if reading.drugs or reading.patient:
        return ""
    words = {w for w in re.findall(r"[a-z]{4,}", question.lower()) if w not in _COMMON}
    for hit in knowledge_base().search(question, kinds=("passage",), limit=3):
        if len(words & set(re.findall(r"[a-z]{4,}", f"{hit.title} {hit.text}".lower()))) >= _SHARED:
            return ""
    return "no_drug"
