"""Showing the first records of a source: what was received beside what it became, and how that was judged."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from rich.console import Console as RichConsole
from rich.table import Table
from rich.text import Text

from catalogue.received import Verdict
from harvesters.previewing import Preview, Sight, preview
from harvesters.source import Source
from maillage.console import DATA_PROBLEM, DONE, UNREACHABLE, Console, visible
from maillage.settings import DEFAULT_BASE_IRI
from maillage.workspace import Workspace
from shapes.finding import Severity

_LONGEST = 160
_VERDICTS = {Verdict.ACCEPTED: ("acceptée", "accepted"), Verdict.REJECTED: ("refusée", "refused"),
             Verdict.EXCLUDED: ("exclue", "excluded"), Verdict.DELETED: ("retirée", "withdrawn"),
             Verdict.UNCHANGED: ("inchangée", "unchanged")}


def look_at(space: Workspace, source: Source, most: int, engine: str) -> Preview:
    """The first records of a source, as a harvest into this data directory would name them."""
    with TemporaryDirectory() as folder:
        return preview(source, _base(space), Path(folder), most=most, engine=engine, environment=os.environ)


def _base(space: Workspace) -> str:
    if space.directory.ledger.exists():
        with space.reading() as ledger:
            return ledger.base
    return space.settings.base_iri or DEFAULT_BASE_IRI


def exit_code(seen: Preview) -> int:
    """3 when the source cannot be reached, 1 when there is nothing to see of it or records would be refused."""
    if seen.unreachable:
        return UNREACHABLE
    return DATA_PROBLEM if seen.refused or not seen.sights else DONE


def as_json(seen: Preview) -> dict[str, Any]:
    """A preview for programs."""
    return {"records": [asdict(sight) for sight in seen.sights], "refused": seen.refused,
            "reason": asdict(seen.reason), "remarks": [asdict(remark) for remark in seen.remarks]}


def tell(console: Console, seen: Preview, stream: TextIO) -> None:
    """The records one after the other, then what is to be said of all of them."""
    for number, sight in enumerate(seen.sights, 1):
        _tell_one(console, number, sight, stream)
    if seen.reason.code:
        console.note(f"{seen.reason.code} {seen.reason.fr}", f"{seen.reason.code} {seen.reason.en}")
    for remark in seen.remarks:
        console.note(f"{remark.code} {remark.fr}", f"{remark.code} {remark.en}")
    count = len(seen.sights)
    console.note(f"{count} fiche{'s' * (count > 1)} en aperçu, {seen.refused} refusée{'s' * (seen.refused > 1)}. Rien "
                 "n'a été écrit.", f"{count} record{'s' * (count != 1)} previewed, {seen.refused} refused. Nothing was "
                 "harvested.")


def _tell_one(console: Console, number: int, sight: Sight, stream: TextIO) -> None:
    verdict = console.pick(*_VERDICTS[sight.verdict])
    print(visible(f"\n{number}. {sight.key}  {sight.kind}  {verdict}  ({sight.place})"), file=stream)
    received = [f"{name}: {value}" if name else value for name, value in sight.received]
    mapped = [f"{change.part} {change.field}".strip() + ": " + " | ".join(change.added) for change in sight.mapped]
    titles = console.pick("reçu", "received"), console.pick("devenu", "mapped")
    if stream.isatty():
        _side_by_side(titles, received, mapped, stream)
    else:
        for title, lines in zip(titles, (received, mapped), strict=True):
            print("".join(f"  {title} | {line}\n" for line in _shown(lines)), end="", file=stream)
    for finding in sight.findings:
        if finding.severity is Severity.INFO:  # Advice can wait until the map is right.
            continue
        print(visible(f"  {finding.severity} {finding.code} {finding.path}: {console.pick(finding.fr, finding.en)}"),
              file=stream)


def _side_by_side(titles: tuple[str, str], received: Sequence[str], mapped: Sequence[str], stream: TextIO) -> None:
    table = Table(*titles, box=None, expand=True, header_style="bold")
    for left, right in zip_longest(_shown(received), _shown(mapped), fillvalue=""):
        table.add_row(Text(left), Text(right))
    RichConsole(file=stream).print(table)


def _shown(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        words = visible(" ".join(line.split()))
        yield words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …"
