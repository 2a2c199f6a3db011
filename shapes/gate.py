"""The gate: batches of descriptions in, the findings of each out, one call of the engine in between."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import BlankNode, RdfFormat, parse

from ontology.terms import CONCEPT, FOAF
from shapes import engines
from shapes.engines import Notice
from shapes.finding import Finding, Severity
from shapes.result import IllFormed, Result
from shapes.shape import load_shapes

Described = tuple[str, bytes]

_LONGEST_VALUE: Final = 500
_IS_PRIMARY_TOPIC: Final = f"> {FOAF.isPrimaryTopicOf} <".encode()
_ORDER: Final = {severity: rank for rank, severity in enumerate(Severity)}

ILL_FORMED: Final = Finding(
    "MLG-G101", Severity.VIOLATION,
    "La description n'est pas du N-Triples valide : corrigez la source ou son lecteur à l'endroit indiqué.",
    "The description is not valid N-Triples: correct the source or its reader at the place given.")
NOT_ABOUT_ITSELF: Final = Finding(
    "MLG-G102", Severity.VIOLATION,
    "La description parle d'autre chose que de la fiche et de ses parties (#…), ou ne dit pas quelle est sa "
    "notice (foaf:isPrimaryTopicOf) : corrigez le lecteur de la source.",
    "The description speaks of something else than the record and its parts (#…), or does not say which is "
    "its catalogue record (foaf:isPrimaryTopicOf): correct the reader of the source.")
BLANK_NODE: Final = Finding(
    "MLG-G103", Severity.VIOLATION,
    "La description cite un nœud anonyme, que l'on ne saurait plus retirer : donnez-lui une adresse (#…).",
    "The description holds a blank node, which could not be taken away again: give it an IRI (#…).")
REFUSALS: Final = (ILL_FORMED, NOT_ABOUT_ITSELF, BLANK_NODE)


class Gate:
    """Checks descriptions against the shapes of this folder. `notice` tells when another engine stands in."""

    notice: Notice | None

    def __init__(self, engine: str = "shacl") -> None:
        shapes = load_shapes()
        self._engine, self.notice = engines.engine(engine, shapes.ntriples)
        self._findings: Mapping[str, Finding] = {
            iri: Finding(shape.code, shape.severity, shape.fr, shape.en, shape.term)
            for iri, shape in shapes.by_iri.items()
        }

    def check(self, descriptions: Sequence[Described]) -> list[tuple[Finding, ...]]:
        """The findings of each (record IRI, N-Triples), in the order given, the gravest first.

        Meant for 200 to 1000 records at once. A description that is not N-Triples, or speaks of anything
        but its own record, gets a violation of its own and leaves the others alone.
        """
        found: dict[str, set[Finding]] = {iri: set() for iri, _ in descriptions}
        sound: list[Described] = []
        for iri, description in descriptions:
            refusal = _refusal(iri, description)
            if refusal is None:
                sound.append((iri, description))
            else:
                found[iri].add(refusal)
        for focus, finding in self._examine(sound):
            record = focus if focus in found else focus.partition("#")[0]
            if record in found:
                found[record].add(finding)
        return [tuple(sorted(found[iri], key=_gravity)) if found[iri] else () for iri, _ in descriptions]

    def _examine(self, batch: Sequence[Described]) -> Iterator[tuple[str, Finding]]:
        """Findings with the record or part they are about; a batch that the engine refuses is halved until
        the culprits stand alone."""
        try:
            results = self._engine.validate(b"\n".join(description for _, description in batch).decode())
        except (IllFormed, UnicodeDecodeError) as refusal:
            if len(batch) == 1:
                yield batch[0][0], replace(ILL_FORMED, value=str(refusal)[:_LONGEST_VALUE])
                return
            middle = len(batch) // 2
            yield from self._examine(batch[:middle])
            yield from self._examine(batch[middle:])
            return
        for result in results:
            yield result.focus, self._finding(result)

    def _finding(self, result: Result) -> Finding:
        """A shape that compares several properties reports the record or part itself as the value."""
        finding = self._findings[result.shape]
        if not result.value or (result.value == result.focus and "#" not in result.focus):
            return finding
        return replace(finding, value=result.value[:_LONGEST_VALUE])


def _refusal(iri: str, description: bytes) -> Finding | None:
    """Why the description may not stand in one graph with others: it could speak in their name."""
    subject = b"<" + iri.encode()
    # A code of a list that is not ours (FORMACODE, ROME) is described by whoever cites it.
    own = (subject + b">", subject + b"#", b"<" + CONCEPT.iri.encode())
    if subject + _IS_PRIMARY_TOPIC not in description:
        return NOT_ABOUT_ITSELF
    for line in description.splitlines():
        if not line.startswith(own):
            return NOT_ABOUT_ITSELF
    if b"> _:" in description and _holds_blank_node(description):
        return BLANK_NODE
    return None


def _holds_blank_node(description: bytes) -> bool:
    try:
        return any(isinstance(quad.object, BlankNode) for quad in parse(description, RdfFormat.N_TRIPLES))
    except SyntaxError:
        return False


def _gravity(finding: Finding) -> tuple[int, str, str]:
    return _ORDER[finding.severity], finding.code, finding.value
