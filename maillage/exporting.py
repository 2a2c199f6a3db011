"""`maillage export`: documents for others, made from the current generation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exports.targets import TARGETS, export
from maillage.options import AsJson, Data
from maillage.workspace import plainly, workspace
from ontology.nearest import nearest


@plainly
def export_command(
    target: Annotated[str, typer.Argument(help="nquads: the whole dataset.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write into.")] = Path("exports-out"),
    data: Data = None, as_json: AsJson = False,
) -> None:
    """Write the current generation in the form a target wants.

    \b
    Example:
      maillage export nquads --out dumps
    """
    space = workspace(as_json=as_json, data=data)
    if target not in TARGETS:
        near_fr, near_en = nearest(target, TARGETS)
        space.console.fail(f"Aucun export « {target} » ; {near_fr}", f"No export “{target}”; {near_en}")
    generation = space.generation()
    try:
        files = export(target, generation, out)
    except OSError as fault:
        space.console.fail(f"« {out} » ne peut pas être écrit ({fault.strerror}).",
                           f"“{out}” cannot be written ({fault.strerror}).")
    if as_json:
        space.console.result("maillage.export/1", {"target": target, "generation": generation.manifest.id,
                                                   "files": [str(file) for file in files]})
        return
    for file in files:
        space.console.note(f"{file} écrit.", f"{file} written.")
