"""Every lie that the liar makes of the truthful answers, through the real gate."""

from __future__ import annotations

import pytest

from tests.lies.asked import gated, made
from tests.lies.test_lying_model import reached


@pytest.mark.benchmark
def test_no_lie_of_all_reaches_the_user() -> None:
    told = made()
    through = [f"{lie.kind}: {lie.line}" for lie in told if reached(lie, gated(lie.case, lie.draft)["answer"])]
    print(f"\n{len(told)} lies: {len(through)} reached the user")  # noqa: T201  (the figures)
    assert through == []
