"""Where the keys that tokens are checked with come from: a shared secret, or a JSON Web Key Set in a file or behind a URL.

The algorithms that a key may be used with follow from the key alone (RFC 8725, section 3.1), never from the token.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from gateway.identity.mode import AuthSettingError, is_loopback

_SYMMETRIC: Final = ("HS256", "HS384", "HS512")
_RSA: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
_CURVES: Final = {"P-256": ("ES256",), "P-384": ("ES384",), "P-521": ("ES512",)}
_RSA_BITS: Final = 2048
"""Shortest RSA key (RFC 7518, section 3.3)."""
_SECRET_BYTES: Final = 32
"""Shortest secret: as long as the hash of HS256 (RFC 7518, section 3.2)."""
FRESH_SECONDS: Final = 300.0
"""How long a set that was fetched is used; after that it must be had again, or no token is good."""
PAUSE_SECONDS: Final = 30.0
"""Least time between two fetches, so that tokens with invented key ids do not become requests to the issuer."""
_TIMEOUT_SECONDS: Final = 5.0
_LONGEST: Final = 1_000_000


class TokenKeysError(RuntimeError):
    """The keys that tokens are checked with cannot be had; no token is good until they can."""


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key that a token may be signed with.

    Attributes:
        kid: Its id, or None.
        algorithms: What it may be used with.
        value: As PyJWT takes it.
    """

    kid: str | None
    algorithms: tuple[str, ...]
    value: Any


class KeySource(Protocol):
    """Gives the keys."""

    async def keys(self, missing: bool = False) -> list[TokenKey]:
        """Return the keys.

        Args:
            missing: Whether a token named one that was not among them, so that they may have changed.

        Raises:
            TokenKeysError: If they cannot be had.
        """
        ...


class SharedSecret:
    """One secret, shared with the issuer; HMAC only."""

    def __init__(self, secret: str) -> None:
        """Use a secret.

        Raises:
            AuthSettingError: If it is too short.
        """
        if len(secret.encode()) < _SECRET_BYTES:
            raise AuthSettingError(
                f"RXGRAPH_JWT_SECRET is too short: give at least {_SECRET_BYTES} bytes, as openssl rand -hex 32 makes them"
            )
        self._key = TokenKey(None, _SYMMETRIC, secret.encode())

    async def keys(self, missing: bool = False) -> list[TokenKey]:
        """Return the secret."""
        return [self._key]


class KeySetFile:
    """A key set in a file, read again when it has changed."""

    def __init__(self, file: Path) -> None:
        """Use a file."""
        self._file = file
        self._seen: tuple[tuple[int, ...], list[TokenKey]] | None = None

    async def keys(self, missing: bool = False) -> list[TokenKey]:
        """Return the keys of the file as it is now."""
        return await asyncio.to_thread(self._read)

    def _read(self) -> list[TokenKey]:
        try:
            stat = self._file.stat()
            mark = (stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)
            if self._seen is None or self._seen[0] != mark:
                self._seen = None
                self._seen = (mark, token_keys(self._file.read_bytes()))
        except OSError as error:
            raise TokenKeysError(f"{self._file} cannot be read ({error.strerror})") from error
        return self._seen[1]


class KeySetUrl:
    """A key set behind a URL, fetched when it is needed and kept for a while."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Use a URL.

        Args:
            url: `https`, or `http` on this machine.
            clock: Seconds that only grow.

        Raises:
            AuthSettingError: If the URL is another: whoever can change the answer on its way could sign tokens.
        """
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            raise AuthSettingError(f"RXGRAPH_JWT_JWKS={url!r} is no setting: give an https URL or a file")
        self._url, self._clock, self._lock = url, clock, asyncio.Lock()
        self._tried: float | None = None
        self._got: tuple[float, list[TokenKey]] | None = None

    async def keys(self, missing: bool = False) -> list[TokenKey]:
        """Return the keys, fetched now or not long ago."""
        async with self._lock:
            now = self._clock()
            fresh = self._got is not None and now - self._got[0] < FRESH_SECONDS
            rested = self._tried is None or now - self._tried >= PAUSE_SECONDS
            if (missing or not fresh) and rested:
                self._tried = now
                try:
                    self._got = (now, token_keys(await self._fetched()))
                except TokenKeysError:
                    if not fresh:
                        raise
            elif not fresh:
                raise TokenKeysError(f"{self._url} did not answer a moment ago; it is asked again soon")
            assert self._got is not None
            return self._got[1]

    async def _fetched(self) -> bytes:
        import httpx

        body = b""
        try:
            async with (
                asyncio.timeout(_TIMEOUT_SECONDS),  # of it all: each part of the answer may come late
                httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client,
                client.stream("GET", self._url) as answer,
            ):
                if answer.status_code != 200:
                    raise TokenKeysError(f"{self._url} answered {answer.status_code}")
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > _LONGEST:
                        raise TokenKeysError(f"{self._url} answered with more than {_LONGEST} bytes")
        except (httpx.HTTPError, TimeoutError) as error:
            raise TokenKeysError(f"{self._url} cannot be reached ({type(error).__name__})") from error
        return body


def token_keys(document: bytes) -> list[TokenKey]:
    """Read a key set; keys that are not for checking signatures, secret ones among them, are left out.

    Args:
        document: A JSON Web Key Set (RFC 7517).

    Returns:
        The keys, at least one.

    Raises:
        TokenKeysError: If there is none in it.
    """
    try:
        records = json.loads(document)["keys"]
        found = [key for record in records if (key := _usable(record)) is not None]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TokenKeysError("the key set is damaged") from error
    if not found:
        raise TokenKeysError("the key set has no key that a signature can be checked with")
    if len({key.kid for key in found}) != len(found):
        raise TokenKeysError("the key set has two keys with one id")
    return found


def _usable(record: Any) -> TokenKey | None:
    from jwt import PyJWK
    from jwt.exceptions import PyJWTError

    if not isinstance(record, dict):
        raise TypeError("no record of a key")
    kind, curve = str(record.get("kty")), str(record.get("crv"))
    families: dict[str, tuple[str, ...]] = {"RSA": _RSA, "EC": _CURVES.get(curve, ()), "OKP": ("EdDSA",) if curve == "Ed25519" else ()}
    allowed = families.get(kind, ())
    named = record.get("alg")
    if named is not None:
        allowed = tuple(name for name in allowed if name == named)
    kid = record.get("kid")
    if not allowed or record.get("use") not in (None, "sig") or not (kid is None or isinstance(kid, str)):
        return None
    try:
        # Without the private members: only what checks a signature is kept.
        public = {name: record[name] for name in ("kty", "crv", "n", "e", "x", "y") if name in record}
        value = PyJWK(public, algorithm=allowed[0]).key
    except PyJWTError:
        return None
    if kind == "RSA" and value.key_size < _RSA_BITS:
        return None
    return TokenKey(kid, allowed, value)
