"""Refusals by cause: what is counted, what is shown of it, and that it stays small."""

import tracemalloc

from catalogue.asked import asked
from catalogue.causes import causes
from catalogue.ledger import Ledger
from catalogue.readings import Reading
from catalogue.received import Received, Verdict
from catalogue.refusals import refused
from shapes.finding import Finding, Severity
from tests.catalogue.items import BASE, DECLARATION, accepted, begin, end, run

START = "<https://schema.org/startDate>"
END = "<https://schema.org/endDate>"
DAY = "<http://www.w3.org/2001/XMLSchema#date>"


def finding(code: str, path: str = "title", value: str = "", severity: Severity = Severity.VIOLATION) -> Finding:
    return Finding(code, severity, f"line 4 : « {value} » ne va pas ; le nom connu le plus proche est « b ».",
                   f"line 4: “{value}” is wrong; the nearest known name is “b”.", path, value)


def received(key: str, *findings: Finding, payload: bytes = b"{}", description: bytes = b"",
             verdict: Verdict = Verdict.REJECTED) -> Received:
    return Received(key, f"line {key}", verdict, key.encode().ljust(16), payload, "event",
                    iri=f"{BASE}id/event/s--{key}", description=description, findings=findings)


def test_what_blocks_comes_first_then_what_is_most_frequent(ledger: Ledger) -> None:
    warning = finding("MLG-T903", severity=Severity.WARNING)
    run(ledger, received("1", finding("MLG-T901")), received("2", finding("MLG-T902")),
        received("3", finding("MLG-T902")),
        *(received(f"w{n}", warning, verdict=Verdict.ACCEPTED) for n in range(4)))
    told = [(cause.code, cause.count, cause.blocks) for cause in causes(ledger, "s", warnings=True)]
    assert told == [("MLG-T902", 2, True), ("MLG-T901", 1, True), ("MLG-T903", 4, False)]
    assert [cause.code for cause in causes(ledger, "s")] == ["MLG-T902", "MLG-T901"]
    assert refused(ledger, "s") == 3


def test_a_record_with_several_values_of_one_fault_counts_once(ledger: Ledger) -> None:
    run(ledger, received("1", finding("MLG-T901", value="x"), finding("MLG-T901", value="y")))
    assert [(cause.count, len(cause.examples)) for cause in causes(ledger, None)] == [(1, 1)]


def test_examples_show_different_values_before_more_of_one(ledger: Ledger) -> None:
    run(ledger, *(received(f"{n:02}", finding("MLG-T901", value="same")) for n in range(9)),
        received("10", finding("MLG-T901", value="other")))
    [cause] = causes(ledger, "s")
    assert (cause.count, [example.value for example in cause.examples]) == (10, ["same", "other", *["same"] * 3])


def test_what_has_been_mended_or_has_left_is_no_cause_any_more(ledger: Ledger) -> None:
    run(ledger, received("1", finding("MLG-T901")), received("2", finding("MLG-T901")))
    run(ledger, accepted("1", "good"), grace=1)
    assert causes(ledger, "s") == []


def test_an_example_shows_what_was_received_in_which_column_beside_what_was_read(ledger: Ledger) -> None:
    iri = f"{BASE}id/event/s--1"
    description = (f'<{iri}> <http://purl.org/dc/terms/title> "Son"@fr .\n<{iri}#session> {END} "2027-01-04"^^{DAY} .\n'
                   f'<{iri}#session> {START} "2027-12-03"^^{DAY} .\n<{iri}#other> {START} "2020-01-01"^^{DAY} .\n')
    intake = begin(ledger)
    ledger.declare("s", DECLARATION | {"columns": {"startDate": ["debut"], "endDate": ["fin"]}})
    intake.take([received("1", finding("MLG-R116", "endDate", f"{iri}#session"),
                          payload=b'{"debut":"03/12/2027","fin":"04/01/2027"}', description=description.encode())])
    end(intake)
    [example] = causes(ledger, "s")[0].examples
    assert (example.title, example.place) == ("Son", "line 1")
    assert [(one.part, one.path, one.where, one.received, one.read) for one in example.read_as] == [
        ("#session", "startDate", "debut", "03/12/2027", "2027-12-03"),
        ("#session", "endDate", "fin", "04/01/2027", "2027-01-04")]


def test_without_a_map_the_element_or_field_that_holds_a_value_is_found_in_the_payload() -> None:
    iri = f"{BASE}id/event/s--1"
    description = f'<{iri}> {START} "2027-12-03"^^{DAY} .\n'.encode()
    for payload, where, text in (
            (b'<f a="1"><debut x="y"> 20271203 </debut></f>', "debut", "20271203"),
            (b'<f><s debut = "2027-12-03T10:00" fin="x"/></f>', "debut", "2027-12-03T10:00"),
            (b'{"when":{"begins":["03/12/2027 10:00"]}}', "when.begins", "03/12/2027 10:00"), (b"\xff<", "", "")):
        [told] = Reading(iri, payload, description, {}).about("startDate", "")
        assert (told.where, told.received, told.read) == (where, text, "2027-12-03")


def test_a_hostile_payload_costs_neither_a_crash_nor_time() -> None:
    iri = f"{BASE}id/event/s--1"
    description = f'<{iri}> {START} "2027-12-03"^^{DAY} .\n'.encode()
    for payload in (b'{"a":' * 900 + b"1" + b"}" * 900, b"<" * 1_000_000 + b"2027-12-03", b"<a>" + b" " * 1_000_000,
                    b"<" + b"a" * 1_000_000 + b"2027-12-03", b"2027-12-03", b">2027-12-03<", b'"2027-12-03'):
        [told] = Reading(iri, payload, description, {}).about("startDate", "")
        assert told.read == "2027-12-03"


def test_a_rule_is_told_without_the_value_the_place_and_what_is_near() -> None:
    one = finding("MLG-T901", value="x")
    assert asked(one.code, one.fr, one.en, "line 4", "x") == ("« … » ne va pas.", "“…” is wrong.")
    assert "fin précède" in asked("MLG-R116", "", "")[0]
    assert asked("MLG-T901", "a", "cannot read /tmp/x y.json.", "file:///tmp/x%20y.json")[1] == "Cannot read …."


def test_a_hundred_thousand_refusals_take_the_memory_of_their_causes(ledger: Ledger) -> None:
    intake = begin(ledger)
    for start in range(0, 20_000, 1_000):
        intake.take([received(str(n), finding(f"MLG-T{n % 3:03}", value="v" * 300 + str(n)))
                     for n in range(start, start + 1_000)])
    end(intake)
    tracemalloc.start()
    told = causes(ledger, None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [cause.count for cause in told] == [6_667, 6_667, 6_666]
    assert peak < 2 << 20  # The findings alone weigh over 15 MiB.
