"""Why a query has no answer, or no whole one."""


class QueryFailed(Exception):
    """A query was refused, wrong, cut or could not run: HTTP status, code, and a sentence in both languages.

    `retry_after` is in seconds: when it is worth asking again, if it ever is. `line` and `column` are the place of a
    fault in the text, both from 1 and counted in characters, or None where there is no such place.
    """

    def __init__(self, status: int, code: str, fr: str, en: str, retry_after: int = 0, *,
                 line: int | None = None, column: int | None = None) -> None:
        super().__init__(en)
        self.status = status
        self.code = code
        self.fr = fr
        self.en = en
        self.retry_after = retry_after
        self.line = line
        self.column = column

    @property
    def place(self) -> dict[str, int]:
        """`line` and `column` where they are known."""
        known = {"line": self.line, "column": self.column}
        return {name: number for name, number in known.items() if number is not None}


class Broken(Exception):
    """An answer of which a part was sent already breaks off: `failed` says why."""

    def __init__(self, failed: QueryFailed) -> None:
        super().__init__(failed.en)
        self.failed = failed


def not_ready() -> QueryFailed:
    """There is no engine to ask yet."""
    return QueryFailed(503, "MLG-Y023", "Le moteur SPARQL se charge ; réessayez dans quelques secondes.",
                       "The SPARQL engine is loading; try again in a few seconds.", retry_after=5)


def crowded() -> QueryFailed:
    """Too many queries wait already."""
    return QueryFailed(503, "MLG-Y020", "Trop de requêtes attendent ; réessayez dans quelques secondes.",
                       "Too many queries are waiting; try again in a few seconds.", retry_after=5)


def too_slow(seconds: float) -> QueryFailed:
    """The time of a query is over."""
    return QueryFailed(504, "MLG-Y021", f"La requête dépassait {seconds:g} s et a été arrêtée ; ajoutez des filtres ou "
                       "LIMIT.", f"The query ran beyond {seconds:g} s and was stopped; add filters or LIMIT.")


def too_hungry() -> QueryFailed:
    """The worker died of it."""
    return QueryFailed(503, "MLG-Y022", "La requête a épuisé la mémoire ou la pile permises ; simplifiez-la.",
                       "The query exhausted its memory or stack; simplify it.")


def spent(wait: int) -> QueryFailed:
    """A client has used up its allowance of long queries."""
    return QueryFailed(429, "MLG-Y024", f"Vos requêtes longues ont épuisé leur temps ; réessayez dans {wait} s (les "
                       "requêtes courtes passent toujours).", f"Your long queries have used up their time; try again "
                       f"in {wait} s (short ones still pass).", retry_after=wait)
