"""Hostile and broken LHEO documents: refused with a reason, or read as far as they stand whole."""

import time
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvesters.record import Fault, Item, Listing, Raw, UnreadableDocument
from tests.harvesters.records import CASES, describe, raws, read, triples

ONE = '<formation numero="1"><intitule-formation>Un</intitule-formation></formation>'
TWO = '<formation numero="2"><intitule-formation>Deux</intitule-formation></formation>'
BOMB = ('<!DOCTYPE lheo [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True))
        + "]>")


def lheo(*formations: str, prologue: str = "") -> str:
    """A document."""
    return f"{prologue}<lheo><offres>{''.join(formations)}</offres></lheo>"


def read_bytes(folder: Path, content: bytes) -> list[Item]:
    """Everything that the reader says of a document."""
    path = folder / "offres.xml"
    path.write_bytes(content)
    return read("lheo", path)


def refusal(folder: Path, content: bytes) -> UnreadableDocument:
    """Why a document is refused."""
    with pytest.raises(UnreadableDocument) as fault:
        read_bytes(folder, content)
    assert fault.value.fr
    assert fault.value.en
    return fault.value


@pytest.mark.parametrize("doctype", [
    "<!DOCTYPE lheo>", '<!DOCTYPE lheo SYSTEM "http://127.0.0.1:9/x.dtd">', '<!DOCTYPE lheo SYSTEM "file:///etc/hosts">',
    '<!DOCTYPE lheo PUBLIC "-//LHEO//DTD LHEO 2.3//FR" "x.dtd">', "<!DOCTYPE lheo []>",
    '<!DOCTYPE lheo [<!ENTITY x SYSTEM "file:///etc/passwd">]>', BOMB,
    f"<!--{'x' * 200_000}--><!DOCTYPE lheo>", "<?pi <lheo>?>\n\n<!DOCTYPE lheo>",
])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "cp1252"])
def test_a_dtd_is_refused_in_every_encoding(tmp_path: Path, doctype: str, encoding: str) -> None:
    content = lheo("<formation numero='1'><intitule-formation>&x;</intitule-formation></formation>", prologue=doctype)
    assert refusal(tmp_path, content.encode(encoding)).code == "MLG-X102"


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "gb2312", "cp037", "shift_jis", "no-such-encoding"])
def test_an_encoding_in_which_a_dtd_could_hide_is_refused(tmp_path: Path, encoding: str) -> None:
    content = lheo(ONE, prologue=f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE lheo>')
    known = "utf-8" if encoding.startswith("no-") else encoding
    assert refusal(tmp_path, content.encode(known)).code in ("MLG-X101", "MLG-X105")


def test_an_entity_bomb_costs_no_time(tmp_path: Path) -> None:
    started = time.process_time()
    refusal(tmp_path, lheo("<formation numero='1'>&i;</formation>", prologue=BOMB).encode())
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(("content", "code", "said"), [
    (b"", "MLG-X104", "empty"),
    (b"   \n ", "MLG-X105", "line 2"),
    (b"hello", "MLG-X105", "line 1, column 1"),
    (b'{"items": []}', "MLG-X105", "not XML"),
    (b"\x00\x01\x02\x03", "MLG-X105", "not XML"),
    (b"<lhe", "MLG-X105", "not XML"),
    (b"\n<?xml version='1.0'?><lheo/>", "MLG-X105", "line 2"),
    (b"<?xml version='1.0' encoding='utf-16'?><lheo/>", "MLG-X105", "not XML"),
    (b"<!DOCTYPE html><html><body>Maintenance</body></html>", "MLG-X103", "web page"),
    (b"<HTML><p>Maintenance</HTML>", "MLG-X103", "web page"),
    (b"<rss version='2.0'><channel/></rss>", "MLG-L001", "<rss>"),
    (b"<formation numero='1'/>", "MLG-L001", "<formation>"),
])
def test_what_is_no_lheo_is_refused_with_what_was_found(
        tmp_path: Path, content: bytes, code: str, said: str) -> None:
    fault = refusal(tmp_path, content)
    assert fault.code == code
    assert said in fault.en


def test_what_stands_whole_before_a_break_is_kept(tmp_path: Path) -> None:
    items = read_bytes(tmp_path, lheo(ONE, TWO).encode()[:-40])
    assert [raw.key for raw in raws(items)] == ["1"]
    [listing] = [item for item in items if isinstance(item, Listing)]
    assert "line 1" in listing.incomplete


def test_a_document_cut_anywhere_gives_a_beginning_of_its_records(tmp_path: Path) -> None:
    content = (CASES / "lheo" / "enrolment.xml").read_bytes()
    whole = raws(read_bytes(tmp_path, content))
    for end in range(0, len(content) - 1, 7):
        try:
            items = read_bytes(tmp_path, content[:end])
        except UnreadableDocument:
            assert end < content.index(b"<offres")
            continue
        found = raws(items)
        assert found == whole[:len(found)]
        if end < content.rindex(b">"):
            assert isinstance(items[-1], Listing)
            assert items[-1].incomplete


@pytest.mark.parametrize("broken", [
    "<formation numero='b'><intitule-formation>R&D</intitule-formation></formation>",
    "<formation numero='b'><intitule-formation>&inconnue;</intitule-formation></formation>",
    "<formation numero='b' numero='c'/>",
    "<formation numero='b'><intitule-formation>x</intitule></formation>",
    "<formation numero='b'><intitule-formation>\x0b</intitule-formation></formation>",
    "<formation numero='b'><intitule-formation>&#1;</intitule-formation></formation>",
    "<formation numero='b'>" + "<extras>" * 100_000,
])
def test_a_broken_formation_ends_the_reading_but_not_the_run(tmp_path: Path, broken: str) -> None:
    started = time.process_time()
    items = read_bytes(tmp_path, lheo(ONE, broken, TWO).encode())
    assert time.process_time() - started < 5
    assert [raw.key for raw in raws(items)] == ["1"]
    assert isinstance(items[-1], Listing)
    assert items[-1].incomplete


def test_bytes_of_another_encoding_than_declared_are_told_with_their_line(tmp_path: Path) -> None:
    content = lheo(ONE, "\n\n<formation numero='2'><intitule-formation>é</intitule-formation></formation>",
                   prologue='<?xml version="1.0" encoding="UTF-8"?>').encode("iso-8859-1")
    items = read_bytes(tmp_path, content)
    assert [raw.key for raw in raws(items)] == ["1"]
    assert isinstance(items[-1], Listing)
    assert "line 3" in items[-1].incomplete


def test_nesting_that_the_parser_bears_is_borne_by_the_reader(tmp_path: Path) -> None:
    nested = '<extras info="maillage">' * 200 + '<extra info="topic">sound</extra>' + "</extras>" * 200
    [raw] = raws(read_bytes(tmp_path, lheo(f"<formation numero='1'>{nested}</formation>").encode()))
    assert b"concept/topic/sound" in describe("lheo", raw).serialize()


def test_places_far_down_a_large_document_are_told_by_their_line(tmp_path: Path) -> None:
    formations = (f'<formation numero="{number}"><intitule-formation>Son</intitule-formation></formation>\n\n\n\n\n'
                  for number in range(20_000))
    items = read_bytes(tmp_path, lheo("\n", *formations).encode())
    assert len(items) == 20_000
    last = items[-1]
    assert isinstance(last, Raw)
    assert last.place == "offres.xml, line 99997, formation numero=19999"


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"),
                 max_size=40)
