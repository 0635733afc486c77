"""`escalate` and `refuse`: fixed, reviewed texts. No model writes them."""

from __future__ import annotations

import re
from typing import Any, Final

from langchain_core.messages import AIMessage
from langgraph.types import Overwrite

from nodes.memory import now
from nodes.state import PharmacistState

ESCALATIONS: Final[dict[str, str]] = {
    "overdose": (
        "This may be an overdose or a poisoning. If the person has collapsed, has a seizure, has trouble breathing, or cannot be woken, call 911 now. "
        "Otherwise call Poison Help at 1-800-222-1222 now; it is free and open day and night. Have the medicine's package at hand: they will ask what was "
        "taken, how much, and when. Do not wait for symptoms, and do not make the person vomit."
    ),
    "self_harm": (
        "You do not have to face this alone. In the US call or text 988 (Suicide and Crisis Lifeline) now; it is free and open day and night. If you are in "
        "danger, or have already taken something, call 911 or Poison Help at 1-800-222-1222 now. If you can, move away from the medicines and tell someone "
        "near you."
    ),
    "anaphylaxis": (
        "This may be a severe allergic reaction. Call 911 now. If an epinephrine auto-injector is at hand, use it now in the outer thigh. Let the person lie "
        "down with raised legs, or sit up if breathing is hard. Do not take another dose of the medicine."
    ),
}
"""Emergency texts for the US. Numbers: 911, Poison Help (HRSA, poisonhelp.hrsa.gov), 988 Lifeline (SAMHSA, 988lifeline.org)."""

REFUSALS: Final[dict[str, str]] = {
    "empty": "The question is empty. Write what you would like to know, for example: Can I take ibuprofen with warfarin?",
    "too_long": "The question is longer than {limit} characters ({length}). Shorten it to the drugs, the patient's values and what you would like to know.",
    "undecodable": "The question holds characters that cannot be decoded. Send it again as UTF-8 text.",
    "no_drug": (
        "No medicine that is known here is named in the question. Name the medicine, best by its generic name, and what you would like to know about it, "
        "for example: What is the dose of gabapentin at CrCl 25 mL/min?"
    ),
    "impossible": "{detail} Correct the value and ask again.",
    "model": "{detail}",
    "waiting": "A draft of this thread waits for a pharmacist's sign-off. Approve, edit or reject it first; your new question was not taken.",
    "unaudited": (
        "The answer could not be written to the audit trail, so it is not given out. Your question was fine: ask again in a while, and tell whoever runs "
        "this service; rxgraph audit verify says what is wrong."
    ),
}

_EMERGENCY: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("self_harm", re.compile(
        r"\b(?:kill(?:ing)? myself|end (?:it all|my life)|suicid\w*|want to die|harm(?:ing)? myself|hurt(?:ing)? myself|take my (?:own )?life|"
        r"never wak(?:e|ing) up|(?:don'?t|do not) want to (?:wake up|live|be alive|exist)(?! with\b)|better off dead|no reason to live)\b", re.I)),
    ("anaphylaxis", re.compile(
        r"\banaphyla\w+\b(?!.{0,40}\b(?:history|risk|can|could|cause|does)\b)|"
        r"\b(?:throat|tongue|face|lips?)\b.{0,30}\b(?:swell\w*|swollen|clos(?:ing|ed))\b.{0,80}\b(?:breath\w*|now|just|after)\b|"
        r"\bcan(?:'|no|')?t breathe\b.{0,60}\b(?:after|since|took|taking|shot|injection)\b", re.I)),
    ("overdose", re.compile(
        r"\b(?:took|taken|swallowed|ate|has had|gave (?:him|her|them))\b.{0,40}\b(?:too many|too much|whole bottle|entire bottle|bottle of|handful)\b|"
        r"\b(?:i|he|she|they|child|son|daughter|baby|toddler|husband|wife|friend|mother|father|someone)\b"
            r".{0,25}\b(?:overdosed|is overdosing|od'?d|has overdosed)\b|"
        r"\b(?:took|taken|swallowed|ate|ingested|downed)\s+(?:about |around |over |more than |maybe |like |all )*"
            r"(?:[1-9]\d|\d{3,}|ten|a dozen|fifteen|twenty|thirty|forty|fifty|sixty|a hundred)\s+(?:\w+\s+){0,3}(?:pills|tablets|tabs|capsules|caps)\b"
            r"(?!.{0,40}\b(?:a|per|each) (?:week|month)\b|"
            r".{0,40}\b(?:over|within|during|in) (?:the )?(?:past |last )?(?:\d+ |two |three )?(?:weeks?|months?)\b)|"
        r"\b(?:drank|drunk|downed|chugged)\s+(?:almost |about |nearly )?(?:an?|the|his|her|my|half a|half the)\s+(?:\w+\s+)?bottle\b"
            r"(?!\s+of\s+(?:\w+\s+)?(?:water|wine|beer|vodka|whiske?y|rum|gin|juice|milk|soda|cola|coke|champagne|liquor|alcohol|kombucha)\b)|"
        r"\baccidental(?:ly)? (?:overdos\w+|ingest\w+|swallow\w+)\b", re.I)),
)  # fmt: skip
_ASKING_ABOUT = re.compile(
    r"\b(?:what (?:are|is)|symptoms? of|signs? of|guideline|management of|treat(?:ment)? (?:of|for)|antidote|risk of|can .{0,40} cause|history of)\b",
    re.I,
)

