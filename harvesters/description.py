"""The N-Triples of one thing and its parts, written one statement at a time.

Every value passes here, so here it is cleaned and checked: what cannot be said in RDF is left out and told
as a finding, never invented and never dropped in silence.
"""

from __future__ import annotations

from hashlib import blake2b

from pyoxigraph import Literal, NamedNode

from harvesters.dates import read_date
from harvesters.text import clean, shortened
from harvesters.weblinks import web_iri
from ontology.concepts import Concepts, UnknownConcept
from ontology.kinds import KINDS
from ontology.minting import record_of
from ontology.terms import DCT, FOAF, RDF, XSD
from shapes.finding import Finding, Severity

_LONGEST_VALUE = 500


class Description:
    """Statements about one subject. `part()` opens a described part whose IRI is `<thing>#name`."""

    def __init__(self, iri: str, concepts: Concepts, root: Description | None = None) -> None:
        self.iri = iri
        self.concepts = concepts
        self._root = root or self
        self._subject = str(NamedNode(iri))
        self._lines: dict[str, None] = {} if root is None else root._lines
        self._findings: list[Finding] = [] if root is None else root._findings
        self._parts: set[str] = set() if root is None else root._parts

    @classmethod
    def of_record(cls, iri: str, kind: str, key: str, concepts: Concepts) -> Description:
        """A description that already says its type, its identifier and which catalogue record it belongs to."""
        made = cls(iri, concepts)
        made.a(KINDS[kind].rdf_class)
        made.text(DCT.identifier, key)
        made.link(FOAF.isPrimaryTopicOf, record_of(iri))
        return made

    def a(self, rdf_class: NamedNode) -> None:
        """State the type of the subject."""
        self._state(RDF.type, rdf_class)

    def text(self, predicate: NamedNode, value: str | None, language: str = "") -> None:
        """Plain text, markup removed; an invalid language tag is left off and told."""
        words = clean(value)
        if not words:
            return
        if not language:
            self._state(predicate, Literal(words))
            return
        try:
            self._state(predicate, Literal(words, language=language))
        except ValueError:
            self._state(predicate, Literal(words))
            self.warn("MLG-T001", predicate, language,
                      f"« {language} » n'est pas une étiquette de langue (BCP 47) ; le texte est gardé sans langue.",
                      f"“{language}” is not a language tag (BCP 47); the text is kept without one.")

    def typed(self, predicate: NamedNode, value: str, datatype: NamedNode) -> None:
        """A literal whose lexical form the caller has already made valid for `datatype`."""
        self._state(predicate, Literal(value, datatype=datatype))

    def flag(self, predicate: NamedNode, value: bool | None) -> None:
        """A boolean; `None` says nothing."""
        if value is not None:
            self._state(predicate, Literal(value))

    def number(self, predicate: NamedNode, value: int | None) -> None:
        """An integer; `None` says nothing."""
        if value is not None:
            self._state(predicate, Literal(str(value), datatype=XSD.integer))

    def date(self, predicate: NamedNode, value: str | None, *, form: str = "", essential: bool = False) -> None:
        """A date with the precision it has (`20170900` is a gYearMonth).

        `form` is a strptime format when the source declares one. An essential date that cannot be read
        blocks the record, any other is left out with a warning.
        """
        if value is None or not value.strip():
            return
        read = read_date(value, form)
        if read is not None:
            self._state(predicate, Literal(read.lexical, datatype=XSD[read.datatype]))
            return
        self._remark(
            "MLG-D001", Severity.VIOLATION if essential else Severity.WARNING, predicate, value,
            f"« {value} » n'est pas une date ; écrivez-la AAAA-MM-JJ ou déclarez son format.",
            f"“{value}” is not a date; write it YYYY-MM-DD or declare its format.")

    def link(self, predicate: NamedNode, value: str | None) -> None:
        """A link to an http(s) or mailto IRI; what is not one is left out with a warning."""
        if value is None or not value.strip():
            return
        iri = web_iri(value)
        if iri is not None:
            self._state(predicate, NamedNode(iri))
            return
        self.warn("MLG-I001", predicate, value,
                  f"« {value} » n'est pas une adresse web valide ; corrigez-la (https://…).",
                  f"“{value}” is not a valid web address; correct it (https://…).")

    def concept(self, predicate: NamedNode, scheme: str, value: str | None) -> str | None:
        """A concept found by code, label or known synonym; returns its IRI, or tells what was nearest."""
        if value is None or not value.strip():
            return None
        try:
            iri = self.concepts.find(scheme, value)
        except UnknownConcept as unknown:
            self.warn("MLG-C001", predicate, value, unknown.fr, unknown.en)
            return None
        self._state(predicate, NamedNode(iri))
        return iri

    def part(self, name: str, predicate: NamedNode, rdf_class: NamedNode) -> Description:
        """A described part: linked by `predicate`, typed, its IRI `<thing>#name` (numbered when taken)."""
        iri, number = f"{self._root.iri}#{name}", 2
        while iri in self._parts:
            iri, number = f"{self._root.iri}#{name}-{number}", number + 1
        self._parts.add(iri)
        self._state(predicate, NamedNode(iri))
        child = Description(iri, self.concepts, self._root)
        child.a(rdf_class)
        return child

    def note(self, code: str, predicate: NamedNode | str, value: str, fr: str, en: str) -> None:
        """Tell advice that costs no quality: nothing is wrong with what was received."""
        self._remark(code, Severity.INFO, predicate, value, fr, en)

    def warn(self, code: str, predicate: NamedNode | str, value: str, fr: str, en: str) -> None:
        """Tell a warning about a value that was received."""
        self._remark(code, Severity.WARNING, predicate, value, fr, en)

    def refuse(self, code: str, predicate: NamedNode | str, value: str, fr: str, en: str) -> None:
        """Tell a violation: the record will be rejected, with this reason."""
        self._remark(code, Severity.VIOLATION, predicate, value, fr, en)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was told while writing."""
        return tuple(self._findings)

    def serialize(self) -> bytes:
        """The statements as N-Triples, sorted, each once: equal descriptions are equal bytes."""
        return "".join(sorted(self._lines)).encode()

    def _state(self, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self._lines[f"{self._subject} {predicate} {value} .\n"] = None

    def _remark(self, code: str, severity: Severity, predicate: NamedNode | str, value: str,
                fr: str, en: str) -> None:
        path = predicate if isinstance(predicate, str) else self.concepts.term_of(predicate)
        if len(value) > _LONGEST_VALUE:
            short = shortened(value, _LONGEST_VALUE)
            value, fr, en = short, fr.replace(value, short), en.replace(value, short)
        self._findings.append(Finding(code, severity, fr, en, path, value))


def digest(payload: bytes) -> bytes:
    """The 16-byte hash by which a payload or a description is recognised as unchanged."""
    return blake2b(payload, digest_size=16).digest()
