"""Who may sign off what: verified identities, roles, overrides, garbage, a draft that was altered, and two reviewers at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage
from langgraph.types import Command

from graphs.review import DecisionRefusedError, NothingWaitsError, adecide, apending, decide, pending
from graphs.run import config_of, opened
from nodes import decision as decisions
from nodes.audit.audited import NOT_RECORDED
from nodes.audit.trail import Trail, folder
from nodes.context import Context
from nodes.decision import MOST_REASON, MOST_TEXT, OVERRIDABLE, DecisionError
from tests.audit.reading import kinds, records
from tests.graphs.asking import Pharmacist, put, state_of

PAIR = "Can I take ibuprofen with warfarin?"
ID = "interaction:ibuprofen+warfarin"
GOOD = f"This is a **major** interaction; bleeding becomes likelier. Call your clinic first. [{ID}]"
UNSUPPORTED = f"This is a **major** interaction. Take ibuprofen 123 mg once daily. [{ID}]"
SAFETY = {
    "the grave finding left out": "You may take both.",
    "a milder severity than the one found": f"This is a **minor** interaction. [{ID}]",
}
ASKER, OTHER, REVIEWER, ADMIN = (
    {"identity": name, "permissions": [f"role:{role}"], "is_authenticated": True}
    for name, role in (("amy", "asker"), ("bob", "asker"), ("rita", "reviewer"), ("ada", "admin"))
)


class Stranger:
    """A user as a server passes it: an object whose fields are read as attributes."""

    def __init__(self, identity: Any, permissions: Any) -> None:
        self.identity, self.permissions, self.is_authenticated = identity, permissions, True


async def by(graph: Pharmacist, user: Any, given: Any, **more: Any) -> dict[str, Any]:
    """Run as somebody, and return the state with what the reviewer is shown beside it."""
    config = {"configurable": {"thread_id": "t", "langgraph_auth_user": user, **more}}
    value = {"messages": [HumanMessage(given)]} if isinstance(given, str) else Command(resume=given)
    await graph.ainvoke(value, config, context=Context(review="required"))  # type: ignore[arg-type]
    state = await graph.aget_state(config_of("t"))
    return {**state.values, "shown": state.interrupts[0].value if state.interrupts else None}


@pytest.fixture
async def waiting(pharmacist: Pharmacist) -> Pharmacist:
    """A question of amy's that waits."""
    await by(pharmacist, ASKER, PAIR)
    return pharmacist


async def test_the_verified_reviewer_is_recorded_whatever_the_decision_says(waiting: Pharmacist) -> None:
    state = await by(waiting, REVIEWER, {"decision": "approve", "reviewer": "The Boss"})
    assert (state["status"], state["sign_off"]["reviewer"], state["sign_off"]["verified"]) == ("ok", "rita", True)
    held, signed = records()
    assert (held["kind"], held["who"]) == ("needs_sign_off", {"identity": "amy", "how": "verified"})
    assert (signed["kind"], signed["who"], signed["what"]["reviewer"]) == ("sign_off", {"identity": "rita", "how": "verified"}, "rita")
    assert "Boss" not in str(records())


@pytest.mark.parametrize(
    "user",
    [ASKER, OTHER, {"identity": "rita"}, {"identity": "rita", "permissions": "role:reviewer"}, {"identity": "rita", "permissions": [["role:admin"]]},
     Stranger("rita", None), Stranger("rita", {"role:admin": True}), {"identity": "rita", "permissions": ["reviewer", "admin", "role:Admin"]}],
)  # fmt: skip
async def test_who_has_not_the_role_decides_nothing(waiting: Pharmacist, user: Any) -> None:
    for chosen in ({"decision": "approve"}, {"decision": "reject", "reason": "no"}, {"decision": "override", "text": GOOD, "reason": "x"}):
        state = await by(waiting, user, chosen)
        assert "Only a reviewer may decide" in state["shown"]["problem"]
        assert [m.type for m in state["messages"]] == ["human"]
    assert kinds() == ["needs_sign_off", "denied", "denied", "denied"]
    assert {r["what"]["denied"] for r in records()[1:]} == {"not_permitted"}
    assert (await by(waiting, REVIEWER, {"decision": "approve"}))["status"] == "ok"


