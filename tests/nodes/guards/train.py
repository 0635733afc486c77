"""Train the guards' classifier: `python -m tests.nodes.guards.train` writes nodes/guards/weights.bin from the labelled questions.

Softmax regression with an L2 penalty, by gradient descent with momentum over the few numbers that each question has; it takes a minute
with numpy alone. No chance is in it: the same questions give the same weights, but for the last digit of another machine's sums.
"""

from __future__ import annotations

import hashlib
import math
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nodes.guards import features as feature_code
from nodes.guards import folding, passages, senses
from nodes.guards.features import BITS, features
from nodes.guards.folding import folded
from nodes.guards.learned import CLASSES, HEAD, ROW, WEIGHTS
from nodes.guards.passages import alone
from tests.nodes.guards.labelled import EVERYDAY, NONE, PROSE, Labelled, labelled

TRAINED_ON: Final = Path(__file__).with_name("trained_on.txt")
"""What the committed weights were trained on, as `digest` gives it."""
KINDS: Final = (NONE, *CLASSES)
PENALTY: Final = 0.03
ROUNDS: Final = 120
_BESIDE: Final = 3
"""One question in this many stands once more beside an everyday one."""
_AMID: Final = 6
"""One in this many stands once more between two sentences that ask nothing."""
_LONGEST_BESIDE: Final = 400
_PROSE: Final = range(30, 140)
_ALONE: Final = 3
"""One part in this many of a legitimate question stands once more alone: whatever part of it is weighed, nothing is wrong with it."""
_MOST_BYTE: Final = 255
_MOST_SIGNED: Final = 127
_CLIPPED: Final = 99.99
"""Percentile of the weights that the greatest step stands for; the few above it are cut."""
Table = NDArray[np.float64]
Small = NDArray[np.float32]


@dataclass(frozen=True)
class Questions:
    """Questions as the trainer sees them.

    Attributes:
        given: The questions.
        rows: The numbers of each, by family.
        kinds: One row a question, with a one at its class.
        telling: How telling each number is: rare ones are.
    """

    given: list[Labelled]
    rows: list[tuple[list[int], ...]]
    kinds: Small
    telling: Table


def questions(given: Sequence[Labelled]) -> Questions:
    """Put labelled questions beside and within others and count the features of all."""
    given = [*given, *beside_another(given), *amid_prose(given), *parts_alone(given)]
    rows = [tuple(sorted(family) for family in features(folded(row.text))) for row in given]
    seen = np.zeros(1 << BITS)
    for row in rows:
        seen[sorted({number for family in row for number in family})] += 1
    # In whole steps, as the file holds them: unseen numbers count as the rarest.
    greatest = math.log(1 + len(rows)) + 1
    telling = np.rint((np.log((1 + len(rows)) / (1 + seen)) + 1) / greatest * _MOST_BYTE) * greatest / _MOST_BYTE
    kinds = np.eye(len(KINDS), dtype=np.float32)[[KINDS.index(row.kind) for row in given]]
    return Questions(given, rows, kinds, telling)


class Sparse:
    """A table of questions by numbers that is nearly all noughts; only what is none is kept, by row and by column."""

    def __init__(self, rows: list[tuple[list[int], ...]], telling: Table) -> None:
        """Weigh each family by itself: a number counts by how telling it is among those beside it."""
        families = [np.asarray(family, np.int64) for row in rows for family in row]
        lengths = np.repeat([math.sqrt(max(1e-9, telling[family].sum())) for family in families], [len(family) for family in families])
        columns = np.concatenate(families)
        worth = (np.sqrt(telling[columns]) / lengths).astype(np.float32)[:, None]
        at = np.repeat(np.arange(len(rows)), [sum(len(family) for family in row) for row in rows])
        self._shape = len(rows), len(telling)
        self._by_row = columns, worth, *np.unique(at, return_index=True)
        order = np.argsort(columns, kind="stable")
        self._by_column = at[order], worth[order], *np.unique(columns[order], return_index=True)

    def times(self, table: Small) -> Small:
        """Return the product with a table that has a row for each number."""
        return self._product(self._by_row, table, self._shape[0])

    def turned_times(self, table: Small) -> Small:
        """Return the product of this, turned, with a table that has a row for each question."""
        return self._product(self._by_column, table, self._shape[1])

    @staticmethod
    def _product(entries: tuple[Any, ...], table: Small, length: int) -> Small:
        taken, worth, filled, starts = entries
        product = np.zeros((length, table.shape[1]), np.float32)
        product[filled] = np.add.reduceat(table[taken] * worth, starts, axis=0)
        return product


