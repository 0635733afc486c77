"""Who a request comes from, for whatever stands behind the authentication: limits, logs, the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.identity.roles import Role, role_in


def identity_of(scope: Mapping[str, Any]) -> str | None:
    """Return the identity that an ASGI scope was authenticated for; None when nobody was, as on open routes and in-process calls.

    With `RXGRAPH_AUTH=off` everyone is `local`.

    Args:
        scope: Of a request, behind the server's authentication.
    """
    user = scope.get("user")
    found = getattr(user, "identity", None) if getattr(user, "is_authenticated", False) else None
    return found if isinstance(found, str) and found else None


def role_of(scope: Mapping[str, Any]) -> Role | None:
    """Return the role that an ASGI scope was authenticated with, or None.

    Args:
        scope: As in `identity_of`.
    """
    if identity_of(scope) is None:
        return None
    return role_in(getattr(scope.get("auth"), "scopes", ()))
