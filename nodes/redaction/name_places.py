"""Where names stand: the words behind which one begins, what must stand between, and how sure the place is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from nodes.redaction.labels import SEP

Mode = Literal["title", "small title", "label", "relation"]
"""How sure the place is: a title takes any word, a label with its colon what looks like words, a relation only capitals."""

_LOOK_BACK: Final = 24


@dataclass(frozen=True, slots=True)
class Place:
    """A place behind a word where a name begins."""

    after: re.Pattern[str]
    """What must stand between the word and the name."""
    mode: Mode
    pair: bool = False
    """Whether one word alone is not enough to be a name here."""
    before: re.Pattern[str] | None = None
    """What must stand before the word."""
    never: re.Pattern[str] | None = None
    """What must not stand before the word."""

    def start(self, text: str, word: re.Match[str]) -> int | None:
        """Return where the name would begin, or None where this is no such place."""
        found = self.after.match(text, word.end())
        if found is None:
            return None
        if self.before is not None or self.never is not None:
            earlier = text[max(0, word.start() - _LOOK_BACK) : word.start()]
            if self.before is not None and not self.before.search(earlier) or self.never is not None and self.never.search(earlier):
                return None
        return found.end()


_COLON: Final = re.compile(rf"""(?:\(s\)|'s)?['"”)\]*_]{{0,3}}[ \t]{{0,3}}(?:\([^)\n]{{0,30}}\)[ ]?)?(?:[:=#|>–-]|\.{{3,40}}){SEP}""", re.I)
_PLAIN_COLON: Final = re.compile(rf"{_COLON.pattern}(?<![\"'=`])", re.I)
_QUOTED: Final = re.compile(rf"{_COLON.pattern}(?<=[\"'=`])", re.I)
_WIDE: Final = re.compile(r"\.?(?:\\n|\r?\n|[ ]{2,6})[ \t]{0,4}")
_NEXT: Final = re.compile(r"[ ,]{1,3}\(?(?:was[ ]|is[ ])?", re.I)
_LINE: Final = re.compile(r",?(?:[ ]|\\n|\r?\n){1,3}")
_IS: Final = re.compile(r"(?:'s|’s|[ ]is)[ ]", re.I)
_CALLED: Final = re.compile(r"[ ]")
_NOT_A_PERSON: Final = re.compile(
    r"(?:(?:drug|brand|generic|trade|tool|file|product|class|test|user|host|chemical|model|column|field|graph|run|node|path|display)[ _.-]|\[)$",
    re.I,
)
"""What makes a name a thing's, and a mark's own word no label."""


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})[ _]?$", re.I)


