"""A facts folder of a few made-up drugs, for tests that must not depend on the real facts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge import compile as compiling
from knowledge import interactions, names, store

HEAD = """
[class]
id = "small"
title = "Made-up drugs"

[sources.label]
title = "Made-up label"
kind = "label"
publisher = "Nobody"
year = 2024
url = "https://example.org/label"
"""

DRUGS = """
[[drugs]]
name = "alphadrug"
curation = "interactions"
synonyms = ["alphadrug sodium"]
brands = ["sharedbrand", "alphabrand"]
mechanism_class = "first test class"
groups = ["alphas"]
traits = [{ source = "label", section = "7", qt = "known" }]
renal = [{ source = "label", section = "2", metric = "crcl", bands = [
  { ge = 30, verdict = "no_adjustment", text = "No alphadrug adjustment from CrCl 30 mL/min." },
  { lt = 30, verdict = "avoid", text = "Avoid alphadrug below CrCl 30 mL/min." },
] }]

[[drugs]]
name = "betadrug"
curation = "interactions"
brands = ["sharedbrand"]
mechanism_class = "second test class"
groups = ["betas"]
no_traits = "The label names no interaction trait."

[[drugs]]
name = "gammadrug"
curation = "name"
mechanism_class = "third test class"
groups = ["betas"]

[[drugs]]
name = "deltadrug"
curation = "name"
mechanism_class = "fourth test class"

[[drugs]]
name = "alphadrug and betadrug"
curation = "name"
kind = "combination"
ingredients = ["alphadrug", "betadrug"]
mechanism_class = "combination of test classes"
"""

INTERACTION = """
[[interactions]]
a = "{a}"
b = "{b}"
severity = "{severity}"
rating = "{rating}"
mechanism = "They meet in this test."
effect = "Effect of {a} with {b}."
management = "Do not give them together in a test."
onset = "rapid"
evidence = "established"
source = "label"
section = "7.1"
"""

PASSAGE = """
[[passages]]
id = "small-passage"
title = "Alphadrug in kidney disease"
text = "Alphadrug is checked against the kidneys before it is given."
drugs = ["alphadrug"]
topics = ["kidney"]
source = "label"
section = "2"
"""


def interaction(a: str, b: str, severity: str = "major", rating: str = "D") -> str:
    """Write one interaction record as TOML."""
    return INTERACTION.format(a=a, b=b, severity=severity, rating=rating)


def facts_folder(folder: Path, text: str, name: str = "small.toml") -> Path:
    """Write a facts file into a folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def forget() -> None:
    """Drop what the process has cached of a knowledge base."""
    if store.knowledge_base.cache_info().currsize:
        store.knowledge_base().close()
    store.knowledge_base.cache_clear()
    names.resolve.cache_clear()
    interactions.between.cache_clear()


@contextmanager
def knowledge_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[store.KnowledgeBase]:
    """Compile a facts folder and let the process answer from it."""
    with monkeypatch.context() as patch:
        patch.setattr(compiling, "FACTS", folder)
        target = compiling.build(folder.parent / "small.sqlite")
        patch.setattr(store, "located", lambda: target)
        forget()
        try:
            yield store.knowledge_base()
        finally:
            forget()
