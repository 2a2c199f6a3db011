"""What a graph file holds, counted in one pass over its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from pyoxigraph import RdfFormat, Store

from ontology.terms import COG_COMMUNE, DCT, RDF, M

# Bytes of lines that are looked at together: few enough for a processor's cache.
_BLOCK: Final = 1 << 16
_TYPE: Final = str(RDF.type).encode()
_COMMUNE: Final = f"<{COG_COMMUNE.iri}".encode()
_PLACED: Final = frozenset({str(DCT.spatial).encode(), str(M.territoryServed).encode()})
_SUBJECT, _PREDICATE, _OBJECT = itemgetter(0), itemgetter(1), itemgetter(2)

Row = list[bytes]


@dataclass(frozen=True, slots=True)
class Figures:
    """What SPARQL counts in some graphs: statements, subjects, objects, and how classes and properties share them.

    `entities` are the subjects whose IRI has no fragment, and `example` is one; `properties` is (statements, subjects
    that have it) by property; `within` the statements whose subject is of a class, by class and property.
    """

    triples: int = 0
    subjects: int = 0
    objects: int = 0
    entities: int = 0
    classes: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    within: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    example: str = ""

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Figures:
        """The figures that `dataclasses.asdict` told."""
        pairs = {name: (int(triples), int(subjects)) for name, (triples, subjects) in told["properties"].items()}
        return cls(**{**told, "properties": pairs})


class Step(NamedTuple):
    """One statement of a hierarchy, with the classes of its subject."""

    narrower: str
    property: str
    wider: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of statements; the steps of hierarchies among them; how many tell of each commune; and the hashes of
    their terms: at how many places statements of each subject stand together, and how many have each object.

    64 bits of BLAKE2b: among ten million terms two share a hash once in 370,000 publications.
    """

    figures: Figures
    steps: tuple[Step, ...]
    communes: Mapping[str, int]
    subjects: Mapping[int, int]
    objects: Mapping[int, int]

    @property
    def terms(self) -> tuple[Mapping[int, int], Mapping[int, int]]:
        """The hashes of subjects, then of objects."""
        return self.subjects, self.objects


def count_files(paths: Iterable[Path], hierarchies: Iterable[str] = ()) -> Counted:
    """Count files of N-Triples as this project writes them: without blank nodes, a subject's statements together.

    `hierarchies` are the properties whose statements are kept as steps.
    """
    counting = Counting(hierarchies)
    for path in paths:
        with path.open("rb") as handle:
            for block in _blocks(handle):
                counting.take(block)
    return counting.result()


def count_lines(lines: Iterable[bytes], hierarchies: Iterable[str] = (),
                classes: Mapping[str, tuple[str, ...]] | None = None) -> Counted:
    """Count lines, a subject's together. `classes` are those that subjects have by statements elsewhere."""
    counting = Counting(hierarchies, classes)
    counting.take(list(lines))
    return counting.result()


def hash_of_term(term: bytes) -> int:
    """The hash that stands for a term."""
    return int.from_bytes(blake2b(term, digest_size=8).digest(), "big")


def total(figures: Iterable[Figures], without: Figures | None = None) -> Figures:
    """The sum over statements of which no two that stand apart have a subject in common, `without` some of them.

    `objects` is left at 0, because those may be shared, and so is `example`.
    """
    numbers: Counter[tuple[str, ...]] = Counter()
    for one in figures:
        numbers.update(_numbers(one))
    if without is not None:
        numbers.subtract(_numbers(without))
    within: dict[str, dict[str, int]] = {}
    kept = {name: number for name, number in sorted(numbers.items()) if number}
    for (kind, *names), number in kept.items():
        if kind == "within":
            within.setdefault(names[0], {})[names[1]] = number
    return Figures(
        numbers["triples",], numbers["subjects",], 0, numbers["entities",],
        {key[1]: number for key, number in kept.items() if key[0] == "class"},
        {key[1]: (number, kept["holders", key[1]]) for key, number in kept.items() if key[0] == "property"}, within)


