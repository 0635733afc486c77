"""The gate's checks: small functions from a draft and its evidence to what is wrong, line by line. They call no model.

Those that read other words than a record's own are imported with the first draft that has such words: they compile some hundreds of patterns,
and the embedded engine's drafts have none.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from nodes.checks.draft import Check, Draft
from nodes.checks.leak import no_foreign_address, nothing_leaked
from nodes.checks.limits import limits_said
from nodes.checks.patient import patient_considered
from nodes.checks.readable import PATIENT_GRADE, patient_lines, readable
from nodes.checks.record import quotes_in_record
from nodes.checks.resolve import citations_resolve
from nodes.checks.running import run
from nodes.checks.worst_first import grave_first
from nodes.checks.writing import no_error_prone_abbreviations
from nodes.state import CheckFailure, CheckOutcome

__all__ = [
    "CHECKS", "PATIENT_GRADE", "Check", "Draft", "authorities_as_cited", "citations_resolve", "clinical_lines_cited", "content_as_cited",
    "denial_as_found", "drugs_as_cited", "examine", "failures", "grave_first", "gravity_as_found", "limits_said",
    "no_error_prone_abbreviations", "no_foreign_address", "nothing_leaked", "numbers_supported", "opposed_as_found", "patient_considered",
    "patient_lines", "polarity_as_found", "quotes_in_record", "quotes_stand", "readable", "recommended_as_cited", "replaced_as_found",
    "severity_as_found", "sources_as_cited", "stance_as_found", "times_as_found", "trend_as_found",
]  # fmt: skip


def _of_other_words(module: str, name: str) -> Check:
    """Return a check that has nothing to read in a draft of nothing but its records' own words."""

    def check(draft: Draft) -> list[CheckFailure]:
        if next(draft.reworded(), None) is None:
            return []
        found: list[CheckFailure] = getattr(import_module(f"nodes.checks.{module}"), name)(draft)
        return found

    check.__name__ = name
    return check


quotes_stand = _of_other_words("sources", "quotes_stand")
sources_as_cited = _of_other_words("sources", "sources_as_cited")
numbers_supported = _of_other_words("support", "numbers_supported")
drugs_as_cited = _of_other_words("drugs", "drugs_as_cited")
content_as_cited = _of_other_words("content", "content_as_cited")
severity_as_found = _of_other_words("severity", "severity_as_found")
polarity_as_found = _of_other_words("polarity", "polarity_as_found")
authorities_as_cited = _of_other_words("authorities", "authorities_as_cited")
times_as_found = _of_other_words("times", "times_as_found")
recommended_as_cited = _of_other_words("recommended", "recommended_as_cited")
stance_as_found = _of_other_words("stance", "stance_as_found")
opposed_as_found = _of_other_words("opposed", "opposed_as_found")
trend_as_found = _of_other_words("trend", "trend_as_found")
denial_as_found = _of_other_words("denial", "denial_as_found")
gravity_as_found = _of_other_words("graded", "gravity_as_found")
replaced_as_found = _of_other_words("replaced", "replaced_as_found")
clinical_lines_cited = _of_other_words("uncited", "clinical_lines_cited")

CHECKS: Final[tuple[Check, ...]] = (
    citations_resolve, quotes_in_record, quotes_stand, sources_as_cited, numbers_supported, drugs_as_cited, content_as_cited,
    severity_as_found, polarity_as_found, authorities_as_cited, times_as_found, recommended_as_cited, stance_as_found, opposed_as_found,
    trend_as_found, denial_as_found, gravity_as_found, replaced_as_found, clinical_lines_cited, grave_first,
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
