"""A patient as far as dosing and interaction checks need one, with units in the names and impossible values refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Literal, get_args

Sex = Literal["female", "male"]
ChildPugh = Literal["A", "B", "C"]

RANGES: Final[dict[str, tuple[float, float, str]]] = {
    "age_years": (0, 120, "years"),
    "weight_kg": (0.3, 500, "kg"),
    "height_cm": (20, 260, "cm"),
    "scr_mg_dl": (0.1, 30, "mg/dL"),
    "egfr": (0, 200, "mL/min/1.73 m2"),
    "crcl": (0, 300, "mL/min"),
}
"""Lowest and highest possible value of each number, and its unit."""


class ImpossibleValueError(ValueError):
    """A value that no patient has; the message says the range."""


def checked(field: str, value: float) -> float:
    """Return `value` when it is possible for `field`.

    Args:
        field: A key of `RANGES`.
        value: The number, in the unit of that field.

    Returns:
        The value as a float.

    Raises:
        ImpossibleValueError: If it is not a finite number in the possible range.
    """
    low, high, unit = RANGES[field]
    if not math.isfinite(value) or not low <= value <= high:
        raise ImpossibleValueError(f"{field} {value:g} is not possible: give {low:g} to {high:g} {unit}")
    return float(value)


@dataclass(frozen=True, slots=True)
class Patient:
    """What is known of a patient; None means not known."""

    age_years: float | None = None
    sex: Sex | None = None
    weight_kg: float | None = None
    height_cm: float | None = None
    scr_mg_dl: float | None = None
    """Serum creatinine, mg/dL."""
    egfr: float | None = None
    """Estimated GFR, mL/min/1.73 m2, as reported."""
    crcl: float | None = None
    """Creatinine clearance, mL/min, as reported."""
    dialysis: bool | None = None
    child_pugh: ChildPugh | None = None
    ckd_stage: int | None = None
    """Stage 1 to 5 of chronic kidney disease, where no number of kidney function is known."""
    child: bool | None = None
    """True for a patient who is called a child, infant or newborn without an age."""
    pregnant: bool | None = None
    breastfeeding: bool | None = None
    qt_history: bool | None = None
    """Long QT syndrome, a prolonged QT interval or torsades de pointes, now or in the past."""
    allergies: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse impossible values.

        Raises:
            ImpossibleValueError: With the field and its range.
        """
        for field in RANGES:
            if (value := getattr(self, field)) is not None:
                checked(field, value)
        if self.sex is not None and self.sex not in get_args(Sex):
            raise ImpossibleValueError(f"sex {self.sex!r} is not known here: give female or male (the formulas need the sex at birth)")
        if self.child_pugh is not None and self.child_pugh not in get_args(ChildPugh):
            raise ImpossibleValueError(f"Child-Pugh class {self.child_pugh!r} is not known: give A, B or C")

    @property
    def minor(self) -> bool:
        """Whether the patient is under 18 years, by age or by what is said."""
        return self.age_years < 18 if self.age_years is not None else bool(self.child)

    def described(self) -> list[str]:
        """Return what is known, field by field in words, with units."""
        shown = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value is None or value == ():
                continue
            name, unit = field.name, RANGES[field.name][2] if field.name in RANGES else ""
            for ending in ("_years", "_kg", "_cm", "_mg_dl"):
                name = name.removesuffix(ending)
            words = ("yes" if value else "no") if isinstance(value, bool) else f"{value:g}" if isinstance(value, float | int) else value
            words = ", ".join(words) if isinstance(words, tuple) else words
            shown.append(f"{name.replace('scr', 'creatinine').replace('_', ' ')} {words}{f' {unit}' if unit else ''}")
        return shown

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Patient:
        """Build a patient from plain values, such as a profile in graph state; unknown keys are ignored."""
        known = {f.name for f in fields(cls)}
        given = {k: v for k, v in values.items() if k in known and v is not None}
        for key in ("allergies", "medicines"):
            if key in given:
                given[key] = tuple(given[key])
        return cls(**given)
