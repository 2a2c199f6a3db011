"""The files that pages refer to: kept for ever where their address carries their stamp."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class Assets(StaticFiles):
    """Static files from several folders, the first one that has a file wins."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(directory=folders[-1])
        self.all_directories: list[str | PathLike[str]] = [*folders]

    def file_response(self, full_path: Any, stat_result: Any, scope: Scope, status_code: int = 200) -> Response:
        """The file, with how long it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        stamped = scope["query_string"].startswith(b"v=") or "/vendor/" in scope["path"]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if stamped else "no-cache"
        return response
