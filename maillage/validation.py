"""Checking one RDF file against the shapes, in plain words."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from maillage.console import DATA_PROBLEM, DONE, Console
from ontology.kinds import KINDS
from ontology.minting import record_of
from ontology.nearest import nearest
from ontology.terms import DCT, FOAF, RDF, SH
from shapes.finding import Finding, blocks
from shapes.gate import Gate

Term = NamedNode | BlankNode | Literal | Triple

_EXTENSIONS = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".jsonld": RdfFormat.JSON_LD,
               ".rdf": RdfFormat.RDF_XML, ".xml": RdfFormat.RDF_XML}


def validate(console: Console, file: Path, kind: str, form: str, engine: str) -> int:
    """Check every described thing of a file; returns the exit code."""
    if kind and kind not in KINDS:
        near_fr, near_en = nearest(kind, KINDS)
        console.fail(f"« {kind} » n'est pas un type de fiche ; {near_fr}",
                     f"“{kind}” is not a kind of record; {near_en}")
    triples = _read(console, file)
    classes = {KINDS[kind].rdf_class} if kind else {known.rdf_class for known in KINDS.values()}
    subjects = sorted({str(triple.subject.value) for triple in triples
                       if triple.predicate == RDF.type and triple.object in classes
                       and isinstance(triple.subject, NamedNode) and "#" not in triple.subject.value})
    checked = Gate(engine).check([(iri, _about(iri, triples)) for iri in subjects]) if subjects else []
    told = dict(zip(subjects, checked, strict=True))
    if form == "ttl":
        print(_report(told), end="")
    elif console.json:
        console.result("maillage.validate/1", {"file": str(file), "checked": len(told), "findings": [
            {"focus": iri, "code": f.code, "severity": str(f.severity), "path": f.path, "value": f.value,
             "fr": f.fr, "en": f.en} for iri, findings in told.items() for f in findings]})
    else:
        console.note(f"{len(told)} fiches vérifiées.", f"{len(told)} records checked.")
        console.table(["", "code", "path", "message", "focus"], [
            [f.severity, f.code, f.path, console.pick(f.fr, f.en), iri]
            for iri, findings in told.items() for f in findings])
    if not subjects:
        console.note("Aucune fiche reconnue dans ce fichier.", "No record was recognised in this file.")
        return DATA_PROBLEM
    return DATA_PROBLEM if any(blocks(findings) for findings in told.values()) else DONE


def _read(console: Console, file: Path) -> list[Triple]:
    syntax = _EXTENSIONS.get(file.suffix.lower())
    if syntax is None:
        near_fr, near_en = nearest(file.suffix, _EXTENSIONS)
        console.fail(f"« {file.suffix} » n'est pas une extension RDF connue ; {near_fr}",
                     f"“{file.suffix}” is not a known RDF extension; {near_en}")
    try:
        quads = parse(file.read_bytes(), format=syntax, base_iri=file.absolute().as_uri())
        return [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    except (OSError, SyntaxError, ValueError) as fault:
        console.fail(f"« {file} » ne se lit pas : {fault}", f"“{file}” cannot be read: {fault}", DATA_PROBLEM)


def _about(iri: str, triples: list[Triple]) -> bytes:
    """The statements on a thing, on its parts and on the blank nodes that they reach, as the gate wants them.

    Blank nodes become parts (`#blank-1` …), and the thing is told to have a catalogue record, as a harvest would.
    """
    named: dict[BlankNode, NamedNode] = {}
    lines = {f"{Triple(NamedNode(iri), FOAF.isPrimaryTopicOf, NamedNode(record_of(iri)))} .\n"}
    queue: list[NamedNode | BlankNode] = [node for node in {triple.subject for triple in triples}
                                          if isinstance(node, NamedNode) and _belongs(node, iri)]
    met = set(queue)
    while queue:
        subject = queue.pop()
        for triple in (told for told in triples if told.subject == subject):
            reached = triple.object
            if isinstance(reached, BlankNode) and reached not in met:
                named[reached] = NamedNode(f"{iri}#blank-{len(named) + 1}")
                met.add(reached)
                queue.append(reached)
            lines.add(f"{_skolem(subject, named)} {triple.predicate} {_skolem(reached, named)} .\n")
    return "".join(sorted(lines)).encode()


def _belongs(node: NamedNode, iri: str) -> bool:
    return node.value == iri or node.value.startswith(f"{iri}#")


def _skolem(term: Term, named: dict[BlankNode, NamedNode]) -> Term:
    return named.get(term, term) if isinstance(term, BlankNode) else term


def _report(told: dict[str, tuple[Finding, ...]]) -> str:
    """The findings as a SHACL validation report in Turtle."""
    report = BlankNode()
    conforms = not any(blocks(findings) for findings in told.values())
    graph = [Triple(report, RDF.type, SH.ValidationReport), Triple(report, SH.conforms, Literal(conforms))]
    for iri, findings in told.items():
        for finding in findings:
            result = BlankNode()
            graph += [Triple(report, SH.result, result), Triple(result, RDF.type, SH.ValidationResult),
                      Triple(result, SH.focusNode, NamedNode(iri)),
                      Triple(result, SH.resultSeverity, SH[str(finding.severity).capitalize()]),
                      Triple(result, DCT.identifier, Literal(finding.code)),
                      Triple(result, SH.resultMessage, Literal(finding.fr, language="fr")),
                      Triple(result, SH.resultMessage, Literal(finding.en, language="en"))]
    text = serialize(graph, format=RdfFormat.TURTLE, prefixes={"sh": SH.iri, "dct": DCT.iri})
    return (text or b"").decode()
