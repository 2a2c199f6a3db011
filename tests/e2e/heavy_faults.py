"""Documents that stay below the limits of a fetch and would fill the memory or hold up whoever reads them."""

from collections.abc import Mapping

from tests.e2e.faults import Fault
from tests.e2e.faulty_server import Exchange, Play

_SIZE = 200 << 20


def heavy_faults() -> Mapping[str, Fault]:
    """The faults by name."""
    return {
        "many-values": Fault("failed", "MLG-F002", _body(b'{"hits": 1, "page": 1, "pages": 1, "items": [', b"[],", b"0]}")),
        "many-objects": Fault("failed", "MLG-F002", _body(b'{"hits": 1, "page": 1, "pages": 1, "items": [', b'{"a":{}},',
                                                          b"0]}")),
        "one-long-text": Fault("failed", "MLG-F002", _body(b'{"hits": 1, "page": 1, "pages": 1, "items": [{"label": "',
                                                           b"\\u00e9", b'"}]}')),
        "one-long-row": Fault("failed", "", _body(b'id;nom;site\nk0;"', b"x" * 1000 + b";", b'";\n'), "table"),
        "many-columns": Fault("failed", "", _body(b"id;nom;site", b";c", b"\n"), "table"),
        "one-long-text-in-xml": Fault("failed", "", _body(b'<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation>',
                                                          b"texte ", b"</formation></offres></lheo>"), "lheo"),
        "many-elements": Fault("failed", "", _body(b'<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation>',
                                                   b"<a/>", b"</formation></offres></lheo>"), "lheo"),
        "many-triples": Fault("failed", "", _body(b"<https://e.example/k0> <https://e.example/p> 0", b",0", b" ."),
                              "dcat"),
        "many-tags": Fault("failed", "", _body(b"<!DOCTYPE html><html><body>", b"<p>", b"</body></html>"),
                           "schema-org"),
    }


def _body(start: bytes, piece: bytes, end: bytes) -> Play:
    def play(exchange: Exchange) -> None:
        chunk = piece * ((1 << 20) // len(piece))
        times = _SIZE // len(chunk)
        exchange.say(start, length=len(start) + times * len(chunk) + len(end))
        for _ in range(times):
            exchange.wfile.write(chunk)
        exchange.wfile.write(end)

    return play
