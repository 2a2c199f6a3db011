"""`maillage source add`: from an address to a proposed declaration, with the first records as it reads them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from harvesters.declaration import SourceFault
from harvesters.fetch import FetchFailed, local_path
from harvesters.formats import FORMATS
from harvesters.looking import look_at
from harvesters.previewing import MOST, Preview
from harvesters.proposal import Proposal, name_of, notes_of, slug, title_of
from harvesters.record import UnreadableDocument
from harvesters.secrets import MissingSecret, plain_secret
from harvesters.sniffing import described
from harvesters.source import InvalidSource, Source, load_sources, parse_source
from harvesters.traits import ALIASES
from harvesters.wrongs import no_secret
from maillage import previews
from maillage.console import DATA_PROBLEM, UNREACHABLE
from maillage.options import AsJson, Data, Sources
from maillage.settings import BUNDLED_SOURCES
from maillage.workspace import Workspace, plainly, workspace
from ontology.nearest import nearest

_USUALLY: Final = "7 days"
_STAND_IN: Final = "dataset"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the curator says of the source instead of leaving it to be found."""

    name: str = ""
    format: str = ""
    kind: str = ""
    licence: str = ""
    title: str = ""
    every: str = ""
    allow: tuple[str, ...] = ()


@plainly
def add_command(
    place: Annotated[str, typer.Argument(metavar="URL|FILE|FOLDER", show_default=False)],
    name: Annotated[str, typer.Option("--name", help="Name of the source; else made from its title or address.")] = "",
    form: Annotated[str, typer.Option("--format", help="Format; else recognised.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="What the records are: course, hub, tool …")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Code of the licence, such as LO-OL-2.0.")] = "",
    title: Annotated[str, typer.Option("--title", help="Title of the source.")] = "",
    every: Annotated[str, typer.Option("--every", help="How often to read it, such as '7 days'.")] = "",
    allow: Annotated[list[str] | None, typer.Option("--allow", metavar="HOST:PORT", help="A private place that it may "
                                                    "reach.", show_default=False)] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the file into the folder of sources.")] = False,
    sources: Sources = None, data: Data = None, as_json: AsJson = False,
) -> None:
    """Recognise a source, propose its file and preview records.

    \b
    Examples:
      maillage source add https://data.example.org/poles.csv
      maillage source add poles.csv --licence LO-OL-2.0 --kind hub --write --sources my-sources
    """
    space = workspace(as_json=as_json, data=data, sources=sources)
    wishes = Wishes(_name(space, name), _format(space, form), kind, licence, title, every, tuple(allow or ()))
    url = _address(space, place)
    if write:
        _check_folder(space)
    told = _look(space, url, wishes)
    proposal = _propose(space, url, told, wishes)
    if write:
        _check_absent(space, proposal.name)
    text = _text(space, proposal)
    _, faults = _load(space, proposal.name, text)
    seen = _preview(space, replace(proposal, url=str(local_path(url)) if url.startswith("file:") else url))
    file = _write(space, proposal.name, text) if write else None
    _tell(space, told, text, faults, seen, file, proposal)


def _format(space: Workspace, written: str) -> str:
    form = ALIASES.get(written.lower(), written)
    if form and form not in FORMATS:
        near_fr, near_en = nearest(form, FORMATS)
        space.console.fail(f"« {written} » n'est pas un format connu ; {near_fr}",
                           f"“{written}” is not a known format; {near_en}")
    return form


def _address(space: Workspace, place: str) -> str:
    """The address of what is to be added; a key in it ends the command before it is sent anywhere."""
    if place.lower().startswith(("http://", "https://")):
        if parameter := plain_secret(place):
            space.console.fail(
                f"La clé « {parameter} » ne doit pas être écrite dans une adresse : donnez-la par l'environnement et "
                f"écrivez '{parameter}=${{MA_CLE}}'.",
                f"The key “{parameter}” must not stand in an address: give it by the environment and write "
                f"'{parameter}=${{MY_KEY}}'.")
        return place
    path = Path(place)
    if not path.exists():
        space.console.fail(f"« {place} » n'est ni une adresse http(s), ni un fichier ou un dossier d'ici.",
                           f"“{place}” is neither an http(s) address nor a file or folder here.")
    return path.resolve().as_uri()


