"""Documents are known by what they are, in a process that may die; what they say becomes a file that loads."""

import gzip
import mimetypes
import os
import random
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harvesters.confinement import confined
from harvesters.formats import FORMATS
from harvesters.loader import LoaderLimits
from harvesters.proposal import Proposal, inline, name_of, notes_of, quoted, slug, title_of
from harvesters.recognising import look, recognised
from harvesters.record import UnreadableDocument
from harvesters.source import load_source
from tests.harvesters.records import SAMPLES, needs_samples

FILES = sorted(path for path in SAMPLES.rglob("*.*") if path.is_file() and path.suffix != ".md")
# Folders of samples whose name is not that of the format.
FOLDERS = {"ical": "icalendar", "rss": "feed", "spreadsheets": "table", "json-api": "json", "csw": "dcat"}


def told(path: Path, form: str = "", kind: str = "") -> dict[str, Any]:
    """What a look at a file tells; nothing for one that cannot be read."""
    try:
        return look(str(path), path.as_uri(), mimetypes.guess_type(path.name)[0] or "", 200, form, kind)
    except UnreadableDocument:
        return {"formats": []}


def proposed(said: dict[str, Any], **more: Any) -> Proposal:
    """The proposal that a look leads to, with what a curator has to fill in."""
    return replace(Proposal("s", "S", "https://a.example/", said["formats"][0], kind=said.get("kind") or "dataset",
                            licence="CC0-1.0", language=said.get("language", ""), options=said.get("options", {}),
                            map=said.get("map", {}), unmapped=tuple(said.get("unmapped", ())),
                            notes=notes_of(said, licensed=False, lang="fr")), **more)


def loads(folder: Path, text: str) -> bool:
    file = folder / "s.toml"
    file.write_text(text, "utf-8")
    return load_source(file, FORMATS).format in FORMATS


@needs_samples
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_a_sample_is_known_and_its_proposal_loads(path: Path, tmp_path: Path) -> None:
    said = told(path)
    folder = FOLDERS.get(path.parent.name, path.parent.name)
    if folder in FORMATS and said["formats"] and said["formats"][0] not in ("json", "table"):
        assert said["formats"] == [folder]
    if said["formats"] and ("key" in said.get("map", ()) or not FORMATS[said["formats"][0]].mapped):
        assert loads(tmp_path, proposed(said).toml("En-tête", "Laissées :"))


@needs_samples
def test_most_samples_of_our_formats_are_known() -> None:
    ours = [path for path in FILES if FOLDERS.get(path.parent.name, path.parent.name) in FORMATS]
    known = [path for path in ours if told(path)["formats"][:1] == [FOLDERS.get(path.parent.name, path.parent.name)]]
    assert len(known) > 100
    assert len(known) / len(ours) > 0.9


