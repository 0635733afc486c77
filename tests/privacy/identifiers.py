"""Made-up identifiers of every kind, drawn by a seeded generator. Nobody's: numbers lie in ranges kept for fiction where there are such."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

LATIN: Final = (
    ("James", "Smith"), ("Maria", "Garcia"), ("Olga", "Petrova"), ("Wei", "Zhang"), ("Siobhan", "O'Brien"), ("Jean-Luc", "Moreau"),
    ("Anneliese", "Müller"), ("Zoë", "Brontë"), ("Søren", "Kjærgaard"), ("José", "Núñez"), ("Łukasz", "Wójcik"), ("Nguyen", "Thi Minh"),
    ("Fatima", "al-Hassan"), ("Omar", "bin Khalid"), ("Pieter", "van der Berg"), ("Ana", "de la Cruz"), ("Mary-Kate", "McAllister"),
    ("Chidi", "Okonkwo"), ("Aaliyah", "Washington"), ("Hiroshi", "Tanaka"), ("Ji-woo", "Kim"), ("Priya", "Raghunathan"), ("Björn", "Åkesson"),
    ("Giulia", "D'Angelo"), ("Xi", "Wu"), ("Ed", "Li"), ("Thandiwe", "Nkosi"), ("Kwame", "Mensah"), ("Anahit", "Sargsyan"), ("Elif", "Şahin"),
    ("Dimitrios", "Papadopoulos"), ("Tekle", "Haile"), ("Leilani", "Kealoha"), ("Winona", "Redcloud"), ("Carlos", "Ruiz Delgado"),
    ("Zsófia", "Nagy"), ("Ingrid", "Lindqvist"), ("Rajesh", "Iyer"), ("Sean", "FitzGerald"), ("Mette", "Østergaard"), ("Noor", "Rahman"),
    ("Grace", "Young"), ("Will", "May"), ("Rose", "Day"), ("April", "Long"), ("Hope", "White"), ("Mark", "Grant"), ("Sunny", "Price"),
)  # fmt: skip
OTHER_SCRIPTS: Final = (("Иван", "Петров"), ("Ольга", "Сидорова"), ("Νίκος", "Παπαδάκης"), ("明", "王"), ("علي", "محمد"), ("राजेश", "शर्मा"))
STREETS: Final = (
    "Maple",
    "Oak Hill",
    "Martin Luther King",
    "5th",
    "Elm",
    "Sunset",
    "St. Mary's",
    "Old Mill",
    "Lakeshore",
    "Cherry Blossom",
    "42nd",
)
WAYS: Final = ("Street", "St", "Avenue", "Ave.", "Road", "Rd", "Lane", "Drive", "Dr", "Blvd", "Court", "Way", "Terrace", "Place")
CITIES: Final = (
    ("Springfield", "IL"), ("Reno", "NV"), ("San Antonio", "TX"), ("St. Paul", "MN"), ("New Haven", "CT"), ("Coeur d'Alene", "ID"),
    ("Winston-Salem", "NC"), ("Baton Rouge", "LA"), ("Fargo", "ND"), ("Salt Lake City", "UT"),
)  # fmt: skip
HOSTS: Final = ("example.com", "mail.example.org", "clinic-north.example.net", "example.co.uk")
MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value that must not be left, and the pieces of it that must not be left either."""

    kind: str
    text: str
    parts: tuple[str, ...]


def _one(kind: str, text: str) -> Identifier:
    return Identifier(kind, text, (text,))


