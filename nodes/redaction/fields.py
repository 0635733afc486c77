"""What the name of a field says about its value: `{"patient_name": ...}` is a name, `{"mrn": 1234567}` a record number."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from nodes.redaction.spans import Kind

_BY_KIND: Final[dict[Kind, str]] = {
    "NAME": """patient name|pt name|full name|first name|last name|middle name|given name|family name|maiden name|surname|forename|forenames|given names
        |legal name|preferred name|display name
        |next of kin|emergency contact|guarantor|guarantor name|guardian|caregiver name|contact name|attending|attending physician|prescriber|prescriber name
        |provider name|physician name|doctor name|insured name|subscriber name|member name|mother name|father name|spouse name|mothers maiden name|person name
        |patient full name|patient first name|patient last name|family|cardholder name|caller|caller name|initials
        |patient initials|firstname|lastname|fullname|patientname""",
    "DOB": "dob|date of birth|birth date|birthdate|birthday|patient dob|patient birth date|birth dt|dateofbirth|born",
    "PHONE": """phone|phone number|telephone|telephone number|tel|mobile|mobile phone|mobile number|cell|cell phone|home phone|work phone
        |fax|fax number|phone home
        |phone work|phone mobile|telecom|contact phone|contact number|contact no|phone no|patient phone|emergency phone|pager|phonenumber""",
    "EMAIL": "email|e mail|email address|mail address|patient email|contact email|emailaddress",
    "ADDRESS": """address|home address|street address|mailing address|street|address line|address line 1|address line 2|line 1|city|zip
        |zip|zip code|zipcode|postal code|postcode
        |patient address|residence|postal address|billing address|homeaddress|streetaddress""",
    "SSN": "ssn|social security|social security number|ssn last 4|ssn last four|patient ssn|socialsecuritynumber",
    "MRN": """mrn|medical record number|medical record no|medical record|record number|patient id|patient identifier|patient number|pt id
        |chart number|hospital number|account number
        |acct|encounter id|encounter number|visit id|visit number|nhs number|csn|fin|case number|accession number|patient mrn|medicalrecordnumber|patientid
        |prescription number|rx number""",
    "INSURANCE": """member id|member number|policy number|policy id|policy no|insurance id|insurance number|insurance policy|subscriber id
        |group number|group id|medicare|medicare id
        |medicare number|medicaid|medicaid id|health plan id|beneficiary id|mbi|hicn|claim number|insurance member id|plan id|memberid|policynumber""",
    "DEVICE": """serial number|serial no|serial|device id|device serial|device serial number|device identifier|udi|imei|implant serial|pump serial
        |serialnumber|deviceid""",
    "ID": "passport|passport number|drivers license|driver license|license number|license plate|vin|npi|dea|dea number",
    "URL": "patient url|photo url|portal url|patient portal",
    "IP": "ip|ip address|client ip|remote addr|remote address|x forwarded for|ipaddress",
    "AGE": "age|age years|patient age|age yrs",
}
_OF: Final = {" ".join(name.split()): kind for kind, names in _BY_KIND.items() for name in names.split("|")}
_MAYBE_PERSONS: Final = frozenset(
    " ".join(name.split())
    for name in """user|user name|username|login|log in|actor|operator|uid|handle|rn|tech|nurse|nick|nickname|nick name|screen name|real name|legal name|display
    |who|author|authored by|verified by|reviewer|reviewed by|requested by|requester|requestor|ordered by|ordering provider|ordered for|contact|owner
    |signed by|signer|cosigner|cosigned by|co signed by|viewed by|entered by|created by|updated by|modified by|changed by|approved by|approver|checked by
    |opened by|performed by|administered by|prepared by|dispensed by|filled by|collected by|recorded by|witness|witnessed by|assigned to|assignee|sender
    |recipient|from name|to name|reporter|reported by|submitted by|submitter|caller|carer|caregiver|guardian|proxy|guarantor|mother|father|spouse
    |partner|husband|wife|son|daughter|sibling|brother|sister|provider|prescriber|pharmacist|physician|doctor|clinician|attending|consultant|therapist
    |resident|patient|pt|pt name|subject name|person|last name|first name|first|last|given|given name|surname|family name|lastname|firstname|value name
    |attn|interpreter|escort|poa|nok|emergency contact|on behalf of|speaker|student|preceptor|display name|full name|name of patient""".split(
        "|"
    )
)
_LEAST_AGENT: Final = 4
_NO_AGENTS: Final = frozenset(
    """header number order monitor color server container parameter router scheduler browser printer folder error logger handler timer counter counter
    pointer buffer register folder cluster docker adapter driver loader parser filter cancer water liver other after order under over never power layer
    marker tracker buffer meter letter paper member chapter answer center cover factor vector sensor motor minor major prior reactor processor connector
    executor validator generator separator delimiter placeholder marker trigger ledger voucher cylinder transfer corner former newer older higher lower
    tumor donor receptor inhibitor list hist exist persist consist checklist wishlist whitelist blacklist median guardian carrier insurer payer provider
    dispenser nebulizer inhaler blister manufacturer supplier maker retailer user_agent renderer compiler retriever embedder reranker provider worker
    broker listener dispatcher runner launcher wrapper builder helper resolver serializer tokenizer answer identifier modifier qualifier
    denominator numerator indicator""".split()
)
"""Fields that end as those who do something, and name things."""
_WHOSE: Final = re.compile(
    r"(?:\w+[ ]){1,3}(dob|date of birth|birth ?date|ssn|e ?mail(?: address)?|(?:home |cell |mobile )?phone(?: number)?|telephone|mrn|medical record number"
    r"|member id|policy number|subscriber id|(?:home |street |mailing )address|(?:first|last|full|given|maiden) name)$"
)
"""A field of somebody's: `child_dob`, `motherLastName`."""
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PERSONS: Final = frozenset({"Patient", "RelatedPerson", "Person", "Practitioner", "Coverage"})
_OF_PERSONS: Final[dict[str, Kind]] = {
    "name": "NAME",
    "telecom": "PHONE",
    "address": "ADDRESS",
    "identifier": "MRN",
    "contact": "NAME",
    "photo": "ID",
    "subscriber id": "INSURANCE",
}


