"""A source that has not changed, harvested again: the best of three times against the first."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter

from catalogue.datadir import DataDirectory
from catalogue.ledger import Ledger
from harvesters.formats import FORMATS
from harvesters.publication import publish_changes
from harvesters.report import Options
from harvesters.run import harvest
from harvesters.source import load_source
from tests.e2e.paged_server import PagedServer, Validators, paged_server

_PAGES = 100
_TIMES = 3


def conditional(records: int) -> dict[str, dict[str, float]]:
    """Seconds of the first and of a later harvest by the validators that the server gives, publication included."""
    return {validators: _twice(records, validators) for validators in ("etag", "last-modified", "none")}


def _twice(records: int, validators: Validators) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder, \
            paged_server(_PAGES, records // _PAGES, validators) as server:
        for number in range(1, _PAGES + 1):  # It is not the server that is measured.
            server.page(number)
        first = _harvest(Path(folder), server)
        times = []
        for _ in range(_TIMES):  # So short that whatever else the machine does would show.
            server.forget()
            times.append(_harvest(Path(folder), server))
        again, requests = min(times), sum(server.asked.values())
    print(f"{records} records, {validators}: {first:.1f} s, again {again:.2f} s", file=sys.stderr)
    return {"records": records, "pages": _PAGES, "first_s": round(first, 3), "again_s": round(again, 3),
            "requests": requests, "not_modified": server.answered[304], "times_faster": first / again}


def _harvest(folder: Path, server: PagedServer) -> float:
    directory = DataDirectory(folder / "data")
    started = perf_counter()
    with directory.writer("bench"):
        ledger = Ledger.open(directory.ledger, "http://127.0.0.1:8000/")
        for report in harvest([load_source(server.declare(folder), FORMATS)], directory, ledger, Options(),
                              lambda *_: None):
            assert report.tally.listed == _PAGES * server.each
        publish_changes(directory, ledger, lambda *_: None)
        ledger.close()
    return perf_counter() - started


def show(figures: dict[str, dict[str, float]]) -> None:
    """Print them for people. On loopback there is no pause between requests, which a public host would get."""
    print("an unchanged source again, on loopback")
    for validators, figure in figures.items():
        print(f"  {validators:<14} {figure['first_s']:6.1f} s, then {figure['again_s']:5.2f} s, "
              f"{figure['times_faster']:5.1f} times faster; {figure['requests']:.0f} requests for "
              f"{figure['pages']:.0f} pages, {figure['not_modified']:.0f} of them not sent again")
