"""What a map can do where a value is missing: another column, a constant, another key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from harvesters.fieldmap import Row, cell
from harvesters.mending.case import Candidate, Case
from harvesters.mending.edits import Change
from harvesters.ways import Way

_MOST_KEYS: Final = 3
_LONGEST_KEY: Final = 120
_UNTITLED: Final = {"fr": "Sans titre", "en": "Untitled"}


def another_title(case: Case) -> Iterator[Candidate]:
    """A column that has what the column of titles lacks, else a constant that says that there is no title."""
    titles = case.about(Way.TEXT)
    if not titles:
        return
    entry = titles[0]
    filled, rows = _filled(case)
    own = max((filled.get(column, 0) for column in entry.columns if isinstance(column, str)), default=0)
    # Where some have a title, reading another column would change it.
    for column in sorted(filled) if own == 0 else ():
        if filled[column] == rows and _unique(case, column):
            yield Candidate(f"Lire le titre dans la colonne « {column} ».",
                            f"Read the title from the column “{column}”.", (Change(entry.path, ("from",), column),))
    title = _UNTITLED.get(case.source.language or "fr", _UNTITLED["fr"])
    yield Candidate(f"Écrire « {title} » là où il n'y a pas de titre.", f"Write “{title}” where there is no title.",
                    (Change(entry.path, ("default",), title),))


def another_key(case: Case) -> Iterator[Candidate]:
    """Columns that every row has a different value of, which could make the key."""
    filled, rows = _filled(case)
    used = [column for _, column in case.source.map.key.pieces] if case.source.map else []
    whole = [column for column in sorted(filled) if column not in used and filled[column] == rows]
    for column in [column for column in whole if _unique(case, column)][:_MOST_KEYS]:
        yield Candidate(
            f"Faire la clé de la colonne « {column} », que chacune des {rows} fiches remplit autrement.",
            f"Make the key of the column “{column}”, which each of the {rows} records fills differently.",
            (Change(("map", "key"), (), column),),
            "La clé fait l'adresse de chaque fiche : toutes partiraient et reviendraient sous une autre. Cela ne "
            "s'essaie pas sur les fiches gardées.",
            "The key makes the address of each record: all would leave and come back at another. This cannot be tried "
            "on the kept records.")


def unmapped(case: Case) -> Iterator[Candidate]:
    """A property that no entry of the map writes."""
    term = case.cause.path
    if not term or case.cause.examples[0].value or any(entry.name == term for entry in case.entries):
        return
    yield Candidate(
        f"La carte ne dit pas d'où vient « {term} » : si la source le donne, ajoutez {term} = \"sa colonne\" sous "
        "[map].",
        f"The map does not say where “{term}” comes from: if the source gives it, add {term} = \"its column\" under "
        "[map].", (),
        "Les colonnes que la carte n'utilise pas ne sont pas gardées : cela demande une nouvelle moisson.",
        "Columns that the map does not use are not kept: this needs another harvest.")


def _filled(case: Case) -> tuple[dict[str, int], int]:
    """How many rows have a value in each kept column, and how many rows there are."""
    filled: dict[str, int] = {}
    count = 0
    for row in case.rows():
        count += 1
        for column in row:
            filled[column] = filled.get(column, 0) + bool(cell(row, column))
    return filled, count


def _unique(case: Case, column: str) -> bool:
    """Whether each row has another value in a column, short enough for a name."""
    met: set[str] = set()
    for row in case.rows():
        value = _name(row, column)
        if not value or value in met:
            return False
        met.add(value)
    return True


def _name(row: Row, column: str) -> str:
    value = cell(row, column)
    return value if len(value) <= _LONGEST_KEY else ""
