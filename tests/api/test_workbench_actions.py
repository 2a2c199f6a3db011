"""Actions: only with a valid token, only on what exists, as jobs that tell how they stand."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue_view import View
from api.settings import ApiSettings
from catalogue.ledger import Ledger
from catalogue.tokens import revoke_token
from tests.api.demo_desk import DemoDesk, make_token
from tests.api.demo_ledger import demo_ledger
from tests.api.demo_view import BASE

HARVEST = "/api/v1/sources/catalogue/harvest"
HTML = {"Accept": "text/html", "Accept-Language": "en"}
RUN = {"source": "catalogue", "run": 15, "outcome": "applied", "listed": 12, "created": 1, "changed": 1,
       "unchanged": 10, "rejected": 0, "excluded": 0, "restored": 0, "missing": 0, "gone": 0, "live_before": 10,
       "live_after": 11,
       "states": {}, "reason": {"code": "", "fr": "", "en": ""}, "remarks": [], "warned": 0, "seconds": 0.1,
       "refused": [{"place": "row 3", "code": "MLG-R103", "path": "title", "fr": "Sans titre.", "en": "No <title>."}],
       "differences": [{"key": "a", "iri": "", "state": "live", "what": "changed", "fields": [
           {"part": "", "field": "title", "removed": ["Avant <b>"], "added": ["Après"]}]}]}


@pytest.fixture
def desk() -> DemoDesk:
    return DemoDesk()


@pytest.fixture
def acting(desk: DemoDesk, view: View, tmp_path: Path) -> Iterator[TestClient]:
    demo_ledger(tmp_path)
    with TestClient(create_app(ApiSettings(tmp_path, BASE), views=lambda: view, desk=desk)) as made:
        yield made


@pytest.fixture
def token(acting: TestClient, tmp_path: Path) -> str:
    del acting
    return make_token(tmp_path)


def by(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_harvest_is_taken_as_a_job(acting: TestClient, desk: DemoDesk, token: str) -> None:
    answer = acting.post(HARVEST, json={"dry_run": True, "diff": True, "full": False}, headers=by(token))
    assert (answer.status_code, answer.headers["location"]) == (202, "/api/v1/jobs/job0")
    order = desk.jobs["job0"].order
    assert (order.verb, order.about) == ("harvest", "catalogue")
    assert (order.options, order.actor) == (("dry_run", "diff"), "marie")
    told = acting.get(answer.headers["location"])
    assert (told.json()["state"], told.json()["result"], told.headers["cache-control"]) == ("queued", None, "no-store")
    assert "marie" not in told.text


@pytest.mark.parametrize(("path", "verb", "about"), [
    ("/api/v1/sources/poles/replay", "replay", "poles"), ("/api/v1/runs/catalogue--9/rollback", "rollback",
                                                          "catalogue--9"),
    ("/api/v1/sources/jamais/harvest", "harvest", "jamais"), ("/api/v1/sources/agenda/suggest", "suggest", "agenda"),
    ("/api/v1/sources/eco/letter", "letter", "eco"),
])
def test_each_action_is_one_order(
        acting: TestClient, desk: DemoDesk, token: str, path: str, verb: str, about: str) -> None:
    assert acting.post(path, headers=by(token)).status_code == 202
    order = desk.jobs["job0"].order
    assert (order.verb, order.about, order.options) == (verb, about, ())


@pytest.mark.parametrize("headers", [
    {}, {"Authorization": "Bearer"}, {"Authorization": "Bearer mlg_x"}, {"Authorization": "Basic bWFyaWU6eA=="},
    {"Authorization": f"Bearer {'x' * 5000}"}, {"Cookie": "token=mlg_x"},
])
@pytest.mark.parametrize("path", [HARVEST, "/api/v1/sources/none/harvest", "/api/v1/sources/catalogue/replay",
                                  "/api/v1/runs/catalogue--9/rollback"])
def test_nothing_is_done_without_a_token(
        acting: TestClient, desk: DemoDesk, path: str, headers: dict[str, str]) -> None:
    answer = acting.post(path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "MLG-J010")
    assert answer.headers["www-authenticate"].startswith('Bearer realm="maillage"')
    assert desk.jobs == {}


def test_an_expired_or_revoked_token_is_refused(acting: TestClient, desk: DemoDesk, token: str, tmp_path: Path) -> None:
    expired = make_token(tmp_path, "paul", days=1, made=datetime.now(UTC) - timedelta(days=2))
    ledger = Ledger.open(tmp_path / "ledger.sqlite", BASE)
    revoke_token(ledger, "marie", datetime.now(UTC))
    ledger.close()
    for secret in (expired, token):
        answer = acting.post(HARVEST, headers=by(secret))
        assert (answer.status_code, 'error="invalid_token"' in answer.headers["www-authenticate"]) == (401, True)
    assert desk.jobs == {}


@pytest.mark.parametrize(("path", "status", "code"), [
    ("/api/v1/sources/catalog/harvest", 404, "MLG-R002"), ("/api/v1/sources/agenda/harvest", 404, "MLG-R002"),
    ("/api/v1/sources/jamais/suggest", 404, "MLG-R002"),
    ("/api/v1/sources/--help/harvest", 404, "MLG-R002"), ("/api/v1/sources/%2e%2e/harvest", 404, "MLG-R002"),
    ("/api/v1/runs/catalogue--999/rollback", 404, "MLG-R003"), ("/api/v1/runs/--all/rollback", 404, "MLG-R003"),
])
def test_only_what_exists_can_be_acted_on(
        acting: TestClient, desk: DemoDesk, token: str, path: str, status: int, code: str) -> None:
    answer = acting.post(path, headers=by(token))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert desk.jobs == {}


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b'{"dry": true}', b'{"dry_run": "true"}', b'{"dry_run": 1}',
                                  b'{"allow_shrink": null}', b"\xff"])
def test_options_that_cannot_be_read_are_refused(
        acting: TestClient, desk: DemoDesk, token: str, body: bytes) -> None:
    answer = acting.post(HARVEST, content=body, headers={**by(token), "Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["known"]) == (422, ["dry_run", "diff", "full", "allow_shrink"])
    assert acting.post("/api/v1/sources/catalogue/replay", json={"full": True}, headers=by(token)).status_code == 422
    assert desk.jobs == {}


def test_a_body_of_another_type_is_refused(acting: TestClient, desk: DemoDesk, token: str) -> None:
    answer = acting.post(HARVEST, content=b'{"dry_run": true}', headers={**by(token), "Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (415, "MLG-J012")
    assert desk.jobs == {}


def test_orders_beyond_what_may_wait_are_refused(acting: TestClient, token: str) -> None:
    statuses = [acting.post(HARVEST, headers=by(token)).status_code for _ in range(3)]
    assert statuses == [202, 202, 503]
    assert acting.post(HARVEST, headers=by(token)).headers["retry-after"] == "60"


def test_other_sites_may_not_act(acting: TestClient, token: str) -> None:
    asked = {"Origin": "https://portal.example", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "authorization"}
    assert "authorization" not in acting.options(HARVEST, headers=asked).headers["access-control-allow-headers"].lower()
    assert "access-control-allow-origin" not in acting.post(HARVEST, headers=by(token)).headers


def test_a_form_leads_to_the_page_of_its_job(acting: TestClient, desk: DemoDesk, token: str) -> None:
    answer = acting.post("/sources/catalogue/harvest?lang=en", data={"token": f" {token} ", "dry_run": "true"},
                         follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/jobs/job0?lang=en")
    assert desk.jobs["job0"].order.options == ("dry_run", "diff")
    page = acting.get(answer.headers["location"]).text
    assert '<meta http-equiv="refresh" content="2">' in page
    assert "Waiting for its turn" in page
    assert token not in page


@pytest.mark.parametrize(("path", "fields", "options"), [
    ("/sources/catalogue/harvest", {"full": "true", "allow_shrink": "true"}, ("full", "allow_shrink")),
    ("/sources/catalogue/replay", {"dry_run": "true", "full": "true"}, ("dry_run", "diff")),
    ("/runs/catalogue--9/rollback", {"dry_run": "true"}, ("dry_run",)), ("/sources/catalogue/harvest", {}, ()),
])
def test_a_form_says_its_options(acting: TestClient, desk: DemoDesk, token: str, path: str, fields: dict[str, str],
                                 options: tuple[str, ...]) -> None:
    acting.post(path, data={"token": token, **fields}, follow_redirects=False)
    assert desk.jobs["job0"].order.options == options


def test_a_form_without_a_valid_token_is_answered_by_a_page(acting: TestClient, desk: DemoDesk) -> None:
    answer = acting.post("/sources/catalogue/harvest", data={"token": "mlg_wrong"}, headers=HTML)
    assert (answer.status_code, "<h1>Token refused</h1>" in answer.text) == (401, True)
    assert "mlg_wrong" not in answer.text
    assert acting.post("/sources/catalogue/retire", data={"token": "x"}, headers=HTML).status_code == 404
    assert acting.post("/sources/catalogue/harvest", json={}, headers=HTML).status_code == 415
    assert desk.jobs == {}


def ended(acting: TestClient, desk: DemoDesk, token: str, state: Any, told: object, path: str = HARVEST, *,
          asking: dict[str, bool] | None = None, **how: Any) -> tuple[dict[str, Any], str]:
    """What program and person are told of a job that ended so."""
    acting.post(path, json={"dry_run": True} if asking is None else asking, headers=by(token))
    desk.end(state, json.dumps(told).encode() if told else b"", **how)
    document: dict[str, Any] = acting.get("/api/v1/jobs/job0").json()
    page = acting.get("/jobs/job0", headers=HTML)
    assert page.status_code == 200
    assert "http-equiv" not in page.text
    return document, page.text


def test_a_job_that_is_done_gives_the_commands_own_result(acting: TestClient, desk: DemoDesk, token: str) -> None:
    result = {"schema": "maillage.harvest/1", "dry_run": True, "generation": None, "exit": 1, "runs": [RUN]}
    document, page = ended(acting, desk, token, "done", result, code=1)
    assert (document["state"], document["exit_code"], document["result"]) == ("done", 1, result)
    assert "Dry: nothing was written." in page
    assert "<b>12</b> listed = <b>1</b> created" in page
    assert "No &lt;title&gt;." in page
    assert "<p>Avant &lt;b&gt;</p>" in page
    assert 'href="/history?source=catalogue&amp;record=a"' in page


def test_a_rollback_says_which_runs_it_undid(acting: TestClient, desk: DemoDesk, token: str) -> None:
    tally = {name: RUN[name] for name in ("listed", "created", "gone", "restored", "live_before", "live_after")}
    told = {"schema": "maillage.rollback/1", "run": "catalogue--15", "undone": ["catalogue--9", "catalogue--10"],
            "dry_run": True, "tally": tally, "generation": None}
    _, page = ended(acting, desk, token, "done", told, "/api/v1/runs/catalogue--9/rollback")
    assert "Undo dry" in page
    assert 'href="/runs/catalogue--10"' in page
    assert "<b>11</b> on line after" in page


def test_suggestions_say_what_to_change_and_what_it_would_do_to_all_others(
        acting: TestClient, desk: DemoDesk, token: str) -> None:
    cause = {"source": "catalogue", "code": "MLG-M001", "severity": "violation", "path": "equipment", "count": 2,
             "fr": "Valeur inconnue.", "en": "Unknown <value>."}
    figures = {"accepted": 2, "mended": 0, "changed": 1, "unchanged": 136, "refused_still": 0, "refused_newly": 0}
    mend = {"number": 1, "file": "/etc/x.toml", "fr": "Ajouter.", "en": "Add it.", "diff": "-old\n+new <b>\n",
            "untried_fr": "", "untried_en": "", "command": "maillage replay catalogue",
            "trial": {**figures, "shown": {"accepted": [{"key": "p3", "verdict": "accepted", "fields": []}]}}}
    correction = {"place": "row 4", "title": "", "where": "equipements", "received": "casques", "fr": "…", "en": "…"}
    told = {"schema": "maillage.suggestions/1", "suggestions": [
        {"cause": cause, "mends": [mend, {**mend, "number": None, "trial": None, "untried_en": "Not tried."}],
         "corrections": [correction]}, {"cause": cause, "mends": [], "corrections": []}]}
    _, page = ended(acting, desk, token, "done", told, "/api/v1/sources/catalogue/suggest", asking={})
    assert "2 accepted, 1 changed otherwise, 136 unchanged." in page
    assert '<span class="up">+new &lt;b&gt;</span>' in page
    assert "maillage rejects catalogue --apply 1" in page
    assert "Not tried." in page
    assert "No change of the declaration would do." in page
    assert "row 4" in page
    assert "/etc/x.toml" not in page


def test_a_letter_is_shown_as_it_is_sent(acting: TestClient, desk: DemoDesk, token: str) -> None:
    told = {"schema": "maillage.letters/1", "language": "en", "letters": [{"source": "eco", "text": "Hello,\n<b>\n"}]}
    _, page = ended(acting, desk, token, "done", told, "/api/v1/sources/eco/letter", asking={})
    assert "Hello,\n&lt;b&gt;\n</pre>" in page


@pytest.mark.parametrize(("told", "how", "said"), [
    ({"schema": "maillage.error/1", "exit": 5, "fr": "Occupé.", "en": "In use by <another>."}, {"code": 5},
     "In use by &lt;another&gt;."),
    (None, {"code": -9, "complaint": "killed <hard>"}, "killed &lt;hard&gt;"),
    (None, {"code": 0, "cut": True}, "The answer is longer than a page can show"),
    (["what nobody foresaw"], {"code": 0}, "Exit code"),
])
def test_a_job_that_ended_otherwise_says_so(acting: TestClient, desk: DemoDesk, token: str, told: object,
                                            how: dict[str, Any], said: str) -> None:
    _, page = ended(acting, desk, token, "failed", told, **how)
    assert said in page


def test_what_is_asked_for_is_described(acting: TestClient) -> None:
    described = acting.get("/openapi.json").json()
    asked = described["paths"]["/api/v1/sources/{name}/harvest"]["post"]
    assert asked["security"] == [{"token": []}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert set(asked["responses"]) == {"202", "401", "404", "415", "422", "503"}
    job = described["paths"]["/api/v1/jobs/{id}"]["get"]["responses"]["200"]["content"]["application/json"]
    assert set(job["schema"]["required"]) <= set(job["example"])
