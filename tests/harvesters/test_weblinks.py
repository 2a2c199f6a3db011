"""Web addresses are valid IRIs or nothing, and mailboxes are those of roles."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from harvesters.weblinks import role_mailbox, web_iri

_PIECES = st.lists(
    st.sampled_from([
        "http://", "https://", "www.", "x.fr", "/", "?", "#", "%", "%20", " ", "é", "[", "]", ":80", "@",
        "mailto:", "contact", "\\", '"', "<", "\u202e", "javascript:", ".", "-", "//", "\ud800", "\ue000",
        "{", "_",
    ]), max_size=8).map("".join)


@pytest.mark.parametrize(("written", "iri"), [
    ("https://www.example.org/a?b=c&d=%20#e", "https://www.example.org/a?b=c&d=%20#e"),
    (" HTTP://Example.ORG/Été ", "http://example.org/Été"),
    ("www.example.org", "https://www.example.org"),
    ("culture.gouv.fr/abc", "https://culture.gouv.fr/abc"),
    ("//cdn.example.org/a", "https://cdn.example.org/a"),
    ("http://example.org/a b[1]", "http://example.org/a%20b%5B1%5D"),
    ("http://example.org/100%", "http://example.org/100%25"),
    ("http://example.org/\"><script>", "http://example.org/%22%3E%3Cscript%3E"),
    ("http://pôle.fr/", "http://pôle.fr/"),
    ("http://[::1]:8080/", "http://[::1]:8080/"),
    ("mailto:contact@Example.org?subject=x", "mailto:contact@example.org"),
])
def test_an_address_becomes_a_valid_iri(written: str, iri: str) -> None:
    assert web_iri(written) == iri


@pytest.mark.parametrize("written", [
    "", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://example.org", "rapport.pdf",
    "https://", "https://https://x", "http:///x", "https://known.fr@other.org/", "http://a.fr http://b.fr",
    "http://x\u202e.fr", "Non renseigné", "mailto:x", "http://x.fr/\x00",
])
def test_what_is_no_web_address_is_refused(written: str) -> None:
    assert web_iri(written) is None


@given(_PIECES | st.text(max_size=40))
def test_every_iri_given_is_valid_and_stable(written: str) -> None:
    iri = web_iri(written)
    if iri is not None:
        assert NamedNode(iri).value.startswith(("http://", "https://", "mailto:"))
        assert web_iri(iri) == iri


@pytest.mark.parametrize("hostile", [
    "https://" + "a." * 50_000 + "!", "https://x.fr/" + "%20" * 50_000 + "\x00", "a-" * 50_000,
    "https://" + "a" * 100_000 + "_!", " http" * 30_000,
])
def test_hostile_addresses_cost_no_more_than_a_moment(hostile: str) -> None:
    started = time.process_time()
    web_iri(hostile)
    role_mailbox(hostile)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(("written", "iri"), [
    ("contact@example.org", "mailto:contact@example.org"),
    ("mailto:Formation@example.org", "mailto:formation@example.org"),
    ("contact2@example.org", "mailto:contact2@example.org"),
    ("formation.continue@example.org", "mailto:formation.continue@example.org"),
    ("contact-mmsh@mmsh.example.fr", "mailto:contact-mmsh@mmsh.example.fr"),
    ("jeanne.martin@example.org", None),
    ("info.martin@example.org", None),
    ("jmartin@example.org", None),
    ("contact", None),
])
def test_only_role_addresses_leave(written: str, iri: str | None) -> None:
    assert role_mailbox(written) == iri
