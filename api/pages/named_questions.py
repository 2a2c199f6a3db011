"""The named queries as the query page offers them: questions to choose from, fields for their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.pages.query_form import OF_LANGUAGE, OF_VALUES, QueryForm
from api.pages.typography import typeset
from ontology.concepts import load_concepts
from ontology.context import load_context
from ontology.folding import fold
from ontology.kinds import KINDS
from sparql.failure import QueryFailed
from sparql.named_queries import NamedQuery, Parameter

_INPUTS: Final = {"integer": "number", "date": "date"}
_LONGEST_LIST: Final = 250
_LAST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """A named query in the reader's language; `also` is what else it is found by, `sheet` its action sheet."""

    slug: str
    text: str
    language: str
    also: str
    address: str
    current: bool
    fits: bool
    sheet: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """A form field for one value; `choices` are values and their names where it is one of a list.

    `wrong` says why the value does not suit.
    """

    name: str
    label: str
    value: str
    kind: str
    wrong: str
    choices: tuple[tuple[str, str], ...] = ()


def questions_of(queries: Sequence[NamedQuery], form: QueryForm, language: str) -> list[Question]:
    """All named queries, those of the action sheets first; those that hold every word looked for `fit`."""
    words = [fold(word) for word in form.find.split()]
    questions = [_question(query, form, language, words) for query in queries]
    return sorted(questions, key=lambda question: (question.sheet or _LAST, fold(question.text)))


def fields_of(form: QueryForm, language: str) -> list[Field]:
    """The fields for the values of the named query that was chosen."""
    if form.named is None:
        return []
    return [_field(parameter, form, language) for parameter in form.named.parameters]


def _question(query: NamedQuery, form: QueryForm, language: str, words: Sequence[str]) -> Question:
    text, spoken = _in_language(query.question, language)
    also = " ".join(query.question.values())
    key = fold(f"{query.slug} {also}")
    return Question(query.slug, text, spoken, also, QueryForm(named=query, language=form.language).address(),
                    form.named is not None and form.named.slug == query.slug, all(word in key for word in words),
                    query.sheet)


def _field(parameter: Parameter, form: QueryForm, language: str) -> Field:
    value = form.values.get(parameter.name, parameter.default)
    return Field(
        OF_VALUES + parameter.name, _in_language(parameter.label, language)[0] or parameter.name, value,
        _INPUTS.get(parameter.type, "text"), _why(form.wrong.get(parameter.name), language),
        _choices(parameter, value, language))


def _why(failed: QueryFailed | None, language: str) -> str:
    return "" if failed is None else typeset(failed.fr) if language == "fr" else failed.en


def _choices(parameter: Parameter, value: str, language: str) -> tuple[tuple[str, str], ...]:
    """What may stand in the default's place, with the value that is asked for even if it is nothing of that."""
    choices = _like(parameter, language)
    if not choices or len(choices) > _LONGEST_LIST:
        return ()
    return choices if any(one == value for one, _ in choices) else ((value, value), *choices)


def _like(parameter: Parameter, language: str) -> tuple[tuple[str, str], ...]:
    """Languages of names; concepts of the same scheme, schemes, kinds of record or properties, by their names."""
    if parameter.type == "string" and parameter.name == OF_LANGUAGE:
        return (("fr", "Français"), ("en", "English"))
    if parameter.type != "iri":
        return ()
    concepts, kinds, default = load_concepts(), list(KINDS.values()), parameter.default
    concept = concepts.get(default)
    if concept is not None:
        return _sorted((one.iri, one.label(language)) for one in concepts.scheme(concept.scheme).concepts)
    if any(scheme.iri == default for scheme in concepts):
        return _sorted((one.iri, _in_language(one.labels, language)[0] or one.code) for one in concepts)
    if any(kind.rdf_class.value == default for kind in kinds):
        return _sorted((one.rdf_class.value, one.fr if language == "fr" else one.en) for one in kinds)
    properties = dict(reversed([(term.iri.value, term.name) for term in load_context().terms.values()]))
    return _sorted(properties.items()) if default in properties else ()


def _sorted(choices: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(choices, key=lambda one: fold(one[1])))


def _in_language(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """A text in the reader's language, else in the other one, with the language that it is in."""
    found = next((one for one in (language, "fr", "en") if texts.get(one)), "")
    return texts.get(found, ""), found
