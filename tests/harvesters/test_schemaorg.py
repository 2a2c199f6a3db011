"""schema.org: which items pages and documents have, under which keys, and what they say."""

import gzip
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from harvesters.formats import FORMATS
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from tests.harvesters.records import codes, describe, raws, source
from tests.harvesters.registers import own_values, values, values_of

PAGE = "https://site.example/stage"


def items(folder: Path, content: object, *, url: str = PAGE, declared: Source | None = None) -> list[Item]:
    """What is read of a text, of bytes, or of JSON."""
    path = folder / "document"
    path.write_bytes(content.encode() if isinstance(content, str) else
                     content if isinstance(content, bytes) else orjson.dumps(content))
    return list(FORMATS["schema-org"].read(Document(path, url), declared or source("schema-org")))


def page(*blocks: object, language: str = "fr") -> str:
    """A web page with blocks of JSON-LD."""
    texts = (block if isinstance(block, str) else orjson.dumps(block).decode() for block in blocks)
    scripts = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    return f'<!DOCTYPE html><html lang="{language}"><head>{scripts}</head><body></body></html>'


def course(**said: object) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": "Course", "name": "Archiver", **said}


def keys(found: list[Item]) -> list[str]:
    return [raw.key for raw in raws(found)]


def test_a_key_is_the_id_else_the_address_else_the_page(tmp_path: Path) -> None:
    found = items(tmp_path, page(course(**{"@id": "#c", "url": "/autre"}), course(url="/fiche"), course(name="Trier")))
    assert keys(found) == [f"{PAGE}#c", "https://site.example/fiche", PAGE]


def test_nameless_items_of_a_page_are_numbered_and_the_same_one_is_given_once(tmp_path: Path) -> None:
    found = items(tmp_path, page(course(name="A"), course(name="B"), course(name="A"), course(name="C")))
    assert keys(found) == [PAGE, f"{PAGE}#2", f"{PAGE}#3"]


def test_a_local_copy_of_a_page_is_called_after_the_address_that_it_gives_itself(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://site.example/vrai">'
    copy = page(course()).replace("<head>", f"<head>{head}")
    assert keys(items(tmp_path, copy, url=f"file://{tmp_path}/document")) == ["https://site.example/vrai"]
    assert keys(items(tmp_path, page(course()), url=f"file://{tmp_path}/document")) == ["document"]


def test_one_event_comes_out_of_the_noise_of_a_site(tmp_path: Path) -> None:
    noise = {"@context": "https://schema.org", "@graph": [
        {"@type": "WebPage", "@id": PAGE, "name": "Stage | Site", "isPartOf": {"@id": "#site"}},
        {"@type": "WebSite", "@id": "#site", "name": "Site", "publisher": {"@id": "#org"}},
        {"@type": "Organization", "@id": "#org", "name": "Association"},
        {"@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "item": {"@type": "Organization", "name": "Accueil"}}]},
        {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "Où ?"}]}]}
    event = {"@context": "https://schema.org", "@type": "EducationEvent", "@id": PAGE, "name": "Stage",
             "startDate": "2027-05-01", "organizer": {"@id": "#org"}}
    [raw] = raws(items(tmp_path, page(noise, event)))
    told = describe("schema-org", raw)
    assert (raw.kind, own_values(told, "title")) == ("event", {"Stage"})
    assert values_of(told, f"{told.iri}#organizer", "title") == {"Association"}


