"""What SHACL lets a shape author get wrong in silence."""

import re
from collections import Counter
from collections.abc import Iterator

from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, RdfFormat, parse

from ontology.context import load_context
from ontology.terms import RDF, SH, SHAPE, M

Subject = NamedNode | BlankNode

# SHACL Core (W3C, 2017), sections 2 to 4, without what these shapes have no use for (deactivated, group …).
CORE = re.compile(
    "NodeShape|PropertyShape|Violation|Warning|Info|IRI|Literal|targetClass|targetSubjectsOf|property|path"
    "|alternativePath|node|not|or|minCount|maxCount|datatype|nodeKind|pattern|minLength|maxLength|in|hasValue"
    "|languageIn|uniqueLang|lessThanOrEquals|qualifiedValueShape|qualifiedMinCount|severity|message")
SPEAKS = (SH.severity, SH.message, M.code)
PLUMBING = {RDF.type, SH.targetClass, SH.targetSubjectsOf, SH.property, SH.path, *SPEAKS}
# Look-around, back-references, classes whose extent differs between XPath, Rust and Python.
UNPORTABLE = re.compile(r"\(\?|\\[pPdDwWsSbBAZzik1-9]|[*+?}][+]")


def complaints(*turtle: str) -> list[str]:
    """Everything wrong with a set of shapes files, one sentence each."""
    graph = Dataset(quad for text in turtle for quad in parse(text.encode(), RdfFormat.TURTLE, rename_blank_nodes=True))
    return sorted([*_unknown_terms(graph), *_unportable_patterns(graph), *_mute_shapes(graph), *_wrong_names(graph),
                   *_nameless_shapes(graph), *_repeated_codes(graph)])


def reporting(graph: Dataset) -> Iterator[Subject]:
    """The shapes whose results reach a reader: property shapes of targeted shapes, targeted shapes that constrain."""
    targeted = {quad.subject for quad in graph if quad.predicate in (SH.targetClass, SH.targetSubjectsOf)}
    for shape in targeted:
        yield from (each for each in _values(graph, shape, SH.property) if isinstance(each, NamedNode | BlankNode))
        if {each.predicate for each in graph.quads_for_subject(shape)} - PLUMBING:
            yield shape


def _values(graph: Dataset, subject: Subject, predicate: NamedNode) -> list[object]:
    return [quad.object for quad in graph.quads_for_subject(subject) if quad.predicate == predicate]


def _unknown_terms(graph: Dataset) -> Iterator[str]:
    terms = {term.value for quad in graph for term in (quad.predicate, quad.object) if isinstance(term, NamedNode)}
    for term in terms:
        if term.startswith(SH.iri) and not CORE.fullmatch(term.removeprefix(SH.iri)):
            yield f"sh:{term.removeprefix(SH.iri)} is not a term of SHACL Core that both engines are known to take"


def _unportable_patterns(graph: Dataset) -> Iterator[str]:
    for quad in graph.quads_for_predicate(SH.pattern):
        assert isinstance(quad.object, Literal)
        if UNPORTABLE.search(quad.object.value):
            yield f"pattern {quad.object.value} is not portable"
        try:
            re.compile(quad.object.value)
        except re.error as error:
            yield f"pattern {quad.object.value} is broken: {error}"


def _mute_shapes(graph: Dataset) -> Iterator[str]:
    for shape in set(reporting(graph)):
        languages = Counter(each.language for each in _values(graph, shape, SH.message) if isinstance(each, Literal))
        if languages != Counter(["fr", "en"]):
            yield f"{shape} does not have one message in fr and one in en"
        if len(_values(graph, shape, SH.severity)) != 1:
            yield f"{shape} does not state one severity"
        codes = [each.value for each in _values(graph, shape, M.code) if isinstance(each, Literal)]
        if len(codes) != 1 or not re.fullmatch(r"MLG-[A-Z][0-9]{3}", codes[0]):
            yield f"{shape} does not have one code"


def _wrong_names(graph: Dataset) -> Iterator[str]:
    for quad in graph.quads_for_predicate(SH.path):
        if isinstance(quad.object, NamedNode) and quad.object.value not in load_context().names:
            yield f"{quad.object} is not in the context"
    for shape in set(reporting(graph)):
        if not isinstance(shape, NamedNode):
            continue
        term = shape.value.removeprefix(SHAPE.iri).split("-")[1:2]
        names = {load_context().name_of(path) for path in _members(graph, _values(graph, shape, SH.path))}
        if not term or (names and term[0] not in names) or term[0] not in load_context().names.values():
            yield f"{shape} is not named after its property"


def _members(graph: Dataset, paths: list[object]) -> Iterator[NamedNode]:
    """The properties of a path: itself, or the members of an alternative."""
    for path in paths:
        if isinstance(path, NamedNode) and path != RDF.nil:
            yield path
        elif isinstance(path, BlankNode):
            for step in (SH.alternativePath, RDF.first, RDF.rest):
                yield from _members(graph, _values(graph, path, step))


def _nameless_shapes(graph: Dataset) -> Iterator[str]:
    for shape in reporting(graph):
        if isinstance(shape, BlankNode) or not shape.value.startswith(SHAPE.iri):
            yield f"{shape} makes findings but has no IRI of its own"


def _repeated_codes(graph: Dataset) -> Iterator[str]:
    for code, times in Counter(str(quad.object) for quad in graph.quads_for_predicate(M.code)).items():
        if times > 1:
            yield f"code {code} is used {times} times"
    for shape, times in Counter(reporting(graph)).items():
        if times > 1:
            yield f"{shape} is reached {times} times: engines differ in how often they report it"
