"""`maillage rejects`: what is refused and why, what would let it in, and what to write to the producer."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from catalogue.causes import causes
from catalogue.ledger import Ledger
from catalogue.refusals import each_refusal, refusals
from catalogue.reports import rejects_csv, rejects_turtle
from maillage.console import DATA_PROBLEM, Console
from maillage.history import SourceName, check_known
from maillage.mending import apply, suggestions, tell_suggestions, write_letters
from maillage.options import AsJson, Data, Engine, Sources
from maillage.workspace import Workspace, plainly, workspace

Csv = Annotated[str, typer.Option("--csv", metavar="FILE", help="Write a table for spreadsheets; - is stdout.",
                                  show_default=False)]
Turtle = Annotated[str, typer.Option("--ttl", metavar="FILE", help="Write a SHACL report; - is stdout.",
                                     show_default=False)]
Apply = Annotated[int | None, typer.Option("--apply", metavar="N", min=1, show_default=False,
                                           help="Write suggestion N into the source file.")]


@plainly
def rejects_command(
    source: SourceName = None,
    group: Annotated[bool, typer.Option("--group", help="One line per cause.")] = False,
    warnings: Annotated[bool, typer.Option("--warnings", help="Warnings on accepted records too.")] = False,
    suggest: Annotated[bool, typer.Option("--suggest", help="Changes that would let them in, each tried.")] = False,
    number: Apply = None,
    letter: Annotated[bool, typer.Option("--letter", help="A text ready to send to the producer.")] = False,
    table: Csv = "", report: Turtle = "",
    sources: Sources = None, data: Data = None, engine: Engine = "shacl", as_json: AsJson = False,
) -> None:
    """List refused records: where, why, and what to do.

    \b
    Examples:
      maillage rejects
      maillage rejects exemples-poles --warnings --group
      maillage rejects exemples-poles --suggest
      maillage rejects exemples-poles --apply 1
      maillage rejects exemples-poles --csv rejects.csv --ttl rejects.ttl
      maillage rejects exemples-poles --letter
    """
    space = workspace(as_json=as_json, data=data, sources=sources)
    _check_together(space.console, {"--group": group, "--suggest": suggest, "--apply": number is not None,
                                    "--letter": letter, "--csv/--ttl": bool(table or report)})
    with space.reading() as ledger:
        check_known(space, ledger, source)
        if table or report:
            _export(space.console, ledger, source, warnings, table, report)
        elif number:
            _check_named(space.console, source)
            apply(space, suggestions(space, ledger, source, warnings=warnings, engine=engine), number)
        elif suggest:
            tell_suggestions(space.console, suggestions(space, ledger, source, warnings=warnings, engine=engine))
        elif letter:
            write_letters(space.console, ledger, source, warnings=warnings)
        elif group:
            _tell_causes(space.console, ledger, source, warnings)
        else:
            _tell_rows(space, ledger, source, warnings)


def _check_together(console: Console, asked: dict[str, bool]) -> None:
    """Stop where options ask for several answers."""
    given = [name for name, is_asked in asked.items() if is_asked]
    if len(given) > 1:
        console.fail(f"{given[0]} et {given[1]} demandent des réponses différentes ; gardez-en un.",
                     f"{given[0]} and {given[1]} ask for different answers; keep one.")


def _check_named(console: Console, source: str | None) -> None:
    """Suggestions are numbered by source."""
    if source is None:
        console.fail("Dites de quelle source : maillage rejects SOURCE --apply N.",
                     "Say of which source: maillage rejects SOURCE --apply N.")


def _tell_rows(space: Workspace, ledger: Ledger, source: str | None, warnings: bool) -> None:
    rows = refusals(ledger, source, warnings=warnings)
    if space.console.json:
        space.console.result("maillage.rejects/1", {"rejects": rows})
    elif not rows:
        space.console.note("Aucune fiche refusée.", "No record is refused.")
    else:
        space.console.table(["source", "key", "code", "place", "path", "value", "message"], [
            [row["source"], row["key"], row["code"], row["place"], row["path"], row["value"],
             row[space.console.lang]] for row in rows])


def _tell_causes(console: Console, ledger: Ledger, source: str | None, warnings: bool) -> None:
    found = causes(ledger, source, warnings=warnings)
    if console.json:
        console.result("maillage.causes/1", {"causes": [asdict(cause) for cause in found]})
    elif not found:
        console.note("Aucune fiche refusée.", "No record is refused.")
    else:
        console.table(["n", "source", "code", "path", "message", "example"], [
            [cause.count, cause.source, cause.code, cause.path, console.pick(cause.fr, cause.en),
             cause.examples[0].place] for cause in found])


def _export(console: Console, ledger: Ledger, source: str | None, warnings: bool, table: str, report: str) -> None:
    if table == report == "-":
        console.fail("--csv et --ttl ne peuvent pas écrire tous deux sur la sortie ; donnez un fichier à l'un.",
                     "--csv and --ttl cannot both write to stdout; give one of them a file.")
    if table:
        lines = rejects_csv(each_refusal(ledger, source, warnings=warnings), console.lang)
        _write(console, table, (line.encode("utf-8", "backslashreplace") for line in lines))
    if report:
        _write(console, report, [rejects_turtle(each_refusal(ledger, source, warnings=warnings), ledger.base)])


def _write(console: Console, name: str, pieces: Iterable[bytes]) -> None:
    if name == "-":
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    try:
        with Path(name).open("wb") as file:
            file.writelines(pieces)
    except OSError as fault:
        console.fail(f"« {name} » ne peut pas être écrit ({fault.strerror}) ; choisissez un autre fichier.",
                     f"“{name}” cannot be written ({fault.strerror}); choose another file.", DATA_PROBLEM)
    console.note(f"Écrit : {name}", f"Written: {name}")
