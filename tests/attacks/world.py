"""A dev server with authentication, and people on it: alice, whose things are wanted, and mallory, who wants them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm
from langgraph_sdk import get_sync_client
from langgraph_sdk.client import SyncLangGraphClient

from gateway.identity.keys import KeyStore
from tests.server.conftest import DEADLINE_SECONDS, Server, asked, running

ISSUER: Final = "https://issuer.example"
AUDIENCE: Final = "rxgraph"
SECRET_WORD: Final = "Xanthippe"
"""Stands in everything of alice's: wherever it comes out, somebody got in."""
QUESTION: Final = f"My patient {SECRET_WORD} takes warfarin. Can she take ibuprofen?"
PEOPLE: Final = {"alice": "asker", "mallory": "asker", "rita": "reviewer", "root": "admin"}


@dataclass
class World:
    """The server and what is on it.

    Attributes:
        home: Its `RXGRAPH_HOME`.
        server: The running server.
        keys: Credentials by name.
        things: Ids of alice's things by name, for the paths of attacks.
    """

    home: Path
    server: Server
    keys: dict[str, str]
    things: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return self.server.port

    def client(self, who: str) -> SyncLangGraphClient:
        """A client with somebody's key."""
        headers = {"Authorization": f"Bearer {self.keys[who]}"}
        return get_sync_client(url=f"http://127.0.0.1:{self.port}", api_key=None, headers=headers, timeout=DEADLINE_SECONDS)

    def credentials(self, who: str) -> list[tuple[str, str]]:
        return [] if who == "nobody" else [("Authorization", f"Bearer {self.keys[who]}")]

    def filled(self, what: Any) -> Any:
        """Fill in ids: `{thread}` and the like."""
        if isinstance(what, str):
            for name, value in self.things.items():
                what = what.replace("{" + name + "}", value)
            return what
        if isinstance(what, dict):
            return {key: self.filled(value) for key, value in what.items()}
        return [self.filled(value) for value in what] if isinstance(what, list) else what


