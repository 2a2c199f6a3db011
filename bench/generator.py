"""Synthetic records in the source formats, the same for the same size: nothing real is in them."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

_WORDS = tuple("""
archive numérique corpus image relief atelier scène manuscrit notice carte données modèle captation restitution
inventaire patrimoine son voix texte édition œuvre musée fonds récit territoire méthode outil analyse gravure
photographie enquête transcription indexation médiation création réseau
""".split())  # noqa: SIM905 - a list of forty quoted words reads worse
_TITLES = ("Décrire", "Numériser", "Transcrire", "Cartographier", "Préserver", "Modéliser", "Diffuser", "Éditer",
           "Annoter", "Éclairer")
_CITIES = (("Rennes", "35000", "35", "53", 48.11, -1.68), ("Lille", "59000", "59", "32", 50.63, 3.06),
           ("Lyon", "69001", "69", "84", 45.76, 4.84), ("Ajaccio", "20000", "2A", "94", 41.93, 8.74),
           ("Cayenne", "97300", "973", "03", 4.94, -52.33), ("Nantes", "44000", "44", "52", 47.22, -1.55),
           ("Toulouse", "31000", "31", "76", 43.60, 1.44), ("Mamoudzou", "97600", "976", "06", -12.78, 45.23))
_FAMILIES = ("text-htr", "databases", "maps-gis", "3d-scan", "archiving", "language-ai", "sound-video")
_TOPICS = ("digital-archiving", "transcription", "gis", "photogrammetry", "sound", "heritage", "metadata")
# The title of changed records.
CHANGED: Final = "Fiche révisée"
# Of every hundred records: how many come in each format.
_SHARES = {"lheo": 45, "sshoc": 15, "table": 30, "dcat": 10}


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A folder of source files with `records` records in all."""

    folder: Path
    records: int


def generate(folder: Path, records: int, changed: int = 0) -> Synthetic:
    """Write data files and declarations for `records` records; `changed` alters the first ones' titles."""
    folder.mkdir(parents=True, exist_ok=True)
    writers = {"lheo": _lheo, "sshoc": _sshoc, "table": _table, "dcat": _dcat}
    done = 0
    for form, share in _SHARES.items():
        count = records - done if form == "dcat" else records * share // 100
        writers[form](folder, count, random.Random(form), changed)  # noqa: S311 - wants repeatable, not secret
        done += count
    return Synthetic(folder, done)


def _title(dice: random.Random, number: int, changed: int) -> str:
    title = f"{dice.choice(_TITLES)} : {' '.join(dice.sample(_WORDS, 4))} {number}"
    return CHANGED if number < changed else title


def _prose(dice: random.Random, words: int = 40) -> str:
    return " ".join(dice.choices(_WORDS, k=words)).capitalize() + "."


def _declare(folder: Path, name: str, form: str, data: str, more: str = "") -> None:
    (folder / f"{name}.toml").write_text(
        f'name = "{name}"\ntitle.fr = "Fiches de mesure ({form})"\ntitle.en = "Records for measuring ({form})"\n'
        f'url = "{data}"\nformat = "{form}"\nlicence = "CC0-1.0"\nlanguage = "fr"\n{more}', "utf-8")


def _lheo(folder: Path, count: int, dice: random.Random, changed: int) -> None:
    with (folder / "offers.xml").open("w", encoding="utf-8") as handle:
        handle.write('<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>\n')
        for number in range(count):
            handle.write(_formation(number, dice, changed))
        handle.write("</offres></lheo>\n")
    _declare(folder, "bench-offers", "lheo", "offers.xml", 'kind = "course"\n')


def _formation(number: int, dice: random.Random, changed: int) -> str:
    city, postcode, department, region, _, _ = dice.choice(_CITIES)
    month = 1 + number % 12
    return (
        f'<formation numero="f{number}">'
        f"<intitule-formation>{escape(_title(dice, number, changed))}</intitule-formation>"
        f"<objectif-formation>{escape(_prose(dice))}</objectif-formation>"
        f"<resultats-attendus>{escape(_prose(dice, 20))}</resultats-attendus>"
        f"<url-formation><urlweb>https://offers.example.org/f{number}</urlweb></url-formation>"
        f'<action><modalites-enseignement>{number % 2}</modalites-enseignement>'
        f"<lieu-de-formation><coordonnees><adresse><codepostal>{postcode}</codepostal><ville>{city}</ville>"
        f"<departement>{department}</departement><region>{region}</region></adresse></coordonnees></lieu-de-formation>"
        f'<session numero="s{number}"><periode><debut>2027{month:02}05</debut><fin>2027{month:02}07</fin></periode>'
        f"</session></action><organisme-formation-responsable><nom-organisme>Organisme {number % 500}"
        "</nom-organisme></organisme-formation-responsable>"
        f'<extras info="maillage"><extra info="tool-family">{dice.choice(_FAMILIES)}</extra>'
        f'<extra info="topic">{dice.choice(_TOPICS)}</extra><extra info="level">beginner</extra>'
        '<extra info="language">fr</extra><extra info="audience">researcher</extra></extras></formation>\n')