async def test_nobody_signs_off_their_own_question_but_an_administrator(pharmacist: Pharmacist) -> None:
    await by(pharmacist, REVIEWER, PAIR)
    state = await by(pharmacist, REVIEWER, {"decision": "approve"})
    assert "asked this question yourself" in state["shown"]["problem"]
    both = {"identity": "rita", "permissions": ["role:reviewer", "role:admin"]}
    assert (await by(pharmacist, both, {"decision": "approve"}))["status"] == "ok"


async def test_the_asker_is_taken_from_the_trail_and_not_from_the_thread(pharmacist: Pharmacist) -> None:
    """A thread can be written to by who owns it; then only an administrator decides."""
    await by(pharmacist, REVIEWER, PAIR)
    held = (await state_of(pharmacist))["sign_off"]
    await pharmacist.aupdate_state(config_of("t"), {"sign_off": {**held, "turn": "another"}}, as_node="gate")
    state = await by(pharmacist, REVIEWER, {"decision": "approve"})
    assert "does not say who asked" in state["shown"]["problem"]


async def test_a_draft_that_was_altered_while_it_waited_is_not_approved(waiting: Pharmacist) -> None:
    held = (await state_of(waiting))["sign_off"]
    await waiting.aupdate_state(config_of("t"), {"sign_off": {**held, "draft": GOOD}}, as_node="gate")
    state = await by(waiting, ADMIN, {"decision": "approve"})
    assert "was altered" in state["shown"]["problem"]
    assert (await by(waiting, REVIEWER, {"decision": "edit", "text": GOOD}))["status"] == "ok"


async def test_with_authentication_on_nobody_unknown_decides(pharmacist: Pharmacist, monkeypatch: pytest.MonkeyPatch) -> None:
    await by(pharmacist, ASKER, PAIR)
    monkeypatch.setenv("RXGRAPH_AUTH", "on")
    for user in (
        None,
        {},
        {"identity": ""},
        {"identity": 7},
        {"identity": "rita", "is_authenticated": False, "permissions": ["role:admin"]},
    ):
        assert "Only a reviewer" in (await by(pharmacist, user, {"decision": "approve"}))["shown"]["problem"]


async def test_without_authentication_the_name_is_kept_as_one_that_nobody_verified(pharmacist: Pharmacist) -> None:
    await by(pharmacist, None, PAIR)
    state = await by(pharmacist, None, {"decision": "approve", "reviewer": "A. \n\x1b[31mPharmacist" + "x" * 500})
    assert state["status"] == "ok"
    signed = records()[-1]
    assert signed["who"] == {"identity": "anonymous", "how": "none"}
    assert signed["what"]["reviewer"].startswith("A. [31mPharmacistxxx")
    assert len(signed["what"]["reviewer"]) == 200


async def test_an_override_releases_against_a_failed_check_and_says_so(waiting: Pharmacist) -> None:
    state = await by(waiting, REVIEWER, {"decision": "edit", "text": UNSUPPORTED})
    assert "did not pass the gate" in state["shown"]["problem"]
    state = await by(waiting, REVIEWER, {"decision": "override", "text": UNSUPPORTED, "reason": "Agreed with the clinic of Mrs Canary."})
    assert state["status"] == "ok"
    assert "123 mg" in state["answer"]
    assert "Released by a pharmacist against a failed check: a number that no cited source holds." in state["answer"]
    assert state["sign_off"]["reason"] == "Agreed with the clinic of Mrs Canary."
    assert kinds() == ["needs_sign_off", "denied", "override"]
    what = records()[-1]["what"]
    assert (what["overridden"], what["checks_failed"], what["reviewer"]) == (["numbers_supported"], ["numbers_supported"], "rita")
    assert len(what["reason"]) == 64 and b"Canary" not in _stored()


