"""Numeric bands as labels word them: `ge`/`gt` below and `lt`/`le` above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def holds(band: Mapping[str, Any], value: float) -> bool:
    """Say whether `value` falls in a band.

    Args:
        band: Bounds under the keys ge, gt, lt, le; a missing or None bound is open.
        value: The metric, in the band's unit.

    Returns:
        True when every bound that is given holds.
    """
    return (
        (band.get("ge") is None or value >= band["ge"])
        and (band.get("gt") is None or value > band["gt"])
        and (band.get("lt") is None or value < band["lt"])
        and (band.get("le") is None or value <= band["le"])
    )


def describe(band: Mapping[str, Any], unit: str) -> str:
    """Write a band in words that a number check can follow, such as `CrCl 15 to below 30 mL/min`.

    Args:
        band: Bounds as in `holds`.
        unit: The unit to write behind the numbers.

    Returns:
        The bounds and unit, such as `at least 15 and below 30 mL/min`.
    """
    low = f"at least {band['ge']:g}" if band.get("ge") is not None else f"above {band['gt']:g}" if band.get("gt") is not None else ""
    high = f"below {band['lt']:g}" if band.get("lt") is not None else f"at most {band['le']:g}" if band.get("le") is not None else ""
    return f"{' and '.join(part for part in (low, high) if part)} {unit}"
