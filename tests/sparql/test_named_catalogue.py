"""The named queries on the catalogue itself, on any record and on the map answer what plain Python counts."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Store

from catalogue.generation import current
from sparql.named_queries import named_query
from sparql.store import load
from tests.demo import Demo
from tests.harvesters.bundled import BASE, SOURCES
from tests.sparql.facts import answer, facts, label, rows

READ = "2026-11-22T08:00:00Z"
KRAKEN = f"{BASE}id/tool/outils--kraken"


def source(iri: str) -> str:
    return f"{BASE}id/source/{facts().sources[iri]}"


def keyed(identifier: str) -> list[str]:
    return [iri for iri in facts().kinds if identifier in facts().get(iri, "identifier")]


@pytest.fixture(scope="module")
def generation(demo: Demo) -> Store:
    """What the demo's endpoint serves, with the catalogue's own graph."""
    published = current(demo.data)
    assert published is not None
    return load(published)


def test_records_are_counted_by_source_and_kind() -> None:
    wanted = Counter((source(iri), facts().one(iri, "type")) for iri in facts().kinds)
    told = answer("records-by-source-and-kind")
    assert {row[:2]: int(row[2]) for row in told} == wanted
    assert (len(told), sum(wanted.values())) == (28, 800)


@pytest.mark.xdist_group("demo")
def test_each_run_tells_its_source_its_time_and_how_much_it_brought(generation: Store, demo: Demo) -> None:
    told = rows(generation, named_query("runs-and-what-they-brought").text)
    assert {(row[0].rpartition("/")[2], row[1].rpartition("/")[2], int(row[4])) for row in told} == {
        (run["source"], f"{run['source']}--{run['run']}", run["created"]) for run in demo.harvest.json["runs"]}
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:]{8}Z", moment) and row[2] <= row[3] for row in told
               for moment in row[2:4])
    assert len(told) == 25


@pytest.mark.xdist_group("demo")
def test_the_origin_of_a_record_names_source_publisher_licence_and_run(generation: Store) -> None:
    declared = tomllib.loads(Path(SOURCES / "outils.toml").read_text("utf-8"))
    [(thing, origin, publisher, licence, read, run)] = rows(generation, named_query("origin-of-a-record").text)
    assert [iri.partition("/id/")[2] for iri in (thing, origin, run)] == [
        "tool/outils--kraken", "source/outils", "run/outils--1"]
    assert publisher == declared["publisher"]["name"]
    assert licence == "http://publications.europa.eu/resource/authority/licence/ETALAB_2_0"
    assert read.startswith("20")


def test_records_read_since_a_date_are_the_latest_five_hundred() -> None:
    told = answer("records-read-since", since="2026-11-22")
    assert {row[2] for row in told} == {READ}
    assert all((row[1], row[3]) == (facts().text(row[0], "title"), source(row[0])) for row in told)
    assert len({row[0] for row in told}) == len(told) == 500
    assert answer("records-read-since", since="2026-11-23") == []


def test_completeness_counts_what_records_of_a_source_have() -> None:
    wanted = {}
    for name in set(facts().sources.values()):
        records = [iri for iri in facts().kinds if facts().sources[iri] == name]
        wanted[f"{BASE}id/source/{name}"] = (len(records), *(
            sum(any(facts().get(iri, one) for one in names) for iri in records)
            for names in (("description",), ("landingPage", "homepage"), ("licence",), ("topic",), ("spatial",))))
    told = answer("completeness-by-source")
    assert {row[0]: tuple(int(cell) for cell in row[1:]) for row in told} == wanted
    assert wanted[f"{BASE}id/source/materiels"] == (8, 8, 8, 1, 8, 0)


def test_records_that_lack_a_property_are_of_the_kind_asked_for() -> None:
    for kind, rdf_class, told, name, many in (
            ("material", "LearningResource", "license", "licence", 17), ("tool", "SoftwareApplication", "dct:license",
                                                                        "licence", 22),
            ("hub", "https://w3id.org/maillage/ns#ResourceHub", "license", "licence", 39),
            ("course", "Course", "description", "description", 0)):
        wanted = {(iri, facts().text(iri, "title"), source(iri)) for iri in facts().of(kind)
                  if not facts().get(iri, name)}
        assert set(answer("records-lacking-a-property", kind=rdf_class, property=told)) == wanted
        assert len(wanted) == many


def test_licences_are_counted_with_their_names() -> None:
    wanted = Counter(licence for iri in facts().kinds for licence in facts().get(iri, "licence"))
    told = answer("licences-in-use", language="en")
    assert told[0] == (told[0][0], label(told[0][0], "en"), "21")
    assert {row[0]: int(row[2]) for row in told} == wanted
    assert len(told) == 15


def test_publishers_are_counted_by_name_and_by_what_they_do() -> None:
    done: dict[str, dict[str, set[str]]] = {}
    for iri in facts().kinds:
        for way in ("publisher", "provider", "organizer"):
            for agent in facts().get(iri, way):
                done.setdefault(facts().text(agent, "title"), {}).setdefault(way, set()).add(iri)
    told = answer("publishers-and-what-they-publish")
    assert {row[0]: tuple(int(cell) for cell in row[1:]) for row in told} == {
        name: (len(set().union(*ways.values())), *(len(ways.get(way, ())) for way in (
            "publisher", "provider", "organizer"))) for name, ways in done.items()}
    assert (len(told), told[0][0], told[0][1]) == (96, "Service du numérique du ministère de la Culture", "21")


def test_what_two_sources_tell_is_found_by_its_pages() -> None:
    pages: dict[str, set[str]] = {}
    for iri in facts().kinds:
        for name in ("homepage", "landingPage", "sameAs", "exactMatch"):
            for page in facts().get(iri, name):
                pages.setdefault(page, set()).add(iri)
    told = answer("things-told-by-two-sources")
    assert {page: (int(many), set(records.split())) for page, many, records in told} == {
        page: (len(by), records) for page, records in pages.items()
        if len(by := {facts().sources[iri] for iri in records}) > 1}
    assert {row[:2] for row in told} == {("https://www.programmevitam.fr/", "3"),
                                         ("https://www.cite-langue-francaise.fr/", "2")}


def test_related_records_are_linked_in_either_direction() -> None:
    for identifier, many in (("armor", 14), ("vitam", 3), ("kraken", 5)):
        told = answer("related-records", identifier=identifier)
        wanted = set()
        for thing in keyed(identifier):
            near = {thing, *facts().get(thing, "membership")}
            for other in facts().kinds:
                held = {other, *facts().get(other, "membership")}
                if other != thing and (any(other in facts().links[one] for one in near)
                                       or any(thing in facts().links[one] for one in held)):
                    wanted.add((thing, other, facts().text(other, "title")))
        assert {(row[0], row[2], row[3]) for row in told} == wanted
        assert len(wanted) == many


def test_records_in_a_box_are_those_with_a_point_in_it() -> None:
    box = {"west": "-5.2", "south": "47.2", "east": "-1", "north": "48.9"}
    for edges, many in ((box, 34), (box | {"west": "-63", "south": "14", "east": "-60", "north": "16.6"}, 22)):
        west, south, east, north = (float(edges[side]) for side in ("west", "south", "east", "north"))
        wanted = set()
        for iri in facts().kinds:
            for path in ((), ("location",), ("session", "location", "geo:hasGeometry")):
                for wkt in facts().get(iri, *path, "wkt"):
                    longitude, latitude = (float(number) for number in wkt[6:-1].split())
                    if west <= longitude <= east and south <= latitude <= north:
                        wanted.add((iri, facts().text(iri, "title"), longitude, latitude, wkt))
        told = answer("records-in-a-box", **edges)
        assert {(row[0], row[1], float(row[2]), float(row[3]), row[4]) for row in told} == wanted
        assert len(told) == many


def test_data_services_to_call_have_addresses() -> None:
    assert set(answer("data-services-to-call")) == {
        (iri, facts().text(iri, "title"), facts().one(iri, "endpointURL"), facts().one(iri, "endpointDescription"),
         facts().one(iri, "licence")) for iri in facts().of("data-service")}
    assert len(answer("data-services-to-call")) == 5


def test_a_record_is_described_with_its_parts_and_its_origin() -> None:
    told = answer("describe-a-record")
    subjects = Counter(row[0] for row in told)
    own = sum(len(values) for (subject, _), values in facts().values.items() if subject == KRAKEN)
    assert subjects == {f"<{KRAKEN}>": own, f"<{KRAKEN}#identifier>": 3, f"<{KRAKEN}#record>": 5}


def test_a_course_is_said_in_schema_org() -> None:
    told = answer("record-as-schema-org")
    [course] = keyed("lire-et-transcrire-des-manuscrits-avec-escriptorium")
    said = {(subject, predicate.removeprefix("<https://schema.org/").removesuffix(">"), value)
            for subject, predicate, value in told}
    assert (f"<{course}>", "name", f'"{facts().text(course, "title")}"@fr') in said
    assert {row for row in said if row[1] == "startDate"} == {
        (f"<{session}>", "startDate", f'"{facts().one(session, "startDate")}"^^<http://www.w3.org/2001/XMLSchema#date>')
        for session in facts().get(course, "session")}
    assert {row[1].partition("#")[0] for row in told if not row[1].startswith("<https://schema.org/")} == {
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns"}
    kinds = {"armor": "Organization", "camembert": "CreativeWork", "villers-cotterets": "Place", "vitam": "Service"}
    for identifier, kind in kinds.items():
        types = {row[2] for row in answer("record-as-schema-org", identifier=identifier) if row[0] ==
                 f"<{keyed(identifier)[0]}>" and row[1].endswith("#type>")}
        assert types == {f"<https://schema.org/{kind}>"}
