"""The wheel holds one package, brings everything it needs, and runs from anywhere."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel folder")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
                    "--no-index", "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


def test_it_installs_nothing_but_maillage(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"maillage"}


def test_what_git_holds_of_the_rooms_is_in_it(wheel: Path) -> None:
    rooms = ("api", "catalogue", "exports", "harvesters", "ontology", "search", "shapes", "sparql")
    held = subprocess.run(["git", "ls-files", *rooms], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert [name for name in held.splitlines() if f"maillage/_app/{name}" not in inside] == []


def test_it_runs_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    told = {name: value for name, value in os.environ.items() if not name.startswith(("MAILLAGE_", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-m", "maillage", "harvest", "acteurs", "jalons", "--data", str(tmp_path / "data")],
        cwd=tmp_path, env=told | {"PYTHONPATH": str(site)}, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "current").exists()
