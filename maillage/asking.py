"""`maillage serve`, `query` and `search`: the read side from the command line."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import orjson
import typer

from catalogue.generation import Generation
from maillage.console import DATA_PROBLEM
from maillage.engines import opener_of
from maillage.options import AsJson, Data
from maillage.workspace import Workspace, plainly, workspace
from search.engine import SearchIndex
from search.query import SearchQuery, UnknownFacet

Host = Annotated[str, typer.Option("--host", help="Address to listen on.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 takes a free one.")]


@plainly
def serve_command(host: Host = "127.0.0.1", port: Port = 8000, data: Data = None) -> None:
    """Serve pages, discovery API and SPARQL endpoint.

    \b
    Examples:
      maillage serve
      maillage serve --host 0.0.0.0 --port 8080 --data /srv/maillage
    """
    serve(workspace(data=data), host, port)


def serve(space: Workspace, host: str, port: int) -> None:
    """Run the HTTP server until it is stopped."""
    import uvicorn  # The web framework is slow to import, and no other command needs it.

    from api.app import create_app
    from api.settings import ApiSettings
    from api.sparql import sparql_part
    from maillage import __version__
    from maillage.jobs import Jobs

    base = space.generation().manifest.base
    theme = _theme(space)
    settings = ApiSettings(data=space.directory.path, base=base, theme=theme, version=__version__)
    endpoint = sparql_part(settings.data, opener=opener_of(space.settings, settings.data),
                           embedded=space.settings.sparql_engine != "remote")
    app = create_app(settings, [endpoint], desk=Jobs(space))
    config = uvicorn.Config(app, log_level="warning", timeout_keep_alive=5, limit_concurrency=200)
    with _listening(space, host, port) as door, suppress(KeyboardInterrupt):
        address = f"http://{f'[{host}]' if ':' in host else host}:{door.getsockname()[1]}/"
        space.console.note(f"Maillage répond sur {address} (Ctrl-C pour arrêter).",
                           f"Maillage answers at {address} (Ctrl-C stops it).")
        uvicorn.Server(config).run(sockets=[door])


def _theme(space: Workspace) -> Path | None:
    theme = space.settings.theme_dir
    if theme and not Path(theme).is_dir():
        space.console.fail(f"MAILLAGE_THEME_DIR vaut « {theme} », qui n'est pas un dossier.",
                           f"MAILLAGE_THEME_DIR is “{theme}”, which is not a folder.")
    return Path(theme) if theme else None


def _listening(space: Workspace, host: str, port: int) -> socket.socket:
    """A socket on the address, taken before anything else starts; port 0 takes a free one."""
    try:
        door = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as fault:
        why = str(fault.strerror).partition(" (")[0]
        space.console.fail(f"Impossible d'écouter sur {host}, port {port} ({why}) ; changez --host ou --port.",
                           f"Cannot listen on {host}, port {port} ({why}); change --host or --port.")
    # Connections inherit it; without it, small answers wait for the acknowledgement of the one before.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


@plainly
def search_command(
    text: Annotated[str, typer.Argument(help="Words to look for; empty finds everything.")] = "",
    filters: Annotated[list[str] | None, typer.Option("--filter", "-f", metavar="FACET=CODE",
                                                      help="Keep what has this code; repeatable.")] = None,
    size: Annotated[int, typer.Option("--size", min=1, max=100, help="How many to show.")] = 20,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Search the current generation as the discovery API does.

    \b
    Examples:
      maillage search "archivage numérique" --filter type=course --filter region=53
      maillage search photogrammetry --json
    """
    space = workspace(as_json=as_json, data=data)
    generation = space.generation()
    asked = _codes(space, generation, filters or [])
    index = _index(space, generation)
    try:
        page = index.search(SearchQuery(text=text, filters=asked, size=size))
    except UnknownFacet as fault:
        space.console.fail(fault.fr, fault.en)
    items = [orjson.loads(item) for item in page.items]
    if as_json:
        facets = {name: {count.code: count.count for count in counts} for name, counts in page.facets.items()}
        space.console.result("maillage.search/1", {"total": page.total, "items": items, "facets": facets})
        return
    lang = space.console.lang
    plural = "s" * (page.total != 1)
    space.console.note(f"{page.total} fiche{plural}", f"{page.total} record{plural}")
    space.console.table(["type", "titre" if lang == "fr" else "title", "IRI"], [
        [item["kind"], item["title"].get(lang) or next(iter(item["title"].values()), ""), item["id"]]
        for item in items])


def _index(space: Workspace, generation: Generation) -> SearchIndex:
    try:
        return SearchIndex.open(generation.index)
    except ValueError as fault:  # Damaged, or in a folder where not even a lock can be written.
        space.console.fail(
            f"L'index de la génération {generation.manifest.id} ne s'ouvre pas ({fault}) ; lancez "
            f"`maillage rebuild`, et vérifiez que « {space.settings.data} » peut être écrit.",
            f"The index of the generation {generation.manifest.id} cannot be opened ({fault}); run "
            f"`maillage rebuild`, and check that “{space.settings.data}” can be written.", DATA_PROBLEM)


def _codes(space: Workspace, generation: Generation, filters: list[str]) -> dict[str, tuple[str, ...]]:
    """The codes of each facet; names are looked up and unknown ones refused, as the discovery API does."""
    asked: dict[str, tuple[str, ...]] = {}
    for told in filters:
        # The web framework is slow to import, and most searches have no filter.
        from api.facets import FACETS, facet_code
        from api.generation_watch import open_view
        from api.problems import Problem

        facet, equals, value = told.partition("=")
        if not equals:
            space.console.fail(f"« {told} » n'est pas FACETTE=CODE, par exemple region=53.",
                               f"“{told}” is not FACET=CODE, for example region=53.")
        try:
            code = facet_code(open_view(generation), FACETS[facet], value) if facet in FACETS else value
        except Problem as problem:
            space.console.fail(problem.detail("fr"), problem.detail("en"))
        asked[facet] = (*asked.get(facet, ()), code)
    return asked