def _numbers(figures: Figures) -> dict[tuple[str, ...], int]:
    """Every number that can be added up, by what it is of."""
    return {
        ("triples",): figures.triples, ("subjects",): figures.subjects, ("entities",): figures.entities,
        **{("class", name): number for name, number in figures.classes.items()},
        **{("property", name): number for name, (number, _) in figures.properties.items()},
        **{("holders", name): number for name, (_, number) in figures.properties.items()},
        **{("within", name, one): number for name, counts in figures.within.items() for one, number in counts.items()}}


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where types, steps of hierarchies and territories stand among statements with these predicates."""

    types: tuple[int, ...]
    steps: tuple[int, ...]
    places: tuple[int, ...]


class Counting:
    """A count that goes on from block to block."""

    def __init__(self, hierarchies: Iterable[str] = (), classes: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._hierarchies = {f"<{iri}>".encode() for iri in hierarchies}
        self._elsewhere = {f"<{iri}>".encode(): tuple(f"<{one}> .\n".encode() for one in known)
                           for iri, known in (classes or {}).items()}
        self._shapes: dict[tuple[bytes, ...], _Shape] = {}
        self._alike: Counter[tuple[tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...]]] = Counter()
        self._spellings: dict[bytes, bytes] = {}
        self._subjects: list[int] = []
        self._objects: Counter[int] = Counter()
        self._steps: list[Step] = []
        self._communes: Counter[str] = Counter()
        self._entities = 0

    def take(self, block: list[bytes]) -> None:
        """Count lines of which no subject has statements in another block."""
        rows: Iterable[Row] = [line.split(b" ", 2) for line in block]
        objects = Counter(map(_OBJECT, rows))
        respelt = self._respelt(objects)
        if respelt:
            unique = dict.fromkeys((row[0], row[1], respelt.get(row[2], row[2])) for row in rows)
            rows = list(map(list, unique))
            objects = Counter(map(_OBJECT, rows))
        counted = self._objects
        for one, times in objects.items():
            counted[int.from_bytes(blake2b(one, digest_size=8).digest(), "big")] += times
        for subject, statements in groupby(rows, _SUBJECT):
            self._take_subject(subject, list(statements))

    def _take_subject(self, subject: bytes, statements: list[Row]) -> None:
        predicates = tuple(map(_PREDICATE, statements))
        shape = self._shapes.get(predicates) or self._shape(predicates)
        types = tuple([statements[at][2] for at in shape.types])
        self._alike[predicates, types, self._elsewhere.get(subject, ())] += 1
        self._subjects.append(hash_of_term(subject))
        for at in shape.places:
            if statements[at][2].startswith(_COMMUNE):
                self._communes[_iri(statements[at][2])] += 1
        for at in shape.steps:
            self._steps.append(Step(_iri(subject), _iri(predicates[at]), _iri(statements[at][2]),
                                    tuple(sorted(map(_iri, types)))))
        self._entities += b"#" not in subject

    def _shape(self, predicates: tuple[bytes, ...]) -> _Shape:
        def where(wanted: Container[bytes]) -> tuple[int, ...]:
            return tuple(at for at, one in enumerate(predicates) if one in wanted)

        shape = _Shape(where({_TYPE}), where(self._hierarchies), where(_PLACED))
        return self._shapes.setdefault(predicates, shape)

    def _respelt(self, objects: Iterable[bytes]) -> dict[bytes, bytes]:
        """The typed literals that a store spells otherwise (`"1"^^xsd:boolean` is `true`), with its spelling."""
        typed = [one for one in objects if one.startswith(b'"') and one.endswith(b"> .\n")]
        fresh = [one for one in typed if one not in self._spellings]
        self._spellings.update(zip(fresh, _as_stored(fresh), strict=True))
        return {one: spelt for one in typed if (spelt := self._spellings[one]) != one}

    def result(self) -> Counted:
        """What was counted in all blocks."""
        subjects = Counter(self._subjects)
        figures = replace(_figures(self._alike), subjects=len(subjects), objects=len(self._objects),
                          entities=self._entities)
        return Counted(figures, tuple(sorted(self._steps)), self._communes, subjects, self._objects)


def _figures(alike: Mapping[tuple[tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...]], int]) -> Figures:
    """The sums over subjects that are alike in their predicates and types."""
    triples = 0
    classes: Counter[bytes] = Counter()
    statements: Counter[bytes] = Counter()
    holders: Counter[bytes] = Counter()
    within: dict[bytes, Counter[bytes]] = {}
    for (predicates, types, elsewhere), times in alike.items():
        triples += len(predicates) * times
        counts = Counter(predicates)
        for predicate, count in counts.items():
            statements[predicate] += count * times
            holders[predicate] += times
        for one in types:
            classes[one] += times
        for one in {*types, *elsewhere}:
            shared = within.setdefault(one, Counter())
            for predicate, count in counts.items():
                shared[predicate] += count * times
    return Figures(
        triples, classes={_iri(one): classes[one] for one in sorted(classes)},
        properties={_iri(one): (statements[one], holders[one]) for one in sorted(statements)},
        within={_iri(one): {_iri(name): shared[name] for name in sorted(shared)}
                for one, shared in sorted(within.items())})


def _blocks(handle: BinaryIO) -> Iterator[list[bytes]]:
    """Lines in blocks, the statements of a subject never in two of them."""
    held: list[bytes] = []
    while fresh := handle.readlines(_BLOCK):
        block = held + fresh
        subject = block[-1].partition(b" ")[0] + b" "
        cut = len(block)
        while cut and block[cut - 1].startswith(subject):
            cut -= 1
        held = block[cut:]
        yield block[:cut]
    yield held


def _as_stored(literals: list[bytes]) -> list[bytes]:
    """How a store spells literals, each with its full stop."""
    store = Store()
    store.load(b"".join(b"<n:%d> <n:is> %s" % (number, one) for number, one in enumerate(literals)),
               format=RdfFormat.N_TRIPLES)
    spelt = {str(quad.subject): f"{quad.object} .\n".encode() for quad in store}
    return [spelt[f"<n:{number}>"] for number in range(len(literals))]


def _iri(term: bytes) -> str:
    return term.removesuffix(b" .\n")[1:-1].decode()
