"""`rxgraph keys`: who may use the server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from gateway.console import emit, emit_json, fail, note

app = typer.Typer(no_args_is_help=True, help="Make, list, replace and revoke the API keys of the server.")
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Days = Annotated[float | None, typer.Option("--days", help="Days after which the key is refused; without it, it never is.")]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Whose key it is; never given twice.")],
    role: Annotated[
        str, typer.Option(help="asker asks and sees their own; reviewer signs off what waits; admin sees everything.")
    ] = "asker",
    days: Days = None,
    as_json: Json = False,
) -> None:
    """Make a key and print it, once: only its hash is kept.

    Example: rxgraph keys create alice --role asker --days 90
    """
    _give(lambda store: store.create(name, role, days), as_json)


@app.command()
def rotate(name: Annotated[str, typer.Argument(help="Whose key.")], days: Days = None, as_json: Json = False) -> None:
    """Print a new key in place of the old one, which is refused from now on; threads and role stay."""
    _give(lambda store: store.rotate(name, days), as_json)


@app.command()
def revoke(name: Annotated[str, typer.Argument(help="Whose key.")], as_json: Json = False) -> None:
    """Refuse a key from now on, in a running server too."""
    key = _store(lambda store: store.revoke(name))
    emit_json(_shown(key)) if as_json else emit(f"revoked: {key.name}")


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List the keys, without what is secret of them."""
    found = [_shown(key) for key in _store(lambda store: store.keys())]
    if as_json:
        emit_json(found)
        return
    width = max((len(key["name"]) for key in found), default=0)
    lines = [f"{k['name']:{width}}  {k['role']:8}  {k['status']:7}  made {k['created_at']}, {_until(k)}" for k in found]
    emit("\n".join(lines) or "There is no key. Make one with: rxgraph keys create NAME --role asker")


def _until(key: dict[str, Any]) -> str:
    if key["revoked_at"]:
        return f"revoked {key['revoked_at']}"
    return f"good until {key['expires_at']}" if key["expires_at"] else "does not expire"


def _give(make: Any, as_json: bool) -> None:
    key, text = _store(make)
    if as_json:
        emit_json({**_shown(key), "key": text})
        return
    note(f"Key of {key.name} ({key.role}). It is shown this once:")
    emit(text)


def _shown(key: Any) -> dict[str, Any]:
    return {
        "name": key.name,
        "role": key.role,
        "identity": key.identity().id,
        "status": key.status(datetime.now(UTC)),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
    }


def _store(use: Any) -> Any:
    from gateway.identity.keys import KeyFileError, KeyRequestError, KeyStore, location

    try:
        return use(KeyStore(location()))
    except (KeyFileError, KeyRequestError) as error:
        fail(str(error))
