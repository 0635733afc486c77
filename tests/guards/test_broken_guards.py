"""Each guard of the server, broken on purpose, closes: the request is refused, nothing hangs, and the client is told nothing of how."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attacks.world import belongings
from tests.guards import table
from tests.guards.catalogue import GUARDS, Guard
from tests.guards.table import PATH, WAYS, Outcome, bench, rendered

Outcomes = dict[tuple[str, str], list[Outcome]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    """What came back; nothing of anybody's may have changed, and the server still answers when its guards are whole."""
    with bench(tmp_path_factory.mktemp("broken")) as made:
        before = belongings(made.made)
        found = table.run(made)
        assert belongings(made.made) == before
        whole = {guard.name: made.sent(guard).status for guard in GUARDS if guard.name in _ANSWERED}
        assert set(whole.values()) <= {200, 204, 422}, whole
        assert "BlockingError" not in made.made.server.output
        yield found


_ANSWERED = {guard.name for guard in GUARDS if guard.method in ("GET", "POST") and guard.who == "alice" and "stream" not in guard.path}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_broken_guard_closes(outcomes: Outcomes, guard: Guard, way: str) -> None:
    found = outcomes[guard.name, way]
    assert found
    assert [o for o in found if not o.closed] == []
    if way != "returns garbage":
        assert {o.status for o in found} == {503}


def test_the_table_says_what_the_server_does(outcomes: Outcomes) -> None:
    assert PATH.read_text(encoding="utf-8") == rendered(outcomes), "python -m tests.guards.table writes the table anew"
