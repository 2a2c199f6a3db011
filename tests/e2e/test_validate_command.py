"""`maillage validate`: one file, plain words."""

from pathlib import Path

import pytest

from tests.e2e.conftest import maillage

COURSE = """
@prefix dct: <http://purl.org/dc/terms/> . @prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://x.example/c1> a schema:Course ; dct:identifier "c1" ; {title}
  schema:hasCourseInstance [ a schema:CourseInstance ; schema:startDate "2027-03-02"^^xsd:date ;
                             schema:endDate "{end}"^^xsd:date ] .
"""


def validate(tmp_path: Path, text: str, *more: str, suffix: str = ".ttl") -> tuple[int, str]:
    file = tmp_path / f"mine{suffix}"
    file.write_text(text, "utf-8")
    done = maillage("validate", str(file), *more, data=tmp_path / "none")
    assert "Traceback" not in done.err
    return done.code, done.out + done.err


def test_a_sound_file_passes(tmp_path: Path) -> None:
    code, told = validate(tmp_path, COURSE.format(title='dct:title "Numériser"@fr ;', end="2027-03-04"))
    assert (code, "1 records checked" in told) == (0, True), told


def test_a_missing_title_and_a_session_that_ends_before_it_starts_are_said(tmp_path: Path) -> None:
    code, told = validate(tmp_path, COURSE.format(title="", end="2027-03-01"))
    assert code == 1
    assert told.count("violation") == 2


@pytest.mark.parametrize(("text", "suffix"), [("this is no Turtle", ".ttl"), ("{", ".jsonld"), ("x", ".docx")])
def test_what_cannot_be_read_is_said(tmp_path: Path, text: str, suffix: str) -> None:
    code, told = validate(tmp_path, text, suffix=suffix)
    assert code in (1, 2)
    assert "mine" in told or ".docx" in told


def test_the_report_can_be_had_as_shacl(tmp_path: Path) -> None:
    _, told = validate(tmp_path, COURSE.format(title="", end="2027-03-04"), "--format", "ttl")
    assert "sh:ValidationReport" in told
    assert "sh:conforms false" in told
