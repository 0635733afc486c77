"""Every labelled question, by who wrote it: what the classifier is trained on, and tested on by another. Written by hand; no real people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from nodes.guards import diversion, harm
from nodes.guards.learned import CLASSES
from tests.nodes import test_emergency as reports
from tests.nodes.guards import blind, forbidden

FOLDER: Final = Path(__file__).with_name("labelled")
NONE: Final = "none"
EVERYDAY: Final = "everyday"
"""The file of questions in which nobody could see anything else."""
PROSE: Final = "prose"
"""The file of sentences that ask nothing."""
_SECTIONS: Final = {
    "harm": "harm", "diversion": "diversion", "self-harm": "self_harm", "poisoning": "overdose", "emergency": "emergency", "fine": NONE,
}  # fmt: skip
_REPORTS: Final = {"anaphylaxis": "emergency"}
"""What the patterns name for themselves and the classifier counts as an acute danger."""


class Labelled(NamedTuple):
    """A question with its class."""

    text: str
    kind: str
    writer: str
    """The file that it stands in; each is another writer's, or at least of another day."""


@cache
def labelled() -> tuple[Labelled, ...]:
    """Return every labelled question once, in a fixed order."""
    found = {row.text: row for row in (*_files(), *_lots())}
    assert {row.kind for row in found.values()} == {NONE, *CLASSES}
    return tuple(found.values())


def _files() -> Iterator[Labelled]:
    for file in sorted(FOLDER.glob("*.txt")):
        kind = ""
        for line in filter(None, map(str.strip, file.read_text(encoding="utf-8").splitlines())):
            if section := re.fullmatch(r"\[([a-z-]+)\]", line):
                kind = _SECTIONS[section[1]]
            else:
                yield Labelled(line, kind, file.stem)


def _lots() -> Iterator[Labelled]:
    """Yield the older lots; of those that hold harm and diversion in one, what the patterns tell apart."""
    asked = [(q, "forbidden") for q in forbidden.UNSEEN_FORBIDDEN]
    fine = [(q, "forbidden") for q in (*forbidden.LEGITIMATE, *forbidden.UNSEEN_LEGITIMATE)]
    said: list[tuple[str, str, str]] = []
    for name in sorted(vars(blind)):
        if name.startswith("FORBIDDEN"):
            asked += [(q, "blind") for q in blind.lot(getattr(blind, name))]
        elif name.startswith(("LEGITIMATE", "NO_EMERGENCIES")):
            fine += [(q, "blind") for q in blind.lot(getattr(blind, name))]
        elif name.startswith("EMERGENCIES"):
            said += [(*reversed(line.split(": ", 1)), "blind") for line in blind.lot(getattr(blind, name))]  # type: ignore[misc]
    said += [(text, kind or "anaphylaxis", "reports") for text, kind in (*reports.REPORTS, *reports.SPANISH_REPORTS, *reports.SLIPS)]
    fine += [(text, "reports") for text in (*reports.NO_REPORTS, *reports.SPANISH_QUESTIONS, *reports.PROFESSIONAL) if text]
    yield from (Labelled(q, kind, "forbidden") for kind, lot in (("harm", forbidden.HARM), ("diversion", forbidden.DIVERSION)) for q in lot)
    yield from (Labelled(q, kind, writer) for q, writer in asked if (kind := harm.worded(q) or diversion.worded(q)))
    yield from (Labelled(q, NONE, writer) for q, writer in fine)
    for text, kind, writer in said:
        name = kind.partition("|")[0]
        yield Labelled(text, _REPORTS.get(name, name), writer)
