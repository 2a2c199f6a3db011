"""Every way in which a source may fail, and how a harvest must end then."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.e2e import faulty_server as server
from tests.e2e.faulty_listings import (
    FIRST,
    IDENTIFY,
    KEYS,
    MARKETPLACE,
    SECOND,
    Pages,
    graph,
    marketplace,
    offers,
    page,
    rdf_xml,
    repository,
    repository_error,
    rows,
)
from tests.e2e.faulty_server import FaultyServer, Play, good, once, said, status, to

NOBODY = "refusal"
_HALF, _NEW = KEYS[:5], tuple(f"new-{key}" for key in KEYS)
_PAGE_2 = f"{MARKETPLACE}?page=2"
_BOMB = "<!DOCTYPE {} [<!ENTITY a 'haha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"
_QUADRATIC = f"<!DOCTYPE {{}} [<!ENTITY i '{'a' * 50_000}'>]>"
_DEEP = 100_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a source and what a harvest makes of it. `only` is the page that it hits, `pages` are bad ones.

    An `unchanged` harvest has overcome it.
    """

    outcome: str
    code: str = ""
    play: Play = good
    form: str = "sshoc"
    only: str = ""
    pages: Pages = field(default_factory=dict)
    robots: bytes = b""

    def befall(self, at: FaultyServer) -> None:
        """Begin at this server."""
        at.begin(self.play, self.only, self.pages, self.robots)


def faults(canary: str) -> Mapping[str, Fault]:
    """The faults by name. Nobody may ever ask the server at `canary`, to which some of them lead."""
    return {**_silences(), **_bodies(), **_redirects(canary), **_statuses(), **_listings(), **_repositories(),
            **_documents(canary), **_nestings()}


def _silences() -> dict[str, Fault]:
    return {
        NOBODY: Fault("failed", "MLG-N004"),
        "reset": Fault("failed", "MLG-N010", server.reset),
        "reset-midway": Fault("failed", "MLG-N010", server.reset_midway),
        "reset-once": Fault("unchanged", "", once(server.reset)),
        "reset-on-page-2": Fault("partial", "MLG-N010", server.reset, only=_PAGE_2),
        "stall": Fault("failed", "MLG-N005", server.stall),
        "stall-midway": Fault("failed", "MLG-N005", server.stall_midway),
        "stall-on-page-2": Fault("partial", "MLG-N005", server.stall, only=_PAGE_2),
        "drip": Fault("failed", "MLG-N005", server.drip),
        "drip-headers": Fault("failed", "MLG-N005", server.drip_headers),
        "no-http": Fault("failed", "MLG-N010", server.no_http),
    }


def _statuses() -> dict[str, Fault]:
    return {
        "500-then-200": Fault("unchanged", "", once(status(500))),
        "500": Fault("failed", "MLG-N006", status(500)),
        "404": Fault("failed", "MLG-N006", status(404)),
        "404-on-page-2": Fault("partial", "MLG-N006", status(404), only=_PAGE_2),
        "206": Fault("failed", "MLG-N006", lambda exchange: exchange.say(exchange.half(), 206)),
        "429-seconds": Fault("unchanged", "", once(status(429, {"Retry-After": "1"}))),
        "429-date": Fault("unchanged", "", once(server.busy_until(2))),
        "429-for-an-hour": Fault("failed", "MLG-N017", status(429, {"Retry-After": "3600"})),
        "429-until-a-date": Fault("failed", "MLG-N017", server.busy_until(3600)),
        "robots-forbid": Fault("failed", "MLG-N015", robots=b"User-agent: *\nDisallow: /\n"),
    }


