"""Nothing that users can reach is missing from the pages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from api.app import create_app
from api.edge import LONGEST_BODY, LONGEST_TARGET
from api.parameters import PARAMETERS
from api.settings import ApiSettings
from api.sparql import sparql_part
from api.table import LARGEST_TABLE
from catalogue.states import Outcome, State
from harvesters.formats import FORMATS
from maillage import console
from maillage.cli import app as command_line
from maillage.settings import Settings
from ontology.kinds import KINDS
from ontology.terms import PREFIXES
from search.query import LARGEST_PAGE, SORTS
from sparql.limits import QueryLimits
from tests.api.demo_desk import DemoDesk
from tests.docs.pages import API, GUIDES, README, ROOT

ON_API = API.read_text("utf-8")
REMOTE = {"fr": ROOT / "docs" / "depot-distant.md", "en": ROOT / "docs" / "remote-store.md"}


def commands(group: Any, path: str = "maillage") -> Iterator[str]:
    """Every command with its groups, as it is typed."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def routes(found: Any) -> Iterator[str]:
    """The path of every route, in routers too."""
    for route in found:
        router = getattr(route, "original_router", None)
        if router is not None:
            yield from routes(router.routes)
        else:
            yield str(route.path)


APP = create_app(ApiSettings(Path("none"), "http://127.0.0.1:8000/"), [sparql_part(Path("none"))], desk=DemoDesk())
ROUTES = sorted({*routes(APP.routes), *APP.openapi()["paths"]})
COMMANDS = sorted(commands(typer.main.get_command(command_line)))


def test_the_routes_are_found() -> None:
    assert {"/", "/sparql", "/api/v1/search", "/id/{kind}/{name}", "/docs", "/static"} <= set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_stands_in_the_table_of_addresses(route: str) -> None:
    table = ON_API.partition("## Every address")[2].partition("\n## ")[0]
    told = {address.replace("{id:path}", "{id}") for address in re.findall(r"`(/[^`]*)`", table)}
    assert route.replace("{id:path}", "{id}") in told | {"/static" if "/static/…" in told else ""}


@pytest.mark.parametrize("value", [*PARAMETERS, *SORTS, *KINDS])
def test_every_parameter_order_and_kind_is_told(value: str) -> None:
    assert f"`{value}`" in ON_API


@pytest.mark.parametrize(("prefix", "namespace"), PREFIXES.items())
def test_every_prefix_is_told_with_its_namespace(prefix: str, namespace: str) -> None:
    assert f"| `{prefix}:` | `{namespace}` |" in ON_API


def test_no_other_prefix_is_told() -> None:
    assert set(re.findall(r"^\| `(\w+):` ", ON_API, re.MULTILINE)) == set(PREFIXES)


def test_the_told_limits_are_those_in_force() -> None:
    limits = QueryLimits()
    for row in (f"| time | {limits.seconds:g} s |", f"| {limits.memory >> 30} GiB |", f"| {limits.text >> 10} KiB |",
                f"| {limits.nesting} levels |", f"| {limits.answer >> 20} MiB |",
                f"| {limits.together >> 20:,} MiB |", f"| quick queries at a time | {limits.quick_workers} |",
                f"| quick queries waiting, of one client | {limits.waiting} |",
                f"| long queries at a time | {limits.long_workers} |",
                f"| long queries waiting, of one client | {limits.waiting_long} |",
                f"| waiting | {limits.patience:g} s |", f"| {limits.allowance:g} s a minute |",
                f"| {limits.remembered_each >> 10} KiB each, {limits.remembered >> 20} MiB together |",
                f"within {limits.quick:g} s of a processor's time",
                f"An address of {LONGEST_TARGET >> 10} KiB, a body of {LONGEST_BODY >> 10} KiB",
                f"at most {LARGEST_PAGE} |", f"{LARGEST_TABLE:,} rows"):
        assert row in ON_API, row


@pytest.mark.parametrize("language", GUIDES)
def test_the_guides_tell_every_setting_state_outcome_and_exit_code(language: str) -> None:
    guide, remote = GUIDES[language].read_text("utf-8"), REMOTE[language].read_text("utf-8")
    for setting in Settings.__dataclass_fields__.values():
        variable = setting.metadata["variable"]
        assert f"| `{variable}` |" in (remote if variable.startswith("MAILLAGE_REMOTE_") else guide)
    for word in (*State, *(outcome for outcome in Outcome if outcome is not Outcome.RUNNING)):
        assert f"| `{word}` |" in guide, word
    for code in (console.DONE, console.DATA_PROBLEM, console.USAGE, console.UNREACHABLE, console.PARTIAL,
                 console.LOCKED):
        assert f"| {code} |" in guide, code


@pytest.mark.parametrize("page", ["commands.md", "commandes.md"])
def test_every_command_stands_in_the_table_of_commands(page: str) -> None:
    told = re.findall(r"^\| `(maillage [a-z ]+)` \|", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == COMMANDS


def test_every_format_is_named_in_the_pages_on_sources() -> None:
    told = (ROOT / "docs" / "sources.md").read_text("utf-8")
    assert [name for name in FORMATS if f"`{name}`" not in told] == []


PAGES = sorted([README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if not re.match(r"https?:|#", link):
            assert (page.parent / link.partition("#")[0]).exists(), link
