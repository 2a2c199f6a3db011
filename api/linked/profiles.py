"""The profiles that descriptions conform to, listed (Content Negotiation by Profile, W3C)."""

from typing import Final

import orjson
from pyoxigraph import Literal, NamedNode, Triple

from api.linked.thing import RDF_FORMS, Thing
from api.negotiate import HTML, LINKSET, Representation
from ontology.terms import ALTR, DCT, RDF, M

# The one profile of ours, by its token and by its IRI: the vocabulary, at home under `/ns/`.
TOKEN: Final = "maillage"  # noqa: S105 - a name, as the specification calls it; no secret
PROFILE: Final = M.iri.removesuffix("#")
# The reserved token that asks which profiles there are.
LISTING: Final = "alt"


def profile_of(form: Representation) -> str:
    """The profile that a form of a thing conforms to; empty for one that conforms to none."""
    return PROFILE if form in RDF_FORMS else ""


def listing_triples(thing: Thing, base: str) -> bytes:
    """The representations of a thing and their profiles, by the Alternate Representations Data Model."""
    itself = NamedNode(thing.iri)
    statements = [Triple(itself, ALTR.hasDefaultRepresentation, _node(thing, HTML, base))]
    for form in _listed(thing):
        node = _node(thing, form, base)
        statements += [
            Triple(itself, ALTR.hasRepresentation, node), Triple(node, RDF.type, ALTR.Representation),
            Triple(node, DCT.format, Literal(form.media_type)),
            *([Triple(node, DCT.conformsTo, NamedNode(PROFILE))] if profile_of(form) else []),
        ]
    return "".join(f"{statement} .\n" for statement in statements).encode()


def listing_json(thing: Thing) -> bytes:
    """The profiles of a thing with the media types of each, as the specification shows them in JSON."""
    media_types = [form.media_type for form in _listed(thing) if profile_of(form)]
    return orjson.dumps({"resource": thing.iri, "profiles": [
        {"token": TOKEN, "uri": PROFILE, "media_types": media_types}]})


def _listed(thing: Thing) -> list[Representation]:
    return [form for form in thing.forms if form is not LINKSET]


def _node(thing: Thing, form: Representation, base: str) -> NamedNode:
    return NamedNode(base + thing.at(form).removeprefix("/"))
