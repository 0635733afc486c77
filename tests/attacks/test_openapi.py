"""Schemathesis on the server's own OpenAPI document: whatever is sent to a route, with a key, it is no 5xx."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisWarning, Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from tests.attacks.attack import exchange, http
from tests.attacks.openapi import completed, enable_objects
from tests.attacks.world import World, world
from tests.server.conftest import asked

EXAMPLES: Final = 8
"""Requests of each kind, valid and invalid, to each route."""
PATIENCE_SECONDS: Final = 10.0
UNSENDABLE: Final = (requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL, UnicodeError)
"""What no client can put on the wire; `tests/attacks/protocol_attacks.py` sends such things byte for byte."""


@dataclass
class Sent:
    """What came of the requests.

    Attributes:
        statuses: How often each status was answered.
        failures: Requests that made the server fail.
        routes: Routes that answered.
        untried: Routes and kinds for which nothing can be generated.
        output: What the server wrote.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    routes: set[str] = field(default_factory=set)
    untried: set[tuple[str, str]] = field(default_factory=set)
    output: str = ""


def known(made: World) -> dict[str, list[str]]:
    """Ids of mallory's own things, so that requests reach what is behind the look-up."""
    with made.client("mallory") as mallory:
        cron: Any = mallory.crons.create("pharmacist", schedule="0 0 1 1 *", input=asked("What is metformin for?"))
        assistant = mallory.assistants.create("pharmacist")["assistant_id"]
    things = made.things
    return {
        "thread_id": [things["own"]],
        "run_id": [things["own_run"]],
        "assistant_id": [things["system"], assistant],
        "cron_id": [str(cron["cron_id"])],
        "graph_id": ["pharmacist"],
    }


def send(made: World, document: dict[str, Any], ids: dict[str, list[str]]) -> Sent:
    """Send generated requests to every route of the document."""
    enable_objects()
    sent, url = Sent(), f"http://127.0.0.1:{made.port}"
    headers = dict(made.credentials("mallory"))
    with requests.Session() as session:
        for result in schemathesis.openapi.from_dict(completed(document, ids)).get_all_operations():
            assert isinstance(result, Ok), result
            operation = result.ok()
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

                @seed(20)
                @settings(
                    max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
                )
                @given(case=operation.as_strategy(generation_mode=mode))
                def put(case: Any) -> None:
                    request = case.as_transport_kwargs(base_url=url)
                    given_headers = {
                        k: v for k, v in (request.pop("headers", None) or {}).items() if k.lower() not in ("authorization", "x-api-key")
                    }
                    try:
                        answer = session.request(**request, headers={**given_headers, **headers}, timeout=PATIENCE_SECONDS)
                    except UNSENDABLE:
                        return
                    sent.statuses[answer.status_code] += 1
                    sent.routes.add(case.operation.label)
                    if answer.status_code >= 500:
                        sent.failures.append(f"{answer.status_code}: {request}")

                try:
                    put()
                except Unsatisfiable:
                    sent.untried.add((operation.label, mode.value))
    sent.output = made.server.output
    return sent


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sent, dict[str, Any]]]:
    """All requests, sent once."""
    with world(tmp_path_factory.mktemp("openapi")) as made:
        document = json.loads(exchange(made.port, http("GET", "/openapi.json", made.credentials("mallory"))).body)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", HypothesisWarning)  # formats that two plugins of Hypothesis both define, told once a process
            outcome = send(made, document, known(made))
        yield outcome, document


def test_nothing_makes_the_server_fail(sent: tuple[Sent, dict[str, Any]]) -> None:
    outcome, _ = sent
    assert not outcome.failures
    assert "Exception in ASGI application" not in outcome.output


def test_every_route_answered(sent: tuple[Sent, dict[str, Any]]) -> None:
    outcome, document = sent
    named = {f"{method.upper()} {path}" for path, operations in document["paths"].items() for method in operations}
    assert outcome.routes == named
    assert len(named) > 70
    assert not {label for label, kind in outcome.untried if kind == "positive"}


def test_requests_got_behind_the_look_up(sent: tuple[Sent, dict[str, Any]]) -> None:
    outcome, _ = sent
    assert outcome.statuses[200] >= 20
    assert outcome.statuses[422] >= 30
    assert outcome.statuses[401] == 0
