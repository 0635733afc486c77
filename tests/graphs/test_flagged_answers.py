"""The answer says which of the patient's values contradict each other, and which are old where it used them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from graphs.run import config_of
from nodes.memory import merge_profile
from nodes.stated import log_update
from tests.graphs.asking import Pharmacist, put, state_of

SETTINGS = {"model": "embedded", "cheap_model": "embedded"}


async def test_the_answer_uses_the_newer_weight_says_so_and_asks(pharmacist: Pharmacist) -> None:
    asked = "My patient is 70, female, creatinine 2.2 mg/dL, weight 62 kg in March, 58 kg now. What dose of gabapentin?"
    answer = await put(pharmacist, asked, **SETTINGS)
    assert answer.status == "ok"
    assert "and now as 58 kg. The newer value, 58 kg, is used. Is that right?" in answer.answer
    assert answer.answer.count("Is that right?") == 1
    assert any(e["kind"] == "calc" and e["data"]["inputs"]["weight_kg"] == 58 for e in answer.evidence)
    assert "Is that right?" not in (await put(pharmacist, "And with morphine?", **SETTINGS)).answer


async def test_an_old_creatinine_is_named_in_the_dose_that_used_it_and_in_no_other_answer(pharmacist: Pharmacist) -> None:
    profile = {"age_years": 70.0, "sex": "female", "weight_kg": 62.0, "scr_mg_dl": 2.2}
    at = (datetime.now(UTC) - timedelta(days=120)).isoformat(timespec="microseconds")
    memory = {"profile": merge_profile({}, profile), "stated": log_update({}, {}, profile, "", at)}
    await pharmacist.aupdate_state(config_of("t"), memory, as_node="remember")
    said = f"Creatinine 2.2 mg/dL is old: it is of {at[:10]}, 120 days ago (limit 90 days). Is there a newer one?"
    answer = await put(pharmacist, "What dose of gabapentin?", **SETTINGS)
    assert said in answer.answer
    assert (await state_of(pharmacist))["messages"][-1].text.startswith(answer.answer)
    assert "is old" not in (await put(pharmacist, "What is metformin?", **SETTINGS)).answer
    assert "is old" not in (await put(pharmacist, "Creatinine is 2.0 mg/dL now. What dose of gabapentin?", **SETTINGS)).answer
