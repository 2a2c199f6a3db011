"""Content codings are undone in bounded steps, and a body that is cut is never taken as whole."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.coding import BrokenCoding, Decoder, UnknownCoding


def _coded(content: bytes, coding: str) -> bytes:
    return {"gzip": gzip.compress(content), "deflate": zlib.compress(content), "": content}[coding]


@given(st.binary(max_size=3000), st.sampled_from(["gzip", "deflate", ""]), st.integers(1, 500))
def test_any_body_in_any_chunks_comes_back(content: bytes, coding: str, size: int) -> None:
    body, decoder = _coded(content, coding), Decoder(coding)
    chunks = (body[start:start + size] for start in range(0, len(body), size))
    assert b"".join(piece for chunk in chunks for piece in decoder.feed(chunk)) == content
    decoder.finish()


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "deflate"]), st.data())
def test_a_cut_body_is_never_whole(content: bytes, coding: str, data: st.DataObject) -> None:
    body, decoder = _coded(content, coding), Decoder(coding)
    cut = data.draw(st.integers(0, len(body) - 1))
    assert content.startswith(b"".join(decoder.feed(body[:cut])))
    with pytest.raises(BrokenCoding):
        decoder.finish()


def test_a_bomb_comes_in_small_pieces() -> None:
    pieces = Decoder("gzip").feed(gzip.compress(bytes(32 << 20)))
    assert max(map(len, pieces)) <= 1 << 20


def test_an_unknown_coding_is_refused() -> None:
    with pytest.raises(UnknownCoding):
        Decoder("gzip, br")
