"""Finding what was withdrawn: what the ledger still knows of a record that is no more on line."""

from collections.abc import Sequence

import orjson
from fastapi import Request

from api.catalogue_view import View
from api.linked_json import with_context
from api.problems import Problem
from api.record_lookup import is_local
from api.workbench.ledger_room import room_of
from catalogue.withdrawals import Withdrawal, withdrawal
from ontology.jsonld import to_jsonld
from ontology.kinds import KINDS

_NO_LEDGER = "MLG-J001"


def find_withdrawal(request: Request, view: View, kind: str, local: str) -> Withdrawal | None:
    """The withdrawal of a record of a kind, or of any if none is named; the ledger is read-only here."""
    kinds: Sequence[str] = [kind] if kind else list(KINDS)
    if not is_local(local) or not set(kinds) <= set(KINDS):
        return None
    try:
        with room_of(request).open() as ledger_view:
            return withdrawal(ledger_view.ledger, [view.iri(one, local) for one in kinds])
    except Problem as problem:
        if problem.type.code != _NO_LEDGER:
            raise
        return None


def withdrawn_record(request: Request, view: View, name: str, unknown: Problem) -> Problem:
    """The problem of a record that is not on line: that it was withdrawn, else the one that was met."""
    path = name.removeprefix(view.manifest.base).removeprefix("id/")
    kind, _, local = path.rpartition("/")
    found = find_withdrawal(request, view, kind, local)
    return withdrawn_problem(found) if found else unknown


def withdrawn_problem(found: Withdrawal) -> Problem:
    """That a record was withdrawn, with its last known description as JSON-LD."""
    last = found.last
    description = with_context(orjson.dumps(to_jsonld(last.description, last.iri)))
    return Problem("MLG-R006", id=last.iri, run=found.run, since=found.since, members={
        "id": last.iri, "kind": last.kind, "source": last.source, "key": last.key, "since": found.since,
        "run": found.run, "task": found.task, "state": found.state, "replacedBy": found.successor or None,
        "description": orjson.Fragment(description),
        "links": {"run": f"/id/run/{found.run}", "history": f"/api/v1/history?source={last.source}"},
    })
