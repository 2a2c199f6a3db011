"""Small records for the tests of the search: what they say is in view where they are made."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from pyoxigraph import Literal, NamedNode

from catalogue.entry import Entry
from ontology.concepts import load_concepts
from ontology.context import load_context
from ontology.kinds import KINDS
from ontology.terms import DCAT, DCT, GEO, RDF, SCHEMA, XSD
from search.builder import IndexBuilder
from search.engine import SearchIndex
from search.query import SearchPage

Texts = Mapping[str, str]
# start, end ("" for none), code of the mode ("" for none)
Session = tuple[str, str, str]

# The facets whose codes are concepts of the record itself: the property and the scheme.
CONCEPT_FACETS: Mapping[str, tuple[str, str]] = {
    "topic": ("topic", "topic"), "family": ("toolFamily", "tool-family"),
    "activity": ("researchActivity", "research-activity"), "region": ("spatial", "region"),
    "audience": ("audience", "audience"), "level": ("level", "level"), "mode": ("mode", "mode"),
    "language": ("language", "language"), "licence": ("licence", "licence"), "access": ("access", "access"),
    "stage": ("coversStage", "life-cycle-stage"), "archival": ("archivalStage", "archival-stage"),
    "content": ("contentType", "content-type"), "eco": ("ecoDimension", "eco-dimension"),
    "ai": ("aiLevel", "ai-level"), "equipment": ("equipment", "equipment-type"),
}


def record(
    key: str, title: Texts | str = "Sans titre", *, text: Texts | None = None, keywords: Texts | None = None,
    codes: Mapping[str, Sequence[str]] | None = None, sessions: Iterable[Session] = (),
    points: Iterable[tuple[float, float]] = (), kind: str = "course", source: str = "school",
    changed: str = "", stale: bool = False, more: Iterable[str] = (),
) -> Entry:
    """An entry that says just this; `more` are further lines of N-Triples."""
    iri = iri_of(key, kind, source)
    titles = {"fr": title} if isinstance(title, str) else title
    lines = [_line(iri, RDF.type, KINDS[kind].rdf_class), *more]
    lines += [_line(iri, DCT.title, _text(words, tag)) for tag, words in titles.items()]
    lines += [_line(iri, DCT.description, _text(words, tag)) for tag, words in (text or {}).items()]
    lines += [_line(iri, DCAT.keyword, _text(words, tag)) for tag, words in (keywords or {}).items()]
    for number, session in enumerate(sessions):
        lines += _session(iri, f"{iri}#session-{number}", session)
    for number, (latitude, longitude) in enumerate(points):
        part = f"{iri}#place-{number}"
        lines.append(_line(iri, SCHEMA.location, NamedNode(part)))
        lines.append(_line(part, GEO.asWKT, Literal(f"POINT({longitude} {latitude})", datatype=GEO.wktLiteral)))
    for facet, wanted in (codes or {}).items():
        lines += [_coded(iri, facet, code) for code in wanted]
    return Entry(iri, kind, source, key, "".join(sorted(lines)).encode(), "2026-11-01T08:00:00Z", changed,
                 run=7, licence="LO-OL-2.0", warnings=2, stale=stale)


def iri_of(key: str, kind: str = "course", source: str = "school") -> str:
    return f"https://data.example.org/id/{kind}/{source}--{key}"


def built(folder: Path, entries: Iterable[Entry], generation: str = "g1") -> SearchIndex:
    """An index of the entries, open."""
    builder = IndexBuilder(folder)
    for entry in entries:
        builder.add(entry)
    builder.commit()
    return SearchIndex.open(folder, generation)


def scratch() -> TemporaryDirectory[str]:
    """A folder for one example. Tantivy's watching thread may touch its lock file once more while it goes."""
    return TemporaryDirectory(ignore_cleanup_errors=True)


def keys(page: SearchPage) -> list[str]:
    """The keys of a page's hits, in their order."""
    return [str(orjson.loads(item)["id"]).rpartition("--")[2] for item in page.items]


def _coded(iri: str, facet: str, code: str) -> str:
    if facet == "free":
        return _line(iri, SCHEMA.isAccessibleForFree, Literal(code, datatype=XSD.boolean))
    if facet == "tool":
        tool = f"https://data.example.org/id/tool/{code}"
        return _line(iri, load_context().terms["usesTool"].iri, NamedNode(tool))
    term, scheme = CONCEPT_FACETS[facet]
    return _line(iri, load_context().terms[term].iri, NamedNode(load_concepts().find(scheme, code)))


def _session(iri: str, part: str, session: Session) -> list[str]:
    start, end, mode = session
    lines = [_line(iri, SCHEMA.hasCourseInstance, NamedNode(part))]
    if start:
        lines.append(_line(part, SCHEMA.startDate, Literal(start, datatype=XSD.date)))
    if end:
        lines.append(_line(part, SCHEMA.endDate, Literal(end, datatype=XSD.date)))
    if mode:
        lines.append(_line(part, SCHEMA.courseMode, NamedNode(load_concepts().find("mode", mode))))
    return lines


def _text(words: str, tag: str) -> Literal:
    return Literal(words, language=tag) if tag else Literal(words)


def _line(subject: str, predicate: NamedNode, value: NamedNode | Literal) -> str:
    return f"<{subject}> {predicate} {value} .\n"
