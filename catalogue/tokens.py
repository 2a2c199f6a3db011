"""Who may act over HTTP: tokens, of which only a hash is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from catalogue.ledger import Ledger

PREFIX: Final = "mlg_"
_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Token:
    """A token by its name; instants are ISO 8601 in UTC, `revoked` is empty while it is not."""

    name: str
    created: str
    expires: str
    revoked: str

    def is_valid(self, now: datetime) -> bool:
        """Whether it opens anything at that instant."""
        return not self.revoked and _told(now) < self.expires


class NameTaken(Exception):
    """There is a valid token of that name already."""


def create_token(ledger: Ledger, name: str, days: int, now: datetime) -> str:
    """Make a token and return its secret, which cannot be had again.

    A name that only revoked or expired tokens had may be used again.

    Raises:
        NameTaken: it must be revoked first.
    """
    if any(token.name == name and token.is_valid(now) for token in tokens(ledger)):
        raise NameTaken(name)
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    with_its_time = (_told(now), _told(now + timedelta(days=days)))
    ledger.sql.execute("INSERT OR REPLACE INTO token (name, hash, created, expires) VALUES (?, ?, ?, ?)",
                       (name, _hash(secret), *with_its_time))
    return secret


def tokens(ledger: Ledger) -> list[Token]:
    """Every token, by name."""
    rows = ledger.sql.execute("SELECT name, created, expires, revoked FROM token ORDER BY name")
    return [Token(*row) for row in rows]


def revoke_token(ledger: Ledger, name: str, now: datetime) -> bool:
    """Close what a token opens, at once; whether there was one that was not revoked yet."""
    return ledger.sql.execute("UPDATE token SET revoked = ? WHERE name = ? AND revoked = ''",
                              (_told(now), name)).rowcount > 0


def token_of(ledger: Ledger, secret: str, now: datetime) -> Token | None:
    """The valid token whose secret this is. Every hash is compared, whole, so that time tells nothing."""
    given, found = _hash(secret), None
    for kept, *told in ledger.sql.execute("SELECT hash, name, created, expires, revoked FROM token"):
        token = Token(*told)
        if compare_digest(kept, given) and token.is_valid(now):
            found = token
    return found


def _hash(secret: str) -> bytes:
    # A secret of 256 random bits needs no slow hash: there is nothing to guess.
    return sha256(secret.encode("utf-8", "replace")).digest()


def _told(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
