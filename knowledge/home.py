"""Where rxgraph writes: one folder, `RXGRAPH_HOME`, for everything."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the folder that holds checkpoints, caches, keys and logs, made if need be with owner-only access.

    Returns:
        `RXGRAPH_HOME`, or the platform's user data folder when it is unset.

    Raises:
        OSError: If the folder cannot be made.
    """
    if chosen := os.environ.get("RXGRAPH_HOME"):
        path = Path(chosen).expanduser()
    else:
        from platformdirs import user_data_path

        path = user_data_path("rxgraph", appauthor=False)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
