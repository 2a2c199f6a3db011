"""Sources that all change from version to version, so that a half harvest shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.faulty_listings import (
    FIRST,
    LISTINGS,
    MARKETPLACE,
    SECOND,
    marketplace,
    offers,
    repository,
    rows,
)
from tests.e2e.faulty_server import Exchange, FaultyServer, faulty_server, good

# Records of each source, by its name.
SOURCES = {"table-one": 900, "table-two": 700, "trainings": 600, "marketplace": 500, "repository": 300}
_PAGES = 5
_EXPECT = "expect = { absent_runs = 1 }\n"


def keys_of(name: str, version: int) -> list[str]:
    """The keys that a source lists: most stay, one is of this version only."""
    return [*(f"k{number}" for number in range(SOURCES[name] - 1)), f"only-{version}"]


class World:
    """The folder of declarations and files, and the servers; all at one `version`."""

    def __init__(self, folder: Path, market: FaultyServer, archive: FaultyServer) -> None:
        self.folder, self.version = folder, 0
        self._market, self._archive = market, archive
        folder.mkdir()
        for name, form, data in (("table-one", "table", "one.csv"), ("table-two", "table", "two.csv"),
                                 ("trainings", "lheo", "trainings.xml")):
            _declare(folder, name, form, data, LISTINGS[form].more)
        for name, server in (("marketplace", market), ("repository", archive)):
            listing = server.listing
            _declare(folder, name, listing.form, f"http://{server.place}{listing.first}",
                     f'allow = ["{server.place}"]\n{listing.more}')
        self.advance()

    def advance(self) -> None:
        """Every record of every source changes, one comes and one goes."""
        self.version += 1
        more = f" version {self.version}."
        for name, data in (("table-one", "one.csv"), ("table-two", "two.csv")):
            (self.folder / data).write_bytes(rows(keys_of(name, self.version), more))
        (self.folder / "trainings.xml").write_bytes(
            offers(keys_of("trainings", self.version), title=more))
        keys = keys_of("marketplace", self.version)
        each = len(keys) // _PAGES
        self._market.begin(_slow, pages={
            f"{MARKETPLACE}?page={number}" if number > 1 else MARKETPLACE: marketplace(
                keys[(number - 1) * each:number * each], number, _PAGES, len(keys), more)
            for number in range(1, _PAGES + 1)})
        keys = keys_of("repository", self.version)
        self._archive.begin(_slow, pages={
            FIRST: repository(keys[:100], "t2", len(keys), more=more),
            SECOND: repository(keys[100:], "", len(keys), more=more)})


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """A world whose servers answer until the block ends."""
    with faulty_server(LISTINGS["sshoc"]) as market, faulty_server(LISTINGS["oai-pmh"]) as archive:
        yield World(folder, market, archive)


def _slow(exchange: Exchange) -> None:
    exchange.wait(0.03)
    good(exchange)


def _declare(folder: Path, name: str, form: str, url: str, more: str) -> None:
    head, _, mapped = more.partition("[map]")
    (folder / f"{name}.toml").write_text(
        f'name = "{name}"\ntitle.fr = "Monde"\nurl = "{url}"\nformat = "{form}"\nlicence = "CC0-1.0"\n'
        f"{_EXPECT}{head}{'[map]' if mapped else ''}{mapped}", "utf-8")
