"""The embedded engine's reading of a question: drugs, patient, doses, intents and the specialists it calls for.

Other parts use it too: routing when the question is clear, the patient's profile in memory, the gate's checks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from models.embedded.intents import INTERACTION, PATIENT_VOICE, Specialist, intents, specialists
from models.embedded.mentions import Mention, mentions
from models.embedded.patient_reading import read_patient

_DOSE = re.compile(r"\b\d+(?:[.,]\d+)?\s*(?:mg|mcg|g|units?|iu|meq|ml)\b(?!\s*/\s*d[lL])", re.I)
_PROFESSIONAL = re.compile(r"\b(?:patient|crcl|egfr|child[\s-]*pugh|year-old|y/?o|renal|hepatic|pharmacokinetic|mechanism)\b", re.I)
_PLAIN = re.compile(
    r"\bplain (?:language|words|english)\b|\bsimple words\b|\bfor (?:a|my|the) patient\b|\btell (?:a|my|the) patient\b", re.I
)
_FOLLOW_UP = re.compile(
    r"^\W*(?:and|then|so|but|what about|how about|ok|okay|also|what if)\b|\b(?:it|that|them|those|this (?:drug|medicine|one)|these|then)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question says.

    Attributes:
        question: The text.
        drugs: The drugs it names, in order.
        patient: The patient's values that it states.
        doses: Doses as written.
        intents: What it asks for.
        specialists: Who should answer, the most fitting first.
        for_patient: Whether a lay person asks, or plain words are asked for.
        follow_up: Whether it refers to what was said before.
        problems: One sentence for each impossible value.
    """

    question: str
    drugs: tuple[Mention, ...] = ()
    patient: dict[str, Any] = field(default_factory=dict)
    doses: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    specialists: tuple[Specialist, ...] = ()
    for_patient: bool = False
    follow_up: bool = False
    problems: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Generic names of the drugs that are certain or clearly misspelt."""
        return tuple(m.name for m in self.drugs if m.how in ("generic", "brand", "misspelling"))

    def as_json(self) -> dict[str, Any]:
        """Return the reading as plain values, as `rxgraph understand` prints it."""
        return {
            "question": self.question,
            "drugs": [{"name": m.name, "text": m.text, "match": m.how, "candidates": list(m.candidates)} for m in self.drugs],
            "patient": dict(self.patient),
            "doses": list(self.doses),
            "intents": list(self.intents),
            "specialists": list(self.specialists),
            "for_patient": self.for_patient,
            "problems": list(self.problems),
        }


@lru_cache(maxsize=256)
def read(question: str, focus: tuple[str, ...] = (), medicines: tuple[str, ...] = ()) -> Reading:
    """Read a question.

    Args:
        question: The text.
        focus: Drugs that the conversation was about before; a follow-up that names none is about these.
        medicines: What the patient is known to take; a drug that is asked about is asked about beside these.

    Returns:
        The reading. Cached, so that nodes may call it again instead of passing it on; treat it as read-only.
    """
    found = mentions(question)
    patient, problems = read_patient(question, found)
    allergic = set(patient.get("allergies", ()))
    asked = tuple(m for m in found if m.name.lower() not in allergic)
    follow_up = bool(_FOLLOW_UP.search(question))
    if focus and (not asked or follow_up):
        carried = tuple(Mention(name, name, "generic", -1, -1) for name in focus if name not in {m.name for m in asked})
        found = (*found, *carried) if not asked or len(asked) == 1 and _wants_partner(question) else found
        asked = tuple(m for m in found if m.name.lower() not in allergic)
    doses = tuple(m.group() for m in _DOSE.finditer(question))
    taken = {m for m in (*patient.get("medicines", ()), *medicines) if m not in {a.name for a in asked}}
    count = len(asked) + (len(taken) if asked else 0)
    named = count if not follow_up or asked and asked[0].start >= 0 else min(count, 1)
    wanted = intents(question, named, on_medicines=bool(taken and asked) or bool(patient.get("medicines")))
    chosen = specialists(wanted, drugs=count, patient=patient, has_dose=bool(doses))
    professional = bool(_PROFESSIONAL.search(question))
    return Reading(
        question, found, patient, doses, wanted, chosen, bool(_PLAIN.search(question)) or bool(PATIENT_VOICE.search(question)) and not professional,
        follow_up, tuple(problems),
    )  # fmt: skip


def _wants_partner(question: str) -> bool:
    return INTERACTION in specialists(intents(question, 2), drugs=2, patient={}, has_dose=False)