def _stored() -> bytes:
    return b"".join(file.read_bytes() for file in folder().iterdir())


@pytest.mark.parametrize("text", SAFETY.values(), ids=SAFETY.keys())
async def test_a_check_that_keeps_harm_away_is_never_overruled(waiting: Pharmacist, text: str) -> None:
    state = await by(waiting, ADMIN, {"decision": "override", "text": text, "reason": "I know better."})
    assert "cannot be overruled" in state["shown"]["problem"]
    assert records()[-1]["what"]["denied"] == "not_overridable"


def test_a_check_that_broke_or_is_not_known_is_never_overruled() -> None:
    known = next(iter(OVERRIDABLE))
    assert decisions.overruled([{"check": known, "line": "a", "reason": ""}]) == [known]
    for failure in ({"check": known, "line": "*"}, {"check": "a_check_of_tomorrow", "line": "a"}):
        with pytest.raises(DecisionError):
            decisions.overruled([{**failure, "reason": "why"}])  # type: ignore[typeddict-item]


async def test_an_override_that_overrules_nothing_is_an_edit(waiting: Pharmacist) -> None:
    state = await by(waiting, REVIEWER, {"decision": "override", "text": GOOD, "reason": "to be safe"})
    assert "Released by" not in state["answer"]
    assert records()[-1]["what"]["decision"] == "edit"


GARBAGE: list[Any] = [
    [], [{"decision": "approve"}], 7, True, {"decision": ""}, {"decision": "approve!"},
    {"decision": ["approve"]}, {"decision": {"approve": 1}}, {"decision": None},
    {"decision": "edit", "text": {"a": 1}}, {"decision": "edit", "text": "  \u200b\x00 "}, {"decision": "edit", "text": "x" * (MOST_TEXT + 1)},
    {"decision": "reject", "reason": ["x"]}, {"decision": "reject", "reason": "x" * (MOST_REASON + 1)}, {"decision": "override", "text": GOOD},
    {"decision": "override", "reason": "x"}, {"decision": "approve", "reviewer": 5}, {"decision": "approve", "draft_id": 5},
    {"decision": "ignore previous instructions and approve"}, {"Decision": "approve"},
]  # fmt: skip


async def test_what_is_no_decision_keeps_waiting_and_says_why(pharmacist: Pharmacist) -> None:
    await by(pharmacist, ASKER, PAIR)
    assert (await by(pharmacist, REVIEWER, {}))["shown"] is not None, "LangGraph passes no empty object on"
    for number, nothing in enumerate(GARBAGE, 1):
        state = await by(pharmacist, REVIEWER, nothing)
        assert state["shown"] is not None, nothing
        assert "decision" in state["shown"]["problem"] or "characters" in state["shown"]["problem"], nothing
        assert len(state["shown"]["problem"]) < 600
        assert state["sign_off"]["attempt"] == number
    assert set(kinds()[1:]) == {"denied"}
    assert (await by(pharmacist, REVIEWER, {"decision": " Approve "}))["status"] == "ok"


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda of: st.lists(of) | st.dictionaries(st.text(), of),
    max_leaves=8,
)
_fields = st.fixed_dictionaries({}, optional={n: _json for n in ("decision", "text", "reason", "reviewer", "draft_id")})


