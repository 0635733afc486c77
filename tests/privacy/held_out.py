"""Wordings that were written after the redactor, to say how it does on notes that it was not developed against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tests.privacy import identifiers as some
from tests.privacy.identifiers import Identifier
from tests.privacy.notes import Note, clinical


def _discharge(note: Note) -> Note:
    rng = note.rng
    note.say(
        "DISCHARGE SUMMARY\n\nPatient: ",
        some.name(rng, "full"),
        "   Record #: ",
        some.record_number(rng),
        "   Date of Birth: ",
        some.birth_date(rng),
        "\n",
    )
    note.say("Attending Physician: Dr. ", some.name(rng, "full"), "\n\nHospital course: ")
    clinical(note, 4)
    return note.say("\nFollow up with Dr ", some.name(rng, "last"), " at ", some.phone(rng), ".\n")


def _phone_message(note: Note) -> Note:
    rng = note.rng
    note.say(
        "Caller: ",
        some.name(rng, "full"),
        "\nCallback: ",
        some.phone(rng),
        "\nMessage: pt's husband ",
        some.name(rng, "full", latin=True),
        " asks whether ",
    )
    return clinical(note.say("she may take ibuprofen. "), 2)


def _pharmacy_label(note: Note) -> Note:
    rng = note.rng
    note.say("Rx# ", some.record_number(rng), "\n")
    note.say("Patient name: ", some.cased(rng, some.name(rng, "comma"), lower=False), "\n", some.street_address(rng, lines=True), "\n")
    note.say("Apixaban ").value("5 mg").say(" tab, take 1 tablet by mouth twice daily. Qty ").value("60").say(". Refills ").value("3").say(
        ". Prescriber: Dr. ", some.name(rng, "last")
    )
    return note.say("\nQuestions? Call ", some.phone(rng), "\n")


def _fax_cover(note: Note) -> Note:
    rng = note.rng
    note.say(
        "TO: Pharmacy\nFAX: ",
        some.phone(rng),
        "\nFROM: Dr. ",
        some.name(rng, "full"),
        "\nRE: ",
        some.name(rng, "comma"),
        " (DOB ",
        some.birth_date(rng),
        ")\n",
    )
    return clinical(note.say("Insurance: Member ID ", some.member_number(rng), "\n"), 2)


def _csv_row(note: Note) -> Note:
    rng = note.rng
    note.say("patient_id,email,phone,weight_kg\n", "0001,", some.email(rng), ",", some.phone(rng, labelled=False), ",")
    return note.value(f"{rng.uniform(40, 120):.1f}").say("\n")


def _chat(note: Note) -> Note:
    rng = note.rng
    who = some.name(rng, "full", latin=True)
    note.say(
        "user: hey, ",
        rng.choice(("this is ", "I am ", "I'm ", "my name's ", "name is ")),
        who,
        " here\nuser: ",
        rng.choice(("email me: ", "my email is ", "mail: ")),
        some.email(rng),
    )
    note.say("\nuser: ", rng.choice(("dob: ", "born ", "birthday: ")), some.birth_date(rng), "\nassistant: What do you take?\nuser: ")
    return clinical(note, 2)


def _table(note: Note) -> Note:
    rng = note.rng
    note.say(
        "| Field | Value |\n|---|---|\n| Name | ",
        some.name(rng, "full"),
        " |\n| DOB | ",
        some.birth_date(rng),
        " |\n| MRN | ",
        some.record_number(rng),
        " |\n| Phone | ",
        some.phone(rng),
        " |\n| Weight | ",
    )
    return note.value(f"{rng.uniform(40, 120):.1f} kg").say(" |\n| CrCl | ").value(f"{rng.randint(10, 100)} mL/min").say(" |\n")


def _markup(note: Note) -> Note:
    rng = note.rng
    who = some.name(rng, "full", latin=True)
    note.say(
        "<patient><name>",
        who,
        "</name><birthDate>",
        some.birth_date(rng),
        "</birthDate><mrn>",
        some.record_number(rng),
        "</mrn><phone>",
        some.phone(rng, labelled=False),
        '</phone><weight unit="kg">',
    )
    return note.value(f"{rng.uniform(40, 120):.1f}").say("</weight></patient>")


def _consult(note: Note) -> Note:
    rng = note.rng
    who = some.name(rng, "full", latin=True)
    note.say("Thank you for referring ", rng.choice(("Mr ", "Mrs ", "Ms ")), who, ", whom I saw in clinic. ")
    clinical(note, 2)
    note.say(
        "I have asked ",
        rng.choice(("Mr ", "Mrs ", "Ms ")),
        Identifier("name", who.parts[-1], (who.parts[-1],)),
        " to ring us on ",
        some.phone(rng),
        ". ",
    )
    return note.say("Kind regards,\nDr ", some.name(rng, "full"), "\n")


def _triage(note: Note) -> Note:
    rng = note.rng
    age = some.great_age(rng)
    note.say(
        "ED triage. ",
        Identifier("age", f"{age} yr old", (age,)),
        " ",
        rng.choice(("female", "male")),
        ", lives with daughter ",
        some.name(rng, "first", latin=True),
        " at ",
        some.street_address(rng),
        ". ",
    )
    return clinical(note, 3)


def _implant(note: Note) -> Note:
    rng = note.rng
    note.say(
        "ICD implanted 2021, serial #",
        some.serial_number(rng),
        ". Remote monitor IP ",
        some.ip(rng),
        ", login at ",
        some.url(rng),
        " . Medicare number ",
        some.member_number(rng),
        ". ",
    )
    return clinical(note, 2)


def _social(note: Note) -> Note:
    rng = note.rng
    note.say(
        "Next of kin: ",
        some.name(rng, "full"),
        " (daughter), ",
        some.phone(rng, labelled=False),
        ". SSN on file ",
        some.ssn(rng),
        ". Policy holder: ",
        some.name(rng, "full"),
        ", policy #",
        some.member_number(rng),
        ". ",
    )
    return clinical(note, 2)


WORDINGS: Final[Sequence[Callable[[Note], Note]]] = (
    _discharge, _phone_message, _pharmacy_label, _fax_cover, _csv_row, _chat, _table, _markup, _consult, _triage, _implant, _social,
)  # fmt: skip
