"""The command line: every command and its name."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from harvesters.report import Options
from maillage import (
    __version__,
    adding,
    asking,
    care,
    declaring,
    exporting,
    harvesting,
    history,
    links,
    querying,
    tokens,
    undoing,
)
from maillage.bringing import bring_in
from maillage.findings import findings_command
from maillage.options import Data
from maillage.publishing import deliver, publish_command
from maillage.rejects import rejects_command
from maillage.settings import BUNDLED_SOURCES
from maillage.telling import exit_code, tell
from maillage.workspace import plainly, workspace

app = typer.Typer(
    name="maillage", no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    help="Gather, check and find training, tools and shared resources of French cultural research and creation.\n\n"
         "Exit codes: 0 done, 1 data problem (rejects or waiting), 2 usage, 3 a source unreachable, 4 partial, "
         "5 data directory locked.")
source_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The declared sources.")
links_app = typer.Typer(cls=links.ListedByDefault, no_args_is_help=False, rich_markup_mode=None,
                        help="The pages that records lead to: do they answer?")
run_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="One harvest run.")
token_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Who may act over HTTP.")


@plainly
def demo_command(host: asking.Host = "127.0.0.1", port: asking.Port = 8000, data: Data = None,
                 serve: Annotated[bool, typer.Option(help="Serve after the harvest.")] = True) -> None:
    """Make a data directory from the bundled sources and serve it.

    \b
    Examples:
      maillage demo
      maillage demo --port 8080 --data /tmp/demo
    """
    space = workspace(data=data, sources=BUNDLED_SOURCES)
    if not space.settings.base_iri and not space.directory.ledger.exists():
        # The links of a demo must open: they lead to where it is served from.
        space = replace(space, settings=replace(space.settings, base_iri=f"http://127.0.0.1:{port or 8000}/"))
    chosen = [source for source in space.sources() if source.enabled and source.url.startswith("file:")]
    reports, generation = bring_in(space, chosen, Options())
    tell(space, reports, generation, Options())
    delivered = deliver(space)
    if serve:
        asking.serve(space, host, port)
    raise typer.Exit(delivered or exit_code(reports))


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                help="Print the version.")] = False) -> None:
    del version


app.command("demo")(demo_command)
app.command("harvest")(harvesting.harvest_command)
app.command("replay")(harvesting.replay_command)
app.add_typer(source_app, name="source")
source_app.command("list")(declaring.list_command)
source_app.command("show")(declaring.show_command)
source_app.command("test")(declaring.try_command)
source_app.command("add")(adding.add_command)
source_app.command("retire")(undoing.retire_command)
app.command("runs")(history.runs_command)
app.add_typer(run_app, name="run")
run_app.command("show")(history.run_show_command)
run_app.command("rollback")(undoing.rollback_command)
app.add_typer(links_app, name="links")
links_app.command("list")(links.list_command)
links_app.command("check")(links.check_command)
app.command("rejects")(rejects_command)
app.command("findings")(findings_command)
app.command("why")(history.why_command)
app.add_typer(token_app, name="token")
token_app.command("create")(tokens.create_command)
token_app.command("list")(tokens.list_command)
token_app.command("revoke")(tokens.revoke_command)
app.command("validate")(care.validate_command)
app.command("serve")(asking.serve_command)
app.command("query")(querying.query_command)
app.command("search")(asking.search_command)
app.command("export")(exporting.export_command)
app.command("publish")(publish_command)
app.command("rebuild")(care.rebuild_command)
app.command("doctor")(care.doctor_command)
