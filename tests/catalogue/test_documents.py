"""A document that has not changed lists what it listed; one that is gone takes its records along; one that cannot be
had costs nothing."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.documents import KnownDocument, known_documents
from catalogue.intake import Intake
from catalogue.ledger import Ledger
from catalogue.received import Received
from tests.catalogue.items import BASE, accepted, begin, deleted, end, made, rejected, run, shown, state, unchanged


def document(url: str, content: str = "1") -> KnownDocument:
    return KnownDocument(url, f'"{content}"', hash=content)


def read(intake: Intake, url: str, *items: Received) -> None:
    """A document that lists these items and is read to its end."""
    intake.open(url)
    intake.take(items)
    intake.close(document(url))


def pages(ledger: Ledger, listing: Mapping[str, list[Received]], *, complete: bool = True) -> Intake:
    """One run over these documents."""
    intake = begin(ledger)
    for url, items in listing.items():
        read(intake, url, *items)
    return end(intake, complete=complete)


def known(ledger: Ledger) -> set[str]:
    return set(known_documents(ledger.sql, ledger.source("s").id))


def test_an_unchanged_document_lists_what_it_listed(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a"), rejected("b")], "p2": [accepted("c")]})
    intake = begin(ledger)
    intake.same(document("p1"))
    intake.same(document("p2"))
    tally = end(intake).tally
    assert (tally.listed, tally.unchanged, tally.live_after) == (3, 3, 2)
    assert known(ledger) == {"p1", "p2"}


def test_a_record_that_moved_to_another_page_is_listed_once(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a"), accepted("b")], "p2": [accepted("c")]})
    pages(ledger, {"p1": [unchanged("a")], "p2": [unchanged("b"), unchanged("c")]})
    intake = begin(ledger)
    intake.same(document("p1"))
    intake.same(document("p2"))
    assert end(intake).tally.unchanged == 3


def test_a_listing_that_broke_off_between_two_pages_is_no_listing_of_the_second(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a"), accepted("b")], "p2": [accepted("c")]})
    pages(ledger, {"p1": [unchanged("a")]}, complete=False)  # b moved to the page that could not be had
    intake = begin(ledger)
    intake.same(document("p1"))
    read(intake, "p2", unchanged("b"), unchanged("c"))
    tally = end(intake).tally
    assert (tally.listed, tally.unchanged, tally.rejected) == (3, 3, 0)


def test_a_withdrawn_record_does_not_come_back_with_its_document(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a"), accepted("b")]})
    pages(ledger, {"p1": [unchanged("a"), deleted("b")]})
    intake = begin(ledger)
    intake.same(document("p1"))
    assert (end(intake).tally.listed, state(ledger, "b")) == (1, "gone")


def test_what_a_document_described_goes_with_it(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a")], "p2": [accepted("c")]})
    intake = begin(ledger)
    intake.same(document("p1"))
    intake.gone("p2")
    assert (end(intake).tally.gone, state(ledger, "c")) == (1, "gone")


def test_what_an_unreachable_document_described_is_not_absent(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a")], "p2": [accepted("c")]})
    for _ in range(3):
        intake = begin(ledger)
        intake.same(document("p1"))
        intake.keep("p2")
        assert end(intake).tally.missing == 0
    assert (state(ledger, "c"), known(ledger)) == ("live", {"p1", "p2"})


def test_a_document_that_breaks_off_keeps_what_it_described(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a"), accepted("b")]})
    intake = begin(ledger)
    intake.open("p1")
    intake.take([accepted("a", "new")])
    intake.keep("p1")
    intake.abandon()
    end(intake)
    assert (shown(ledger), state(ledger, "b"), known(ledger)) == (["new", "1"], "live", set())


def test_addresses_that_left_the_listing_are_forgotten(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a")], "p2?token=1": [accepted("b")]})
    pages(ledger, {"p1": [accepted("a")], "p2?token=2": [accepted("b")]})
    assert known(ledger) == {"p1", "p2?token=2"}


def test_a_record_listed_twice_alike_is_told_and_one_that_differs_is_refused(ledger: Ledger) -> None:
    tally = run(ledger, accepted("a"), accepted("a"), accepted("a", "other")).tally
    assert (tally.listed, tally.created, tally.excluded, tally.rejected) == (3, 1, 1, 1)
    codes = ledger.sql.execute("SELECT i.key, f.code FROM finding f JOIN reading r ON r.id = f.reading "
                               "JOIN item i ON i.id = r.item ORDER BY i.key").fetchall()
    assert codes == [("a #2", "MLG-K003"), ("a #3", "MLG-K002")]
    again = run(ledger, unchanged("a"), unchanged("a"), accepted("a", "other")).tally
    assert (again.listed, again.unchanged, shown(ledger)) == (3, 3, ["1"])


@pytest.mark.parametrize("keys", [["a", "a", "a (2)", "a"], ["a #2", "a", "a"], ["a", "a", "a #2", "a #2"]])
def test_every_item_has_a_key_of_its_own_whatever_its_neighbours_are_called(ledger: Ledger, keys: list[str]) -> None:
    tally = run(ledger, *(accepted(key, str(number)) for number, key in enumerate(keys))).tally
    assert tally.listed == len(keys) == ledger.sql.execute("SELECT count(*) FROM item").fetchone()[0]
    assert tally.created >= 1


def test_a_record_in_an_unchanged_and_in_a_new_document_is_one_record(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a")]})
    intake = begin(ledger)
    intake.same(document("p1"))
    read(intake, "p2", accepted("a", "other"))
    tally = end(intake).tally
    assert (tally.listed, tally.unchanged, tally.rejected, shown(ledger)) == (2, 1, 1, ["1"])


def test_what_a_second_page_lists_too_stays_when_the_first_drops_it(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a"), accepted("b")], "p2": [accepted("b"), accepted("c")]})
    intake = begin(ledger)
    read(intake, "p1", unchanged("a"))
    intake.same(document("p2"))
    end(intake, grace=1)
    assert state(ledger, "b") == "live"
    assert known(ledger) == {"p1"}, "the second page is to be read again"
    pages(ledger, {"p1": [unchanged("a")], "p2": [unchanged("b"), unchanged("c")]})
    assert (state(ledger, "b"), state(ledger, "b #2"), known(ledger)) == ("live", "gone", {"p1", "p2"})


def test_a_page_whose_record_another_page_listed_meanwhile_is_read_again(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a")], "p2": [accepted("b")]})
    intake = begin(ledger)
    read(intake, "p1", unchanged("a"), unchanged("b"))
    intake.same(document("p2"))
    end(intake)
    assert known(ledger) == {"p1"}


def test_a_page_that_was_gone_and_is_back_is_read_again(ledger: Ledger) -> None:
    pages(ledger, {"p1": [accepted("a")], "p2": [accepted("b")]})
    intake = begin(ledger)
    intake.same(document("p1"))
    intake.gone("p2")
    end(intake)
    assert (state(ledger, "b"), known(ledger)) == ("gone", {"p1"})


def test_what_two_pages_of_one_run_list_is_told(ledger: Ledger) -> None:
    intake = begin(ledger)
    read(intake, "p1", accepted("a"), accepted("a"), accepted("b"))
    read(intake, "p2", accepted("b"), accepted("c"))
    assert intake.repeated() == 1
    end(intake)
    intake = begin(ledger)
    intake.same(document("p1"))
    intake.same(document("p2"))
    assert intake.repeated() == 1
    end(intake)


PAGES = st.lists(st.tuples(st.booleans(), st.lists(st.tuples(
    st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["read", "same", "gone", "keep", "broken"]),
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["1", "2"]), st.sampled_from(
        ["accepted", "rejected", "deleted"])), max_size=4)), max_size=4, unique_by=lambda page: page[0])), max_size=6)


@settings(deadline=None, max_examples=200)
@given(history=PAGES)
def test_the_sums_hold_for_any_history_of_documents(
    tmp_path_factory: pytest.TempPathFactory,
    history: list[tuple[bool, list[tuple[str, str, list[tuple[str, str, str]]]]]],
) -> None:
    ledger = Ledger.open(tmp_path_factory.mktemp("pages") / "ledger.sqlite", BASE)
    for complete, visits in history:
        intake = begin(ledger)
        for url, how, items in visits:
            listed = [made(what, key, text) for key, text, what in items]
            visit(ledger, intake, url, how, listed)
        tally = end(intake, complete=complete).tally  # apply() proves both sums
        assert tally.live_after == len(shown(ledger))
    ledger.close()


def visit(ledger: Ledger, intake: Intake, url: str, how: str, items: list[Received]) -> None:
    """One document, as a walk would tell it; only one that was read to its end can be the same again."""
    if how == "same" and url in known(ledger):
        intake.same(document(url))
    elif how == "gone":
        intake.gone(url)
    elif how == "keep":
        intake.keep(url)
    elif how == "broken":
        intake.open(url)
        intake.take(items)
        intake.keep(url)
        intake.abandon()
    else:
        read(intake, url, *items)
