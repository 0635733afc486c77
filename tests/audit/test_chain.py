"""The chain: whatever is done to one trail, following it finds it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from nodes.audit.chain import GENESIS, Fault, Head, Row, faults, hash_of, head_of, keyed, linked

KEY, OTHER = b"k" * 32, b"x" * 32
_texts = st.text(max_size=20)
_bodies = st.lists(st.dictionaries(_texts, st.one_of(_texts, st.integers(), st.none(), st.booleans()), max_size=3), min_size=2, max_size=8)


def chain(bodies: list[dict[str, object]], key: bytes = KEY, prev: str = GENESIS, first: int = 1) -> list[Row]:
    """Make a trail of records."""
    rows: list[Row] = []
    for number, what in enumerate(bodies, first):
        rows.append(linked(key, rows[-1].hash if rows else prev, {"seq": number, "id": f"id{number}", "what": what}))
    return rows


def found(rows: list[Row], head: Head | None, anchor: tuple[int, str] | None = None) -> list[Fault]:
    return faults(KEY, rows, head, anchor)[0]


def whole(rows: list[Row]) -> Head:
    return head_of(KEY, rows[-1].seq, rows[-1].hash)


@given(_bodies)
def test_an_untouched_trail_is_whole(bodies: list[dict[str, object]]) -> None:
    rows = chain(bodies)
    assert faults(KEY, rows, whole(rows)) == ([], len(rows), 0)
    assert found(rows, whole(rows), (1, rows[0].hash)) == []


def test_an_empty_trail_is_whole() -> None:
    assert faults(KEY, [], None) == ([], 0, 0)
    assert faults(KEY, [], head_of(KEY, 0, GENESIS)) == ([], 0, 0)


@given(_bodies, st.data())
def test_any_change_of_any_column_is_found_where_it_is(bodies: list[dict[str, object]], data: st.DataObject) -> None:
    rows = chain(bodies)
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(["id", "body", "prev", "hash", "mac"]))
    old = getattr(rows[at], column)
    position = data.draw(st.integers(0, len(old) - 1))
    letter = data.draw(st.characters().filter(lambda c: c != old[position]))
    edited = [*rows[:at], rows[at]._replace(**{column: old[:position] + letter + old[position + 1 :]}), *rows[at + 1 :]]
    faulty = found(edited, whole(rows))
    assert faulty[0].seq == at + 1
    assert faulty[0].what in ("edited", "forged", "reordered", "broken")


@given(_bodies, st.data())
def test_a_record_written_anew_without_the_key_is_found(bodies: list[dict[str, object]], data: st.DataObject) -> None:
    """All hashes from there on are made anew, as an attacker can who has the file and not the key."""
    rows = chain(bodies)
    at = data.draw(st.integers(0, len(rows) - 1))
    changed = [{"forged": True}, *bodies[at + 1 :]]
    forged = rows[:at] + chain(changed, OTHER, rows[at - 1].hash if at else GENESIS, at + 1)
    assert forged[at].hash == hash_of(forged[at].prev, forged[at].body)
    assert found(forged, whole(rows))[0][:2] == ("forged", at + 1)


@given(_bodies, st.data())
def test_a_removed_record_is_found(bodies: list[dict[str, object]], data: st.DataObject) -> None:
    rows = chain(bodies)
    at = data.draw(st.integers(0, len(rows) - 2))
    assert found(rows[:at] + rows[at + 1 :], whole(rows))[0][:2] == ("removed", at + 1)


@given(_bodies, st.data())
def test_a_removed_record_is_found_though_the_rest_moves_up(bodies: list[dict[str, object]], data: st.DataObject) -> None:
    rows = chain(bodies)
    at = data.draw(st.integers(0, len(rows) - 2))
    moved = rows[:at] + [row._replace(seq=row.seq - 1) for row in rows[at + 1 :]]
    faulty = found(moved, whole(rows))
    assert faulty[0].seq == at + 1
    assert faulty[0].what in ("broken", "reordered")


@given(_bodies, st.data())
def test_swapped_records_are_found(bodies: list[dict[str, object]], data: st.DataObject) -> None:
    rows = chain(bodies)
    a, b = sorted(data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=2, unique=True)))
    swapped = list(rows)
    swapped[a], swapped[b] = rows[b]._replace(seq=rows[a].seq), rows[a]._replace(seq=rows[b].seq)
    assert found(swapped, whole(rows))[0].seq == a + 1
    as_they_stand = list(rows)
    as_they_stand[a], as_they_stand[b] = rows[b], rows[a]
    assert found(as_they_stand, whole(rows)) != []


@given(_bodies, st.integers(1, 8))
def test_a_trail_that_lost_its_end_is_found(bodies: list[dict[str, object]], lost: int) -> None:
    rows = chain(bodies)
    kept = rows[: max(0, len(rows) - lost)]
    assert found(kept, whole(rows))[-1][:2] == ("truncated", len(kept) + 1)
    assert found(kept, None) != [] or not kept


@given(_bodies, st.data(), st.sampled_from([KEY, OTHER]))
def test_an_inserted_record_is_found(bodies: list[dict[str, object]], data: st.DataObject, key: bytes) -> None:
    """Even one that was made with the key, as long as what follows was not written anew."""
    rows = chain(bodies)
    at = data.draw(st.integers(0, len(rows) - 1))
    body = {"seq": at + 1, "id": "new", "what": {}}
    put_in = linked(key, rows[at - 1].hash if at else GENESIS, body)
    later = [row._replace(seq=row.seq + 1) for row in rows[at:]]
    assert found([*rows[:at], put_in, *later], whole(rows)) != []


@given(_bodies)
def test_a_record_behind_the_head_counts_as_unseen_only_when_it_is_genuine(bodies: list[dict[str, object]]) -> None:
    rows = chain(bodies)
    before = head_of(KEY, rows[-2].seq, rows[-2].hash)
    assert faults(KEY, rows, before) == ([], len(rows), 1)
    forged = chain([{"forged": True}], OTHER, rows[-1].hash, len(rows) + 1)
    assert found(rows + forged, whole(rows))[0].what == "forged"


def test_a_head_of_another_key_or_another_trail_is_found() -> None:
    rows, other = chain([{"a": 1}, {"a": 2}]), chain([{"b": 1}, {"b": 2}])
    assert found(rows, head_of(OTHER, 2, rows[-1].hash))[0].what == "head"
    assert found(rows, whole(other))[0].what == "head"
    assert found(rows, None)[0].what == "head"


def test_an_old_trail_with_its_old_head_is_found_by_what_was_written_down() -> None:
    rows = chain([{"n": n} for n in range(4)])
    anchor = (3, rows[2].hash)
    assert found(rows, whole(rows), anchor) == []
    old = rows[:2]
    assert found(old, whole(old)) == [], "by itself it fits"
    assert found(old, whole(old), anchor)[0][:2] == ("anchor", 3)
    new = chain([{"n": n} for n in range(5)], prev=GENESIS)[:1] + chain([{"other": n} for n in range(4)])[1:]
    assert "anchor" in [fault.what for fault in found(new, whole(new), anchor)]


@given(st.text(), st.text())
def test_a_digest_for_one_purpose_is_another_than_for_another(purpose: str, text: str) -> None:
    assert keyed(KEY, purpose, text) != keyed(KEY, f"{purpose}.", text)
    assert keyed(KEY, purpose, text) != keyed(OTHER, purpose, text)
    json.dumps(keyed(KEY, purpose, text))
