"""Small good listings of several formats, as the pages of a server, and what can be wrong with them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Pages = Mapping[str, bytes]
KEYS = tuple(f"k{number}" for number in range(10))
_OAI = ('<?xml version="1.0" encoding="UTF-8"?>{}<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>'
        "2026-11-22T12:00:00Z</responseDate>{}</OAI-PMH>")
_DC = ('<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
       'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Fiche {0}{1}</dc:title><dc:type>Dataset</dc:type>'
       "<dc:identifier>https://e.example/{0}</dc:identifier></oai_dc:dc></metadata>")
IDENTIFY = "/oai?verb=Identify"
FIRST = "/oai?verb=ListRecords&metadataPrefix=oai_dc"
SECOND = "/oai?verb=ListRecords&resumptionToken=t2"
MARKETPLACE = "/api/items"
_TABLE_MAP = 'kind = "tool"\n[map]\nkey = "id"\ntitle = { from = "nom", lang = "fr" }\nhomepage = "site"\n'


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing of ten records in one format: its first address, its pages, and the rest of its declaration."""

    form: str
    first: str
    pages: Pages
    media_type: str
    more: str = field(default="")

    def declare(self, folder: Path, name: str, place: str) -> None:
        """Write the declaration of a source whose server is at this place."""
        (folder / f"{name}.toml").write_text(
            f'name = "{name}"\ntitle.fr = "Panne"\nurl = "http://{place}{self.first}"\nformat = "{self.form}"\n'
            f'licence = "CC0-1.0"\nallow = ["{place}"]\n{self.more}', "utf-8")


def marketplace(keys: Sequence[str], number: int = 1, pages: int = 1, hits: int | None = None,
                more: str = "") -> bytes:
    """A page of the SSH Open Marketplace; titles have `more` behind them."""
    items = [{"persistentId": key, "category": "tool-or-service", "label": f"Outil {key}{more}", "description": "é",
              "accessibleAt": [f"https://e.example/{key}"]} for key in keys]
    page = {"hits": len(items) if hits is None else hits, "page": number, "pages": pages, "items": items}
    return json.dumps(page, ensure_ascii=False).encode()


def repository(keys: Sequence[str], token: str = "", size: int = len(KEYS), prologue: str = "",
               more: str = "") -> bytes:
    """A page of an OAI-PMH repository."""
    records = "".join(f"<record><header><identifier>oai:e.example:{key}</identifier><datestamp>2026-01-02</datestamp>"
                      f"</header>{_DC.format(key, more)}</record>" for key in keys)
    asked = '<request verb="ListRecords" metadataPrefix="oai_dc">http://e.example/oai</request>'
    resumed = f'<resumptionToken completeListSize="{size}">{token}</resumptionToken>'
    return _OAI.format(prologue, f"{asked}<ListRecords>{records}{resumed}</ListRecords>").encode()


def repository_error(code: str) -> bytes:
    """An OAI-PMH answer that is an error."""
    asked = '<request verb="ListRecords">http://e.example/oai</request>'
    return _OAI.format("", f'{asked}<error code="{code}">no</error>').encode()


def _identity() -> bytes:
    told = ("<repositoryName>R</repositoryName><baseURL>http://e.example/oai</baseURL><protocolVersion>2.0"
            "</protocolVersion><earliestDatestamp>2020-01-01</earliestDatestamp><deletedRecord>no</deletedRecord>"
            "<granularity>YYYY-MM-DD</granularity>")
    asked = '<request verb="Identify">http://e.example/oai</request>'
    return _OAI.format("", f"{asked}<Identify>{told}</Identify>").encode()


def offers(keys: Sequence[str], prologue: str = "", title: str = "Été", encoding: str = "utf-8") -> bytes:
    """An LHEO document."""
    each = "".join(f'<formation numero="{key}"><intitule-formation>{title} {key}</intitule-formation>'
                   f"<url-formation><urlweb>https://e.example/{key}</urlweb></url-formation></formation>"
                   for key in keys)
    return (f'<?xml version="1.0" encoding="utf-8"?>{prologue}<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>{each}'
            "</offres></lheo>").encode(encoding)


def graph(keys: Sequence[str], context: object = None) -> bytes:
    """A DCAT catalogue in JSON-LD."""
    terms = {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"}
    sets = [{"@id": f"https://e.example/{key}", "@type": "dcat:Dataset", "dct:identifier": key,
             "dct:title": {"@value": f"Jeu {key}", "@language": "fr"}} for key in keys]
    return json.dumps({"@context": context or terms, "@graph": sets}).encode()


def rdf_xml(keys: Sequence[str], prologue: str = "", title: str = "Jeu", inside: str = "") -> bytes:
    """A DCAT catalogue in RDF/XML."""
    sets = "".join(f'<dcat:Dataset rdf:about="https://e.example/{key}"><dct:identifier>{key}</dct:identifier>'
                   f'<dct:title xml:lang="fr">{title} {key}</dct:title>{inside}</dcat:Dataset>' for key in keys)
    return (f'<?xml version="1.0"?>{prologue}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">'
            f"{sets}</rdf:RDF>").encode()


def rows(keys: Sequence[str], more: str = "") -> bytes:
    """A table."""
    each = (f"{key};Outil {key}{more};https://e.example/{key}" for key in keys)
    return "\n".join(["id;nom;site", *each, ""]).encode()


def page(keys: Sequence[str], context: str = "https://schema.org") -> bytes:
    """A web page that describes courses."""
    courses = [{"@context": context, "@type": "Course", "@id": f"https://e.example/{key}", "name": f"Stage {key}",
                "url": f"https://e.example/{key}", "description": "Un stage."} for key in keys]
    told = "".join(f'<script type="application/ld+json">{json.dumps(course)}</script>' for course in courses)
    return f'<!DOCTYPE html><html lang="fr"><head><title>Stages</title>{told}</head><body></body></html>'.encode()


LISTINGS: Mapping[str, Listing] = {
    "sshoc": Listing("sshoc", MARKETPLACE, {
        MARKETPLACE: marketplace(KEYS[:5], 1, 2, 10), f"{MARKETPLACE}?page=2": marketplace(KEYS[5:], 2, 2, 10),
    }, "application/json"),
    "oai-pmh": Listing("oai-pmh", "/oai", {
        IDENTIFY: _identity(), FIRST: repository(KEYS[:5], "t2"), SECOND: repository(KEYS[5:]),
    }, "text/xml", 'kind = "dataset"\nlanguage = "fr"\n'),
    "lheo": Listing("lheo", "/offers.xml", {"/offers.xml": offers(KEYS)}, "text/xml", 'language = "fr"\n'),
    "dcat": Listing("dcat", "/catalogue", {"/catalogue": graph(KEYS)}, "application/ld+json"),
    "table": Listing("table", "/tools.csv", {"/tools.csv": rows(KEYS)}, "text/csv", _TABLE_MAP),
    "schema-org": Listing("schema-org", "/stages.html", {"/stages.html": page(KEYS)}, "text/html"),
}
