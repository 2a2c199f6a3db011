"""Queries beside a declaration that make records in the profile out of other RDF: `construct = "mapping.rq"`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Quad, QueryTriples, Store, Triple

from harvesters.beside import LARGEST, NotBeside, named, text_beside
from harvesters.formats.rdf.graph import LinkedGraph
from harvesters.formats.rdf.hydra import PAGING
from harvesters.record import UnreadableDocument
from harvesters.source import Source
from sparql.admission import admit
from sparql.failure import QueryFailed
from sparql.limits import QueryLimits
from sparql.tokens import tokens

OPTION: Final = "construct"
_LIMITS: Final = QueryLimits(text=LARGEST)
_FORMS: Final = frozenset({
    "SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE",
    "ADD", "WITH"})


def queries(source: Source) -> dict[str, str]:
    """The texts of the queries that a source declares, by file name; each is a CONSTRUCT.

    Raises:
        UnreadableDocument: a file that cannot be read (`MLG-W201`), or no CONSTRUCT (`MLG-W202`).
    """
    texts = {}
    for name in named(source.options.get(OPTION)):
        try:
            texts[name] = text_beside(source.file, name)
        except NotBeside as fault:
            raise UnreadableDocument("MLG-W201", f"Option « construct » : {fault.fr}",
                                     f"Option “construct”: {fault.en}") from fault
        form = next((token.text.upper() for token in tokens(texts[name])
                     if token.kind == "word" and token.text.upper() in _FORMS), "")
        if form != "CONSTRUCT":
            raise _refused(name, f"on attend CONSTRUCT, pas {form or 'un texte sans requête'}.",
                           f"CONSTRUCT is expected, not {form or 'a text without query'}.")
    return texts


def admitted(source: Source) -> dict[str, str]:
    """Those queries, fit to be run here: none asks another server, none nests absurdly.

    Raises:
        UnreadableDocument: see `queries`; also SERVICE, FROM, absurd nesting (`MLG-W202`).
    """
    texts = queries(source)
    for name, text in texts.items():
        try:
            admit(text, _LIMITS)
        except QueryFailed as refusal:
            raise _refused(name, refusal.fr, refusal.en) from refusal
        for token in tokens(text):
            if token.kind == "word" and token.text.upper() == "FROM":
                raise _refused(
                    name, f"FROM n'a pas de sens sur le document lui-même (ligne {token.line}) ; retirez-le.",
                    f"FROM means nothing on the document itself (line {token.line}); remove it.")
    return texts


def constructed(statements: Iterable[Quad | Triple], texts: dict[str, str]) -> tuple[LinkedGraph, LinkedGraph]:
    """What the queries make of a document's statements, all graphs taken together; and its paging as it was.

    Raises:
        UnreadableDocument: a query is wrong or fails (`MLG-W203`); whatever `statements` raises.
    """
    store = Store()
    store.extend(statement if isinstance(statement, Quad) else Quad(*statement) for statement in statements)
    made = LinkedGraph(triple for name, text in texts.items() for triple in _answers(store, name, text))
    paging = LinkedGraph(quad for name in PAGING for quad in store.quads_for_pattern(None, name, None, None))
    return made, paging


def _answers(store: Store, name: str, text: str) -> Iterator[Triple]:
    try:
        answer = store.query(text, use_default_graph_as_union=True)
        assert isinstance(answer, QueryTriples), "`queries` lets pass nothing but CONSTRUCT"  # noqa: S101
        yield from answer
    except (SyntaxError, ValueError, OSError, RuntimeError) as fault:
        told = " ".join(str(fault).split())[:300]
        raise UnreadableDocument(
            "MLG-W203", f"La requête « {name} » est fausse ou a échoué ({told}) ; corrigez-la.",
            f"The query “{name}” is wrong or failed ({told}); correct it.") from fault


def _refused(name: str, fr: str, en: str) -> UnreadableDocument:
    return UnreadableDocument("MLG-W202", f"La requête « {name} » n'est pas admise : {fr}",
                              f"The query “{name}” is not admitted: {en}")
