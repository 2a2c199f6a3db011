"""The command that asks SPARQL queries: from a file, from standard input, or named ones."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from maillage.console import DATA_PROBLEM, Console
from maillage.engines import answer_once
from maillage.options import Data
from maillage.workspace import Workspace, plainly, workspace
from ontology.nearest import nearest
from sparql.failure import QueryFailed
from sparql.formats import GRAPH, TABULAR
from sparql.named_queries import named_queries, named_query
from sparql.question import Question


@plainly
def query_command(
    query: Annotated[str, typer.Argument(
        metavar="[NAME|FILE|-]", help="A named query, a file, or - for standard input; nothing lists the named ones."
    )] = "",
    parameters: Annotated[list[str] | None, typer.Option(
        "--param", "-p", metavar="NAME=VALUE", help="A value for a parameter of a named query; repeatable.")] = None,
    format: Annotated[str, typer.Option("--format", help="csv, tsv, json, xml; ttl, nt, jsonld for graphs.")] = "csv",
    data: Data = None,
) -> None:
    """Ask a SPARQL query, within the limits of the endpoint.

    \b
    Examples:
      maillage query
      maillage query trainings-of-a-region --param region=Bretagne
      maillage query my-own.rq --format json
      echo 'SELECT (COUNT(*) AS ?n) { ?s a schema:Course }' | maillage query -
    """
    space = workspace(data=data)
    if not query:
        _list(space.console)
        return
    if format not in TABULAR and format not in GRAPH:
        near_fr, near_en = nearest(format, {*TABULAR, *GRAPH})
        space.console.fail(f"Format « {format} » inconnu ; {near_fr}", f"Unknown format “{format}”; {near_en}")
    text = _text(space, query, _values(space.console, parameters or ()))
    question = Question(text, format if format in TABULAR else "csv", format if format in GRAPH else "ttl")
    try:
        answer = asyncio.run(answer_once(space.settings, space.directory.path, space.generation(), question))
    except QueryFailed as fault:
        space.console.fail(fault.fr, fault.en, DATA_PROBLEM)
    sys.stdout.buffer.write(answer)


def _text(space: Workspace, query: str, values: Mapping[str, str]) -> str:
    """The text of a query; only named ones have parameters."""
    console = space.console
    if query != "-" and not Path(query).exists() and "/" not in query and not query.endswith(".rq"):
        try:
            return named_query(query).filled(values)
        except QueryFailed as fault:
            console.fail(f"{fault.fr} (`maillage query` les liste.)", f"{fault.en} (`maillage query` lists them.)")
    if values:
        console.fail("Seules les requêtes nommées ont des paramètres ; `maillage query` les liste.",
                     "Only named queries have parameters; `maillage query` lists them.")
    try:
        return sys.stdin.read() if query == "-" else Path(query).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        console.fail(f"« {query} » ne se lit pas ({fault}).", f"“{query}” cannot be read ({fault}).")


def _values(console: Console, parameters: Sequence[str]) -> dict[str, str]:
    values = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            console.fail(f"« {parameter} » n'est pas de la forme NOM=VALEUR, par exemple region=Bretagne.",
                         f"“{parameter}” is not of the form NAME=VALUE, such as region=Bretagne.")
        values[name] = value
    return values


def _list(console: Console) -> None:
    """The named queries: what they answer, and their parameters."""
    console.table(
        [console.pick("requête", "query"), console.pick("question", "question"),
         console.pick("paramètres", "parameters")],
        [[one.slug, console.pick(one.question["fr"], one.question["en"]),
          ", ".join(parameter.name for parameter in one.parameters)] for one in named_queries()])
