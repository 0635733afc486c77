"""Tracing to LangSmith, when its environment variables ask for it: a client that gives up soon and says so once.

The stock client keeps a process from ending for up to a minute when its endpoint is dead; this one waits a few seconds.
What it sends holds no patient data (`graphs.redacting_client`); when that client cannot be made, nothing is traced.
Without the variables nothing is configured, sent or said.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Final

_SWITCHES: Final = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
CONNECT_MS: Final = 2_000
READ_MS: Final = 5_000


def asked_for() -> bool:
    """Say whether the environment turns tracing on."""
    return any(os.environ.get(name, "").lower() == "true" for name in _SWITCHES)


def configure() -> bool:
    """Give LangSmith the client for this process, once; it may be asked again, as when a notebook turns tracing on later.

    Returns:
        Whether tracing is on.
    """
    global _configured
    if not asked_for():
        return False
    if _configured:
        return True
    import langsmith

    try:
        from urllib3.util import Retry

        from graphs.redacting_client import RedactingClient

        client = RedactingClient(timeout_ms=(CONNECT_MS, READ_MS), retry_config=Retry(total=0), tracing_error_callback=_Once())
    except Exception as error:
        # The stock client would send everything as it is.
        langsmith.configure(enabled=False)
        sys.stderr.write(f"rxgraph: nothing is traced, because the redacting client could not be made ({type(error).__name__})\n")
        return False
    langsmith.configure(client=client)
    # What the callback says once, the client would log for every batch, with every run's id.
    logging.getLogger("langsmith.client").setLevel(logging.CRITICAL)
    _configured = True
    return True


_configured = False


class _Once:
    """Says the first error, and no other."""

    def __init__(self) -> None:
        self.said = False

    def __call__(self, error: Exception) -> None:
        if not self.said:
            self.said = True
            sys.stderr.write(f"rxgraph: traces could not be sent ({type(error).__name__}); rxgraph doctor checks the endpoint\n")
