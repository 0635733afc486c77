"""Nothing of our prompts, no secret of the environment and no address that no source gives is in an answer."""

from __future__ import annotations

import re
from typing import Final

from nodes.checks.draft import Draft, failure
from nodes.guards.leaks import leaks
from nodes.state import CheckFailure

_ADDRESS: Final = re.compile(r"(?<![\w./@-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s)\]]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.I)
"""An address without `https://`, which programs turn into links, or an e-mail address. Whole URLs are taken out where sources are numbered."""


def no_foreign_address(draft: Draft) -> list[CheckFailure]:
    """No line holds an address that the sources which it cites do not give: what stands in an address may carry data away."""
    return [
        failure("no_foreign_address", line, f"Holds the address {found[:80]!r}, which no cited source gives; leave it out.")
        for line, _, cited in draft.lines()
        for found in _ADDRESS.findall(line)
        if not any(found.rstrip("/.,;") in e["source"]["url"] or found in e["claim"] for e in cited)
    ]


def nothing_leaked(draft: Draft) -> list[CheckFailure]:
    """No line holds words of a prompt in a row or a key, however it is spelt; a leak over several lines fails each of them."""
    found: list[CheckFailure] = []
    spans = leaks(draft.text)
    at = 0
    for line in draft.text.splitlines(keepends=True):
        what = sorted(
            {leak.what for leak in spans if leak.start < at + len(line.rstrip()) and leak.end > at} | {leak.what for leak in leaks(line)}
        )
        if what and line.strip():
            found.append(
                failure("nothing_leaked", line.rstrip("\r\n"), f"Holds text that may not go out ({', '.join(what)}); leave it out.")
            )
        at += len(line)
    return found
