"""Settings of the doors: a mistake is said, and never opens them."""

from __future__ import annotations

import math

import pytest

from gateway.traffic.settings import Settings
from models.errors import MisconfiguredError


def test_unset_settings_have_their_defaults() -> None:
    assert Settings.from_environment() == Settings()


def test_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "RXGRAPH_RATE_REQUESTS_PER_MINUTE": "inf",
        "RXGRAPH_RATE_TOKENS_PER_MINUTE": "0",
        "RXGRAPH_RATE_FAILED_LOGINS_PER_MINUTE": "3",
        "RXGRAPH_CONCURRENT_RUNS": "4",
        "RXGRAPH_RATE_STORAGE": "redis://localhost:6379/2",
        "RXGRAPH_MAX_BODY_BYTES": "2048",
        "RXGRAPH_CORS_ORIGINS": "https://a.example, https://b.example/",
        "RXGRAPH_TLS": "on",
        "RXGRAPH_BEHIND_PROXY": "yes",
        "RXGRAPH_REQUEST_LOG": "stderr",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    found = Settings.from_environment()
    assert (found.requests_per_minute, found.tokens_per_minute) == (math.inf, 0)
    assert (found.failed_logins_per_minute, found.concurrent_runs, found.body_bytes) == (3, 4, 2048)
    assert found.cors_origins == ("https://a.example", "https://b.example")
    assert (found.tls, found.behind_proxy, found.log, found.storage) == (True, True, "stderr", "redis://localhost:6379/2")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RXGRAPH_RATE_REQUESTS_PER_MINUTE", "many"),
        ("RXGRAPH_RATE_REQUESTS_PER_MINUTE", "-1"),
        ("RXGRAPH_RATE_TOKENS_PER_MINUTE", "1.5"),
        ("RXGRAPH_CONCURRENT_RUNS", "nan"),
        ("RXGRAPH_MAX_BODY_BYTES", "0"),
        ("RXGRAPH_RATE_STORAGE", "mysql://localhost"),
        ("RXGRAPH_RATE_STORAGE", "memory"),
        ("RXGRAPH_TLS", "perhaps"),
        ("RXGRAPH_AUTH", "onn"),
        ("RXGRAPH_REQUEST_LOG", "printer"),
    ],
)
def test_a_setting_that_cannot_be_read_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(MisconfiguredError, match=name):
        Settings.from_environment()


def test_a_password_in_a_storage_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_RATE_STORAGE", "redys://:topsecret@localhost")
    with pytest.raises(MisconfiguredError) as refused:
        Settings.from_environment()
    assert "topsecret" not in str(refused.value)
