"""Two sources that describe one thing are both kept, and each shows the other until one is retired."""

import shutil
import warnings
from pathlib import Path

import pytest

from api.app import create_app
from api.generation_watch import open_view
from api.settings import ApiSettings
from catalogue.generation import current
from tests.e2e.conftest import Ended, maillage, write_source

with warnings.catch_warnings():
    # Starlette announces another client library; the project depends on httpx.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PREFIXES = ('@prefix adms: <http://www.w3.org/ns/adms#> . @prefix dcat: <http://www.w3.org/ns/dcat#> . '
            '@prefix dct: <http://purl.org/dc/terms/> . @prefix org: <http://www.w3.org/ns/org#> . '
            '@prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . ')
HOSTILE = "<script>alert(1)</script>{{7*7}}</span>"


def thing(kind: str, key: str, title: str, more: str = "") -> str:
    return f'<https://s.example/{key}> a {kind} ; dct:identifier "{key}" ; dct:title "{title}"@fr {more} .\n'


def number(register: str, value: str) -> str:
    return f'; adms:identifier [ a adms:Identifier ; skos:notation "{value}" ; adms:schemaAgency "{register}" ]'


def course(key: str) -> str:
    return thing("schema:Course", key, f"Cours {key}", '; schema:provider [ a org:Organization ; dct:title "Greta"@fr '
                 f'{number("SIRET", "13002526500013")} ]')


ONE = (thing("org:Organization", "u1", "Université de la Baie", number("ROR", "05nq3dm39"))
       + thing("org:Organization", "h1", "Hostile", number("Odd", HOSTILE))
       + thing("schema:SoftwareApplication", "t1", "Outil", "; dcat:landingPage <https://outil.example/fr/>")
       + "".join(course(f"a{place}") for place in range(6)))
TWO = (thing("org:Organization", "u2", "Univ. Baie", "; schema:sameAs <https://ror.org/05nq3dm39>")
       + thing("org:Organization", "h2", "Hostile aussi", number("Odd", HOSTILE))
       + thing("schema:SoftwareApplication", "t2", "L'outil", "; dcat:landingPage <http://outil.example/fr>")
       + "".join(course(f"b{place}") for place in range(6))
       + thing("org:Organization", "g2", "Greta", number("SIRET", "13002526500013")))


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of both sources and the data directory that they were harvested into."""
    folder = tmp_path_factory.mktemp("claims")
    for name, text in (("one", ONE), ("two", TWO)):
        write_source(folder / "sources", name, "rdf", f"{name}.ttl", (PREFIXES + text).encode())
    done = run(folder, "harvest")
    assert done.code == 0
    assert "6 remarks on several records together: see `maillage findings --group`." in done.err
    return folder


def run(folder: Path, *arguments: str) -> Ended:
    return maillage(*arguments, data=folder / "data", MAILLAGE_SOURCES=str(folder / "sources"))


@pytest.fixture(scope="module")
def client(harvested: Path) -> TestClient:
    return client_on(harvested)


def client_on(folder: Path) -> TestClient:
    generation = current(folder / "data")
    assert generation is not None
    view = open_view(generation)
    return TestClient(create_app(ApiSettings(folder / "data", generation.manifest.base), views=lambda: view))


def also(client: TestClient, name: str) -> list[tuple[str, str, str, str]]:
    told = client.get(f"/api/v1/records/{name}").json()["alsoDescribed"]
    return [(one["id"].rpartition("/")[2], one["source"], one["because"], one["level"]) for one in told]


def page(client: TestClient, path: str, language: str = "fr") -> str:
    text: str = client.get(path, headers={"Accept": "text/html", "Accept-Language": language}).text
    return text


def test_both_are_live_and_each_names_the_other(client: TestClient) -> None:
    assert also(client, "organization/one--u1") == [("two--u2", "two", "ROR 05nq3dm39", "identifier")]
    assert also(client, "organization/two--u2") == [("one--u1", "one", "ROR 05nq3dm39", "identifier")]
    assert client.get("/api/v1/records/two--u2").json()["alsoDescribed"][0]["title"] == {"fr": "Université de la Baie"}


def test_both_pages_show_the_other_with_source_and_reason(client: TestClient) -> None:
    first, second = page(client, "/id/organization/one--u1"), page(client, "/id/organization/two--u2", "en")
    assert "Aussi décrit par" in first
    assert 'href="/id/organization/two--u2"' in first
    assert 'href="/id/source/two"' in first
    assert "même identifiant" in first
    assert "ROR 05nq3dm39" in first
    assert "Also described by" in second
    assert 'href="/id/organization/one--u1"' in second
    assert "same identifier: ROR 05nq3dm39" in second


def test_the_same_page_is_a_weaker_reason(client: TestClient) -> None:
    assert also(client, "one--t1") == [("two--t2", "two", "http://outil.example/fr", "page")]


def test_providers_of_one_number_are_no_claim_between_courses(client: TestClient) -> None:
    assert also(client, "one--a0") == also(client, "two--g2") == []
    assert "Aussi décrit par" not in page(client, "/id/course/one--a0")


def test_hostile_values_stay_text(client: TestClient) -> None:
    assert [(other, level) for other, _, _, level in also(client, "one--h1")] == [("two--h2", "identifier")]
    text = page(client, "/id/organization/one--h1")
    assert "<script>alert" not in text
    assert "49" not in text.partition("Aussi décrit par")[2].partition("</section>")[0]


def test_the_curator_sees_what_rules_found_by_source_and_by_cause(harvested: Path) -> None:
    told = run(harvested, "findings", "--json").json
    assert told["schema"] == "maillage.findings/1"
    assert {row["code"] for row in told["findings"]} == {"MLG-J103", "MLG-J107"}
    shared = [row["record"].rpartition("/")[2] for row in told["findings"] if row["value"] == "ROR 05nq3dm39"]
    assert shared == ["one--u1", "two--u2"]
    assert {row["source"] for row in run(harvested, "findings", "two", "--json").json["findings"]} == {"two"}
    listed = run(harvested, "findings", "one")
    assert (listed.code, "ROR 05nq3dm39" in listed.out, "claim the same identifier" in listed.out) == (0, True, True)
    grouped = run(harvested, "findings", "--group").out.splitlines()
    assert grouped[1].split("\t")[:3] == ["2", "one", "MLG-J103"]


def test_a_source_that_is_not_known_is_told_with_the_nearest(harvested: Path) -> None:
    told = run(harvested, "findings", "onne")
    assert (told.code, "one" in told.err) == (2, True)


def test_the_claim_goes_with_the_source(harvested: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(harvested, tmp_path / "copy")
    (folder / "sources" / "two.toml").unlink()
    assert run(folder, "source", "retire", "two").code == 0
    after = client_on(folder)
    assert after.get("/api/v1/records/organization/two--u2").status_code == 410
    assert also(after, "organization/one--u1") == also(after, "one--t1") == []
    assert "Aussi décrit par" not in page(after, "/id/organization/one--u1")
    assert run(folder, "findings").out == ""
