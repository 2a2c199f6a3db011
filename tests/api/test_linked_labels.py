"""Names of what is linked to, on demand: the same statements and those names, in every form."""

from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from tests.api.demo_view import BASE
from tests.api.linked_things import SYNTAXES, THINGS, by_oxigraph, by_rdflib

COURSE = "/id/course/catalogue--versement"
NAMES = {"<http://purl.org/dc/terms/title>", "<http://www.w3.org/2000/01/rdf-schema#label>",
         "<http://www.w3.org/2004/02/skos/core#prefLabel>", "<http://xmlns.com/foaf/0.1/name>"}


@pytest.mark.parametrize("path", THINGS)
def test_labels_add_names_of_what_is_linked_to_and_nothing_else(client: TestClient, path: str) -> None:
    plain = by_oxigraph(client.get(f"{path}.nt").content, "nt")
    named = by_oxigraph(client.get(f"{path}.nt?labels=1").content, "nt")
    assert plain <= named
    linked = {statement.split(" ", 2)[2] for statement in plain}
    for statement in named - plain:
        subject, predicate, _ = statement.split(" ", 2)
        assert subject in linked
        assert predicate in NAMES
    if path != "/id/concept/region/53":
        assert named > plain


@pytest.mark.parametrize("path", THINGS)
@pytest.mark.parametrize("suffix", SYNTAXES)
def test_every_syntax_says_the_same_with_labels(client: TestClient, path: str, suffix: str) -> None:
    expected = by_oxigraph(client.get(f"{path}.nt?labels=1").content, "nt")
    answered = client.get(f"{path}.{suffix}?labels=1").content
    assert by_oxigraph(answered, suffix) == expected
    if suffix == "jsonld":
        assert len(by_rdflib(answered, suffix)) == len(expected)


def nodes(value: Any) -> dict[str, dict[str, Any]]:
    """Every object of a JSON-LD document by its IRI."""
    found: dict[str, dict[str, Any]] = {}
    if isinstance(value, list):
        for one in value:
            found |= nodes(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            found |= nodes(one) if name != "@context" else {}
        if len(value) > 1 and "id" in value:
            found[value["id"]] = value
    return found


@pytest.mark.parametrize("address", [f"{COURSE}.jsonld?labels=1", f"{COURSE}.json?labels=1",
                                     "/api/v1/records/catalogue--versement?labels=1"])
def test_in_json_names_stand_where_they_are_needed(client: TestClient, address: str) -> None:
    document = orjson.loads(client.get(address).content)
    found = nodes(document["description"] if "generation" in document else document)
    concept = "https://w3id.org/maillage/concept/topic/digital-archiving"
    assert found[concept]["prefLabel"] == {"fr": "Archivage numérique", "en": "Digital archiving"}
    assert found["http://id.insee.fr/geo/region/52"]["prefLabel"]["fr"] == "Pays de la Loire"
    assert found[f"{BASE}id/organization/registre--archives-ouest"]["title"]["fr"]
    assert found[f"{BASE}id/source/catalogue"]["title"]["en"] == "Catalogue of the workshop"
    assert found[f"{BASE}id/run/catalogue--7"]["title"] == {"fr": "Passage 7 de catalogue", "en": "Run 7 of catalogue"}
    assert {"@value": "Training", "@language": "en"} in found["https://schema.org/Course"]["rdfs:label"]


def test_a_labelled_form_is_another_representation(client: TestClient) -> None:
    plain, named = client.get(f"{COURSE}.ttl"), client.get(f"{COURSE}.ttl?labels=1")
    assert plain.headers["etag"] != named.headers["etag"]
    negotiated = client.get(f"{COURSE}?labels=1", headers={"Accept": "text/turtle"})
    assert negotiated.headers["content-location"] == f"{COURSE}.ttl?labels=1"
    assert negotiated.content == named.content
    assert client.get(f"{COURSE}.ttl?labels=0").content == plain.content


@pytest.mark.parametrize("path", [COURSE, f"{COURSE}.ttl", "/api/v1/records/catalogue--versement",
                                  "/id/concept/topic/metadata"])
def test_a_value_that_is_neither_yes_nor_no_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?labels=fr")
    assert (answer.status_code, answer.json()["code"]) == (422, "MLG-Q003")


def test_what_the_web_adds_to_an_address_is_passed_over(client: TestClient) -> None:
    assert client.get(f"{COURSE}?utm_source=lettre&fbclid=x").status_code == 200