@pytest.mark.parametrize(("node", "expected"), [
    ({"@type": "WebPage", "mainEntity": {"@type": "Library", "name": "Médiathèque"}}, ["organization"]),
    ({"@type": "ArtGallery", "name": "La Galerie"}, ["organization"]),
    ({"@type": "WebSite", "publisher": {"@type": "Organization", "name": "Éditeur"}}, []),
    ([{"@type": "Organization", "name": "A"}, {"@type": "Organization", "name": "B"}], []),
    ({"@type": "ItemList", "itemListElement": [
        {"item": {"@type": "Organization", "name": name}} for name in "AB"]}, ["organization", "organization"]),
    ({"@type": "Museum", "name": "Musée"}, ["place"]),
    ({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": course()}]}, ["course"]),
    ({"@type": "Organization", "name": "École", "hasOfferCatalog": {"itemListElement": [course()]}}, ["course"]),
    ({"@type": "NewsArticle", "name": "Dépêche"}, []),
])
def test_an_organisation_or_place_is_an_item_only_where_the_page_is_about_it(
        tmp_path: Path, node: object, expected: list[str]) -> None:
    assert [raw.kind for raw in raws(items(tmp_path, page(node)))] == expected


def test_in_a_document_an_organisation_that_nothing_points_to_is_an_item(tmp_path: Path) -> None:
    graph = [course(provider={"@id": "https://a.example/"}),
             {"@type": "Organization", "@id": "https://a.example/", "name": "A"},
             {"@type": "Organization", "@id": "https://b.example/", "name": "B"}]
    found = items(tmp_path, {"@context": "https://schema.org", "@graph": graph})
    assert [(raw.kind, raw.key) for raw in raws(found)] == [("course", PAGE), ("organization", "https://b.example/")]


def test_nodes_of_one_id_in_several_blocks_are_one_item(tmp_path: Path) -> None:
    said = {"@context": "https://schema.org", "@id": "#c"}
    [raw] = raws(items(tmp_path, page({**said, "@type": "Course"}, {**said, "name": "Archiver"})))
    assert own_values(describe("schema-org", raw), "title") == {"Archiver"}


@pytest.mark.parametrize("status", ["EventCancelled", "https://schema.org/EventCancelled", "Cancelled"])
def test_a_cancelled_event_is_withdrawn(tmp_path: Path, status: str) -> None:
    event = {"@context": "https://schema.org", "@type": "Event", "name": "Stage"}
    assert [raw.deleted for raw in raws(items(tmp_path, page({**event, "eventStatus": status})))] == [True]
    assert [raw.deleted for raw in raws(items(tmp_path, page({**event, "eventStatus": "EventPostponed"})))] == [False]
    assert [raw.deleted for raw in raws(items(tmp_path, page(course(creativeWorkStatus="Deprecated"))))] == [True]


def test_a_cancelled_session_costs_the_session_and_not_the_course(tmp_path: Path) -> None:
    dates = [{"@type": "CourseInstance", "startDate": "2027-01-02", "eventStatus": "EventCancelled"},
             {"@type": "CourseInstance", "startDate": "2027-02-03"}, {"@id": "https://site.example/ailleurs"}]
    [raw] = raws(items(tmp_path, page(course(hasCourseInstance=dates))))
    told = describe("schema-org", raw)
    assert not raw.deleted
    assert values(told, "startDate") == {"2027-02-03"}
    assert codes(told)["MLG-A034"] == codes(told)["MLG-A039"] == "1"


def test_a_lone_session_is_a_course_that_says_what_its_course_says(tmp_path: Path) -> None:
    lone = {"@context": "https://schema.org", "@type": "CourseInstance", "@id": "#s", "startDate": "2027-02-03",
            "courseMode": ["online", "synchronous"], "superEvent": course(keywords="son", description="Le programme")}
    [raw] = raws(items(tmp_path, page(lone)))
    told = describe("schema-org", raw)
    assert (raw.kind, own_values(told, "title")) == ("course", {"Archiver"})
    assert own_values(told, "description") == {"Le programme"}
    assert values_of(told, f"{told.iri}#session-2027-02-03", "courseMode") == {
        "https://w3id.org/maillage/concept/mode/online"}


def test_the_profile_says_better_than_the_type_what_a_node_is(tmp_path: Path) -> None:
    profile = "https://bioschemas.org/profiles/Course/1.0-RELEASE"
    node = {"@type": "CreativeWork", "dct:conformsTo": profile, "name": "A"}
    assert [raw.kind for raw in raws(items(tmp_path, page(node)))] == ["course"]


def test_a_source_may_take_some_types_and_name_the_kind_of_others(tmp_path: Path) -> None:
    content = page(course(), {"@type": "Hackathon", "name": "H"}, {"@type": "HowTo", "name": "Pas à pas"},
                   {"@type": "DanceEvent", "name": "D"})
    chosen = replace(source("schema-org"), options={"types": ("Hackathon", "HowTo")})
    assert len(raws(items(tmp_path, content))) == 3
    with pytest.raises(UnreadableDocument, match="HowTo"):
        items(tmp_path, content, declared=chosen)
    named = replace(chosen, kind="practice")
    assert [raw.kind for raw in raws(items(tmp_path, content, declared=named))] == ["event", "practice"]


def test_a_declared_kind_refines_a_class_and_never_contradicts_it(tmp_path: Path) -> None:
    hub = replace(source("schema-org"), kind="hub")
    assert [raw.kind for raw in raws(items(tmp_path, page({"@type": "NGO", "name": "Pôle"}), declared=hub))] == ["hub"]
    assert [raw.kind for raw in raws(items(tmp_path, page(course()), declared=hub))] == ["course"]


def test_names_are_read_in_every_spelling_of_the_vocabulary(tmp_path: Path) -> None:
    spellings: list[object] = [
        {"@context": "http://schema.org", "@type": "Course", "name": "Archiver"},
        {"@context": {"@vocab": "https://schema.org/"}, "@type": "Course", "name": "Archiver"},
        {"@context": {"s": "http://schema.org/"}, "@type": "s:Course", "s:name": "Archiver"},
        {"@context": {"Cours": "https://schema.org/Course", "nom": {"@id": "http://schema.org/name"}}, "@type": "Cours",
         "nom": {"@value": "Archiver"}},
        {"@type": "https://schema.org/Course", "http://schema.org/name": [["Archiver"]]},
        {"@context": ["https://schema.org", {"x": "https://x.example/"}], "type": ["x:Y", "Course"],
         "name": {"@list": ["Archiver"]}},
    ]
    for spelling in spellings:
        [raw] = raws(items(tmp_path, page(spelling)))
        assert (raw.kind, own_values(describe("schema-org", raw), "title")) == ("course", {"Archiver"})


def test_names_of_another_vocabulary_are_not_taken_for_those_of_schema_org(tmp_path: Path) -> None:
    other = {"@context": "https://www.w3.org/ns/activitystreams", "@type": "Event", "name": "Fête"}
    assert raws(items(tmp_path, page(other))) == []


def test_texts_keep_their_languages_and_have_that_of_the_page_where_they_say_none(tmp_path: Path) -> None:
    said = course(name=["Archiver", {"@value": "Archiving", "@language": "en"}], description="Un stage")
    described = describe("schema-org", raws(items(tmp_path, page(said, language="fr-CA")))[0]).serialize().decode()
    assert '"Archiver"@fr' in described
    assert '"Archiving"@en' in described
    assert '"Un stage"@fr' in described


@pytest.mark.parametrize(("address", "regions"), [
    ({"postalCode": "35000", "addressCountry": "FR"}, {"departement/35", "region/53"}),
    ({"postalCode": "56000", "addressCountry": {"@type": "Country", "name": "France"}},
     {"departement/56", "region/53"}),
    ({"postalCode": "97110", "addressCountry": "GP"}, {"departement/971", "region/01"}),
    ({"postalCode": "35000", "addressCountry": "US"}, set()),
    ({"postalCode": "35000"}, {"departement/35", "region/53"}),
    ({"addressRegion": "Bretagne"}, {"region/53"}),
    ({"addressRegion": "75", "addressCountry": "FR"}, set()),
    ("12 rue Haute, 35000 Rennes", {"departement/35", "region/53"}),
])
def test_a_french_postcode_tells_the_region_and_a_foreign_one_does_not(
        tmp_path: Path, address: object, regions: set[str]) -> None:
    event = {"@type": "Event", "name": "Fête", "location": {"@type": "Place", "address": address}}
    told = describe("schema-org", raws(items(tmp_path, page(event)))[0])
    assert {iri.removeprefix("http://id.insee.fr/geo/") for iri in own_values(told, "spatial")} == regions


def test_five_digits_in_a_page_of_another_language_are_no_french_postcode(tmp_path: Path) -> None:
    event = {"@type": "Event", "name": "Fest", "location": {"@type": "Place", "address": {"postalCode": "10115"}}}
    assert not values(describe("schema-org", raws(items(tmp_path, page(event, language="de")))[0]), "spatial")


def test_nobody_is_named_and_no_mailbox_or_telephone_but_those_of_an_office_is_kept(tmp_path: Path) -> None:
    person = {"@type": "Person", "name": "Jeanne Durand", "email": "jeanne.durand@site.example"}
    office = {"@type": "ContactPoint", "email": "contact@site.example", "telephone": "0612345678", "name": "Anne Roux"}
    said = course(
        author=[person, "Paul Petit"], organizer=person, instructor=person, contactPoint=office,
        provider={"@type": "Organization", "name": "École", "email": "paul.petit@site.example"},
        description="Écrire à anne.roux@site.example ou au 06 12 34 56 78, du 2027-05-01 au 2027-05-02.")
    [raw] = raws(items(tmp_path, page(said)))
    told = describe("schema-org", raw)
    for kept in (raw.payload.decode(), told.serialize().decode()):
        for private in ("Jeanne", "jeanne", "Paul", "paul", "Roux", "roux@", "12 34", "1234"):
            assert private not in kept
        assert "contact@site.example" in kept
        assert "du 2027-05-01 au 2027-05-02" in kept
    assert "MLG-A032" in codes(told)


def test_equal_items_have_equal_payloads_whatever_page_they_stand_in(tmp_path: Path) -> None:
    named = {"@id": "https://site.example/c", "keywords": "a"}
    [first] = raws(items(tmp_path, page(course(**named))))
    [second] = raws(items(tmp_path, page({**named, **course()}), url=f"{PAGE}/liste"))
    assert first.payload == second.payload


def test_a_gzipped_document_is_opened(tmp_path: Path) -> None:
    assert keys(items(tmp_path, gzip.compress(orjson.dumps(course())))) == [PAGE]


def test_every_item_is_one_of_the_four(tmp_path: Path) -> None:
    found = items(tmp_path, page(course(), "{", "null", ""))
    assert all(isinstance(item, Raw | Fault | Follow | Listing) for item in found)
    assert [type(item) for item in found] == [Raw, Fault]
