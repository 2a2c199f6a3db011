"""Whatever graph stands where records should, reading and mapping it ends well, and says the same twice."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from harvesters.formats.profile.properties import profile
from harvesters.record import Fault, Raw, UnreadableDocument
from ontology.kinds import KINDS
from ontology.terms import DCAT, DCT, FOAF, RDF, SCHEMA, VCARD, XSD
from shapes.gate import REFUSALS, Gate
from tests.harvesters.records import SAMPLES, describe, needs_samples, raws, read

_THINGS = [NamedNode(f"https://data.example.org/{name}") for name in ("a", "b", "a#part", "b#record", "c?x=%20")]
_NODES = st.sampled_from([
    *_THINGS, *(BlankNode(f"n{number}") for number in range(4)), NamedNode("urn:x:1"),
    NamedNode("mailto:a.b@example.org"), NamedNode("https://w3id.org/maillage/concept/topic/transcription"),
    NamedNode("http://id.insee.fr/geo/region/53"), NamedNode("http://id.insee.fr/geo/commune/99999"),
    NamedNode("https://w3id.org/maillage/concept/formacode/1")])
_CLASSES = st.sampled_from([*(kind.rdf_class for kind in KINDS.values()), FOAF.Person, VCARD.Individual, SCHEMA.Offer])
_WORDS = st.one_of(st.text(st.characters(codec="utf-8"), max_size=20), st.sampled_from([
    "fr", "Bretagne", "2026-02-30", "2026", "oui", "35000", "POINT(1 2)", "PT2H", "https://a.example/",
    "jean@a.example", "contact@a.example", "CC BY 4.0", "1e999", "﷽", "\u202e", "<b>x</b>"]))
_LITERALS = st.one_of(
    st.builds(Literal, _WORDS), st.builds(lambda words: Literal(words, language="fr"), _WORDS),
    st.builds(lambda words, kind: Literal(words, datatype=kind), _WORDS,
              st.sampled_from([XSD.date, XSD.boolean, XSD.decimal, XSD.anyURI, NamedNode("urn:odd")])))
_PROPERTIES = st.sampled_from([*profile(), DCT.title, FOAF.isPrimaryTopicOf, NamedNode("urn:strange")])
_STATEMENTS = st.one_of(
    st.builds(Triple, _NODES, st.just(RDF.type), _CLASSES),
    st.builds(Triple, _NODES, _PROPERTIES, st.one_of(_NODES, _LITERALS)))
_GATE = Gate()


def _written(folder: Path, statements: list[Triple], name: str = "fuzzed.nt") -> Path:
    path = folder / name
    path.write_bytes(serialize(statements, format=RdfFormat.N_TRIPLES) or b"# nothing")
    return path


@settings(max_examples=300, deadline=None)
@given(statements=st.lists(_STATEMENTS, min_size=1, max_size=30))
def test_any_graph_is_read_and_mapped_the_same_twice(
        tmp_path_factory: pytest.TempPathFactory, statements: list[Triple]) -> None:
    for raw in raws(read("rdf", _written(tmp_path_factory.getbasetemp(), statements))):
        first, second = describe("rdf", raw), describe("rdf", raw)
        assert first.serialize() == second.serialize()
        assert first.findings == second.findings
        [told] = _GATE.check([(first.iri, first.serialize())])
        assert not {finding.code for finding in told} & {refusal.code for refusal in REFUSALS}
        assert all(finding.fr and finding.en for finding in first.findings)


@settings(max_examples=100, deadline=None)
@given(statements=st.lists(_STATEMENTS, min_size=1, max_size=25), seed=st.integers())
def test_order_and_names_of_blank_nodes_do_not_count(
        tmp_path_factory: pytest.TempPathFactory, statements: list[Triple], seed: int) -> None:
    content = serialize(statements, format=RdfFormat.N_TRIPLES) or b""
    shuffled = [quad.triple for quad in parse(content.replace(b"_:n", b"_:other"), format=RdfFormat.N_TRIPLES)]
    random.Random(seed).shuffle(shuffled)  # noqa: S311  nothing secret
    folder = tmp_path_factory.getbasetemp()
    one, other = (raws(read("rdf", _written(folder, order))) for order in (statements, shuffled))
    assert {(raw.key, raw.kind, raw.payload) for raw in one} == {(raw.key, raw.kind, raw.payload) for raw in other}


@needs_samples
@pytest.mark.parametrize("form", ["dcat", "elm", "schema-org", "oai-pmh", "datatourisme", "cdm-fr"])
def test_a_damaged_sample_is_refused_or_read(form: str, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  nothing secret
    samples = [path for path in sorted((SAMPLES / form).iterdir()) if path.is_file() and path.stat().st_size < 200_000]
    for sample in samples:
        content = bytearray(sample.read_bytes())
        for _ in range(6):
            at = chance.randrange(len(content))
            content[at:at + chance.randrange(9)] = chance.randbytes(chance.randrange(6))
            path = tmp_path / sample.name
            path.write_bytes(content)
            for raw in _readable(path):
                describe("rdf", raw)


def _readable(path: Path) -> list[Raw]:
    try:
        return raws(read("rdf", path))
    except UnreadableDocument:
        return []


def test_circles_and_chains_of_parts_end(tmp_path: Path) -> None:
    many = [NamedNode(f"https://data.example.org/p{number}") for number in range(3_000)]
    course = NamedNode("https://data.example.org/course")
    statements = [Triple(course, RDF.type, SCHEMA.Course), Triple(course, SCHEMA.provider, many[0])]
    for here, there in zip(many, [*many[1:], course], strict=True):
        statements += [Triple(course, SCHEMA.provider, here), Triple(here, SCHEMA.provider, there),
                       Triple(here, DCT.title, Literal("x"))]
    [raw] = raws(read("rdf", _written(tmp_path, statements)))
    assert describe("rdf", raw).serialize().count(b"#provider") > 6_000


def test_a_record_of_more_than_20000_statements_costs_itself(tmp_path: Path) -> None:
    course, other = (NamedNode(f"https://data.example.org/{name}") for name in ("course", "other"))
    large = [Triple(course, DCAT.keyword, Literal(str(number))) for number in range(20_001)]
    statements = [*large, *(Triple(node, RDF.type, SCHEMA.Course) for node in (course, other))]
    items = read("rdf", _written(tmp_path, statements))
    assert [item.finding.code for item in items if isinstance(item, Fault)] == ["MLG-W207"]
    assert [item.key for item in items if isinstance(item, Raw)] == [other.value]


def test_parts_that_all_share_are_not_multiplied_without_end(tmp_path: Path) -> None:
    parts = [NamedNode(f"https://data.example.org/part{number}") for number in range(60)]
    statements = [Triple(one, SCHEMA.provider, other) for one in parts for other in parts]
    statements += [Triple(part, DCT.title, Literal("x" * 500)) for part in parts]
    for number in range(900):
        course = NamedNode(f"https://data.example.org/course{number}")
        statements += [Triple(course, RDF.type, SCHEMA.Course), Triple(course, SCHEMA.provider, parts[0])]
    started = time.process_time()
    with pytest.raises(UnreadableDocument) as refused:
        read("rdf", _written(tmp_path, statements))
    assert refused.value.code == "MLG-W208"
    assert time.process_time() - started < 20