def fit(asked: Sparse, kinds: Small, telling: Table) -> tuple[Small, Small]:
    """Find the weight of each number for each class, and the bias, by gradient descent with momentum."""
    said, bias = np.zeros((len(telling), kinds.shape[1]), np.float32), np.log(kinds.mean(0) + np.float32(1e-9))
    ahead, bias_ahead, momentum = said.copy(), bias.copy(), 1.0
    step = np.float32(1 / (0.5 * _greatest_eigenvalue(asked, len(kinds)) + PENALTY))
    for _ in range(ROUNDS):
        wrong = chances(asked.times(ahead) + bias_ahead) - kinds
        new, new_bias = ahead - step * (asked.turned_times(wrong) + PENALTY * ahead), bias_ahead - step * wrong.sum(0) / 50
        grown = (1 + math.sqrt(1 + 4 * momentum * momentum)) / 2
        further = np.float32((momentum - 1) / grown)
        ahead, bias_ahead = new + further * (new - said), new_bias + further * (new_bias - bias)
        said, bias, momentum = new, new_bias, grown
    return said, bias


def _greatest_eigenvalue(asked: Sparse, count: int) -> float:
    """Return that of the table times itself turned."""
    vector = np.ones((count, 1), np.float32)
    length = 1.0
    for _ in range(30):
        vector = asked.times(asked.turned_times(vector))
        length = float(np.linalg.norm(vector))
        vector /= np.float32(length)
    return length


def chances(sums: Small) -> Small:
    """Return the softmax of each row."""
    odds = np.exp(sums - sums.max(1, keepdims=True))
    return np.asarray(odds / odds.sum(1, keepdims=True))


def beside_another(given: Sequence[Labelled]) -> Iterator[Labelled]:
    """Yield some questions once more, with an everyday one before or after them: it must not hide what is asked beside it."""
    everyday = [row.text for row in given if row.writer == EVERYDAY]
    for number, row in _some(given, _BESIDE, 0):
        if everyday:
            other = everyday[number * 7 % len(everyday)]
            joined = (f"{row.text.rstrip('.?!')}, {other[:1].lower()}{other[1:]}", f"{_ended(row.text)} {other}", f"{other} {row.text}")
            yield row._replace(text=joined[number // _BESIDE % len(joined)])


def amid_prose(given: Sequence[Labelled]) -> Iterator[Labelled]:
    """Yield some questions once more, between two sentences that ask nothing."""
    said = [row.text for row in given if row.writer == PROSE and len(row.text) in _PROSE]
    for number, row in _some(given, _AMID, 1):
        if said:
            before, after = said[number * 5 % len(said)], said[(number * 5 + 9) % len(said)]
            yield row._replace(text=f"{_ended(before)} {_ended(row.text)} {_ended(after)}")


def parts_alone(given: Sequence[Labelled]) -> Iterator[Labelled]:
    """Yield some sentences of legitimate questions alone."""
    for row in given:
        if row.kind == NONE and row.writer != PROSE:
            yield from (row._replace(text=part) for part in alone(row.text)[::_ALONE])


def _some(given: Sequence[Labelled], every: int, first: int) -> Iterator[tuple[int, Labelled]]:
    """Yield one in so many of the questions that are not too long, and as many of the legitimate ones, with its number."""
    counts = {True: 0, False: 0}
    for row in given:
        if row.writer not in (EVERYDAY, PROSE) and len(row.text) <= _LONGEST_BESIDE:
            counts[row.kind == NONE] += 1
            if counts[row.kind == NONE] % every == first:
                yield counts[row.kind == NONE], row


def _ended(text: str) -> str:
    return text if text[-1] in ".?!" else f"{text}."


def trained(asked: Questions, without: Sequence[str] = ()) -> bytes:
    """Train on questions, but for those of some writers, and return the file of weights."""
    kept = [at for at, row in enumerate(asked.given) if row.writer not in without]
    said, bias = fit(Sparse([asked.rows[at] for at in kept], asked.telling), asked.kinds[kept], asked.telling)
    # What a number is worth beside others is in the file once, as how telling it is, and its root in the weight.
    weights = (said * np.sqrt(asked.telling)[:, None])[:, 1:] - (said * np.sqrt(asked.telling)[:, None])[:, :1]
    step = float(np.percentile(np.abs(weights[weights.any(1)]), _CLIPPED)) / _MOST_SIGNED
    telling_step = float(asked.telling.max()) / _MOST_BYTE
    table = np.zeros((1 << BITS, ROW), dtype=np.uint8)
    table[:, :-1] = np.clip(np.rint(weights / step), -_MOST_SIGNED, _MOST_SIGNED).astype(np.int8).view(np.uint8)
    table[:, -1] = np.rint(asked.telling / telling_step)
    head: Any = HEAD.pack(*(bias[1:] - bias[0]), step, telling_step)
    return zlib.compress(head + table.tobytes(), 9)


def digest() -> str:
    """Return a digest of the labelled questions and of the code that makes features and weights of them."""
    found = hashlib.sha256(repr([(row.text, row.kind) for row in labelled()]).encode())
    for file in (*(module.__file__ for module in (feature_code, folding, passages, senses)), __file__):
        found.update(Path(str(file)).read_bytes())
    return found.hexdigest()


def main() -> None:
    """Train on everything and write the weights."""
    made = trained(questions(labelled()))
    WEIGHTS.write_bytes(made)
    TRAINED_ON.write_text(f"{digest()}\n", encoding="utf-8")
    sys.stdout.write(f"{WEIGHTS} from {len(labelled())} questions, {len(made) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
