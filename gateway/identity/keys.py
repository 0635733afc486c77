"""API keys: made once, shown once, stored as a hash in a file that only its owner can read.

A key is `rx_ID_SECRET`. The secret has 256 random bits, so a plain SHA-256 cannot be searched for it. Whatever is wrong with the file
(unreadable, damaged, readable by others) is an error, never an empty list: the server then answers nobody.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from gateway.identity.roles import ROLES, Identity, Role
from knowledge.home import home

PREFIX: Final = "rx_"
"""What a key begins with; no token of another kind does."""
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
LONGEST: Final = 128
"""Characters of the longest text that can be a key."""
_VERSION: Final = 1
_NOBODY: Final = hashlib.sha256(b"nobody").hexdigest()
_FIELDS: Final = {"id": str, "name": str, "role": str, "sha256": str, "created_at": str}


class KeyFileError(RuntimeError):
    """The key file cannot be used; the message says why and what to do."""


class KeyRequestError(ValueError):
    """What was asked of the keys cannot be done; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Key:
    """A stored key.

    Attributes:
        id: Public part, by which it is found.
        name: Whose it is; unique for ever, so that no one inherits another's threads.
        role: What they may do.
        sha256: Hash of the whole key.
        created_at: When this secret was made, ISO 8601 in UTC.
        expires_at: From when on it is refused; None for never.
        revoked_at: When it was revoked; None while it is good.
    """

    id: str
    name: str
    role: Role
    sha256: str
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None

    def status(self, now: datetime) -> str:
        """Return `active`, `expired` or `revoked`."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and datetime.fromisoformat(self.expires_at) <= now else "active"

    def identity(self) -> Identity:
        """Return whose it is; the same after a rotation."""
        return Identity(f"key:{self.name}", self.role, self.name)


def location() -> Path:
    """Return the key file, `keys.json` in `RXGRAPH_HOME`."""
    return home() / "keys.json"


class KeyStore:
    """The keys of a file, read again whenever it has changed."""

    def __init__(self, file: Path) -> None:
        """Use a file; it need not exist yet.

        Args:
            file: Where the keys are.
        """
        self._file = file
        self._lock = threading.Lock()
        self._seen: tuple[tuple[int, ...], dict[str, Key]] | None = None

    def keys(self) -> list[Key]:
        """Return all keys, the revoked ones too, in the order they were made.

        Raises:
            KeyFileError: If the file cannot be used.
        """
        return list(self._read().values())

    def identify(self, text: str) -> Identity | None:
        """Return whose key a text is, or None: unknown, wrong, expired and revoked are told apart by nobody.

        Args:
            text: What a request brought.

        Raises:
            KeyFileError: If the file cannot be used.
        """
        stored = self._read()
        parts = text.split("_", 2) if len(text) <= LONGEST else []
        found = stored.get(parts[1]) if len(parts) == 3 and text.startswith(PREFIX) else None
        # An unknown id costs the same comparison as a known one.
        same = hmac.compare_digest(_digest(text), found.sha256 if found else _NOBODY)
        if found is None or not same or found.status(datetime.now(UTC)) != "active":
            return None
        return found.identity()

    def holder(self, identity: str) -> Identity | None:
        """Return the holder of an active key by identity, or None; for work that was ordered earlier, such as a cron's.

        Args:
            identity: As in `Identity.id`.

        Raises:
            KeyFileError: If the file cannot be used.
        """
        now = datetime.now(UTC)
        return next((key.identity() for key in self.keys() if key.identity().id == identity and key.status(now) == "active"), None)

    def create(self, name: str, role: str, days: float | None = None) -> tuple[Key, str]:
        """Make a key.

        Args:
            name: Whose it is.
            role: `asker`, `reviewer` or `admin`.
            days: After how many days it expires; None for never.

        Returns:
            What is stored, and the key itself, which cannot be had again.

        Raises:
            KeyRequestError: If the name is taken, or name, role or days are none.
            KeyFileError: If the file cannot be used.
        """
        if not NAME.fullmatch(name):
            raise KeyRequestError(f"{name!r} is no name for a key: give up to 64 letters, digits, dots, hyphens or underscores")
        chosen = next((known for known in ROLES if known == role), None)
        if chosen is None:
            raise KeyRequestError(f"{role!r} is no role: give {', '.join(ROLES)}")
        with self._changing() as stored:
            if any(key.name.lower() == name.lower() for key in stored.values()):
                raise KeyRequestError(
                    f"there is a key named {name!r} already, perhaps a revoked one; a name is never given twice. "
                    f"Choose another, or make its secret anew with: rxgraph keys rotate {name}"
                )
            key, text = _made(name, chosen, days)
            stored[key.id] = key
        return key, text

    def rotate(self, name: str, days: float | None = None) -> tuple[Key, str]:
        """Replace a key's secret; the old one is refused from then on, and what it owns stays its own.

        Args:
            name: Whose key.
            days: After how many days the new one expires; None for never.

        Returns:
            As `create`.

        Raises:
            KeyRequestError: If there is no such key, or it was revoked.
            KeyFileError: If the file cannot be used.
        """
        with self._changing() as stored:
            old = _named(stored, name)
            if old.revoked_at is not None:
                raise KeyRequestError(f"the key {name!r} was revoked, and stays so; create one with another name")
            key, text = _made(old.name, old.role, days)
            del stored[old.id]
            stored[key.id] = key
        return key, text

    def revoke(self, name: str) -> Key:
        """Refuse a key from now on.

        Raises:
            KeyRequestError: If there is no such key.
            KeyFileError: If the file cannot be used.
        """
        with self._changing() as stored:
            key = _named(stored, name)
            if key.revoked_at is None:
                key = stored[key.id] = replace(key, revoked_at=_now().isoformat())
        return key

    def _read(self) -> dict[str, Key]:
        try:
            stat = self._file.stat()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise KeyFileError(f"{self._file} cannot be read ({error.strerror}); no key is good until it can") from error
        mark = (stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_mode)
        with self._lock:
            if self._seen is None or self._seen[0] != mark:
                self._seen = None
                self._seen = (mark, self._parsed(stat.st_mode))
            return dict(self._seen[1])

    def _parsed(self, mode: int) -> dict[str, Key]:
        if sys.platform != "win32" and mode & 0o077:
            raise KeyFileError(f"{self._file} can be read or written by others; no key is good until: chmod 600 {self._file}")
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
            if content["version"] != _VERSION:
                raise KeyFileError(f"{self._file} was written by another version of rxgraph; it was left as it is")
            keys = [_key(record) for record in content["keys"]]
        except OSError as error:
            raise KeyFileError(f"{self._file} cannot be read ({error.strerror}); no key is good until it can") from error
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise KeyFileError(f"{self._file} is damaged; no key is good until it is restored from a backup, or removed") from error
        if len({key.id for key in keys}) != len(keys) or len({key.name.lower() for key in keys}) != len(keys):
            raise KeyFileError(f"{self._file} is damaged: a key stands in it twice; restore it from a backup, or remove it")
        return {key.id: key for key in keys}

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Key]]:
        """Hold the file against other writers, and replace it as a whole at the end of the block."""
        from filelock import FileLock

        with FileLock(self._file.with_suffix(".lock"), mode=0o600):
            stored = self._read()
            yield stored
            content = json.dumps({"version": _VERSION, "keys": [asdict(key) for key in stored.values()]}, indent=2)
            handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=".keys-")  # owner-only from its first byte
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as out:
                    out.write(content)
                    out.flush()
                    os.fsync(out.fileno())
                os.replace(name, self._file)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise


def now() -> datetime:
    """Return the time that expiry is compared with."""
    return datetime.now(UTC)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _made(name: str, role: Role, days: float | None) -> tuple[Key, str]:
    if days is not None and not 0 < days <= 36_500:
        raise KeyRequestError("a key expires after more than 0 and at most 36500 days; leave that out for one that never does")
    now, id_ = _now(), secrets.token_hex(6)
    text = f"{PREFIX}{id_}_{secrets.token_urlsafe(32)}"
    expires = (now + timedelta(days=days)).isoformat() if days is not None else None
    return Key(id_, name, role, _digest(text), now.isoformat(), expires), text


def _named(stored: dict[str, Key], name: str) -> Key:
    found = next((key for key in stored.values() if key.name.lower() == name.lower()), None)
    if found is None:
        raise KeyRequestError(f"there is no key named {name!r}; rxgraph keys list shows those that exist")
    return found


def _key(record: object) -> Key:
    """Read one record.

    Raises:
        ValueError: If it is none.
    """
    if not isinstance(record, dict) or set(record) != {*_FIELDS, "expires_at", "revoked_at"}:
        raise ValueError("no record of a key")
    if not all(isinstance(record[field], kind) for field, kind in _FIELDS.items()):
        raise ValueError("a field of the wrong type")
    forms = {"id": "[0-9a-f]{12}", "sha256": "[0-9a-f]{64}", "name": NAME.pattern}
    if record["role"] not in ROLES or not all(re.fullmatch(form, record[field]) for field, form in forms.items()):
        raise ValueError("a field that says nothing")
    for field in ("created_at", "expires_at", "revoked_at"):
        if record[field] is not None and datetime.fromisoformat(record[field]).tzinfo is None:
            raise ValueError("a time without its zone")
    return Key(**record)
