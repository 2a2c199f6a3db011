"""schema.org: every real sample is read, mapped and accepted, or refused for a reason that is told."""

from pathlib import Path

import pytest

from harvesters.formats import FORMATS
from harvesters.record import Fault, Follow, Listing, UnreadableDocument
from shapes.gate import Gate
from tests.harvesters.records import CASES, SAMPLES, descriptions, needs_samples, read

# How many items the samples have; each of them is accepted by the gate.
_FOUND = {
    "bioschemas-0.6-jaspar.jsonld": 1, "bioschemas-EoCD_jsonld-0.1.json": 1, "bioschemas-course-1.0.json": 1,
    "extruct-Elysian_Fields_Brooklyn_Tickets_The_Owl_Music_Parl.html": 1, "extruct-null_ld_mock.html": 1,
    "gtn-galaxy-intro-101.html": 1, "gtn-slides-introduction.html": 1, "hsf-python-novice-inflammation.html": 1,
    "lcrdm-rda-nl-event.html": 1, "mentions.jsonld": 1, "nbis-course-instances.json": 29, "sib_course.json": 1,
    "wur-activity.html": 1,
}
_NOTHING = {"4tu-summer-event-2024.html", "sense-workshop-event.html", "extruct-JSONLD_with_JS_comment.html"}
_UNREADABLE = {
    "bioschemas-courseInstance-1.0.json": ("MLG-A002", "line 137, column 3"),
    "bioschemas-trainingMaterial-1.0.json": ("MLG-A002", "line 9, column 1"),
    "carpentries-swc-workshops.json": ("MLG-A010", "no JSON-LD"), "extruct-Event.002.html": ("MLG-A005", "Microdata"),
    "gtn-faq.html": ("MLG-A005", "no JSON-LD"),
}
# Those without any JSON-LD look like any page, or any JSON.
_UNRECOGNISED = {"carpentries-swc-workshops.json", "extruct-Event.002.html", "gtn-faq.html"}
_FOLDER = SAMPLES / "schema-org"



@needs_samples
@pytest.mark.parametrize("path", sorted(_FOLDER.iterdir()) if _FOLDER.is_dir() else [], ids=lambda path: path.name)
def test_every_sample_is_accounted_for(path: Path) -> None:
    if path.name in _UNREADABLE:
        code, words = _UNREADABLE[path.name]
        with pytest.raises(UnreadableDocument, match=words) as told:
            read("schema-org", path)
        assert told.value.code == code
        return
    items = read("schema-org", path)
    assert not any(isinstance(item, Fault) for item in items)
    found = list(descriptions("schema-org", items))
    assert len(found) == _FOUND.get(path.name, 0)
    if path.name in _NOTHING:
        assert [remark.code for item in items if isinstance(item, Listing) for remark in item.remarks] == ["MLG-A012"]
    checked = Gate("shacl").check([(one.iri, one.serialize()) for one in found]) if found else []
    assert not [finding for findings in checked for finding in findings if finding.severity == "violation"]
    assert not any(finding.severity == "violation" for one in found for finding in one.findings)


@needs_samples
def test_the_sitemap_of_the_samples_leads_to_its_pages() -> None:
    items = read("schema-org", _FOLDER / "gtn-sitemap.xml", "https://training.galaxyproject.org/sitemap.xml")
    followed = [item for item in items if isinstance(item, Follow)]
    assert len(followed) == 6
    assert {item.changed for item in followed} == {"2022-11-09T11:22:14+00:00"}


@needs_samples
def test_the_samples_are_recognised_and_those_of_other_formats_are_not() -> None:
    recognised = {path for path in SAMPLES.rglob("*") if path.is_file()
                  and FORMATS["schema-org"].recognise(path.read_bytes()[:65_536], "")}
    assert recognised == {path for path in _FOLDER.iterdir() if path.name not in _UNRECOGNISED}


@pytest.mark.parametrize("name", ["course.html", "things.jsonld"])
def test_cases_are_recognised_also_when_they_are_cut(name: str) -> None:
    whole = (CASES / "schema-org" / name).read_bytes()
    assert FORMATS["schema-org"].recognise(whole[:1_500], "")
