"""Why a document could not be fetched, in words that say what to do next."""

from datetime import datetime

from harvesters.addresses import named


class FetchFailed(Exception):
    """Nothing was fetched: why, in both languages, and whether trying again later may help.

    `status` is the HTTP status that told it, 0 for none. What is `gone` (404, 410) does not exist any more.
    """

    def __init__(self, code: str, fr: str, en: str, *, retryable: bool = False, status: int = 0) -> None:
        super().__init__(en)
        self.code = code
        self.fr = fr
        self.en = en
        self.retryable = retryable
        self.status = status
        self.gone = status in (404, 410)


class Passing(FetchFailed):
    """A fault that often passes within seconds."""

    def after(self, tries: int) -> FetchFailed:
        """The same fault, now that it did not pass."""
        fr, en = (f" ({tries} essais).", f" ({tries} tries).") if tries > 1 else (".", ".")
        return FetchFailed(self.code, self.fr.removesuffix(".") + fr, self.en.removesuffix(".") + en,
                           retryable=self.retryable, status=self.status)


class Unwritable(FetchFailed):
    """The fault is not the source's: there is no room, or no right, to keep its document."""


_LATER = frozenset({408, 425})
_MEBIBYTE = 1 << 20


def no_web_address(url: str) -> FetchFailed:
    """Neither http(s) nor a file, or an address that hides something."""
    return FetchFailed(
        "MLG-N001",
        f"« {url[:200]} » n'est pas une adresse acceptée ; donnez une adresse http(s) complète, sans mot de passe.",
        f"“{url[:200]}” is not an accepted address; give a full http(s) address without password.")


def refused_address(host: str, port: int) -> FetchFailed:
    """A private or reserved address."""
    place = named(host, port)
    return FetchFailed(
        "MLG-N002",
        f"{place} est une adresse privée ou réservée, refusée pour des raisons de sûreté ; si elle est "
        f"voulue, ajoutez à la source : allow = [\"{place}\"]",
        f"{place} is a private or reserved address, refused for safety; if it is meant, add to the "
        f"source: allow = [\"{place}\"]")


def unknown_host(host: str) -> FetchFailed:
    """A name without address."""
    return FetchFailed(
        "MLG-N003", f"Le nom « {host} » ne mène à aucune adresse ; vérifiez l'adresse de la source et le réseau.",
        f"The name “{host}” leads to no address; check the source's address and the network.", retryable=True)


def unreachable(url: str, told: str) -> Passing:
    """The server cannot be connected to."""
    return Passing(
        "MLG-N004", f"{url} ne répond pas ({told}) ; réessayez plus tard ou vérifiez l'adresse.",
        f"{url} does not answer ({told}); try again later or check the address.", retryable=True)


def too_slow(url: str, seconds: float) -> FetchFailed:
    """The time is over."""
    return FetchFailed(
        "MLG-N005", f"{url} n'a pas fini de répondre dans le temps permis ({seconds:g} s) ; réessayez plus tard.",
        f"{url} did not finish answering in the time allowed ({seconds:g} s); try again later.", retryable=True)


def silent(url: str, seconds: float) -> FetchFailed:
    """The server says nothing, and has not hung up."""
    return FetchFailed("MLG-N005", f"{url} est resté muet pendant {seconds:g} s ; réessayez plus tard.",
                       f"{url} said nothing for {seconds:g} s; try again later.", retryable=True)


def passing(url: str, status: int) -> Passing:
    """An HTTP status that says that the server is in trouble, or asked too often."""
    return Passing("MLG-N006", f"{url} a répondu par le code {status} ; réessayez plus tard.",
                   f"{url} answered with status {status}; try again later.", retryable=True, status=status)


def bad_status(url: str, status: int) -> FetchFailed:
    """An HTTP status that brings no document."""
    if status in _LATER:
        fr, en = "réessayez plus tard", "try again later"
    elif status in (401, 403):
        fr, en = "l'accès est réservé : voyez avec l'éditeur", "access is restricted: ask the publisher"
    elif status in (404, 410):
        fr, en = "l'adresse n'existe pas ou plus : corrigez-la", "the address does not exist any more: correct it"
    elif status == 304:
        fr, en = "rien n'était pourtant connu : signalez-le à l'éditeur", "yet nothing was known: tell the publisher"
    else:
        fr, en = "vérifiez l'adresse dans un navigateur", "check the address in a browser"
    return FetchFailed("MLG-N006", f"{url} a répondu par le code {status} ; {fr}.",
                       f"{url} answered with status {status}; {en}.", retryable=status in _LATER, status=status)


