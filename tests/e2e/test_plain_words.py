"""What a person meets who asks wrongly, or wants to know why."""

import socket
from pathlib import Path

import pytest

from tests.demo import Demo
from tests.e2e.conftest import TABLE_MAP, maillage, table, write_source

pytestmark = pytest.mark.xdist_group("demo")


@pytest.mark.parametrize(("arguments", "told"), [
    (("rejects", "outil"), "“outils”"),
    (("runs", "outil"), "“outils”"),
    (("search", "--filter", "type=courses"), "course"),
    (("search", "--filter", "source=outil"), "outils"),
    (("search", "--filter", "regio=53"), "region"),
    (("search", "--filter", "region"), "region=53"),
    (("why", ""), "No record"),
    (("harvest", "--engine", "shackle"), "pyshacl"),
])
def test_a_wrong_name_is_refused_with_the_nearest(demo: Demo, arguments: tuple[str, ...], told: str) -> None:
    done = maillage(*arguments, data=demo.data)
    assert (done.code, told in done.err) == (2, True), done.err
    assert "Traceback" not in done.err


def test_a_filter_takes_a_name_as_well_as_a_code(demo: Demo) -> None:
    by_name, by_code = (maillage("search", "--json", "--filter", f"region={value}", data=demo.data).json
                        for value in ("Bretagne", "53"))
    assert by_name == by_code
    assert by_code["total"] > 0


def test_why_shows_what_was_received_and_as_what_it_was_read(demo: Demo) -> None:
    told = maillage("why", "armor", data=demo.data).out
    assert "read as\thttp://127.0.0.1:8000/id/hub/exemples-poles--armor" in told
    assert "\n\ttitle\tPôle de ressources d'Armor (exemple)\n" in told
    assert "\n#contact\temail\tmailto:contact@armor.example.org\n" in told


def test_the_absence_of_rejects_is_said(demo: Demo) -> None:
    done = maillage("rejects", data=demo.data)
    assert (done.code, done.out, done.err) == (0, "", "No record is refused.\n")


def test_a_source_is_shown_in_words(demo: Demo) -> None:
    assert "\nstates\tlive: 108, held: 0," in maillage("source", "show", "outils", data=demo.data).out


def test_an_unknown_setting_is_told_and_does_no_harm(demo: Demo) -> None:
    done = maillage("runs", data=demo.data, MAILLAGE_SORCES="elsewhere")
    assert (done.code, "MAILLAGE_SORCES is not a setting" in done.err) == (0, True)


def test_a_theme_that_does_not_exist_is_refused(demo: Demo, tmp_path: Path) -> None:
    done = maillage("serve", "--port", "0", data=demo.data, MAILLAGE_THEME_DIR=str(tmp_path / "none"))
    assert (done.code, "MAILLAGE_THEME_DIR" in done.err) == (2, True)


def test_a_port_that_is_taken_is_told_before_anything_starts(demo: Demo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = maillage("serve", "--port", str(taken.getsockname()[1]), data=demo.data)
    assert (done.code, done.err.count("\n")) == (2, 1), done.err
    assert "change --host or --port" in done.err


def test_a_dry_run_on_a_new_directory_does_not_even_make_it(tmp_path: Path) -> None:
    write_source(tmp_path / "sources", "tools", "table", "tools.csv",
                 table(["a;Outil A;https://a.example/;2026-01-02", "b;;https://b.example/;2026-01-03"]), TABLE_MAP)
    done = maillage("source", "test", "tools", "--sources", str(tmp_path / "sources"), data=tmp_path / "data")
    row = done.out.splitlines()[-1].split("\t")
    assert (done.code, row[2], row[3], row[6], row[10]) == (1, "2", "1", "1", "1")
    assert not (tmp_path / "data").exists()
