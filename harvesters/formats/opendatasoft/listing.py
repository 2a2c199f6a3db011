"""Reading an answer of the Explore API: a page, an export, one record or one dataset, and where the rest is."""

from __future__ import annotations

from collections.abc import Iterator

from harvesters.fieldmap import FieldMap
from harvesters.formats.json_items import JsonItems, json_items
from harvesters.formats.json_values import entry, text
from harvesters.formats.opendatasoft.addresses import FARTHEST, export_of, page_at, start_of
from harvesters.formats.opendatasoft.dataset import changed_of, payload
from harvesters.formats.opendatasoft.shapes import (
    ARRAYS,
    dataset_id,
    dataset_of,
    error_of,
    record_of,
    total_of,
)
from harvesters.formats.paging import beyond, is_remote, short_name
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from harvesters.tables.objects import Objects, Placed
from harvesters.tables.rows import Rows, fault, refusal

# What pages behind the first are called, so that what is told of all of them is told once.
_PAGE = "page"


def read(document: Document, source: Source) -> Iterator[Item]:
    """The records, by the source's map, or the datasets; then the next page, or the export of what pages cannot reach.

    Raises:
        UnreadableDocument: no answer of the API, one that tells an error, or records without a map.
    """
    answer = json_items(document, *ARRAYS)
    _check(document, answer)
    total, start = total_of(answer.around), start_of(document.url)
    if total is not None:
        yield Listing(expected=total)
        if total > FARTHEST and is_remote(document.url) and (export := export_of(document.url)):
            yield Follow(export, _PAGE)
            return
    count = 0
    placed = ((f"{short_name(document)}, item {number}", item) for number, item in enumerate(answer.items, start + 1))
    for item in _mapped(source.map, source.kind, placed, document) if source.map else _datasets(source, placed):
        count += isinstance(item, Raw | Fault)
        yield item
    if total is not None:
        yield from _next(document.url, start + count, count, total)
    elif answer.around and is_remote(document.url):
        yield Listing(incomplete="the answer does not say how many items there are",
                      incomplete_fr="la réponse ne dit pas combien il y a d'éléments")


def _check(document: Document, answer: JsonItems) -> None:
    """That it is an answer, and no error."""
    alone = entry(next(iter(answer.items), None)) if answer.alone else {}
    words = error_of(alone)
    if words or document.status >= 400:
        told_fr = f"« {words} »" if words else f"le code {document.status}"
        told_en = f"“{words}”" if words else f"status {document.status}"
        raise UnreadableDocument(
            "MLG-V300", f"Le portail a répondu une erreur : {told_fr} ; vérifiez l'adresse de la source.",
            f"The portal answered with an error: {told_en}; check the source's address.")
    if answer.alone and not (dataset_of(alone) or entry(alone.get("record")) or entry(alone.get("fields"))):
        names = ", ".join(list(alone)[:5]) or "—"
        raise UnreadableDocument(
            "MLG-V301", f"Ce n'est pas une réponse d'OpenDataSoft (trouvé : {names}) ; donnez l'adresse …/records, "
            "…/exports/json ou …/catalog/datasets.",
            f"This is no answer of OpenDataSoft (found: {names}); give the address …/records, …/exports/json or "
            "…/catalog/datasets.")


def _next(url: str, reached: int, count: int, total: int) -> Iterator[Item]:
    """The next page, or why there is none although there should be."""
    if reached > total:
        yield beyond(reached, total)
    if reached >= total or not is_remote(url):
        return
    if not count or reached >= FARTHEST:
        yield Listing(incomplete=f"the pages end at {reached} of {total}",
                      incomplete_fr=f"les pages s'arrêtent à {reached} sur {total}")
    else:
        yield Follow(page_at(url, reached), _PAGE)


def _mapped(fields: FieldMap, kind: str, placed: Iterator[Placed], document: Document) -> Iterator[Item]:
    """The record of every item, by the map; a dataset of a catalogue is an item too."""
    objects = Objects(Rows(fields, kind))
    opened = ((place, (dataset_of(item) or record_of(item)) if isinstance(item, dict) else item)
              for place, item in placed)
    for place, value in objects.checked(opened):
        yield objects.item(value, place, text(entry(value).get("record_timestamp")))
    if not document.kind and (remarks := objects.remarks()):
        yield Listing(remarks=remarks)


def _datasets(source: Source, placed: Iterator[Placed]) -> Iterator[Item]:
    """The record of every dataset of a catalogue.

    Raises:
        UnreadableDocument: the first item is a record of a dataset, whose columns no map explains.
    """
    for place, item in placed:
        dataset = dataset_of(item)
        if dataset is not None:
            yield Raw(dataset_id(dataset), payload(dataset), place, "dataset", changed_of(dataset))
        elif place.endswith(", item 1"):
            raise UnreadableDocument(
                "MLG-V302", f"{source.file.name} : les enregistrements d'un jeu de données demandent une carte [map] "
                "de leurs champs.", f"{source.file.name}: the records of a dataset need a [map] of their fields.")
        else:
            yield fault(place, refusal(
                "MLG-V303", "Cet élément ne décrit pas un jeu de données ; signalez-le au portail.",
                "This element describes no dataset; tell the portal."))
