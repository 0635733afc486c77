"""The LangSmith client, with the loopback collector: every field of a run is redacted, and nothing is sent when the redactor breaks."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import langsmith
import pytest

from graphs import tracing
from graphs.redacting_client import RedactingClient
from nodes.redaction import DROPPED
from nodes.redaction.text import forget
from tests.servers.collector import Collector

SECRET = "Mrs. Doe, MRN 7391826"


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    forget()
    yield
    forget()


def _send(collector: Collector, **fields: Any) -> tuple[dict[str, Any], uuid.UUID]:
    """Send one run with patient data in every field that can hold some."""
    id, thread = uuid.uuid4(), str(uuid.uuid4())
    placed: dict[str, Any] = {"id": id, "trace_id": id, "dotted_order": f"20260101T000000000000Z{id}"}
    client = RedactingClient(api_url=collector.url, api_key="test")
    try:
        client.create_run(
            f"ask {SECRET}", {"question": SECRET}, "llm", tags=[SECRET], events=[{"name": "start", "kwargs": SECRET}], error=f"ValueError({SECRET!r})",
            serialized={"kwargs": {"prompt": SECRET}}, attachments={"scan": ("text/plain", SECRET.encode())}, session_name="tests",
            extra={"metadata": {"thread_id": "mrs-doe", "asked": SECRET}, "invocation_params": {"stop": SECRET}}, **placed,
        )  # fmt: skip
        client.update_run(
            id, outputs={"answer": SECRET}, error=SECRET, tags=[SECRET], events=[{"name": "end", "kwargs": SECRET}],
            extra={"metadata": {"thread_id": thread, "note": SECRET}}, trace_id=id, dotted_order=placed["dotted_order"],
        )  # fmt: skip
    finally:
        client.close(timeout=10)
    return collector.runs[str(id)], id


def test_every_field_of_a_run_is_redacted() -> None:
    with Collector() as collector:
        run, id = _send(collector)
        sent = b"".join(collector.bodies)
    assert b"Doe" not in sent and b"7391826" not in sent and b"doe" not in sent
    assert run["name"] == "ask Mrs. [NAME], MRN [MRN]" and run["id"] == str(id)
    assert run["tags"] == ["Mrs. [NAME], MRN [MRN]"]
    assert run["inputs"] == {"question": "Mrs. [NAME], MRN [MRN]"} and run["outputs"] == {"answer": "Mrs. [NAME], MRN [MRN]"}
    assert run["error"] == "Mrs. [NAME], MRN [MRN]"
    assert uuid.UUID(run["extra"]["metadata"]["thread_id"])


def test_nothing_is_sent_as_it_was_when_the_redactor_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> str:
        raise RuntimeError("broken")

    monkeypatch.setattr("nodes.redaction.walk.clean", broken)
    with Collector() as collector:
        run, _ = _send(collector)
        sent = b"".join(collector.bodies)
    assert b"Doe" not in sent and b"7391826" not in sent
    assert run["name"] == DROPPED and run["error"] == DROPPED and run["inputs"] == run["outputs"] == {"dropped": DROPPED}


def test_without_the_redacting_client_nothing_is_traced(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken")

    told: list[dict[str, Any]] = []
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setattr(tracing, "_configured", False)
    monkeypatch.setattr(RedactingClient, "__init__", broken)
    monkeypatch.setattr(langsmith, "configure", lambda **settings: told.append(settings))
    assert tracing.configure() is False
    assert told == [{"enabled": False}]
    assert "nothing is traced" in capsys.readouterr().err
