"""Clinical notes as people and systems write them, made up by a seeded generator that knows what in them must go and what must stay.

They were written from how notes look, not from what the redactor finds. `WORDINGS` is what it was developed against; the wordings of
`held_out.py` were written after it, and its figures on them are printed beside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from tests.privacy import identifiers as some
from tests.privacy.identifiers import Identifier

DRUGS: Final = (
    "apixaban",
    "warfarin",
    "metformin",
    "lisinopril",
    "Depakote",
    "vancomycin",
    "gabapentin",
    "amiodarone",
    "Eliquis",
    "digoxin",
    "St. John's wort",
    "furosemide",
)


@dataclass
class Note:
    """A note in the making: text, identifiers that must go, clinical values that must stay, in order."""

    rng: Random
    text: str = ""
    plain: str = ""
    """The text with a gap for each identifier."""
    gone: list[Identifier] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def say(self, *pieces: str | Identifier) -> Note:
        """Add plain text and identifiers."""
        for piece in pieces:
            if isinstance(piece, Identifier):
                self.gone.append(piece)
                self.text, self.plain = self.text + piece.text, self.plain + "\0"
            else:
                self.text, self.plain = self.text + piece, self.plain + piece
        return self

    def value(self, *texts: str) -> Note:
        """Add clinical values that must stay as they are."""
        for text in texts:
            self.kept.append(text)
            self.say(text)
        return self

    def label(self, *names: str) -> Note:
        """Add one of the labels, in some case, with some punctuation behind it."""
        rng = self.rng
        name = rng.choice(names)
        name = rng.choice((name, name, name, name.upper(), name.lower()))
        return self.say(
            name,
            rng.choice(
                (": ", ": ", ":", " : ", " - ", "= ", " = ", ":  ", ":\t", " #: " if "umber" not in name and name.isupper() else ": ")
            ),
        )

    def pick(self, *texts: str) -> Note:
        """Add one of the texts."""
        return self.say(self.rng.choice(texts))


def clinical(note: Note, count: int = 3) -> Note:
    """Add sentences with clinical values."""
    rng = note.rng
    for _ in range(count):
        drug = rng.choice(DRUGS)
        choice = rng.randrange(26)
        if choice == 0:
            note.say("Takes ", drug, " ").value(f"{rng.choice((2.5, 5, 10, 40))} mg").say(
                rng.choice((" twice daily. ", " once daily. ", " q12h. "))
            )
        elif choice == 1:
            note.say("SCr ").value(f"{rng.uniform(0.5, 6):.1f} mg/dL").say(", CrCl ").value(f"{rng.randint(8, 120)} mL/min").say(". ")
        elif choice == 2:
            note.say("eGFR ").value(f"{rng.randint(10, 110)} mL/min/1.73 m2").say("; ")
        elif choice == 3:
            note.say("weight ").value(f"{rng.uniform(40, 140):.1f} kg").say(", height ").value(f"{rng.randint(140, 200)} cm").say(". ")
        elif choice == 4:
            note.say("INR ").value(f"{rng.uniform(1, 6):.1f}").say(" on ", drug, ". ")
        elif choice == 5:
            note.say("BP ").value(f"{rng.randint(90, 190)}/{rng.randint(50, 110)}").say(", HR ").value(str(rng.randint(45, 130))).say(". ")
        elif choice == 6:
            note.say("K ").value(f"{rng.uniform(2.8, 6.2):.1f} mEq/L").say(", Na ").value(f"{rng.randint(125, 150)} mmol/L").say(". ")
        elif choice == 7:
            note.say("HbA1c ").value(f"{rng.uniform(5, 12):.1f}%").say(". ")
        elif choice == 8:
            note.say("Platelets ").value(f"{rng.randint(40, 400)},000/uL").say(". ")
        elif choice == 9:
            note.say("Dx ").value(rng.choice(("I48.91", "N18.32", "E11.9", "Z79.01", "F31.81"))).say(" (ICD-10). ")
        elif choice == 10:
            note.say("NDC ").value(f"{rng.randint(0, 9999):04}-{rng.randint(0, 9999):04}-{rng.randint(0, 99):02}").say(". ")
        elif choice == 11:
            note.say("ATC ").value(rng.choice(("B01AF02", "A10BA02", "C03CA01"))).say(". ")
        elif choice == 12:
            note.say("insulin glargine ").value(f"{rng.randint(4, 60)} units").say(" at bedtime. ")
        elif choice == 13:
            note.say("vancomycin trough ").value(f"{rng.uniform(8, 25):.1f} mcg/mL").say(" at ").value(
                f"{rng.randint(1, 23):02}:{rng.choice(('00', '30'))}"
            ).say(". ")
        elif choice == 14:
            note.say("QTc ").value(f"{rng.randint(390, 540)} ms").say(" on ", drug, ". ")
        elif choice == 15:
            note.say("A ").value(f"{rng.randint(1, 89)}-year-old").say(rng.choice((" man. ", " woman. ", " patient. ")))
        elif choice == 16:
            note.say("amoxicillin/clavulanate ").value("875 mg/125 mg").say(" BID x ").value(f"{rng.randint(3, 14)} days").say(". ")
        elif choice == 17:
            note.say("heparin ").value(f"{rng.randint(10, 30)},000 units").say("/").value("250 mL").say(". ")
        elif choice == 18:
            note.say("TSH ").value(f"{rng.uniform(0.1, 9):.2f} mIU/L").say("; WBC ").value(f"{rng.uniform(2, 20):.1f} x10^9/L").say(". ")
        elif choice == 19:
            note.say(drug, " ").value(f"{rng.randint(1, 4)}-{rng.randint(5, 9)} mg").say(" every ").value(
                f"{rng.choice((4, 6, 8, 12))} hours"
            ).say(" as needed. ")
        elif choice == 20:
            note.say("age ").value(f"{rng.randint(18, 89)}").say(", Child-Pugh ").value(f"{rng.randint(5, 12)}").say(". ")
        elif choice == 21:
            note.say("[interaction:", drug.lower().replace(" ", "_"), ":").value(f"{rng.randrange(16**8):08x}").say("] ")
        elif choice == 22:
            note.say("Dose raised from ").value("1,250 mg").say(" to ").value("1,500 mg").say(" on day ").value(str(rng.randint(2, 9))).say(
                ". "
            )
        elif choice == 23:
            note.say("AUC ").value(f"{rng.randint(300, 700)} mg*h/L").say(", ").value(f"{rng.randint(2, 30)} mg/kg/day").say(". ")
        elif choice == 24:
            note.say("Serum ", drug, " ").value(f"{rng.uniform(0.3, 90):.2f} ng/mL").say(" drawn ").value(f"{rng.randint(2, 12)} h").say(
                " post dose. "
            )
        else:
            note.say("T ").value(f"{rng.uniform(35.5, 40.5):.1f} C").say(", SpO2 ").value(f"{rng.randint(85, 100)}%").say(
                ", albumin "
            ).value(f"{rng.uniform(1.5, 5):.1f} g/dL").say(". ")
    return note


def _honorific(note: Note) -> Note:
    rng = note.rng
    title = rng.choice(
        (
            "Mr",
            "Mrs",
            "Ms",
            "Miss",
            "Dr",
            "Mr.",
            "Mrs.",
            "Ms.",
            "Dr.",
            "Prof.",
            "Sir",
            "Rev.",
            "Mx.",
            "MR",
            "MRS.",
            "Señora",
            "Herr",
            "Frau",
        )
    )
    form = rng.choice(("last", "last", "full", "initial", "middle"))
    note.say(title, " ", some.name(rng, form)).pick(" takes ", " was started on ", " is on ", " has been on ", "'s list has ", ", on ").say(
        rng.choice(DRUGS), " "
    ).value("5 mg").say(". ")
    return clinical(note)


def _small_letters(note: Note) -> Note:
    rng = note.rng
    who = some.name(rng, rng.choice(("last", "full")), latin=True)
    note.say(
        rng.choice(("mr", "mrs", "ms", "dr", "mr.", "mrs.", "dr.")),
        " ",
        Identifier("name", who.text.lower(), tuple(p.lower() for p in who.parts)),
    )
    note.pick(" takes ", " is on ", " needs ", " was given ").say(rng.choice(DRUGS).lower(), " ").value("10 mg").say(" daily. ")
    return clinical(note)


def _header(note: Note) -> Note:
    rng = note.rng
    rows: list[Callable[[], Note]] = [
        lambda: note.label("Patient", "Name", "Patient Name", "Pt", "Pt Name", "Patient's name", "Full name", "PATIENT NAME").say(some.cased(rng,
        some.name(rng), lower=False)),
        lambda: note.label("DOB", "D.O.B.", "Date of Birth", "Birth date", "Birthdate", "Born", "Date of birth (mm/dd/yyyy)", "BD").say(some.birth_date(rng)),
        lambda: note.label("MRN", "Medical Record Number", "Med Rec No", "Chart No", "Patient ID", "Hospital Number", "Record No.", "Acct",
        "Account number", "FIN", "Encounter ID", "NHS No").say(some.record_number(rng)),
        lambda: note.label("Phone", "Tel", "Telephone", "Cell", "Mobile", "Home phone", "Ph", "Fax", "Contact", "Work").say(some.phone(rng)),
        lambda: note.label("Email", "E-mail", "Mail").say(some.email(rng)),
        lambda: note.label("SSN", "Social Security", "Social Security Number", "SS", "Soc Sec No").say(some.ssn(rng)),
        lambda: note.label("Member ID", "Policy number", "Policy No", "Insurance ID", "Subscriber ID", "Medicare", "Medicaid ID", "Group No",
        "Health plan ID", "MBI").say(some.member_number(rng)),
        lambda: note.label("Address", "Home address", "Addr", "Mailing address", "Residence").say(some.street_address(rng)),
        lambda: note.label("Serial No", "Device serial", "S/N", "Device ID", "Pump serial number", "Pacemaker S/N",
        "Serial number").say(some.serial_number(rng)),
        lambda: note.label("Provider", "Attending", "PCP", "Physician", "Emergency contact", "Next of kin", "Prescriber", "Guarantor",
        "Referring physician").say(some.name(rng)),
    ]  # fmt: skip
    between = rng.choice(("\n", "\n", "\r\n", " | ", "; ", "   "))
    for row in rng.sample(rows, rng.randint(3, 7)):
        row().say(between)
    return clinical(note.say("\n"))


def _free_text(note: Note) -> Note:
    rng = note.rng
    who = some.name(rng, "full")
    opening = rng.randrange(9)
    if opening == 0:
        note.say(who, " is a ").value(f"{rng.randint(20, 89)}-year-old").say(" seen today. ")
    elif opening == 1:
        note.say("Patient ", who, " presented with chest pain. ")
    elif opening == 2:
        note.say("Hello, my name is ", who, " and I take ", rng.choice(DRUGS), " ").value("20 mg").say(". ")
    elif opening == 3:
        note.say("This is ", who, ", I have a question. ")
    elif opening == 4:
        note.say(
            "Spoke with the patient's ",
            rng.choice(("mother", "daughter", "wife", "son", "husband", "sister", "caregiver")),
            " ",
            who,
            " by phone. ",
        )
    elif opening == 5:
        note.say("Her son, named ", some.name(rng, "first"), ", picks up her medicines. ")
    elif opening == 6:
        note.say("Pt ", who, " (").value(f"{rng.randint(20, 89)}").say(rng.choice(("F", "M", "yo F", " y/o male")), ") ")
    elif opening == 7:
        note.say("I'm ", who, ". ")
    else:
        note.say("Discussed with Dr. ", some.name(rng, "last"), " and Nurse ", some.name(rng, "full"), ". ")
    clinical(note, 2)
    for _ in range(rng.randint(1, 3)):
        choice = rng.randrange(14)
        if choice == 0:
            note.say("Was born ", rng.choice(("on ", "", "in Boston on ")), some.birth_date(rng), ". ")
        elif choice == 1:
            note.say("Call ", rng.choice(("her", "him", "back", "me", "the family")), " at ", some.phone(rng), ". ")
        elif choice == 2:
            note.say("Lives at ", some.street_address(rng), ". ")
        elif choice == 3:
            note.say("Write to ", some.email(rng), " with the plan. ")
        elif choice == 4:
            note.say("The number is ", some.phone(rng, labelled=False), ". ")
        elif choice == 5:
            note.say("His social is ", some.ssn(rng), ". ")
        elif choice == 6:
            note.say("See MRN ", some.record_number(rng), " for details. ")
        elif choice == 7:
            note.say("Portal: ", some.url(rng), " ")
        elif choice == 8:
            note.say("Logged in from ", some.ip(rng), " yesterday. ")
        elif choice == 9:
            note.say("Pacemaker serial number ", some.serial_number(rng), ". ")
        elif choice == 10:
            note.say("Insured, policy ", some.member_number(rng), ". ")
        elif choice == 11:
            age = some.great_age(rng)
            note.say("A ", Identifier("age", f"{age}-year-old", (age,)), " relative is well. ")
        elif choice == 12:
            note.say("Mail goes to ", some.street_address(rng), ". ")
        else:
            note.say("dob ", some.birth_date(rng), " ")
    return clinical(note, 1)


def _json_record(note: Note) -> Note:
    rng = note.rng
    keys = rng.choice(
        (
            ("patient_name", "birth_date", "mrn", "phone", "email", "address", "ssn"),
            ("name", "dob", "medical_record_number", "telephone", "email", "street_address", "social_security_number"),
            ("patientName", "dateOfBirth", "patientId", "phoneNumber", "emailAddress", "homeAddress", "ssn"),
            ("PatientName", "DOB", "MRN", "HomePhone", "Email", "Address", "SSN"),
        )
    )
    makers = (some.name, some.birth_date, some.record_number, some.phone, some.email, some.street_address, some.ssn)
    quote = rng.choice(('"', '"', "'"))
    rows = [(key, make(rng)) for key, make in zip(keys, makers, strict=True)]
    note.say("{")
    for key, found in rng.sample(rows, rng.randint(3, 7)):
        if quote in found.text:
            continue
        note.say(f"{quote}{key}{quote}: {quote}", found, f"{quote}, ")
    note.say(f"{quote}weight_kg{quote}: ").value(f"{rng.uniform(40, 120):.1f}").say(f", {quote}scr_mg_dl{quote}: ").value(
        f"{rng.uniform(0.5, 5):.2f}"
    ).say(f", {quote}age_years{quote}: ").value(str(rng.randint(1, 89)))
    return note.say("}")


def _segments(note: Note) -> Note:
    rng = note.rng
    given, family = some.full_name(rng, latin=True)
    who = Identifier("name", f"{family}^{given}^{rng.choice('ABCDE')}".upper(), some.words_of(f"{family} {given}".upper()))
    born = Identifier("dob", day := f"{rng.randint(1935, 2015)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}", (day,))
    number, street = str(rng.randint(100, 9999)), rng.choice(some.STREETS).upper()
    city, state = rng.choice(some.CITIES)
    zip_code = str(rng.randint(10000, 99949))
    where = Identifier(
        "address", f"{number} {street} ST^^{city.upper()}^{state}^{zip_code}", (f"{number} {street}", city.upper(), zip_code)
    )
    mrn = Identifier("mrn", id := some._digits(rng, rng.choice((6, 8))), (id,))
    doctor = some.name(rng, "last", latin=True)
    attending = Identifier("name", f"{doctor.text.upper()}^{rng.choice(('ANN', 'PAUL', 'LEE'))}", tuple(p.upper() for p in doctor.parts))
    note.say("MSH|^~\\&|LAB|HOSP|RX|HOSP|20240503101500||ORU^R01|MSG0001|P|2.5\n")
    note.say(
        "PID|1||",
        mrn,
        "^^^HOSP^MR||",
        who,
        "||",
        born,
        rng.choice(("|F|||", "|M|||")),
        where,
        "||",
        some.phone(rng, labelled=False),
        "|||||||",
        some.ssn(rng),
        "\n",
    )
    note.say("PV1|1|I|4N^12^1||||1234^", attending, "\n")
    note.say("OBX|1|NM|2160-0^Creatinine||").value(f"{rng.uniform(0.5, 5):.2f}").say("|mg/dL|0.6-1.2|H\n")
    return note.say("OBX|2|NM|2823-3^Potassium||").value(f"{rng.uniform(2.8, 6.5):.1f}").say("|mmol/L|3.5-5.1|N")


def _letter(note: Note) -> Note:
    rng = note.rng
    note.say(
        "Dear ",
        rng.choice(("Mr. ", "Mrs. ", "Ms. ", "Dr. ")),
        some.name(rng, "last"),
        ",\n\nRe: ",
        some.name(rng, "full"),
        ", DOB ",
        some.birth_date(rng),
        "\n",
    )
    note.say("Address:\n", some.street_address(rng, lines=True), "\n\n")
    clinical(note, 3)
    return note.say(
        "\n\nSincerely,\n", some.name(rng, "full"), rng.choice((", PharmD", ", MD", ", RN", ", M.D.")), "\nTel ", some.phone(rng), "\n"
    )


def _worn_scan(note: Note) -> Note:
    rng = note.rng
    found = some.record_number(rng)
    worn = found.text.replace("0", rng.choice("O0")).replace("1", rng.choice("l1"))
    note.say(
        rng.choice(("MRN  ", "M R N : ", "MRN:\n", "MRN.", "MRN :", "MRN#")),
        Identifier("mrn", worn, (worn,)),
        rng.choice(("\n", "  ", " | ")),
    )
    note.say(rng.choice(("D0B: ", "DOB :", "D O B ", "DOB.", "D.0.B. ", "D.O.B ")), some.birth_date(rng), rng.choice(("\n", "  ")))
    note.say(
        rng.choice(("Name : ", "NAME:", "Nane: ", "Narne: ", "Patient Narne: ", "Patlent: ")),
        some.cased(rng, some.name(rng, rng.choice(("full", "comma"))), lower=False),
        rng.choice(("\n", "   ")),
    )
    phone = some.phone(rng)
    worn = phone.text.replace("0", rng.choice("O0"))
    note.say(rng.choice(("Te1: ", "Tel .: ", "Phone:", "PHONE ", "Tel:\n")), Identifier("phone", worn, (worn,)), "\n")
    return clinical(note)


def _shorthand(note: Note) -> Note:
    rng = note.rng
    note.say(some.cased(rng, some.name(rng, rng.choice(("comma", "comma_initial")), latin=True), lower=False), " ").value(
        f"{rng.randint(20, 89)}"
    ).say(rng.choice(("F", "M", "yoF", "y/o M", " yo male")), " ")
    note.pick("MRN", "mrn", "MRN#").say(" ", some.record_number(rng), rng.choice((" / ", "; ", ", ")))
    note.pick("DOB", "dob").say(" ", some.birth_date(rng), rng.choice((" / ", "; ", ", ")))
    return clinical(note, 3)


def _old_patient(note: Note) -> Note:
    rng = note.rng
    age = some.great_age(rng)
    before, text = rng.choice(
        (
            ("", f"{age}-year-old"),
            ("", f"{age} year old"),
            ("", f"{age} y/o"),
            ("", f"{age}yo"),
            ("Age: ", age),
            ("age ", age),
            ("aged ", age),
            ("Age ", f"{age} years"),
            ("", f"{age} years old"),
            ("Pt is ", f"{age} yrs old"),
            ("is ", f"{age} years of age"),
            ("", f"{age}F"),
            ("", f"{age} yo"),
        )
    )
    note.say(
        rng.choice(("Seen today: ", "Woman, ", "Man, ")),
        before,
        Identifier("age", text, (age,)),
        rng.choice((" on ", ", takes ")),
        rng.choice(DRUGS),
        " ",
    ).value("12.5 mg").say(". ")
    return clinical(note)


def _spoken(note: Note) -> Note:
    rng = note.rng
    who = some.name(rng, "full", latin=True)
    lower = Identifier("name", who.text.lower(), tuple(p.lower() for p in who.parts))
    note.pick("hi ", "hello, ", "", "good morning, ").say(
        "my name is ", rng.choice((who, lower)), rng.choice((" and ", ", ", ". ")), "i take ", rng.choice(DRUGS), " "
    ).value("50 mg").say(". ")
    note.pick("my number is ", "you can call me on ", "reach me at ", "my cell is ", "text me at ").say(
        some.phone(rng, labelled=False), ". "
    )
    note.pick("my birthday is ", "i was born on ", "i was born ", "my date of birth is ", "dob is ").say(some.birth_date(rng), ". ")
    note.pick("i live at ", "my address is ", "send it to ").say(some.street_address(rng), ". ")
    return clinical(note, 2)


WORDINGS: Final[Sequence[Callable[[Note], Note]]] = (
    _honorific,
    _small_letters,
    _header,
    _header,
    _free_text,
    _free_text,
    _free_text,
    _json_record,
    _segments,
    _letter,
    _worn_scan,
    _shorthand,
    _old_patient,
    _spoken,
)


def notes(count: int, seed: int, wordings: Sequence[Callable[[Note], Note]] = WORDINGS) -> list[Note]:
    """Make notes.

    Args:
        count: How many.
        seed: The same seed gives the same notes.
        wordings: The ways to write them.

    Returns:
        The notes.
    """
    rng = Random(seed)
    return [rng.choice(wordings)(Note(Random(rng.random()))) for _ in range(count)]


@dataclass
class Score:
    """What a redactor left and spared, over many notes."""

    identifiers: int = 0
    values: int = 0
    leaked: list[tuple[Identifier, str]] = field(default_factory=list)
    """Identifiers of which something was left, with the text that was left."""
    lost: list[tuple[str, str]] = field(default_factory=list)
    """Clinical values that were not left as they were, with the text."""

    @property
    def recall(self) -> float:
        """Share of the identifiers of which nothing was left."""
        return 1 - len(self.leaked) / self.identifiers

    @property
    def intact(self) -> float:
        """Share of the clinical values that stand as they stood, in their order."""
        return 1 - len(self.lost) / self.values


def scored(made: Sequence[Note], redacted: Callable[[str], str]) -> Score:
    """Redact notes and count. An identifier has leaked when any piece of it stands more often than the rest of the note has it."""
    score = Score()
    for note in made:
        left = redacted(note.text)
        score.identifiers += len(note.gone)
        score.values += len(note.kept)
        score.leaked += [(found, left) for found in note.gone if any(_times(part, left) > _times(part, note.plain) for part in found.parts)]
        place = 0
        for value in note.kept:
            match = re.compile(rf"(?<![\d.]){re.escape(value)}(?!\d)").search(left, place)
            if match is None:
                score.lost.append((value, left))
            else:
                place = match.end()
    return score


def _times(part: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(part)}(?!\w)", text))
