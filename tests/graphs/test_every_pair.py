"""Drugs that are taken together are all checked: long lists, remembered medicines, and pairs that a model left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphs.run import aask, ask
from nodes.context import Context
from tests.servers.chat_completions import ChatServer, Reply, Usage
from tests.servers.pharmacist_script import plays_pharmacist

TWELVE = (
    "Can I take omeprazole, metformin, atorvastatin, amlodipine, levothyroxine, pantoprazole, famotidine, loratadine, sildenafil, "
    "nitroglycerin, simvastatin, clarithromycin together?"
)


def _pairs(answer: object) -> set[frozenset[str]]:
    return {frozenset((e["data"]["drug_a"], e["data"]["drug_b"])) for e in getattr(answer, "evidence", ()) if e["kind"] == "interaction"}


async def test_every_pair_of_a_long_list_is_looked_up_and_the_worst_stands_first() -> None:
    answer = await aask(TWELVE)
    assert len(_pairs(answer)) == 12 * 11 // 2
    assert answer.severity == "contraindicated"
    first = answer.answer.splitlines()[0].lower()
    assert "contraindicated" in first and ("sildenafil" in first or "simvastatin" in first)


async def test_a_new_drug_is_checked_against_what_the_patient_is_known_to_take() -> None:
    await aask("I take warfarin.", thread_id="ward")
    answer = await aask("Can I take ibuprofen?", thread_id="ward")
    assert frozenset(("warfarin", "ibuprofen")) in _pairs(answer) and answer.severity == "major"


def test_a_pair_that_the_model_did_not_look_up_is_added_before_the_critic(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lazy(request: dict[str, object]) -> Reply:
        if request.get("tools"):
            return Reply(content="I looked nothing up.", usage=Usage(prompt_tokens=1, completion_tokens=1))
        return plays_pharmacist(request)

    with ChatServer(lazy) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        answer = ask("Can I take ibuprofen with warfarin?", context=Context(model="openai:test-model", cheap_model="openai:test-model"))
    assert answer.severity == "major" and "major" in answer.answer.lower() and answer.citations


@pytest.mark.parametrize("value", [None, 5, b"bytes"])
async def test_a_question_that_is_not_text_is_refused_in_words(value: object) -> None:
    with pytest.raises(TypeError, match="a question is text"):
        await aask(value)  # type: ignore[arg-type]
