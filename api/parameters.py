"""The parameters of a search: one table for reading them, for OpenAPI and for the help page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from fastapi import Request

from api.facets import FACETS, Facet
from api.problems import Problem
from search.query import LARGEST_PAGE, SORTS

_LAST_PAGE: Final = 100_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its JSON schema, what it means in each language, an example; `repeated` ones add up."""

    name: str
    schema: Mapping[str, object]
    fr: str
    en: str
    example: str
    repeated: bool = False

    def openapi(self) -> dict[str, Any]:
        """The parameter as OpenAPI describes it."""
        schema = {"type": "array", "items": dict(self.schema)} if self.repeated else dict(self.schema)
        example: object = self.example
        if self.schema.get("type") == "integer":
            example = int(self.example)
        return {
            "name": self.name, "in": "query", "required": False, "description": self.en, "schema": schema,
            "example": [example] if self.repeated else example,
            **({"style": "form", "explode": True} if self.repeated else {}),
        }


_TEXT: Final = {"type": "string"}
_DATE: Final = {"type": "string", "format": "date"}

_OWN: Final = (
    Parameter("q", {"type": "string", "maxLength": 500}, "Mots cherchés, en français ou en anglais",
              "Words to look for, in French or English", "archivage numérique"),
    Parameter("from", _DATE, "Sessions et événements à partir de cette date (AAAA-MM-JJ)",
              "Sessions and events from this date on (YYYY-MM-DD)", "2027-01-01"),
    Parameter("to", _DATE, "Sessions et événements jusqu'à cette date (AAAA-MM-JJ)",
              "Sessions and events until this date (YYYY-MM-DD)", "2027-12-31"),
    Parameter("bbox", _TEXT, "Rectangle : ouest,sud,est,nord en degrés", "Box: west,south,east,north in degrees",
              "-5.2,47.2,-1.0,48.9"),
    Parameter("near", _TEXT, "Autour d'un point : latitude,longitude,kilomètres",
              "Around a point: latitude,longitude,kilometres", "48.11,-1.68,30"),
    Parameter("sort", {"type": "string", "enum": list(SORTS), "default": SORTS[0]}, "Ordre des résultats",
              "Order of the results", "date"),
    Parameter("page", {"type": "integer", "minimum": 1, "maximum": _LAST_PAGE, "default": 1}, "Numéro de page",
              "Page number", "1"),
    Parameter("size", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": 20},
              "Fiches par page", "Records per page", "20"),
    Parameter("lang", {"type": "string", "enum": ["fr", "en"]}, "Langue des pages et des messages",
              "Language of pages and messages", "fr"),
)


def _of_facet(facet: Facet) -> Parameter:
    schema = {"type": "string", "enum": ["true", "false"]} if facet.name == "free" else _TEXT
    return Parameter(facet.name, schema, facet.fr, facet.en, facet.example, repeated=True)


PARAMETERS: Final[Mapping[str, Parameter]] = {
    parameter.name: parameter for parameter in (_OWN[0], *map(_of_facet, FACETS.values()), *_OWN[1:])
}


def check_names(request: Request, known: Collection[str] = PARAMETERS) -> None:
    """Raise the problem of a parameter that does not exist, naming the nearest, or that must not be repeated."""
    for name in request.query_params:
        if name not in known:
            nearest = get_close_matches(name[:80], known, 3, 0.4) or list(known)[:5]
            raise Problem("MLG-Q001", members={"parameter": name[:200], "nearest": nearest}, name=name,
                          nearest=", ".join(nearest))
        count = len(request.query_params.getlist(name))
        if count > 1 and not (known is PARAMETERS and PARAMETERS[name].repeated):
            raise Problem("MLG-Q004", members={"parameter": name}, name=name, count=count)


def whole(name: str, value: str, otherwise: int, largest: int) -> int:
    """A number from 1 on that a parameter gives, or the one that stands for none; raises the problem of another."""
    if not value:
        return otherwise
    if value.isascii() and value.isdecimal() and len(value) <= 9 and 1 <= int(value) <= largest:
        return int(value)
    raise refused(name, value, f"un nombre de 1 à {largest}", f"a number from 1 to {largest}")


def refused(name: str, value: str, expected_fr: str, expected_en: str) -> Problem:
    """The problem of a value that a parameter cannot have."""
    return Problem("MLG-Q003", members={"parameter": name, "value": value[:200]}, name=name, value=value,
                   expected_fr=expected_fr, expected_en=expected_en)
