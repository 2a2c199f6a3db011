"""Documents that stay below the limits of a fetch and would fill the memory or hold up whoever reads them.

Where time or memory decides which limit ends the reading, no outcome is expected but that nothing is taken in.
"""

from collections.abc import Mapping

from tests.e2e.faults import Fault
from tests.e2e.faulty_server import Exchange, Play

_SIZE = 200 << 20
_PAGE = b'{"hits": 1, "page": 1, "pages": 1, "items": ['
_OFFERS = b'<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation>'


def heavy_faults() -> Mapping[str, Fault]:
    """The faults by name."""
    return {
        "many-values": Fault("failed", "MLG-B001", _body(_PAGE, b"[],", b"0]}")),
        "many-faulty-items": Fault("partial", "MLG-F013", _body(_PAGE, b"0,", b"0]}", 20 << 20)),
        "one-long-text": Fault("failed", "MLG-B001", _body(_PAGE + b'{"label": "', b"\\u00e9", b'"}]}')),
        "one-long-row": Fault("", "", _body(b'id;nom;site\nk0;"', b"x" * 1000 + b";", b'";\n'), "table"),
        "many-columns": Fault("", "", _body(b"id;nom;site", b";c", b"\n"), "table"),
        "one-long-text-in-xml": Fault("partial", "MLG-F013", _body(
            _OFFERS, b"texte ", b"</formation></offres></lheo>"), "lheo"),
        "many-elements": Fault("partial", "MLG-F013", _body(_OFFERS, b"<a/>", b"</formation></offres></lheo>"), "lheo"),
        "many-triples": Fault("failed", "MLG-W003", _body(
            b"<https://e.example/k0> <https://e.example/p> 0", b",0", b" ."), "dcat"),
        "many-tags": Fault("failed", "MLG-F001", _body(b"<!DOCTYPE html><html><body>", b"<p>", b"</body></html>"),
                           "schema-org"),
    }


def _body(start: bytes, piece: bytes, end: bytes, size: int = _SIZE) -> Play:
    def play(exchange: Exchange) -> None:
        chunk = piece * ((1 << 20) // len(piece))
        times = size // len(chunk)
        exchange.say(start, length=len(start) + times * len(chunk) + len(end))
        for _ in range(times):
            exchange.wfile.write(chunk)
        exchange.wfile.write(end)

    return play
