"""Where a document may lead, and which files a folder holds."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin, urlsplit

from harvesters.fetch import local_path


def absolute(base: str, url: str) -> str:
    """The address that a document leads to; empty for what is none, such as `http://[x`."""
    try:
        joined = urljoin(base, url)
        urlsplit(joined)
    except ValueError:
        return ""
    return joined


def may_follow(base: str, url: str) -> bool:
    """Remote documents lead to remote ones only; a local file may also lead into its own folder."""
    try:
        here, there = urlsplit(base), urlsplit(url)
    except ValueError:
        return False
    if there.scheme in ("http", "https"):
        return True
    return here.scheme == there.scheme == "file" and local_path(url).resolve().is_relative_to(
        local_path(base).resolve().parent)


def files_of(url: str) -> list[str] | None:
    """The files of a local folder and of its folders, in order, hidden ones left out; `None` for what is no folder."""
    if not url.startswith("file:") or not (folder := local_path(url)).is_dir():
        return None
    found = (path for path in folder.rglob("*") if path.is_file() and not _hidden(path.relative_to(folder)))
    return [path.as_uri() for path in sorted(found)]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
