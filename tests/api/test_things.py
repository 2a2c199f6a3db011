"""Things at their IRIs: the same statements in every form, each form with its own tag."""

import orjson
import pytest
from pyoxigraph import Dataset, RdfFormat, parse
from starlette.testclient import TestClient

from tests.api.demo_view import BASE

PATH = "/id/course/catalogue--archivage"
FORMS = {
    "html": "text/html; charset=utf-8", "jsonld": "application/ld+json", "ttl": "text/turtle; charset=utf-8",
    "rdf": "application/rdf+xml", "nt": "application/n-triples", "json": "application/json",
}
SYNTAXES = {"jsonld": RdfFormat.JSON_LD, "ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML, "nt": RdfFormat.N_TRIPLES}


@pytest.mark.parametrize("suffix", FORMS)
def test_a_form_is_had_by_suffix_and_by_accept(client: TestClient, suffix: str) -> None:
    by_suffix = client.get(f"{PATH}.{suffix}", headers={"Accept": "application/pdf"})
    by_accept = client.get(PATH, headers={"Accept": FORMS[suffix].partition(";")[0]})
    for answer in (by_suffix, by_accept):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == FORMS[suffix]
        assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
        assert answer.headers["x-maillage-generation"] == "g000001"
        assert "g000001" in answer.headers["etag"]
    if suffix != "html":
        assert by_suffix.content == by_accept.content


@pytest.mark.parametrize("suffix", SYNTAXES)
def test_every_syntax_says_the_same(client: TestClient, suffix: str) -> None:
    expected = Dataset(parse(client.get(f"{PATH}.nt").content, format=RdfFormat.N_TRIPLES))
    read = Dataset(parse(client.get(f"{PATH}.{suffix}").content, format=SYNTAXES[suffix]))
    assert len(expected) > 30
    assert read == expected


def test_the_json_ld_in_the_page_says_the_same_with_less_context(client: TestClient) -> None:
    page = client.get(PATH, headers={"Accept": "text/html"}).text
    embedded = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    whole = client.get(f"{PATH}.jsonld").content
    first, second = (Dataset(parse(text, format=RdfFormat.JSON_LD)) for text in (embedded.encode(), whole))
    assert first == second
    assert len(orjson.loads(embedded)["@context"]) < len(orjson.loads(whole)["@context"]) / 2


def test_a_tag_of_one_form_never_spares_another(client: TestClient) -> None:
    tags = {suffix: client.get(f"{PATH}.{suffix}").headers["etag"] for suffix in FORMS}
    negotiated = {
        accept: client.get(PATH, headers={"Accept": accept}).headers["etag"]
        for accept in ("text/html", "text/turtle", "application/ld+json")}
    english = client.get(PATH, headers={"Accept": "text/html", "Accept-Language": "en"}).headers["etag"]
    every = [*tags.values(), *negotiated.values(), english]
    assert len(set(every)) == len(every)
    for suffix in FORMS:
        for other, tag in tags.items():
            status = client.get(f"{PATH}.{suffix}", headers={"If-None-Match": tag}).status_code
            assert status == (304 if other == suffix else 200)


@pytest.mark.parametrize("held", ["{tag}", '"x", {tag}', "*", "{strong}"])
def test_what_the_client_holds_is_not_sent_again(client: TestClient, held: str) -> None:
    tag = client.get(f"{PATH}.ttl").headers["etag"]
    again = client.get(f"{PATH}.ttl", headers={"If-None-Match": held.format(tag=tag, strong=tag.removeprefix("W/"))})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert "Accept-Language" in again.headers["vary"]


def test_links_name_the_other_forms(client: TestClient) -> None:
    header = client.get(f"{PATH}.ttl").headers["link"]
    for suffix, media in FORMS.items():
        address = PATH if suffix == "html" else f"{PATH}.{suffix}"
        named = f'<{address}>; rel="alternate"; type="{media.partition(";")[0]}"' in header
        assert named is (suffix != "ttl")


def test_no_form_fits_is_406_and_lists_what_exists(client: TestClient) -> None:
    answer = client.get(PATH, headers={"Accept": "application/pdf"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["available"]


def test_an_unknown_suffix_is_not_found(client: TestClient) -> None:
    assert client.get(f"{PATH}.docx").status_code == 404
    assert client.get(f"{PATH}.").status_code == 404


def test_a_source_is_a_thing_too(client: TestClient) -> None:
    told = client.get("/id/source/registre.json").json()
    assert told["id"] == f"{BASE}id/source/registre"
    assert told["records"] == 11
    assert "Registre des outils" in client.get("/id/source/registre", headers={"Accept": "text/html"}).text
    missing = client.get("/id/source/registe")
    assert missing.status_code == 404
    assert missing.json()["nearest"][0] == "registre"


@pytest.mark.parametrize("suffix", SYNTAXES)
def test_the_vocabulary_is_at_home_in_every_form(client: TestClient, suffix: str) -> None:
    answer = client.get(f"/ns/maillage.{suffix}")
    read = Dataset(parse(answer.content, format=SYNTAXES[suffix]))
    expected = Dataset(parse(client.get("/ns/maillage.nt").content, format=RdfFormat.N_TRIPLES))
    assert len(read) == len(expected) > 50
    page = client.get("/ns/", headers={"Accept": "text/html"}).text
    assert 'id="ResourceHub"' in page
    assert client.get("/ns/context.jsonld").json()["@context"]["title"]["@id"] == "dct:title"