def _bodies() -> dict[str, Fault]:
    latin = {"Content-Type": "application/json; charset=utf-16"}
    return {
        "cut": Fault("failed", "MLG-N010", server.cut),
        "cut-on-page-2": Fault("partial", "MLG-N010", server.cut, only=_PAGE_2),
        "cut-json-without-length": Fault("failed", "MLG-B001", server.cut_unannounced),
        "cut-xml-without-length": Fault("partial", "MLG-F013", server.cut_unannounced, "lheo"),
        "cut-table-without-length": Fault("waiting", "MLG-U002", server.cut_unannounced, "table"),
        "cut-page-without-length": Fault("waiting", "MLG-U002", server.cut_unannounced, "schema-org"),
        "cut-gzip": Fault("failed", "MLG-N010", server.cut_gzip),
        "gzip-bomb": Fault("failed", "MLG-N009", server.bomb),
        "gibibyte-stream": Fault("failed", "MLG-N008", server.stream),
        "gibibyte-announced": Fault("failed", "MLG-N008", server.announced),
        "unknown-coding": Fault("failed", "MLG-N011", said({"Content-Encoding": "br"})),
        "empty-body": Fault("failed", "MLG-B001", pages={MARKETPLACE: b""}),
        "web-page-said-to-be-json": Fault("failed", "MLG-B002", server.web_page),
        "json-said-to-be-a-web-page": Fault("unchanged", "", said({"Content-Type": "text/html"}),
                                            pages={MARKETPLACE: b" " + marketplace(_HALF, 1, 2, 10)}),
        "utf-8-said-to-be-utf-16": Fault("unchanged", "", said(latin),
                                         pages={MARKETPLACE: b" " + marketplace(_HALF, 1, 2, 10)}),
        "latin-1-said-to-be-utf-8": Fault("failed", "MLG-F013", form="lheo", pages={
            "/offers.xml": offers(KEYS, encoding="latin-1")}),
    }


def _redirects(canary: str) -> dict[str, Fault]:
    private = ("169.254.169.254/latest/meta-data/", "10.0.0.1/", "[::1]/", "[::ffff:127.0.0.1]/", "127.1/",
               "2130706433/", "localhost/", canary)
    return {
        "redirect-loop": Fault("failed", "MLG-N007", server.circle),
        "redirect-to-itself": Fault("failed", "MLG-N007", to(MARKETPLACE)),
        "redirect-to-file": Fault("failed", "MLG-N001", to("file:///etc/hostname")),
        "redirect-on-page-2": Fault("partial", "MLG-N002", to(f"http://{canary}/"), only=_PAGE_2),
        **{f"redirect-to-private-{number}": Fault("failed", "MLG-N002", to(f"http://{place}"))
           for number, place in enumerate(private, 1)},
    }


def _listings() -> dict[str, Fault]:
    twice = (*_HALF, "k0")
    other = marketplace(twice, 1, 2, 11).decode()
    differs = "k0-other".join(other.rsplit("Outil k0", 1)).encode()
    return {
        "empty-listing": Fault("waiting", "MLG-U001", pages={MARKETPLACE: marketplace(())}),
        "empty-table": Fault("waiting", "MLG-U001", form="table", pages={"/tools.csv": rows(())}),
        "empty-graph": Fault("failed", "MLG-W007", form="dcat", pages={"/catalogue": graph(())}),
        "shrunken-listing": Fault("waiting", "MLG-U002", pages={MARKETPLACE: marketplace(_HALF)}),
        "half-page": Fault("partial", "MLG-F011", pages={MARKETPLACE: marketplace(KEYS[:2], 1, 2, 10)}),
        "empty-page-2": Fault("partial", "MLG-F011", pages={_PAGE_2: marketplace((), 2, 2, 10)}),
        "page-1-again": Fault("partial", "MLG-F011", pages={_PAGE_2: marketplace(_HALF, 1, 2, 10)}),
        "endless-pages": Fault("partial", "MLG-F014", server.endless),
        "changed-ids": Fault("waiting", "MLG-U002", pages={
            MARKETPLACE: marketplace(_NEW[:5], 1, 2, 10), _PAGE_2: marketplace(_NEW[5:], 2, 2, 10)}),
        "duplicate": Fault("applied", "", pages={MARKETPLACE: marketplace(twice, 1, 2, 11)}),
        "duplicate-key": Fault("applied", "", pages={MARKETPLACE: differs}),
    }


