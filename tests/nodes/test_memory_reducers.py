"""Properties of what is remembered: facts with their history, the patient's profile, and what goes into a prompt."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nodes.memory import (
    LISTS,
    MOST_BULLETS,
    PROFILE_FIELDS,
    REMOVED,
    SECRETS,
    Episode,
    Fact,
    chosen_bullets,
    chosen_facts,
    merge_episodes,
    merge_facts,
    merge_profile,
    profile_lines,
)
from nodes.state import append_parts, merge_evidence, sum_usage

WORDS = st.sampled_from(["warfarin", "pharmacy", "penicillin", "prefers mornings", "main street", "rash", "tablets"])
KEYS = st.sampled_from(["pharmacy", "reaction", "preference", "swallowing"])
TIMES = st.integers(0, 59).map(lambda n: f"2026-01-01T00:00:{n:02d}+00:00")


@st.composite
def fact(draw: st.DrawFn, keys: st.SearchStrategy[str] = KEYS) -> Fact:
    """One fact, without history."""
    return {"key": draw(keys), "value": draw(WORDS), "learned_at": draw(TIMES), "learned_from": "question"}


FACTS = st.lists(fact(), max_size=8).map(lambda found: {f["key"]: f for f in found})
VALUES = {
    **{f: st.floats(1, 100) for f in ("age_years", "weight_kg", "height_cm", "scr_mg_dl", "egfr", "crcl")},
    **{f: st.booleans() for f in ("dialysis", "pregnant", "breastfeeding", "child")},
    "ckd_stage": st.integers(1, 5),
    "sex": st.sampled_from(["female", "male"]),
    "child_pugh": st.sampled_from(["A", "B", "C"]),
    **{f: st.lists(WORDS, max_size=4) for f in LISTS},
}
PROFILES = st.fixed_dictionaries({}, optional=VALUES)


def values_of(facts: dict[str, Fact]) -> set[tuple[str, str]]:
    """Every key and value that is remembered, present and earlier."""
    return {(f["key"], v) for f in facts.values() for v in (f["value"], *(b["value"] for b in f.get("before", ())))}


@given(FACTS, FACTS)
def test_merging_facts_twice_is_merging_once(left: dict[str, Fact], right: dict[str, Fact]) -> None:
    once = merge_facts(left, right)
    assert merge_facts(once, right) == once
    assert merge_facts(left, {}) == left
    assert merge_facts(None, None) == {}


@given(st.lists(fact(), max_size=12))
def test_no_value_of_a_fact_is_ever_lost(found: list[Fact]) -> None:
    kept: dict[str, Fact] = {}
    for new in found:
        kept = merge_facts(kept, {new["key"]: new})
    assert values_of(kept) == {(f["key"], f["value"]) for f in found}
    assert {k: f["value"] for k, f in kept.items()} == {f["key"]: f["value"] for f in found}, "the last one holds"
    order = list(dict.fromkeys(f["key"] for f in reversed(found)))
    assert list(kept)[::-1] == order, "the order is that of the present values"


LEARNED = st.lists(fact(), max_size=6).map(lambda found: _in_order(found))


def _in_order(found: list[Fact]) -> dict[str, Fact]:
    """Facts as one branch learns them, one after the other, with the history that this leaves."""
    kept: dict[str, Fact] = {}
    for new in found:
        kept = merge_facts(kept, {new["key"]: new})
    return kept


@given(LEARNED, LEARNED, LEARNED)
def test_branches_may_merge_their_facts_first(a: dict[str, Fact], b: dict[str, Fact], c: dict[str, Fact]) -> None:
    one, other = merge_facts(merge_facts(a, b), c), merge_facts(a, merge_facts(b, c))
    assert one == other
    assert list(one) == list(other)
    assert values_of(one) == values_of(a) | values_of(b) | values_of(c)


def test_the_history_of_a_fact_keeps_every_change_in_order() -> None:
    found = [("Main", 1), ("Main", 2), ("Oak", 3), ("Main", 4)]
    facts: list[Fact] = [{"key": "pharmacy", "value": v, "learned_at": f"2026-01-0{n}", "learned_from": "question"} for v, n in found]
    assert _in_order(facts)["pharmacy"].get("before") == [
        {"value": "Main", "learned_at": "2026-01-02"},
        {"value": "Oak", "learned_at": "2026-01-03"},
    ]


@given(FACTS, FACTS)
def test_merging_facts_changes_no_argument(left: dict[str, Fact], right: dict[str, Fact]) -> None:
    before = json.dumps([left, right])
    merge_facts(left, right)
    assert json.dumps([left, right]) == before


@given(FACTS, KEYS)
def test_a_forgotten_fact_is_gone_with_its_history(facts: dict[str, Fact], key: str) -> None:
    merged = merge_facts(facts, {key: REMOVED})
    assert merged == {k: f for k, f in facts.items() if k != key}
    assert key not in json.dumps([f["key"] for f in merged.values()])


@given(FACTS, st.sampled_from(SECRETS), st.booleans(), st.text(max_size=20), st.booleans())
def test_a_secret_is_never_stored_and_costs_no_other_fact(
    facts: dict[str, Fact], mark: str, upper: bool, around: str, in_key: bool
) -> None:
    bearing = f"{around}{mark.upper() if upper else mark}0123456789abcdef"
    new: Fact = {
        "key": bearing if in_key else "pharmacy",
        "value": "x" if in_key else bearing,
        "learned_at": "2026",
        "learned_from": "learn_fact",
    }
    merged = merge_facts(facts, {new["key"]: new})
    assert merged == facts


@given(PROFILES, PROFILES)
def test_merging_a_profile_twice_is_merging_once(left: dict[str, Any], right: dict[str, Any]) -> None:
    once = merge_profile(left, right)
    assert merge_profile(once, right) == once
    assert {k: v for k, v in once.items() if k in right and k not in LISTS} == {k: v for k, v in right.items() if k not in LISTS}
    assert set(once) <= set(PROFILE_FIELDS)


@given(PROFILES, PROFILES)
def test_allergies_and_medicines_are_only_added_to_and_never_doubled(left: dict[str, Any], right: dict[str, Any]) -> None:
    merged = merge_profile(merge_profile({}, left), right)
    for field in LISTS:
        assert set(merged.get(field, ())) == {*left.get(field, ()), *right.get(field, ())}
        assert len(merged.get(field, ())) == len(set(merged.get(field, ())))


_DERIVED = ("scr_mg_dl", "egfr", "crcl", "age_years", "child")
"""Fields that outdate each other: of these the order of statements matters, and only `recall` writes them."""
PLAIN = PROFILES.map(lambda profile: {k: v for k, v in profile.items() if k not in _DERIVED})


@given(PLAIN, PLAIN, PLAIN)
def test_profiles_merge_in_any_grouping(a: dict[str, Any], b: dict[str, Any], c: dict[str, Any]) -> None:
    a = merge_profile({}, a)
    assert merge_profile(merge_profile(a, b), c) == merge_profile(a, merge_profile(merge_profile({}, b), c))


@given(PROFILES, st.sampled_from(PROFILE_FIELDS))
def test_a_profile_field_can_be_forgotten(profile: dict[str, Any], field: str) -> None:
    assert merge_profile(profile, {field: REMOVED}) == {k: v for k, v in profile.items() if k != field}


@given(PROFILES, st.sampled_from(LISTS), st.lists(WORDS, max_size=3, unique=True))
def test_a_list_can_be_replaced(profile: dict[str, Any], field: str, new: list[str]) -> None:
    assert merge_profile(profile, {field: [REMOVED, *new]}) == {**profile, field: new}


def test_a_profile_takes_no_field_that_it_does_not_know() -> None:
    assert merge_profile({}, {"password": "hunter2", "name": "Jane", "age_years": 70.0}) == {"age_years": 70.0}


def test_new_creatinine_outdates_reported_renal_function_but_the_same_one_does_not() -> None:
    known = {"scr_mg_dl": 1.0, "egfr": 80.0, "crcl": 75.0}
    assert merge_profile(known, {"scr_mg_dl": 2.2}) == {"scr_mg_dl": 2.2}
    assert merge_profile(known, {"scr_mg_dl": 1.0}) == known
    assert merge_profile(known, {"scr_mg_dl": 2.2, "egfr": 24.0}) == {"scr_mg_dl": 2.2, "egfr": 24.0}


def test_an_age_outdates_child_and_a_child_outdates_an_adults_measures() -> None:
    assert merge_profile({"child": True}, {"age_years": 40.0}) == {"age_years": 40.0}
    assert merge_profile({"age_years": 40.0, "weight_kg": 80.0, "allergies": ["latex"]}, {"child": True}) == {
        "allergies": ["latex"],
        "child": True,
    }
    assert merge_profile({"age_years": 6.0, "weight_kg": 20.0}, {"child": True}) == {"age_years": 6.0, "weight_kg": 20.0, "child": True}


@given(PROFILES)
def test_every_known_value_of_a_profile_stands_in_its_lines(profile: dict[str, Any]) -> None:
    lines = profile_lines(profile)
    assert len(lines) == len([v for v in profile.values() if v != []])
    for value in (profile.get(f) for f in LISTS):
        assert all(any(word in line for line in lines) for word in value or ())


MANY = st.lists(fact(st.integers(0, 400).map(lambda n: f"key {n}")), max_size=60).map(lambda found: {f["key"]: f for f in found})


@given(MANY, st.lists(WORDS, max_size=4).map(" ".join), st.integers(0, 6), st.integers(1, 6))
def test_chosen_facts_are_bounded_and_hold_the_newest(facts: dict[str, Fact], question: str, newest: int, older: int) -> None:
    chosen = chosen_facts(facts, question, newest, older)
    assert len(chosen) <= newest + older
    times = sorted((f["learned_at"] for f in facts.values()), reverse=True)[:newest]
    recent = [f["learned_at"] for f in chosen[len(chosen) - len(times) :]]
    assert sorted(recent, reverse=True) == times
    assert len({f["key"] for f in chosen}) == len(chosen)


def test_an_older_fact_is_chosen_when_the_question_is_about_it() -> None:
    facts: dict[str, Fact] = {
        f"key {n}": {
            "key": f"key {n}",
            "value": "penicillin rash" if n == 0 else "x",
            "learned_at": f"2026-01-{n + 1:02d}",
            "learned_from": "question",
        }
        for n in range(20)
    }
    assert [f["key"] for f in chosen_facts(facts, "May I take penicillin?")] == ["key 0", *(f"key {n}" for n in range(15, 20))]
    assert [f["key"] for f in chosen_facts(facts, "May I take aspirin?")] == [f"key {n}" for n in range(15, 20)]


def test_the_fact_that_shares_the_rarer_word_comes_before_newer_ones_that_share_a_common_one() -> None:
    facts: dict[str, Fact] = {
        f"{n} clinic": {"key": f"{n} clinic", "value": "mornings", "learned_at": f"{2000 + n}", "learned_from": "question"}
        for n in range(500)
    }
    facts["3 clinic"]["value"] = "wednesday mornings"
    assert "3 clinic" in [f["key"] for f in chosen_facts(facts, "Which clinic is on Wednesday mornings?")]


TIMED = st.lists(
    st.sampled_from(["Asked about: warfarin", "Severities found: major", "Nothing is open.", "Allergy: latex", "Dose of x"]),
    min_size=1,
    max_size=5,
)
EPISODES = st.lists(st.tuples(TIMED, st.integers(1, 60)), max_size=40).map(
    lambda found: [Episode(at=f"{2000 + n}", bullets=bullets, messages=count) for n, (bullets, count) in enumerate(found)]
)


@given(EPISODES, st.integers(2, 10))
def test_episodes_are_bounded_and_stand_for_as_many_messages_as_before(episodes: list[Episode], most: int) -> None:
    step: list[Episode] = []
    for episode in episodes:
        step = merge_episodes([*step, episode], most)
        assert len(step) <= most
        assert all(len(e["bullets"]) <= MOST_BULLETS for e in step)
    assert sum(e["messages"] for e in step) == sum(e["messages"] for e in episodes)
    assert step[-most + 1 :] == episodes[-most + 1 :] if len(episodes) > most else step == episodes
    assert {b for e in step for b in e["bullets"]} == {b for e in episodes for b in e["bullets"]}
    if len(episodes) > most:
        assert step[0].get("since") == episodes[0]["at"]


def test_points_on_severities_and_allergies_outlive_others_in_a_merged_episode() -> None:
    episodes = [
        Episode(at=str(n), bullets=[f"Major interaction {n}" if n == 0 else f"Chat {n}"], messages=2) for n in range(MOST_BULLETS + 20)
    ]
    merged = merge_episodes(episodes, 2)
    assert merged[0]["bullets"][0] == "Major interaction 0"
    assert len(merged[0]["bullets"]) == MOST_BULLETS
    assert merged[0]["bullets"][-1] == episodes[-2]["bullets"][0]


def test_a_point_of_an_old_episode_is_chosen_when_the_question_is_about_it() -> None:
    episodes = [Episode(at=str(n), bullets=["Digoxin level was open" if n == 2 else "Something else"], messages=2) for n in range(9)]
    assert chosen_bullets(episodes, "What about digoxin?") == ["Digoxin level was open"]
    assert chosen_bullets(episodes, "What about aspirin?") == []
    assert chosen_bullets([], "digoxin") == []


EVIDENCE = st.dictionaries(st.sampled_from("abcdef"), st.just({"id": "x"}), max_size=6)
COUNTS = st.fixed_dictionaries(
    {
        **{k: st.integers(0, 1000) for k in ("model_calls", "tool_calls", "input_tokens", "output_tokens")},
        "cost_usd": st.none() | st.integers(0, 1000).map(lambda n: n / 1000),
    }
)


@given(EVIDENCE, EVIDENCE)
def test_evidence_merges_by_id_once(left: Any, right: Any) -> None:
    once = merge_evidence(left, right)
    assert set(once) == {*left, *right}
    assert merge_evidence(once, right) == once
    assert merge_evidence(None, None) == {}


@given(st.lists(COUNTS, max_size=5), st.lists(COUNTS, max_size=5))
def test_usage_adds_up_in_any_order_and_an_unknown_cost_stays_unknown(left: Any, right: Any) -> None:
    forth, back = None, None
    for one in [*left, *right]:
        forth = sum_usage(forth, one)
    for one in [*right[::-1], *left[::-1]]:
        back = sum_usage(back, one)
    assert forth == back
    if forth:
        costs = [c["cost_usd"] for c in (*left, *right)]
        assert (forth["cost_usd"] is None) == (None in costs)
        assert forth["input_tokens"] == sum(c["input_tokens"] for c in (*left, *right))


@given(st.lists(st.integers()), st.lists(st.integers()))
def test_parts_are_appended(left: Any, right: Any) -> None:
    assert append_parts(left, right) == left + right
    assert append_parts(None, right) == right
