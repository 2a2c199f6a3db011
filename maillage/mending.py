"""Suggestions for refused records as people and programs are told them; writing one; letters to producers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import NoReturn

import typer
from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from catalogue.causes import Cause, causes
from catalogue.ledger import Ledger
from catalogue.refusals import refused
from catalogue.runs import runs
from harvesters.fingerprint import mapping_fingerprint
from harvesters.mending.edits import CannotEdit, write
from harvesters.mending.letter import Reading, letter
from harvesters.mending.producer import Correction
from harvesters.mending.trial import Trial
from harvesters.source import Source
from harvesters.suggestions import Mend, Suggestion, suggest
from maillage.console import DATA_PROBLEM, Console, visible
from maillage.workspace import Workspace


def suggestions(space: Workspace, ledger: Ledger, source: str | None, *, warnings: bool,
                engine: str) -> Iterator[tuple[Suggestion, str]]:
    """A suggestion for each cause with the file that an edit of it is for; those of one source together."""
    declared = {one.name: one for one in space.sound_sources()[0]}
    found = causes(ledger, source, warnings=warnings)
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                  console=RichConsole(stderr=True), transient=True) as bars:
        bar = bars.add_task(space.console.pick("essais", "trials"), total=None)
        for name in dict.fromkeys(cause.source for cause in found):
            own: Source | None = declared.get(name)
            if own is None:
                _tell_undeclared(space, name)
            else:
                _tell_outdated(space, ledger, own, engine)
            of_source = [cause for cause in found if cause.source == name]
            file = str(own.file) if own else ""
            for one in suggest(ledger, own, of_source, engine, lambda _source, _cause, count: bars.advance(bar, count)):
                yield one, file


def tell_suggestions(console: Console, suggested: Iterable[tuple[Suggestion, str]]) -> None:
    """Each cause, what would let its records in, and what that would do to the others."""
    found = list(suggested)
    numbers = _numbers(found)
    if console.json:
        console.result("maillage.suggestions/1", {"suggestions": [
            _numbered(one.as_dict(), [numbers.get(id(mend)) for mend in one.mends], file) for one, file in found]})
        return
    if not found:
        console.note("Aucune fiche refusée.", "No record is refused.")
    shown: set[int] = set()
    for one, _ in found:
        for line in _heading(console, one.cause):
            _say(line)
        for mend in one.mends:
            for line in _mending(console, mend, one.cause, numbers.get(id(mend), 0), id(mend) in shown):
                _say(line)
            shown.add(id(mend))
        for line in _producing(console, one.corrections, one.cause.count):
            _say(line)
        _say("")


def apply(space: Workspace, suggested: Iterable[tuple[Suggestion, str]], number: int) -> None:
    """Write an edit into its source file, and say what brings it to the records."""
    edits = list(islice(_edits(suggested), number))  # What comes after it need not be tried.
    if number > len(edits):
        _no_such(space.console, number, len(edits))
    suggestion, mend = edits[-1]
    source = next(one for one in space.sound_sources()[0] if one.name == suggestion.cause.source)
    try:
        write(source.file, mend.before, mend.after)
    except CannotEdit as fault:
        space.console.fail(fault.fr, fault.en, DATA_PROBLEM)
    except OSError as fault:
        space.console.fail(f"« {source.file} » ne peut pas être écrit ({fault.strerror}) ; vérifiez les droits.",
                           f"“{source.file}” cannot be written ({fault.strerror}); check the permissions.",
                           DATA_PROBLEM)
    if space.console.json:
        space.console.result("maillage.applied/1", {"number": number, "file": str(source.file), "diff": mend.diff,
                                                    "command": mend.command})
        return
    _say(mend.diff.rstrip("\n"))
    space.console.note(f"Écrit dans {source.file}. Ensuite : {mend.command}",
                       f"Written into {source.file}. Next: {mend.command}")


def write_letters(console: Console, ledger: Ledger, source: str | None, *, warnings: bool) -> None:
    """For each source with refusals a text that can be sent as it is."""
    found = causes(ledger, source, warnings=warnings)
    letters: dict[str, str] = {}
    for name in dict.fromkeys(cause.source for cause in found):
        text = letter(_reading(console, ledger, name), [cause for cause in found if cause.source == name], console.lang)
        letters |= {name: text} if text else {}
    if console.json:
        console.result("maillage.letters/1", {"language": console.lang, "letters": [
            {"source": name, "text": text} for name, text in letters.items()]})
    elif not letters:
        console.note("Rien à écrire au producteur.", "There is nothing to write to the producer.")
    for number, text in enumerate(letters.values() if not console.json else ()):
        _say(("\n" * bool(number)) + text.rstrip("\n"))


def _reading(console: Console, ledger: Ledger, name: str) -> Reading:
    told = ledger.source(name).declaration
    title = told["title"].get(console.lang) or next(iter(told["title"].values()), name)
    read = next(run for run in runs(ledger, name) if run.task == "harvest" and run.tally.get("listed"))
    return Reading(title, told["url"], date.fromisoformat(read.started[:10]), read.tally["listed"],
                   refused(ledger, name))


def _edits(suggested: Iterable[tuple[Suggestion, str]]) -> Iterator[tuple[Suggestion, Mend]]:
    """What can be written, each once, in the order of its numbers."""
    met: list[Mend] = []
    for one, _ in suggested:
        for mend in one.mends:
            if mend.after and not any(mend is other for other in met):
                met.append(mend)
                yield one, mend


def _numbers(found: Sequence[tuple[Suggestion, str]]) -> Mapping[int, int]:
    """The number of each edit, by its identity. Each source begins anew, and what blocks comes before what warns, so
    that a number stays the same whatever else is asked for.
    """
    numbers: dict[int, int] = {}
    last: dict[str, int] = {}
    for one, mend in _edits(found):
        last[one.cause.source] = numbers[id(mend)] = last.get(one.cause.source, 0) + 1
    return numbers


def _numbered(told: dict[str, object], numbers: Sequence[int | None], file: str) -> Mapping[str, object]:
    mends = told["mends"]
    if isinstance(mends, list):
        told["mends"] = [{"number": number, "file": file, **mend} for number, mend in zip(numbers, mends, strict=True)]
    return told


def _heading(console: Console, cause: Cause) -> Iterator[str]:
    grave = console.pick("bloquant", "blocking") if cause.blocks else console.pick("avertissement", "warning")
    yield (f"{cause.source}  {cause.code} {cause.path} ({grave}, {_records(console, cause.count)})\n"
           f"  {console.pick(cause.fr, cause.en)}")
    received, read = console.pick("reçu", "received"), console.pick("lu comme", "read as")
    for example in cause.examples[:1]:
        yield f"    {example.place}  {example.title}"
        for one in example.read_as:
            yield (f"      {f'{one.part} {one.path}'.strip()}  {received} {one.received or '–'}  {read} "
                   f"{one.read or '–'}")


def _mending(console: Console, mend: Mend, cause: Cause, number: int, shown: bool) -> Iterator[str]:
    yield f"  {f'{number}. ' if number else ''}{console.pick(mend.fr, mend.en)}"
    if shown and number:
        yield f"     {console.pick('Voir plus haut.', 'See above.')}"
        return
    for line in mend.diff.splitlines():
        yield f"     {line}"
    if mend.trial:
        yield f"     {_outcome(console, mend.trial)}"
        for one in mend.trial.shown.get("refused_newly", ()):
            yield f"       ! {one.key}"
    if mend.untried_fr:
        yield f"     {console.pick(mend.untried_fr, mend.untried_en)}"
    if number:
        writing = console.pick("Pour l'écrire", "To write it")
        also = "" if cause.blocks else " --warnings"
        yield f"     {writing}{console.pick(' :', ':')} maillage rejects {cause.source}{also} --apply {number}"


def _outcome(console: Console, trial: Trial) -> str:
    """The figures of a trial, in records."""
    count = trial.accepted
    parts = [console.pick(f"{count} fiche{'s' * (count > 1)} acceptée{'s' * (count > 1)}",
                          f"{count} record{'s' * (count != 1)} accepted")]
    parts += [f"{count} {console.pick(fr + 's' * (count > 1) + more, en)}" for count, fr, more, en, always in (
        (trial.mended, "corrigée", "", "mended", False), (trial.changed, "changée", " autrement", "changed otherwise",
                                                          True),
        (trial.unchanged, "inchangée", "", "unchanged", True),
        (trial.refused_still, "refusée", " encore", "still refused", False),
        (trial.refused_newly, "refusée", " de plus", "newly refused", True)) if always or count]
    return console.pick("Essai : ", "Trial: ") + ", ".join(parts) + "."


def _producing(console: Console, corrections: Sequence[Correction], count: int) -> Iterator[str]:
    opened, closed, colon = (console.pick(*signs) for signs in (("« ", "“"), (" »", "”"), (" : ", ": ")))
    yield f"  {console.pick('Chez le producteur :', 'At the producer:')}"
    for one in corrections:
        standing = f"{opened}{one.received}{closed}" if one.received else ""
        told = (one.place, f"{one.where} {standing}".strip(), console.pick(one.fr, one.en))
        yield f"     - {colon.join(part for part in told if part)}"
    if count > len(corrections):
        yield f"     … {_records(console, count - len(corrections))}"


def _records(console: Console, count: int) -> str:
    return console.pick(f"{count} fiche{'s' * (count > 1)}", f"{count} record{'s' * (count != 1)}")


def _tell_undeclared(space: Workspace, name: str) -> None:
    space.console.note(
        f"La source « {name} » n'est pas déclarée (ou pas lisible) dans {space.settings.sources_path} : seules les "
        "corrections chez le producteur sont proposées.",
        f"The source “{name}” is not declared (or cannot be read) in {space.settings.sources_path}: only corrections "
        "at the producer are suggested.")


def _tell_outdated(space: Workspace, ledger: Ledger, source: Source, engine: str) -> None:
    if ledger.source(source.name).mapping != mapping_fingerprint(source, engine):
        space.console.note(
            f"Les fiches gardées de « {source.name} » n'ont pas été lues avec la déclaration d'aujourd'hui : les "
            f"essais comptent aussi ce qu'elle change déjà. D'abord : maillage replay {source.name}",
            f"The kept records of “{source.name}” were not read with today's declaration: trials count what it "
            f"changes already, too. First: maillage replay {source.name}")


def _no_such(console: Console, number: int, known: int) -> NoReturn:
    console.fail(f"Aucune proposition n° {number} : il y en a {known} ; voyez --suggest.",
                 f"No suggestion {number}: there are {known}; see --suggest.")


def _say(text: str) -> None:
    typer.echo(visible(text))
