"""What every command starts from: settings, console, data directory, sources; and how faults become sentences."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

from catalogue.actions import note_action
from catalogue.datadir import DataDirectory, DataDirectoryFault
from catalogue.faults import told_plainly
from catalogue.generation import Generation, current
from catalogue.ledger import Ledger
from harvesters.declaration import SourceFault
from harvesters.formats import FORMATS
from harvesters.source import InvalidSource, Source, load_sources
from maillage.console import INTERRUPTED, Console, language
from maillage.settings import DEFAULT_BASE_IRI, SettingFault, Settings, read_settings, unknown_settings

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Workspace:
    """The settings with a command's own options laid over them."""

    settings: Settings
    console: Console

    @property
    def directory(self) -> DataDirectory:
        """The data directory."""
        return DataDirectory(self.settings.data_path)

    @contextmanager
    def writing(self, purpose: str, about: str = "") -> Iterator[Ledger]:
        """The ledger, open for writing, under the writer's lock; whoever asked for it over HTTP is written down.

        Raises:
            DataDirectoryFault: another command writes, or disk or ledger fail, here or in the block.
        """
        with told_plainly(self.directory.path), self.directory.writer(purpose):
            base = self.settings.base_iri or ("" if self.directory.ledger.exists() else DEFAULT_BASE_IRI)
            ledger = Ledger.open(self.directory.ledger, base)
            try:
                if self.settings.actor:
                    note_action(ledger, self.settings.actor, purpose, about)
                yield ledger
            finally:
                ledger.close()

    @contextmanager
    def reading(self) -> Iterator[Ledger]:
        """The ledger, open for reading; the command fails when nothing was ever harvested.

        Raises:
            DataDirectoryFault: disk or ledger fail, here or in the block.
        """
        if not self.directory.ledger.exists():
            self.no_data()
        with told_plainly(self.directory.path), closing(Ledger.read(self.directory.ledger)) as ledger:
            yield ledger

    def generation(self) -> Generation:
        """The current generation; the command fails when there is none that can be read."""
        generation = current(self.directory.path)
        if generation is None and self.directory.ledger.exists():
            self.console.fail(
                f"Aucune génération ne se lit dans « {self.settings.data} » ; lancez `maillage rebuild`.",
                f"No generation can be read in “{self.settings.data}”; run `maillage rebuild`.")
        if generation is None:
            self.no_data()
        return generation

    def no_data(self) -> NoReturn:
        """Stop: there is nothing to read yet."""
        self.console.fail(
            f"Le dossier « {self.settings.data} » ne contient encore rien ; lancez `maillage harvest` d'abord.",
            f"The directory “{self.settings.data}” holds nothing yet; run `maillage harvest` first.")

    def sources(self) -> tuple[Source, ...]:
        """Every declared source; each fault of each file is told before the command fails."""
        sound, faults = self.sound_sources()
        if faults:
            self.refuse(faults)
        return sound

    def sound_sources(self) -> tuple[tuple[Source, ...], tuple[SourceFault, ...]]:
        """The declared sources whose files have no fault, and the faults of the others, which are told."""
        try:
            return load_sources(self.settings.sources_path, FORMATS), ()
        except InvalidSource as invalid:
            for fault in invalid.faults:
                place = f"{fault.code} {fault.file}:{fault.line}"
                self.console.note(f"{place} : {fault.fr}", f"{place}: {fault.en}")
            return invalid.sound, invalid.faults

    def refuse(self, faults: Sequence[SourceFault]) -> NoReturn:
        """Stop, because source files have faults."""
        self.console.fail("Corrigez ces fichiers de source, puis relancez.",
                          "Correct these source files, then run again.",
                          faults=fault_rows(faults))


def fault_rows(faults: Sequence[SourceFault]) -> list[dict[str, object]]:
    """Faults of source files, for programs."""
    return [{"code": fault.code, "file": str(fault.file), "line": fault.line, "fr": fault.fr, "en": fault.en}
            for fault in faults]


def workspace(*, as_json: bool = False, data: Path | None = None, sources: Path | None = None) -> Workspace:
    """The workspace of one command."""
    try:
        settings = read_settings(os.environ)
    except SettingFault as fault:
        Console(language("", os.environ), as_json).fail(fault.fr, fault.en)
    console = Console(language(settings.lang, os.environ), as_json)
    for name in unknown_settings(os.environ):
        console.note(f"{name} n'est pas un réglage et reste sans effet ; `maillage doctor` les liste.",
                     f"{name} is not a setting and has no effect; `maillage doctor` lists them.")
    if data is not None:
        settings = replace(settings, data=str(data))
    if sources is not None:
        settings = replace(settings, sources=str(sources))
    return Workspace(settings, console)


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command end with a sentence and an exit code, never a traceback, on the faults users can meet."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (DataDirectoryFault, KeyboardInterrupt) as fault:
            console = Console(language(os.environ.get("MAILLAGE_LANG", ""), os.environ), bool(kwargs.get("as_json")))
            if isinstance(fault, DataDirectoryFault):
                console.fail(fault.fr, fault.en, fault.exit_code)
            console.fail("Interrompu : ce qui était achevé est gardé ; relancez la commande pour finir.",
                         "Interrupted: what was finished is kept; run the command again to finish.", INTERRUPTED)
        except BrokenPipeError:
            # The reader of our output went away (`| head`): nothing is left to say.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            raise SystemExit(0) from None

    return run
