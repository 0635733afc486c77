"""The three roles, and an identity that has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["asker", "reviewer", "admin"]
"""`asker` asks and sees what is their own; `reviewer` signs off what waits for it; `admin` sees everything."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
_PREFIX: Final = "role:"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a request comes from.

    Attributes:
        id: Stable, the same for every request: `key:NAME`, or `jwt:ISSUER|SUBJECT`.
        role: What they may do.
        name: For people to read; no secret.
    """

    id: str
    role: Role
    name: str

    @property
    def permissions(self) -> list[str]:
        """The role, in the form that the server hands on."""
        return [_PREFIX + self.role]


def is_identity(found: object) -> bool:
    """Say whether something is an identity, with an id and a role that there is."""
    return (
        isinstance(found, Identity) and isinstance(found.id, str) and bool(found.id) and isinstance(found.name, str) and found.role in ROLES
    )


def role_in(permissions: Iterable[str]) -> Role | None:
    """Return the role that permissions hold, or None where they hold none, or more than one."""
    found = [role for role in ROLES if _PREFIX + role in set(permissions)]
    return found[0] if len(found) == 1 else None
