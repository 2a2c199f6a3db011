"""The query page in a browser: the editor, ready questions, every view, and nothing from another host."""

from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tests.e2e.browser import Tab, browser, opened

__all__ = ["browser"]

RUN = "#query-form .first"
EDITOR = ".yasqe textarea"
COUNTS = "SELECT ?type (COUNT(?s) AS ?n) { ?s a ?type } GROUP BY ?type ORDER BY DESC(?n) LIMIT 15"
FAULTY = "SELECT ?s {\n  ?s dct:title ?t .\n  ?s ?p\n}"
STATES = {
    "start": {}, "table": {"query": COUNTS}, "bars": {"query": COUNTS, "format": "chart"},
    "line": {"named": "activity-by-year", "format": "chart"}, "map": {"named": "records-in-a-box", "format": "map"},
    "fault": {"query": FAULTY}, "wrong value": {"named": "records-in-a-box", "p_west": "x"},
    "truth": {"query": "ASK {}"}, "graph": {"query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 12"},
    "nothing": {"query": "SELECT * { ?s <urn:no> ?o }", "format": "map"}, "filtered": {"find": "zzz"},
}


def show(tab: Tab, served: str, **fields: str) -> None:
    tab.page.goto(f"{served}sparql?{urlencode(fields)}")
    tab.page.wait_for_selector(".yasqe .CodeMirror")


def write(tab: Tab, text: str) -> None:
    tab.page.focus(EDITOR)
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.insert_text(text)


def test_a_named_query_is_run_and_seen_as_table_chart_map_and_file_without_another_host(
        browser: Any, served: str) -> None:
    with opened(browser) as tab:
        page = tab.page
        show(tab, served)
        page.click("[data-slug=records-in-a-box]")
        page.wait_for_selector("#rows")
        assert "?wkt" in page.input_value("#query")
        assert "?wkt" in page.inner_text(".CodeMirror-code")
        rows = page.locator("#rows tbody tr").count()
        page.fill("[name=p_west]", "-1.9")
        page.click("#values button")
        page.wait_for_function("rows => document.querySelectorAll('#rows tbody tr').length < rows", arg=rows)
        assert "-1.9" in page.input_value("#query")
        page.click("#result .choices >> text=Carte")
        page.wait_for_selector("#result .map circle")
        page.click("#result .choices >> text=Tableau")
        page.wait_for_selector("#rows")
        with page.expect_download() as downloading:
            page.click("#result >> text=CSV")
        page.click("[data-slug=activity-by-year]")
        page.wait_for_selector("[data-slug=activity-by-year][aria-current]")
        page.click("#result .choices >> text=Graphique")
        page.wait_for_selector("#result .plot circle")
        page.go_back()
        page.wait_for_selector("#rows")
        assert downloading.value.suggested_filename.endswith(".csv")
        assert [address for address in tab.asked if not address.startswith(served)] == []
        assert tab.said == []
        assert tab.forbidden() == []
        assert page.evaluate("Object.keys(localStorage)") == []
        assert page.context.cookies() == []


def test_the_editor_is_loaded_only_after_the_form_works(browser: Any, served: str) -> None:
    with opened(browser) as tab:
        show(tab, served)
        paths = [address.removeprefix(served).partition("?")[0] for address in tab.asked]
        assert paths.index("static/sparql.js") < paths.index("static/vendor/yasgui.min.js")
        tab.page.goto(f"{served}search")
        assert "yasgui" not in "".join(tab.asked[len(paths):])


def test_the_keyboard_writes_completes_runs_and_leaves(browser: Any, served: str) -> None:
    with opened(browser) as tab:
        page = tab.page
        show(tab, served)
        write(tab, "SELECT ?t WHERE { ?x dct:ti")
        page.keyboard.press("Control+Space")
        page.wait_for_selector(".CodeMirror-hint")
        page.keyboard.press("Enter")
        assert page.input_value("#query") == "SELECT ?t WHERE { ?x dct:title"
        page.keyboard.insert_text(" ?t } LIMIT 3")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#rows")
        assert page.locator("#rows tbody tr").count() == 3
        page.focus(EDITOR)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "format"
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.closest('.yasqe') !== null")
        page.keyboard.insert_text("\n".join(f"# line {number}" for number in range(60)))
        page.keyboard.press("Control+End")
        page.keyboard.press("ArrowUp")
        cursor, box = page.locator(".CodeMirror-cursor").bounding_box(), page.locator("#editor").bounding_box()
        assert box["y"] < cursor["y"] < box["y"] + box["height"]
        assert tab.said == []
        assert tab.forbidden() == []


