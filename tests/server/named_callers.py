"""Authentication for a test's dev server: who calls stands in the header."""

from __future__ import annotations

from typing import Any

from langgraph_sdk import Auth

auth = Auth()


@auth.authenticate
async def caller(headers: dict[bytes, bytes]) -> Any:
    """Name the caller, with the permissions of their role."""
    name = headers.get(b"authorization", b"").decode()
    if name not in ("amy", "rita"):
        raise Auth.exceptions.HTTPException(status_code=401, detail="who is calling?")
    return {"identity": name, "permissions": [f"role:{'reviewer' if name == 'rita' else 'asker'}"]}
