"""From a request to a job: who asks, for what, about which source or run."""

import asyncio
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qs

import orjson
from fastapi import Request

from api.negotiate import JSON
from api.problems import Problem, language_of
from api.workbench.asked import known_run, known_source
from api.workbench.authority import actor_of, bearer
from api.workbench.desk import OPTIONS, Desk, DeskFull, Job, Order, Verb
from api.workbench.ledger_room import room_of

_FORM = "application/x-www-form-urlencoded"


def desk_of(request: Request) -> Desk | None:
    """The desk of the application that serves a request, if it has one."""
    found: Desk | None = request.app.state.desk
    return found


def known_job(request: Request, id: str) -> Job:
    """The job of a number; raises the problem of one that is not known any more."""
    desk = desk_of(request)
    job = desk.job(id) if desk else None
    if job is None:
        raise Problem("MLG-R005")
    return job


async def ordered_by_program(request: Request, verb: Verb, about: str) -> Job:
    """The job that a JSON body and a bearer token ask for; raises the problem of what stands against it."""
    actor = await asyncio.to_thread(actor_of, request, bearer(request))
    return await _ordered(request, verb, about, _json_options(verb, request, await request.body()), actor)


async def ordered_by_form(request: Request, verb: Verb, about: str) -> Job:
    """The job that the fields of a form ask for, the token among them."""
    fields = _fields(request, await request.body())
    actor = await asyncio.to_thread(actor_of, request, fields.get("token", "").strip())
    options = [name for name in OPTIONS[verb] if fields.get(name) == "true"]
    if "dry_run" in options and "diff" in OPTIONS[verb]:
        # Whoever tries by a form does so in order to read what would change.
        options = list(dict.fromkeys([*options, "diff"]))
    return await _ordered(request, verb, about, options, actor)


async def _ordered(request: Request, verb: Verb, about: str, options: Sequence[str], actor: str) -> Job:
    desk = desk_of(request)
    if desk is None:
        raise Problem("MLG-H404")
    await asyncio.to_thread(_check_about, request, desk, verb, about)
    try:
        return desk.submit(Order(verb, about, tuple(options), actor, language_of(request)))
    except DeskFull as full:
        raise Problem("MLG-J011", headers={"Retry-After": "60"}, waiting=full.waiting) from full


def _check_about(request: Request, desk: Desk, verb: Verb, about: str) -> None:
    """Raise the problem of a run or a source that does not exist."""
    if verb not in ("harvest", "replay"):
        with room_of(request).open() as view:
            if verb == "rollback":
                known_run(view, about)
            else:
                known_source(view, about)
        return
    declared = desk.declared()
    if about not in declared:
        nearest = get_close_matches(about[:80], declared, 5, 0.3)
        raise Problem("MLG-R002", members={"nearest": nearest}, name=about, nearest=", ".join(nearest) or "–")


def _json_options(verb: Verb, request: Request, body: bytes) -> list[str]:
    if not body:
        return []
    _check_type(request, JSON.media_type)
    try:
        told: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict) or not all(name in OPTIONS[verb] and isinstance(value, bool)
                                             for name, value in told.items()):
        raise Problem("MLG-J013", members={"known": list(OPTIONS[verb])}, known=", ".join(OPTIONS[verb]),
                      example='{"dry_run": true}')
    return [name for name in OPTIONS[verb] if told.get(name)]


def _fields(request: Request, body: bytes) -> Mapping[str, str]:
    _check_type(request, _FORM)
    try:
        return {name: values[-1] for name, values in parse_qs(body.decode(), max_num_fields=20).items()}
    except ValueError as fault:
        raise Problem("MLG-H400") from fault


def _check_type(request: Request, expected: str) -> None:
    received = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if received != expected:
        raise Problem("MLG-J012", received=received or "–", expected=expected)
