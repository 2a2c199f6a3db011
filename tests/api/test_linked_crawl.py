"""The whole demo walked through as linked data: every IRI of ours that any document names is answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from catalogue.generation import Generation, current
from tests.api.linked_things import by_oxigraph
from tests.demo import Demo

pytestmark = pytest.mark.xdist_group("demo")
OUR_CONCEPTS = "https://w3id.org/maillage/concept/"


@dataclass(slots=True)
class Walk:
    """A client that follows every IRI of ours, and what each answered."""

    client: httpx.Client
    base: str
    answered: dict[str, int] = field(default_factory=dict)

    def go(self, *starts: str) -> None:
        """Ask for these addresses as N-Triples, and for all that they lead to."""
        waiting = list(starts)
        while waiting:
            address = waiting.pop()
            if address not in self.answered:
                answer = self.client.get(address, headers={"Accept": "application/n-triples"}, follow_redirects=False)
                self.answered[address] = answer.status_code
                if answer.headers.get("content-type", "").startswith("application/n-triples"):
                    waiting += self.led_to(answer.content)

    def led_to(self, content: bytes) -> Iterator[str]:
        """The addresses of what a document names."""
        for quad in parse(content, format=RdfFormat.N_TRIPLES):
            for term in (quad.subject, quad.object):
                if isinstance(term, NamedNode):
                    path = self.path_of(term.value)
                    if path:
                        yield path

    def path_of(self, iri: str) -> str:
        """Where this server answers for an IRI; empty for one that is not ours."""
        if iri.startswith(self.base):
            return f"/{iri.removeprefix(self.base).partition('#')[0]}"
        return f"/concept/{iri.removeprefix(OUR_CONCEPTS)}" if iri.startswith(OUR_CONCEPTS) else ""


@pytest.fixture(scope="module")
def generation(demo: Demo) -> Generation:
    found = current(demo.data)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def walk(served: str, generation: Generation) -> Iterator[Walk]:
    with httpx.Client(base_url=served, timeout=60) as client:
        yield Walk(client, generation.manifest.base)


def iris_of(generation: Generation, base: str) -> set[str]:
    """Every IRI of ours that stands in the graphs of the demo."""
    told = "".join(file.read_text("utf-8") for file in generation.graph_files())
    return set(re.findall(rf"<({re.escape(base)}[^>]*|{OUR_CONCEPTS}[^>]*)>", told)) | set(
        generation.manifest.graphs.values())


def test_every_iri_of_ours_is_answered_wherever_it_stands(walk: Walk, generation: Generation) -> None:
    walk.go("/id/catalogue", "/id/concept", "/search.nt?size=100",
            *(path for iri in iris_of(generation, walk.base) if (path := walk.path_of(iri))))
    assert {path: status for path, status in walk.answered.items() if status not in (200, 303, 410)} == {}
    assert len(walk.answered) > 800
    for folder in ("/id/tool/", "/id/course/", "/id/source/", "/id/run/", "/graph/", "/concept/"):
        assert any(path.startswith(folder) for path in walk.answered), folder


def test_a_source_and_a_run_say_what_the_graph_of_the_catalogue_says(walk: Walk, generation: Generation) -> None:
    files = [file for file, graph in generation.graph_files().items() if graph == f"{walk.base}graph/catalogue"]
    told = {statement for file in files for statement in by_oxigraph(file.read_bytes(), "nt")}
    for path in ("/id/source/outils", "/id/run/outils--1", "/id/catalogue"):
        iri = f"<{walk.base}{path[1:]}>"
        in_graph = {one for one in told if one.startswith((f"{iri} ", f"{iri[:-1]}#"))}
        assert in_graph
        assert in_graph <= by_oxigraph(walk.client.get(f"{path}.nt").content, "nt")


def test_a_record_says_what_its_graphs_say(walk: Walk, generation: Generation) -> None:
    path = "/id/tool/outils--kraken"
    iri = f"{walk.base}{path[1:]}"
    kept = ("source.outils.*.nt", "provenance.outils.*.nt")
    lines = {line for name in kept for file in (generation.path / "graphs").glob(name)
             for line in file.read_text("utf-8").splitlines() if line.startswith((f"<{iri}> ", f"<{iri}#"))}
    document = walk.client.get(f"{path}.nt").content
    assert by_oxigraph("\n".join(lines).encode(), "nt") == by_oxigraph(document, "nt")


def test_headers_of_every_record_are_short(walk: Walk, generation: Generation) -> None:
    for iri in sorted(iris_of(generation, walk.base)):
        path = walk.path_of(iri)
        if re.match(r"/id/[\w-]+/[\w-]+--", path) and "#" not in iri:
            head = walk.client.head(path, headers={"Accept": "text/html"}).headers
            assert sum(len(name) + len(value) + 4 for name, value in head.items()) < 8_000


def test_a_graph_tells_how_much_it_holds(walk: Walk, generation: Generation) -> None:
    graph = f"{walk.base}graph/outils"
    [file] = [file for file, name in generation.graph_files().items() if name == graph]
    count = len(file.read_bytes().splitlines())
    told = by_oxigraph(walk.client.get("/graph/outils.nt").content, "nt")
    assert f'<{graph}> <http://rdfs.org/ns/void#triples> "{count}"^^<http://www.w3.org/2001/XMLSchema#integer>' in told
    page = walk.client.get("/graph/outils", headers={"Accept": "text/html", "Accept-Language": "en"}).text
    assert f"{count:,} triples" in page
    assert f'/sparql?default-graph-uri={quote(graph, safe="")}' in page
