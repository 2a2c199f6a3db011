"""A notebook executed without Jupyter: its code cells in their order, in one namespace.

`python -m tests.docs.notebook NOTEBOOK` writes what its cells print into it; MAILLAGE_ENDPOINT names the endpoint.
"""

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any


def execute(notebook: Path) -> list[str]:
    """What each code cell prints."""
    names: dict[str, Any] = {"__name__": "__main__"}
    printed = []
    for number, cell in enumerate(_code_cells(_read(notebook)), 1):
        output = io.StringIO()
        with redirect_stdout(output):
            exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)  # noqa: S102 - it is ours
        printed.append(output.getvalue())
    return printed


def _read(notebook: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(notebook.read_text("utf-8"))
    return told


def _code_cells(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in told["cells"] if cell["cell_type"] == "code"]


def _write(notebook: Path) -> None:
    printed, told = execute(notebook), _read(notebook)
    for number, (cell, text) in enumerate(zip(_code_cells(told), printed, strict=True), 1):
        cell["execution_count"] = number
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}
                           ] if text else []
    notebook.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    _write(Path(sys.argv[1]))
