"""Redaction of anything: mappings, lists, messages, models, dataclasses, bytes, exceptions, at any depth. What cannot be read is not let through."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import fractions
import uuid
from collections import deque
from collections.abc import Mapping, Sequence, Set
from pathlib import PurePath
from typing import Any, Final

from nodes.redaction.fields import is_person, kind_of
from nodes.redaction.spans import Kind, mark
from nodes.redaction.text import TooLargeError, clean

DEPTH: Final = 60
"""How many levels are read; deeper ones are not let through."""
VALUES: Final = 500_000
"""How many values of one payload are read."""
TOO_DEEP: Final = "[DROPPED: nested too deep]"
CYCLE: Final = "[CYCLE]"
_HIGHEST_AGE: Final = 89
_PLAIN: Final = (
    bool,
    int,
    float,
    complex,
    decimal.Decimal,
    fractions.Fraction,
    datetime.date,
    datetime.time,
    datetime.timedelta,
    uuid.UUID,
    type(None),
)


class Walker:
    """Redacts one payload."""

    def __init__(self, keep: frozenset[Kind] = frozenset()) -> None:
        """Begin.

        Args:
            keep: Kinds that stay.
        """
        self.keep = keep
        self._count = 0
        self._above: set[int] = set()

    def walk(self, value: Any, kind: Kind | None = None, depth: int = 0) -> Any:
        """Return a value without identifiers, of the same shape.

        Args:
            value: The value; it is left as it is.
            kind: What it is as a whole, when its field's name has told.
            depth: How deep it lies.

        Raises:
            TooLargeError: If the payload holds more than can be read.
        """
        self._count += 1
        if self._count > VALUES:
            raise TooLargeError(f"more than {VALUES} values")
        if isinstance(value, str):
            return _like(value, self._text(str(value), kind))
        if isinstance(value, _PLAIN) and not isinstance(value, enum.Enum):
            return self._plain(value, kind)
        if isinstance(value, bytes | bytearray | memoryview):
            return self._bytes(bytes(value), kind)
        if depth >= DEPTH:
            return TOO_DEEP
        if id(value) in self._above:
            return CYCLE
        self._above.add(id(value))
        try:
            return self._nested(value, kind, depth + 1)
        finally:
            self._above.discard(id(value))

    def _text(self, text: str, kind: Kind | None) -> str:
        if kind is None or kind in self.keep:
            return clean(text, self.keep)
        if kind == "AGE":
            return mark(kind) if text.strip().isdecimal() and int(text) > _HIGHEST_AGE else clean(text, self.keep)
        return mark(kind) if text.strip() else text

    def _plain(self, value: Any, kind: Kind | None) -> Any:
        if kind is None or kind in self.keep or value is None or isinstance(value, bool):
            return value
        if kind == "AGE":
            return mark(kind) if isinstance(value, int | float) and value > _HIGHEST_AGE else value
        return mark(kind)

    def _bytes(self, value: bytes, kind: Kind | None) -> bytes:
        try:
            return self._text(value.decode(), kind).encode()
        except UnicodeDecodeError:
            return self._text(value.decode("latin-1"), kind).encode("latin-1")

    def _nested(self, value: Any, kind: Kind | None, depth: int) -> Any:
        if isinstance(value, Mapping):
            return self._mapping(value, kind, depth)
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*(self.walk(item, kind or kind_of(name), depth) for name, item in zip(value._fields, value, strict=True)))
        if isinstance(value, list | tuple | set | frozenset | deque):
            return type(value)(self.walk(item, kind, depth) for item in value)
        if isinstance(value, Set | Sequence):
            return [self.walk(item, kind, depth) for item in value]
        if isinstance(value, BaseException):
            return self._exception(value, depth)
        if isinstance(value, enum.Enum | type):
            return value
        if isinstance(value, PurePath):
            return type(value)(self._text(str(value), kind))
        if hasattr(value, "model_copy") and hasattr(type(value), "model_fields"):
            return self._model(value, kind, depth)
        if dataclasses.is_dataclass(value):
            return self._dataclass(value, kind, depth)
        # What has no shape that can be kept is shown as it would be printed.
        return self._text(repr(value), kind)

    def _mapping(self, value: Mapping[Any, Any], kind: Kind | None, depth: int) -> dict[Any, Any]:
        record = is_person(frozenset(k for k in value if isinstance(k, str)), value.get("resourceType"))
        out: dict[Any, Any] = {}
        for key, item in value.items():
            field = kind or (kind_of(key, record) if isinstance(key, str) else None)
            if field == "NAME" and isinstance(key, str) and key == "family" and "given" not in value:
                field = None
            if field is None and key == "given" and "family" in value:
                field = "NAME"
            name = self.walk(key, None, depth)
            while name in out:
                name = f"{name}'"
            out[name] = self.walk(item, field, depth)
        return out

    def _model(self, value: Any, kind: Kind | None, depth: int) -> Any:
        fields = {**value.__dict__, **(getattr(value, "__pydantic_extra__", None) or {})}
        return value.model_copy(update=self._mapping(fields, kind, depth))

    def _dataclass(self, value: Any, kind: Kind | None, depth: int) -> Any:
        fields = {field.name: getattr(value, field.name, None) for field in dataclasses.fields(value)}
        copied = object.__new__(type(value))
        for name, item in self._mapping(fields, kind, depth).items():
            object.__setattr__(copied, name, item)
        return copied

    def _exception(self, value: BaseException, depth: int) -> BaseException:
        # An exception of the same name that says the same without identifiers; what else the first one holds stays behind.
        told: BaseException = type(type(value).__name__, (Exception,), {"__module__": type(value).__module__})(clean(str(value), self.keep))
        for note in getattr(value, "__notes__", ()):
            told.add_note(clean(str(note), self.keep))
        if value.__cause__ is not None:
            cause = self.walk(value.__cause__, None, depth)
            told.__cause__ = cause if isinstance(cause, BaseException) else None
        return told


def _like(value: str, text: str) -> str:
    return value if text == value else text
