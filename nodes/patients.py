"""Which of a thread's memory belongs to the patient it is about now. What was learned of an earlier one is kept, and never used for this one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from langchain_core.messages import AnyMessage

from nodes.memory import REMOVED, Episode, Fact

_OTHER_PATIENT: Final = re.compile(
    r"\b(?:different|another|next|new|second|other) patient\b(?!\s*(?:handout|leaflet|information|portal|form|counsel))|"
    r"\bpatient\s*(?:#\s*)?[2-9]\s*:|\bsomeone else\s*:",
    re.I,
)
_NOT_OTHER: Final = re.compile(r"\b(?:not|isn't|no)\s+(?:a |an |the )?$", re.I)


def other_patient(question: str) -> bool:
    """Say whether a question turns to another patient, to whom nothing that is remembered applies."""
    return any(not _NOT_OTHER.search(question[: match.start()]) for match in _OTHER_PATIENT.finditer(question))


def facts_of_present(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the facts that were not learned of an earlier patient."""
    return {key: fact for key, fact in facts.items() if not fact.get("earlier_patient")}


def facts_set_aside(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Return the update that sets the present patient's facts aside: each under a key of its own, so that no later fact joins its history."""
    update: dict[str, Any] = {}
    for key, fact in facts_of_present(facts).items():
        aside = _free(f"{key} (earlier patient)", {**facts, **update})
        update |= {key: REMOVED, aside: {**fact, "key": aside, "earlier_patient": True}}
    return update


def _free(key: str, taken: Mapping[str, Any]) -> str:
    number = 2
    while (tried := key if number == 2 else key.replace("(earlier patient", f"(earlier patient {number - 1}")) in taken:
        number += 1
    return tried


def episodes_of_present(episodes: Sequence[Episode]) -> list[Episode]:
    """Return the summaries that tell nothing of an earlier patient."""
    return [episode for episode in episodes if not episode.get("earlier_patient")]


def episodes_set_aside(episodes: Sequence[Episode]) -> list[Episode]:
    """Return all summaries, marked as an earlier patient's."""
    return [{**episode, "earlier_patient": True} for episode in episodes]


def first_of_present(messages: Sequence[AnyMessage], since: str) -> int:
    """Return the place of the first message on the present patient.

    Args:
        messages: Working memory, oldest first.
        since: Id of the question that turned to the patient; empty when the thread has had only one.

    Returns:
        The place; 0 when that question has left working memory, and all that is left is on this patient.
    """
    return next((n for n, message in enumerate(messages) if since and message.id == since), 0)
