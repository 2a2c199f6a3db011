"""`maillage token create|list|revoke`: who may act over HTTP."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from catalogue.actions import last_actions
from catalogue.tokens import NameTaken, Token, create_token, revoke_token, tokens
from maillage.options import AsJson, Data
from maillage.workspace import plainly, workspace
from ontology.nearest import nearest

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose token it is: what the list of actions says.")]
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@plainly
def create_command(
    name: Name,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How long it is valid.")] = 90,
    data: Data = None, as_json: AsJson = False,
) -> None:
    """Make a token for the workbench.

    Its secret is printed once and kept nowhere.

    \b
    Examples:
      maillage token create marie
      maillage token create night-jobs --days 365
    """
    space = workspace(as_json=as_json, data=data)
    if not _NAME.fullmatch(name):
        space.console.fail(f"« {name} » ne peut pas nommer un jeton : lettres minuscules, chiffres et tirets.",
                           f"“{name}” cannot name a token: lower-case letters, digits and hyphens.")
    with space.writing("maillage token create", name) as ledger:
        try:
            secret = create_token(ledger, name, days, datetime.now(UTC))
        except NameTaken:
            space.console.fail(
                f"Un jeton valide s'appelle déjà « {name} » ; révoquez-le (`maillage token revoke {name}`) ou "
                "choisissez un autre nom.",
                f"A valid token is called “{name}” already; revoke it (`maillage token revoke {name}`) or choose "
                "another name.")
    if as_json:
        space.console.result("maillage.token/1", {"name": name, "token": secret, "days": days})
        return
    sys.stdout.write(f"{secret}\n")
    space.console.note(f"Valable {days} jours. Gardez-le maintenant : il ne sera plus montré.",
                       f"Valid for {days} days. Keep it now: it will not be shown again.")


@plainly
def list_command(data: Data = None, as_json: AsJson = False) -> None:
    """List the tokens, and what was last asked for with each.

    \b
    Example:
      maillage token list
    """
    space = workspace(as_json=as_json, data=data)
    now = datetime.now(UTC)
    with space.reading() as ledger:
        listed, actions = tokens(ledger), last_actions(ledger)
    if as_json:
        space.console.result("maillage.tokens/1", {"tokens": [
            {"name": token.name, "created": token.created, "expires": token.expires, "revoked": token.revoked,
             "valid": token.is_valid(now)} for token in listed]})
        return
    pick = space.console.pick
    space.console.table(
        [pick("jeton", "token"), pick("état", "state"), pick("fait le", "created"), pick("jusqu'au", "until"),
         pick("dernière demande", "last asked"), ""],
        [[token.name, pick(*_state(token, now)), token.created, token.expires,
          *((f"{last.what} {last.about}", last.at) if (last := actions.get(token.name)) else ("–", ""))]
         for token in listed])


@plainly
def revoke_command(name: Name, data: Data = None) -> None:
    """Revoke a token: it opens nothing from now on.

    \b
    Example:
      maillage token revoke marie
    """
    space = workspace(data=data)
    with space.writing("maillage token revoke", name) as ledger:
        known = [token.name for token in tokens(ledger) if not token.revoked]
        if not revoke_token(ledger, name, datetime.now(UTC)):
            near_fr, near_en = nearest(name, known)
            space.console.fail(f"Aucun jeton « {name} » à révoquer ; {near_fr}",
                               f"No token “{name}” to revoke; {near_en}")
    space.console.note(f"Le jeton « {name} » est révoqué.", f"The token “{name}” is revoked.")


def _state(token: Token, now: datetime) -> tuple[str, str]:
    if token.revoked:
        return "révoqué", "revoked"
    return ("valable", "valid") if token.is_valid(now) else ("périmé", "expired")
