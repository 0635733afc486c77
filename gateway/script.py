"""The installed script `rxgraph`: the command line, and an end that does not take the interpreter apart object by object."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from typing import Final, NoReturn

from gateway.cli import main

_COLLECT_AFTER: Final = 50_000
"""New objects after which rubbish is looked for: importing makes many that live for ever, and a look at every 700 is a tenth of a cold start."""


def run() -> NoReturn:
    """Run the command line and end the process.

    What was registered for the end runs (the journal and the audit trail are closed, traces are sent) and both streams are flushed. Then the
    process ends at once: clearing away what langgraph imported would take a fifth of a cold start. Where a thread must be waited for or a
    stream cannot be flushed, Python ends in its own way.
    """
    gc.set_threshold(_COLLECT_AFTER)
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    waited_for = [t for t in threading.enumerate() if not t.daemon and t is not threading.main_thread()]
    if not isinstance(code, int) or waited_for:
        sys.exit(code)  # type: ignore[arg-type]
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)
    atexit._run_exitfuncs()
    os._exit(code)
