"""Runs, changes, refusals and histories for programs; a ledger that cannot be read is a problem, not an error."""

import csv
import io
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue_view import View
from api.settings import ApiSettings
from api.workbench import ledger_room
from tests.api.demo_ledger import demo_ledger
from tests.api.demo_view import BASE

SHACL = "http://www.w3.org/ns/shacl#"
PATHS = ["/api/v1/runs", "/api/v1/runs/catalogue--14", "/api/v1/runs/catalogue--14/changes",
         "/api/v1/sources/catalogue/rejects", "/api/v1/history?record=archivage"]
PAGES = ["/sources/catalogue", "/runs", "/runs/catalogue--14", "/history?record=archivage"]


def told(client: TestClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_runs_are_listed_newest_first_in_pages(client: TestClient) -> None:
    first = told(client, "/api/v1/runs?size=3")
    assert [run["run"] for run in first["items"]] == ["agenda--9", "registre--8", "catalogue--14"]
    assert first["total"] > 6
    second = told(client, first["links"]["next"])
    assert second["page"] == 2
    assert {run["run"] for run in second["items"]}.isdisjoint(run["run"] for run in first["items"])
    assert told(client, second["links"]["prev"])["items"] == first["items"]
    assert told(client, first["links"]["last"])["links"]["next"] == ""


def test_runs_are_kept_by_source_and_outcome(client: TestClient) -> None:
    assert {run["source"] for run in told(client, "/api/v1/runs?source=eco")["items"]} == {"eco"}
    assert [run["run"] for run in told(client, "/api/v1/runs?outcome=waiting")["items"]] == ["registre--8"]
    assert told(client, "/api/v1/runs?source=eco&outcome=failed")["items"] == []


def test_the_figures_of_a_run_add_up(client: TestClient) -> None:
    run = told(client, "/api/v1/runs/catalogue--14")
    tally = run["tally"]
    assert tally["listed"] == sum(tally[name] for name in ("created", "changed", "unchanged", "rejected", "excluded"))
    assert tally["live_after"] == tally["live_before"] + tally["created"] + tally["restored"] - tally["gone"]
    assert (run["moved"], tally["rejected"], run["outcome"]) == (3, 3, "applied")
    assert [remark["code"] for remark in run["remarks"]] == ["MLG-F016"]


def test_changes_are_told_field_by_field(client: TestClient) -> None:
    (change,) = told(client, "/api/v1/runs/catalogue--9/changes")["items"]
    assert (change["what"], change["state"]) == ("changed", "live")
    (field,) = change["fields"]
    assert (field["field"], field["removed"], field["added"]) == ("title", ["Titre 1@fr"], ["Titre 2@fr"])
    first = told(client, "/api/v1/runs/catalogue--7/changes?size=4")
    assert (first["total"], len(first["items"])) == (10, 4)
    assert len(told(client, f"{first['links']['last']}")["items"]) == 2


def test_refusals_are_told_by_cause_and_one_by_one(client: TestClient) -> None:
    document = told(client, "/api/v1/sources/catalogue/rejects")
    assert [(cause["code"], cause["count"]) for cause in document["causes"]] == [("MLG-R103", 2), ("MLG-M001", 1)]
    assert document["total"] == 3
    assert {row["place"] for row in document["items"]} >= {"offres.csv, row sans-titre"}
    assert all(row["fr"] and row["en"] for row in document["items"])
    warned = told(client, "/api/v1/sources/catalogue/rejects?warnings=true")
    assert warned["total"] > 3
    assert told(client, "/api/v1/sources/catalogue/rejects?size=2&page=2")["items"] == document["items"][2:]
    assert told(client, "/api/v1/sources/eco/rejects")["total"] == 0


def test_refusals_come_as_a_table_and_as_a_shacl_report(client: TestClient) -> None:
    table = client.get("/api/v1/sources/catalogue/rejects.csv", headers={"Accept-Language": "en"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "catalogue-rejects.csv" in table.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert {row["code"] for row in rows} == {"MLG-R103", "MLG-M001"}
    assert "The title is missing: add it." in {row["message"] for row in rows}
    report = client.get("/api/v1/sources/catalogue/rejects", headers={"Accept": "text/turtle"})
    store = Store()
    store.load(report.content, RdfFormat.TURTLE)
    assert len(list(store.quads_for_pattern(None, NamedNode(f"{SHACL}result"), None))) == len(rows) == 3
    assert list(store.quads_for_pattern(None, NamedNode(f"{SHACL}conforms"), Literal(False)))


def test_a_history_tells_received_read_judged_and_moved(client: TestClient) -> None:
    (one,) = told(client, "/api/v1/history?record=archivage")["records"]
    assert (one["source"], one["key"]) == ("catalogue", "archivage")
    assert one["versions"][0]["received"] == '{"id":"archivage"}'
    assert "Archivage" in one["versions"][0]["read_as"]
    assert one["moves"][0]["run"] == "catalogue--7"
    by_iri = told(client, f"/api/v1/history?record={BASE}id/course/catalogue--archivage")
    assert by_iri["records"] == [one]
    (refused,) = told(client, "/api/v1/history?record=sans-titre&source=catalogue")["records"]
    assert [finding["code"] for finding in refused["versions"][0]["findings"]] == ["MLG-R103"]


@pytest.mark.parametrize(("path", "status", "code"), [
    ("/api/v1/runs/catalogue--999", 404, "MLG-R003"), ("/api/v1/runs/none", 404, "MLG-R003"),
    ("/api/v1/runs/none--1/changes", 404, "MLG-R003"), ("/api/v1/runs?source=catalog", 404, "MLG-R002"),
    ("/api/v1/runs?outcome=lost", 422, "MLG-Q003"), ("/api/v1/runs?page=0", 422, "MLG-Q003"),
    ("/api/v1/runs?size=201", 422, "MLG-Q003"), ("/api/v1/runs?sourc=eco", 400, "MLG-Q001"),
    ("/api/v1/runs?source=eco&source=poles", 422, "MLG-Q004"),
    ("/api/v1/sources/none/rejects", 404, "MLG-R002"), ("/api/v1/sources/eco/rejects.xls", 404, "MLG-H404"),
    ("/api/v1/sources/eco/rejects?warnings=yes", 422, "MLG-Q003"), ("/api/v1/history", 422, "MLG-Q003"),
    ("/api/v1/history?record=none", 404, "MLG-R004"), ("/api/v1/history?record=" + "a" * 2001, 422, "MLG-Q003"),
    ("/api/v1/history?record=archivage&source=none", 404, "MLG-R002"), ("/api/v1/jobs/none", 404, "MLG-H404"),
])
def test_what_does_not_exist_is_a_problem(client: TestClient, path: str, status: int, code: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_shared_and_tagged_by_what_the_ledger_holds(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["access-control-allow-origin"] == "*"
    tag = answer.headers["etag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/api/v1/runs?size=1", headers={"If-None-Match": tag}).status_code == 200


@pytest.fixture
def fresh(tmp_path: Path, view: View) -> TestClient:
    return TestClient(create_app(ApiSettings(tmp_path, BASE), views=lambda: view))


def test_a_tag_changes_with_the_ledger(fresh: TestClient, tmp_path: Path) -> None:
    demo_ledger(tmp_path)
    before = fresh.get("/api/v1/runs").headers["etag"]
    assert fresh.get("/api/v1/runs").headers["etag"] == before
    with sqlite3.connect(tmp_path / "ledger.sqlite") as sql:
        sql.execute("UPDATE source SET paused = '2026-11-22T00:00:00Z' WHERE name = 'eco'")
    sql.close()
    assert fresh.get("/api/v1/runs").headers["etag"] != before


@pytest.mark.parametrize("path", PATHS + PAGES)
def test_without_a_ledger_there_is_a_problem_and_no_file_is_made(fresh: TestClient, tmp_path: Path, path: str) -> None:
    answer = fresh.get(path)
    assert (answer.status_code, "MLG-J001" in answer.text) == (503, True)
    assert answer.headers["retry-after"] == "60"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("spoil", ["newer", "older", "damaged", "other"])
@pytest.mark.parametrize("path", [PATHS[0], PAGES[0]])
def test_a_ledger_of_another_version_or_damaged_is_a_problem_that_names_no_folder(
        fresh: TestClient, tmp_path: Path, spoil: str, path: str) -> None:
    demo_ledger(tmp_path)
    ledger = tmp_path / "ledger.sqlite"
    if spoil in ("newer", "older"):
        with sqlite3.connect(ledger) as sql:
            sql.execute(f"PRAGMA user_version = {999 if spoil == 'newer' else 1}")
        sql.close()
    else:
        ledger.write_bytes(b"no ledger" * 500 if spoil == "other" else ledger.read_bytes()[:8192])
    answer = fresh.get(path)
    assert (answer.status_code, "MLG-J002" in answer.text) == (503, True)
    assert str(tmp_path) not in answer.text


@pytest.mark.parametrize("spoil", [False, True])
def test_the_list_of_sources_stays_when_the_ledger_cannot_be_read(
        fresh: TestClient, tmp_path: Path, spoil: bool) -> None:
    if spoil:
        (tmp_path / "ledger.sqlite").write_bytes(b"no ledger" * 500)
    page = fresh.get("/sources", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert page.status_code == 200
    assert "Registre des outils" in page.text
    assert "The runs cannot be shown" in page.text


def test_reading_that_takes_too_long_is_given_up(
        fresh: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo_ledger(tmp_path)
    monkeypatch.setattr(ledger_room, "_STEPS_BETWEEN_LOOKS", 1)
    monkeypatch.setattr(ledger_room, "monotonic", iter(range(0, 1_000_000, 10)).__next__)
    answer = fresh.get("/api/v1/runs")
    assert (answer.status_code, answer.json()["code"]) == (503, "MLG-J003")
