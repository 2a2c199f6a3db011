"""JSON-LD as nodes: contexts applied, references within the document followed, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from harvesters.formats.schemaorg.context import Context, resolved

DEEPEST: Final = 64
_ADDRESSES: Final = frozenset({
    "codeRepository", "contentUrl", "downloadUrl", "endpointUrl", "installUrl", "isBasedOn", "isPartOf",
    "mainEntityOfPage", "sameAs", "serviceUrl", "softwareHelp", "termsOfService", "url"})
_UNREAD: Final = frozenset({"@context", "@reverse", "@index", "@nest", "@included", "@graph"})
# The page around a thing often has the very `@id` of the thing.
_PAGE: Final = re.compile(r"\w*Page|WebSite|BreadcrumbList|ImageObject")


class TooMuch(Exception):
    """The document nests deeper, or holds more nodes, than any real one."""


class Nodes:
    """The nodes of one page or document; equal `@id` in several blocks are one node. `roots` are those at the top."""

    def __init__(self, base: str, most: int) -> None:
        self.roots: list[dict[str, Any]] = []
        self._base = base
        self._left = most
        self._block = 0
        self._by_id: dict[str, dict[str, Any]] = {}
        # With the node itself, whose number would else be given to another one.
        self._marks: dict[tuple[int, str], tuple[dict[str, Any], set[object]]] = {}

    def add(self, content: Any) -> None:
        """Take in one block of JSON-LD, whatever JSON it is.

        Raises:
            TooMuch: it nests deeper than 64 levels, or the blocks together hold too many nodes.
        """
        self._block += 1
        self._top(content, Context(self._base), 0)

    def _top(self, content: Any, context: Context, depth: int) -> None:
        if depth > DEEPEST:
            raise TooMuch
        if isinstance(content, list):
            for member in content:
                self._top(member, context, depth + 1)
        elif isinstance(content, dict):
            if "@context" in content:
                context = context.within(content["@context"])
            graph = [value for key, value in content.items() if context.name(key) == "@graph"]
            for members in graph:
                self._top(members, context, depth + 1)
            if not graph or "@type" in map(context.name, content):
                root = self._node(content, context, depth)
                if all(root is not other for other in self.roots[-1:]):
                    self.roots.append(root)

    def _node(self, told: dict[str, Any], context: Context, depth: int) -> dict[str, Any]:
        self._left -= 1
        if depth > DEEPEST or self._left < 0:
            raise TooMuch
        said = {name: value for key, value in told.items() if (name := context.name(key)) and name not in _UNREAD}
        types = [text_of(name) for one in _listed(said.pop("@type", None))
                 if isinstance(one, str) and (name := context.name(one))]
        node = self._named(said.pop("@id", None), types, context)
        self._extend(node, "@type", types)
        for key, value in told.items():
            name = context.name(key)
            if name in said and not name.startswith("@"):
                by_language = key in context.by_language
                self._extend(node, name, list(self._values(name, value, context, depth + 1, by_language)))
        return node

    def _named(self, reference: Any, types: list[str], context: Context) -> dict[str, Any]:
        """The node of an `@id`, the same one each time; a new one where there is none."""
        if not isinstance(reference, str) or not reference.strip():
            return {}
        if reference.startswith("_:"):
            return self._by_id.setdefault(f"{self._block}{reference}", {})
        iri = text_of(context.absolute(reference.strip()))
        if types and all(map(_PAGE.fullmatch, types)):
            return {"@id": iri}
        return self._by_id.setdefault(iri, {"@id": iri})

    def _extend(self, node: dict[str, Any], name: str, new: list[Any]) -> None:
        """Add what a node does not say yet; the marks of what it says are kept from the second time on."""
        if name not in node:
            if made := list({_mark(value): value for value in new}.values()):
                node[name] = made
            return
        _, known = self._marks.setdefault((id(node), name), (node, set()))
        if not known:
            known.update(map(_mark, node[name]))
        for value in new:
            if (mark := _mark(value)) not in known:
                known.add(mark)
                node[name].append(value)

    def _values(self, name: str, value: Any, context: Context, depth: int, by_language: bool) -> Iterator[Any]:
        if depth > DEEPEST:
            raise TooMuch
        if isinstance(value, list):
            for member in value:
                yield from self._values(name, member, context, depth + 1, by_language)
        elif not isinstance(value, dict):
            yield from _literal(name, value, context.language, context)
        elif "@value" in value:
            yield from _literal(name, value["@value"], value.get("@language", ""), context)
        elif "@list" in value or "@set" in value:
            yield from self._values(name, value.get("@list", value.get("@set")), context, depth + 1, by_language)
        elif by_language:
            for language, text in value.items():
                for one in _listed(text):
                    yield from _literal(name, one, "" if language.startswith("@") else language, context)
        else:
            yield self._node(value, context.within(value["@context"]) if "@context" in value else context, depth)


def text_of(value: object) -> str:
    """The text of a JSON value that is no list or object; lone surrogates, which no one can write, are replaced."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else str(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _literal(name: str, value: Any, language: Any, context: Context) -> Iterator[Any]:
    if value is None or isinstance(value, list | dict):
        return
    text = text_of(value)
    if not text.strip():
        return
    if name in _ADDRESSES:
        yield text_of(resolved(context.base, text.strip()))
    elif isinstance(language, str) and language:
        yield {"@value": text, "@language": text_of(language)}
    else:
        yield text


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _mark(value: Any) -> object:
    """What tells values apart; nodes may be cyclic, so each is only itself."""
    if isinstance(value, str):
        return value
    return (value["@value"], value.get("@language")) if "@value" in value else id(value)
