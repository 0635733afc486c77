"""Authentication and authorisation of the LangGraph server; `langgraph.json` names `auth`.

The server lets through what no handler covers, so the handler of last resort refuses.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from langgraph_sdk import Auth
from starlette.authentication import AuthenticationError
from starlette.exceptions import HTTPException

from gateway.identity import credentials, keys, rules, tokens
from gateway.identity.mode import is_loopback, required
from gateway.identity.roles import Identity, is_identity, role_in
from nodes.guards.closing import SECONDS, BrokenGuardError, closed, closed_in_thread

LOCAL: Final = Identity("local", "admin", "local")
"""Everyone, while `RXGRAPH_AUTH` is off: whoever sits at this machine."""
_NEEDED: Final = "a key or token is needed, as 'Authorization: Bearer …' or 'x-api-key', and it must be good"
_UNKNOWN: Final = "keys cannot be checked now"

auth = Auth()
_store = keys.KeyStore(keys.location())
# Read once, and before the first request: a wrong setting stops the server.
_required, _tokens = required(), tokens.from_environment()


class RefusedError(AuthenticationError):
    """The server answers 401 or 403 to it, and closes a websocket."""

    def __init__(self, status_code: int, detail: str) -> None:
        """Say why."""
        super().__init__(detail)
        self.status_code = status_code


async def who(scope: Mapping[str, Any]) -> Identity:
    """Return who a connection comes from.

    Args:
        scope: Its ASGI scope.

    Raises:
        RefusedError: If that is nobody known.
        HTTPException: 503 when it cannot be told now.
    """
    try:
        if not _required:
            await closed_in_thread("this machine", lambda: _this_machine(scope), LOCAL.__eq__, answers=(RefusedError,))
            return LOCAL
        found: Identity = await closed(
            "credentials",
            lambda: credentials.identify(scope["headers"], _store, _tokens),
            is_identity,
            answers=(credentials.RefusedError, credentials.UnavailableError),
            seconds=2 * SECONDS,
        )
        return found
    except credentials.RefusedError:
        raise RefusedError(401, _NEEDED) from None
    except (credentials.UnavailableError, BrokenGuardError):
        if scope["type"] != "http":
            raise RefusedError(403, _UNKNOWN) from None
        raise HTTPException(503, _UNKNOWN) from None


def _this_machine(scope: Mapping[str, Any]) -> Identity:
    """Return who sits at this machine; refuse other machines while there is no authentication, and web pages whose name was pointed at this one."""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    client = scope.get("client")
    if client is None or not is_loopback(client[0]) or len(hosts) != 1 or not is_loopback(_without_port(hosts[0])):
        raise RefusedError(403, "without authentication only this machine is served; set RXGRAPH_AUTH=on")
    return LOCAL


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and (name.endswith("]") or ":" not in name) else host


@auth.authenticate
async def authenticate(scope: dict[str, Any]) -> Auth.types.MinimalUserDict:
    """Tell the server who a connection comes from."""
    try:
        found: Identity = await closed("who", lambda: who(scope), is_identity, answers=(RefusedError, HTTPException), seconds=3 * SECONDS)
    except BrokenGuardError:
        raise HTTPException(503, _UNKNOWN) from None
    return {"identity": found.id, "display_name": found.name, "is_authenticated": True, "permissions": found.permissions}


async def caller(ctx: Auth.types.AuthContext) -> Identity:
    """Return who is about to act; a cron's run comes without permissions, and its owner's key must still be good.

    Args:
        ctx: As the server gives it to handlers.
    """
    role = role_in(ctx.permissions)
    if role is not None:
        return Identity(ctx.user.identity, role, ctx.user.display_name)
    found: Identity | None
    try:
        found = await closed_in_thread(
            "keys", lambda: _store.holder(ctx.user.identity), credentials.answers_who, answers=(keys.KeyFileError,)
        )
    except (keys.KeyFileError, BrokenGuardError):
        rules.refuse(503, _UNKNOWN)
    if found is None:
        rules.refuse(403, "whoever ordered this has no key any more")
    return found


Rule = Callable[[Identity, Any], Awaitable[Any]]


def _handler(rule: Rule) -> Any:
    """Make a handler of a rule; without authentication everything is allowed to this machine."""

    async def handler(*, ctx: Auth.types.AuthContext, value: Any) -> Any:
        if not _required:
            return None
        try:
            found: Identity = await closed("caller", lambda: caller(ctx), is_identity, answers=(Auth.exceptions.HTTPException,))
            limits = await closed(
                rule.__name__,
                lambda: rule(found, value),
                lambda limits: rules.sound(found, value, limits),
                answers=(Auth.exceptions.HTTPException,),
            )
        except BrokenGuardError as error:
            rules.refuse(503, str(error))
        return None if limits is rules.EVERYTHING else limits

    return handler


async def _deny(caller: Identity, value: Any) -> bool:
    return False


auth.on(_handler(_deny))
auth.on.threads.create(_handler(rules.create_thread))
auth.on.threads.read(_handler(rules.read_thread))
auth.on.threads.search(_handler(rules.search_threads))
auth.on.threads.update(_handler(rules.update_thread))
auth.on.threads.delete(_handler(rules.delete_thread))
auth.on.threads.create_run(_handler(rules.create_run))
auth.on.assistants.create(_handler(rules.create_assistant))
auth.on.assistants.read(_handler(rules.read_assistant))
auth.on.assistants.search(_handler(rules.read_assistant))
auth.on.assistants.update(_handler(rules.change_assistant))
auth.on.assistants.delete(_handler(rules.change_assistant))
auth.on.crons.create(_handler(rules.create_cron))
auth.on.crons.read(_handler(rules.change_cron))
auth.on.crons.search(_handler(rules.change_cron))
auth.on.crons.update(_handler(rules.change_cron))
auth.on.crons.delete(_handler(rules.change_cron))
auth.on.store(_handler(rules.own_namespace))
