"""How a request wants a thing: in which form, by which profile, with labels or without."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import Request

from api.answer import VARY, negotiated
from api.linked.profiles import LISTING, PROFILE, TOKEN, profile_of
from api.linked.thing import RDF_FORMS, Thing
from api.negotiate import HTML, JSON, Representation, choose
from api.parameters import refused
from api.problems import Problem

# Whatever chooses the form of a thing stands in its address or in one of these.
VARY_OF_THINGS: Final = f"{VARY}, Accept-Profile"
# Names of parameters that an address of a thing may bear; others, which the web adds on its way, are passed over.
PARAMETERS: Final = ("labels", "_profile", "_mediatype")

_PREFERRED: Final = re.compile(r"<([^<>]*)>(?:\s*;\s*q\s*=\s*([0-9.]+))?")
_NAMED: Final = re.compile(r"<([^<>]*)>|([^,<>\s]+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """`location` is the address of the form where it was negotiated, empty where the address names it.

    `labelled` asks for names of what is linked, `lists` for the profiles that there are.
    """

    form: Representation
    location: str = ""
    labelled: bool = False
    lists: bool = False

    def wants(self, form: Representation) -> bool:
        """Whether the thing itself is asked for in a form."""
        return self.form is form and not self.lists


def asked(request: Request, thing: Thing, suffix: str) -> Asked:
    """What a request asks of a thing; raises the problems of a form or profile that does not exist."""
    labelled = labels_asked(request)
    wanted = _profiles(request)
    if wanted[:1] == [LISTING]:
        return Asked(_form(request, suffix, (HTML, JSON, *RDF_FORMS)), labelled=labelled, lists=True)
    form = _form(request, suffix, _conforming(request, thing.forms, wanted))
    is_labelled = labelled and form in (*RDF_FORMS, JSON)
    location = "" if suffix else thing.at(form) + ("?labels=1" if is_labelled else "")
    return Asked(form, location, is_labelled)


def _form(request: Request, suffix: str, offered: Sequence[Representation]) -> Representation:
    media_types = request.query_params.get("_mediatype", "")
    if suffix or not media_types:
        return negotiated(request, suffix, offered)
    chosen = choose(media_types, offered)
    if chosen is None:
        raise _not_offered([form.media_type for form in offered])
    return chosen


def labels_asked(request: Request) -> bool:
    """Whether a request wants the names of what is linked to; raises the problem of a value that says neither."""
    value = request.query_params.get("labels", "")
    if value not in ("", "0", "1"):
        raise refused("labels", value, "1, ou 0", "1, or 0")
    return value == "1"


def _profiles(request: Request) -> list[str]:
    """The profiles that the address names, those wanted most first: tokens, or IRIs in angle brackets."""
    return [iri or token for iri, token in _NAMED.findall(request.query_params.get("_profile", ""))]


def _conforming(request: Request, forms: Sequence[Representation], wanted: Sequence[str]) -> Sequence[Representation]:
    """The forms that conform to what is wanted.

    A profile in the address that is none of ours is an error; one in `Accept-Profile` is a preference.
    """
    conforming = [form for form in forms if profile_of(form)]
    if wanted:
        if not {TOKEN, PROFILE}.intersection(wanted):
            raise _not_offered([TOKEN, f"<{PROFILE}>", LISTING])
        return conforming
    preferred = dict(_PREFERRED.findall(request.headers.get("accept-profile", "")))
    if preferred.get(PROFILE, "0") in ("0", "0.0", "0.00", "0.000"):
        return forms
    return conforming if choose(request.headers.get("accept", ""), conforming) else forms


def _not_offered(offered: Sequence[str]) -> Problem:
    return Problem("MLG-H406", members={"available": list(offered)}, headers={"Vary": VARY_OF_THINGS},
                   offered=", ".join(offered))
