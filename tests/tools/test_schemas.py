"""Each tool's JSON schema as a model sees it, held against its snapshot."""

from __future__ import annotations

import pytest
from langchain_core.utils.function_calling import convert_to_openai_tool
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from tools import TOOLS


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_a_tools_schema_is_as_reviewed(name: str, snapshot: SnapshotAssertion) -> None:
    schema = convert_to_openai_tool(TOOLS[name])
    parameters = schema["function"]["parameters"]
    assert schema["function"]["name"] == name
    assert all(p.get("description") for p in parameters["properties"].values())
    assert schema == snapshot.use_extension(JSONSnapshotExtension)


def test_the_tools_that_the_user_named_take_the_arguments_that_the_user_named() -> None:
    required = {
        n: convert_to_openai_tool(TOOLS[n])["function"]["parameters"].get("required", [])
        for n in ("lookup_interaction", "get_dosing", "search_guidelines")
    }
    assert required == {"lookup_interaction": ["drug_a", "drug_b"], "get_dosing": ["drug"], "search_guidelines": ["query"]}
    assert "egfr" in convert_to_openai_tool(TOOLS["get_dosing"])["function"]["parameters"]["properties"]
