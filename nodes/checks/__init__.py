"""The gate's checks: small functions from a draft and its evidence to what is wrong, line by line. They call no model."""

from __future__ import annotations

from typing import Final

from nodes.checks.authorities import authorities_as_cited
from nodes.checks.content import content_as_cited
from nodes.checks.denial import denial_as_found
from nodes.checks.draft import Check, Draft
from nodes.checks.drugs import drugs_as_cited
from nodes.checks.graded import gravity_as_found
from nodes.checks.leak import no_foreign_address, nothing_leaked
from nodes.checks.limits import limits_said
from nodes.checks.opposed import opposed_as_found
from nodes.checks.patient import patient_considered
from nodes.checks.polarity import polarity_as_found
from nodes.checks.readable import PATIENT_GRADE, patient_lines, readable
from nodes.checks.recommended import recommended_as_cited
from nodes.checks.record import quotes_in_record
from nodes.checks.replaced import replaced_as_found
from nodes.checks.running import run
from nodes.checks.severity import grave_first, severity_as_found
from nodes.checks.sources import quotes_stand, sources_as_cited
from nodes.checks.stance import stance_as_found
from nodes.checks.support import citations_resolve, numbers_supported
from nodes.checks.times import times_as_found
from nodes.checks.trend import trend_as_found
from nodes.checks.uncited import clinical_lines_cited
from nodes.checks.unfamiliar import words_as_found
from nodes.checks.writing import no_error_prone_abbreviations
from nodes.state import CheckFailure, CheckOutcome

__all__ = [
    "CHECKS", "PATIENT_GRADE", "Check", "Draft", "authorities_as_cited", "citations_resolve", "clinical_lines_cited", "content_as_cited",
    "denial_as_found", "drugs_as_cited", "examine", "failures", "grave_first", "gravity_as_found", "limits_said",
    "no_error_prone_abbreviations", "no_foreign_address", "nothing_leaked", "numbers_supported", "opposed_as_found", "patient_considered",
    "patient_lines", "polarity_as_found", "quotes_in_record", "quotes_stand", "readable", "recommended_as_cited", "replaced_as_found",
    "severity_as_found", "sources_as_cited", "stance_as_found", "times_as_found", "trend_as_found", "words_as_found",
]  # fmt: skip

CHECKS: Final[tuple[Check, ...]] = (
    citations_resolve, quotes_in_record, quotes_stand, sources_as_cited, numbers_supported, drugs_as_cited, content_as_cited,
    severity_as_found, polarity_as_found, authorities_as_cited, times_as_found, recommended_as_cited, stance_as_found, opposed_as_found,
    trend_as_found, denial_as_found, gravity_as_found, replaced_as_found, words_as_found, clinical_lines_cited, grave_first,
    patient_considered, limits_said, no_error_prone_abbreviations, readable, nothing_leaked, no_foreign_address,
)  # fmt: skip
"""Every check of the gate, in order."""


def examine(draft: Draft) -> tuple[list[CheckFailure], list[CheckOutcome]]:
    """Run every check; one that raises, hangs or returns something else counts as failed, so that the gate closes.

    Args:
        draft: What to check.

    Returns:
        The failures, empty when the draft may go out; and for each check how it ended, for the trace.
    """
    return run(CHECKS, draft)


def failures(draft: Draft) -> list[CheckFailure]:
    """Run every check and return the failures; empty when the draft may go out."""
    return examine(draft)[0]
