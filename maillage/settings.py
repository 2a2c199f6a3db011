"""The settings: environment variables named `MAILLAGE_…`, read once when a command starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import harvesters
from harvesters.weblinks import web_iri

BUNDLED_SOURCES = Path(harvesters.__path__[0]) / "sources"


class SettingFault(ValueError):
    """A setting cannot be used: which one, what it holds, what it should hold."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.fr = fr
        self.en = en


def _setting(variable: str, default: str, fr: str, en: str) -> str:
    told: str = field(default=default, metadata={"variable": variable, "fr": fr, "en": en})
    return told


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default; `maillage doctor` lists them."""

    data: str = _setting("MAILLAGE_DATA", "data", "dossier de données", "data directory")
    sources: str = _setting("MAILLAGE_SOURCES", "", "dossier des sources (défaut : celles fournies)",
                            "folder of source files (default: the bundled ones)")
    base_iri: str = _setting("MAILLAGE_BASE_IRI", "",
                             "adresse de base des IRI, fixée à la création du dossier de données",
                             "base of all IRIs, fixed when the data directory is made")
    lang: str = _setting("MAILLAGE_LANG", "", "langue des messages : fr ou en (défaut : celle du système)",
                         "language of messages: fr or en (default: the system's)")
    theme_dir: str = _setting("MAILLAGE_THEME_DIR", "", "dossier de gabarits et de styles qui remplacent les nôtres",
                              "folder of templates and styles that replace ours")
    sparql_engine: str = _setting("MAILLAGE_SPARQL_ENGINE", "memory", "moteur SPARQL : memory",
                                  "SPARQL engine: memory")
    actor: str = _setting("MAILLAGE_ACTOR", "", "pour qui la commande écrit, noté dans le registre (l'atelier le dit)",
                          "for whom the command writes, noted in the ledger (the workbench says it)")

    @property
    def data_path(self) -> Path:
        """The data directory."""
        return Path(self.data)

    @property
    def sources_path(self) -> Path:
        """The folder of source files."""
        return Path(self.sources) if self.sources else BUNDLED_SOURCES


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """The `MAILLAGE_…` variables that are no setting. Never refused: clusters add some after a service's name."""
    known = {setting.metadata["variable"] for setting in fields(Settings)}
    return sorted(name for name in environment if name.startswith("MAILLAGE_") and name not in known)


DEFAULT_BASE_IRI = "http://127.0.0.1:8000/"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment.

    Raises:
        SettingFault: a value that cannot be used.
    """
    known = {setting.metadata["variable"]: setting.name for setting in fields(Settings)}
    told = {known[name]: value for name, value in environment.items() if name in known and value}
    settings = Settings(**told)
    if settings.lang not in ("", "fr", "en"):
        raise SettingFault(f"MAILLAGE_LANG vaut « {settings.lang} » ; choisissez fr ou en.",
                           f"MAILLAGE_LANG is “{settings.lang}”; choose fr or en.")
    if settings.sparql_engine != "memory":
        raise SettingFault(
            f"MAILLAGE_SPARQL_ENGINE vaut « {settings.sparql_engine} » ; seul memory existe dans cette version.",
            f"MAILLAGE_SPARQL_ENGINE is “{settings.sparql_engine}”; only memory exists in this version.")
    check_base_iri(settings.base_iri)
    return settings


def check_base_iri(base: str) -> None:
    """Refuse a base that is no absolute http(s) IRI ending in a slash."""
    # `web_iri` mends what is no IRI: a base must need no mending.
    if base and (web_iri(base) != base or not base.endswith("/") or "?" in base or "#" in base):
        raise SettingFault(
            f"MAILLAGE_BASE_IRI vaut « {base} » ; il faut une adresse http(s) qui finit par « / ».",
            f"MAILLAGE_BASE_IRI is “{base}”; it must be an http(s) address that ends in “/”.")
