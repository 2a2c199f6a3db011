"""Who may act: the holder of a valid token, named in each request, since nothing else tells who asks."""

from datetime import UTC, datetime
from typing import Final

from fastapi import Request

from api.problems import Problem
from api.workbench.ledger_room import room_of
from catalogue.tokens import token_of

# RFC 6750 section 3: no error is named where no token was given.
_ASK: Final = 'Bearer realm="maillage"'
_REFUSED: Final = f'{_ASK}, error="invalid_token"'
_LONGEST_SECRET: Final = 200


def bearer(request: Request) -> str:
    """The token that the `Authorization` header carries; empty if none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def actor_of(request: Request, secret: str) -> str:
    """The name of the token whose secret this is; raises the problem `token refused`."""
    token = None
    if 0 < len(secret) <= _LONGEST_SECRET:
        with room_of(request).open() as view:
            token = token_of(view.ledger, secret, datetime.now(UTC))
    if token is None:
        raise Problem("MLG-J010", headers={"WWW-Authenticate": _REFUSED if secret else _ASK})
    return token.name
