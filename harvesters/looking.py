"""Fetching the first document of what may become a source, to have it recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from harvesters import failures
from harvesters.confinement import confined
from harvesters.fetch import Fetcher, FetchFailed, Request
from harvesters.following import files_of
from harvesters.formats import FORMATS
from harvesters.recognising import look
from harvesters.secrets import Secrets, as_address

# The first files of a folder are looked at until one is known.
_MOST_FILES: Final = 20


def look_at(url: str, *, form: str = "", kind: str = "", allow: Sequence[str] = (),
            environment: Mapping[str, str]) -> dict[str, Any]:
    """What the first document at an address, or the first known one of a folder, is and says (see `look`).

    Raises:
        MissingSecret: the address names a key that the environment does not have.
        FetchFailed: it cannot be had.
        UnreadableDocument: it cannot be read.
    """
    if form and FORMATS[form].required:
        return {"formats": [form]}  # Its first document hangs on options that only the curator knows.
    secrets = Secrets(url, environment)
    folder = files_of(url)
    told: dict[str, Any] = {"formats": [], "looks": "empty"}
    with Fetcher(allow=allow) as fetcher:
        for document in [url] if folder is None else folder[:_MOST_FILES]:
            told = _look(fetcher, document, secrets, form, kind)
            if told["formats"]:
                break
    return told


def _look(fetcher: Fetcher, url: str, secrets: Secrets, form: str, kind: str) -> dict[str, Any]:
    request = Request(secrets.reveal(url), accept=FORMATS[form].accept if form else "*/*", errors=True)
    with TemporaryDirectory() as place:
        try:
            fetched = fetcher.fetch(request, Path(place) / "document")
        except FetchFailed as fault:
            fault.fr, fault.en = secrets.conceal(fault.fr), secrets.conceal(fault.en)
            raise
        secrets.conceal_in(fetched.path)
        told = confined(look, str(fetched.path), as_address(secrets.conceal(fetched.url)), fetched.media_type,
                        fetched.status, form, kind)
    if not told["formats"] and fetched.status >= 400:
        raise failures.bad_status(secrets.conceal(fetched.url), fetched.status)
    return told
