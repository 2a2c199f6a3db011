"""What the index keeps of a record: the item of a results list, and its whole documents."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from ontology.jsonld import to_jsonld
from search.item import LONGEST_DESCRIPTION, MOST_SESSIONS, cut
from search.query import SearchQuery
from tests.search.samples import built, iri_of, record

LINE = "<https://data.example.org/id/course/school--1> <{}> {} .\n"
PROVIDER = "https://data.example.org/id/course/school--1#provider"


def item(folder: Path, **said: Any) -> dict[str, Any]:
    [found] = built(folder, [record("1", **said)]).search(SearchQuery()).items
    read: dict[str, Any] = orjson.loads(found)
    return read


def test_an_item_says_what_a_list_of_results_shows(tmp_path: Path) -> None:
    assert item(
        tmp_path, title={"fr": "Encoder", "en": "Encoding", "": "TEI"}, text={"fr": "En deux\n\njours."},
        codes={"topic": ["iiif", "metadata"], "region": ["53"], "level": ["beginner"], "free": ["true"]},
        sessions=[("2026-09-03", "2026-09-04", "onsite"), ("2026-03-01", "", "online")],
        points=[(48.11, -1.68)], changed="2026-02-03", stale=True, more=[
            LINE.format("http://www.w3.org/ns/dcat#landingPage", "<https://school.example.org/tei>"),
            LINE.format("https://schema.org/provider", f"<{PROVIDER}>"),
            LINE.format("https://schema.org/provider", "<https://data.example.org/id/organization/other--2>"),
            f'<{PROVIDER}> <http://purl.org/dc/terms/title> "École"@fr .\n'],
    ) == {
        "id": "https://data.example.org/id/course/school--1",
        "path": "/id/course/school--1",
        "kind": "course",
        "title": {"en": "Encoding", "fr": "Encoder", "und": "TEI"},
        "description": {"fr": "En deux jours."},
        "providers": [{"id": PROVIDER, "title": {"fr": "École"}},
                      {"id": "https://data.example.org/id/organization/other--2", "title": {}}],
        "topics": ["iiif", "metadata"], "regions": ["53"], "levels": ["beginner"], "modes": ["onsite", "online"],
        "sessions": [{"start": "2026-03-01", "end": None, "modes": ["online"], "place": None},
                     {"start": "2026-09-03", "end": "2026-09-04", "modes": ["onsite"], "place": None}],
        "sessionCount": 2,
        "point": [48.11, -1.68],
        "free": True,
        "landingPage": "https://school.example.org/tei",
        "source": "school",
        "modified": "2026-02-03",
        "stale": True,
    }


def test_what_is_not_known_is_null_or_empty(tmp_path: Path) -> None:
    bare = item(tmp_path, title={})
    assert {name for name, value in bare.items() if value in (None, [], {}, 0)} == {
        "title", "description", "providers", "topics", "regions", "levels", "modes", "sessions", "sessionCount",
        "point", "free", "landingPage", "stale"}
    assert bare["modified"] == "2026-11-01T08:00:00Z"


def test_a_session_says_its_town(tmp_path: Path) -> None:
    session, place = "https://data.example.org/id/course/school--1#session-0", "https://a.org/place"
    found = item(tmp_path, sessions=[("2026-01-01", "", "")], more=[
        f"<{session}> <https://schema.org/location> <{place}> .\n",
        f'<{place}> <http://purl.org/dc/terms/title> "Campus"@fr .\n',
        f"<{place}> <http://www.w3.org/ns/locn#address> <{place}#a> .\n",
        f'<{place}#a> <http://www.w3.org/ns/locn#postName> "Rennes" .\n'])
    assert found["sessions"][0]["place"] == "Rennes"


def test_of_very_many_sessions_the_latest_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    days = [f"{year}-01-01" for year in range(2010, 2010 + MOST_SESSIONS + 5)]
    found = item(tmp_path, sessions=[(day, "", "") for day in days])
    assert found["sessionCount"] == MOST_SESSIONS + 5
    assert [session["start"] for session in found["sessions"]] == days[5:]


def test_the_date_of_change_is_the_descriptions_own_where_it_says_one(tmp_path: Path) -> None:
    said = LINE.format("http://purl.org/dc/terms/modified", '"2026-04"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>')
    assert item(tmp_path, changed="2026-02-03", more=[said])["modified"] == "2026-04"


@pytest.mark.parametrize(("text", "short"), [
    ("mot " * 200, "mot " * 75 + "…"),
    ("lettre" * 100 + " fin", "lettre" * 50 + " …"),
    ("a" * LONGEST_DESCRIPTION, "a" * LONGEST_DESCRIPTION),
    ("un,  deux\ntrois", "un, deux trois"),
    ("", ""),
])
def test_a_long_text_is_cut_between_words(text: str, short: str) -> None:
    assert cut(text) == short


def test_a_record_is_kept_whole_and_told_by_its_iri(tmp_path: Path) -> None:
    entry = record("1", "Encoder", codes={"topic": ["iiif"]}, changed="2026-02-03", stale=True)
    index = built(tmp_path, [entry, record("2")])
    kept = index.get(iri_of("1"))
    assert kept is not None
    assert (kept.iri, kept.kind, kept.source, kept.key) == (entry.iri, "course", "school", "1")
    assert (kept.read, kept.changed, kept.run) == ("2026-11-01T08:00:00Z", "2026-02-03", 7)
    assert (kept.licence, kept.warnings, kept.stale) == ("LO-OL-2.0", 2, True)
    assert kept.ntriples == entry.description
    assert orjson.loads(kept.jsonld) == to_jsonld(entry.description, entry.iri)
    assert orjson.loads(kept.item)["id"] == entry.iri
    assert index.get(iri_of("3")) is None
