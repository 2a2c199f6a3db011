"""Hierarchies at every degree: what lies above each thing, so that a query needs no path to find it."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Final, TypeVar

from ontology.concepts import Concepts
from ontology.terms import COG_COMMUNE, DCT, ORG, M

# Of harvested hierarchies: the property of one step up, and the one that says the same of every degree.
TRANSITIVE: Final[Mapping[str, str]] = {
    DCT.isPartOf.value: M.isPartOfTransitive.value,
    ORG.subOrganizationOf.value: ORG.transitiveSubOrganizationOf.value,
}
# A closure grows with the square of a chain or a cycle: a hierarchy that a defect made must not fill the disk.
MOST_ABOVE: Final = 256

Thing = TypeVar("Thing", bound=Hashable)


def transitive(steps: Iterable[tuple[Thing, Thing]], most: int = MOST_ABOVE) -> Iterator[tuple[Thing, Thing]]:
    """Each pair that one or more steps connect, once; in the order of the steps, nearest first.

    On a cycle a thing lies above itself, as for the SPARQL path `step+`. A thing with more than `most` above it
    is left out whole.
    """
    above: dict[Thing, list[Thing]] = {}
    for narrower, wider in dict.fromkeys(steps):
        above.setdefault(narrower, []).append(wider)
    for thing in above:
        found = _above(thing, above, most)
        if len(found) <= most:
            yield from ((thing, wider) for wider in found)


def territories(communes: Iterable[str], concepts: Concepts) -> Iterator[tuple[str, str]]:
    """Steps from French communes, named by their IRIs, to the department or overseas territory of each, and on.

    A department's code begins its communes' codes. A commune of an unknown department has no step.
    """
    for commune in communes:
        code = commune.removeprefix(COG_COMMUNE.iri)
        for scheme, length in (("department", 2), ("department", 3), ("overseas", 3)):
            territory = concepts.known(scheme, code[:length])
            concept = concepts.get(territory)
            if concept is not None and concept.code == code[:length]:
                yield commune, territory
                yield from ((territory, wider) for wider in concept.broader)


def _above(thing: Thing, above: Mapping[Thing, list[Thing]], most: int) -> dict[Thing, None]:
    found = dict.fromkeys(above[thing])
    waiting = list(found)
    for one in waiting:
        if len(found) > most:
            break
        fresh = [wider for wider in above.get(one, ()) if wider not in found]
        found.update(dict.fromkeys(fresh))
        waiting.extend(fresh)
    return found
