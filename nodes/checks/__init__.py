"""The gate's checks: small functions from a draft and its evidence to what is wrong, line by line. They call no model."""

from __future__ import annotations

from typing import Final

from nodes.checks.draft import Check, Draft
from nodes.checks.leak import no_foreign_address, nothing_leaked
from nodes.checks.readable import PATIENT_GRADE, patient_lines, readable
from nodes.checks.severity import drugs_as_cited, grave_first, severity_as_found
from nodes.checks.support import citations_resolve, clinical_lines_cited, numbers_supported
from nodes.state import CheckFailure

__all__ = [
    "CHECKS", "PATIENT_GRADE", "Check", "Draft", "citations_resolve", "clinical_lines_cited", "drugs_as_cited", "failures", "grave_first",
    "no_foreign_address", "nothing_leaked", "numbers_supported", "patient_lines", "readable", "severity_as_found",
]  # fmt: skip

CHECKS: Final[tuple[Check, ...]] = (
    citations_resolve, numbers_supported, drugs_as_cited, severity_as_found, clinical_lines_cited, grave_first, readable,
    nothing_leaked, no_foreign_address,
)  # fmt: skip
"""Every check of the gate, in order."""


def failures(draft: Draft) -> list[CheckFailure]:
    """Run every check; a check that breaks counts as failed, so that the gate closes.

    Args:
        draft: What to check.

    Returns:
        The failures; empty when the draft may go out.
    """
    found: list[CheckFailure] = []
    for check in CHECKS:
        try:
            found += check(draft)
        except Exception as error:
            found.append(
                {
                    "check": check.__name__,
                    "line": "*",
                    "reason": f"The check itself failed ({type(error).__name__}), so nothing may pass it.",
                }
            )
    return found
