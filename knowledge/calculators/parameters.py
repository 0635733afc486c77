"""What every calculator is made of: a parameter with its range, the check of an input, the source and the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, SupportsFloat

Sex = Literal["male", "female"]
"""Sex as the formulas use it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a calculator returns."""

    name: str
    """The calculator's name in `CALCULATORS`."""
    value: float
    """The result, not rounded; always finite."""
    unit: str
    formula: str
    """The formula by name and year, and how it goes."""
    inputs: dict[str, float | str]
    """The inputs that were used, numbers as floats; optional inputs that were not given are left out."""
    detail: dict[str, float | str]
    """What else a reader needs: the weight used, a class, points per item, a caution."""
    source_title: str
    source_url: str
    source_year: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """One input of a calculator: a number with a range, or a word from a list."""

    name: str
    meaning: str
    unit: str = ""
    """Unit of a number; empty for words and for plain ratios."""
    low: float = 0.0
    high: float = 0.0
    """Range of a number, both ends allowed; not used for words."""
    choices: tuple[str, ...] = ()
    """The allowed words; empty for a number."""
    synonyms: tuple[tuple[str, str], ...] = ()
    """Other spellings and the choice that each stands for."""
    required: bool = True
    whole: bool = False
    """True for a number without a fraction."""
    hint: str = ""
    """What a wrong value usually is, added to the error."""

    @property
    def range(self) -> str:
        """The allowed values in words, such as `18 to 120 years` or `male or female`."""
        if self.choices:
            return " or ".join(self.choices) if len(self.choices) == 2 else "one of " + ", ".join(self.choices)
        return " ".join(filter(None, (f"{self.low:g} to {self.high:g}", self.unit)))

    def __str__(self) -> str:
        """Return the name with its allowed values."""
        return f"{self.name} ({self.range}{'' if self.required else ', optional'})"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a formula comes from."""

    title: str
    url: str
    year: int


def _impossible(parameter: Parameter, shown: str) -> ValueError:
    """Return the error for a value outside the range."""
    unit = f" {parameter.unit}" if parameter.unit else ""
    hint = f"; {parameter.hint}" if parameter.hint else ""
    return ValueError(f"{parameter.name} = {shown}{unit} is not possible here: the range is {parameter.range}{hint}")


def check_number(parameter: Parameter, value: object) -> float:
    """Return `value` as a float in the parameter's range.

    Raises:
        ValueError: If it is not a number, not finite, out of range, or has a fraction where none is allowed.
    """
    if isinstance(value, bool) or not isinstance(value, (str, SupportsFloat)):
        raise ValueError(f"{parameter.name} must be a number ({parameter.range}), not {type(value).__name__} {value!r}")
    try:
        if isinstance(value, str) and "_" in value:
            raise ValueError("an underscore is no part of a clinical number")
        number = float(value)
    except OverflowError:
        raise _impossible(parameter, "a number beyond all bounds") from None
    except ValueError:
        raise ValueError(f"{parameter.name} must be a number without a unit or comma ({parameter.range}), not {value!r}") from None
    if not parameter.low <= number <= parameter.high:  # NaN is in no range
        raise _impossible(parameter, f"{number:g}")
    if parameter.whole and number != int(number):
        raise ValueError(f"{parameter.name} = {number:g} must be a whole number: the range is {parameter.range}")
    return number


def check_word(parameter: Parameter, value: object) -> str:
    """Return `value` as one of the parameter's choices; case, outer spaces and `-`, ` `, `_` do not matter.

    Raises:
        ValueError: If it is not a word, or none of the choices and synonyms.
    """
    word = plain(value) if isinstance(value, str) else ""
    word = dict(parameter.synonyms).get(word, word)
    if word not in parameter.choices:
        hint = f"; {parameter.hint}" if parameter.hint else ""
        raise ValueError(f"{parameter.name} = {value!r} is not known: use {parameter.range}{hint}")
    return word


def plain(text: str) -> str:
    """Return `text` in lower case, its words joined by `_`."""
    return "_".join(text.lower().replace("-", " ").replace("_", " ").split())


def make_result(
    name: str,
    value: float,
    unit: str,
    formula: str,
    source: Source,
    inputs: Mapping[str, float | str],
    detail: Mapping[str, float | str] | None = None,
) -> Result:
    """Return a `Result` with its source filled in."""
    return Result(name, value, unit, formula, dict(inputs), dict(detail or {}), source.title, source.url, source.year)


SEX = Parameter("sex", "sex as the formula uses it", choices=("male", "female"), synonyms=(("m", "male"), ("f", "female")))
