"""Content lines of iCalendar (RFC 5545, section 3.1): unfolded, numbered, and put into the components they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_BREAK: Final = re.compile(r"\r\n|\n|\r")
# A name alone begins a property too: some writers fold right behind it.
_BEGINS: Final = re.compile(r"[A-Za-z0-9-]++[;:]|[A-Z][A-Z0-9-]++$", re.ASCII)
_PARTS: Final = re.compile(
    r"(?P<name>[A-Za-z0-9-]++)\s*+(?P<parameters>(?:;(?:[^\":;]|\"[^\"]*\")*+)*+):(?P<value>.*)", re.ASCII | re.DOTALL)
_PARAMETER: Final = re.compile(r";\s*([A-Za-z0-9-]++)\s*=\s*((?:[^\";]|\"[^\"]*\")*+)", re.ASCII)
_NEWLINE: Final = "\\n"
# None of these may stand inside another, so that one without its END does not swallow those behind it.
_APART: Final = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VCALENDAR"})


@dataclass(frozen=True, slots=True)
class Property:
    """One property as it was written: its name in capitals, its parameters (`;TZID=…`), its value still escaped."""

    name: str
    parameters: str
    value: str

    def parameter(self, name: str) -> str:
        """The value of a parameter without its quotes, empty when there is none."""
        for found, value in _PARAMETER.findall(self.parameters):
            if found.upper() == name:
                return str(value).strip().strip('"')
        return ""


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END: `line` is where it begins, `closed` whether it ends."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    closed: bool = False

    def all(self, *names: str) -> list[Component]:
        """The components of these names directly inside."""
        return [component for component in self.components if component.name in names]

    def first(self, name: str) -> Property | None:
        """The first property of a name."""
        return next((found for found in self.properties if found.name == name), None)

    def value(self, name: str) -> str:
        """The value of the first property of a name, empty when there is none."""
        found = self.first(name)
        return found.value.strip() if found else ""


def components_of(text: str) -> list[Component]:
    """The outermost components of a text. What an END does not close is closed by the end of what is around it."""
    outermost: list[Component] = []
    open_ones: list[Component] = []
    for number, line in _unfolded(text):
        found = _PARTS.fullmatch(line)
        if found is None:
            continue
        name, value = found["name"].upper(), found["value"].strip().upper()
        if name == "BEGIN":
            begun = Component(value, number)
            if value in _APART:
                _leave(open_ones, value)
            (open_ones[-1].components if open_ones else outermost).append(begun)
            open_ones.append(begun)
        elif name == "END":
            _close(open_ones, value)
        elif open_ones:
            open_ones[-1].properties.append(Property(name, found["parameters"], found["value"]))
    return outermost


def _leave(open_ones: list[Component], name: str) -> None:
    """What is still open where another such component begins ends there, without being closed."""
    while any(component.name in _APART for component in open_ones):
        if name != "VCALENDAR" and open_ones[-1].name == "VCALENDAR":
            return
        open_ones.pop()


def _close(open_ones: list[Component], name: str) -> None:
    if not any(component.name == name for component in open_ones):
        return
    while (component := open_ones.pop()).name != name:
        pass
    component.closed = True


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Each content line with its number. A line that begins no property is a line of the text before it."""
    number, pieces = 0, [""]
    for count, line in enumerate(_BREAK.split(text), 1):
        if not line:
            continue
        if line[0] in " \t":
            pieces.append(line[1:])
        elif _BEGINS.match(line):
            yield number, "".join(pieces)
            number, pieces = count, [line]
        elif pieces[0][:4].upper() not in ("BEGI", "END:"):
            pieces.extend((_NEWLINE, line))
    yield number, "".join(pieces)
