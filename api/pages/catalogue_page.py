"""What the pages of the catalogue and of its named graphs show."""

from collections.abc import Mapping
from urllib.parse import urlencode

from api.catalogue_view import View
from api.pages.facts import Fact
from api.pages.said import Said
from api.pages.strings import Words
from api.pages.thing_page import Group, Sheet
from api.values import in_language
from catalogue.self_description import CATALOGUE_TITLES
from ontology.minting import Minting

Titles = Mapping[str, str]


def catalogue_sheet(view: View, graphs: Mapping[str, Titles], words: Words) -> Sheet:
    """The catalogue with all its sources and graphs."""
    sources = [Fact(name, (_named(source.title, name, f"/id/source/{name}", words),))
               for name, source in view.manifest.sources.items()]
    named = [Fact(name, (_named(titles, name, f"/graph/{name}", words),)) for name, titles in graphs.items()]
    return Sheet(words("linked.catalogue"), Said(CATALOGUE_TITLES[words.language], words.language),
                 actions=[(words("page.explore"), "/search"), (words("linked.schemes"), "/id/concept")],
                 groups=[Group(words("linked.catalogue_parts", n=len(sources)), sources),
                         Group(words("linked.graphs", n=len(named)), named)])


def graph_sheet(view: View, name: str, titles: Titles, words: Words) -> Sheet:
    """A named graph and where it is asked."""
    source = view.source(name)
    facts = [Fact(words("linked.catalogue"), (Said("/id/catalogue", "", "/id/catalogue"),))]
    if source is not None:
        facts.insert(0, Fact(words("sources.source"), (_named(source.title, name, f"/id/source/{name}", words),)))
    graph = Minting(view.manifest.base).graph(name)
    figures = view.statistics.graphs.get(graph) if view.statistics else None
    if figures is not None:
        said = words("void.triples", n=figures.triples)
        facts.append(Fact(words("linked.holds"), (Said(said, words.language, "/.well-known/void.html"),)))
    asked = urlencode({"default-graph-uri": graph})
    return Sheet(words("linked.graph"), _named(titles, name, "", words),
                 actions=[(words("linked.ask_graph"), f"/sparql?{asked}")],
                 groups=[Group(words("record.facts"), facts)])


def _named(titles: Titles, otherwise: str, href: str, words: Words) -> Said:
    text, language = in_language({"title": titles}, "title", words.language)
    return Said(text or otherwise, language if text else "", href)
