"""The chain of the audit trail: each record's hash covers the record before it, and a keyed mark says who wrote it.

`hash` is SHA-256 over the hash before it and the record, so anyone can follow the chain of an export. `mac` is HMAC-SHA256 of that hash,
so only who has the key can make a record. The head names the last record, keyed as well, and stands in a file of its own, so that a
trail which lost its end does not fit it.

What this cannot show: who has the key and the files can write a whole new trail, and who puts back an old trail together with its old
head leaves one that fits. A head that was written down elsewhere (`rxgraph audit head`) shows both.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from typing import Any, Final, Literal, NamedTuple

VERSION: Final = 1
GENESIS: Final = "0" * 64
"""What stands before the first record."""

What = Literal["edited", "forged", "reordered", "removed", "broken", "truncated", "head", "anchor"]


class Row(NamedTuple):
    """One record as it is stored."""

    seq: int
    """Its number, from 1 without gaps."""
    id: str
    """What it is about; there is one record of an id."""
    body: str
    """The record as canonical JSON, `seq` and `id` included."""
    prev: str
    """Hash of the record before it."""
    hash: str
    mac: str


class Head(NamedTuple):
    """The end of the trail, as it was last seen."""

    seq: int
    hash: str
    mac: str


class Fault(NamedTuple):
    """Something that is wrong with a trail."""

    what: What
    seq: int
    """At which record; for `removed`, the first that is missing."""
    says: str


def canonical(value: Any) -> str:
    """Write a value as the one JSON text that stands for it.

    Raises:
        ValueError: If it holds a number that is no JSON.
        TypeError: If it holds something that is no JSON.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def hash_of(prev: str, body: str) -> str:
    """Return the hash of a record that follows another."""
    return hashlib.sha256(f"rxgraph audit {VERSION}\n{prev}\n{body}".encode()).hexdigest()


def keyed(key: bytes, purpose: str, text: str) -> str:
    """Return a keyed digest (HMAC-SHA256) of a text for one purpose, so that a digest made for one says nothing of another."""
    return hmac.new(key, f"{purpose}\n{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def linked(key: bytes, prev: str, body: dict[str, Any]) -> Row:
    """Make the record that follows another.

    Args:
        key: The trail's key.
        prev: Hash of the record before it.
        body: What it says, with its `seq` and `id`.
    """
    text = canonical(body)
    made = hash_of(prev, text)
    return Row(body["seq"], body["id"], text, prev, made, keyed(key, "record", made))


def head_of(key: bytes, seq: int, last: str) -> Head:
    """Make the head of a trail that ends with a record."""
    return Head(seq, last, keyed(key, "head", f"{seq} {last}"))


def is_genuine(key: bytes, made: Row | Head) -> bool:
    """Say whether a record or a head was made with the key."""
    wanted = keyed(key, "record", made.hash) if isinstance(made, Row) else keyed(key, "head", f"{made.seq} {made.hash}")
    return hmac.compare_digest(wanted.encode(), str(made.mac).encode("utf-8", "surrogatepass"))


def faults_of(key: bytes, row: Row) -> list[Fault]:
    """Say what is wrong with one record by itself."""
    try:
        said = json.loads(row.body)
        own, name = said["seq"], said["id"]
    except (ValueError, TypeError, KeyError):
        return [Fault("edited", row.seq, f"record {row.seq} is no record any more")]
    if row.hash != hash_of(row.prev, row.body):
        return [Fault("edited", row.seq, f"record {row.seq} was changed: it does not give its hash")]
    if not is_genuine(key, row):
        return [Fault("forged", row.seq, f"record {row.seq} was not written with the trail's key: it was put in, or written anew")]
    if (own, name) != (row.seq, row.id):
        return [Fault("reordered", row.seq, f"record {row.seq} says that it is number {own}")]
    return []


def faults(key: bytes, rows: Iterable[Row], head: Head | None, anchor: tuple[int, str] | None = None) -> tuple[list[Fault], int, int]:
    """Follow a trail from its first record to its head.

    Args:
        key: The trail's key.
        rows: Its records, in the order of their numbers.
        head: Its head; None when there is none.
        anchor: Number and hash of a record, written down elsewhere at an earlier time.

    Returns:
        What is wrong, in the order of the records; the number of records; and how many of them the head has not seen: a process that
        died between a record and the head leaves one, a power cut may leave more, and the next record mends it.
    """
    found: list[Fault] = []
    count, last, prev = 0, 0, GENESIS
    marked = {0: GENESIS}
    wanted = {head.seq if head else 0, anchor[0] if anchor else 0}
    for row in rows:
        count += 1
        if row.seq > last + 1:
            gap = f"records {last + 1} to {row.seq - 1} are" if row.seq > last + 2 else f"record {last + 1} is"
            found.append(Fault("removed", last + 1, f"{gap} missing"))
        elif row.seq <= last:
            found.append(Fault("reordered", row.seq, f"record {row.seq} stands after record {last}"))
        elif row.prev != prev:
            found.append(Fault("broken", row.seq, f"record {row.seq} does not follow the record before it"))
        found += faults_of(key, row)
        last, prev = row.seq, row.hash
        if row.seq in wanted:
            marked[row.seq] = row.hash
    behind = 0
    if head is None:
        if count:
            found.append(Fault("head", last, "the head is missing or damaged, so records may be missing at the end"))
    elif not is_genuine(key, head):
        found.append(Fault("head", head.seq, "the head was not written with the trail's key"))
    elif head.seq > last:
        found.append(Fault("truncated", last + 1, f"the trail ends with record {last}, and its head is record {head.seq}"))
    elif marked.get(head.seq) != head.hash:
        found.append(Fault("head", head.seq, f"record {head.seq} is not the one that the head names"))
    else:
        behind = last - head.seq
    if anchor and marked.get(anchor[0]) != anchor[1]:
        how = (
            f"record {anchor[0]} is not the one that was written down" if anchor[0] <= last else f"the trail ends before record {anchor[0]}"
        )
        found.append(Fault("anchor", anchor[0], f"{how}: an older or another trail was put in its place"))
    return found, count, behind
