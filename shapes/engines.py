"""SHACL engines behind one interface; nothing else in the code names one."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ontology.terms import SH
from shapes.result import SEVERITIES, Engine, IllFormed, Result


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for whoever started the program."""

    fr: str
    en: str


class UnknownEngine(ValueError):
    """No engine has this name; `fr` and `en` say which ones there are."""

    def __init__(self, name: str) -> None:
        names = ", ".join(_ENGINES)
        self.fr = f"« {name} » n'est pas un moteur SHACL ; choisissez parmi : {names}."
        self.en = f"“{name}” is not a SHACL engine; choose one of: {names}."
        super().__init__(self.en)


def engine(name: str, shapes: str) -> tuple[Engine, Notice | None]:
    """The engine of that name with `shapes` (N-Triples) compiled, and a notice when another one stands in."""
    if name not in _ENGINES:
        raise UnknownEngine(name)
    try:
        return _ENGINES[name](shapes), None
    except ModuleNotFoundError as absent:
        if absent.name != "shacl":
            raise
        return reference(shapes), Notice(
            "Le moteur SHACL rapide (« shacl ») n'existe pas pour ce système : "
            "pyshacl le remplace, avec les mêmes réponses mais environ 70 fois plus lentement.",
            "The fast SHACL engine (“shacl”) does not exist for this system: "
            "pyshacl stands in, with the same answers but about 70 times slower.")


class RustShacl:
    """The `shacl` wheel: whole batches as text, no Python graph."""

    def __init__(self, shapes: str) -> None:
        # The messages are told from our own table; carried through each result they cost a third of the time.
        silent = "".join(line for line in shapes.splitlines(keepends=True) if f" {SH.message} " not in line)
        self._shapes = importlib.import_module("shacl").Shapes.from_text(silent, "ntriples")

    def validate(self, ntriples: str) -> list[Result]:
        try:
            report = self._shapes.validate_text(ntriples, "ntriples")
        except ValueError as refusal:
            raise IllFormed(str(refusal)) from refusal
        return [
            Result(_bare(found.focus_node), _bare(found.path or ""), _bare(found.root_shape or ""),
                   SEVERITIES[found.severity], found.value_plain or "")
            for found in report.results
        ]


def reference(shapes: str) -> Engine:
    """The reference engine, loaded when asked for: with rdflib, it takes as long as a small harvest."""
    made: Engine = importlib.import_module("shapes.reference").PyShacl(shapes)
    return made


def _bare(term: str) -> str:
    """The IRI inside `<…>`; empty for a blank node, a literal or a compound path."""
    return term[1:-1] if term.startswith("<") else ""


_ENGINES: Final[Mapping[str, Callable[[str], Engine]]] = {"shacl": RustShacl, "pyshacl": reference}
