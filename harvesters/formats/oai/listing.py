"""Reading the answers of a repository: who it is, then its list, page after page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from harvesters.formats.oai.addresses import list_address, next_address, whole_request
from harvesters.formats.oai.answer import RECORD, Answer, parts
from harvesters.formats.oai.errors import NO_RECORDS, broken_off, refused
from harvesters.formats.oai.progress import Progress
from harvesters.formats.oai.records import item_of
from harvesters.formats.paging import is_remote, parameters, short_name
from harvesters.formats.xml_document import local_name
from harvesters.record import Document, Follow, Item, Listing, UnreadableDocument
from harvesters.source import Source

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?", re.ASCII)
_BROKEN: Final = "MLG-X106"


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every record of an answer, withdrawn ones as such, then the next page; of Identify, the list to follow.

    A page that breaks midway gives what stood whole before the break, then says that it is incomplete.

    Raises:
        UnreadableDocument: no answer of OAI-PMH, one to another request, or an error instead of a list.
    """
    answer, progress = Answer(), Progress.of_kind(document.kind)
    changes = progress.changes or bool(parameters(document.url).get("from"))
    if changes and not progress.tokens:
        yield Listing(changes_only=True)
    try:
        for part in parts(document):
            if local_name(str(part.tag)) != RECORD:
                answer.note(part)
                continue
            item = item_of(part, short_name(document), source)
            answer.first = answer.first or item.key
            if not answer.records and progress.repeats(item.key):
                yield _loop("the server repeats the page before", "le serveur répète la page précédente")
                return
            answer.records += 1
            yield item
    except UnreadableDocument as fault:
        if fault.code != _BROKEN or not answer.records:
            raise
        yield Listing(incomplete=fault.en, incomplete_fr=fault.fr)
        return
    if answer.errors:
        yield from _errors(document, answer, progress)
    elif answer.verb == "Identify" and is_remote(document.url) and not document.kind:
        yield from _begin(document, source, answer)
    elif answer.is_list:
        yield from _next(document, source, answer, progress)
    else:
        raise _no_list(answer.verb)


def _begin(document: Document, source: Source, answer: Answer) -> Iterator[Item]:
    """The list to follow: the changes where the repository tells every deletion, else always everything.

    The mark is of one repository, prefix and set: what changed in another is not what this source lacks.
    """
    asked = whole_request(source)
    if answer.moment:
        yield Listing(mark=f"{answer.moment} {asked}")
    since, _, asked_then = document.since.partition(" ")
    tells_changes = answer.deleted == "persistent" and source.options.get("full") is not True
    if not tells_changes or asked_then != asked or not _MOMENT.fullmatch(since):
        since = ""
    since = since[:len("YYYY-MM-DD")] if answer.days else since
    yield Follow(list_address(document.url, source, since), Progress(changes=bool(since)).kind())


def _next(document: Document, source: Source, answer: Answer, progress: Progress) -> Iterator[Item]:
    """The next page, or why there is none although there should be."""
    now = progress.after(answer.records, answer.first, answer.size)
    asked = parameters(document.url).get("resumptionToken", "")
    if not answer.token:
        if now.seen < now.size and source.options.get("estimate") is not True:
            yield _short(now.seen, now.size)
    elif not is_remote(document.url):
        yield Listing(incomplete="the file is one page of a longer list",
                      incomplete_fr="le fichier est une page d'une liste plus longue")
    elif answer.token == asked or now.met(answer.token):
        yield _loop("the server gives the same resumption token again", "le serveur redonne le même jeton de reprise")
    elif not answer.records:
        yield Listing(incomplete="a page of the list is empty although others are to follow",
                      incomplete_fr="une page de la liste est vide alors que d'autres doivent suivre")
    else:
        yield Follow(next_address(document.url, answer.token), now.with_token(answer.token).kind())


def _errors(document: Document, answer: Answer, progress: Progress) -> Iterator[Item]:
    """No record is an empty list; an error behind the first page ends the list there, any other is told."""
    code, told = next((error for error in answer.errors if error[0] != NO_RECORDS), answer.errors[0])
    resumed = bool(progress.tokens) or "resumptionToken" in parameters(document.url)
    if resumed and code == NO_RECORDS and 0 < progress.size <= progress.seen:
        return
    if resumed:
        yield broken_off(code, told)
    elif code == NO_RECORDS:
        yield Listing(expected=0)
    else:
        raise refused(code, told)


def _short(seen: int, size: int) -> Listing:
    return Listing(
        incomplete=f"the server announces {size} records and its list ends after {seen} (if its totals are only "
        "estimates, declare estimate = true under [options])",
        incomplete_fr=f"le serveur annonce {size} notices et sa liste s'arrête après {seen} (si ses totaux ne sont que "
        "des estimations, déclarez estimate = true sous [options])")


def _loop(en: str, fr: str) -> Listing:
    return Listing(incomplete=f"{en}, so the list never ends", incomplete_fr=f"{fr}, la liste ne finit donc pas")


def _no_list(verb: str) -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-O004",
        f"La réponse OAI-PMH ne liste pas de notices (elle répond à {verb or 'rien'}) ; on attend ListRecords. "
        "Donnez l'adresse de base de l'entrepôt, ou un fichier qui contient une réponse à ListRecords.",
        f"The OAI-PMH answer lists no records (it answers {verb or 'nothing'}); ListRecords is expected. "
        "Give the repository's base address, or a file that holds an answer to ListRecords.")
