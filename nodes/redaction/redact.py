"""The public redactor: `redact` for any value, `redacted_text` for a text. Both close when the redactor breaks."""

from __future__ import annotations

from typing import Any, Final

from nodes.redaction.closing import DROPPED, Closing
from nodes.redaction.spans import Kind

_KEPT_FOR_MODELS: Final[frozenset[Kind]] = frozenset({"AGE"})


def _walk(value: Any) -> Any:
    from nodes.redaction.walk import Walker

    return Walker().walk(value)


def _walk_for_model(value: Any) -> Any:
    from nodes.redaction.walk import Walker

    return Walker(_KEPT_FOR_MODELS).walk(value)


_closing: Final = Closing(lambda value: _walk(value))
_closing_for_model: Final = Closing(lambda value: _walk_for_model(value))


def redact(value: Any) -> Any:
    """Take every identifier of a patient out of a value; see the package for the kinds.

    Args:
        value: Mappings, lists, messages, models, dataclasses, bytes, exceptions, texts, numbers, at any depth. It is left as it is.

    Returns:
        A value of the same shape with a mark such as `[NAME]` for each identifier. `DROPPED` stands for a payload that cannot be redacted.
    """
    return _closing(value)


def redacted_text(text: str) -> str:
    """Take every identifier of a patient out of a text; see `redact`."""
    found = _closing(text)
    return found if isinstance(found, str) else DROPPED


def redacted_for_model(value: Any) -> Any:
    """Redact what a language model is sent: as `redact`, but ages stay as they are, since doses and clearances are computed from them."""
    return _closing_for_model(value)
