"""Whether authentication is on: `RXGRAPH_AUTH`."""

from __future__ import annotations

import ipaddress
import os
from typing import Final

SETTING: Final = "RXGRAPH_AUTH"


class AuthSettingError(ValueError):
    """A setting of authentication that is none; nothing is served with it."""


def required() -> bool:
    """Say whether requests need a key or a token.

    Raises:
        AuthSettingError: If the setting is neither `on` nor `off`, so that a misspelling never opens the doors.
    """
    chosen = os.environ.get(SETTING, "off")
    if chosen not in ("on", "off"):
        raise AuthSettingError(f"{SETTING}={chosen!r} is not a setting: give on or off")
    return chosen == "on"


def is_loopback(host: str) -> bool:
    """Say whether a host, without a port, is this machine."""
    name = host.strip().strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
