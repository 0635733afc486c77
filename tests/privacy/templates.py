"""Notes from templates: `«kind»` is an identifier that must go, `‹…›` a clinical value that must stay (`#` is a digit), `⟨a¦b⟩` a choice.

Names, numbers and dates are drawn from pools of their own, wider than those of `identifiers`: more ways to write the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Final

from tests.privacy.identifiers import MONTHS, Identifier, words_of
from tests.privacy.notes import Note

GIVEN: Final = (
    "John", "Linda", "Rosa", "Thuy", "Chukwuemeka", "Padraig", "Svetlana", "Ahmed", "Mei-Ling", "Bartholomew", "Kim", "Jo", "Renée", "Tariq",
    "Guadalupe", "Ashok", "Freya", "Kofi", "DeShawn", "Hannah", "Walter", "Yusuf", "Beatriz", "Erik", "Patience", "Dawn", "Ian", "Mohammed",
)  # fmt: skip
FAMILY: Final = (
    "Johnson", "Kowalczyk", "O'Brien-García", "Nguyễn", "Patel", "MacDonald", "Ng", "Oyelaran", "St. John", "Van Buren", "Hernández", "Bell",
    "Waters", "Cooper-Hughes", "Abdullah", "Ferreira da Silva", "Thompson", "Ivanov", "Castellanos", "Nakamura", "D'Souza", "Müller-Lüdenscheidt",
    "Lee", "Stone", "Achterberg", "Brown", "Rossi", "Eze",
)  # fmt: skip
ROADS: Final = (
    "Main",
    "Washington",
    "N. Clark",
    "SW 12th",
    "Pine Ridge",
    "Jefferson Davis",
    "King George",
    "Birchwood",
    "County Road",
    "E 86th",
)
ENDS: Final = ("St", "Street", "Ave", "Blvd.", "Pkwy", "Circle", "Rd.", "Ln", "Close", "Crescent", "Trail", "Dr.", "Plaza", "Highway")
TOWNS: Final = (
    ("Springfield", "IL"), ("Portland", "OR"), ("Los Angeles", "CA"), ("Ann Arbor", "MI"), ("Mt. Pleasant", "SC"), ("Boise", "Idaho"), ("Erie", "PA"),
)  # fmt: skip
PARTICLES: Final = ("da", "st", "van")


def _digits(rng: Random, pattern: str) -> str:
    """Fill `#` with digits (never a zero first), `@` with capital letters."""
    return "".join(str(rng.randint(1, 9)) if c == "#" else rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") if c == "@" else c for c in pattern)


def _name(rng: Random, form: str) -> Identifier:
    first, last, middle = rng.choice(GIVEN), rng.choice(FAMILY), rng.choice("ABCDEFGHJKLMPRSTW")
    text = {
        "n": rng.choice(
            (f"{first} {last}",) * 3 + (f"{first} {middle}. {last}", f"{first} {middle} {last}", f"{first} {rng.choice(GIVEN)} {last}")
        ),
        "nl": last,
        "nf": first,
        "nc": rng.choice((f"{last}, {first}", f"{last}, {first} {middle}.", f"{last},{first}")),
        "nC": rng.choice((f"{last}, {first}", f"{last},{first} {middle}")).upper(),
        "nU": f"{first} {last}".upper(),
        "nw": f"{first} {last}".lower(),
        "ni": rng.choice((f"{first[0]}. {last}", f"{first[0]} {last}", f"{first[0]}.{middle}. {last}")),
        "nh": f"{last}^{first}^{middle}".upper(),
        "nlw": last.lower(),
        "nfw": first.lower(),
    }[form]
    return Identifier("name", text, tuple(w for w in words_of(text.replace("^", " ")) if w.lower() not in PARTICLES))


def _born(rng: Random, form: str) -> Identifier:
    y, m, d = rng.randint(1932, 2018), rng.randint(1, 12), rng.randint(1, 28)
    long, short, y2 = MONTHS[m - 1], MONTHS[m - 1][:3], f"{y % 100:02}"
    th = "th" if 4 <= d <= 20 or d >= 24 else {1: "st", 2: "nd", 3: "rd"}[d % 10]
    every = {
        "dob": (f"{m:02}/{d:02}/{y}", f"{y}-{m:02}-{d:02}", f"{d}.{m}.{y2}", f"{d:02} {short} {y}", f"{d} {short} {y2}", f"{long} {d}, {y}",
        f"{d}-{short}-{y2}",
        f"{m}/{d}/{y2}", f"{d}{th} of {long} {y}", f"{short} {d}, {y}", f"{long} {d}{th} {y}", f"{d:02}/{m:02}/{y}", f"{m}-{d}-{y}", f"{y}.{m:02}.{d:02}",
        f"{d}{th} {long} {y}", f"{short.upper()} {d} {y}", f"{d:02}{short.upper()}{y}", f"{m} / {d} / {y}", f"{y}/{m}/{d}"),
        "dobiso": (f"{y}-{m:02}-{d:02}",), "dob8": (f"{y}{m:02}{d:02}",), "dobus": (f"{m:02}/{d:02}/{y}", f"{m}/{d}/{y}"),
        "dobsaid": (f"{long} {d}{th}, {y}", f"the {d}{th} of {long} {y}", f"{d}{th} {long} {y}", f"{long} the {d}{th} {y}", f"{d} {long} {y}"),
    }[form]  # fmt: skip
    text = rng.choice(every)
    return Identifier("dob", text, (text,))


def _address(rng: Random, form: str) -> Identifier:
    first = rng.choice((f"{rng.randint(1, 9999)} {rng.choice(ROADS)} {rng.choice(ENDS)}",) * 5 + (f"PO Box {rng.randint(10, 9999)}",))
    unit = rng.choice(("", "", "", ", Apt 4B", " Apt. 12", ", Unit 7", " #302", ", Ste 200", ", Flat 3", ", Lot 9", ", 2nd Floor"))
    (town, state), code = rng.choice(TOWNS), str(rng.randint(10001, 99949)) + rng.choice(("", "", "-" + _digits(rng, "####")))
    if form == "st":
        return Identifier("address", first + unit, (first,))
    gap = "\n" if form == "adl" else ", "
    return Identifier("address", f"{first}{unit}{gap}{town}, {state} {code}", (first, town, code))


def _mailbox(rng: Random) -> str:
    first, last = rng.choice(("john", "rosa", "svetlana", "kofi", "freya")), rng.choice(("kowalczyk", "patel", "bell", "nakamura"))
    return rng.choice((f"{first}.{last}", f"{first[0]}{last}{rng.randint(1, 99)}", f"{first}_{last}", f"{last}-{first}+care"))


ONE: Final[dict[str, tuple[str, ...]]] = {
    "ssn": ("9##-##-####", "9##-##-####", "9## ## ####", "9########"),
    "ssnplain": ("9##-##-####",),
    "mrn": ("########", "#######", "######", "0#######", "@#######", "##-##-##", "@@######", "###-###-###", "H000######"),
    "ins": ("@@@#########", "@@@@#########", "@#########", "#########", "####-#####-##", "@@@ ### ### ###", "##########@", "@@#-######"),
    "mbi": ("1EG4-TE#-MK7#", "1EG4TE#MK7#", "2@#4-@@#-@@##"),
    "nhs": ("### ### ####", "##########", "###-###-####"),
    "grp": ("######", "@@-#####", "G#####", "00#####"),
    "acct": ("##########", "A######", "####-####-##", "V00#######"),
    "dev": ("SN-########", "@@@######@", "#########", "@@-####-####", "PM######", "####@##@", "@@####@@##"),
    "lot": ("@@#####", "######@", "@##-####", "L########"),
    "udi": ("(01)0#############(17)2#1#3#(10)@####", "(01)0#############(21)########", "(01)0#############"),
    "lic": ("@#######", "###-##-####", "@@#######"),
    "zip": ("1####", "9####-####"),
    "ph": ("(###) 555-01##", "###-555-01##", "###.555.01##", "+1 ### 555 01##", "+1-###-555-01##", "###-555-01## ext 2##", "(###)555-01##", "1 (###) 555-01##",
           "+44 20 7946 0###", "### 555 01##", "+1 (###) 555-01##", "###-555-01## x ##", "+49 30 ######", "001 ### 555 01##", "### 55501##"),
    "phl": ("###55501##", "555-01##", "555 01##", "020 7946 0###", "07700 900###", "+447700900###", "(020) 7946 0###", "01632 960###", "###/555-01##"),
    "ipv4": ("203.0.113.1##", "198.51.100.##", "192.0.2.#"),
    "ipv6": ("2001:db8::#a#", "2001:0db8:85a3:0000:0000:8a2e:0370:7###", "2001:db8:#:#::1"),
}  # fmt: skip
"""Number formats by kind; telephone numbers and addresses of machines lie in ranges kept for fiction and documentation."""
KINDS: Final = {
    "mbi": "insurance", "ins": "insurance", "grp": "insurance", "nhs": "mrn", "acct": "mrn", "lic": "mrn", "dev": "device", "lot": "device", "udi": "device",
    "ssnplain": "ssn", "zip": "address", "ph": "phone", "phl": "phone", "ipv4": "ip", "ipv6": "ip",
}  # fmt: skip


def identifier(rng: Random, form: str) -> Identifier:
    """Draw an identifier of a form."""
    if form.startswith("n") and form != "nhs":
        return _name(rng, form)
    if form.startswith("dob"):
        return _born(rng, form)
    if form in ("ad", "adl", "st"):
        return _address(rng, form)
    if form == "em":
        box = _mailbox(rng)
        return Identifier("email", f"{box}@{rng.choice(('example.com', 'mail.example.co.uk', 'clinic.example.org'))}", (box,))
    if form == "url":
        text = rng.choice(("https://portal.example.org/p/{}", "http://www.example.com/users/{}?tab=labs", "www.example.net/{}", "https://mychart.example.com/{}/summary#meds",
            "portal.example.com/patient/{}"))  # fmt: skip
        text = text.format(_mailbox(rng).replace("+", "-"))
        return Identifier("url", text, (text,))
    text = _digits(rng, rng.choice(ONE[form]))
    if form == "phl":
        text = rng.choice((text, _digits(rng, rng.choice(ONE["ph"]))))
    return Identifier(KINDS.get(form, form), text, (text,))


CHOICE: Final = re.compile("⟨([^⟨⟩]*)⟩")
PIECE: Final = re.compile("«([a-zCU0-9]+)»|‹([^›]*)›")


def filled(template: str, note: Note) -> Note:
    """Fill a template into a note."""
    rng = note.rng
    template = CHOICE.sub(lambda found: rng.choice(found[1].split("¦")), template)
    place = 0
    for found in PIECE.finditer(template):
        note.say(template[place : found.start()])
        if found[1]:
            note.say(identifier(rng, found[1]))
        else:
            note.value(_digits(rng, found[2]))
        place = found.end()
    return note.say(template[place:])


def wordings(templates: Sequence[str]) -> list[Callable[[Note], Note]]:
    """Templates as wordings of notes."""
    return [partial(filled, template) for template in templates]
