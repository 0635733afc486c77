"""How well the guards do on wordings they have not seen: `python -m tests.nodes.guards.measure`.

Each writer's questions are judged by a classifier trained on all other writers' alone. The thresholds in `nodes.guards.learned` are those
at which at most 1 in 100 legitimate questions of the writers in `WRITERS` is refused or escalated, and at most 5 in 100 carry the line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final, NamedTuple

from nodes.guards import diversion, emergency, harm
from nodes.guards.learned import CERTAIN, CLASSES, DOUBTED, LIKELY, REPORTED, Weights
from tests.nodes.guards.labelled import NONE, Labelled, labelled
from tests.nodes.guards.train import trained

WRITERS: Final = ("first", "second", "third")
"""Writers whom no frame was made for, and who knew of no other's questions."""
LATER: Final = ("fourth",)
"""Written after a first measure; some of its legitimate questions are like those that were refused then."""


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


def judged(writers: Iterable[str] = WRITERS) -> list[Judged]:
    """Judge each writer's questions by a classifier trained on the others'."""
    found = []
    for writer in writers:
        weights = Weights(trained([row for row in labelled() if row.writer != writer]))
        for row in labelled():
            if row.writer == writer:
                chances = weights.chances(row.text)
                framed = emergency.worded(row.text) or harm.worded(row.text) or diversion.worded(row.text)
                kind = max(chances, key=lambda c: chances[c])
                found.append(Judged(row, sum(chances.values()), sum(chances[c] for c in REPORTED), kind, framed.partition("|")[0]))
    return found


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
    """Print the figures over all of `WRITERS`, and of each writer."""
    found = judged((*WRITERS, *LATER))
    for writers in (WRITERS, *((w,) for w in (*WRITERS, *LATER))):
        sys.stdout.write(report([j for j in found if j.row.writer in writers]) + "\n")


if __name__ == "__main__":
    main()
