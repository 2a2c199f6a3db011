"""What stands around the body of an answer that tells of a thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fastapi import Request

from api.answer import Link
from api.catalogue_view import SCOPE_KEY, View
from api.last_modified import LastModified
from api.linked.asked import VARY_OF_THINGS, Asked
from api.linked.signposts import signposts
from api.linked.thing import Thing


@dataclass(frozen=True, slots=True)
class Around:
    """Links, other headers, and when what is told last changed."""

    links: Sequence[Link] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: LastModified | None = None

    def in_generation(self, request: Request, *others: str) -> "Around":
        """The same for what shows a thing among others: it changes with them, or at other instants as well."""
        view: View | None = request.scope.get(SCOPE_KEY)
        told = [LastModified.of(one) for one in (*others, view.manifest.created if view else "")]
        newest = max(filter(None, (self.modified, *told)), key=lambda one: one.changed, default=None)
        return replace(self, modified=newest)


def around(thing: Thing, wish: Asked) -> Around:
    """What stands around the answer to a wish."""
    return Around(signposts(thing, wish), headers_of(wish), thing.modified)


def headers_of(wish: Asked) -> dict[str, str]:
    """What an answer says of how it was chosen."""
    located = {"Content-Location": wish.location} if wish.location else {}
    return {"Vary": VARY_OF_THINGS, **located}
