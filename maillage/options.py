"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable result on stdout.")]
Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Data directory (MAILLAGE_DATA, else ./data).",
                                           show_default=False)]
Sources = Annotated[Path | None, typer.Option("--sources", metavar="DIR", help="Folder of source files "
                                              "(MAILLAGE_SOURCES, else the bundled ones).", show_default=False)]
Engine = Annotated[Literal["shacl", "pyshacl"], typer.Option("--engine", help="SHACL engine: fast or reference.")]
