"""Nothing of our prompts and no secret of the environment is in an answer."""

from __future__ import annotations

from nodes.checks.draft import Draft, failure
from nodes.guards.leaks import leaks
from nodes.state import CheckFailure


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
