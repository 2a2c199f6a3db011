"""Every recipe runs against the demo and prints what plain Python counts; the notebook shows what its cells print."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tests.sparql.facts import facts, label, regions

pytestmark = pytest.mark.xdist_group("demo")
FOLDER = ROOT / "docs" / "recipes"
NOTEBOOK = FOLDER / "questions.ipynb"
RECIPES = sorted(path for path in FOLDER.iterdir() if path != NOTEBOOK)
INTERPRETERS = {".py": sys.executable, ".R": "Rscript", ".mjs": "node", ".sh": "sh"}


def run(recipe: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    interpreter = shutil.which(INTERPRETERS[recipe.suffix])
    if interpreter is None or (recipe.suffix == ".sh" and not shutil.which("curl")):
        pytest.skip(f"{INTERPRETERS[recipe.suffix] if interpreter is None else 'curl'} is not installed")
    return subprocess.run([interpreter, str(recipe), *arguments], capture_output=True, text=True, timeout=120,
                          check=False, env={**os.environ, "LC_ALL": "C.UTF-8", **environment})


def hubs_by_region() -> Counter[str]:
    return Counter(label(region) for hub in facts().of("hub") for region in regions(hub))


def services_by_stage() -> Counter[str]:
    return Counter(label(stage) for service in facts().of("service") for stage in facts().get(service, "coversStage"))


def test_there_is_a_recipe_for_each_language() -> None:
    assert {recipe.suffix for recipe in RECIPES} == set(INTERPRETERS)
    assert {"SPARQLWrapper", "rdflib"} <= set(re.findall(r"^from (\w+) import", "".join(
        recipe.read_text("utf-8") for recipe in RECIPES), re.MULTILINE))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_prints_the_counts_the_largest_first(recipe: Path, served: str) -> None:
    counted = services_by_stage() if recipe.stem == "with_rdflib" else hubs_by_region()
    wanted = [f"{many}\t{name}" for name, many in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]
    for done in (run(recipe, f"{served}sparql"), run(recipe, MAILLAGE_ENDPOINT=f"{served}sparql")):
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == wanted
    assert len(wanted) == (6 if recipe.stem == "with_rdflib" else 16)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_fails_where_there_is_no_endpoint(recipe: Path, served: str) -> None:
    done = run(recipe, f"{served}nowhere")
    assert done.returncode != 0
    assert done.stdout == ""
    assert "404" in done.stderr


def test_the_notebook_shows_what_its_cells_print(served: str, tmp_path: Path) -> None:
    copy = tmp_path / NOTEBOOK.name
    shutil.copy(NOTEBOOK, copy)
    done = subprocess.run([sys.executable, "-m", "tests.docs.notebook", str(copy)], cwd=ROOT, capture_output=True,
                          text=True, timeout=120, check=False,
                          env={**os.environ, "MAILLAGE_ENDPOINT": f"{served}sparql"})
    assert done.returncode == 0, done.stderr
    assert json.loads(copy.read_text("utf-8")) == json.loads(NOTEBOOK.read_text("utf-8"))
    printed = [cell["outputs"] for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if "outputs" in cell]
    assert sum(bool(outputs) for outputs in printed) >= 5


@pytest.mark.parametrize("path", [*RECIPES, NOTEBOOK], ids=lambda path: path.name)
def test_a_recipe_is_small_and_names_no_place_of_a_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text) < 20_000
    assert not re.search(r"(?<![\w.:/])/(?:home|root|tmp|usr|work|Users|var)/(?!bin/sh)", text)
