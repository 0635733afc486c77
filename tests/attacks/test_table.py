"""Nobody gets in: every attack is sent to the real server, and the table says what it answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.identity.doors import OPEN
from tests.attacks.attack import Attack
from tests.attacks.table import PATH, Observed, attacks, observe, rendered
from tests.attacks.traffic import ATTACKS as TRAFFIC
from tests.attacks.world import SECRET_WORD


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory) -> Observed:
    """All answers; the attacks are run once."""
    return observe(tmp_path_factory.mktemp("attacked"))


def test_the_table_says_what_happens(observed: Observed) -> None:
    assert PATH.read_text(encoding="utf-8") == rendered(observed), "python -m tests.attacks.table writes the table anew"


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: f"{attack.group}: {attack.name}")
def test_it_is_refused(observed: Observed, attack: Attack) -> None:
    answer = next(answer for tried, answer in observed.answers if tried is attack)
    assert answer.status < 500
    assert attack.holds(answer), (answer.status, answer.body[:500])
    assert SECRET_WORD.encode() not in answer.body or SECRET_WORD in attack.sent, "an error may repeat what was sent"


def test_too_much_too_often_and_malformed_get_nowhere(observed: Observed) -> None:
    assert len(observed.traffic) == len(TRAFFIC)
    for row in observed.traffic:
        assert not row.got_in, row
        assert not re.search(r"\b5\d\d ×", row.observed), row


def test_nothing_of_the_owner_has_changed(observed: Observed) -> None:
    assert observed.after == observed.before
    assert {kind: len(found) for kind, found in observed.before.items()} == {
        "threads": 2, "states": 2, "runs": 2, "assistants": 5, "crons": 1, "items": 1,
    }  # fmt: skip
    assert all(SECRET_WORD in str(found) for found in observed.before.values()), "the word that is looked for is in everything"


def test_open_routes_are_those_that_are_meant_to_be(observed: Observed) -> None:
    assert observed.open == sorted(f"GET {path}" for path in OPEN)


def test_no_name_stands_twice() -> None:
    names = [(attack.group, attack.name, attack.sent) for attack in attacks()]
    assert len(set(names)) == len(names)


def test_no_attack_made_the_server_fail_inside(observed: Observed) -> None:
    assert "Exception in ASGI application" not in observed.output
    assert "BlockingError" not in observed.output


@pytest.mark.parametrize("kind", ["threads", "states", "runs", "assistants", "crons", "items"])
def test_keys_and_tokens_are_written_nowhere(observed: Observed, kind: str) -> None:
    assert "rx_" not in str(observed.before[kind])
    assert "eyJ" not in str(observed.before[kind])
    assert "rx_" not in observed.output and "eyJ" not in observed.output


def test_the_table_holds_no_key() -> None:
    text = Path(PATH).read_text(encoding="utf-8")
    assert "eyJ" not in text and "Bearer rx_" not in text
