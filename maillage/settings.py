"""The settings: environment variables named `MAILLAGE_…`, read once when a command starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import harvesters
from harvesters.weblinks import web_iri
from sparql.remote.store import RemoteStore

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


def _secret(variable: str, fr: str, en: str) -> str:
    told: str = field(default="", repr=False, metadata={"variable": variable, "fr": fr, "en": en, "secret": True})
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
    sparql_engine: str = _setting("MAILLAGE_SPARQL_ENGINE", "",
                                  "moteur SPARQL : memory, disk ou remote (défaut : selon la taille)",
                                  "SPARQL engine: memory, disk or remote (default: by size)")
    remote_query_url: str = _setting("MAILLAGE_REMOTE_QUERY_URL", "", "dépôt distant : adresse des requêtes SPARQL",
                                     "remote store: address for SPARQL queries")
    remote_update_url: str = _setting("MAILLAGE_REMOTE_UPDATE_URL", "", "dépôt distant : adresse de SPARQL Update",
                                      "remote store: address for SPARQL Update")
    remote_graph_store_url: str = _setting("MAILLAGE_REMOTE_GRAPH_STORE_URL", "",
                                           "dépôt distant : adresse du Graph Store Protocol",
                                           "remote store: address of the Graph Store Protocol")
    remote_user: str = _setting("MAILLAGE_REMOTE_USER", "", "dépôt distant : utilisateur qui peut y écrire",
                                "remote store: user that may write there")
    remote_password: str = _secret("MAILLAGE_REMOTE_PASSWORD", "dépôt distant : son mot de passe, jamais montré",
                                   "remote store: that user's password, never shown")
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

    @property
    def remote_store(self) -> RemoteStore | None:
        """The remote store, where one is set."""
        if not self.remote_query_url:
            return None
        return RemoteStore(self.remote_query_url, self.remote_update_url, self.remote_graph_store_url,
                           self.remote_user, self.remote_password)

    def shown(self, name: str) -> str:
        """A setting as people may see it."""
        value = str(getattr(self, name))
        return "••••" if value and self.__dataclass_fields__[name].metadata.get("secret") else value


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """The `MAILLAGE_…` variables that are no setting. Never refused: clusters add some after a service's name."""
    known = {setting.metadata["variable"] for setting in fields(Settings)}
    return sorted(name for name in environment if name.startswith("MAILLAGE_") and name not in known)


ENGINES = ("memory", "disk", "remote")
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
    if settings.sparql_engine not in ("", *ENGINES):
        raise SettingFault(
            f"MAILLAGE_SPARQL_ENGINE vaut « {settings.sparql_engine} » ; choisissez {', '.join(ENGINES)}.",
            f"MAILLAGE_SPARQL_ENGINE is “{settings.sparql_engine}”; choose {', '.join(ENGINES)}.")
    check_base_iri(settings.base_iri)
    _check_remote(settings)
    return settings


def _check_remote(settings: Settings) -> None:
    """Refuse addresses of a remote store that cannot be asked, or that carry a password."""
    for name in ("remote_query_url", "remote_update_url", "remote_graph_store_url"):
        url, variable = getattr(settings, name), f"MAILLAGE_{name.upper()}"
        host = url.partition("://")[2].partition("/")[0]
        if "@" in host:
            raise SettingFault(
                f"{variable} contient un mot de passe ; mettez-le dans MAILLAGE_REMOTE_USER et "
                "MAILLAGE_REMOTE_PASSWORD.",
                f"{variable} holds a password; put it into MAILLAGE_REMOTE_USER and MAILLAGE_REMOTE_PASSWORD.")
        if url and (web_iri(url) != url or not url.startswith("http") or "#" in url):
            raise SettingFault(f"{variable} vaut « {url} » ; il faut une adresse http(s).",
                               f"{variable} is “{url}”; it must be an http(s) address.")
    if settings.sparql_engine == "remote" and not settings.remote_query_url:
        raise SettingFault(
            "MAILLAGE_SPARQL_ENGINE vaut « remote » sans MAILLAGE_REMOTE_QUERY_URL ; donnez l'adresse du dépôt.",
            "MAILLAGE_SPARQL_ENGINE is “remote” without MAILLAGE_REMOTE_QUERY_URL; give the store's address.")


def check_base_iri(base: str) -> None:
    """Refuse a base that is no absolute http(s) IRI ending in a slash."""
    # `web_iri` mends what is no IRI: a base must need no mending.
    if base and (web_iri(base) != base or not base.endswith("/") or "?" in base or "#" in base):
        raise SettingFault(
            f"MAILLAGE_BASE_IRI vaut « {base} » ; il faut une adresse http(s) qui finit par « / ».",
            f"MAILLAGE_BASE_IRI is “{base}”; it must be an http(s) address that ends in “/”.")
