"""Where conversations stand as they were said, and must: what a thread goes on from. Nothing else that is written holds patient data."""

from __future__ import annotations

from typing import Final

CONVERSATION_STORES: Final[dict[str, str]] = {
    "checkpoints.sqlite*": "threads: messages, profile, evidence; encrypted with RXGRAPH_ENCRYPTION_KEY, all but thread ids, times and metadata",
    "journal.sqlite*": "input and finished calls of runs that have not ended; encrypted with the same key",
    "server/.langgraph_api/**": "the dev server's list of threads and runs, with their input; LangGraph's own format, never encrypted",
}
"""Places in `RXGRAPH_HOME`, as glob patterns, and what they hold. Their files are the owner's alone (0600), their folders too (0700)."""
