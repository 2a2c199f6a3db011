"""One programme (or course) of CDM-fr, reduced to the fields that are read and free of personal data.

The texts are flattened here, so that equal programmes are equal bytes whatever their indentation and prefixes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
from lxml import etree

from harvesters.formats.cdmfr.blocks import attribute, child, children, merged, names, prose, terms, value
from harvesters.formats.cdmfr.units import Units, address_payload, key_of, mailbox_of, page_of, unit_payload
from harvesters.formats.cdmfr.words import DISTANCE, load_words
from harvesters.formats.xml_document import local_name

_PREREQUISITES: Final = ("formalPrerequisites", "recommendedPrerequisites")
_MOST_PARTS: Final = 300


def payload_of(program: etree._Element, units: Units, titles: Mapping[str, list[list[str]]]) -> bytes:
    """The canonical bytes of a programme. `titles` are the names of programmes and courses by identifier."""
    kind = "course" if local_name(str(program.tag)) == "course" else "program"
    qualification = child(program, "qualification")
    kept: dict[str, Any] = {
        "names": names(program, f"{kind}Name"),
        "description": _texts(program, f"{kind}Description") or _texts(program, f"{kind}Introduction"),
        "objectives": _texts(program, "learningObjectives"),
        "prerequisites": [*_texts(program, *_PREREQUISITES), *merged(prose(*_admission(program)))],
        "syllabus": _texts(program, "syllabus", "programStructure"),
        "parts": list(_parts(program, titles))[:_MOST_PARTS],
        "careers": merged(prose(*_of(qualification, "profession"))),
        "studies": merged(prose(*_of(qualification, "studyQualification"))),
        "public": _texts(program, "targetGroup"),
        "words": [*_words(program), *terms(program)],
        "codes": list(_codes(program)),
        "rome": [code for data in program.iter("{*}romeData") if (code := attribute(data, "romeCode"))],
        "languages": list(_languages(program)),
        "offers": [[attribute(told, "price"), attribute(told, "currency")] for told in children(program, "expenses")
                   if attribute(told, "price")],
        "page": page_of(*children(program, "webLink")),
        "mailbox": mailbox_of(child(program, "contacts")),
        "units": [unit_payload(unit) for unit in units.of_program(program)],
        "parent": _parent(program),
        **_degree(program, qualification), **_time(program), **_teaching(program),
    }
    return orjson.dumps(_filled(kept), option=orjson.OPT_SORT_KEYS)


def _filled(value: Any) -> Any:
    """The same without what is empty."""
    if isinstance(value, dict):
        return {name: said for name, inner in value.items() if (said := _filled(inner)) not in ("", [], {}, None)}
    if isinstance(value, list):
        return [_filled(inner) if isinstance(inner, dict) else inner for inner in value]
    return value


def _of(node: etree._Element | None, *kinds: str) -> Iterator[etree._Element]:
    return children(node, *kinds) if node is not None else iter(())


def _texts(program: etree._Element, *kinds: str) -> list[list[str]]:
    return merged(*(prose(block) for block in children(program, *kinds)))


def _admission(program: etree._Element) -> Iterator[etree._Element]:
    return _of(child(program, "admissionInfo"), "admissionDescription")


def _parts(program: etree._Element, titles: Mapping[str, list[list[str]]]) -> Iterator[list[str]]:
    """The names of what a programme is made of."""
    for node in program.iter("{*}subProgram", "{*}refProgram", "{*}refCourse"):
        if node is program:
            continue
        reference = attribute(node, "idRef", "ref")
        yield from (names(node, "programName") or titles.get(reference, []))[:1]


def _words(program: etree._Element) -> Iterator[list[str]]:
    for told in children(program, "searchword"):
        if word := value(told):
            yield [word, attribute(told, "language", "lang")]
    for code in children(program, "programCode"):
        for label in code:
            if isinstance(label.tag, str) and local_name(label.tag).startswith("libel") and (word := value(label)):
                yield [word, "fr"]
    organised = [attribute(told, "org") for told in children(program, "formOfTeaching")]
    blocks = [(attribute(block, "userDefined"), value(block)) for told in children(program, "formOfTeaching")
              for block in told.iter("{*}subBlock")]
    for name, said in (*((name, "oui") for name in organised), *blocks):
        if word := load_words().organisation(name, said):
            yield [word, "fr"]


def _codes(program: etree._Element) -> Iterator[list[str]]:
    """The codes of a programme, each with the list that it is of."""
    for code in children(program, "programCode"):
        listed = [[local_name(inner.tag).removeprefix("code"), value(inner)] for inner in code
                  if isinstance(inner.tag, str) and local_name(inner.tag).startswith("code")]
        yield from listed or [[attribute(code, "codeSet"), value(code)]]


def _languages(program: etree._Element) -> Iterator[str]:
    for told in children(program, "ppalTeachingLanguage", "instructionLanguage"):
        if language := attribute(told, "teachingLang") or value(told):
            yield language


def _degree(program: etree._Element, qualification: etree._Element | None) -> dict[str, Any]:
    credits_told = child(qualification, "credits") if qualification is not None else child(program, "credits")
    degree, level = child(qualification, "degree"), child(program, "level")
    said = load_words().degree(attribute(degree, "degree")) or load_words().degree(attribute(level, "level"))
    return {
        "qualifications": names(qualification, "qualificationName") if qualification is not None else [],
        "degree": said or value(degree) or " ".join(prose(level).values()),
        "after": value(child(program, "levelCode")) or attribute(child(program, "levelCode"), "codeSet"),
        "ects": attribute(credits_told, "ECTScredits"),
    }


def _time(program: etree._Element) -> dict[str, Any]:
    lasting = child(program, "programDuration")
    start = child(program, "admissionInfo", "teachingStart")
    term = child(program, "teachingTerm")
    return {
        "start": attribute(start, "date") or attribute(lasting, "start") or attribute(term, "start"),
        "lasting": attribute(lasting, "duration"), "lastingText": merged(prose(lasting)),
        "places": attribute(child(program, "admissionInfo", "studentPlaces"), "places"),
    }


def _teaching(program: etree._Element) -> dict[str, Any]:
    modes = [attribute(told, "method") for told in children(program, "formOfTeaching")]
    distance = [load_words().mode(value(block)) for told in children(program, "formOfTeaching")
                for block in told.iter("{*}subBlock") if attribute(block, "userDefined") == DISTANCE]
    place = child(program, "teachingPlace")
    return {
        "modes": sorted(filter(None, {*modes, *distance})),
        "place": {
            "name": ", ".join(filter(None, (attribute(place, "building"), attribute(place, "room")))),
            "address": address_payload(child(place, "adr")) if place is not None else {}},
    }


def _parent(program: etree._Element) -> str:
    around = next(program.iterancestors("{*}program", "{*}subProgram"), None)
    return key_of(around) if around is not None else ""
