"""A thread that version 0.1.0 wrote goes on: no field that came later is asked of it, and nothing of it is lost."""

from __future__ import annotations

import gzip
from pathlib import Path

from graphs.run import opened
from tests.graphs.asking import put, state_of

KEPT = Path(__file__).parent / "data" / "thread_of_0_1.sqlite.gz"
"""The last checkpoint of a thread of three questions, whose first gave the patient's values, written before values had dates."""


async def test_a_thread_of_an_older_version_loads_and_goes_on(home: Path) -> None:
    (home / "checkpoints.sqlite").write_bytes(gzip.decompress(KEPT.read_bytes()))
    async with opened() as graph:
        before = await state_of(graph, "old")
        assert "stated" not in before or before["stated"] == {}
        assert before["profile"]["scr_mg_dl"] == 2.2
        answer = await put(graph, "She weighs 50 kg now. What dose of gabapentin?", "old", model="embedded", cheap_model="embedded")
        state = await state_of(graph, "old")
    assert answer.status == "ok"
    assert state["profile"] == {**before["profile"], "weight_kg": 50}
    assert state["episodes"] == before["episodes"]
    assert state["messages"][: len(before["messages"])] == before["messages"]
    assert [(e["value"], e["stated_at"] == "") for e in state["stated"]["weight_kg"]] == [(62, True), (50, False)]
    assert [f["text"] for f in state["context"]["flags"]] == [
        "Weight was given as 62 kg and now as 50 kg. The newer value, 50 kg, is used. Is that right?",
        "Creatinine 2.2 mg/dL has no date here. Check that it is still right.",
    ]
