"""Reading an answer of OpenAgenda: a page of events, one event, or an agenda, which leads to its events."""

from __future__ import annotations

from collections.abc import Iterator

from harvesters.formats.json_document import load_json
from harvesters.formats.json_values import Json
from harvesters.formats.openagenda.addresses import agenda_at, events_of, page_after
from harvesters.formats.openagenda.event import changed_of, is_gone, key_of, payload
from harvesters.formats.openagenda.shapes import agenda_of, error_of, event_of, is_agenda, pages_of, standard_fields
from harvesters.formats.paging import beyond, is_remote, short_name
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

# What pages behind the first are called, so that what is told of all of them is told once.
_PAGE = "page"
# An agenda of trainings has its source say so.
_KINDS = ("event", "course")


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every event of the document, what of them is not kept, and the next page.

    Raises:
        UnreadableDocument: not JSON, an error of the API, or neither events nor an agenda that leads to some.
    """
    content = load_json(document)
    if (words := error_of(content)) or document.status >= 400:
        raise _refused(words, document.status)
    pages, event = pages_of(content), event_of(content)
    if not pages and event is None:
        yield Follow(_events_address(document, content))
        return
    listed = [item for page in pages for item in page["events"]] if pages else [event]
    kind = source.kind if source.kind in _KINDS else _KINDS[0]
    name, agenda = short_name(document), agenda_of(content) or agenda_at(document.url)
    for number, item in enumerate(listed, 1):
        yield _event(item, f"{name}, event {number}", kind, agenda)
    if not document.kind and (remark := _unread(listed)):
        yield Listing(remarks=(remark,))
    for page in pages:
        yield from _around(document, page)


def _event(item: object, place: str, kind: str, agenda: str) -> Raw | Fault:
    if not isinstance(item, dict) or not (key := key_of(item)):
        return Fault("", place, Finding(
            "MLG-V202", Severity.VIOLATION, "Cet élément n'est pas un événement (il n'a pas d'uid) ; signalez-le à "
            "OpenAgenda.", "This element is no event (it has no uid); tell OpenAgenda."))
    return Raw(key, payload(item, agenda), f"{place}, {key}", kind, changed_of(item), deleted=is_gone(item))


def _around(document: Document, page: Json) -> Iterator[Item]:
    """How many events there are in all, and the page behind this one; an empty page is behind the last."""
    total = page.get("total")
    if isinstance(total, int) and not isinstance(total, bool) and total >= 0:
        yield Listing(expected=total)
        if total < len(page["events"]):
            yield beyond(len(page["events"]), total)
        if total <= len(page["events"]):
            return
    cursor = page.get("after")
    if not is_remote(document.url) or not isinstance(cursor, list) or not cursor or not page["events"]:
        return
    following = page_after(document.url, cursor)
    yield Follow(following, _PAGE) if following else Listing(
        incomplete="the cursor of the next page leads to this one again",
        incomplete_fr="le curseur de la page suivante ramène à celle-ci")


def _unread(listed: list[object]) -> Finding | None:
    """The fields that are this agenda's own: their meaning is known to the agenda only."""
    own = sorted({name for item in listed if isinstance(item, dict) for name in item.keys() - standard_fields()})
    names = ", ".join(own)
    return Finding(
        "MLG-V203", Severity.INFO, f"Champs propres à cet agenda, qui ne sont pas repris : {names}.",
        f"Fields of this agenda's own, which are not taken over: {names}.") if own else None


def _events_address(document: Document, content: object) -> str:
    """Where the events of an agenda are."""
    if is_agenda(content) and (address := events_of(document.url)):
        return address
    what_fr = "la description d'un agenda" if is_agenda(content) else "autre chose"
    what_en = "the description of an agenda" if is_agenda(content) else "something else"
    raise UnreadableDocument(
        "MLG-V201", f"On attend des événements d'OpenAgenda, et c'est {what_fr} ; donnez l'adresse "
        "…/v2/agendas/<uid>/events.",
        f"Events of OpenAgenda are expected, and this is {what_en}; give the address …/v2/agendas/<uid>/events.")


def _refused(words: str, status: int) -> UnreadableDocument:
    told_fr, told_en = (f"« {words} »", f"“{words}”") if words else (f"le code {status}", f"status {status}")
    return UnreadableDocument(
        "MLG-V200", f"OpenAgenda a répondu une erreur : {told_fr} ; vérifiez l'adresse et la clé de la source.",
        f"OpenAgenda answered with an error: {told_en}; check the address and the key of the source.")