_WITNESSED = re.compile(
    r"\b(?:i|he|she|they|son|daughter|child|kid|baby|toddler|wife|husband|mother|father|mom|dad|sister|brother|friend|patient|someone)\b.{0,30}"
    r"\b(?:took|taken|swallowed|drank|drunk|ate|ingested|overdosed|downed)\b",
    re.I,
)
"""A person took something: asking what to do about it makes it no less an emergency."""
_ANAPHYLAXIS_NOW = re.compile(
    r"\b(?:having|going into|went into|(?:is|am|are|he's|she's) in|developing) (?:an? )?(?:severe )?anaphyla|\banaphyla\w+\b.{0,30}\b(?:right now|help)\b|"
    r"\b(?:minutes? ago|throat|can(?:'|no|')?t breathe)\b",
    re.I,
)
_ANAPHYLAXIS_BEFORE = re.compile(
    r"\ballerg(?:y|ies|ic)\b[^.;?!]{0,60}\banaphyla|\banaphyla\w+\s+(?:reaction\s+)?(?:to|with|from)\b|\banaphyla\w+\b.{0,30}\ballerg|"
    r"\b(?:previous|prior|past|earlier|known|history|hx|h/o|once|had)\b[^.;?!]{0,40}\banaphyla|"
    r"\banaphyla\w+\b[^.;?!]{0,60}\b(?:years? ago|months? ago|in (?:19|20)\d\d|last year|as a child|in childhood|in the past|previously)\b|"
    r"\b(?:dose|doses|dosing|drug|first[- ]line|epinephrine|adrenaline|used|indicated)\b[^.;?!]{0,40}\b(?:for|in|of|during)\s+(?:\w+\s+)?anaphyla|"
    r"\b(?:prevent|treat)\w*\s+(?:\w+\s+)?anaphyla",
    re.I,
)


def _explained(name: str, text: str) -> bool:
    """Say whether the wording shows that nothing happens now: a history, or a question about such cases in general."""
    if name == "self_harm":
        return False
    if name == "overdose":
        return bool(_ASKING_ABOUT.search(text)) and not _WITNESSED.search(text)
    if re.search(r"\b(?:is|am|are|he's|she's|i'm) (?:now )?(?:having|going into|in) (?:an? )?(?:severe )?anaphyla", text, re.I):
        return False
    return bool(_ASKING_ABOUT.search(text)) or bool(_ANAPHYLAXIS_BEFORE.search(text)) and not _ANAPHYLAXIS_NOW.search(text)


def emergency(text: str) -> str | None:
    """Name the emergency that a text reports, or None. A question about overdoses in general is not one.

    Args:
        text: The question.

    Returns:
        A key of `ESCALATIONS`, or None. Self-harm is never explained away by wording.
    """
    for name, pattern in _EMERGENCY:
        if pattern.search(text) and not _explained(name, text):
            return name
    return None


def said(text: str, status: str, **more: Any) -> AIMessage:
    """Return an answer as the thread's message, with its status and time where clients can read them."""
    return AIMessage(text, additional_kwargs={"at": now(), "status": status, **more})


async def escalate(state: PharmacistState) -> dict[str, Any]:
    """Answer an emergency with the contacts for it."""
    text = ESCALATIONS[state["problem"]]
    return {"answer": text, "status": "escalated", "messages": [said(text, "escalated")], "engine": "fixed text"}


def refusal(problem: str) -> str:
    """Write the text of a refusal; `problem` is `key` or `key|detail`."""
    key, _, detail = problem.partition("|")
    return REFUSALS[key].format(detail=detail, limit=detail.split("/")[0], length=detail.partition("/")[2])


async def refuse(state: PharmacistState) -> dict[str, Any]:
    """Say why the question is not answered, and the way out."""
    key, text = state["problem"].partition("|")[0], refusal(state["problem"])
    update: dict[str, Any] = {"answer": text, "status": "refused", "messages": [said(text, "refused")], "engine": "fixed text"}
    if key != "model":
        update["evidence"] = Overwrite({})
    return update