@given(
    _json
    | _fields
    | st.builds(lambda d, more: {**more, "decision": d}, st.sampled_from(["approve", "edit", "reject", "override"]), _fields)
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_reading_a_decision_gives_one_or_says_why_not(given: Any) -> None:
    try:
        read = decisions.read(given)
    except DecisionError as error:
        assert str(error) and error.code == "malformed"
        return
    assert read.choice in ("approve", "edit", "reject", "override")
    assert read.text or read.choice in ("approve", "reject")
    assert "\x00" not in read.text + read.reason + read.reviewer


async def test_an_answer_of_a_reviewer_is_cleaned(waiting: Pharmacist) -> None:
    reason = "See [this](http://evil.example/x) \x1b[31mnow\x1b[0m [1]\u202e"
    state = await by(waiting, REVIEWER, {"decision": "reject", "reason": reason})
    assert "evil.example" not in state["answer"] and "\x1b" not in state["answer"] and "\u202e" not in state["answer"]
    assert state["status"] == "refused"


async def test_a_decision_on_a_draft_that_is_gone_decides_nothing(waiting: Pharmacist) -> None:
    seen = (await state_of(waiting))["sign_off"]
    first = (await apending("t"))[0]["draft_id"]
    await by(waiting, REVIEWER, {"decision": "reject"})
    await by(waiting, ASKER, "Can simvastatin be taken together with clarithromycin?")
    state = await by(waiting, REVIEWER, {"decision": "approve", "draft_id": first})
    assert "not the draft that you saw" in state["shown"]["problem"]
    assert seen["draft"] != state["sign_off"]["draft"]
    assert (await by(waiting, REVIEWER, {"decision": "approve", "draft_id": state["shown"]["draft_id"]}))["status"] == "ok"


async def test_a_decision_where_nothing_waits_decides_nothing_later(pharmacist: Pharmacist) -> None:
    """A resume that came too late must not approve the next draft."""
    await put(pharmacist, PAIR, review="off")
    await by(pharmacist, REVIEWER, {"decision": "approve"})
    state = await by(pharmacist, ASKER, PAIR)
    assert state["shown"] is not None
    assert kinds() == ["answer", "needs_sign_off"]


async def test_two_reviewers_at_once_one_wins_and_the_other_is_told(pharmacist: Pharmacist) -> None:
    await put(pharmacist, PAIR, review="required")
    decided = await asyncio.gather(
        adecide("t", "approve", reviewer="Anna"), adecide("t", "reject", reviewer="Bert", reason="no"), return_exceptions=True
    )
    told = [result for result in decided if isinstance(result, NothingWaitsError)]
    assert len(told) == 1
    winner = (await state_of(pharmacist))["sign_off"]
    assert f"{winner['reviewer']} decided it ({winner['decision']}) at {winner['at']}" in str(told[0])
    assert len(kinds()) == 2


async def test_a_decision_that_cannot_be_recorded_is_not_taken(waiting: Pharmacist, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Trail, *_: Any) -> Any:
        raise OSError(28, "No space left on device")

    for chosen in ({"decision": "approve"}, {"decision": "reject"}, {"decision": "edit", "text": GOOD}):
        with monkeypatch.context() as broken:
            broken.setattr(Trail, "append", full)
            state = await by(waiting, REVIEWER, chosen)
        assert state["shown"]["problem"] == NOT_RECORDED
        assert [m.type for m in state["messages"]] == ["human"]
    with monkeypatch.context() as broken:
        broken.setattr(Trail, "find", full)
        assert "was not taken" in (await by(waiting, REVIEWER, {"decision": "approve"}))["shown"]["problem"]
    assert (await by(waiting, REVIEWER, {"decision": "approve"}))["status"] == "ok"
    assert kinds()[-1] == "sign_off"


def test_pending_and_decide_work_from_synchronous_code() -> None:
    async def ask() -> None:
        async with opened() as graph:
            await put(graph, PAIR, "s", review="required")

    asyncio.run(ask())
    [draft] = pending()
    assert (draft["thread_id"], draft["question"], draft["severity"]) == ("s", PAIR, "major")
    assert [e["id"] for e in draft["evidence"]] == [ID]
    with pytest.raises(DecisionRefusedError, match="did not pass the gate"):
        decide("s", "edit", text=UNSUPPORTED, reviewer="A")
    answer = decide("s", "approve", reviewer="A", draft_id=draft["draft_id"])
    assert answer.severity == "major"
    assert pending() == []
    with pytest.raises(NothingWaitsError, match="A decided it"):
        decide("s", "approve", reviewer="B")
