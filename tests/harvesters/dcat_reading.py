"""Reading and describing DCAT documents, as the tests do it."""

from pathlib import Path

from harvesters.description import Description
from harvesters.formats import dcat
from harvesters.record import Document, Item, Raw
from harvesters.source import Source
from ontology.concepts import load_concepts
from ontology.minting import Minting

CASES = Path(__file__).with_name("cases") / "dcat"
SAMPLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples"
MINTING = Minting("https://data.example/")
SOURCE = Source("s", {"fr": "Catalogue"}, "https://data.example.org/catalog", "dcat", "LO-OL-2.0", CASES)


def read_path(path: Path, media_type: str = "") -> list[Item]:
    """The items of a file."""
    return list(dcat.read(Document(path, path.resolve().as_uri(), media_type), SOURCE))


def read_text(folder: Path, text: str | bytes, name: str = "catalogue.ttl", media_type: str = "") -> list[Item]:
    """The items of a document given as text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_path(path, media_type)


def raws(items: list[Item]) -> list[Raw]:
    """The records among items."""
    return [item for item in items if isinstance(item, Raw)]


def described(raw: Raw) -> Description:
    """A record in the terms of the profile."""
    return dcat.describe(raw, SOURCE, load_concepts(), MINTING)
