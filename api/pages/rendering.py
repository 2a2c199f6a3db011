"""Pages made from templates: always escaped, in one language, without anything from another host."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from api.catalogue_view import SCOPE_KEY, View
from api.negotiate import LANGUAGES
from api.pages.dates import spoken
from api.pages.strings import Words
from api.pages.typography import number, typeset
from api.problems import language_of
from api.settings import ApiSettings

_TEMPLATES: Final = Path(__file__).with_name("templates")
_STATIC: Final = Path(__file__).parents[1] / "static"
_STAMPED: Final = ("site.css", "sparql.css", "sparql.js", "sparql-editor.js")
_WEB: Final = ("http", "https", "mailto")


class Pages:
    """The templates and static files of one application; a theme's go before the built-in ones.

    `fingerprint` changes with them and with the version of the software; `long_ones` makes pages that take long.
    """

    def __init__(self, settings: ApiSettings) -> None:
        theme = settings.theme
        self.static = ([theme / "static"] if theme else []) + [_STATIC]
        templates = ([theme / "templates"] if theme else []) + [_TEMPLATES]
        self._title = settings.title
        self._environment = Environment(
            loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True)
        self._environment.filters.update(href=safe_href, paragraphs=paragraphs)
        # A thousand rows take 50 ms and more: two such pages at a time leave the processor to all others.
        self.long_ones = ThreadPoolExecutor(2, "long page")
        digest = blake2b(settings.version.encode(), digest_size=8)
        for file in sorted(file for folder in templates for file in folder.rglob("*.html")):
            digest.update(file.read_bytes())
        self.fingerprint = digest.hexdigest()
        self._stamps = {file: _stamp(self.static, file) for file in _STAMPED}

    def render(self, request: Request, template: str, **context: Any) -> bytes:
        """A page as bytes. It may use `t` (words), `to` (addresses), `said` (texts), `stamp` (static files)."""
        language = language_of(request)
        view: View | None = request.scope.get(SCOPE_KEY)
        return self._environment.get_template(template).render(
            t=Words(language), lang=language, other=_other(language), site=self._title,
            here=request.scope["path"], switch=_switched(request, _other(language)),
            to=_Addresses(request.query_params.get("lang", "")), stamp=self._stamps,
            said=lambda text, its_language="": said(text, its_language, language),
            date=lambda lexical: spoken(lexical, language), number=lambda value: number(value, language),
            manifest=view.manifest if view else None, has_sparql=_has(request, "sparql"), **context).encode()


class _Addresses:
    """Addresses of our own pages, which keep the language that the reader chose in the address."""

    def __init__(self, chosen: str) -> None:
        self._chosen = chosen if chosen in LANGUAGES else ""

    def __call__(self, path: str, **parameters: str) -> str:
        pairs = {**parameters, **({"lang": self._chosen} if self._chosen else {})}
        joint = "&" if "?" in path else "?"
        return f"{path}{joint}{urlencode(pairs)}" if pairs else path


def pages_of(request: Request) -> Pages:
    """The pages of the application that serves a request."""
    found: Pages = request.app.state.pages
    return found


def safe_href(iri: str) -> str:
    """`iri` if a browser may be sent there (http, https, mailto), else nothing."""
    try:
        return iri if urlsplit(iri).scheme.lower() in _WEB else ""
    except ValueError:
        return ""


def said(text: str, its_language: str, readers: str) -> Markup:
    """A text of the data: typeset if French, marked with its language where that is not the page's."""
    return marked(escape(typeset(text) if (its_language or readers) == "fr" else text), its_language, readers)


def marked(shown: Markup, its_language: str, readers: str) -> Markup:
    """Safe HTML within an element that names its language, where that is not the page's."""
    if not its_language or its_language == readers:
        return shown
    return Markup('<span lang="{}">{}</span>').format(its_language, shown)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def _has(request: Request, part: str) -> bool:
    return any(one.name == part for one in request.app.state.parts)


def _other(language: str) -> str:
    return LANGUAGES[1 - LANGUAGES.index(language)]


def _switched(request: Request, language: str) -> str:
    # Relative on purpose: a path that begins with two slashes would name another host.
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
    return f"?{urlencode([*kept, ('lang', language)])}"


def _stamp(folders: list[Path], name: str) -> str:
    file = next(folder / name for folder in folders if (folder / name).is_file())
    return blake2b(file.read_bytes(), digest_size=4).hexdigest()