_NAMES = st.sampled_from([
    "intitule-formation", "objectif-formation", "resultats-attendus", "contenu-formation", "domaine-formation",
    "code-FORMACODE", "code-ROME", "code-NSF", "action", "session", "periode", "debut", "fin", "lieu-de-formation",
    "coordonnees", "adresse", "ligne", "codepostal", "ville", "departement", "code-INSEE-commune", "region", "pays",
    "geolocalisation", "latitude", "longitude", "organisme-formation-responsable", "SIRET-organisme-formation", "SIRET",
    "numero-activite", "nom-organisme", "certification", "code-RNCP", "code-CERTIFINFO", "extras", "extra",
    "modalites-enseignement", "code-public-vise", "prix-total-TTC", "nombre-heures-total", "url-formation", "urlweb",
    "contact-formation", "courriel", "nom", "langue-formation", "cycle", "capacite-cumulee", "inconnu"])
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(["numero", "ref", "info", "datemaj", "datecrea", "href", "id", "tag"]),
    st.one_of(_WORDS, st.sampled_from(["maillage", "topic", "tool", "mode", "price", "V14", "latitude", "20270200"])),
    max_size=2)


def _xml(name: str, attributes: dict[str, str], inside: str) -> str:
    told = "".join(f' {key}="{escape(value, {chr(34): "&quot;"})}"' for key, value in attributes.items())
    return f"<{name}{told}>{inside}</{name}>"


_TREES = st.recursive(
    _WORDS.map(escape),
    lambda inner: st.lists(st.builds(_xml, _NAMES, _ATTRIBUTES, inner), max_size=6).map("".join), max_leaves=25)


@settings(max_examples=150, deadline=None)
@given(inside=_TREES, attributes=_ATTRIBUTES)
def test_whatever_stands_in_a_formation_it_is_read_and_mapped_the_same_twice(
        tmp_path_factory: pytest.TempPathFactory, inside: str, attributes: dict[str, str]) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed.xml"
    path.write_text(lheo(_xml("formation", attributes, inside)), "utf-8")
    [item] = read("lheo", path)
    if isinstance(item, Fault):
        return
    assert isinstance(item, Raw)
    first, second = describe("lheo", item), describe("lheo", item)
    assert first.serialize() == second.serialize()
    assert first.findings == second.findings
    assert triples(first)


@settings(max_examples=60, deadline=None)
@given(inside=_TREES)
def test_reading_a_payload_again_gives_the_same_payload(
        tmp_path_factory: pytest.TempPathFactory, inside: str) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed.xml"
    path.write_text(lheo(_xml("formation", {"numero": "1"}, inside)), "utf-8")
    [once] = raws(read("lheo", path))
    path.write_bytes(b"<lheo>" + once.payload + b"</lheo>")
    [twice] = raws(read("lheo", path))
    assert twice.payload == once.payload


def test_a_count_of_thousands_of_digits_is_no_count(tmp_path: Path) -> None:
    count = f'<extras><extra info="nb-resultat">{"9" * 5_000}</extra></extras>'
    items = read_bytes(tmp_path, lheo(ONE, count).encode())
    assert (len(raws(items)), [item for item in items if isinstance(item, Listing)]) == (1, [])