def _sshoc(folder: Path, count: int, dice: random.Random, changed: int) -> None:
    items = [{
        "id": number, "persistentId": f"T{number}", "category": "tool-or-service", "status": "approved",
        "label": _title(dice, number, changed), "description": _prose(dice),
        "lastInfoUpdate": "2026-05-02T10:00:00+0000", "accessibleAt": [f"https://tool{number}.example.org/"],
        "properties": [
            {"type": {"code": "language"}, "concept": {"code": "eng", "label": "English"}},
            {"type": {"code": "keyword"}, "concept": {"code": "corpus", "label": "corpus"}},
            {"type": {"code": "maillage-tool-family"}, "concept": {"code": dice.choice(_FAMILIES)}}],
        "externalIds": [], "contributors": [], "relatedItems": []} for number in range(count)]
    page = {"hits": count, "count": count, "page": 1, "perpage": max(count, 1), "pages": 1, "items": items}
    (folder / "tools.json").write_text(json.dumps(page, ensure_ascii=False), "utf-8")
    _declare(folder, "bench-tools", "sshoc", "tools.json")


def _table(folder: Path, count: int, dice: random.Random, changed: int) -> None:
    with (folder / "hubs.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(["id", "nom", "texte", "region", "famille", "equipement", "ville", "cp", "lat", "lon", "site",
                         "discipline", "usage", "echelle", "mots"])
        writer.writerows(_hubs(count, dice, changed))
    _declare(folder, "bench-hubs", "table", "hubs.csv", (
        'kind = "hub"\n[map]\nkey = "id"\ntitle = { from = "nom", lang = "fr" }\n'
        'description = { from = "texte", lang = "fr" }\nregion = { from = "region", concept = "region" }\n'
        'toolFamily = { from = "famille", concept = "tool-family", split = ";" }\n'
        'discipline = { from = "discipline", concept = "discipline" }\ncoverageLevel = { from = "echelle", '
        'concept = "coverage-level" }\nemergingUsage = { from = "usage", concept = "usage" }\n'
        'keyword = { from = "mots", split = ";" }\n'
        'equipment = { from = "equipement", concept = "equipment-type", split = "," }\nhomepage = "site"\n'
        'location = { part = { city = "ville", postCode = "cp", wkt = { lat = "lat", lon = "lon" } } }\n'))


def _hubs(count: int, dice: random.Random, changed: int) -> Iterator[list[object]]:
    for number in range(count):
        city, postcode, _, region, latitude, longitude = dice.choice(_CITIES)
        yield [f"h{number}", _title(dice, number, changed), _prose(dice), region, ";".join(dice.sample(_FAMILIES, 2)),
               "vr-headset,3d-scanner", city, postcode, latitude, longitude, f"https://hub{number}.example.org/",
               "digital-arts", dice.choice(("immersive", "xr", "open-data")), "region", "atelier;scène"]


def _dcat(folder: Path, count: int, dice: random.Random, changed: int) -> None:
    with (folder / "datasets.ttl").open("w", encoding="utf-8") as handle:
        handle.write("@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n"
                     "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
                     "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n")
        for number in range(count):
            handle.write(
                f"<https://data.example.org/d{number}> a dcat:Dataset ; dct:identifier \"d{number}\" ;\n"
                f' dct:title "{_title(dice, number, changed)}"@fr ; dct:description "{_prose(dice)}"@fr ;\n'
                f' dcat:keyword "corpus"@fr, "{dice.choice(_WORDS)}"@fr ; dct:modified "2026-03-04"^^xsd:date ;\n'
                " dct:license <https://creativecommons.org/licenses/by/4.0/> ;\n"
                f" dct:publisher <https://data.example.org/o{number % 50}> ;\n"
                f" dcat:distribution <https://data.example.org/d{number}/csv> .\n"
                f"<https://data.example.org/d{number}/csv> a dcat:Distribution ;\n"
                f" dcat:accessURL <https://data.example.org/d{number}.csv> .\n")
        for number in range(50):
            handle.write(f'<https://data.example.org/o{number}> a foaf:Organization ; foaf:name "Éditeur {number}" .\n')
    _declare(folder, "bench-datasets", "dcat", "datasets.ttl")
