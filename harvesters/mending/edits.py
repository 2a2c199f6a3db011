"""Edits of a source file that leave its comments, its order and its other lines as they are."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

Step = str | int
Value = str | list[str]

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Change:
    """What is set: in the entry at `path`, the value of the keys within it; no keys stand for the whole entry."""

    path: tuple[Step, ...]
    keys: tuple[str, ...]
    value: str | tuple[str, ...]


class CannotEdit(Exception):
    """The file has changed meanwhile, or an entry stands in it as no edit can reach: why, in both languages."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.fr = fr
        self.en = en


def text_of(file: Path) -> str:
    """The text of a source file with its own line ends."""
    return file.read_bytes().decode("utf-8")


def edited(text: str, changes: Iterable[Change]) -> str:
    """The text with these changes.

    Raises:
        CannotEdit: an entry is not where the change has it.
    """
    try:
        document: Any = tomlkit.parse(text.removeprefix(_MARK))
        for change in changes:
            *above, last = change.path
            holder = document
            for step in above:
                holder = holder[step]
            holder[last] = _with(holder[last], change.keys, _plain(change.value))
        return (_MARK if text.startswith(_MARK) else "") + tomlkit.dumps(document)
    except (TOMLKitError, LookupError, TypeError, ValueError) as fault:
        raise CannotEdit("La déclaration est écrite d'une façon que l'on ne sait pas modifier ; faites-le à la main.",
                         "The declaration is written in a way that cannot be edited; do it by hand.") from fault


def difference(name: str, before: str, after: str) -> str:
    """A unified diff, with line numbers, of two texts of the file."""
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, name, n=1))


def write(file: Path, before: str, after: str) -> None:
    """Put `after` in place of `before`; readers see one or the other.

    Raises:
        CannotEdit: the file no longer is what the edit was made from.
        OSError: it cannot be written.
    """
    target = file.resolve()
    if text_of(target) != before:
        raise CannotEdit(f"« {file} » a changé entre-temps ; rien n'a été écrit, relancez.",
                         f"“{file}” has changed meanwhile; nothing was written, run again.")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as made:
            made.write(after.encode("utf-8"))
            made.flush()
            os.fsync(made.fileno())
        Path(name).chmod(target.stat().st_mode & 0o777)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _plain(value: str | tuple[str, ...]) -> Value:
    return value if isinstance(value, str) else list(value)


def _with(current: Any, keys: tuple[str, ...], value: Value) -> Any:
    """An entry in which the keys have the value; one that is a mere column becomes a table."""
    if not keys or (keys == ("from",) and not isinstance(current, dict)):
        return tomlkit.item(value)
    if not isinstance(current, dict):
        return tomlkit.value(f"{{ from = {tomlkit.item(current).as_string()}, {_written(keys, value)} }}")
    if keys[0] in current:
        current[keys[0]] = _with(current[keys[0]], keys[1:], value) if keys[1:] else tomlkit.item(value)
    elif isinstance(current, InlineTable):
        # Taken apart as text: the library would leave no space before the closing brace.
        inner = current.as_string().strip()[1:-1].strip()
        return tomlkit.value(f"{{ {inner}{', ' * bool(inner)}{_written(keys, value)} }}")
    else:
        current[keys[0]] = tomlkit.value(f"{{ {_written(keys[1:], value)} }}") if keys[1:] else tomlkit.item(value)
    return current


def _written(keys: tuple[str, ...], value: Value) -> str:
    """`date = "%d/%m/%Y"`, `lookup = { "casque VR" = "vr-headset" }`."""
    name = tomlkit.key(keys[0]).as_string()
    if keys[1:]:
        return f"{name} = {{ {_written(keys[1:], value)} }}"
    return f"{name} = {tomlkit.item(value).as_string()}"
