"""What can be wrong with a listing as a whole, and what to do next."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from catalogue.intake import Reason
from harvesters.failures import FetchFailed
from harvesters.fetch import Fetched
from harvesters.record import Listing, UnreadableDocument
from harvesters.sniffing import contradiction
from harvesters.text import shortened
from shapes.finding import Finding, Severity

_LONGEST_ADDRESS = 300
_AGAIN_FR = "relancez, puis prévenez l'éditeur si cela dure"
_AGAIN_EN = "run again, then tell the publisher if this lasts"


class Unreachable(Exception):
    """The first document could not be fetched; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Unreadable(Exception):
    """The first document could not be kept or read; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason


def reason_of(where: str, fault: FetchFailed | UnreadableDocument) -> Reason:
    """Why a document failed, and which: many sentences name it already."""
    named = unquote(urlsplit(where).path) if where.startswith("file:") else where
    if isinstance(fault, UnreadableDocument):
        named = named.rsplit("/", 1)[-1] or where
    if named in fault.en:
        return Reason(fault.code, fault.fr, fault.en)
    return Reason(fault.code, f"{named} : {fault.fr}", f"{named}: {fault.en}")


def contradicted(reason: Reason, fetched: Fetched) -> Reason:
    """The same reason, and that the server announced something else than it sent, if it did."""
    fr, en = contradiction(fetched.media_type, fetched.looks)
    return Reason(reason.code, f"{reason.fr} ({fr}.)", f"{reason.en} ({en}.)") if en else reason


def refusal_of(reason: Reason) -> Finding:
    """The reason why one document failed, as the refusal of what it describes."""
    return Finding(reason.code, Severity.VIOLATION, reason.fr, reason.en)


def too_many(most: int) -> Reason:
    """The listing has more documents than a walk may visit."""
    return Reason("MLG-F010", f"Plus de {most} pages : la lecture s'arrête là, rien n'est retiré ; demandez à "
                  "l'éditeur des pages plus longues.",
                  f"More than {most} pages: reading stops there, nothing is removed; ask the publisher for longer "
                  "pages.")


def too_long(seconds: int) -> Reason:
    """The walk has taken longer than a walk may."""
    hours = seconds // 3_600
    return Reason("MLG-F018", f"La lecture a duré plus de {hours} h et s'arrête là ; ce qui a été lu est gardé, rien "
                  "n'est retiré : relancez pour lire la suite.",
                  f"Reading took more than {hours} h and stops there; what was read is kept, nothing is removed: run "
                  "again to read the rest.")


def fewer(expected: int, given: int) -> Reason:
    """The listing gave less than it announced."""
    return Reason("MLG-F011", f"La source annonce {expected} fiches et en a donné {given} ; rien n'est retiré : "
                  f"{_AGAIN_FR}.",
                  f"The source announces {expected} records and gave {given}; nothing is removed: {_AGAIN_EN}.")


def too_few(listed: int, least: int) -> Reason:
    """The listing gave less than its declaration expects."""
    return Reason("MLG-U001", f"{listed} fiches listées, {least} attendues au moins (expect.at_least) ; vérifiez la "
                  "source, puis relancez avec --allow-shrink si c'est voulu.",
                  f"{listed} records listed, at least {least} expected (expect.at_least); check the source, then run "
                  "again with --allow-shrink if this is meant.")


def too_many_lost(lost: int, live: int) -> Reason:
    """A run would remove more than its source may lose at once."""
    return Reason("MLG-U002", f"{lost} fiches sur {live} disparaîtraient ; vérifiez la source, puis relancez avec "
                  "--allow-shrink si c'est voulu.",
                  f"{lost} of {live} records would disappear; check the source, then run again with --allow-shrink if "
                  "this is meant.")


def forbidden(base: str, url: str) -> Reason:
    """A document leads where it may not."""
    where = shortened(url, _LONGEST_ADDRESS)
    return Reason("MLG-F012", f"{base} renvoie vers « {where} », ce qui n'est pas permis ; signalez-le à l'éditeur.",
                  f"{base} leads to “{where}”, which is not allowed; tell the publisher.")


def incomplete(listing: Listing) -> Reason:
    """A document says that the listing is not whole."""
    english = " ".join(listing.incomplete.split())  # A parser's own words may hold line ends.
    french = " ".join(listing.incomplete_fr.split()) or english
    return Reason("MLG-F013", f"Liste incomplète, rien n'est retiré : {french} ; {_AGAIN_FR}.",
                  f"Incomplete listing, nothing is removed: {english}; {_AGAIN_EN}.")


def endless(pages: int) -> Reason:
    """Page leads to page without anything new."""
    return Reason("MLG-F014", f"{pages} pages de suite ne donnent rien de nouveau et renvoient à une autre : la "
                  f"lecture s'arrête là, rien n'est retiré ; {_AGAIN_FR}.",
                  f"{pages} pages in a row give nothing new and lead to another: reading stops there, nothing is "
                  f"removed; {_AGAIN_EN}.")


def silent(times: int) -> Reason:
    """One detail after the other cannot be had."""
    return Reason("MLG-F015", f"{times} documents de suite n'ont pas pu être lus : la lecture s'arrête là, rien n'est "
                  f"retiré ; {_AGAIN_FR}.",
                  f"{times} documents in a row could not be had: reading stops there, nothing is removed; "
                  f"{_AGAIN_EN}.")


def missing_details(number: int) -> Finding:
    """Documents that the listing names and the server does not have."""
    return Finding("MLG-F016", Severity.WARNING,
                   f"{number} documents que la liste nomme n'existent plus (404 ou 410) ; signalez-le à l'éditeur.",
                   f"{number} documents that the listing names exist no more (404 or 410); tell the publisher.")


def unproven(url: str) -> Finding:
    """A server that marks no end of what it sends: cut within a line of a table, it would look whole."""
    return Finding("MLG-F019", Severity.INFO,
                   "Le serveur n'annonce ni longueur ni fin de sa réponse : une réponse coupée pourrait passer pour "
                   "entière, seule la garde contre les listes rétrécies le verrait. Demandez-lui Content-Length.",
                   "The server announces neither the length nor the end of its answer: a cut one could pass for whole, "
                   "and only the guard against shrunken listings would tell. Ask it for Content-Length.", value=url)


def no_secret(name: str) -> Reason:
    """The address names a key that the environment does not have."""
    return Reason("MLG-F017", f"L'adresse demande la clé {name}, que l'environnement n'a pas ; lancez par exemple "
                  f"{name}=… maillage harvest.",
                  f"The address asks for the key {name}, which the environment does not have; run for example "
                  f"{name}=… maillage harvest.")
