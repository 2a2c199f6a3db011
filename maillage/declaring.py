"""`maillage source list|show|test`: the declared sources, and a try without writing."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from harvesters.report import states
from harvesters.source import Source
from maillage import previews
from maillage.harvesting import choose, harvest_command, sound_sources
from maillage.options import AsJson, Data, Engine, Sources
from maillage.workspace import Workspace, plainly, workspace
from ontology.nearest import nearest


@plainly
def list_command(sources: Sources = None, data: Data = None, as_json: AsJson = False) -> None:
    """List the declared sources and their records by state.

    \b
    Example:
      maillage source list --sources my-sources
    """
    space = workspace(as_json=as_json, data=data, sources=sources)
    declared = space.sources()
    counts = _states(space, declared)
    if as_json:
        space.console.result("maillage.sources/1", {"sources": [
            _told(source) | {"states": counts[source.name]} for source in declared]})
        return
    space.console.table(["source", "format", "licence", "live", "held", "rejected", "missing", "title"], [
        [source.name + ("" if source.enabled else " (off)"), source.format, source.licence,
         *(counts[source.name].get(state, 0) for state in ("live", "held", "rejected", "missing")),
         _title(source, space.console.lang)] for source in declared])


@plainly
def show_command(
    name: Annotated[str, typer.Argument(metavar="SOURCE")],
    sources: Sources = None, data: Data = None, as_json: AsJson = False,
) -> None:
    """Show one declared source.

    \b
    Example:
      maillage source show exemples-poles
    """
    space = workspace(as_json=as_json, data=data, sources=sources)
    declared = {source.name: source for source in space.sources()}
    if name not in declared:
        near_fr, near_en = nearest(name, declared)
        space.console.fail(f"Aucune source « {name} » ; {near_fr}", f"No source “{name}”; {near_en}")
    told = _told(declared[name]) | {"states": _states(space, [declared[name]])[name]}
    if as_json:
        space.console.result("maillage.source/1", told)
    else:
        space.console.table(["", name], [[key, ", ".join(f"{name}: {one}" for name, one in value.items())
                                          if isinstance(value, dict) else value] for key, value in told.items()])


@plainly
def try_command(
    name: Annotated[str, typer.Argument(metavar="SOURCE")],
    first: Annotated[int | None, typer.Option("--preview", min=1, max=500, metavar="N", show_default=False,
                                              help="Only the first N records, raw beside mapped.")] = None,
    sources: Sources = None, data: Data = None, engine: Engine = "shacl", as_json: AsJson = False,
) -> None:
    """Fetch, map and check one source without writing anything.

    \b
    Examples:
      maillage source test exemples-poles
      maillage source test exemples-poles --preview 20
    """
    if first is not None:
        _preview(workspace(as_json=as_json, data=data, sources=sources), name, first, engine)
    harvest_command([name], sources, data, dry_run=True, diff=True, engine=engine, as_json=as_json)


def _preview(space: Workspace, name: str, most: int, engine: str) -> NoReturn:
    """Show the first records, and end."""
    declared, _ = sound_sources(space, [name])
    [source] = choose(space, declared, [name])
    seen = previews.look_at(space, source, most, engine)
    if space.console.json:
        space.console.result("maillage.source-preview/1", {"source": name, **previews.as_json(seen)})
    else:
        previews.tell(space.console, seen, sys.stdout)
    raise typer.Exit(previews.exit_code(seen))


def _told(source: Source) -> dict[str, object]:
    return {"name": source.name, "title": dict(source.title), "url": source.url, "format": source.format,
            "kind": source.kind, "licence": source.licence, "enabled": source.enabled,
            "publisher": source.publisher.name if source.publisher else "", "file": str(source.file)}


def _title(source: Source, lang: str) -> str:
    return source.title.get(lang) or next(iter(source.title.values()), "")


def _states(space: Workspace, declared: list[Source] | tuple[Source, ...]) -> dict[str, dict[str, int]]:
    if not space.directory.ledger.exists():
        return {source.name: {} for source in declared}
    with space.reading() as ledger:
        return {source.name: states(ledger, source.name) for source in declared}
