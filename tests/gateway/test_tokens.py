"""Tokens: what makes one good, and that without keys to check it with none is."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Final

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from gateway.identity import token_keys, tokens
from gateway.identity.credentials import RefusedError, UnavailableError, credential, identify
from gateway.identity.current import identity_of, role_of
from gateway.identity.keys import KeyStore, location
from gateway.identity.mode import AuthSettingError, is_loopback, required
from gateway.identity.roles import ROLES, Identity, role_in
from gateway.identity.token_keys import FRESH_SECONDS, PAUSE_SECONDS, KeySetFile, KeySetUrl, SharedSecret, TokenKeysError
from gateway.identity.tokens import TokenSettings

ISSUER, AUDIENCE = "https://issuer.example", "rxgraph"
SECRET: Final = "0123456789abcdef0123456789abcdef-for-tests"
RSA: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SMALL: Final = rsa.generate_private_key(public_exponent=65537, key_size=1024)
P256, P384 = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1())
ED: Final = ed25519.Ed25519PrivateKey.generate()


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    whole = {"iss": ISSUER, "aud": AUDIENCE, "sub": "trent", "exp": now + 600, "iat": now} | changed
    return {name: value for name, value in whole.items() if value is not None}


def public(key: Any, **more: Any) -> dict[str, Any]:
    algorithm = {rsa.RSAPrivateKey: RSAAlgorithm, ec.EllipticCurvePrivateKey: ECAlgorithm, ed25519.Ed25519PrivateKey: OKPAlgorithm}
    [chosen] = [a for kind, a in algorithm.items() if isinstance(key, kind)]
    return {**json.loads(chosen.to_jwk(key.public_key())), **more}


def document(*records: dict[str, Any]) -> bytes:
    return json.dumps({"keys": list(records)}).encode()


def said(token: str, source: Any) -> Identity | None:
    return asyncio.run(tokens.identify(token, TokenSettings(ISSUER, AUDIENCE, source)))


@pytest.fixture
def key_set(home: Path) -> Path:
    file = home / "jwks.json"
    file.write_bytes(document(public(RSA, kid="r"), public(P256, kid="e"), public(ED, kid="d")))
    return file


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"),
    [(RSA, "RS256", "r"), (RSA, "PS512", "r"), (P256, "ES256", "e"), (ED, "EdDSA", "d")],
    ids=["RS256", "PS512", "ES256", "EdDSA"],
)
def test_a_good_token_speaks_for_its_subject(key_set: Path, key: Any, algorithm: str, kid: str) -> None:
    token = jwt.encode(claims(name="Trent"), key, algorithm, headers={"kid": kid})
    assert said(token, KeySetFile(key_set)) == Identity(f"jwt:{ISSUER}|trent", "asker", "Trent")


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_shared_secret(algorithm: str) -> None:
    secret = SECRET * 2
    assert said(jwt.encode(claims(role="reviewer"), secret, algorithm), SharedSecret(secret)) == Identity(
        f"jwt:{ISSUER}|trent", "reviewer", "trent"
    )


@pytest.mark.parametrize("role", ROLES)
def test_the_role_is_a_claim(role: str) -> None:
    found = said(jwt.encode(claims(role=role), SECRET, "HS256"), SharedSecret(SECRET))
    assert found is not None and found.role == role


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": None}, {"exp": 1}, {"exp": "soon"}, {"exp": time.time() - 60}, {"iss": None}, {"iss": "https://evil.example"}, {"iss": [ISSUER]},
        {"aud": None}, {"aud": "other"}, {"aud": ["other"]}, {"aud": 7}, {"sub": None}, {"sub": ""}, {"sub": 7}, {"sub": "a\nb"}, {"sub": "a\x00"},
        {"sub": "x" * 256}, {"nbf": time.time() + 600}, {"iat": time.time() + 600}, {"role": "root"}, {"role": ["admin"]}, {"role": ""}, {"role": True},
    ],
    ids=lambda changed: " ".join(f"{name}={str(value)[:20] if not isinstance(value, float) else 'time'}" for name, value in changed.items()),
)  # fmt: skip
def test_a_wrong_claim_is_refused(changed: dict[str, Any]) -> None:
    signed = jwt.PyJWS().encode(json.dumps(claims(**changed)).encode(), SECRET, "HS256")
    assert said(signed, SharedSecret(SECRET)) is None
    assert said(jwt.PyJWS().encode(json.dumps(claims()).encode(), SECRET, "HS256"), SharedSecret(SECRET)) is not None


def test_an_audience_among_several_is_good() -> None:
    assert said(jwt.encode(claims(aud=["other", AUDIENCE]), SECRET, "HS256"), SharedSecret(SECRET)) is not None


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"),
    [
        (P256, "ES256", "r"),
        (RSA, "RS256", "e"),
        (rsa.generate_private_key(65537, 2048), "RS256", "r"),
        (SECRET, "HS256", "r"),
        (SECRET, "HS256", "d"),
    ],
    ids=["ES as RSA", "RSA as EC", "another RSA key", "HS as RSA", "HS as Ed"],
)
def test_a_key_of_another_kind_is_refused(key_set: Path, key: Any, algorithm: str, kid: str) -> None:
    assert said(jwt.encode(claims(), key, algorithm, headers={"kid": kid}), KeySetFile(key_set)) is None


def test_a_key_that_names_its_algorithm_is_good_for_no_other(home: Path) -> None:
    (home / "jwks.json").write_bytes(document(public(RSA, kid="r", alg="RS256")))
    source = KeySetFile(home / "jwks.json")
    assert said(jwt.encode(claims(), RSA, "RS256", headers={"kid": "r"}), source) is not None
    for other in ("RS384", "RS512", "PS256"):
        assert said(jwt.encode(claims(), RSA, other, headers={"kid": "r"}), source) is None


def by_hand(header: dict[str, Any]) -> str:
    """Sign what PyJWT would not write."""
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "RS256", **header}, claims())]
    signature = RSA.sign(b".".join(parts), padding.PKCS1v15(), hashes.SHA256())
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


@pytest.mark.parametrize("header", [
    {"kid": "r", "crit": ["b64"], "b64": True}, {"kid": "r", "crit": ["exp"]}, {"kid": "r", "crit": []}, {"kid": "r", "crit": None},
    {"kid": "unknown"}, {"kid": 7}, {"kid": ["r"]}, {"kid": None}, {}, {"kid": "r", "alg": "rs256"}, {"kid": "r", "alg": None}, {"kid": "r", "alg": ["RS256"]},
], ids=str)  # fmt: skip
def test_headers_that_change_the_meaning_are_refused(key_set: Path, header: dict[str, Any]) -> None:
    assert said(by_hand({"kid": "r"}), KeySetFile(key_set)) is not None
    assert said(by_hand(header), KeySetFile(key_set)) is None


def test_none_and_a_secret_for_a_key_set_are_refused_with_a_secret_too() -> None:
    for token in (jwt.encode(claims(), None, "none"), jwt.encode(claims(), RSA, "RS256"), ""):
        assert said(token, SharedSecret(SECRET)) is None


@given(st.text(max_size=300) | st.from_regex(r"[A-Za-z0-9_-]{0,40}\.[A-Za-z0-9_-]{0,40}\.[A-Za-z0-9_-]{0,40}", fullmatch=True))
def test_no_text_is_a_token(text: str) -> None:
    assert said(text, SharedSecret(SECRET)) is None


def test_a_token_that_is_too_long_is_not_looked_at() -> None:
    assert said(jwt.encode(claims(more="x" * 9000), SECRET, "HS256"), SharedSecret(SECRET)) is None


@pytest.mark.parametrize(
    "record",
    [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "a"}, public(SMALL), public(RSA, use="enc"), public(RSA, alg="HS256"), public(RSA, alg="none"),
        public(RSA, alg="RSA-OAEP"), public(RSA, kid=7), {"kty": "RSA"}, {"kty": "RSA", "n": "!", "e": "!"}, {"kty": "EC", "crv": "secp256k1"}, {}, {"kty": []},
    ],
    ids=lambda r: "-".join(str(r.get(k)) for k in ("kty", "use", "alg", "kid")),
)  # fmt: skip
def test_keys_that_cannot_check_a_signature_are_left_out(record: dict[str, Any]) -> None:
    with pytest.raises(TokenKeysError):
        token_keys.token_keys(document(record))
    assert [key.kid for key in token_keys.token_keys(document(public(P384, kid="good"), record))] == ["good"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"7", b'{"keys": {}}', b'{"keys": [7]}', b'{"keys": []}', b"\xff", b"[" * 100_000])
def test_a_damaged_key_set_is_an_error(content: bytes) -> None:
    with pytest.raises(TokenKeysError):
        token_keys.token_keys(content)


def test_two_keys_with_one_id_are_an_error() -> None:
    with pytest.raises(TokenKeysError, match="one id"):
        token_keys.token_keys(document(public(RSA, kid="a"), public(P256, kid="a")))


def test_the_private_half_of_a_key_is_not_kept() -> None:
    record = json.loads(RSAAlgorithm.to_jwk(RSA))
    assert "d" in record
    [key] = token_keys.token_keys(document(record))
    assert isinstance(key.value, rsa.RSAPublicKey)


def test_a_key_set_file_is_read_again_and_closes_when_it_is_gone(key_set: Path) -> None:
    source, token = KeySetFile(key_set), jwt.encode(claims(), P384, "ES384", headers={"kid": "new"})
    assert said(token, source) is None
    key_set.write_bytes(document(public(P384, kid="new")))
    assert said(token, source) is not None
    key_set.write_bytes(b"{")
    for _ in range(2):
        with pytest.raises(TokenKeysError, match="damaged"):
            said(token, source)
    key_set.unlink()
    with pytest.raises(TokenKeysError, match="cannot be read"):
        said(token, source)


@dataclass
class Issuer:
    """A key set behind a URL."""

    status: int = 200
    body: bytes = b""
    asked: int = 0
    url: str = ""
    now: float = 1000.0
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    state = Issuer(body=document(public(RSA, kid="r")))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked += 1
            self.send_response(state.status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(state.body)))
            self.end_headers()
            self.wfile.write(state.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}/jwks.json"
        running = threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01})
        running.start()
        yield state
        server.shutdown()
        running.join()


def signed(kid: str = "r", key: Any = RSA) -> str:
    return jwt.encode(claims(), key, "RS256", headers={"kid": kid})


def test_a_key_set_behind_a_url_is_fetched_once_and_again_when_it_is_old(issuer: Issuer) -> None:
    source = KeySetUrl(issuer.url, clock=lambda: issuer.now)
    for _ in range(5):
        assert said(signed(), source) is not None
    assert issuer.asked == 1
    issuer.now += FRESH_SECONDS
    assert said(signed(), source) is not None
    assert issuer.asked == 2


def test_unknown_key_ids_do_not_become_requests(issuer: Issuer) -> None:
    source = KeySetUrl(issuer.url, clock=lambda: issuer.now)
    for n in range(50):
        assert said(signed(f"invented-{n}"), source) is None
    assert issuer.asked == 1
    other = rsa.generate_private_key(65537, 2048)
    issuer.body = document(public(other, kid="new"))
    issuer.now += PAUSE_SECONDS
    assert said(signed("new", other), source) is not None, "a rotation of the issuer's keys is noticed"
    assert issuer.asked == 2


@pytest.mark.parametrize("how", ["status", "redirect", "damaged", "empty", "huge"])
def test_an_issuer_that_cannot_be_asked_closes(issuer: Issuer, how: str) -> None:
    source = KeySetUrl(issuer.url, clock=lambda: issuer.now)
    assert said(signed(), source) is not None
    match how:
        case "status":
            issuer.status = 500
        case "redirect":
            issuer.status, issuer.headers = 302, {"Location": issuer.url}
        case "damaged":
            issuer.body = b"{"
        case "empty":
            issuer.body = b'{"keys": []}'
        case "huge":
            issuer.body = b" " * 1_000_001
    issuer.now += FRESH_SECONDS - 1
    assert said(signed(), source) is not None, "what was fetched is good for a while"
    assert said(signed("unknown"), source) is None
    issuer.now += 1
    for _ in range(3):
        with pytest.raises(TokenKeysError):
            said(signed(), source)
    assert issuer.asked == 2, "and it is not asked at every request"


def test_an_issuer_that_is_not_there_closes(issuer: Issuer) -> None:
    source = KeySetUrl(issuer.url.replace("/jwks.json", "x").replace("127.0.0.1", "localhost").rsplit(":", 1)[0] + ":1/jwks.json")
    with pytest.raises(TokenKeysError, match="cannot be reached"):
        said(signed(), source)


@pytest.mark.parametrize(
    "url", ["http://issuer.example/jwks.json", "ftp://127.0.0.1/x", "file:///etc/passwd", "http://127.0.0.1.evil.example/"]
)
def test_a_url_that_others_can_change_on_its_way_is_refused(url: str) -> None:
    with pytest.raises(AuthSettingError, match="https"):
        KeySetUrl(url)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(AuthSettingError, match="too short"):
        SharedSecret("x" * 31)


ALL: Final = {"RXGRAPH_JWT_ISSUER": ISSUER, "RXGRAPH_JWT_AUDIENCE": AUDIENCE, "RXGRAPH_JWT_SECRET": SECRET}


@pytest.mark.parametrize(
    "settings",
    [{k: v for k, v in ALL.items() if k != left_out} for left_out in ALL]
    + [{**ALL, "RXGRAPH_JWT_JWKS": "keys.json"}, {"RXGRAPH_JWT_JWKS": "keys.json"}],
    ids=lambda s: "+".join(name.removeprefix("RXGRAPH_JWT_") for name in s),
)
def test_incomplete_settings_are_an_error(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(AuthSettingError, match="RXGRAPH_JWT_ISSUER"):
        tokens.from_environment()


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tokens.from_environment() is None
    for name, value in ALL.items():
        monkeypatch.setenv(name, value)
    found = tokens.from_environment()
    assert found is not None and isinstance(found.source, SharedSecret) and found.role_claim == "role"
    monkeypatch.delenv("RXGRAPH_JWT_SECRET")
    monkeypatch.setenv("RXGRAPH_JWT_ROLE_CLAIM", "rx_role")
    for chosen, kind in (("https://issuer.example/jwks.json", KeySetUrl), ("~/jwks.json", KeySetFile)):
        monkeypatch.setenv("RXGRAPH_JWT_JWKS", chosen)
        found = tokens.from_environment()
        assert found is not None and isinstance(found.source, kind) and found.role_claim == "rx_role"


@pytest.mark.parametrize(("value", "expected"), [(None, False), ("off", False), ("on", True)])
def test_authentication_is_on_or_off(value: str | None, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if value is not None:
        monkeypatch.setenv("RXGRAPH_AUTH", value)
    assert required() is expected


@pytest.mark.parametrize("value", ["", "On", "ON", "true", "1", "yes", "of", " off", "off "])
def test_anything_else_is_an_error(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RXGRAPH_AUTH", value)
    with pytest.raises(AuthSettingError, match="on or off"):
        required()


@pytest.mark.parametrize(("host", "expected"), [
    ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True), ("localhost", True), ("LOCALHOST", True), ("0.0.0.0", False),
    ("::", False), ("10.0.0.1", False), ("localhost.evil.example", False), ("127.0.0.1.evil.example", False), ("", False), ("::ffff:10.0.0.1", False),
])  # fmt: skip
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize(("headers", "expected"), [
    ([(b"authorization", b"Bearer abc")], "abc"), ([(b"authorization", b"bearer  abc ")], "abc"), ([(b"x-api-key", b"abc")], "abc"),
    ([(b"x-api-key", b"lsv2_foreign"), (b"authorization", b"Bearer abc")], "abc"), ([], None), ([(b"authorization", b"")], None),
    ([(b"authorization", b"Bearer")], None), ([(b"authorization", b"Basic abc")], None), ([(b"authorization", b"abc")], None),
    ([(b"authorization", b"Bearer a"), (b"authorization", b"Bearer b")], None), ([(b"x-api-key", b"a"), (b"x-api-key", b"a")], None),
    ([(b"authorization", b"Basic abc"), (b"x-api-key", b"abc")], None), ([(b"x-api-key", b"\xff")], None), ([(b"cookie", b"x-api-key=a")], None),
])  # fmt: skip
def test_the_credential_of_a_request(headers: list[tuple[bytes, bytes]], expected: str | None) -> None:
    assert credential(headers) == expected


@given(st.lists(st.tuples(st.sampled_from([b"authorization", b"x-api-key", b"x"]), st.binary(max_size=60))))
def test_no_headers_raise(headers: list[tuple[bytes, bytes]]) -> None:
    with pytest.raises(RefusedError):
        asyncio.run(identify(headers, KeyStore(location()), None))


def test_who_cannot_be_told_is_not_let_in(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    (home / "keys.json").write_text("{")
    (home / "keys.json").chmod(0o600)
    with pytest.raises(UnavailableError):
        asyncio.run(identify([(b"x-api-key", b"rx_a_b")], KeyStore(location()), None))
    settings = TokenSettings(ISSUER, AUDIENCE, KeySetFile(home / "missing.json"))
    with pytest.raises(UnavailableError):
        asyncio.run(identify([(b"authorization", f"Bearer {signed()}".encode())], KeyStore(location()), settings))
    assert "Nobody is let in" in caplog.text
    assert "rx_a_b" not in caplog.text and signed() not in caplog.text


def test_tokens_are_refused_where_none_are_expected() -> None:
    with pytest.raises(RefusedError):
        asyncio.run(identify([(b"authorization", f"Bearer {signed()}".encode())], KeyStore(location()), None))


def test_one_role_at_a_time() -> None:
    assert [role_in([f"role:{role}"]) for role in ROLES] == list(ROLES)
    for none in ([], ["asker"], ["role:root"], ["role:asker", "role:admin"]):
        assert role_in(none) is None


def test_a_scope_tells_who_asks() -> None:
    class User:
        identity, is_authenticated = "key:alice", True

    class Nobody:
        identity, is_authenticated = "", False

    class Scopes:
        scopes = ("role:asker",)

    assert (identity_of({"user": User(), "auth": Scopes()}), role_of({"user": User(), "auth": Scopes()})) == ("key:alice", "asker")
    for scope in ({}, {"user": Nobody(), "auth": Scopes()}, {"user": None}):
        assert (identity_of(scope), role_of(scope)) == (None, None)
