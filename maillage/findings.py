"""`maillage findings`: what the rules across records found in the current generation."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Any

import typer

from catalogue.generation import Generation
from catalogue.inspection import Inspection, source_of
from maillage.console import Console
from maillage.options import AsJson, Data
from maillage.workspace import Workspace, plainly, workspace
from ontology.nearest import nearest

SourceName = Annotated[str | None, typer.Argument(metavar="SOURCE", help="Only this source.", show_default=False)]


@plainly
def findings_command(
    source: SourceName = None,
    group: Annotated[bool, typer.Option("--group", help="One line per cause and source.")] = False,
    data: Data = None, as_json: AsJson = False,
) -> None:
    """List what rules across records found: doubles, broken links.

    \b
    Examples:
      maillage findings
      maillage findings exemples-poles --group
    """
    space = workspace(as_json=as_json, data=data)
    generation = space.generation()
    _check_known(space, generation, source)
    inspection = Inspection.read(generation.findings)
    rows = [row for row in _rows(inspection) if source in (None, row["source"])]
    if as_json:
        space.console.result("maillage.findings/1", {
            "generation": generation.manifest.id, "findings": rows, "more": inspection.more})
        return
    if not rows:
        space.console.note("Rien à signaler entre les fiches.", "Nothing to tell across records.")
    elif group:
        _tell_causes(space.console, rows)
    else:
        space.console.table(["code", "record", "path", "value", "message"], [
            [row["code"], row["record"], row["path"], row["value"], row[space.console.lang]] for row in rows])
    for code in inspection.more:
        space.console.note(f"{code} : il y en a d'autres ; seules les premières sont gardées.",
                           f"{code}: there are more; only the first ones are kept.")


def _rows(inspection: Inspection) -> list[dict[str, Any]]:
    """Each finding for programs; those of one rule with the same value stand together."""
    return [{"code": lapse.code, "severity": lapse.severity, "source": source_of(iri), "record": iri,
             "path": lapse.path, "value": lapse.value, "fr": lapse.fr, "en": lapse.en}
            for iri, lapse in inspection.lapses]


def _tell_causes(console: Console, rows: list[dict[str, Any]]) -> None:
    def cause(row: dict[str, Any]) -> tuple[str, ...]:
        return row["source"], row["code"], row["path"], row[console.lang]

    causes = [(one, list(met)) for one, met in groupby(sorted(rows, key=cause), key=cause)]
    console.table(["n", "source", "code", "path", "message", "example"], [
        [len(met), *one, met[0]["record"]] for one, met in sorted(causes, key=lambda told: -len(told[1]))])


def _check_known(space: Workspace, generation: Generation, source: str | None) -> None:
    """Stop at the name of a source that the generation does not know."""
    names = list(generation.manifest.sources)
    if source is not None and source not in names:
        near_fr, near_en = nearest(source, names)
        space.console.fail(f"Aucune source moissonnée « {source} » ; {near_fr}",
                           f"No harvested source “{source}”; {near_en}")
