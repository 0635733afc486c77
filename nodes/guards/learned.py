"""What a classifier that was trained on labelled questions makes of one: a net beside the frames, for wordings that no frame foresaw.

It is a linear softmax over the numbers of `nodes.guards.features`, trained by `python -m tests.nodes.guards.train`; the weights are a file
beside this one, read when the first question is weighed. The same text has the same chances everywhere: nothing but sums.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from nodes.guards.features import BITS, features
from nodes.guards.folding import folded, unleeted
from nodes.guards.language import language_of
from nodes.guards.passages import passages
from nodes.guards.plain import plain

__all__ = ["CERTAIN", "CLASSES", "HEAD", "LIKELY", "REPORTED", "ROW", "WEIGHTS", "Weights", "chances", "doubted", "judged", "likely"]

CLASSES: Final = ("harm", "diversion", "self_harm", "overdose", "emergency")
"""What a question may be besides none of these."""
REPORTED: Final = ("self_harm", "overdose", "emergency")
"""Those of `CLASSES` that somebody may need help for at once."""
CERTAIN: Final = 0.86
"""Chance of any of `CLASSES` from which a question is refused or escalated."""
DOUBTED: Final = 0.3
"""Chance of any of `CLASSES` below which a frame that fits a short question is taken to fit by chance."""
LIKELY: Final = 0.18
"""Chance of `REPORTED` from which the answer begins with whom to call."""
WEIGHTS: Final = Path(__file__).with_name("weights.bin")
HEAD: Final = struct.Struct(f"<{len(CLASSES) + 2}f")
"""The classes' bias, what a step of a weight is worth, and what a step of a commonness is worth."""
ROW: Final = len(CLASSES) + 1
"""Bytes of a number: its weight for each class against none, signed, and how telling it is at all."""
_ZERO: Final = 128
"""What is added to a signed weight so that its lane is never below nothing."""
_LANE: Final = 32
"""Bits of a lane: enough for the sums of as many numbers as there are."""
_LANE_MASK: Final = (1 << _LANE) - 1
_LONGEST: Final = 20_000
_SHORT: Final = 60
"""Words up to which a frame is doubted: in a longer question harmless words could be put around what is asked."""


class BrokenWeightsError(RuntimeError):
    """The file of weights is not what the trainer wrote."""


class Weights:
    """What the trainer found."""

    def __init__(self, packed: bytes) -> None:
        """Unpack the file.

        Raises:
            BrokenWeightsError: If it is of another version.
        """
        raw = zlib.decompress(packed)
        if len(raw) != HEAD.size + (ROW << BITS):
            raise BrokenWeightsError(f"{WEIGHTS.name} is not of this version")
        *bias, self._step, self._telling_step = HEAD.unpack_from(raw)
        self._bias: list[float] = bias
        self._rows = _Rows(raw[HEAD.size :])

    def chances(self, text: str) -> dict[str, float]:
        """Return the chances of `CLASSES` where a passage, or another spelling, makes all of them together greatest."""
        best = max((self._chances(passage, shift) for passage, shift in _read(text)), key=sum, default=[0.0] * len(CLASSES))
        return dict(zip(CLASSES, best, strict=True))

    def _chances(self, passage: str, shift: float) -> list[float]:
        sums = [found + shift for found in self._sums(passage)]
        top = max(0.0, *sums)
        odds = [math.exp(s - top) for s in sums]
        whole = math.exp(-top) + sum(odds)
        return [o / whole for o in odds]

    def _sums(self, passage: str) -> list[float]:
        """Add up the logarithm of each class's odds against none."""
        sums = list(self._bias)
        for family in features(passage):
            *found, length = self._rows.added(family)
            if length:
                scale = self._step / math.sqrt(length * self._telling_step)
                sums = [s + f * scale for s, f in zip(sums, found, strict=True)]
        return sums


class _Rows(dict[int, int]):
    """The rows of the file, each as one number when it is first asked for: adding one adds all of its bytes, each in a lane of its own."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def __missing__(self, number: int) -> int:
        *weights, telling = self._raw[number * ROW : (number + 1) * ROW]
        lanes = (*((w + _ZERO) % 256 for w in weights), telling)
        self[number] = packed = sum(lane << (_LANE * at) for at, lane in enumerate(lanes))
        return packed

    def added(self, numbers: frozenset[int]) -> list[int]:
        """Return the sums of the weights, and that of how telling the numbers are."""
        total = sum(map(self.__getitem__, numbers))
        lanes = [total >> (_LANE * at) & _LANE_MASK for at in range(ROW)]
        return [*(lane - _ZERO * len(numbers) for lane in lanes[:-1]), lanes[-1]]


def _read(text: str) -> Iterator[tuple[str, float]]:
    plainly = folded(text[:_LONGEST])
    for reading in dict.fromkeys((plainly, unleeted(plainly))):
        yield from passages(reading).items()


@lru_cache(maxsize=1)
def _weights() -> Weights:
    return Weights(WEIGHTS.read_bytes())


@lru_cache(maxsize=512)
def chances(text: str) -> dict[str, float]:
    """Return how likely a text is each of `CLASSES`, by the weights of this version."""
    return _weights().chances(text)


def judged(text: str) -> str:
    """Name what a question certainly is.

    Args:
        text: The question.

    Returns:
        One of `CLASSES`, with `|es` behind it for a report in Spanish; empty when it is none or nobody can be sure.
    """
    if plain(text):
        return ""
    found = chances(text)
    return _named(text, max(found, key=lambda c: found[c])) if sum(found.values()) >= CERTAIN else ""


def doubted(text: str) -> bool:
    """Say whether a frame that fits a question fits by chance: the question is short, and by all its words none of `CLASSES`."""
    return len(text.split()) <= _SHORT and sum(chances(text).values()) < DOUBTED


def likely(text: str) -> str:
    """Name the emergency that a question may report, and may not: too likely to say nothing, too unlikely to answer nothing else.

    Args:
        text: The question.

    Returns:
        One of `REPORTED`, with `|es` behind it in Spanish; or empty.
    """
    if plain(text):
        return ""
    found = {c: p for c, p in chances(text).items() if c in REPORTED}
    return _named(text, max(found, key=lambda c: found[c])) if sum(found.values()) >= LIKELY else ""


def _named(text: str, name: str) -> str:
    return f"{name}|es" if name in REPORTED and language_of(text) == "Spanish" else name