@contextmanager
def world(
    home: Path, *, command: Sequence[str] | None = None, port: int | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[World]:
    """Start the server, give out keys, and let alice make one thing of each kind."""
    signing = generate_private_key(public_exponent=65537, key_size=2048)
    jwks = home / "jwks.json"
    jwks.write_text(json.dumps({"keys": [{**json.loads(RSAAlgorithm.to_jwk(signing.public_key())), "kid": "one", "use": "sig"}]}))
    store = KeyStore(home / "keys.json")
    keys = {name: store.create(name, role)[1] for name, role in PEOPLE.items()}
    keys |= {"revoked": store.create("revoked", "admin")[1], "rotated": store.create("rotated", "admin")[1]}
    store.revoke("revoked")
    store.rotate("rotated")
    keys |= tokens(signing)
    settings = {
        "RXGRAPH_AUTH": "on",
        "RXGRAPH_JWT_ISSUER": ISSUER,
        "RXGRAPH_JWT_AUDIENCE": AUDIENCE,
        "RXGRAPH_JWT_JWKS": str(jwks),
        "CRON_SCHEDULER_SLEEP_TIME": "1",
        # What is tried here is not how often: those attacks are in `tests.attacks.traffic`.
        **dict.fromkeys(("RXGRAPH_RATE_REQUESTS_PER_MINUTE", "RXGRAPH_RATE_FAILED_LOGINS_PER_MINUTE", "RXGRAPH_CONCURRENT_RUNS"), "inf"),
        **(settings or {}),
    }
    with running(home, command, port=port, settings=settings) as server:
        made = World(home, server, keys)
        made.things = things(made)
        yield made


def tokens(signing: RSAPrivateKey) -> dict[str, str]:
    """Tokens, good and bad, by name."""
    now = int(time.time())
    good = {"iss": ISSUER, "aud": AUDIENCE, "sub": "trent", "exp": now + 3600}
    public = signing.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    other = generate_private_key(public_exponent=65537, key_size=2048)

    def signed(claims: dict[str, Any], key: Any = signing, alg: str = "RS256", **header: Any) -> str:
        return jwt.encode(claims, key, alg, headers={"kid": "one", **header})

    whole = signed(good)
    return {
        "a good token": whole,
        "an expired token": signed({**good, "exp": now - 3600}),
        "a token that never expires": signed({k: v for k, v in good.items() if k != "exp"}),
        "a token that is not yet good": signed({**good, "nbf": now + 3600}),
        "a token of another issuer": signed({**good, "iss": "https://evil.example"}),
        "a token for another audience": signed({**good, "aud": "other"}),
        "a token without audience": signed({k: v for k, v in good.items() if k != "aud"}),
        "a token without subject": signed({k: v for k, v in good.items() if k != "sub"}),
        "a token with alg none": unsigned(good, "none"),
        "a token with alg NONE": unsigned(good, "nOnE"),
        "a token whose signature is cut off": whole.rpartition(".")[0] + ".",
        "a token signed by HMAC with the public key": by_hmac(good, public),
        "a token with its own key inside": signed(good, other, jwk=json.loads(RSAAlgorithm.to_jwk(other.public_key()))),
        "a token that names a key elsewhere": signed(good, other, jku="https://evil.example/jwks.json"),
        "a token whose key id is a path": signed(good, other, kid="../../../../dev/null"),
        "a token of an unknown key": signed(good, other, kid="two"),
        "a token with an unknown role": signed({**good, "role": "root"}),
        "a token with a list of roles": signed({**good, "role": ["admin"]}),
    }


def _part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def unsigned(claims: dict[str, Any], alg: str) -> str:
    return f"{_part(json.dumps({'alg': alg, 'typ': 'JWT', 'kid': 'one'}).encode())}.{_part(json.dumps(claims).encode())}."


def by_hmac(claims: dict[str, Any], secret: bytes) -> str:
    """Sign with the public key as if it were a shared secret, which PyJWT itself declines to do."""
    head = f"{_part(json.dumps({'alg': 'HS256', 'typ': 'JWT', 'kid': 'one'}).encode())}.{_part(json.dumps(claims).encode())}"
    return f"{head}.{_part(hmac.new(secret, head.encode(), hashlib.sha256).digest())}"


def things(made: World) -> dict[str, str]:
    """Let alice make one thing of each kind, and mallory a thread of their own."""
    alice, mallory = made.client("alice"), made.client("mallory")
    with alice, mallory:
        [system] = alice.assistants.search(graph_id="pharmacist")
        thread = alice.threads.create(metadata={"about": SECRET_WORD})["thread_id"]
        alice.runs.wait(thread, "pharmacist", input=asked(QUESTION))
        waiting = alice.threads.create(metadata={"about": SECRET_WORD})["thread_id"]
        alice.runs.wait(waiting, "pharmacist", input=asked(QUESTION), context={"review": "required"})
        [run] = alice.runs.list(thread)
        state = alice.threads.get_state(thread)
        assistant = alice.assistants.create("pharmacist", name=SECRET_WORD, metadata={"about": SECRET_WORD})
        cron: Any = alice.crons.create("pharmacist", schedule="0 0 1 1 *", input=asked(QUESTION), metadata={"about": SECRET_WORD})
        alice.store.put_item(["notes"], key="one", value={"about": SECRET_WORD})
        [namespace] = alice.store.list_namespaces()["namespaces"]
        own = mallory.threads.create()["thread_id"]
        mallory.runs.wait(own, "pharmacist", input=asked("What is metformin for?"))
        [own_run] = mallory.runs.list(own)
    return {
        "system": system["assistant_id"],
        "thread": thread,
        "THREAD": thread.upper(),
        "thread_plain": thread.replace("-", ""),
        "waiting": waiting,
        "run": run["run_id"],
        "checkpoint": str(state["checkpoint"]["checkpoint_id"]),
        "assistant": assistant["assistant_id"],
        "cron": cron["cron_id"],
        "label": namespace[0],
        "own": own,
        "own_run": own_run["run_id"],
        "unknown": str(uuid.uuid4()),
    }


def belongings(made: World) -> dict[str, Any]:
    """All that is alice's, as she sees it: to be the same before and after."""
    with made.client("alice") as alice:
        threads = alice.threads.search(limit=100, sort_by="thread_id")
        return {
            "threads": threads,
            "states": [alice.threads.get_state(thread["thread_id"]) for thread in threads],
            "runs": [alice.runs.list(thread["thread_id"]) for thread in threads],
            "assistants": alice.assistants.search(limit=100),
            "crons": alice.crons.search(limit=100),
            "items": alice.store.search_items(["notes"])["items"],
        }