def _repositories() -> dict[str, Fault]:
    def fault(outcome: str, code: str, play: Play = good, only: str = "", **pages: bytes) -> Fault:
        return Fault(outcome, code, play, "oai-pmh", only, {
            {"first": FIRST, "second": SECOND, "identify": IDENTIFY}[name]: content for name, content in pages.items()})

    expired = repository_error("badResumptionToken")
    return {
        "repeated-token": fault("partial", "MLG-F013", second=repository(KEYS[5:], "t2")),
        "repeated-page": fault("partial", "MLG-F013", second=repository(_HALF, "t3")),
        "expired-token": fault("partial", "MLG-F013", second=expired),
        "expired-token-as-422": fault("partial", "MLG-F013", lambda exchange: exchange.say(expired, 422), SECOND),
        "token-of-an-empty-page": fault("partial", "MLG-F013", second=repository((), "t3")),
        "half-repository": fault("partial", "MLG-F013", first=repository(_HALF)),
        "no-records": fault("waiting", "MLG-U001", first=repository_error("noRecordsMatch")),
        "no-such-format": fault("failed", "MLG-O003", first=repository_error("cannotDisseminateFormat")),
        "changed-identifiers": fault("waiting", "MLG-U002", first=repository(_NEW[:5], "t2"),
                                     second=repository(_NEW[5:])),
        "entity-bomb-in-oai": fault("partial", "MLG-X102", second=repository(
            KEYS[5:], prologue=_BOMB.format("OAI-PMH"))),
    }


def _documents(canary: str) -> dict[str, Fault]:
    remote = f"<!DOCTYPE {{}} SYSTEM 'http://{canary}/x.dtd'>"
    entity = f"<!DOCTYPE {{}} [<!ENTITY x SYSTEM 'http://{canary}/x'>]>"
    context = f"http://{canary}/context.jsonld"

    def lheo(prologue: str, title: str) -> Fault:
        return Fault("failed", "MLG-X102", form="lheo", pages={
            "/offers.xml": offers(KEYS, prologue.format("lheo"), title)})

    def dcat(code: str, content: bytes, media_type: str = "application/rdf+xml") -> Fault:
        return Fault("failed", code, said({"Content-Type": media_type}), "dcat", pages={"/catalogue": content})

    return {
        "entity-bomb": lheo(_BOMB, "&i;"),
        "quadratic-bomb": lheo(_QUADRATIC, "&i;" * 1000),
        "remote-dtd": lheo(remote, "Été"),
        "remote-entity": lheo(entity, "&x;"),
        "rdf-entity-bomb": dcat("MLG-X102", rdf_xml(KEYS, _BOMB.format("rdf:RDF"), "&i;")),
        "rdf-remote-dtd": dcat("MLG-X102", rdf_xml(KEYS, remote.format("rdf:RDF"))),
        "remote-context": dcat("MLG-W006", graph(KEYS, context), "application/ld+json"),
        "remote-context-in-a-page": Fault("waiting", "MLG-U001", form="schema-org", pages={
            "/stages.html": page(KEYS, context)}),
        "gzip-in-place-of-json": Fault("failed", "MLG-B001", pages={MARKETPLACE: gzip.compress(b"[]")}),
    }


def _nestings() -> dict[str, Fault]:
    deep = "<a>" * _DEEP + "</a>" * _DEEP
    turtle = ("<https://e.example/k0> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/relation> "
              + "[ <http://purl.org/dc/terms/relation> " * _DEEP + "1" + " ]" * _DEEP + " .").encode()
    terms = ("<https://e.example/k0> <http://purl.org/dc/terms/relation> " + "<<( <e:a> <e:b> " * _DEEP + "1"
             + " )>>" * _DEEP + " .").encode()
    return {
        "deep-json": Fault("failed", "MLG-B001", pages={
            MARKETPLACE: b'{"items": ' + b"[" * _DEEP + b"]" * _DEEP + b"}"}),
        "deep-json-ld": Fault("failed", "MLG-W003", form="dcat", pages={
            "/catalogue": b'{"@graph": ' + b"[" * _DEEP + b"]" * _DEEP + b"}"}),
        "deep-xml": Fault("failed", "MLG-F013", form="lheo", pages={"/offers.xml": offers(KEYS, title=deep)}),
        "deep-rdf-xml": Fault("failed", "MLG-W002", said({"Content-Type": "application/rdf+xml"}), "dcat", pages={
            "/catalogue": rdf_xml(KEYS, inside=f"<dct:relation>{deep}</dct:relation>")}),
        "deep-turtle": Fault("waiting", "MLG-U002", said({"Content-Type": "text/turtle"}), "dcat", pages={
            "/catalogue": turtle}),
        "deep-triple-terms": Fault("failed", "MLG-W002", said({"Content-Type": "text/turtle"}), "dcat", pages={
            "/catalogue": terms}),
        "deep-page": Fault("failed", "MLG-A013", form="schema-org", pages={
            "/stages.html": b"<!DOCTYPE html><html>" + b"<div>" * _DEEP}),
    }
