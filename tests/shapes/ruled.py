"""Rules across records, tried on small graphs."""

from pyoxigraph import NamedNode, RdfFormat, Store

from shapes.finding import Finding
from shapes.rules import apply, load_rules
from tests.shapes.case import BASE

PREFIXES = """
@prefix : <https://maillage.example/id/> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix course: <https://maillage.example/id/course/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix level: <https://w3id.org/maillage/concept/level/> .
@prefix m: <https://w3id.org/maillage/ns#> .
@prefix org: <https://maillage.example/id/organization/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
RULES = {rule.name: rule for rule in load_rules()}


def in_order(name: str, *graphs: str) -> list[tuple[str, Finding]]:
    """What a rule finds when each text is one source's graph, in the order of the rule."""
    store = Store()
    for number, text in enumerate(graphs):
        graph = NamedNode(f"https://maillage.example/graph/source-{number}")
        store.load((PREFIXES + text).encode(), RdfFormat.TURTLE, to_graph=graph)
    return list(apply(RULES[name], store))


def found(name: str, *graphs: str) -> list[tuple[str, Finding]]:
    """What a rule finds, sorted."""
    return sorted(in_order(name, *graphs), key=str)


def brief(name: str, *graphs: str) -> list[tuple[str, str, str]]:
    """Of what a rule finds: the record, the path, the value."""
    return [(focus.removeprefix(BASE), finding.path, finding.value.removeprefix(BASE))
            for focus, finding in found(name, *graphs)]


def identified(thing: str, number: str, agency: str = "SIRET") -> str:
    """A thing with a number of a register."""
    return (f'{thing} adms:identifier <{thing}#id> .'
            f'<{thing}#id> skos:notation "{number}" ; adms:schemaAgency "{agency}" .')