def too_many_hops(url: str, hops: int) -> FetchFailed:
    """A chain of redirects, or a circle."""
    return FetchFailed(
        "MLG-N007", f"{url} renvoie plus de {hops} fois ailleurs ; donnez l'adresse finale.",
        f"{url} redirects more than {hops} times; give the final address.")


def too_large(size: int) -> FetchFailed:
    """More bytes than allowed."""
    return FetchFailed(
        "MLG-N008", f"Le document dépasse {size / _MEBIBYTE:g} Mio ; demandez à l'éditeur des pages plus petites.",
        f"The document is larger than {size / _MEBIBYTE:g} MiB; ask the publisher for smaller pages.")


def too_dense(ratio: int) -> FetchFailed:
    """A decompression bomb."""
    return FetchFailed(
        "MLG-N009", f"Le document compressé grossit plus de {ratio} fois une fois décompressé : il est refusé.",
        f"The compressed document grows more than {ratio} times when decompressed: it is refused.")


def cut_short(url: str, told: str) -> Passing:
    """An answer that is damaged or not whole."""
    return Passing(
        "MLG-N010", f"La réponse de {url} est incomplète ou endommagée ({told}) ; réessayez plus tard.",
        f"The answer of {url} is incomplete or damaged ({told}); try again later.", retryable=True)


def unknown_coding(url: str, coding: str) -> FetchFailed:
    """A content coding that was not asked for."""
    return FetchFailed(
        "MLG-N011", f"{url} a répondu avec un codage non demandé (« {coding[:60]} ») ; signalez-le à l'éditeur.",
        f"{url} answered in a coding nobody asked for (“{coding[:60]}”); tell the publisher.")


def unreadable_file(path: str, told: str) -> FetchFailed:
    """A local file that is absent, forbidden or no regular file."""
    return FetchFailed("MLG-N012", f"Fichier illisible : {path} ({told}) ; vérifiez le chemin de la source.",
                       f"Cannot read the file {path} ({told}); check the source's path.")


def unwritable(path: str, told: str) -> Unwritable:
    """No room, or no right, to keep the document."""
    return Unwritable("MLG-N013", f"Impossible d'écrire {path} ({told}) ; libérez de la place.",
                      f"Cannot write {path} ({told}); free some space.")


def untrusted(url: str, told: str) -> FetchFailed:
    """A TLS certificate that does not prove who answers."""
    return FetchFailed(
        "MLG-N014", f"Le certificat de {url} n'est pas valable ({told}) ; signalez-le à l'éditeur.",
        f"The certificate of {url} is not valid ({told}); tell the publisher.")


def robots_forbid(url: str, robots: str) -> FetchFailed:
    """The publisher does not want robots there."""
    return FetchFailed(
        "MLG-N015", f"L'éditeur demande aux robots de ne pas lire {url} ({robots}) ; demandez-lui d'y admettre "
        "« Maillage », ou une autre adresse.",
        f"The publisher asks robots not to read {url} ({robots}); ask them to admit “Maillage” there, or for "
        "another address.")


def robots_unknown(robots: str, fault: FetchFailed) -> FetchFailed:
    """Whether the publisher wants robots cannot be known, which forbids everything (RFC 9309 section 2.3.1.4)."""
    return FetchFailed("MLG-N016", f"{fault.fr} Tant que {robots} ne peut être lu, rien de ce site ne l'est.",
                       f"{fault.en} Until {robots} can be read, nothing of this site is.", retryable=True)


def come_back(url: str, status: int, moment: datetime) -> FetchFailed:
    """The server asks to be left alone for longer than a fetch may last."""
    return FetchFailed(
        "MLG-N017", f"{url} demande d'attendre (code {status}) ; revenez après le {moment:%d/%m/%Y à %H:%M} UTC.",
        f"{url} asks to wait (status {status}); come back after {moment:%Y-%m-%d %H:%M} UTC.",
        retryable=True, status=status)


def stopped(url: str) -> FetchFailed:
    """The harvest was ended meanwhile."""
    return FetchFailed("MLG-N018", f"La lecture de {url} a été interrompue ; relancez-la.",
                       f"Reading {url} was interrupted; run it again.", retryable=True)
