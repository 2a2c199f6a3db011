"""Reading the single values of a source file: each is checked, and told by its line when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Final

from harvesters.beside import NotBeside, named, text_beside
from harvesters.declaration import Table
from harvesters.secrets import plain_secret
from harvesters.traits import ALIASES, Traits
from harvesters.weblinks import web_iri
from ontology.concepts import load_concepts
from ontology.kinds import KINDS

Option = str | int | bool | tuple[str, ...]

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A name becomes part of file names, which hold 255 bytes.
_LONGEST_NAME: Final = 80
_LONGEST_SHOWN: Final = 200
# The graphs of the catalogue itself have these names.
_TAKEN: Final = frozenset({"catalogue", "closure", "provenance", "vocabulary"})
_EVERY = re.compile(r"(\d{1,6}) *(s|min|hour|day|week)s?")
_SECONDS: Final = {"s": 1, "min": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_HOST = re.compile(r"(?:[a-z0-9.-]+|\[[0-9a-f:.]+\]):(\d{1,5})", re.IGNORECASE)


def read_name(table: Table) -> str:
    """The name, in the grammar that IRIs need."""
    name = table.required("name", 'name = "poles-bretagne"')
    if name and not _NAME.fullmatch(name):
        table.tell("MLG-S008", "name",
                   f"« {name} » n'est pas un nom de source ; minuscules, chiffres et tirets : poles-bretagne.",
                   f"“{name}” is not a source name; lower case, digits and dashes: poles-bretagne.")
    if len(name) > _LONGEST_NAME:
        table.tell("MLG-S008", "name", f"le nom a {len(name)} caractères ; {_LONGEST_NAME} au plus.",
                   f"the name has {len(name)} characters; give at most {_LONGEST_NAME}.")
    if name in _TAKEN:
        table.tell("MLG-S008", "name", f"« {name} » est pris par le catalogue lui-même ; choisissez un autre nom.",
                   f"“{name}” is taken by the catalogue itself; choose another name.")
    return name


def read_title(table: Table) -> dict[str, str]:
    """The title by language."""
    titles = table.table("title")
    if table.values.get("title", {}) == {}:
        table.missing("title", 'title.fr = "Pôles de ressources numériques en Bretagne"')
    if titles is None:
        return {}
    for language in titles.values:
        titles.check_language(language, language)
    return {language: titles.text(language) for language in titles.values}


def read_url(table: Table) -> str:
    """The address; a path starts from the folder of the file and becomes a file: IRI."""
    url = table.required("url", 'url = "https://data.example.org/poles.csv"')
    if url.lower().startswith(("http://", "https://")):
        if web_iri(url) is None:
            table.tell("MLG-S008", "url", f"« {url} » n'est pas une adresse valide ; écrivez https://…",
                       f"“{url}” is not a valid address; write https://…")
        if parameter := plain_secret(url):
            table.tell("MLG-S013", "url",
                       f"la clé « {parameter} » ne doit pas être écrite dans un fichier : écrivez "
                       f"{parameter}=${{MA_CLE}} et donnez MA_CLE dans l'environnement.",
                       f"the key “{parameter}” must not stand in a file: write {parameter}=${{MY_KEY}} and give MY_KEY "
                       "in the environment.")
        return url
    if "://" in url or url.startswith("file:"):
        table.tell("MLG-S008", "url", f"« {url} » n'est ni http(s) ni un chemin relatif à ce fichier.",
                   f"“{url}” is neither http(s) nor a path relative to this file.")
    try:
        return (table.faults.file.parent / url).resolve().as_uri()
    except (OSError, RuntimeError, ValueError):  # A circle of symbolic links, a null character.
        table.tell("MLG-S008", "url", f"« {url[:_LONGEST_SHOWN]} » ne mène à aucun fichier ; vérifiez le chemin et "
                   "ses liens.", f"“{url[:_LONGEST_SHOWN]}” leads to no file; check the path and its links.")
        return ""


def read_format(table: Table, formats: Collection[str]) -> str:
    """The name of a known format, whatever people call it."""
    written = table.required("format", 'format = "table"')
    name = ALIASES.get(written.lower(), written)
    if name:
        table.one_of("format", name, formats, "un format connu", "a known format")
    return name


def read_kind(table: Table) -> str:
    """The default kind of the records, or ""."""
    kind = table.text("kind")
    if kind:
        table.one_of("kind", kind, KINDS, "un type de fiche", "a kind of record")
    return kind


def read_licence(table: Table) -> str:
    """A code of the licence scheme."""
    code = table.required("licence", 'licence = "LO-OL-2.0"')
    if code:
        known = [concept.code for concept in load_concepts().scheme("licence").concepts]
        table.one_of("licence", code, known, "un code de licence", "a licence code")
    return code


def read_every(table: Table) -> timedelta | None:
    """How often the source is to be read: `30 min`, `7 days`."""
    value = table.text("every")
    if not value:
        return None
    match = _EVERY.fullmatch(value)
    if match is None or not int(match[1]):
        table.tell("MLG-S008", "every",
                   f"« {value} » n'est pas une durée ; écrivez 30 min, 12 hours, 7 days ou 2 weeks.",
                   f"“{value}” is not a period; write 30 min, 12 hours, 7 days or 2 weeks.")
        return None
    return timedelta(seconds=int(match[1]) * _SECONDS[match[2]])


def read_allow(table: Table) -> tuple[str, ...]:
    """The private `host:port` that the source may reach."""
    hosts = table.texts("allow")
    for host in hosts:
        match = _HOST.fullmatch(host)
        if match is None or not 0 < int(match[1]) < 65_536:
            table.tell("MLG-S008", "allow", f"« {host} » n'est pas hôte:port ; écrivez par exemple 10.0.0.5:8080.",
                       f"“{host}” is not host:port; write for example 10.0.0.5:8080.", word=host)
    return hosts


def read_options(table: Table, formats: Mapping[str, Traits]) -> dict[str, Option]:
    """What the format is told of the document: texts, numbers, true or false, lists of texts."""
    written = table.text("format") if "format" in table.values else ""
    traits = formats.get(ALIASES.get(written.lower(), written))
    declared = table.table("options") or Table({}, ("options",), table.faults)
    if traits:
        declared.only(sorted(traits.options))
        for key in sorted(traits.required - declared.values.keys()):
            declared.missing(key, f'[options] {key} = "…"')
    options = {key: value if isinstance(value, str | int) else declared.texts(key)
               for key, value in declared.values.items()}
    for key in sorted(traits.files & options.keys()) if traits else ():
        _check_files(declared, key, options[key])
    return options


def _check_files(declared: Table, key: str, option: Option) -> None:
    names = named(option)
    if not names:
        declared.wrong_type(key, "le nom d'un fichier, ou une liste de noms", "the name of a file, or a list of names")
    for name in names:
        try:
            text_beside(declared.faults.file, name)
        except NotBeside as fault:
            declared.tell("MLG-S012", key, fault.fr, fault.en, word=name)
