"""What a store does that it should not: each fault says what, where, and what to do next."""

from __future__ import annotations

UNREACHABLE, WRONGLY_SET, DATA_PROBLEM = 3, 2, 1
_LONGEST_TOLD = 300


class StoreFault(Exception):
    """A store does not do what was asked: code, a sentence in both languages, and the exit code of a command.

    `lasting` says that asking again at once is of no use.
    """

    def __init__(self, code: str, fr: str, en: str, exit_code: int, *, lasting: bool = True) -> None:
        super().__init__(en)
        self.code = code
        self.fr = fr
        self.en = en
        self.exit_code = exit_code
        self.lasting = lasting


class Refused(StoreFault):
    """The store answered with an error: its HTTP status, and what it told, shortened."""

    def __init__(self, url: str, status: int, told: str) -> None:
        self.status = status
        self.told = told
        said = f" ({told})" if told else ""
        super().__init__(
            "MLG-Y045", f"Le dépôt refuse à {url} : HTTP {status}{said} ; voyez son journal.",
            f"The store refuses at {url}: HTTP {status}{said}; look into its log.",
            UNREACHABLE if status >= 500 else DATA_PROBLEM, lasting=status not in (429, 502, 503, 504))


def unreachable(url: str, why: str) -> StoreFault:
    """Nobody answers there."""
    return StoreFault(
        "MLG-Y040", f"Le dépôt ne répond pas à {url} ({why}) ; démarrez-le ou corrigez l'adresse, puis lancez "
        "`maillage publish`.", f"The store does not answer at {url} ({why}); start it or correct the address, then run "
        "`maillage publish`.", UNREACHABLE, lasting=False)


def cut(url: str, why: str) -> StoreFault:
    """The answer breaks off."""
    return StoreFault(
        "MLG-Y041", f"La réponse du dépôt à {url} s'interrompt ({why}) ; relancez.",
        f"The store's answer at {url} breaks off ({why}); try again.", UNREACHABLE, lasting=False)


def too_slow(url: str, seconds: float) -> StoreFault:
    """The answer does not come in time."""
    return StoreFault(
        "MLG-Y042", f"Le dépôt n'a pas fini à {url} en {seconds:g} s ; voyez sa charge, puis relancez.",
        f"The store has not finished at {url} within {seconds:g} s; look at its load, then try again.", UNREACHABLE,
        lasting=False)


def too_large(url: str, most: int) -> StoreFault:
    """The answer is longer than any that is expected."""
    return StoreFault(
        "MLG-Y043", f"La réponse du dépôt à {url} dépasse {most >> 20} Mio.",
        f"The store's answer at {url} is larger than {most >> 20} MiB.", DATA_PROBLEM)


def refusal(url: str, status: int, told: str, location: str) -> StoreFault:
    """The fault that an HTTP status means."""
    if status in (401, 403):
        return StoreFault(
            "MLG-Y044", f"Le dépôt n'accepte pas l'utilisateur à {url} (HTTP {status}) ; vérifiez "
            "MAILLAGE_REMOTE_USER, MAILLAGE_REMOTE_PASSWORD et ses droits d'écriture.",
            f"The store does not accept the user at {url} (HTTP {status}); check MAILLAGE_REMOTE_USER, "
            "MAILLAGE_REMOTE_PASSWORD and the right to write.", WRONGLY_SET)
    if 300 <= status < 400:
        return StoreFault(
            "MLG-Y046", f"Le dépôt renvoie de {url} vers {location or '?'}, ce qui n'est pas suivi ; si c'est voulu, "
            "mettez cette adresse dans le réglage.",
            f"The store sends from {url} to {location or '?'}, which is not followed; if that is meant, put that "
            "address into the setting.", WRONGLY_SET)
    if status in (404, 405):
        return StoreFault(
            "MLG-Y047", f"Rien ne répond comme un dépôt à {url} (HTTP {status}) ; vérifiez les réglages "
            "MAILLAGE_REMOTE_….", f"Nothing answers as a store at {url} (HTTP {status}); check the settings "
            "MAILLAGE_REMOTE_….", WRONGLY_SET)
    return Refused(url, status, " ".join(told.split())[:_LONGEST_TOLD])


def not_writable() -> StoreFault:
    """There is no address to write to."""
    return StoreFault(
        "MLG-Y048", "Aucune adresse d'écriture ; réglez MAILLAGE_REMOTE_UPDATE_URL, MAILLAGE_REMOTE_GRAPH_STORE_URL, "
        "ou les deux.", "There is no address to write to; set MAILLAGE_REMOTE_UPDATE_URL, "
        "MAILLAGE_REMOTE_GRAPH_STORE_URL, or both.", WRONGLY_SET)


def needs_graph_store(refused: Refused) -> StoreFault:
    """A store refuses data in an update, which it may take by the other way."""
    return StoreFault(
        "MLG-Y053", f"{refused.fr} S'il parle le Graph Store Protocol, réglez MAILLAGE_REMOTE_GRAPH_STORE_URL.",
        f"{refused.en} If it speaks the Graph Store Protocol, set MAILLAGE_REMOTE_GRAPH_STORE_URL.", refused.exit_code)


def unreadable(url: str, what: str) -> StoreFault:
    """The answer is not what a SPARQL store says."""
    return StoreFault(
        "MLG-Y049", f"La réponse du dépôt à {url} n'est pas du SPARQL 1.1 ({what}) ; est-ce la bonne adresse ?",
        f"The store's answer at {url} is no SPARQL 1.1 ({what}); is it the right address?", DATA_PROBLEM)


class Differs(StoreFault):
    """A graph in the store is not what was sent."""

    def __init__(self, graph: str, fr: str, en: str) -> None:
        super().__init__(
            "MLG-Y050", f"Le graphe {graph} du dépôt n'est pas celui qui a été envoyé : {fr}. Relancez `maillage "
            "publish` ; si cela persiste, ce dépôt ne garde pas les données telles quelles.",
            f"The graph {graph} in the store is not the one that was sent: {en}. Run `maillage publish` again; if it "
            "lasts, this store does not keep data as they are.", DATA_PROBLEM)


def differs_in_count(graph: str, found: int, wanted: int) -> Differs:
    """A graph in the store has another number of triples."""
    return Differs(graph, f"{found} triplets au lieu de {wanted}", f"{found} triples instead of {wanted}")


def overtaken(generation: str) -> StoreFault:
    """Somebody else publishes into the same store."""
    return StoreFault(
        "MLG-Y051", f"Un autre a publié entre-temps dans ce dépôt (génération « {generation} ») ; un seul dossier de "
        "données doit y publier. Relancez `maillage publish` si c'est celui-ci.",
        f"Somebody else has published into this store meanwhile (generation “{generation}”); only one data directory "
        "should. Run `maillage publish` again if it is this one.", DATA_PROBLEM)


def unsendable(graph: str, line: str) -> StoreFault:
    """A graph file holds what no store can keep as it is."""
    return StoreFault(
        "MLG-Y052", f"Le graphe {graph} contient un nœud anonyme ({line}) ; lancez `maillage rebuild`.",
        f"The graph {graph} holds a blank node ({line}); run `maillage rebuild`.", DATA_PROBLEM)
