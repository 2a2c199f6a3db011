"""IRIs minted from (source, key), never from titles."""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b

_LOCAL_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 80


def slug(key: str) -> str:
    """`key` in the local-identifier grammar `[a-z0-9-]`; a hash is added wherever letters were lost."""
    if len(key) <= _LONGEST_SLUG and _LOCAL_ID.fullmatch(key):
        return key
    folded = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:48].strip("-")
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
    return f"{words}-{digest}" if words else digest


@dataclass(frozen=True, slots=True)
class Minting:
    """The IRIs of one data directory; `base` ends with a slash and never changes."""

    base: str

    def thing(self, kind: str, source: str, key: str) -> str:
        """The IRI of a record. `--` cannot occur in a source name or a slug, so no two keys share one."""
        return f"{self.base}id/{kind}/{source}--{slug(key)}"

    def kind_of(self, thing: str) -> str:
        """The kind of record that an IRI of ours names."""
        return thing.removeprefix(self.base).split("/")[1]

    @property
    def catalogue(self) -> str:
        """The IRI of the catalogue itself."""
        return f"{self.base}id/catalogue"

    def source(self, name: str) -> str:
        """The IRI of a source."""
        return f"{self.base}id/source/{name}"

    def run(self, source: str, number: int) -> str:
        """The IRI of a run of a source."""
        return f"{self.base}id/run/{source}--{number}"

    def graph(self, name: str) -> str:
        """The named graph of a source, or `provenance`, `vocabulary`, `catalogue`, `closure`."""
        return f"{self.base}graph/{name}"

    @property
    def published_marker(self) -> str:
        """The graph in a remote store that says what was published there. No source's name has a slash."""
        return f"{self.base}graph/catalogue/published"

    @property
    def published_samples(self) -> str:
        """The graph in a remote store on which its ways of writing terms are tried."""
        return f"{self.base}graph/catalogue/samples"

    @property
    def published_union(self) -> str:
        """The union of all published graphs in a remote store that is slow to make it for each query."""
        return f"{self.base}graph/catalogue/union"

    def staged(self, graph: str) -> str:
        """Where the next version of a graph waits in a remote store."""
        return f"{graph}/staged"

    @property
    def thing_space(self) -> str:
        """What the IRIs of all things begin with."""
        return f"{self.base}id/"

    @property
    def sparql(self) -> str:
        """The SPARQL endpoint."""
        return f"{self.base}sparql"

    @property
    def void(self) -> str:
        """The document that describes the whole dataset and each graph of it."""
        return f"{self.base}.well-known/void"

    def dataset(self, graph: str = "") -> str:
        """What that document describes: one named graph as a dataset, or all of them together."""
        return f"{self.void}#graph-{graph.rpartition('/')[2]}" if graph else f"{self.void}#dataset"


def record_of(thing: str) -> str:
    """The catalogue's own record of a thing, which says where it comes from."""
    return f"{thing}#record"
