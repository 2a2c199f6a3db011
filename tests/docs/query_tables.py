"""The tables of all named queries in the two pages on them. `python -m tests.docs.query_tables` writes them anew."""

from pathlib import Path

from sparql.named_queries import NamedQuery, Parameter, named_queries
from tests.docs.pages import ROOT

PAGES = {"en": ROOT / "docs" / "queries.md", "fr": ROOT / "docs" / "requetes.md"}
HEADINGS = {"en": "## All queries", "fr": "## Toutes les requêtes"}
_GROUPS = {"en": ("Action sheet {}", "The catalogue itself"), "fr": ("Fiche-action {}", "Le catalogue lui-même")}
_COLUMNS = {"en": ("name", "question", "parameters and what they are unless told"),
            "fr": ("nom", "question", "paramètres et leur valeur par défaut")}


def tables(language: str) -> str:
    """A table for each action sheet, then one for the questions that come from none."""
    sheet, others = _GROUPS[language]
    groups = [(sheet.format(number), number) for number in range(1, 9)] + [(others, None)]
    return "\n".join(_table(title, [query for query in named_queries() if query.sheet == number], language)
                     for title, number in groups)


def below_heading(page: Path, language: str) -> str:
    """What stands in a page after the heading of the tables."""
    return page.read_text("utf-8").partition(f"{HEADINGS[language]}\n\n")[2]


def _table(title: str, queries: list[NamedQuery], language: str) -> str:
    head = "| " + " | ".join(_COLUMNS[language]) + " |\n|---|---|---|\n"
    return f"### {title}\n\n{head}" + "".join(_row(query, language) for query in queries)


def _row(query: NamedQuery, language: str) -> str:
    told = ", ".join(f"`{one.name}` {one.label[language]}: `{_short(one)}`" for one in query.parameters)
    if language == "fr":
        told = told.replace(": `", " : `")
    return f"| [`{query.slug}`](../sparql/queries/{query.slug}.rq) | {query.question[language]} | {told} |\n"


def _short(parameter: Parameter) -> str:
    return parameter.default.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


if __name__ == "__main__":
    for spoken, path in PAGES.items():
        text, heading, _ = path.read_text("utf-8").partition(f"{HEADINGS[spoken]}\n\n")
        path.write_text(f"{text}{heading}{tables(spoken)}", "utf-8")