@pytest.mark.parametrize(("start", "formats"), [
    (b"", []), (b"<html><body>Bonjour</body></html>", []), (b"%PDF-1.7", []), (b'{"a": [{"id": 1}]}', ["json"]),
    (b"id;nom\n1;A\n2;B\n", ["table"]), (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", ["icalendar"]),
    (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", ["feed"])])
def test_formats_are_known_by_their_first_bytes(start: bytes, formats: list[str]) -> None:
    assert recognised(start, "") == formats


def test_no_damage_makes_a_look_fail_otherwise_than_plainly(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311  no secret hangs on it
    rows = [b"id;nom;date_debut;lat;lon\n1;A;01/02/2026;48,1;-1,6\n",
            b'{"items":[{"id":1,"title":{"fr":"a"},"geo":{"lat":1,"lon":2},"tags":["x",["y",null]]}],"next":"/2"}',
            b'{"total_count":1,"results":[{"id":"1","geo_point_2d":{"lat":1,"lon":2}}]}', gzip.compress(b"<urlset/>")]
    for number in range(400):
        content = bytearray(chance.choice(rows))
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(content))
            content[at:at + chance.randrange(3)] = os.urandom(chance.randrange(3))
        path = tmp_path / str(number % 4)
        path.write_bytes(content)
        said = told(path)
        if said["formats"]:
            proposed(said).toml("a", "b")


def test_whatever_columns_are_called_the_proposal_is_toml(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id;"no""m\n=x";\u202e titre;"date # début";é\x07\n1;a;Un titre;2026-01-01;b\n', "utf-8")
    text = proposed(told(path)).toml("a", "b")
    assert loads(tmp_path, text)
    assert "\u202e" not in text


def test_where_items_stand_and_what_comes_next_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'{"meta": {"total": 3}, "links": {"next": "/2"}, "kinds": [{"id": 1}], "data": ['
                     b'{"id": 1, "name": "A b"}, {"id": 2, "name": "C d"}]}')
    assert told(path)["options"] == {"items": "data", "next": "links.next", "total": "meta.total"}


def test_a_header_below_a_title_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Catalogue 2026;;\n;;\nidentifiant;nom;région\n1;A b;Bretagne\n2;C d;Normandie\n", "utf-8")
    assert told(path)["map"] == {"key": "identifiant", "title": "nom", "region": "région"}


@pytest.mark.parametrize(("said", "found"), [
    (b'{"license": "cc-by-4.0", "x": [{"id": 1}]}', ["CC-BY-4.0"]),
    (b'[{"id": 1, "about": "https://creativecommons.org/licenses/by-sa/4.0/"}]', ["CC-BY-SA-4.0"]),
    (b'[{"license": "CC0-1.0"}, {"license": "ODbL-1.0"}]', ["CC0-1.0", "ODbL-1.0"]), (b'[{"license": "x"}]', [])])
def test_licences_that_a_document_names_are_found(tmp_path: Path, said: bytes, found: list[str]) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(said)
    assert told(path)["licences"] == found


def test_a_licence_found_is_to_be_checked_and_several_are_only_told() -> None:
    one, several = ({"licences": names} for names in (["CC0-1.0"], ["CC0-1.0", "ODbL-1.0"]))
    assert "vérifiez" in notes_of(one, licensed=False, lang="fr")["licence"]
    assert notes_of(several, licensed=False, lang="en")["licence"] == \
        "to fill in, as the publisher says it: CC0-1.0, ODbL-1.0"
    assert notes_of(several, licensed=True, lang="en") == {}


@pytest.mark.parametrize(("title", "url", "name"), [
    ("Pôles d'Île-de-France", "", "poles-d-ile-de-france"),
    ("", "https://www.data.example.org/api/poles.v2.csv", "poles-v2-data-example-org"),
    ("", "https://data.example.org/", "data-example-org"), ("", "file:///tmp/Mes%20p%C3%B4les.xlsx", "mes-poles"),
    ("漢字", "file:///%E6%BC%A2", "source"), ("Catalogue", "", "catalogue-2")])
def test_names_come_from_titles_or_addresses_and_are_never_taken(title: str, url: str, name: str) -> None:
    assert name_of(title, url, {"catalogue", "vocabulary"}) == name


def test_a_long_title_makes_a_short_name() -> None:
    assert len(slug("formation " * 50)) <= 60
    assert title_of("https://data.example.org/my_data-set.csv") == "my data set (data.example.org)"


def test_strings_hide_nothing() -> None:
    assert quoted('a"\\\n\u202e\ud800é') == '"a\\"\\\\\\u000a\\u202e\\ufffdé"'
    assert inline({"a b": ["x", {"y": "z"}]}) == '{ "a b" = ["x", { y = "z" }] }'


def sleep(seconds: int) -> dict[str, Any]:
    """Work that never ends."""
    time.sleep(seconds)
    return {}


def fill(size: int) -> dict[str, Any]:
    """Work that wants all memory."""
    return {"size": len(bytearray(size))}


def die() -> dict[str, Any]:
    """Work that takes its process along."""
    os.abort()


@pytest.mark.parametrize(("work", "arguments", "code"), [
    (sleep, (60,), "MLG-F003"), (fill, (8 << 30,), "MLG-F002"), (die, (), "MLG-F004"),
    (int, ("x",), "MLG-F001")])
def test_a_look_that_goes_wrong_ends_plainly(work: Any, arguments: tuple[Any, ...], code: str) -> None:
    with pytest.raises(UnreadableDocument) as told_plainly:
        confined(work, *arguments, limits=LoaderLimits(memory=1 << 28, quiet=3.0))
    assert told_plainly.value.code == code
