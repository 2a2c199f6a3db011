"""Every thing, concept, source and run: each form by suffix and by Accept, the same statements, honest headers."""

from collections.abc import Iterator

import pytest
import rdflib.term
from starlette.testclient import TestClient

from tests.api.linked_things import MEDIA_TYPES, SYNTAXES, THINGS, by_oxigraph, by_rdflib, forms_of

FORMS = [(path, suffix) for path in THINGS for suffix in forms_of(path)]
RDF = [(path, suffix) for path in THINGS for suffix in SYNTAXES]


@pytest.fixture(autouse=True)
def _lexical_forms_as_they_are() -> Iterator[None]:
    """rdflib would write dates and numbers anew."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


@pytest.mark.parametrize(("path", "suffix"), FORMS)
def test_a_form_is_had_by_suffix_and_by_accept(client: TestClient, path: str, suffix: str) -> None:
    by_suffix = client.get(f"{path}.{suffix}", headers={"Accept": "application/pdf"})
    by_accept = client.get(path, headers={"Accept": MEDIA_TYPES[suffix]})
    for answer in (by_suffix, by_accept):
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].partition(";")[0] == MEDIA_TYPES[suffix]
        assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
        assert answer.headers["etag"].startswith('W/"')
        assert answer.headers["last-modified"].endswith(" GMT")
        assert answer.headers["cache-control"] == "public, no-cache"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Content-Location" in answer.headers["access-control-expose-headers"]
    assert by_accept.headers["content-location"] == f"{path}.{suffix}"
    assert "content-location" not in by_suffix.headers
    if suffix != "html":
        assert by_suffix.content == by_accept.content


@pytest.mark.parametrize(("path", "suffix"), RDF)
def test_two_libraries_read_the_same_statements_from_every_syntax(
        client: TestClient, path: str, suffix: str) -> None:
    expected = by_oxigraph(client.get(f"{path}.nt").content, "nt")
    answered = client.get(f"{path}.{suffix}").content
    assert len(expected) > 3
    assert by_oxigraph(answered, suffix) == expected
    assert by_rdflib(answered, suffix) == expected


@pytest.mark.parametrize(("path", "iri"), THINGS.items())
def test_a_document_describes_what_its_address_names(client: TestClient, path: str, iri: str) -> None:
    subjects = {statement.partition(" ")[0] for statement in by_oxigraph(client.get(f"{path}.nt").content, "nt")}
    assert f"<{iri}>" in subjects or path == "/id/concept"
    assert iri in client.get(path, headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(("path", "suffix"), FORMS)
def test_head_says_what_get_does(client: TestClient, path: str, suffix: str) -> None:
    whole, head = client.get(f"{path}.{suffix}"), client.head(f"{path}.{suffix}")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "last-modified", "link", "vary"):
        assert head.headers.get(name) == whole.headers.get(name)


@pytest.mark.parametrize("path", THINGS)
def test_each_form_has_a_tag_of_its_own_that_spares_only_itself(client: TestClient, path: str) -> None:
    tags = {suffix: client.get(f"{path}.{suffix}").headers["etag"] for suffix in forms_of(path)}
    assert len(set(tags.values())) == len(tags)
    for suffix, tag in tags.items():
        again = client.get(f"{path}.{suffix}", headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert client.get(f"{path}.{suffix}", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(("path", "suffix"), FORMS)
def test_what_has_not_changed_since_is_not_sent_again(client: TestClient, path: str, suffix: str) -> None:
    def since(date: str, **more: str) -> int:
        return int(client.get(f"{path}.{suffix}", headers={"If-Modified-Since": date, **more}).status_code)

    told = client.get(f"{path}.{suffix}").headers["last-modified"]
    assert since(told) == since("Fri, 01 Jan 2100 00:00:00 GMT") == 304
    assert since("Mon, 01 Jan 2001 00:00:00 GMT") == since("yesterday") == since("") == 200
    # A tag wins over a date, whatever it says (RFC 9110 section 13.2.2).
    assert since(told, **{"If-None-Match": '"other"'}) == 200
    assert since("Mon, 01 Jan 2001 00:00:00 GMT", **{"If-None-Match": "*"}) == 304


def test_a_description_is_dated_by_its_reading_and_a_page_by_its_generation(client: TestClient) -> None:
    told = {suffix: client.get(f"/id/course/catalogue--archivage.{suffix}").headers["last-modified"]
            for suffix in ("ttl", "ttl?labels=1", "json", "html")}
    assert told == {"ttl": "Fri, 20 Nov 2026 03:12:00 GMT", "ttl?labels=1": "Fri, 20 Nov 2026 04:00:00 GMT",
                    "json": "Fri, 20 Nov 2026 04:00:00 GMT", "html": "Sun, 22 Nov 2026 00:00:00 GMT"}
    assert client.get("/id/run/catalogue--14.ttl").headers["last-modified"] == "Sun, 22 Nov 2026 03:12:40 GMT"


def test_a_held_answer_says_where_it_was_found(client: TestClient) -> None:
    first = client.get("/id/source/registre", headers={"Accept": "text/turtle"})
    again = client.get("/id/source/registre", headers={"Accept": "text/turtle", "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["vary"] == "Accept, Accept-Language, Accept-Profile"
    for name in ("content-location", "cache-control", "last-modified"):
        assert again.headers[name] == first.headers[name]


@pytest.mark.parametrize("path", THINGS)
def test_what_may_be_done_here_is_told(client: TestClient, path: str) -> None:
    plain = client.options(path)
    assert (plain.status_code, plain.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    asked = {"Origin": "https://portal.example", "Access-Control-Request-Method": "GET",
             "Access-Control-Request-Headers": "accept-profile"}
    preflight = client.options(path, headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "Accept-Profile" in preflight.headers["access-control-allow-headers"]
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", THINGS)
def test_what_no_form_fits_is_refused_with_those_that_there_are(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/pdf"})
    assert answer.status_code == 406
    assert set(MEDIA_TYPES.values()) - set(answer.json()["available"]) <= {"application/json"}
    assert client.get(f"{path}.docx").status_code == 404


PARTS = ["%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5cwindows", "a%00b", "%00", "A--B", "é--é", "%ff%fe",
         "%E2%80%AE", "x%0d%0aX-Evil:1", "a" * 3000, "%F0%9F%A6%86", "%2F", "%25", "a%2fb", "{{7*7}}",
         "%3Cscript%3E", "' OR 1=1--", "--", "--1", "x--99999999999999999999999999", "x--1e3", "x---1",
         ".", ".ttl", "..ttl", "a.b.c", " ", "*", ";x"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("folder", ["/id/course/", "/id/", "/id/source/", "/id/run/", "/id/concept/", "/graph/",
                                    "/id/concept/topic/", "/id/concept/licence/", "/concept/", "/concept/topic/",
                                    "/id/catalogue.", "/id/concept."])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_a_hostile_name_is_not_found(client: TestClient, folder: str, part: str, accept: str) -> None:
    answer = client.get(folder + part, headers={"Accept": accept})
    plain = part in ("%2e%2e", ".", "..ttl", ".ttl", ";x", "*", " ")
    assert answer.status_code in ((200, 400, 404) if plain else (400, 404)), answer.text
    assert "x-evil" not in answer.headers
    assert answer.headers["content-type"] == "application/problem+json" or "<script>" not in answer.text


def test_a_very_long_address_is_refused(client: TestClient) -> None:
    assert client.get(f"/id/concept/{'x' * 9000}").status_code == 414
