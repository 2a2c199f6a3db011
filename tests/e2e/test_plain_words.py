"""What a person meets who asks wrongly, or wants to know why."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalogue.datadir import DataDirectory
from tests.demo import Demo
from tests.e2e.conftest import ROOT, TABLE_MAP, environment, maillage, table, write_source

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


# A shell that runs tests in the background lets its children ignore Ctrl-C.
_LISTENING_TO_CTRL_C = ("import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
                        "from maillage.__main__ import main; main()")


def test_ctrl_c_ends_a_harvest_with_a_sentence(tmp_path: Path) -> None:
    data = tmp_path / "data"
    running = subprocess.Popen([sys.executable, "-c", _LISTENING_TO_CTRL_C, "harvest"], cwd=ROOT,
                               env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not (data / "spool").exists():
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert (running.returncode, "Interrupted: what was finished is kept" in told) == (130, True), told


def test_faults_of_the_data_directory_come_in_the_language_that_was_set(tmp_path: Path) -> None:
    with DataDirectory(tmp_path / "data").writer("a test"):
        done = maillage("harvest", data=tmp_path / "data", MAILLAGE_LANG="fr")
    assert (done.code, "est utilisé par « a test »" in done.err) == (5, True), done.err