def _places() -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}

    def add(words: str, place: Place) -> None:
        for word in words.split():
            found.setdefault(word, []).append(place)

    label = Place(_COLON, "label")
    add(
        """patient patients patlent patlents pt pts client surname attending provider providers pcp physician doctor prescriber nok
        guarantor guardian caregiver carer
        contact referring nurse pharmacist signed author spouse husband wife mother father mom dad daughter son sister brother partner friend
        subscriber insured policyholder employer surgeon consultant nombre apellido nom vorname nachname paciente patientname firstname lastname fullname
        membername ptname forename forenames resident witness interpreter dictated transcribed informant hcp rph sender recipient member owner bearer
        requester caller
        fullname givenname familyname middlename maidenname legalname preferredname contactname guarantorname subscribername""",
        label,
    )
    add("sender recipient cardholder enrollee insuree policyholder beneficiary patron visitor relative", label)
    # "CC: dizziness" is a chief complaint, and "Re: apixaban" a question: only what has capitals is a name here.
    add("child minor infant baby ordering", Place(re.compile(r"(?:['’]s name)?[ ]?[:=][ ]{0,4}"), "label"))
    add("pt", Place(re.compile(r"\.[ ]"), "relation", pair=True))
    add("proxy poa surrogate", Place(_COLON, "label"))
    add("poa proxy surrogate rabbi chaplain hcp doc officer deputy detective trooper paramedic medic", Place(_NEXT, "relation"))
    add("emergency", Place(_PLAIN_COLON, "relation"))
    add("née nee", Place(_CALLED, "relation"))
    add(
        """midwife phlebotomist dietitian dietician chaplain assessor preceptor clerk scribe collector therapist counselor counsellor proband mentor coach
        dentist optometrist podiatrist paramedic hospitalist nephrologist cardiologist oncologist""",
        label,
    )
    add("rt slp sw rncm crc cde bms sho cns cnm msw emt cma rma slp rrt hcsw pcp gp pi gmc", Place(_NEXT, "relation"))
    add("rn np pa lpn cna", Place(_CALLED, "relation"))
    add("student interpreter policyholder", Place(_NEXT, "relation", pair=True))
    add("its", Place(_CALLED, "relation", pair=True))
    add("hi hello hey", Place(_CALLED, "relation"))
    add("name", Place(_CALLED, "relation", before=_before("maiden")))
    add("girl boy", Place(_CALLED, "relation", before=_before("baby")))
    add("attention", Place(_NEXT, "relation", pair=True))
    add("wishes", Place(_LINE, "relation"))
    add("cc re attn", Place(_COLON, "relation"))
    add("from to", Place(_COLON, "relation", pair=True))
    add("rn lpn np pa md contact", Place(_NEXT, "relation", pair=True))
    add("cardholder enrollee beneficiary holder relative", Place(_NEXT, "relation"))
    add("s", Place(_CALLED, "relation", pair=True, before=re.compile(r"\b(?:it|here|that|name)['’]$", re.I)))
    add("name names nane narne nm", Place(_PLAIN_COLON, "label", never=_NOT_A_PERSON))
    # In code and JSON a name is mostly a tool's or a field's: only two words with capitals are a person's.
    add("name names", Place(_QUOTED, "relation", pair=True, never=_NOT_A_PERSON))
    add(
        "by",
        Place(
            _COLON,
            "label",
            before=_before(
                "signed|dictated|reviewed|seen|ordered|verified|authored|prescribed|transcribed|entered|filled|dispensed|checked|approved"
            ),
        ),
    )
    add("kin", Place(_COLON, "label", before=_before("of")))
    add("person holder", Place(_COLON, "label", before=_before("contact|policy|account|card")))
    add("patient patients pt nok pcp attending name narne nane surname", Place(_WIDE, "relation", never=_NOT_A_PERSON))
    add(
        """patient pt client mother father mom dad daughter son wife husband spouse sister brother partner friend aunt uncle grandmother
        grandfather grandson granddaughter
        niece nephew cousin dtr dau mum hubby stepson stepdaughter caregiver carer guardian neighbor neighbour fiancé fiancée roommate attending colleague""",
        Place(_NEXT, "relation"),
    )
    add("with by from for about resident pharmacist physician consultant surgeon intern hospitalist", Place(_NEXT, "relation", pair=True))
    add("with to", Place(_NEXT, "relation", before=_before("spoke|speaking|met|discussed|talked|reviewed|speak|talk|addressed")))
    add(
        "by",
        Place(
            _NEXT,
            "relation",
            before=_before("goes|signed|seen|dictated|prescribed|ordered|verified|reviewed|filled|checked|accompanied|brought in"),
        ),
    )
    add("name", Place(_IS, "label", never=_NOT_A_PERSON))
    add("name", Place(re.compile(r"['’]s[ ]", re.I), "label"))
    add("named", Place(_CALLED, "label"))
    add("called nicknamed signed", Place(_CALLED, "relation"))
    add("as", Place(_CALLED, "relation", before=_before("known")))
    add("dear sincerely regards attn yours respectfully cordially", Place(_LINE, "relation"))
    add("truly", Place(_LINE, "relation", before=_before("yours")))
    add("thanks", Place(_LINE, "relation", pair=True))
    add("is", Place(_CALLED, "relation", pair=True, before=_before("this|it|here|patient|pt")))
    add("am", Place(_CALLED, "relation", before=_before("i")))
    add("m", Place(_CALLED, "relation", before=re.compile(r"\bi['’]$", re.I)))
    return {word: tuple(places) for word, places in found.items()}


PLACES: Final = _places()
"""Each word behind which a name may begin, in small letters."""
