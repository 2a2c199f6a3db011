"""The directory of research structures: numbers of parents stay the parents', persons stay out."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from harvesters.formats import FORMATS
from harvesters.record import Fault, Raw, UnreadableDocument
from harvesters.siret import is_siret
from ontology.concepts import load_concepts
from tests.harvesters.records import (
    CASES,
    MINTING,
    SAMPLES,
    codes,
    describe,
    document,
    needs_samples,
    raws,
    read,
    source,
)
from tests.harvesters.registers import own_values, tally, values, values_of, write

SIRET = "18008901303720"
LABORATORY = "https://w3id.org/maillage/concept/infrastructure-kind/laboratory"


def structure(key: str = "199912345A", **fields: Any) -> dict[str, Any]:
    return {"id": key, "label": "LABORATOIRE DES ENCRES", **fields}


def one(folder: Path, **fields: Any) -> Raw:
    [raw] = raws(read("rnsr", write(folder, [structure(**fields)])))
    return raw


def test_the_siret_of_an_institution_is_never_the_structures_own(tmp_path: Path) -> None:
    told = describe("rnsr", one(
        tmp_path, institutions=[{"label": "Centre", "siret": SIRET, "type": "Etablissement tutelle"}],
        externalIds=[{"type": "siret", "id": SIRET}, {"type": "ror", "id": "0abcdef12"}]))
    own = own_values(told, "adms#identifier")
    assert {iri.rpartition("#")[2] for iri in own} == {"identifier-rnsr", "identifier-ror"}
    assert SIRET in values(told, "notation")


def test_a_number_that_is_no_siret_is_left_out_and_told(tmp_path: Path) -> None:
    told = describe("rnsr", one(tmp_path, institutions=[{"label": "Centre", "siret": "123"}]))
    assert "123" not in values(told, "notation")
    assert codes(told)["MLG-Z130"] == "123"


def test_persons_and_their_addresses_are_not_kept(tmp_path: Path) -> None:
    raw = one(tmp_path, leaders=[{"firstname": "Ada", "lastname": "ENCRE", "email": "ada@encres.example"}],
              email="ada.encre@encres.example", phone="+33 5 61 00 00 00",
              description={"fr": "Écrivez à ada.encre@encres.example ou au 05 61 00 00 00."})
    assert b"Ada" not in raw.payload
    assert b"ada" not in raw.payload
    assert b"61 00" not in raw.payload


@pytest.mark.parametrize("gone", [{"status": "old"}, {"status": "Inactive"}, {"removedAt": "2020-01-01"}])
def test_a_structure_that_has_ended_is_withdrawn(tmp_path: Path, gone: dict[str, str]) -> None:
    assert one(tmp_path, **gone).deleted
    assert not one(tmp_path, status="active").deleted


@pytest.mark.parametrize(("told", "is_laboratory"), [
    ({"levelLabel": "Unité"}, True), ({"institutions": [{"label": "C", "code": {"type": "UMR", "number": "1"}}]}, True),
    ({"levelLabel": "Collaboratif"}, False)])
def test_a_structure_is_an_infrastructure_only_where_the_source_says_so(
        tmp_path: Path, told: dict[str, Any], is_laboratory: bool) -> None:
    path = write(tmp_path, [structure(**told)])
    declared = replace(source("rnsr"), kind="infrastructure")
    [raw] = raws(list(FORMATS["rnsr"].read(document(path), declared)))
    assert raw.kind == "infrastructure"
    described = FORMATS["rnsr"].describe(raw, declared, load_concepts(), MINTING)
    assert values(described, "infrastructureKind") == ({LABORATORY} if is_laboratory else set())
    assert raws(read("rnsr", path))[0].kind == "organization"


def test_parents_are_records_of_the_same_source_and_of_the_same_kind(tmp_path: Path) -> None:
    told = describe("rnsr", one(tmp_path, parent=[{"id": "199854321B"}], parents=[{"structure": "200012345C"}]))
    assert values(told, "subOrganizationOf") == {
        MINTING.thing("organization", "s", key) for key in ("199854321B", "200012345C")}


def test_a_copy_of_the_title_without_spaces_is_no_other_name(tmp_path: Path) -> None:
    told = describe("rnsr", one(tmp_path, alias=["LABORATOIREDESENCRES", "1234", "Les Encres", None]))
    assert values(told, "altLabel") == {"Les Encres"}


def test_json_lines_are_read_as_the_array_is(tmp_path: Path) -> None:
    path = tmp_path / "organizations.jsonl"
    path.write_bytes(b"\n".join(orjson.dumps(structure(f"19991234{at}A")) for at in range(3)))
    assert len(raws(read("rnsr", path))) == 3


def test_an_element_without_label_costs_one_element(tmp_path: Path) -> None:
    first, second = read("rnsr", write(tmp_path, [{"id": "199912345A"}, structure("199912346A")]))
    assert isinstance(first, Fault)
    assert (first.key, first.finding.code) == ("199912345A", "MLG-Z122")
    assert isinstance(second, Raw)


def test_json_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as told:
        read("rnsr", write(tmp_path, {"error": "no"}))
    assert told.value.code == "MLG-Z121"


def test_equal_structures_are_equal_bytes(tmp_path: Path) -> None:
    [first, *_] = orjson.loads((CASES / "rnsr" / "structures.json").read_bytes())
    shuffled = dict(reversed(first.items())) | {"leaders": [], "badges": [{"code": "anr"}]}
    made = [raws(read("rnsr", write(tmp_path, [told])))[0].payload for told in (first, shuffled)]
    assert made[0] == made[1]


@needs_samples
@pytest.mark.parametrize(("name", "live"), [("rnsr-structures-a.json", 20), ("scanr-organizations-v2.json", 1)])
def test_every_structure_of_the_samples_is_accepted(name: str, live: int) -> None:
    assert tally("rnsr", SAMPLES / "rnsr" / name) == (live, 0, live)


@needs_samples
def test_no_two_structures_of_the_sample_share_an_identifier_of_their_own() -> None:
    found: list[str] = []
    for raw in raws(read("rnsr", SAMPLES / "rnsr" / "rnsr-structures-a.json")):
        told = describe("rnsr", raw)
        for iri in own_values(told, "adms#identifier"):
            found.extend(values_of(told, iri, "#notation"))
    assert len(found) == len(set(found)) == 29
    assert not any(map(is_siret, found))
