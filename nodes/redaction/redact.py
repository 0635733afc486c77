"""The public redactor: `redact` for any value, `redacted_text` for a text. Both close when the redactor breaks."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from nodes.redaction.closing import DROPPED, Closing
from nodes.redaction.spans import Kind

_KEPT_FOR_MODELS: Final[frozenset[Kind]] = frozenset({"AGE"})


@cache
def _closing(keep: frozenset[Kind] = frozenset()) -> Closing:
    # Imported here and not in the redactor's thread, which must never wait for an import that its caller is in.
    from nodes.redaction.walk import Walker

    return Closing(lambda value: Walker(keep).walk(value))


def redact(value: Any) -> Any:
    """Take every identifier of a patient out of a value; see the package for the kinds.

    Args:
        value: Mappings, lists, messages, models, dataclasses, bytes, exceptions, texts, numbers, at any depth. It is left as it is.

    Returns:
        A value of the same shape with a mark such as `[NAME]` for each identifier. `DROPPED` stands for a payload that cannot be redacted.
    """
    return _closing()(value)


def redacted_text(text: str) -> str:
    """Take every identifier of a patient out of a text; see `redact`."""
    found = _closing()(text)
    return found if isinstance(found, str) else DROPPED


def redacted_for_model(value: Any) -> Any:
    """Redact what a language model is sent: as `redact`, but ages stay as they are, since doses and clearances are computed from them."""
    return _closing(_KEPT_FOR_MODELS)(value)
