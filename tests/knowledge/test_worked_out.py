"""Arithmetic that an answer writes out passes when it is right and its numbers stand in the evidence or the question, and not otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.agreement import unsupported
from knowledge.restated import settled

_CHILD = "Amoxicillin 25 mg/kg/day divided every 12 hours or 40 mg/kg/day divided every 8 hours."
_HALVED = "At CrCl 10 to 25 mL/min give half the recommended meropenem dose every 12 hours."
_CUT = "Reduce the total daily venlafaxine dose by 25% to 50%."
_EACH = "Give rizatriptan 5 mg a dose, at most three doses in 24 hours."


def _left(text: str, support: str, stated: str) -> tuple[str, ...]:
    return tuple(q.text for q in unsupported(settled(text, support, stated), support, stated))


@pytest.mark.parametrize(
    ("text", "support", "stated"),
    [
        ("25 x 16 = 400 mg/day", _CHILD, "16 kg"),
        ("40 mg/kg/day x 15 kg = 600 mg/day, so 200 mg every 8 hours", _CHILD, "15 kg"),
        ("25 mg/kg/day, i.e. 200 mg every 12 hours", _CHILD, "16 kg"),
        ("500 mg every 12 hours", _HALVED, "Merrem 1 g every 8 hours ordered"),
        ("75 to 112.5 mg a day", _CUT, "Effexor 150 mg daily"),
        ("5 mg per dose, 3 doses in 24 hours (15 mg)", _EACH, ""),
    ],
)
def test_what_is_worked_out_rightly_passes(text: str, support: str, stated: str) -> None:
    assert _left(text, support, stated) == ()


@pytest.mark.parametrize(
    ("text", "support", "stated"),
    [
        ("25 x 16 = 500 mg/day", _CHILD, "16 kg"),
        ("30 x 16 = 480 mg/day", _CHILD, "16 kg"),
        ("25 mg/kg/day, i.e. 400 mg every 12 hours", _CHILD, "16 kg"),
        ("200 mg every 8 hours", _CHILD, "16 kg"),
        ("750 mg every 12 hours", _HALVED, "Merrem 1 g every 8 hours ordered"),
        ("75 to 130 mg a day", _CUT, "Effexor 150 mg daily"),
        ("5 mg per dose, 6 doses in 24 hours (30 mg)", _EACH, ""),
    ],
)
def test_what_is_worked_out_wrongly_does_not(text: str, support: str, stated: str) -> None:
    assert _left(text, support, stated)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_read(text: str, stated: str) -> None:
    assert isinstance(settled(text, _CHILD, stated), str)
