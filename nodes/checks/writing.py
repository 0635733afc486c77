"""How doses are written: nothing that is misread."""

from __future__ import annotations

from knowledge.error_prone import error_prone, mended
from nodes.checks.draft import Draft, failure
from nodes.state import CheckFailure
from tools.evidence import CITATION


def no_error_prone_abbreviations(draft: Draft) -> list[CheckFailure]:
    """No abbreviation or way of writing a dose that ISMP or the Joint Commission lists as misread."""
    return [
        failure("no_error_prone_abbreviations", said, f"{words!r} ({name}) is misread; write {instead}.")
        for said, _, _ in draft.lines()
        for name, words, instead in error_prone(CITATION.sub(" ", said))
    ]


def rewritten(text: str) -> str:
    """Write a draft without what is misread; citations stay as they are."""
    parts = CITATION.split(text)
    return "".join(f"[{part}]" if n % 2 else mended(part) for n, part in enumerate(parts))
