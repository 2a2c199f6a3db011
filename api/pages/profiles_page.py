"""The forms of a thing by the profile that they conform to, as a page."""

from fastapi import Request
from fastapi.responses import Response

from api.answer import Moment
from api.linked.around import Around
from api.linked.profiles import PROFILE, TOKEN, profile_of
from api.linked.thing import Thing
from api.negotiate import LINKSET
from api.pages.facts import Fact
from api.pages.said import Said
from api.pages.strings import Words
from api.pages.thing_page import Group, Sheet, thing_page


def profiles_page(request: Request, moment: Moment, thing: Thing, around: Around) -> Response:
    """The list of profiles."""
    return thing_page(request, moment, thing, lambda words: _sheet(thing, words), around)


def _sheet(thing: Thing, words: Words) -> Sheet:
    forms = {profile: tuple(Said(form.media_type, "", thing.at(form)) for form in thing.forms
                            if form is not LINKSET and profile_of(form) == profile) for profile in (PROFILE, "")}
    facts = [Fact(words("linked.profile_ours", token=TOKEN), (Said(PROFILE, "", "/ns/"),)),
             Fact(words("linked.profile_forms"), forms[PROFILE]), Fact(words("linked.profile_none"), forms[""])]
    return Sheet(words("linked.profiles"), Said(thing.path), groups=[Group(words("linked.profiles"), facts)])
