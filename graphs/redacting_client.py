"""The LangSmith client that sends no patient data: what the stock client's anonymizer covers, and what it leaves out."""

from __future__ import annotations

from typing import Any, Final

import langsmith

from nodes.redaction import DROPPED, redact, redacted_text
from nodes.redaction.pseudonym import pseudonym

_THREADS: Final = ("thread_id", "session_id", "conversation_id")
"""Metadata by which LangSmith groups runs; a user may have named a thread after a patient."""
_SENT_AS_IT_IS: Final = frozenset(
    """id trace_id parent_run_id dotted_order session_id session_name address start_time end_time reference_example_id api_key api_url service_key tenant_id
    authorization cookie project_name revision_id run_type inputs outputs dangerously_allow_filesystem ls_client is_run_ops_buffer_flush
    child_runs parent_run""".split()
)
"""Ids, times, keys and places; and inputs and outputs, which the anonymizer sees."""


def anonymize(data: dict[str, Any]) -> dict[str, Any]:
    """Redact a run's inputs, outputs, metadata or error, as the client hands them over; a payload that cannot be redacted is replaced by a mark.

    Args:
        data: JSON values.

    Returns:
        The redacted values. The client sends an error as it was unless it comes back under its own key, so that it always does.
    """
    found = redact(data)
    if not isinstance(found, dict):
        found = {key: DROPPED for key in ("error",) if key in data} or {"dropped": DROPPED}
    for key in _THREADS:
        if isinstance(data.get(key), str):
            found[key] = pseudonym(data[key])
    return found


class RedactingClient(langsmith.Client):
    """Redacts run names, tags, events, manifests and extras, which the anonymizer never sees, and sends no attachments."""

    def __init__(self, **settings: Any) -> None:
        """Make a client; see `langsmith.Client` for the settings."""
        super().__init__(**settings, anonymizer=anonymize)

    def create_run(self, name: str, inputs: dict[str, Any], run_type: Any, **rest: Any) -> None:
        """Send the beginning of a run."""
        super().create_run(redacted_text(name), inputs, run_type, **_redacted(rest))

    def update_run(self, run_id: Any, **rest: Any) -> None:
        """Send the end of a run."""
        super().update_run(run_id, **_redacted(rest))


def _redacted(fields: dict[str, Any]) -> dict[str, Any]:
    out = {key: value if key in _SENT_AS_IT_IS or value is None else redact(value) for key, value in fields.items() if key != "attachments"}
    # A list or a mapping that was dropped must still be one.
    if not isinstance(out.get("tags", []), list | None):
        out["tags"] = [DROPPED]
    if not isinstance(out.get("events", []), list | None):
        out["events"] = []
    if isinstance(extra := out.get("extra"), dict) and isinstance(given := (fields.get("extra") or {}).get("metadata"), dict):
        # The anonymizer sees metadata on its own, with the thread's id as it is.
        extra["metadata"] = given
    return out
