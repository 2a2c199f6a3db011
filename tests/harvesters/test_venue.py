"""Places in one line: where a postcode may be trusted, and what is nowhere."""

import pytest

from harvesters.description import Description
from harvesters.venue import Venue, Venues
from ontology.concepts import load_concepts


def said(*venues: Venue) -> str:
    """What is told of a record that takes place there."""
    record = Description("https://data.example/id/event/a", load_concepts())
    places = Venues(record, "fr")
    for venue in venues:
        places.hold(record, venue)
    return record.serialize().decode()


@pytest.mark.parametrize(("text", "zone", "department"), [
    ("Le Port, 29200 Brest, France", "", "29"), ("Le Port, 29200, Brest, FR", "", "29"),
    ("Le Port, 29200 Brest", "Europe/Paris", "29"), ("Le Port, 97400 Saint-Denis", "Indian/Reunion", "974"),
    ("Le Port, 29200 Brest", "", ""), ("Unter den Linden, 10117 Berlin, Germany", "Europe/Paris", ""),
    ("10117 Berlin", "Europe/Berlin", ""), ("Salle 29200, France", "", ""), ("Le Port, Brest, France", "", ""),
])
def test_a_postcode_is_french_only_where_something_says_so(text: str, zone: str, department: str) -> None:
    told = said(Venue(text, zone=zone))
    assert ("/geo/departement/" in told) == bool(department)
    assert f"/geo/departement/{department}>" in told or not department


@pytest.mark.parametrize("text", ["En ligne", "Online, Virtual, Australia", "https://visio.example/1", "Zoom",
                                  "Visioconférence", "Inscription : <a href='https://x.example/'>https://x.example/</a>"])
def test_what_is_online_is_nowhere_and_its_links_are_not_told(text: str) -> None:
    told = said(Venue(text))
    assert "VirtualLocation" in told
    assert "example/1" not in told
    assert "x.example" not in told


@pytest.mark.parametrize(("text", "title"), [
    ("Médiathèque, 3 rue Haute, Brest", "Médiathèque"), ("Salle 3\n2e étage", "Salle 3"),
    ("Chez léa, lea@chez.example", "Chez léa"), ("Auditorium", "Auditorium"),
])
def test_a_place_is_called_by_what_comes_first(text: str, title: str) -> None:
    told = said(Venue(text))
    assert f'title> "{title}"@fr' in told
    assert "lea@" not in told


def test_a_place_that_is_met_again_is_described_once() -> None:
    assert said(Venue("A, B"), Venue("A, B")) == said(Venue("A, B"))
    assert said(Venue("")) == ""
