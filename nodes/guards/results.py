"""`vetted`: a tool's result as a model may see it. Records whose text gives orders or holds secrets are left out; the rest is fenced as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from langchain_core.messages import ToolMessage

from nodes.guards.instructions import instructed
from nodes.guards.leaks import leaks
from nodes.prompts import result
from tools.evidence import listing

LEFT_OUT: Final = "{count} of the results held text that gives orders instead of facts; left out."
_FENCE: Final = result("").partition("\n")[0]
NOTHING_LEFT: Final = "The result held text that gives orders instead of facts; it was left out. Go on without it."


def vetted(message: ToolMessage) -> ToolMessage:
    """Check a tool's result, and fence it.

    Args:
        message: What the tool returned, with its evidence as artifact.

    Returns:
        The message without hostile records. A hostile text that belongs to no record makes it an error with nothing of the text in it.
    """
    evidence = list(message.artifact or ())
    kept = [e for e in evidence if clean(e)]
    if len(kept) < len(evidence):
        note = LEFT_OUT.format(count=len(evidence) - len(kept))
        body = f"{listing(kept)}\n{note}" if kept else NOTHING_LEFT
        return message.model_copy(
            update={"content": result(body) if kept else body, "artifact": kept, **({} if kept else {"status": "error"})}
        )
    if hostile(str(message.text)):
        return message.model_copy(update={"content": NOTHING_LEFT, "artifact": [], "status": "error"})
    return message.model_copy(update={"content": result(str(message.text))})


def is_vetted(found: object) -> bool:
    """Say whether something is a result as `vetted` returns it: an error, or fenced."""
    if not isinstance(found, ToolMessage):
        return False
    return found.status == "error" or str(found.text).startswith(_FENCE)


def clean(record: Mapping[str, Any]) -> bool:
    """Say whether no text of a record gives orders or holds secrets; a record that cannot be checked is not clean."""
    try:
        return not any(hostile(text) for text in texts(record))
    except Exception:
        return False


def hostile(text: str) -> bool:
    """Say whether a text from outside gives orders, or holds what must not be passed on."""
    return bool(instructed(text) or leaks(text))


def texts(value: Any) -> Iterator[str]:
    """Yield every text of a record, its keys included; addresses of sources are data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key != "url":
                yield str(key)
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
