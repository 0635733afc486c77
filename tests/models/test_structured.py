"""Finding a JSON object in whatever a model wrote."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from models.structured import from_text


class Choice(BaseModel):
    model_config = ConfigDict(strict=True)
    name: str
    count: int


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "a", "count": 1}',
        '```json\n{"name": "a", "count": 1}\n```',
        'Here it is: {"name": "a", "count": 1} as asked.',
        'First {"other": 1}, then {"name": "a", "count": 1}, then {"name": "b", "count": 2}',
        '{ broken {"name": "a", "count": 1}',
        '{"wrapped": {"name": "a", "count": 1}}',
    ],
)
def test_the_first_object_that_fits_is_found(text: str) -> None:
    assert from_text(Choice, text) == Choice(name="a", count=1)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"name": "a"}', '{"name": "a", "count": "1"}', "name: a, count: 1", "{" * 500])
def test_what_does_not_fit_is_none(text: str) -> None:
    assert from_text(Choice, text) is None


@given(st.text(max_size=200))
def test_any_text_gives_an_instance_or_none(text: str) -> None:
    found = from_text(Choice, text)
    assert found is None or isinstance(found, Choice)


@given(
    st.text(alphabet=st.characters(exclude_characters="{", codec="utf-8"), max_size=40),
    st.text(max_size=20),
    st.integers(),
    st.text(max_size=40),
)
def test_an_object_is_found_whatever_stands_around_it(before: str, name: str, count: int, after: str) -> None:
    assert from_text(Choice, before + json.dumps({"name": name, "count": count}) + after) == Choice(name=name, count=count)
