"""What a request brings to say who it comes from: `Authorization: Bearer …` or `x-api-key`."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from gateway.identity import tokens
from gateway.identity.keys import PREFIX, KeyFileError, KeyStore
from gateway.identity.roles import Identity, is_identity
from gateway.identity.token_keys import TokenKeysError
from nodes.guards.closing import BrokenGuardError, closed, closed_in_thread

log = logging.getLogger("rxgraph.identity")


class RefusedError(Exception):
    """A request that comes from nobody known."""


class UnavailableError(Exception):
    """Who a request comes from cannot be told now, because keys cannot be read or fetched."""


def credential(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """Read the key or token out of a request's headers.

    `x-api-key` counts only when there is no `Authorization`: clients of LangSmith send a key of theirs in it unasked.

    Args:
        headers: Names in lower case, and values, as ASGI gives them.

    Returns:
        The text, or None where there is none, or more than one.
    """
    given: dict[bytes, list[bytes]] = {b"authorization": [], b"x-api-key": []}
    for name, value in headers:
        if name in given:
            given[name].append(value)
    if given[b"authorization"]:
        scheme, _, text = given[b"authorization"][0].partition(b" ")
        found = text.strip(b" ") if scheme.lower() == b"bearer" and len(given[b"authorization"]) == 1 else b""
    else:
        found = given[b"x-api-key"][0].strip(b" ") if len(given[b"x-api-key"]) == 1 else b""
    try:
        return found.decode("ascii") or None
    except UnicodeDecodeError:
        return None


async def identify(headers: Iterable[tuple[bytes, bytes]], store: KeyStore, settings: tokens.TokenSettings | None) -> Identity:
    """Return who a request comes from.

    Args:
        headers: As in `credential`.
        store: The keys.
        settings: What tokens must say, or None when only keys are good.

    Raises:
        RefusedError: If it is nobody known; why is not said.
        UnavailableError: If it cannot be told now.
    """
    text = credential(headers)
    if text is None:
        raise RefusedError
    found: Identity | None = None
    try:
        if text.startswith(PREFIX):
            found = await closed_in_thread("keys", lambda: store.identify(text), answers_who, answers=(KeyFileError,))
        elif settings is not None:
            found = await closed("tokens", lambda: tokens.identify(text, settings), answers_who, answers=(TokenKeysError,))
    except (KeyFileError, TokenKeysError, BrokenGuardError) as error:
        log.error("Nobody is let in: %s", error)
        raise UnavailableError from error
    if found is None:
        raise RefusedError
    return found


def answers_who(found: object) -> bool:
    """Say whether something is what the question who it is can be answered with: an identity, or nobody."""
    return found is None or is_identity(found)
