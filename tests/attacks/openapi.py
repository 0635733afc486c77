"""The server's own OpenAPI document, completed so that cases made of it reach behind the first check."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Final

from hypothesis.internal.conjecture.utils import many

METHODS: Final = ("get", "post", "put", "patch", "delete", "head", "options")
ENDLESS: Final = ("/threads/{thread_id}/stream", "/threads/{thread_id}/stream/events")
"""Routes that go on answering for as long as a thread that exists is listened to."""


def _more(self: Any) -> bool:
    """Say whether a collection grows, as `hypothesis-jsonschema` 0.23 asks it; Hypothesis has had an iterator for that since 6.15x."""
    if self._depth is None:
        self._depth = self.data.depth
    if self._in_element:
        self._finish_element()
    if not self._decide():
        return False
    self.count += 1
    self._in_element, self._rejected = True, False
    return True


def enable_objects() -> None:
    """Let Schemathesis generate JSON objects with this Hypothesis."""
    if not hasattr(many, "more"):
        many.more = _more  # type: ignore[attr-defined]


def completed(document: dict[str, Any], known: dict[str, list[str]]) -> dict[str, Any]:
    """Give path parameters, which the document lacks where an app is mounted, and real ids to choose among made-up ones.

    Args:
        document: As `/openapi.json` gives it.
        known: Values that exist, by the name of a parameter or property.
    """
    spec = copy.deepcopy(document)
    for path, operations in spec["paths"].items():
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        for method in METHODS:
            if method in operations:
                given = [p for p in operations[method].get("parameters", []) if p.get("in") != "path"]
                operations[method]["parameters"] = given + [
                    _parameter(name, [] if path in ENDLESS else known.get(name, [])) for name in names
                ]
                operations[method].pop("security", None)
    spec.pop("security", None)
    for schema in _schemas(spec.get("components", {})):
        for name, values in known.items():
            if isinstance(schema.get("properties"), dict) and name in schema["properties"]:
                schema["properties"][name] = {"type": "string", "enum": [*values, "nothing", "00000000-0000-4000-8000-000000000000"]}
    return spec


def _parameter(name: str, values: list[str]) -> dict[str, Any]:
    made_up = ["00000000-0000-4000-8000-000000000000", "nothing", "0", "a.b"]
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "enum": values + made_up}}


def _schemas(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _schemas(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _schemas(inner)
