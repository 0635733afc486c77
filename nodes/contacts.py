"""Whom to call in an emergency, by the reader's country. Only numbers that a named source gives; an unknown country gets no invented ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Contacts:
    """The numbers of one country.

    Attributes:
        emergency: The number for ambulance and police.
        poison: Number of the poison line; empty where none is known here.
        poison_name: What the poison line is called.
        poison_open: When it is open.
        crisis: How to reach the suicide and crisis line, as the middle of a sentence; empty where none is known here.
        crisis_number: Its number alone.
        sources: Where the numbers are from.
    """

    emergency: str
    poison: str = ""
    poison_name: str = ""
    poison_open: str = ""
    crisis: str = ""
    crisis_number: str = ""
    sources: tuple[str, ...] = ()


_FREE: Final = "it is free and open day and night"
_EU: Final = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IT LV LT LU MT NL PL PT RO SK SI ES SE".split()
_EUROPEAN: Final = Contacts("112", sources=("https://polanddaily24.com/today-is-european-112-day/lifestyle/18402",))

CONTACTS: Final[dict[str, Contacts]] = {
    "US": Contacts(
        "911", "1-800-222-1222", "Poison Help", _FREE, "call or text 988 (Suicide and Crisis Lifeline)", "988",
        ("https://www.poisonhelp.hrsa.gov/the-poison-help-line/index.html", "https://988lifeline.org",
         "https://familyandcaregivertoolkit.org/988-crisis-lifeline"),
    ),
    "CA": Contacts(
        "911", "1-844-764-7669", "the poison centre", "it is free and open day and night (in Quebec call 1-800-463-5060)",
        "call or text 988 (Suicide Crisis Helpline)", "988",
        ("https://www.newswire.ca/news-releases/government-of-canada-launches-three-digit-suicide-crisis-helpline-896472116.html",
         "https://poucecoupe.ca/poison-control-hotline-new-phone-number/", "https://www.nexreg.com/canada-launches-poison-centre-telephone-number",
         "https://richmondhilluc.ca/news/988-hotline-launched"),
    ),
    "GB": Contacts(
        "999", "111", "NHS 111", _FREE, "call Samaritans on 116 123", "116 123",
        ("https://www.medway.nhs.uk/in-an-emergency/", "https://wmas.nhs.uk/999-or-111/",
         "https://www.devonsafeguardingadultspartnership.org.uk/health-and-wellbeing/suicide/"),
    ),
    "AU": Contacts(
        "000", "13 11 26", "the Poisons Information Centre", "it is open day and night", "call Lifeline on 13 11 14", "13 11 14",
        ("http://www.austin.org.au/page?ID=523", "https://www.poisonsinfo.health.qld.gov.au",
         "https://www.theleader.com.au/story/7611333/lifeline-crisis-text-service-goes-247-to-help-more-in-need/"),
    ),
    "NZ": Contacts(
        "111", "0800 764 766", "the National Poisons Centre", _FREE, "call or text 1737", "1737",
        ("https://www.plunket.org.nz/your-child/emergency/poisons/in-the-garden/",
         "https://vice.com/en/article/new-zealands-biggest-mental-health-helpline-misses-one-in-four-calls"),
    ),
    "IE": Contacts(
        "112 or 999", "01 809 2166", "the Poisons Information Line", "it is open from 8 am to 10 pm; outside these hours call a GP or a hospital",
        sources=("https://www2.hse.ie/babies-children/first-aid/poisoning-in-children",),
    ),
    **dict.fromkeys(_EU, _EUROPEAN),
}  # fmt: skip
"""By ISO 3166 country code, each with its sources. Ireland's and the other EU countries' missing lines were not found in a source."""

ANYWHERE: Final = Contacts("your local emergency number")
"""For a locale that is not known: no number at all rather than a wrong one."""


def contacts_of(locale: str) -> Contacts:
    """Return the contacts for a locale.

    Args:
        locale: As `en-US`, `es_US.UTF-8` or `GB`; a language alone names no country.

    Returns:
        The country's contacts; `ANYWHERE` when the country is not known here.
    """
    parts = re.split(r"[-_]", locale.strip().partition(".")[0].partition("@")[0])
    country = parts[-1].upper() if len(parts) > 1 or parts[0].isupper() else ""
    return CONTACTS.get(country, ANYWHERE)