def _digits(rng: Random, count: int) -> str:
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def full_name(rng: Random, *, latin: bool = False) -> tuple[str, str]:
    """Draw a given name and a family name."""
    return rng.choice(LATIN if latin or rng.random() < 0.93 else OTHER_SCRIPTS)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell who it is: particles and single letters tell nothing."""
    return tuple(
        w
        for w in name.replace(",", " ").replace(".", " ").split()
        if len(w) > 1 and w.lower() not in ("van", "der", "de", "la", "bin", "jr", "iii")
    )


def name(rng: Random, form: str = "any", *, latin: bool = False) -> Identifier:
    """Draw a name: `first last`, `last, first`, `last`, with an initial, in capitals or small letters."""
    given, family = full_name(rng, latin=latin)
    forms = {
        "full": f"{given} {family}", "comma": f"{family}, {given}", "last": family, "first": given, "initial": f"{given[0]}. {family}",
        "middle": f"{given} {rng.choice('ABCDEFGHJKLMNPRSTW')}. {family}", "comma_initial": f"{family}, {given} {rng.choice('ABCDEFGHJKL')}",
        "suffix": f"{given} {family} {rng.choice(('Jr.', 'III'))}",
    }  # fmt: skip
    chosen = rng.choice(("full", "full", "comma", "initial", "middle", "comma_initial", "suffix")) if form == "any" else form
    text = forms[chosen]
    return Identifier("name", text, words_of(text))


def cased(rng: Random, found: Identifier, *, lower: bool = True) -> Identifier:
    """Change the case of an identifier, as hurried typing and old systems do."""
    change = rng.choice((str, str, str, str.upper, *((str.lower,) if lower else ())))
    return Identifier(found.kind, change(found.text), tuple(change(p) for p in found.parts))


def birth_date(rng: Random) -> Identifier:
    """Draw a date in one of the ways that people write them."""
    year, month, day = rng.randint(1934, 2019), rng.randint(1, 12), rng.randint(1, 28)
    long, short = MONTHS[month - 1], MONTHS[month - 1][:3]
    text = rng.choice(
        (
            f"{month:02}/{day:02}/{year}", f"{month}/{day}/{year}", f"{month}/{day}/{year % 100:02}", f"{month:02}-{day:02}-{year}",
            f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}", f"{year}/{month:02}/{day:02}", f"{year}{month:02}{day:02}",
            f"{long} {day}, {year}", f"{day} {long} {year}", f"{day}-{short}-{year}", f"{day}{short.upper()}{year}", f"{short} {day} {year}",
            f"{short}. {day}, {year}", f"{day}th of {long}, {year}", f"{long} {day}th, {year}", f"{day:02} {month:02} {year}",
        )
    )  # fmt: skip
    return _one("dob", text)


def phone(rng: Random, *, labelled: bool = True) -> Identifier:
    """Draw a telephone number; forms that are nothing but digits only where a label stands before them."""
    area, line = rng.choice(("212", "406", "617", "808", "915")), f"01{rng.randint(0, 99):02}"
    forms = [
        f"({area}) 555-{line}", f"{area}-555-{line}", f"{area}.555.{line}", f"+1 {area} 555 {line}", f"1-{area}-555-{line}", f"({area})555-{line}",
        f"+44 20 7946 {rng.randint(0, 999):04}", f"+49 30 {_digits(rng, 6)}", f"+91 98765 {_digits(rng, 5)}", f"{area}-555-{line} x{rng.randint(10, 999)}",
        f"{area}-555-{line} ext. {rng.randint(10, 999)}", f"+1{area}555{line}",
    ]  # fmt: skip
    if labelled:
        forms += [f"{area}555{line}", f"555-{line}", f"{area} 555 {line}", f"020 7946 {rng.randint(0, 999):04}", f"{area} - 555 - {line}"]
    return _one("phone", rng.choice(forms))


def email(rng: Random) -> Identifier:
    """Draw an address; some are written out so that machines do not find them."""
    given, family = full_name(rng, latin=True)
    plain = "".join(c for c in f"{given}.{family}".lower().replace(" ", "") if c.isascii() and (c.isalnum() or c == ".")).strip(".")
    host = rng.choice(HOSTS)
    box = rng.choice((plain, f"{plain}{rng.randint(1, 99)}", f"{plain}+rx", plain.upper(), f"{plain}_home"))
    written = rng.choice((f"{box}@{host}",) * 6 + (f"{box} [at] {host}", f"{box} (at) {host}", f"{box} @ {host}"))
    return Identifier("email", written, (box,))


def ssn(rng: Random) -> Identifier:
    """Draw a number of a range that is not given out."""
    a, b, c = f"9{rng.randint(0, 99):02}", f"{rng.randint(10, 99)}", f"{rng.randint(1000, 9999)}"
    return _one("ssn", rng.choice((f"{a}-{b}-{c}", f"{a}-{b}-{c}", f"{a} {b} {c}", f"{a}.{b}.{c}")))


def record_number(rng: Random) -> Identifier:
    """Draw a medical record number."""
    text = rng.choice(
        (
            _digits(rng, 6), _digits(rng, 7), _digits(rng, 8), f"00{_digits(rng, 6)}", f"{rng.choice('ABEHMT')}{_digits(rng, 7)}",
            f"{_digits(rng, 3)}-{_digits(rng, 4)}",
            f"{_digits(rng, 2)}-{_digits(rng, 2)}-{_digits(rng, 2)}", f"{rng.choice(('UH', 'MGH', 'KP'))}-{_digits(rng, 6)}",
            f"{_digits(rng, 3)} {_digits(rng, 3)} {_digits(rng, 4)}", f"E{_digits(rng, 9)}",
        )
    )  # fmt: skip
    return _one("mrn", text)


def member_number(rng: Random) -> Identifier:
    """Draw a number of an insurance card."""
    letters = "".join(rng.choice("ABCDEFGHJKLMNPQRTUVWXYZ") for _ in range(3))
    return _one(
        "insurance",
        rng.choice(
            (
                f"{letters}{_digits(rng, 9)}",
                f"W{_digits(rng, 9)}",
                f"1EG4-TE{rng.randint(1, 9)}-MK{_digits(rng, 2)}",
                f"{_digits(rng, 5)}-{_digits(rng, 4)}",
                f"{letters}-{_digits(rng, 7)}",
                _digits(rng, 9),
            )
        ),
    )


def serial_number(rng: Random) -> Identifier:
    """Draw a serial number of a device."""
    letters = "".join(rng.choice("ABCDEFGHJKLMNPQRTUVWXYZ") for _ in range(3))
    return _one(
        "device",
        rng.choice(
            (
                f"{letters}{_digits(rng, 6)}H",
                f"{_digits(rng, 1)}F-{_digits(rng, 5)}-AX",
                f"{letters}-{_digits(rng, 4)}-{_digits(rng, 3)}",
                _digits(rng, 10),
                f"SN{_digits(rng, 8)}",
            )
        ),
    )


def street_address(rng: Random, *, lines: bool = False) -> Identifier:
    """Draw a postal address, on one line or on three."""
    number, street, way = str(rng.randint(100, 9899)), rng.choice(STREETS), rng.choice(WAYS)
    city, state = rng.choice(CITIES)
    code = f"{rng.randint(10000, 99949)}" + rng.choice(("", "", f"-{rng.randint(1000, 9999)}"))
    unit = rng.choice(
        (
            "",
            "",
            f", Apt {rng.randint(1, 40)}{rng.choice('ABC')}",
            f" #{rng.randint(1, 90)}",
            f", Unit {rng.randint(1, 9)}",
            f", Suite {rng.randint(100, 900)}",
        )
    )
    gap = "\n" if lines else rng.choice((", ", ", ", " "))
    first = rng.choice((f"{number} {street} {way}{unit}",) * 5 + (f"P.O. Box {number}", f"PO Box {number}"))
    parts = (first.split(",")[0], code)
    return Identifier("address", f"{first}{gap}{city}, {state} {code}", (*parts, city))


def url(rng: Random) -> Identifier:
    """Draw the address of somebody's page."""
    given, family = full_name(rng, latin=True)
    who = "".join(c for c in f"{given}{family}".lower() if c.isascii() and c.isalnum())
    text = rng.choice(
        (
            f"https://portal.{rng.choice(HOSTS)}/patients/{_digits(rng, 6)}?tab=meds",
            f"www.facebook.example/{who}",
            f"http://{who}.example.org/blog",
            f"HTTPS://chart.example.com/p/{who}#labs",
            f"https://photos.example.com:8443/{who}/hand.jpg",
        )
    )
    return _one("url", text)


def ip(rng: Random) -> Identifier:
    """Draw an address of a range kept for documentation."""
    four = f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randint(1, 254)}"
    six = f"2001:db8:{rng.randint(1, 0xFFFF):x}::{rng.randint(1, 0xFFFF):x}"
    return _one("ip", rng.choice((four, four, six, f"2001:0db8:85a3:0000:0000:8a2e:0370:{rng.randint(0x1000, 0xFFFF):x}")))


def great_age(rng: Random) -> str:
    """Draw an age that names a person by itself: over 89."""
    return str(rng.randint(90, 108))
