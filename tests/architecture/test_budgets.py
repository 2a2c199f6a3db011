"""The house rules that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("api", "bench", "catalogue", "exports", "harvesters", "maillage", "ontology", "search", "shapes", "sparql")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES + TESTS, ids=name)
def test_a_python_file_has_at_most_300_lines(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 300


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_function_has_at_most_40_lines(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{node.name}, line {node.lineno}"


@pytest.mark.parametrize("path", sorted([*(ROOT / "harvesters/sources").glob("*.toml"),
                                         *(ROOT / "sparql/queries").glob("*.rq")]), ids=name)
def test_a_source_file_and_a_named_query_have_at_most_60_lines(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 60


_IRI = re.compile(r"https?://(?!(?:[\w-]+\.)*example\.|127\.0\.0\.1|localhost|\{)[\w.-]+\.\w+/")
# Machine-readable addresses that are no RDF terms: documentation links and the shipped licence texts.
_NOT_TERMS = {"ontology/terms.py", "bench/generator.py"}


@pytest.mark.parametrize("path", [path for path in MODULES if name(path) not in _NOT_TERMS], ids=name)
def test_no_iri_is_spelt_outside_the_terms(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {id(node.body[0].value) for node in ast.walk(tree)
                  if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                  and node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            assert not _IRI.search(node.value), f"line {node.lineno}: {node.value[:80]}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_query_text_is_joined_from_strings(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value for part in node.values
                           if isinstance(part, ast.Constant) and isinstance(part.value, str))
            assert not re.search(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b.*\{.*\?", text, re.DOTALL), f"line {node.lineno}"
