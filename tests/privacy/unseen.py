"""Wordings that were written last and never changed the redactor: the honest figure for notes that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tests.privacy import identifiers as some
from tests.privacy.identifiers import Identifier
from tests.privacy.notes import Note, clinical


def _voicemail(note: Note) -> Note:
    rng = note.rng
    note.say(
        "Voicemail transcript. Hi, it's ",
        some.name(rng, "full", latin=True),
        " calling about my refill, date of birth ",
        some.birth_date(rng),
        ", you can get me on ",
        some.phone(rng, labelled=False),
        ". ",
    )
    return clinical(note, 2)


def _intake_form(note: Note) -> Note:
    rng = note.rng
    given, family = some.full_name(rng, latin=True)
    note.say(
        "First name: ",
        Identifier("name", given, some.words_of(given)),
        "\nLast name: ",
        Identifier("name", family, some.words_of(family)),
        "\nBirth date ....... ",
        some.birth_date(rng),
    )
    note.say(
        "\nCity: ",
        Identifier("address", c := rng.choice(some.CITIES)[0], (c,)),
        "\nZip: ",
        Identifier("address", z := str(rng.randint(10000, 99949)), (z,)),
        "\nMobile no. ",
        some.phone(rng),
        "\n",
    )
    return clinical(note, 2)


def _yaml(note: Note) -> Note:
    rng = note.rng
    note.say(
        "patient:\n  full_name: ",
        some.name(rng, "full"),
        "\n  dob: ",
        some.birth_date(rng),
        "\n  mrn: ",
        some.record_number(rng),
        "\n  email: ",
        some.email(rng),
        "\n  weight_kg: ",
    )
    return note.value(f"{rng.uniform(40, 120):.1f}").say("\n  member_id: ", some.member_number(rng), "\n")


def _progress(note: Note) -> Note:
    rng = note.rng
    note.say(
        "S: ",
        rng.choice(("Ms. ", "Mr. ", "Mrs. ")),
        some.name(rng, "last"),
        " reports nausea. Brother (",
        some.name(rng, "first", latin=True),
        ") present. O: ",
    )
    clinical(note, 2)
    return note.say(
        "A/P: discussed with ",
        some.name(rng, "full", latin=True),
        ", PharmD. Page Dr. ",
        some.name(rng, "last"),
        " at ",
        some.phone(rng, labelled=False),
        ".",
    )


def _query(note: Note) -> Note:
    rng = note.rng
    note.say("Question for pharmacy re patient ", some.name(rng, "full", latin=True), " (MRN: ", some.record_number(rng), ", ").value(
        f"{rng.randint(20, 89)}"
    ).say("F): ")
    return clinical(note, 2)


def _ticket(note: Note) -> Note:
    rng = note.rng
    note.say(
        "From: ",
        some.name(rng, "full", latin=True),
        " <",
        some.email(rng),
        ">\nSubject: dose\nX-Originating-IP: ",
        some.ip(rng),
        "\n\nSee ",
        some.url(rng),
        "\n",
    )
    return clinical(note.say("Sent by ", some.name(rng, "full", latin=True), "\n"), 2)


def _claim(note: Note) -> Note:
    rng = note.rng
    note.say(
        "CLAIM REJECTED: cardholder ID ",
        some.member_number(rng),
        ", cardholder ",
        some.name(rng, "comma"),
        ", patient DOB ",
        some.birth_date(rng),
        ". Device UDI/serial: ",
        some.serial_number(rng),
        ". ",
    )
    return clinical(note, 2)


def _visit(note: Note) -> Note:
    rng = note.rng
    age = some.great_age(rng)
    note.say("Home visit to ", some.street_address(rng), ". Patient, aged ", Identifier("age", age, (age,)), ", ")
    return clinical(
        note.say("cared for by her niece, ", some.name(rng, "full", latin=True), ". SSN ends; full SSN ", some.ssn(rng), ". "), 2
    )


WORDINGS: Final[Sequence[Callable[[Note], Note]]] = (_voicemail, _intake_form, _yaml, _progress, _query, _ticket, _claim, _visit)
