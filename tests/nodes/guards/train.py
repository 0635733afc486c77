"""Train the guards' classifier: `python -m tests.nodes.guards.train` writes nodes/guards/weights.bin from the labelled questions.

Softmax regression with an L2 penalty, solved over the questions instead of over the features (the two are the same), so that it takes
seconds with numpy alone. No chance is in it: the same questions give the same weights, but for the last digit of another machine's sums.
"""

from __future__ import annotations

import math
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nodes.guards.features import BITS, features
from nodes.guards.folding import folded
from nodes.guards.learned import CLASSES, HEAD, ROW, WEIGHTS
from tests.nodes.guards.labelled import EVERYDAY, NONE, Labelled, labelled

KINDS: Final = (NONE, *CLASSES)
PENALTY: Final = 0.03
ROUNDS: Final = 250
_EVERY: Final = 4
"""One question in this many stands once more beside an everyday one."""
_MOST_BYTE: Final = 255
_MOST_SIGNED: Final = 127
_CLIPPED: Final = 99.99
"""Percentile of the weights that the greatest step stands for; the few above it are cut."""
Table = NDArray[np.float64]


@dataclass(frozen=True)
class Questions:
    """Questions as the trainer sees them.

    Attributes:
        rows: The numbers of each question, by family.
        kinds: One row a question, with a one at its class.
        telling: How telling each number is: rare ones are.
        alike: How alike each two are.
    """

    rows: list[tuple[list[int], ...]]
    kinds: Table
    telling: Table
    alike: Table


def questions(given: Sequence[Labelled]) -> Questions:
    """Count the features of labelled questions and compare each two."""
    rows = [tuple(sorted(family) for family in features(folded(row.text))) for row in given]
    seen = np.zeros(1 << BITS)
    for row in rows:
        seen[sorted({number for family in row for number in family})] += 1
    # In whole steps, as the file holds them: unseen numbers count as the rarest.
    greatest = math.log(1 + len(rows)) + 1
    telling = np.rint((np.log((1 + len(rows)) / (1 + seen)) + 1) / greatest * _MOST_BYTE) * greatest / _MOST_BYTE
    alike = sum(_alike([row[n] for row in rows], telling) for n in range(len(rows[0])))
    kinds = np.eye(len(KINDS))[[KINDS.index(row.kind) for row in given]]
    return Questions(rows, kinds, telling, np.asarray(alike))


def _alike(rows: list[list[int]], telling: Table) -> Table:
    places: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        for number in row:
            places.setdefault(number, []).append(at)
    common = np.zeros((len(rows), len(rows)))
    for number, where in sorted(places.items()):
        common[np.ix_(where, where)] += telling[number]
    lengths = np.sqrt(np.maximum(common.diagonal(), 1e-9))
    return np.asarray(common / lengths[:, None] / lengths[None, :])


def fit(alike: Table, kinds: Table) -> tuple[Table, Table]:
    """Find how much each question says for each class, and the bias, by gradient descent with momentum."""
    said, bias = np.zeros_like(kinds), np.log(kinds.mean(0) + 1e-9)
    ahead, bias_ahead, momentum = said.copy(), bias.copy(), 1.0
    step = 1 / (0.5 * _greatest_eigenvalue(alike) + PENALTY)
    for _ in range(ROUNDS):
        wrong = chances(alike @ ahead + bias_ahead) - kinds
        new, new_bias = ahead - step * (wrong + PENALTY * ahead), bias_ahead - step * wrong.sum(0) / 50
        grown = (1 + math.sqrt(1 + 4 * momentum * momentum)) / 2
        ahead, bias_ahead = new + (momentum - 1) / grown * (new - said), new_bias + (momentum - 1) / grown * (new_bias - bias)
        said, bias, momentum = new, new_bias, grown
    return said, bias


def _greatest_eigenvalue(matrix: Table) -> float:
    vector = np.ones(len(matrix))
    for _ in range(30):
        vector = matrix @ vector
        vector /= np.linalg.norm(vector)
    return float(vector @ matrix @ vector)


def chances(sums: Table) -> Table:
    """Return the softmax of each row."""
    odds = np.exp(sums - sums.max(1, keepdims=True))
    return np.asarray(odds / odds.sum(1, keepdims=True))


def beside_another(given: Sequence[Labelled]) -> list[Labelled]:
    """Return some questions once more, with an everyday one before or after them: it must not hide what is asked beside it."""
    everyday = [row.text for row in given if row.writer == EVERYDAY]
    found: list[Labelled] = []
    counts = {True: 0, False: 0}
    for row in given:
        if row.writer == EVERYDAY or not everyday:
            continue
        counts[row.kind == NONE] += 1
        number = counts[row.kind == NONE]
        if number % _EVERY == 0:
            other = everyday[number * 7 % len(everyday)]
            ended = row.text if row.text[-1] in ".?!" else f"{row.text}."
            joined = (f"{row.text.rstrip('.?!')}, {other[:1].lower()}{other[1:]}", f"{ended} {other}", f"{other} {row.text}")
            found.append(row._replace(text=joined[number // _EVERY % len(joined)]))
    return found


def trained(given: Sequence[Labelled]) -> bytes:
    """Train on questions, and return the file of weights."""
    given = [*given, *beside_another(given)]
    asked = questions(given)
    said, bias = fit(asked.alike, asked.kinds)
    weights = np.zeros((1 << BITS, len(KINDS)))
    for row, says in zip(asked.rows, said, strict=True):
        for family in row:
            if family:
                weights[family] += says / math.sqrt(asked.telling[family].sum())
    weights = (weights * asked.telling[:, None])[:, 1:] - (weights * asked.telling[:, None])[:, :1]
    step = float(np.percentile(np.abs(weights[weights.any(1)]), _CLIPPED)) / _MOST_SIGNED
    telling_step = float(asked.telling.max()) / _MOST_BYTE
    table = np.zeros((1 << BITS, ROW), dtype=np.uint8)
    table[:, :-1] = np.clip(np.rint(weights / step), -_MOST_SIGNED, _MOST_SIGNED).astype(np.int8).view(np.uint8)
    table[:, -1] = np.rint(asked.telling / telling_step)
    head: Any = HEAD.pack(*(bias[1:] - bias[0]), step, telling_step)
    return zlib.compress(head + table.tobytes(), 9)


def main() -> None:
    """Train on everything and write the weights."""
    made = trained(labelled())
    WEIGHTS.write_bytes(made)
    sys.stdout.write(f"{WEIGHTS} from {len(labelled())} questions, {len(made) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
