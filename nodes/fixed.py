"""`escalate` and `refuse`: fixed, reviewed texts. No model writes them. Which one is given is decided in `nodes.guards`."""

from __future__ import annotations

from typing import Any, Final

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime
from langgraph.types import Overwrite

from nodes.contacts import Contacts, contacts_of
from nodes.context import Context, context_of
from nodes.memory import now
from nodes.state import PharmacistState

ESCALATIONS: Final[dict[str, str]] = {
    "overdose": (
        "This may be an overdose or a poisoning. If the person has collapsed, has a seizure, has trouble breathing, or cannot be woken, call {emergency} "
        "now. {otherwise} Have the medicine's package at hand: they will ask what was "
        "taken, how much, and when. Do not wait for symptoms, and do not make the person vomit."
    ),
    "self_harm": (
        "You do not have to face this alone. {talk} If you are in "
        "danger, or have already taken something, call {danger} now. If you can, move away from the medicines and tell someone "
        "near you."
    ),
    "anaphylaxis": (
        "This may be a severe allergic reaction. Call {emergency} now. If an epinephrine auto-injector is at hand, use it now in the outer thigh. Let the "
        "person lie down with raised legs, or sit up if breathing is hard. Do not take another dose of the medicine."
    ),
    "emergency": (
        "This may be a medical emergency. Call {emergency} now, or the emergency team if this is in a hospital; do not wait to see whether it passes. If the "
        "person cannot be woken and does not breathe normally, start chest compressions; whoever answers the call will guide you. Press firmly on a wound that "
        "bleeds. Use an epinephrine auto-injector if this may be a severe allergic reaction. Sugar for low blood sugar only if the person is awake "
        "and can swallow. Have the list of medicines at hand."
    ),
}
"""Emergency texts; the numbers are those of `nodes.contacts` for the reader's locale.

First aid in `emergency`: compressions for one who does not respond or breathe (Australian Red Cross, first aid for someone who needs CPR,
https://www.redcross.org.au/get-involved/learn/first-aid/first-aid-guides/first-aid-basics/first-aid-for-someone-who-needs-cpr) with the dispatcher's
help (https://uscemsc.org/?p=3340); pressure on a wound (https://www.selfinjurysupport.org.uk/FAQs/first-aid-for-severe-bleeding); sugar only for
one who can swallow (advice of St John Ambulance, http://dxline.info/diseases/dealing-with-hypoglycaemia-low-blood-sugar).
"""

SPANISH: Final[dict[str, str]] = {
    "overdose": (
        "Esto puede ser una sobredosis o una intoxicación. Si la persona se desmayó, tiene convulsiones, le cuesta respirar o no despierta, llame ahora "
        "al {emergency}.{poison} No espere a que haya síntomas y no provoque el vómito."
    ),
    "self_harm": "No está solo.{crisis} Si está en peligro o ya tomó algo, llame ahora al {emergency}.",
    "anaphylaxis": (
        "Esto puede ser una reacción alérgica grave. Llame ahora al {emergency}. Si hay un autoinyector de epinefrina, úselo ahora en la parte externa del "
        "muslo. No tome otra dosis del medicamento."
    ),
    "emergency": (
        "Esto puede ser una emergencia médica. Llame ahora al {emergency}; no espere a ver si pasa. Si la persona no despierta y no respira con normalidad, "
        "empiece las compresiones en el pecho; quien atienda la llamada le guiará. Dé azúcar solo si la persona está despierta y puede tragar."
    ),
}
"""The same in Spanish, given beside the English text when the report was in Spanish."""

PRECAUTIONS: Final[dict[str, str]] = {
    "overdose": "If this has just happened, call {emergency} now for a collapse, a seizure, trouble breathing or deep sleep. {otherwise}",
    "self_harm": "If you or someone with you thinks of suicide or self-harm: {talk_now}. In danger, or if something was taken, call {danger} now.",
    "emergency": "If this is happening now, call {emergency} now; do not wait for this answer.",
}
"""The line that an answer begins with when a question may report an emergency and may not."""

