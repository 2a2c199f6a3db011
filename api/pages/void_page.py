"""The statistics of the dataset as a page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from fastapi import Request
from fastapi.responses import Response

from api.answer import Link
from api.catalogue_view import View
from api.pages.page_answer import page_answer
from api.pages.said import Said, Speaker
from api.pages.strings import Words
from api.problems import language_of
from api.search_request import search_address
from catalogue.figures import Figures
from catalogue.statistics import Statistics
from ontology.context import prefixed
from ontology.minting import Minting

# The graphs of the catalogue itself.
_OWN: Final = {"catalogue": "void.catalogue", "closure": "void.closure", "provenance": "void.provenance",
               "vocabulary": "void.vocabulary"}


@dataclass(frozen=True, slots=True)
class Subset:
    """A graph as a row: its name, its figures, and the search that finds its records, if it is a source's."""

    title: Said
    figures: Figures
    found: str


def void_page(request: Request, view: View, statistics: Statistics, links: Sequence[Link]) -> Response:
    """The statistics as a page; `links` lead to their other forms."""
    speaker = Speaker(view, Words(language_of(request)))
    return page_answer(request, view, "void.html", lambda: {
        "figures": statistics.dataset, "subsets": _subsets(view, statistics, speaker),
        "classes": sorted(((prefixed(name), name, count) for name, count in statistics.dataset.classes.items()),
                          key=itemgetter(2), reverse=True),
        "properties": sorted(((prefixed(name), name, *both) for name, both in statistics.dataset.properties.items()),
                             key=itemgetter(2), reverse=True),
        "forms": [link for link in links if link.rel == "alternate"]}, links)


def _subsets(view: View, statistics: Statistics, speaker: Speaker) -> list[Subset]:
    """Sources by their number of records, then the catalogue's own graphs."""
    prefix = Minting(view.manifest.base).graph("")
    rows = []
    for graph, figures in statistics.graphs.items():
        name = graph.removeprefix(prefix)
        source = view.source(name)
        if source is None:
            title = Said(speaker.words(_OWN[name]) if name in _OWN else name, "", f"/graph/{name}")
            rows.append(Subset(title, figures, ""))
        else:
            title = replace(speaker.source_title(source), href=f"/id/source/{name}")
            rows.append(Subset(title, figures, search_address({"source": (name,)})))
    return sorted(rows, key=lambda row: (-row.figures.entities, row.title.text))
