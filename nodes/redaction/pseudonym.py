"""Thread ids where they leave the machine: a random one stays, one that somebody chose becomes a pseudonym, since it may be a patient's name."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Final

from knowledge.home import home

_BYTES: Final = 32


def pseudonym(name: str) -> str:
    """Return a name that tells nothing, the same one each time for this `RXGRAPH_HOME`; a UUID stays as it is.

    Args:
        name: A thread's id.
    """
    try:
        return str(uuid.UUID(name))
    except ValueError:
        pass
    try:
        key = _key(home())
    except OSError:
        key = _unsaved()
    return f"thread-{hmac.new(key, name.encode('utf-8', 'surrogateescape'), hashlib.sha256).hexdigest()[:24]}"


@lru_cache(maxsize=8)
def _key(folder: Path) -> bytes:
    """Return the key of a home folder, made at its first use; without the key nobody can try names until one fits."""
    file = folder / "pseudonyms.key"
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(secrets.token_bytes(_BYTES))
    except FileExistsError:
        pass
    key = file.read_bytes()
    if len(key) != _BYTES:  # another process is writing it now, or it was damaged
        raise OSError(f"{file} does not hold {_BYTES} bytes")
    return key


@lru_cache(maxsize=1)
def _unsaved() -> bytes:
    return secrets.token_bytes(_BYTES)
