"""Numbers from the environment."""

from __future__ import annotations

import math
import os

from models.errors import MisconfiguredError


def number(name: str, default: float, *, least: float = 0.0) -> float:
    """Return a setting that must be a number.

    Args:
        name: The environment variable.
        default: What holds when it is unset or empty.
        least: The smallest value that is taken.

    Returns:
        The value.

    Raises:
        MisconfiguredError: If it is no finite number of at least `least`.
    """
    text = os.environ.get(name) or f"{default:g}"
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < least:
        raise MisconfiguredError(f"{name}={text!r} is not a setting: give a number of at least {least:g}, or unset it for {default:g}")
    return value
