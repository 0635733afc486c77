"""Addresses on the net: of mail, of the web but those of the evidence's sources, and of machines but this one."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from nodes.redaction.labels import compiled
from nodes.redaction.spans import Span

_KEPT_HOSTS: Final = frozenset(
    """fda.gov api.fda.gov accessdata.fda.gov dailymed.nlm.nih.gov nlm.nih.gov ncbi.nlm.nih.gov pmc.ncbi.nlm.nih.gov pubmed.ncbi.nlm.nih.gov
    nih.gov clinicalinfo.hiv.gov nccih.nih.gov niaaa.nih.gov medlineplus.gov cdc.gov doi.org ec.europa.eu ema.europa.eu nctr-crs.fda.gov
    medicines.org.uk drugcentral.org rxreasoner.com medlibrary.org druglib.com wikidoc.org fda.report ahajournals.org aafp.org
    loinc.org hl7.org terminology.hl7.org snomed.info unitsofmeasure.org
    localhost 127.0.0.1 docs.langchain.com docs.smith.langchain.com python.langchain.com""".split()
)
"""Hosts of the evidence's own sources, of the error messages of the libraries, and this machine: their addresses tell nothing of a patient."""
_SHORT_URL: Final = re.compile(
    r"(?<![\w./@-])(?P<host>[a-z][\w-]{0,62}(?:\.[\w-]{1,62}){0,4}\.(?:com|org|net|edu|io|health|uk|info|us|app|care|ca|de|example))(?:/[^\s<>\"'"
    r"|)\]},;]{1,500})(?<![.])",
    re.I,
)
"""An address without its scheme: a host with a path."""
_ASKS: Final = re.compile(r"[?&](?!search=set_id|setid=|id=|limit=)", re.I)
"""A query that is none of the sources' own may hold anything."""


def on_the_net(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Find mail addresses, web addresses but those of the evidence's sources, and IP addresses but this machine's."""
    if "@" in text or "[at]" in text or "(at)" in text or "at" in words:
        at = r"(?:@|[ ]?\[at\][ ]?|[ ]?\(at\)[ ]?|(?<=[a-z\d]{2})[ ]@[ ](?=[a-z]))"
        dot = r"(?:\.|[ ]?\[dot\][ ]?|[ ]?\(dot\)[ ]?)"
        for match in compiled(rf"[\w.+%'-]{{1,64}}+{at}[\w-]{{1,63}}(?:{dot}[\w-]{{1,63}}){{1,6}}").finditer(text):
            yield Span(match.start(), match.end(), "EMAIL")
        if "dot" in words:
            for match in compiled(r"\b[\w.+-]{1,64}+[ ]at[ ][\w-]{2,63}(?:[ ]dot[ ][\w-]{2,63}){1,3}\b").finditer(text):
                yield Span(match.start(), match.end(), "EMAIL")
    if "://" in text or "www." in text.lower():
        for match in compiled(
            r"(?:\b[a-z][a-z0-9+]{1,10}://|\bwww\.)(?P<host>[^\s/?#:<>\"'|\\\])}]{1,253})(?P<rest>[^\s<>\"'|\\\])}]{0,2000})"
        ).finditer(text):
            end = match.end() - (len(match[0]) - len(match[0].rstrip(".,;!?")))
            host = match["host"].lower().rstrip(".").removeprefix("www.")
            if host not in _KEPT_HOSTS or _ASKS.search(match["rest"]):
                yield Span(match.start(), end, "URL")
    if "/" in text:
        for match in _SHORT_URL.finditer(text):
            if match["host"].lower().removeprefix("www.") not in _KEPT_HOSTS:
                yield Span(match.start(), match.end(), "URL")
    for match in compiled(r"\d(?<![\w.-].)\d{0,2}(?:\.\d{1,3}){3}(?![\w-]|\.\d)", 0).finditer(text):
        if _is_address(match[0]):
            yield Span(match.start(), match.end(), "IP")
    if compiled(r":[0-9A-Fa-f]{0,4}:", 0).search(text):
        for match in compiled(r"[0-9A-Fa-f:](?<![\w:.-].)[0-9A-Fa-f:]{2,39}+(?:\.\d{1,3}){0,3}(?![\w:])", 0).finditer(text):
            found = match[0].removesuffix(":") if not match[0].endswith("::") else match[0]
            if found.count(":") >= 2 and _is_address(found):
                yield Span(match.start(), match.start() + len(found), "IP")


def _is_address(text: str) -> bool:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (found.is_loopback or found.is_unspecified)
