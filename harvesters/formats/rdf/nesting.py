"""How deep a document may nest: parsers die, or crawl, of what no real document does."""

from harvesters.record import UnreadableDocument

MOST_NESTED = 100


def too_nested() -> UnreadableDocument:
    """The refusal of a document that nests deeper."""
    return UnreadableDocument(
        "MLG-W002", f"Le document imbrique plus de {MOST_NESTED} niveaux : il est refusé.",
        f"The document nests more than {MOST_NESTED} levels: it is refused.")
