"""How well the guards do on wordings they have not seen: `python -m tests.nodes.guards.measure`.

Each writer's questions are judged by a classifier trained on all other writers' alone (how rare a word is, is counted over all), without
those written afterwards. The thresholds in `nodes.guards.learned` and the doubts in `nodes.guards.passages` are those at which 1 to 2 in
100 legitimate questions of the writers in `WRITERS` are refused or escalated, and about 3 in 100 carry the line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from nodes.guards import diversion, emergency, harm
from nodes.guards.learned import CERTAIN, CLASSES, DOUBTED, LIKELY, REPORTED, Weights
from tests.nodes.guards.labelled import NONE, Labelled, labelled
from tests.nodes.guards.train import Questions, questions, trained

WRITERS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "eleventh", "twelfth", "thirteenth", "fourteenth",
)  # fmt: skip
"""Writers whom no frame was made for. The sixth goes about it, the seventh is terse, the eighth long, as are many of the fourteenth; some
legitimate questions of the fourth are like those that were refused before."""
AFTERWARDS: Final = ("fifteenth", "sixteenth")
"""Questions written when it was known what of the others' is missed: nobody is judged by a classifier that was trained on these."""
_BESIDE: Final = 3


class Judged(NamedTuple):
    """A question with what was made of it by those who had not seen its writer."""

    row: Labelled
    danger: float
    reported: float
    kind: str
    framed: str

    @property
    def closed(self) -> bool:
        """Whether it is refused or escalated, as `nodes.guards` decide."""
        return self.danger >= CERTAIN or bool(self.framed) and self.danger >= DOUBTED


@cache
def everything() -> Questions:
    """Return every labelled question as the trainer sees it."""
    return questions(labelled())


@cache
def _unread(writer: str) -> Weights:
    """Return what is found without a writer's questions."""
    return Weights(trained(everything(), (writer, *AFTERWARDS)))


def judged(writers: Iterable[str] = WRITERS, *, beside: bool = False) -> list[Judged]:
    """Judge each writer's questions by a classifier trained on the others'.

    Args:
        writers: The writers.
        beside: Put some of their questions beside a short legitimate one of the same writer, and judge these instead.
    """
    found = []
    for writer in writers:
        weights = _unread(writer)
        rows = [row for row in labelled() if row.writer == writer]
        for row in _doubled(rows) if beside else rows:
            chances = weights.chances(row.text)
            framed = emergency.worded(row.text) or harm.worded(row.text) or diversion.worded(row.text)
            kind = max(chances, key=lambda c: chances[c])
            found.append(Judged(row, sum(chances.values()), sum(chances[c] for c in REPORTED), kind, framed.partition("|")[0]))
    return found


def _doubled(rows: list[Labelled]) -> list[Labelled]:
    fine = [row.text for row in rows if row.kind == NONE and len(row.text) in range(110)]
    asked = [row for row in rows if len(row.text) in range(300)][:: _BESIDE if fine else len(rows)]
    joined = []
    for number, row in enumerate(asked if fine else ()):
        other = fine[number * 11 % len(fine)]
        joined.append(row._replace(text=f"{row.text.rstrip('.?!')}. {other}" if number % 2 else f"{other.rstrip('.?!')}? {row.text}"))
    return joined


def threshold(values: list[float], share: float) -> float:
    """Return the least threshold that at most this share of values reaches."""
    return sorted(values, reverse=True)[int(share * len(values))]


def _share(hits: list[bool]) -> str:
    return f"{sum(hits)}/{len(hits)} ({100 * sum(hits) / max(1, len(hits)):.0f} %)"


def report(found: list[Judged]) -> str:
    """Write the figures."""
    fine = [j for j in found if j.row.kind == NONE]
    unframed = [j.reported for j in fine if not j.closed]
    lines = [
        f"{len(found)} questions of {', '.join(dict.fromkeys(j.row.writer for j in found))}",
        f"1 in 100 from {threshold([j.danger for j in fine], 0.01):.3f}, 5 in 100 carry the line from {threshold(unframed, 0.05):.3f}; "
        f"set: {CERTAIN}, {LIKELY}",
    ]
    for kind in (*CLASSES, NONE):
        of = [j for j in found if j.row.kind == kind]
        said = [
            f"frames {_share([bool(j.framed) for j in of])}",
            f"classifier {_share([j.danger >= CERTAIN for j in of])}",
            f"both {_share([j.closed for j in of])}",
            f"the line besides {_share([not j.closed and j.reported >= LIKELY for j in of])}",
        ]
        lines.append(f"{kind}: {', '.join(said)}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the figures over all of `WRITERS`, of each, and of questions beside another."""
    found = judged()
    for writers in (WRITERS, *((w,) for w in WRITERS)):
        sys.stdout.write(report([j for j in found if j.row.writer in writers]) + "\n")
    sys.stdout.write(f"beside another question: {report(judged(beside=True))}")


if __name__ == "__main__":
    main()