_PRECAUTIONS_SPANISH: Final[dict[str, str]] = {
    "overdose": "Si acaba de ocurrir y la persona se desmayó, tiene convulsiones, le cuesta respirar o no despierta, llame ahora al {emergency}.{poison}",
    "self_harm": "Si usted o alguien cercano piensa en el suicidio o en hacerse daño:{crisis} En peligro, llame ahora al {emergency}.",
    "emergency": "Si está ocurriendo ahora, llame ahora al {emergency}; no espere esta respuesta.",
}

REFUSALS: Final[dict[str, str]] = {
    "empty": "The question is empty. Write what you would like to know, for example: Can I take ibuprofen with warfarin?",
    "too_long": "The question is longer than {limit} characters ({length}). Shorten it to the drugs, the patient's values and what you would like to know.",
    "undecodable": "The question holds characters that cannot be decoded. Send it again as UTF-8 text.",
    "no_words": "The question has no words. Write it in English with the medicine's name, for example: Can I take ibuprofen with warfarin?",
    "gibberish": (
        "The question could not be read. Write it as an English sentence with the medicine's name, for example: "
        "What is the dose of gabapentin at CrCl 25 mL/min?"
    ),
    "language": (
        "The question seems to be in {detail}, and no medicine in it was recognised. Only English is read here. Ask again in English, or name the medicine "
        "by its generic name, for example: Can I take ibuprofen with warfarin?"
    ),
    "no_drug": (
        "No medicine that is known here is named in the question. Name the medicine, best by its generic name, and what you would like to know about it, "
        "for example: What is the dose of gabapentin at CrCl 25 mL/min?"
    ),
    "out_of_scope": (
        "This is not a question that can be answered here. Questions about medicines can: interactions, doses in kidney or liver disease, how to take a "
        "medicine, side effects, pregnancy. For example: Can I take ibuprofen with warfarin?"
    ),
    "animal": (
        "Only people's medicines are covered here, and people's doses can kill an animal. Ask a veterinarian; if an animal has swallowed a medicine, call "
        "the veterinarian or an animal poison line now."
    ),
    "instructions": (
        "The question holds text that tells the program what to do or asks for what it may not give: its prompts, keys, settings or other people's "
        "conversations. Such text is never followed. Ask again with only the question about the medicine, for example: Can I take ibuprofen with warfarin?"
    ),
    "harm": (
        "This cannot be answered: it asks how to harm or drug a person, or to give a medicine without the person's consent. If someone is in danger, call "
        "{emergency} now. {poisoned}If you are afraid of what you may do, {talk_now}. If a patient refuses a medicine, ask the "
        "prescriber what can be done with consent."
    ),
    "diversion": (
        "This cannot be answered: it asks how to get, make, alter or pass on a controlled medicine against the law, to misuse one, or to deceive a test. Such "
        "use kills. Pain, withdrawal and dependence can be treated: ask a doctor or a pharmacist, also about naloxone. In an overdose call {emergency} now. "
        "Questions about safe use, interactions, conversion between opioids and tapering are answered here."
    ),
    "guard_failed": (
        "The question could not be checked, so it was not answered. Ask again, or ask a pharmacist. If this is an emergency, call {emergency} now. "
        "{poisoned}If you think of harming yourself, {talk_now}."
    ),
    "impossible": "{detail} Correct the value and ask again.",
    "model": "{detail}",
    "waiting": "A draft of this thread waits for a pharmacist's sign-off. Approve, edit or reject it first; your new question was not taken.",
    "unaudited": (
        "The answer could not be written to the audit trail, so it is not given out. Your question was fine: ask again in a while, and tell whoever runs "
        "this service; rxgraph audit verify says what is wrong."
    ),
}