def _check_folder(space: Workspace) -> None:
    if space.settings.sources_path.resolve() == BUNDLED_SOURCES.resolve():
        space.console.fail(
            "MLG-S022 Les sources fournies ne se modifient pas ; donnez un dossier à vous : --sources mes-sources (ou "
            "MAILLAGE_SOURCES).",
            "MLG-S022 The bundled sources are not to be changed; give a folder of your own: --sources my-sources (or "
            "MAILLAGE_SOURCES).")


def _check_absent(space: Workspace, name: str) -> None:
    file = space.settings.sources_path / f"{name}.toml"
    if file.exists():
        space.console.fail(f"MLG-S021 {file} existe déjà et n'est pas remplacé ; choisissez un autre --name.",
                           f"MLG-S021 {file} exists already and is not replaced; choose another --name.")


def _look(space: Workspace, url: str, wishes: Wishes) -> dict[str, Any]:
    """What the first document of the source is and says; the command ends where that cannot be told."""
    fail = space.console.fail
    try:
        told = look_at(url, form=wishes.format, kind=wishes.kind, allow=wishes.allow, environment=os.environ)
    except MissingSecret as missing:
        reason = no_secret(missing.name)
        fail(f"{reason.code} {reason.fr}", f"{reason.code} {reason.en}")
    except FetchFailed as fault:
        fail(f"{fault.code} {fault.fr}", f"{fault.code} {fault.en}", UNREACHABLE)
    except UnreadableDocument as fault:
        fail(f"{fault.code} {fault.fr}", f"{fault.code} {fault.en}", DATA_PROBLEM)
    if not told["formats"]:
        french, english = described(str(told["looks"]))
        known = ", ".join(FORMATS)
        fail(f"MLG-S020 Aucun format n'est reconnu : le document ressemble à {french}. Vérifiez l'adresse, ou dites "
             f"--format. Formats connus : {known}.",
             f"MLG-S020 No format is recognised: the document looks like {english}. Check the address, or say "
             f"--format. Known formats: {known}.", DATA_PROBLEM)
    return told


def _propose(space: Workspace, url: str, told: Mapping[str, Any], wishes: Wishes) -> Proposal:
    local = url.startswith("file:")
    lang = space.console.lang
    title = wishes.title or told.get("title") or title_of(url)
    licences = told.get("licences", ())
    return Proposal(
        name=wishes.name or name_of("" if local else wishes.title or told.get("title", ""), url, _taken(space)),
        title=title, url=_written(space, local_path(url)) if local else url, format=told["formats"][0],
        kind=wishes.kind or told.get("kind", ""), licence=wishes.licence or (licences[0] if len(licences) == 1 else ""),
        language=told.get("columns_language") or told.get("language", ""),
        every=wishes.every or ("" if local else _USUALLY), allow=wishes.allow, options=told.get("options", {}),
        map=told.get("map", {}), unmapped=tuple(told.get("unmapped", ())), title_language=told.get("language") or lang,
        notes={key: note for key, note in notes_of(told, licensed=bool(wishes.licence), lang=lang).items()
               if key != "kind" or not wishes.kind})


def _name(space: Workspace, name: str) -> str:
    if name and slug(name) != name:
        space.console.fail(f"« {name} » n'est pas un nom de source ; écrivez par exemple {slug(name) or 'mes-poles'}.",
                           f"“{name}” is not a name of a source; write for example {slug(name) or 'my-hubs'}.")
    return name


def _taken(space: Workspace) -> set[str]:
    """The names that sources of the folder have."""
    folder = space.settings.sources_path
    try:
        sound = load_sources(folder, FORMATS) if folder.is_dir() else ()
    except InvalidSource as invalid:
        sound = invalid.sound
    return {source.name for source in sound} | {file.stem for file in folder.glob("*.toml")}


