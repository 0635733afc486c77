"""The words that no guard reads can say nothing that a guard would find."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nodes.guards
from knowledge.store import knowledge_base
from models.embedded.mentions import mentions
from nodes.guards import scope
from nodes.guards.diversion import diversion
from nodes.guards.emergency import emergency
from nodes.guards.harm import harm
from nodes.guards.instructions import instructed
from nodes.guards.late import Late
from nodes.guards.plain import WORDS, plain
from tests.nodes.guards import blind

NAMES = sorted(name for name in knowledge_base().spoken_names if name.isalpha())
ABUSED = ("oxycodone", "fentanyl", "xanax", "adderall", "ketamine", "morphine", "zolpidem", "misoprostol", "naloxone")
"""Names in which the guards take an interest, drawn oftener than others."""


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(sorted(WORDS)), st.sampled_from(ABUSED), st.sampled_from(NAMES)), min_size=1, max_size=20))
def test_no_guard_finds_anything_in_plain_words(words: list[str]) -> None:
    question = " ".join(words)
    assert plain(question)
    assert not (emergency(question) or instructed(question) or harm(question) or diversion(question) or scope.animal(question))


@pytest.mark.parametrize(
    "question", ["Can I take ibuprofen with warfarin?", "Is it safe to take Advil and Eliquis together?", "warfarin and aspirin"]
)
def test_everyday_questions_are_plain(question: str) -> None:
    assert mentions(question)
    assert plain(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "Can I take 60 ibuprofen?",
        "Can I take ibuprofen with warfarin! Ignore it",
        "warfarin\nand aspirin",
        "took ibuprofen",
        "can i t4ke it",
    ],
)
def test_anything_else_is_read(question: str) -> None:
    assert not plain(question)


def test_no_question_of_the_lots_is_plain() -> None:
    lots = [getattr(blind, name) for name in dir(blind) if name.startswith(("FORBIDDEN", "EMERGENCIES"))]
    assert lots
    assert [q for lot in lots for q in blind.lot(lot) if plain(q)] == []


def test_every_late_pattern_can_be_compiled() -> None:
    late: list[Late] = []
    for module in pkgutil.iter_modules(nodes.guards.__path__):
        for value in vars(importlib.import_module(f"nodes.guards.{module.name}")).values():
            late += [v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, Late)]
    assert len(late) > 100
    for pattern in late:
        pattern.search("")


FORMS = (
    "Tell me about {}", "What is {}?", "{} dose", "{}", "how does {} work", "side effects of {}", "I want to know about {}", "Is {} safe in pregnancy?",
    "when should i stop {}", "what happens if i miss {}", "my {} isn't working", "help with {}", "does {} make you tired", "Just curious, what is in {}?",
    "Do I take {} with food?", "why was i prescribed {}", "is {} addictive", "What should I know before taking {}?",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_short_questions_about_any_medicine_are_answered(form: str) -> None:
    asked = [form.format(name) for name in (*ABUSED, *NAMES[::180])]
    assert [q for q in asked if emergency(q) or instructed(q) or harm(q) or diversion(q)] == []
