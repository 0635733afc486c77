"""JSON Web Tokens: checked for signature, issuer, audience and expiry; everything else about them is refused or ignored."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gateway.identity.mode import AuthSettingError
from gateway.identity.roles import ROLES, Identity, Role
from gateway.identity.token_keys import KeySetFile, KeySetUrl, KeySource, SharedSecret

LONGEST: Final = 8192
"""Characters of the longest token that is looked at."""
LEEWAY_SECONDS: Final = 10
"""How far the clocks of issuer and server may be apart."""
_SUBJECT_LONGEST: Final = 255
"""Characters of a subject (OpenID Connect Core 1.0, section 2)."""
_REQUIRED: Final = ("exp", "iss", "aud", "sub")


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """What tokens must say.

    Attributes:
        issuer: Who must have made them (`RXGRAPH_JWT_ISSUER`).
        audience: Whom they must be for (`RXGRAPH_JWT_AUDIENCE`).
        source: The keys (`RXGRAPH_JWT_JWKS` or `RXGRAPH_JWT_SECRET`).
        role_claim: The claim that holds the role (`RXGRAPH_JWT_ROLE_CLAIM`).
    """

    issuer: str
    audience: str
    source: KeySource
    role_claim: str = "role"


def from_environment() -> TokenSettings | None:
    """Return the settings of tokens, or None when none is set: keys alone are good then.

    Raises:
        AuthSettingError: If they are incomplete; nothing is guessed.
    """
    issuer, audience, keys, secret = (os.environ.get(f"RXGRAPH_JWT_{name}") for name in ("ISSUER", "AUDIENCE", "JWKS", "SECRET"))
    if not any((issuer, audience, keys, secret)):
        return None
    if not issuer or not audience or bool(keys) == bool(secret):
        raise AuthSettingError(
            "tokens need RXGRAPH_JWT_ISSUER, RXGRAPH_JWT_AUDIENCE, and one of RXGRAPH_JWT_JWKS and RXGRAPH_JWT_SECRET; unset all for none"
        )
    source: KeySource
    if secret:
        source = SharedSecret(secret)
    elif keys and "://" in keys:
        source = KeySetUrl(keys)
    else:
        source = KeySetFile(Path(keys or "").expanduser())
    return TokenSettings(issuer, audience, source, os.environ.get("RXGRAPH_JWT_ROLE_CLAIM") or "role")


async def identify(token: str, settings: TokenSettings) -> Identity | None:
    """Return who a token speaks for, or None when it is not good, for whatever reason.

    Args:
        token: What a request brought.
        settings: What it must say.

    Raises:
        TokenKeysError: If the keys cannot be had.
    """
    import jwt

    if len(token) > LONGEST:
        return None
    try:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if "crit" in header:
            return None
        keys = await settings.source.keys()
        if kid is not None and all(key.kid not in (kid, None) for key in keys):
            keys = await settings.source.keys(missing=True)
        # A key without an id serves any token; a token without an id is served when there is no choice.
        chosen = [key for key in keys if key.kid == kid] or [key for key in keys if key.kid is None or (kid is None and len(keys) == 1)]
        if len(chosen) != 1:
            return None
        claims = jwt.decode(
            token,
            chosen[0].value,
            algorithms=list(chosen[0].algorithms),
            audience=settings.audience,
            issuer=settings.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": list(_REQUIRED)},
        )
    except (jwt.InvalidTokenError, jwt.InvalidKeyError, ValueError, TypeError, RecursionError):
        return None
    return _spoken_for(claims, settings)


def _spoken_for(claims: dict[str, Any], settings: TokenSettings) -> Identity | None:
    subject, role = claims["sub"], _role(claims.get(settings.role_claim, "asker"))
    if not isinstance(subject, str) or not subject.isprintable() or not 0 < len(subject) <= _SUBJECT_LONGEST or role is None:
        return None
    name = claims.get("name")
    return Identity(
        f"jwt:{settings.issuer}|{subject}", role, name[:100] if isinstance(name, str) and name.isprintable() and name else subject
    )


def _role(claim: Any) -> Role | None:
    """Return the role that a claim names. A token that says nothing of it is an asker's; one that says something unknown is no good."""
    return next((role for role in ROLES if role == claim), None)
