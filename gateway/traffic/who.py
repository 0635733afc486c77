"""Who asks, as far as limits and logs need to know."""

from __future__ import annotations

import ipaddress
from collections.abc import MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
PEER: Final = "rxgraph.peer"
"""Key of a scope: the address at the other end of the connection, before any header changed it."""
EVERYONE: Final = "local"
"""The identity of all callers while authentication is off; it tells nobody apart, so their addresses do."""
_LOCAL_HEADERS: Final = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via")


def identity_of(scope: Scope) -> str | None:
    """Return the identity that authentication verified, or None."""
    user = scope.get("user")
    identity = getattr(user, "identity", "") if user is not None and getattr(user, "is_authenticated", False) else ""
    return str(identity) if identity and identity != EVERYONE else None


def is_admin(scope: Scope) -> bool:
    """Say whether the verified identity has the role of an administrator, as authentication put it among the permissions."""
    return identity_of(scope) is not None and "role:admin" in getattr(scope.get("auth"), "scopes", ())


def address_of(scope: Scope, *, behind_proxy: bool) -> str:
    """Return the client's address: the peer's own, or what a trusted proxy says.

    The server believes `X-Forwarded-For` of anyone on this machine; a caller must not choose its address, or it would choose its limits.
    """
    client = scope.get("client") if behind_proxy else scope.get(PEER) or scope.get("client")
    if not behind_proxy and PEER not in scope and any(name == b"x-forwarded-for" for name, _ in scope.get("headers", ())):
        return "127.0.0.1"  # a WebSocket's peer is not told; only one on this machine could have changed its address
    return str(client[0]) if client else "unknown"


def is_local(scope: Scope, *, behind_proxy: bool) -> bool:
    """Say whether the caller is a process of this machine, and not a proxy that speaks for another."""
    if behind_proxy or any(name in _LOCAL_HEADERS for name, _ in scope.get("headers", ())):
        return False
    try:
        return ipaddress.ip_address(address_of(scope, behind_proxy=False)).is_loopback
    except ValueError:
        return False


def caller(scope: Scope, *, behind_proxy: bool) -> str:
    """Return the name under which a caller is limited: its identity, or its address."""
    identity = identity_of(scope)
    return f"identity:{identity}" if identity else f"address:{network_of(address_of(scope, behind_proxy=behind_proxy))}"


def network_of(address: str) -> str:
    """Return what one customer holds: an IPv4 address, or the /64 of an IPv6 address, of which a caller has 2⁶⁴ to choose from."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped) if mapped else str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))


def logged(caller: str) -> str:
    """Return a caller as the log names it: an identity as it is, an address without its last part, for it points at a person."""
    kind, _, name = caller.partition(":")
    if kind != "address":
        return name[:128]
    try:
        network = ipaddress.ip_network(f"{name.partition('/')[0]}/{24 if '.' in name else 48}", strict=False)
    except ValueError:
        return "unknown"
    return f"address {network}"