def test_a_fault_leads_to_its_line_in_the_editor_and_in_the_plain_field(browser: Any, served: str) -> None:
    with opened(browser) as tab:
        page = tab.page
        show(tab, served)
        write(tab, FAULTY)
        page.click(RUN)
        page.wait_for_selector("#fault")
        assert page.locator(".yasqe .pointed").count() == 1
        page.click("text=Aller à la ligne 4")
        page.keyboard.press("End")
        page.keyboard.insert_text(" LIMIT 1")
        assert page.input_value("#query") == f"{FAULTY} LIMIT 1"
        page.click("text=Éditeur simple")
        page.click("text=Aller à la ligne 4")
        assert page.evaluate("document.activeElement.id") == "query"
        page.fill("#query", "ASK {}")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("text=Oui (true)")
        page.reload()
        assert page.is_visible("#query")
        page.click("text=Éditeur coloré")
        page.wait_for_selector(".yasqe .CodeMirror")
        assert [line for line in tab.said if "400 (Bad Request)" not in line] == []
        assert tab.forbidden() == []


def test_the_place_of_a_fault_counts_characters(browser: Any, served: str) -> None:
    with opened(browser) as tab:
        page = tab.page
        show(tab, served, query="ASK {\n ?s ?p '😀é' ?o ?z }")
        page.click("text=Aller à la ligne 2")
        page.keyboard.insert_text(";")
        assert page.input_value("#query") == "ASK {\n ?s ?p '😀é' ;?o ?z }"
        page.click("text=Éditeur simple")
        page.fill("#query", "ASK {\n ?s ?p '😀é' ?o ?z }")
        page.click("text=Aller à la ligne 2")
        page.keyboard.insert_text(";")
        assert page.input_value("#query") == "ASK {\n ?s ?p '😀é' ;?o ?z }"


def test_a_table_is_sorted_and_filtered_and_questions_are_filtered_as_one_types(browser: Any, served: str) -> None:
    with opened(browser) as tab:
        page = tab.page
        show(tab, served, query=COUNTS)
        page.click("#rows th:last-child button")
        numbers = [int(one) for one in page.locator("#rows tbody td:last-child").all_inner_texts()]
        assert numbers == sorted(numbers)
        assert page.get_attribute("#rows th:last-child", "aria-sort") == "ascending"
        page.fill(".row-filter input", "ORG:")
        assert all("org:" in row for row in page.locator("#rows tbody tr:visible").all_inner_texts())
        page.fill("#find", "ECOLOGIQUE")
        assert 0 < page.locator("#question-list li:visible").count() < 10
        page.fill("#find", "zzz")
        assert page.inner_text("#found") == "Aucune question ne contient ces mots."


def test_a_long_text_is_posted(browser: Any, served: str) -> None:
    with opened(browser) as tab:
        show(tab, served)
        write(tab, f"# {'x' * 9000}\n{COUNTS}")
        tab.page.click(RUN)
        tab.page.wait_for_selector("#rows")
        tab.page.click("#result >> text=Graphique")
        tab.page.wait_for_selector("#result .bars")
        assert max(map(len, tab.asked)) < 8_000
        assert tab.said == []


def test_without_scripts_everything_is_done_by_forms(browser: Any, served: str) -> None:
    with opened(browser, java_script_enabled=False, locale="en-GB") as tab:
        page = tab.page
        page.goto(f"{served}sparql")
        page.fill("#find", "immersive")
        page.click("#find-form button")
        page.click("#question-list a >> nth=0")
        assert page.locator("#rows tbody tr").count() > 0
        page.fill("#query", COUNTS)
        page.select_option("#format", "chart")
        page.click(RUN)
        assert page.locator("#result .bars rect").count() == 15
        page.select_option("#format", "csv")
        with page.expect_download() as downloading:
            page.click("#by-post")
        with open(downloading.value.path(), encoding="utf-8") as file:
            assert file.readline().strip() == "type,n"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_no_state_of_the_page_has_an_accessibility_fault_or_is_too_wide(
        browser: Any, served: str, width: int, scheme: str) -> None:
    with opened(browser, width=width, color_scheme=scheme, bypass_csp=True) as tab:
        for name, fields in STATES.items():
            show(tab, served, **fields)
            assert tab.accessibility_faults() == [], name
            assert tab.overflow() <= 0, name


def test_programs_get_named_queries_and_named_forms_too(served: str) -> None:
    told = httpx.get(f"{served}sparql", params={"named": "records-in-a-box", "p_west": "-1.9", "format": "csv"})
    assert told.headers["content-type"].startswith("text/csv")
    assert told.text.startswith("thing,title")
    wrong = httpx.get(f"{served}sparql", params={"named": "records-in-a-box", "p_west": "x"})
    assert wrong.status_code == 400
    assert wrong.headers["content-type"] == "application/problem+json"
    anything = httpx.get(f"{served}sparql", params={"query": "ASK {}"}, headers={"Accept": "*/*"})
    assert anything.headers["content-type"].startswith("application/sparql-results+json")
