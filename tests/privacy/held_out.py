"""Wordings that were written after the redactor, in three lots. What each showed at its first run was then mended.

At their first run the recall was 0.900 (the first twelve), 0.842 (the next eight) and 0.900 (the last eight), with every clinical value intact: that
is what to expect of notes written in a way that is not known yet. Missed were names that nothing known announced ("ADMISSION NOTE - Jane Doe -"),
labels that were not known (XML tags, mail headers, "cardholder") and forms of telephone numbers without a label.
"""

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


def _admission(note: Note) -> Note:
    rng = note.rng
    note.say(
        "ADMISSION NOTE - ",
        some.name(rng, "full", latin=True),
        " - DOB ",
        some.birth_date(rng),
        " - MRN ",
        some.record_number(rng),
        "\nCC: dizziness. HPI: ",
    )
    return clinical(
        note.value(f"{rng.randint(20, 89)}-year-old").say(
            " with falls. Accompanied by her husband ", some.name(rng, "full", latin=True), ". "
        ),
        3,
    )


def _parent(note: Note) -> Note:
    rng = note.rng
    note.say("My daughter ", some.name(rng, "first", latin=True), " (born ", some.birth_date(rng), ") weighs ").value(
        f"{rng.randint(8, 40)} kg"
    )
    note.say(". Our pediatrician, Dr. ", some.name(rng, "last"), ", said ").value(f"{rng.randint(80, 400)} mg").say(
        " of ibuprofen. My number: ", some.phone(rng), ". "
    )
    return clinical(note, 1)


def _log_line(note: Note) -> Note:
    rng = note.rng
    note.say(
        "2024-05-03T10:15:00Z INFO request client_ip=",
        some.ip(rng),
        " user_email=",
        some.email(rng),
        " mrn=",
        some.record_number(rng),
        " dose=",
    )
    return note.value(f"{rng.randint(5, 500)} mg").say(" status=200\n")


def _transfer(note: Note) -> Note:
    rng = note.rng
    note.say(
        "Transfer of care. Pt: ",
        some.cased(rng, some.name(rng, "comma"), lower=False),
        " | SSN ",
        some.ssn(rng),
        " | Ins: Medicare #",
        some.member_number(rng),
        " | Addr: ",
        some.street_address(rng),
        "\n",
    )
    return clinical(note.say("Report called to RN ", some.name(rng, "full", latin=True), ". "), 3)


def _email_body(note: Note) -> Note:
    rng = note.rng
    note.say(
        "Hi Dr. ",
        some.name(rng, "last"),
        ",\n\nI saw ",
        rng.choice(("Mr. ", "Mrs. ")),
        some.name(rng, "full"),
        " (DOB: ",
        some.birth_date(rng),
        ") today. ",
    )
    clinical(note, 2)
    return note.say("\nBest,\n", some.name(rng, "full", latin=True), ", MD\nCell: ", some.phone(rng), " | ", some.email(rng), "\n")


def _tool_call(note: Note) -> Note:
    rng = note.rng
    note.say(
        '{"tool": "get_dosing", "patient": {"firstName": "',
        some.name(rng, "first", latin=True),
        '", "lastName": "',
        Identifier("name", n := "Zwicky", (n,)),
        '", "birthDate": "',
        some.birth_date(rng),
    )
    return note.say('", "phoneNumber": "', some.phone(rng), '"}, "crcl": ').value(str(rng.randint(10, 120))).say("}")


def _handoff(note: Note) -> Note:
    rng = note.rng
    age = some.great_age(rng)
    note.say("Rm 12: ", some.name(rng, "comma", latin=True), ", ", Identifier("age", f"{age} yo", (age,)), " F, full code. ")
    return clinical(note.say("Family contact ", some.name(rng, "full", latin=True), " ", some.phone(rng, labelled=False), ". "), 3)


def _device_clinic(note: Note) -> Note:
    rng = note.rng
    note.say(
        "Insulin pump (serial no. ",
        some.serial_number(rng),
        ") downloaded via ",
        some.url(rng),
        ". Account no: ",
        some.record_number(rng),
        ". Resides at ",
        some.street_address(rng),
        ". ",
    )
    return clinical(note, 3)


WORDINGS: Final[Sequence[Callable[[Note], Note]]] = (
    _discharge, _phone_message, _pharmacy_label, _fax_cover, _csv_row, _chat, _table, _markup, _consult, _triage, _implant, _social,
    _voicemail, _intake_form, _yaml, _progress, _query, _ticket, _claim, _visit,
    _admission, _parent, _log_line, _transfer, _email_body, _tool_call, _handoff, _device_clinic,
)  # fmt: skip
