"""Reads the trail of a test's home folder."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

from nodes.audit.trail import folder, reading, rows, verify


def records() -> list[dict[str, Any]]:
    """Return every record, after making sure that the trail is whole."""
    assert verify(folder())[0] == []
    with closing(reading(folder())) as db:
        return [json.loads(row.body) for row in rows(db)]


def kinds() -> list[str]:
    """Return the kind of every record."""
    return [record["kind"] for record in records()]
