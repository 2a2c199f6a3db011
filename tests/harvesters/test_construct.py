"""Queries beside a declaration: what is admitted, how they are run here, and how endpoints are asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import QueryTriples, RdfFormat, Store, parse, serialize

from catalogue.datadir import DataDirectory
from catalogue.ledger import Ledger
from catalogue.states import Outcome
from harvesters.fingerprint import mapping_fingerprint
from harvesters.formats import FORMATS
from harvesters.loader import LoaderLimits
from harvesters.loading import Loader
from harvesters.record import Document, Follow, Item, Listing, UnreadableDocument
from harvesters.replaying import replay
from harvesters.report import Options
from harvesters.run import harvest
from harvesters.source import InvalidSource, Source, load_source
from tests.harvesters.records import raws

COURSES = "CONSTRUCT { ?s a <https://schema.org/Course> ; <http://purl.org/dc/terms/title> ?t } WHERE { ?s <urn:t> ?t }"
DATA = '<https://a.example/1> <urn:t> "One" . <https://a.example/2> <urn:t> "Two" .'


def declared(folder: Path, *queries: str, form: str = "rdf", url: str = "data.ttl", more: str = "") -> Source:
    """A source with its queries beside it, `0.rq`, `1.rq` …"""
    for number, query in enumerate(queries):
        (folder / f"{number}.rq").write_text(query, "utf-8")
    names = ", ".join(f'"{number}.rq"' for number in range(len(queries)))
    (folder / "s.toml").write_text(
        f'name = "s"\ntitle.fr = "S"\nurl = "{url}"\nformat = "{form}"\nlicence = "CC0-1.0"\n{more}'
        f"[options]\nconstruct = [{names}]\n", "utf-8")
    return load_source(folder / "s.toml", FORMATS)


def taken(folder: Path, *queries: str, data: str = DATA) -> list[Item]:
    path = folder / "data.ttl"
    path.write_text(data, "utf-8")
    return list(FORMATS["rdf"].read(Document(path, path.as_uri()), declared(folder, *queries)))


def test_a_query_makes_records_of_a_document(tmp_path: Path) -> None:
    assert {raw.key for raw in raws(taken(tmp_path, COURSES))} == {"https://a.example/1", "https://a.example/2"}


def test_several_queries_add_up_and_see_every_graph(tmp_path: Path) -> None:
    events = "CONSTRUCT { ?s a <https://schema.org/Event> } WHERE { GRAPH ?g { ?s <urn:e> 1 } }"
    found = raws(taken(tmp_path, COURSES, events, data=DATA + " <urn:g> { <https://a.example/3> <urn:e> 1 }"))
    assert {raw.key[-1]: raw.kind for raw in found} == {"1": "course", "2": "course", "3": "event"}


def test_the_next_page_is_followed_although_the_query_does_not_know_it(tmp_path: Path) -> None:
    items = taken(tmp_path, COURSES, data=DATA + "<#> <http://www.w3.org/ns/hydra/core#next> <?page=2> .")
    assert any(isinstance(item, Follow) and item.url.endswith("?page=2") for item in items)


@pytest.mark.parametrize("query", [
    "SELECT * WHERE { ?s ?p ?o }", "ASK {}", "DESCRIBE <urn:x>", "LOAD <https://a.example/>", "CLEAR ALL", "# nothing",
    "INSERT DATA { <urn:a> <urn:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "WITH <urn:g> DELETE {} INSERT {} WHERE {}",
    "CONSTRUCT WHERE { SERVICE <https://a.example/> { ?s ?p ?o } }", "CONSTRUCT { ?s ?p 1 } FROM <urn:g> { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p 1 } FROM NAMED <urn:g> { ?s ?p ?o }", "CONSTRUCT {} " + "{" * 200 + "}" * 200,
    "PREFIX construct: <urn:x> SELECT ?s { ?s ?p 'CONSTRUCT' }", r"CONSTRUCT {} { \u0053ERVICE <urn:x> {} }",
])
def test_only_a_construct_on_the_document_itself_is_admitted(query: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        taken(tmp_path, query)
    assert refused.value.code == "MLG-W202"
    assert "0.rq" in refused.value.fr
    assert "0.rq" in refused.value.en


def test_keywords_in_texts_and_comments_are_words(tmp_path: Path) -> None:
    harmless = """# SERVICE FROM
        PREFIX from: <urn:LOAD> CONSTRUCT { ?s a <https://schema.org/Course> } WHERE { ?s <urn:t> ?t
        FILTER(?t != "SERVICE <urn:x> FROM") }"""
    assert len(raws(taken(tmp_path, harmless))) == 2


@pytest.mark.parametrize("query", ["CONSTRUCT { ?s ?p ?o", "CONSTRUCT { ?s wrong:name ?o } WHERE { ?s ?p ?o }"])
def test_a_wrong_query_is_told_with_its_file(query: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"0\.rq") as refused:
        taken(tmp_path, query)
    assert refused.value.code == "MLG-W203"


def test_a_broken_document_is_told_as_such_and_not_as_a_wrong_query(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        taken(tmp_path, COURSES, data=DATA + '<urn:x> <urn:y> "')
    assert refused.value.code == "MLG-W003"


def test_a_query_that_never_ends_ends_with_its_loader(tmp_path: Path) -> None:
    data = "".join(f"<urn:{number}> <urn:t> {number} .\n" for number in range(300))
    bomb = "CONSTRUCT { ?a <urn:x> ?n } WHERE { ?a ?p ?n . ?b ?q ?m . ?c ?r ?l . ?d ?s ?k FILTER(?n+?m+?l+?k < 0) }"
    path = tmp_path / "data.ttl"
    path.write_text(data, "utf-8")
    with Loader(declared(tmp_path, bomb), "https://data.example/", "shacl", {}, LoaderLimits(quiet=2)) as loader, \
            pytest.raises(UnreadableDocument) as refused:
        list(loader.load(Document(path, path.as_uri())))
    assert refused.value.code == "MLG-F003"


@pytest.mark.parametrize("name", ["absent.rq", "../outside.rq", "/etc/hostname", "folder", "a\\u0000b", "latin.rq"])
def test_a_file_that_is_not_readable_beside_the_declaration_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "outside.rq").write_text(COURSES)
    (folder / "latin.rq").write_bytes("# é".encode("latin-1"))
    (folder / "s.toml").write_text(f'name = "s"\ntitle.fr = "S"\nurl = "a.ttl"\nformat = "rdf"\nlicence = "CC0-1.0"\n'
                                   f'[options]\nconstruct = "{name}"\n')
    with pytest.raises(InvalidSource) as invalid:
        load_source(folder / "s.toml", FORMATS)
    [fault] = invalid.value.faults
    assert (fault.code, fault.line) == ("MLG-S012", 7)


def test_an_endpoint_needs_a_query(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(
        'name = "s"\ntitle.fr = "S"\nurl = "https://a.example/sparql"\nformat = "sparql"\nlicence = "CC0-1.0"\n')
    with pytest.raises(InvalidSource, match="construct"):
        load_source(tmp_path / "s.toml", FORMATS)


def test_what_a_query_says_is_part_of_the_mapping(tmp_path: Path) -> None:
    source = declared(tmp_path, COURSES)
    before = mapping_fingerprint(source, "shacl")
    assert mapping_fingerprint(source, "shacl") == before
    (tmp_path / "0.rq").write_text(COURSES.replace("Course", "Event"))
    assert mapping_fingerprint(source, "shacl") != before


def test_an_endpoint_is_asked_by_get_and_may_be_asked_for_other_servers(tmp_path: Path) -> None:
    query = "CONSTRUCT { ?s ?p ?o } FROM <urn:g> WHERE { ?s ?p ?o SERVICE <urn:labels> { } }"
    source = declared(tmp_path, query, form="sparql", url="https://a.example/sparql?default-graph-uri=urn%3Ax")
    asked = urlsplit(FORMATS["sparql"].first(source))
    assert asked._replace(query="").geturl() == "https://a.example/sparql"
    assert parse_qs(asked.query) == {"default-graph-uri": ["urn:x"], "query": [query]}


@pytest.mark.parametrize(("query", "code"), [
    ("SELECT * { ?s ?p ?o }", "MLG-W202"), ("DROP ALL", "MLG-W202"), (COURSES + "#" * 9_000, "MLG-W215")])
def test_an_endpoint_is_never_asked_anything_else(query: str, code: str, tmp_path: Path) -> None:
    source = declared(tmp_path, query, form="sparql", url="https://a.example/sparql")
    with pytest.raises(UnreadableDocument) as refused:
        FORMATS["sparql"].first(source)
    assert refused.value.code == code


def test_an_answer_as_long_as_the_endpoint_allows_is_no_whole_listing(tmp_path: Path) -> None:
    path = tmp_path / "answer.ttl"
    path.write_text("<https://a.example/1> a <https://schema.org/Course> .")
    source = declared(tmp_path, COURSES, form="sparql", url="https://a.example/sparql")

    def incomplete(most: int) -> bool:
        cut = replace(source, options={**source.options, "cut_at": most})
        items = FORMATS["sparql"].read(Document(path, "https://a.example/sparql"), cut)
        return any(isinstance(item, Listing) and item.incomplete for item in items)

    assert incomplete(1)
    assert not incomplete(2)


def test_a_changed_query_is_run_at_the_next_harvest_even_after_a_replay(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    directory = DataDirectory(tmp_path / "data")
    ledger = Ledger.open(directory.ledger, "https://data.example/")
    (tmp_path / "data.ttl").write_text(DATA, "utf-8")
    source = declared(tmp_path, COURSES)
    [first] = harvest([source], directory, ledger, Options(), lambda *_: None)
    source = declared(tmp_path, COURSES.replace("Course", "Event"))
    [replayed] = replay([source], ledger, Options(), lambda *_: None)
    [second] = harvest([source], directory, ledger, Options(), lambda *_: None)
    ledger.close()
    assert (first.tally.created, replayed.tally.changed, second.tally.changed) == (2, 0, 2)


def test_a_folder_is_harvested_file_by_file_and_notes_are_no_records(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "fiches" / "deux").mkdir(parents=True)
    (tmp_path / "fiches" / "un.ttl").write_text(DATA, "utf-8")
    (tmp_path / "fiches" / "deux" / "trois.nt").write_text(DATA.replace("a.example/", "b.example/"), "utf-8")
    (tmp_path / "fiches" / "LISEZMOI.md").write_text("# Nos fiches", "utf-8")
    directory = DataDirectory(tmp_path / "data")
    ledger = Ledger.open(directory.ledger, "https://data.example/")
    [report] = harvest([declared(tmp_path, COURSES, url="fiches")], directory, ledger, Options(), lambda *_: None)
    ledger.close()
    assert (report.outcome, report.tally.listed, report.states["live"]) == (Outcome.APPLIED, 4, 4)
    assert [remark.code for remark in report.remarks] == ["MLG-W204"]


def test_a_query_that_is_gone_fails_the_run_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    directory = DataDirectory(tmp_path / "data")
    ledger = Ledger.open(directory.ledger, "https://data.example/")
    source = declared(tmp_path, COURSES, form="sparql", url="https://a.example/sparql")
    (tmp_path / "0.rq").unlink()
    [report] = harvest([source], directory, ledger, Options(), lambda *_: None)
    ledger.close()
    assert (report.outcome, report.reason.code) == (Outcome.FAILED, "MLG-W201")
    assert "0.rq" in report.reason.fr


class _Endpoint(BaseHTTPRequestHandler):
    """A small SPARQL endpoint; `cut` bytes are missing at the end of what it answers."""

    store = Store()
    cut = 0

    def do_GET(self) -> None:
        [query] = parse_qs(urlsplit(self.path).query).get("query") or [""]
        if not query:
            self.send_error(404)
            return
        answer = self.store.query(query)
        assert isinstance(answer, QueryTriples)
        body = serialize(answer, format=RdfFormat.N_TRIPLES) or b""
        body = body[:len(body) - self.cut]
        self.send_response(200)
        self.send_header("Content-Type", "application/n-triples")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


@contextmanager
def endpoint() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_an_endpoint_is_harvested_query_by_query_and_half_an_answer_loses_nothing(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _Endpoint.store.extend(parse(DATA, format=RdfFormat.TURTLE))
    (tmp_path / "data").mkdir()
    directory = DataDirectory(tmp_path / "data")
    ledger = Ledger.open(directory.ledger, "https://data.example/")
    queries = [COURSES.replace("{ ?s <urn:t> ?t }", f'{{ ?s <urn:t> ?t FILTER(?t = "{title}") }}')
               for title in ("One", "Two")]
    with endpoint() as host:
        source = declared(tmp_path, *queries, form="sparql", url=f"http://{host}/sparql", more=f'allow = ["{host}"]\n')
        [first] = harvest([source], directory, ledger, Options(), lambda *_: None)
        monkeypatch.setattr(_Endpoint, "cut", 9)
        [second] = harvest([source], directory, ledger, Options(), lambda *_: None)
    ledger.close()
    assert (first.outcome, first.tally.listed, first.states["live"]) == (Outcome.APPLIED, 2, 2)
    assert (second.outcome, second.reason.code, second.states["live"]) == (Outcome.FAILED, "MLG-W003", 2)
