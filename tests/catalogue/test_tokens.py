"""Tokens open what they are for, as long as they are valid; actions are written down."""

import sqlite3
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from catalogue.actions import last_actions, note_action
from catalogue.ledger import Ledger
from catalogue.tokens import NameTaken, create_token, revoke_token, token_of, tokens

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_secret_has_256_bits_and_only_its_hash_is_kept(ledger: Ledger) -> None:
    secret = create_token(ledger, "marie", 90, NOW)
    assert secret.startswith("mlg_")
    assert len(secret) >= 4 + 43
    kept = ledger.sql.execute("SELECT * FROM token").fetchone()
    assert sha256(secret.encode()).digest() in kept
    assert secret not in map(str, kept)


def test_a_token_opens_until_it_expires(ledger: Ledger) -> None:
    secret = create_token(ledger, "marie", 90, NOW)
    found = token_of(ledger, secret, NOW + timedelta(days=89))
    assert found is not None
    assert found.name == "marie"
    assert token_of(ledger, secret, NOW + timedelta(days=90)) is None


@pytest.mark.parametrize("secret", ["", "mlg_", "marie", "mlg_" + "A" * 43, "\ud800", "x" * 10_000])
def test_nothing_else_opens(ledger: Ledger, secret: str) -> None:
    create_token(ledger, "marie", 90, NOW)
    assert token_of(ledger, secret, NOW) is None


def test_a_revoked_token_opens_nothing_at_once(ledger: Ledger) -> None:
    secret = create_token(ledger, "marie", 90, NOW)
    assert revoke_token(ledger, "marie", NOW)
    assert token_of(ledger, secret, NOW) is None
    assert not revoke_token(ledger, "marie", NOW)
    assert not revoke_token(ledger, "paul", NOW)


def test_a_name_is_given_again_only_when_its_token_opens_nothing(ledger: Ledger) -> None:
    former = create_token(ledger, "marie", 90, NOW)
    with pytest.raises(NameTaken):
        create_token(ledger, "marie", 90, NOW)
    revoke_token(ledger, "marie", NOW)
    fresh = create_token(ledger, "marie", 90, NOW)
    assert token_of(ledger, former, NOW) is None
    assert token_of(ledger, fresh, NOW) is not None
    assert [token.name for token in tokens(ledger)] == ["marie"]


def test_each_holder_has_a_last_action(ledger: Ledger) -> None:
    for who, what in (("marie", "maillage harvest"), ("paul", "maillage replay"), ("marie", "maillage run rollback")):
        note_action(ledger, who, what, "s")
    assert {who: action.what for who, action in last_actions(ledger).items()} == {
        "marie": "maillage run rollback", "paul": "maillage replay"}


def test_two_tokens_never_share_a_secret(ledger: Ledger) -> None:
    create_token(ledger, "marie", 90, NOW)
    with pytest.raises(sqlite3.IntegrityError):
        ledger.sql.execute("INSERT INTO token (name, hash, created, expires) SELECT 'paul', hash, '', '' FROM token")
