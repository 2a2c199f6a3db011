"""Why a query has no answer."""


class QueryFailed(Exception):
    """A query was refused, wrong, cut or could not run: HTTP status, code, and a sentence in both languages."""

    def __init__(self, status: int, code: str, fr: str, en: str) -> None:
        super().__init__(en)
        self.status = status
        self.code = code
        self.fr = fr
        self.en = en