@lru_cache(maxsize=4096)
def _words(field: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", _HUMP.sub(" ", field.replace("'", "")).lower()))


def kind_of(field: str, record: bool = False) -> Kind | None:
    """Return what a field's whole value is, or None when only its text can tell.

    Args:
        field: The field's name, in any of the usual spellings.
        record: Whether the fields beside it are those of a person: then `name` is a person's too, and not a tool's or a drug's.
    """
    if len(field) > 60:
        return None
    words = _words(field)
    if words not in _OF and (part := _WHOSE.match(words)):
        words = part[1]
    return _OF.get(words) or (_OF_PERSONS.get(words) if record else None)


@lru_cache(maxsize=4096)
def may_be_person(field: str) -> bool:
    """Say whether a field may name a person, whom its value then tells: `verifiedBy`, `user`, `pt_name`, `user.email` no."""
    words = _words(field)
    if words in _MAYBE_PERSONS or _OF.get(words) == "NAME":
        return True
    last = words.rpartition(" ")[2]
    return last == "by" or len(last) > _LEAST_AGENT and last.endswith(("er", "or", "ist", "ian")) and last not in _NO_AGENTS


def is_person(fields: frozenset[str], resource: object) -> bool:
    """Say whether a mapping describes a person: a FHIR resource of one, or with a birth date or a record number among its fields."""
    if resource in _PERSONS:
        return True
    return any(_OF.get(_words(field)) in ("DOB", "SSN", "MRN") for field in fields if len(field) <= 60)