def _written(space: Workspace, path: Path) -> str:
    """A local path as the file will write it: relative to its folder, where that is known."""
    if not space.settings.sources:
        return path.as_posix()
    return Path(os.path.relpath(path, space.settings.sources_path.resolve())).as_posix()


def _text(space: Workspace, proposal: Proposal) -> str:
    pick = space.console.pick
    return proposal.toml(pick("Proposé par maillage source add : relisez chaque ligne.",
                              "Proposed by maillage source add: read every line."),
                         pick("Colonnes non reprises :", "Columns left out:"))


def _load(space: Workspace, name: str, text: str) -> tuple[Source | None, tuple[SourceFault, ...]]:
    """The source that a text declares, or what has still to be filled in or corrected, by line."""
    try:
        return parse_source(space.settings.sources_path / f"{name}.toml", text, FORMATS), ()
    except InvalidSource as invalid:
        return None, invalid.faults


def _preview(space: Workspace, proposal: Proposal) -> Preview | None:
    """The first records; where licence or kind are still to be filled in, as if they had been."""
    kind = proposal.kind or (_STAND_IN if proposal.map else "")
    whole = replace(proposal, licence=proposal.licence or "notspecified", kind=kind)
    source, _ = _load(space, proposal.name, _text(space, whole))
    return previews.look_at(space, source, MOST, "shacl") if source else None


def _write(space: Workspace, name: str, text: str) -> Path:
    file = space.settings.sources_path / f"{name}.toml"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as handle:
            handle.write(text)
    except FileExistsError:
        _check_absent(space, name)
    except OSError as fault:
        space.console.fail(f"{file} ne peut pas être écrit ({fault.strerror}) ; choisissez un autre dossier.",
                           f"{file} cannot be written ({fault.strerror}); choose another folder.")
    return file


def _tell(space: Workspace, told: Mapping[str, Any], text: str, faults: tuple[SourceFault, ...],
          seen: Preview | None, file: Path | None, proposal: Proposal) -> None:
    console = space.console
    code = DATA_PROBLEM if faults or seen is None else previews.exit_code(seen)
    if console.json:
        console.result("maillage.source-add/1", {
            "exit": code, "name": proposal.name, "format": proposal.format, "other_formats": told["formats"][1:],
            "toml": text, "written": str(file) if file else None, "unmapped": list(proposal.unmapped),
            "faults": [{"code": fault.code, "line": fault.line, "fr": fault.fr, "en": fault.en} for fault in faults],
            "preview": previews.as_json(seen) if seen else None})
        raise typer.Exit(code)
    if seen is not None:
        previews.tell(console, seen, sys.stderr)
    others = ", ".join(told["formats"][1:])
    console.note(f"Format reconnu : {proposal.format}" + (f" (ou : {others})." if others else "."),
                 f"Recognised format: {proposal.format}" + (f" (or: {others})." if others else "."))
    if file is None:
        sys.stdout.write(text)
    for fault in faults:
        console.note(f"{fault.code} {fault.file}:{fault.line} : {fault.fr}",
                     f"{fault.code} {fault.file}:{fault.line}: {fault.en}")
    _advise(space, file, proposal.name, bool(faults))
    raise typer.Exit(code)


def _advise(space: Workspace, file: Path | None, name: str, faulty: bool) -> None:
    """What to do next."""
    console, folder = space.console, space.settings.sources_path
    if file is None:
        console.note("Rien n'a été écrit ; avec --write --sources mes-sources, ce texte devient un fichier.",
                     "Nothing was written; with --write --sources my-sources this text becomes a file.")
    elif faulty:
        console.note(f"{file} est écrit ; complétez ces lignes, puis : maillage source test {name} --sources {folder}",
                     f"{file} is written; complete these lines, then: maillage source test {name} --sources {folder}")
    else:
        console.note(f"{file} est écrit ; ensuite : maillage harvest {name} --sources {folder}",
                     f"{file} is written; next: maillage harvest {name} --sources {folder}")
