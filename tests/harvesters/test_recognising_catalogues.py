"""What udata, CKAN and DATAtourisme send is recognised by its beginning, and nothing else is taken for it."""

import zipfile
from pathlib import Path

import pytest

from harvesters.formats import FORMATS
from tests.harvesters.records import SAMPLES, needs_samples

NAMES = ("udata", "ckan", "datatourisme")
START = 1 << 16


@needs_samples
@pytest.mark.parametrize("name", NAMES)
def test_only_its_own_samples_are_recognised(name: str) -> None:
    files = [path for path in SAMPLES.rglob("*") if path.is_file()]
    taken = {path for path in files if FORMATS[name].recognise(path.read_bytes()[:START], "")}
    assert taken == {path for path in files if path.parent.name == name}


@pytest.mark.parametrize(("name", "start"), [
    ("udata", b'\xef\xbb\xbf{"data": [], "next_page": null, "page": 1, "page_size": 20, "previous_page": null}'),
    ("ckan", b'{"help": "x", "success": true, "result": ["a", "b"]}'),
    ("ckan", b'{"help": "x", "success": false, "error": {"message": "Not found"}}'),
    ("datatourisme", b'[{"label": "x", "lastUpdateDatatourisme": "2027-01-06", "file": "0/00/1.js')])
def test_the_least_that_a_server_says_is_enough(name: str, start: bytes) -> None:
    assert [other for other in NAMES if FORMATS[other].recognise(start, "application/json")] == [name]


@pytest.mark.parametrize(("member", "taken"), [("index.json", True), ("[Content_Types].xml", False), ("a.csv", False)])
def test_a_zip_archive_is_a_flux_by_its_index(tmp_path: Path, member: str, taken: bool) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr(member, "[]")
    assert FORMATS["datatourisme"].recognise((tmp_path / "a.zip").read_bytes(), "application/zip") is taken
