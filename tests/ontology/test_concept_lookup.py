"""Looking a concept up by any of its names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.concepts import Concept, Concepts, UnknownConcept, load_concepts

REGION = "http://id.insee.fr/geo/region/"
LICENCE = "http://publications.europa.eu/resource/authority/licence/"
EVERY_CONCEPT = [concept for scheme in load_concepts() for concept in scheme.concepts]


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    return load_concepts()


@pytest.mark.parametrize("value", [
    "53", "Bretagne", "bretagne", " BRETAGNE ", "Brittany", "FR-BRE", "Région Bretagne", f"{REGION}53",
])
def test_a_region_is_found_by_each_of_its_names(concepts: Concepts, value: str) -> None:
    assert concepts.find("region", value) == f"{REGION}53"


@pytest.mark.parametrize(("value", "code"), [
    ("PACA", "93"), ("Provence-Alpes-Côte d'Azur", "93"), ("Provence Alpes Cote d’Azur", "93"),
    ("IDF", "11"), ("Ile de France", "11"), ("Hauts de France", "32"), ("AURA", "84"), ("1", "01"),
])
def test_usual_spellings_of_regions_are_known(concepts: Concepts, value: str, code: str) -> None:
    assert concepts.find("region", value) == f"{REGION}{code}"


@pytest.mark.parametrize(("value", "local"), [
    ("Licence Ouverte / Open Licence", "ETALAB_2_0"), ("lov2", "ETALAB_2_0"), ("fr-lo", "ETALAB_2_0"),
    ("etalab-2.0", "ETALAB_2_0"), ("licence ouverte 2.0", "ETALAB_2_0"), ("cc-by", "CC_BY_4_0"),
    ("https://creativecommons.org/licenses/by/4.0/", "CC_BY_4_0"),
    ("http://creativecommons.org/licenses/by/4.0", "CC_BY_4_0"),
    ("http://spdx.org/licenses/CC-BY-SA-4.0", "CC_BYSA_4_0"), ("odc-odbl", "ODC_BL"), ("CC0", "CC0"),
])
def test_a_licence_is_found_by_what_sources_write(concepts: Concepts, value: str, local: str) -> None:
    assert concepts.find("licence", value) == LICENCE + local


@pytest.mark.parametrize("value", ["gpl", "GNU General Public License", "CC BY 3.0", "BSD", "Licence Ouverte 1.0"])
def test_a_licence_whose_version_is_not_ours_is_not_guessed(concepts: Concepts, value: str) -> None:
    with pytest.raises(UnknownConcept):
        concepts.find("licence", value)


@pytest.mark.parametrize(("scheme", "value", "code"), [
    ("tool-family", "HTR", "text-htr"), ("topic", "réalité virtuelle", "immersive"),
    ("topic", "realite virtuelle", "immersive"), ("mode", "Distanciel", "online"), ("mode", "présentiel", "onsite"),
    ("audience", "Doctorants", "phd-student"), ("equipment-type", "casque VR", "vr-headset"),
    ("infrastructure-kind", "IR*", "ir-star"), ("infrastructure-kind", "IR", "ir"), ("trl", "TRL 7", "7"),
    ("role", "Chef de file", "chef-de-file"), ("archival-stage", "définitive", "final"),
    ("research-activity", "Lemmatisation", "lemmatizing"), ("language", "Langue des signes française", "fsl"),
    ("language", "fre", "fr"), ("language", "en-GB", "en"), ("access", "open", "public"), ("theme", "EDUC", "EDUC"),
])
def test_synonyms_lead_to_their_concept(concepts: Concepts, scheme: str, value: str, code: str) -> None:
    found = concepts.get(concepts.find(scheme, value))
    assert found is not None
    assert (found.scheme, found.code) == (scheme, code)


def test_an_unknown_value_is_told_with_the_nearest_code(concepts: Concepts) -> None:
    with pytest.raises(UnknownConcept) as unknown:
        concepts.find("region", "Bretange")
    assert unknown.value.nearest == ("53",)
    assert unknown.value.fr == "« Bretange » n'est pas dans la liste « Régions » (region) ; " \
                               "codes les plus proches : 53 (Bretagne)."
    assert unknown.value.en == "“Bretange” is not in the list “Regions” (region); nearest codes: 53 (Brittany)."


def test_a_value_near_nothing_is_told_with_what_the_list_has(concepts: Concepts) -> None:
    with pytest.raises(UnknownConcept) as unknown:
        concepts.find("level", "★")
    assert unknown.value.nearest == ()
    assert unknown.value.en.endswith("the list has 4: beginner, intermediate, advanced, all.")


def test_a_long_value_is_not_repeated_whole(concepts: Concepts) -> None:
    with pytest.raises(UnknownConcept) as unknown:
        concepts.find("level", "x" * 100_000)
    assert len(unknown.value.fr) < 300


def test_an_empty_value_names_nothing(concepts: Concepts) -> None:
    with pytest.raises(UnknownConcept):
        concepts.find("level", " - ")


@pytest.mark.parametrize("code", ["regoin", ""])
def test_an_unknown_list_is_told_like_an_unknown_value(concepts: Concepts, code: str) -> None:
    with pytest.raises(UnknownConcept, match="is not a list of concepts"):
        concepts.find(code, "53")


def test_a_concept_of_another_list_is_not_found(concepts: Concepts) -> None:
    with pytest.raises(UnknownConcept):
        concepts.find("region", "https://w3id.org/maillage/concept/level/beginner")


def test_an_unknown_iri_has_no_concept(concepts: Concepts) -> None:
    assert concepts.get("https://example.org/nothing") is None


def _spelt_otherwise(name: str, case: str, accents: bool, spaces: int) -> str:
    cased = {"upper": name.upper(), "lower": name.lower(), "as is": name}[case]
    if not accents:
        cased = "".join(c for c in unicodedata.normalize("NFD", cased) if not unicodedata.combining(c))
    return " " * spaces + cased.replace(" ", " " * (spaces + 1)) + "\t" * spaces


@given(
    concept=st.sampled_from(EVERY_CONCEPT),
    which=st.sampled_from(["code", "fr", "en", "iri"]),
    case=st.sampled_from(["upper", "lower", "as is"]),
    accents=st.booleans(),
    spaces=st.integers(0, 3),
)
def test_case_accents_and_spaces_never_change_what_is_found(
    concept: Concept, which: str, case: str, accents: bool, spaces: int,
) -> None:
    name = {"code": concept.code, "iri": concept.iri}.get(which) or concept.labels[which]
    assert load_concepts().find(concept.scheme, _spelt_otherwise(name, case, accents, spaces)) == concept.iri


@given(scheme=st.sampled_from([scheme.code for scheme in load_concepts()]), value=st.text())
def test_any_text_is_found_or_told(scheme: str, value: str) -> None:
    try:
        known = load_concepts().get(load_concepts().find(scheme, value))
    except UnknownConcept as unknown:
        told = (unknown.fr, unknown.en)
        known = None
    else:
        told = ("", "")
    assert all(told) if known is None else known.scheme == scheme
