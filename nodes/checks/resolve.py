"""What a line cites is evidence of this run."""

from __future__ import annotations

from nodes.checks.draft import Draft, failure
from nodes.state import CheckFailure
from tools.evidence import CITATION


def citations_resolve(draft: Draft) -> list[CheckFailure]:
    """Every cited id is evidence of this run."""
    return [
        failure("citations_resolve", line, f"{ref} is not evidence of this run.")
        for line in draft.text.splitlines()
        for ref in CITATION.findall(line)
        if ref not in draft.evidence
    ]