def _of(contacts: Contacts) -> dict[str, str]:
    """Return the sentences of a country's contacts as the texts take them."""
    line = (
        f"{contacts.poison_name} at {contacts.poison}"
        if contacts.poison and contacts.poison_name not in ("", "NHS 111")
        else contacts.poison_name
    )
    return {
        "emergency": contacts.emergency,
        "otherwise": f"Otherwise call {line} now; {contacts.poison_open}." if line else "Otherwise call a poison centre or a doctor now.",
        "poisoned": f"For a poisoning call {line}. " if line else "",
        "talk": (
            f"{_capital(contacts.crisis)} now; it is open day and night." if contacts.crisis
            else "Call a crisis line of your country, or a doctor, now."
        ),
        "talk_now": f"{contacts.crisis} now" if contacts.crisis else "call a crisis line of your country or a doctor now",
        "danger": f"{contacts.emergency} or {line}" if line else contacts.emergency,
    }  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def escalation(problem: str, locale: str = "en-US") -> str:
    """Write the text for an emergency.

    Args:
        problem: `key` of `ESCALATIONS`, or `key|es` when the report was in Spanish.
        locale: The reader's locale; its country decides the numbers.

    Returns:
        The text; with the Spanish one beside it for a report in Spanish.
    """
    key, _, language = problem.partition("|")
    text = ESCALATIONS[key].format(**_of(contacts_of(locale)))
    return f"{SPANISH[key].format(**_in_spanish(contacts_of(locale)))}\n\n{text}" if language == "es" else text


def precaution(concern: str, locale: str = "en-US") -> str:
    """Write the line that names whom to call if what a question may report is happening now.

    Args:
        concern: `key` of `PRECAUTIONS`, or `key|es` when the question was in Spanish; empty for none.
        locale: The reader's locale.

    Returns:
        The line; empty for no concern.
    """
    key, _, language = concern.partition("|")
    if key not in PRECAUTIONS:
        return ""
    text = PRECAUTIONS[key].format(**_of(contacts_of(locale)))
    return f"{_PRECAUTIONS_SPANISH[key].format(**_in_spanish(contacts_of(locale)))} {text}" if language == "es" else text


def beginning_with(line: str, text: str) -> str:
    """Return an answer that begins with a line, once; an empty line adds nothing."""
    return text if text.startswith(line) else f"{line}\n\n{text}"


def _in_spanish(contacts: Contacts) -> dict[str, str]:
    return {
        "emergency": contacts.emergency if contacts is not contacts_of("") else "número de emergencias de su país",
        "poison": f" Si no, llame ahora al {contacts.poison}." if contacts.poison else "",
        "crisis": f" Llame ahora al {contacts.crisis_number}." if contacts.crisis_number else "",
    }


def said(text: str, status: str, **more: Any) -> AIMessage:
    """Return an answer as the thread's message, with its status and time where clients can read them."""
    return AIMessage(text, additional_kwargs={"at": now(), "status": status, **more})


async def escalate(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Answer an emergency with the contacts for it."""
    text = escalation(state["problem"], context_of(runtime).locale)
    return {"answer": text, "status": "escalated", "messages": [said(text, "escalated")], "engine": "fixed text"}


def refusal(problem: str, locale: str = "en-US") -> str:
    """Write the text of a refusal; `problem` is `key` or `key|detail`."""
    key, _, detail = problem.partition("|")
    values = _of(contacts_of(locale))
    return REFUSALS[key].format(detail=detail, limit=detail.split("/")[0], length=detail.partition("/")[2], **values)


async def refuse(state: PharmacistState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Say why the question is not answered, and the way out."""
    locale = context_of(runtime).locale
    key = state["problem"].partition("|")[0]
    text = beginning_with(precaution(state.get("concern", ""), locale), refusal(state["problem"], locale))
    update: dict[str, Any] = {"answer": text, "status": "refused", "messages": [said(text, "refused")], "engine": "fixed text"}
    if key != "model":
        update["evidence"] = Overwrite({})
    return update
