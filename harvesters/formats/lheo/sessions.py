"""The sessions of a training of LHEO: when, where, how, and how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from harvesters.description import Description
from harvesters.formats.lheo.codes import MODES
from harvesters.formats.lheo.element import Element
from harvesters.formats.lheo.places import Places
from harvesters.quantities import duration, integer
from ontology.minting import slug
from ontology.terms import DCAT, DCT, SCHEMA, XSD

_NOWHERE: Final = frozenset({"online", "selfpaced"})


@dataclass(frozen=True, slots=True)
class Action:
    """One way in which the training is given: its modes, its places, its duration and its sessions."""

    told: Element
    modes: tuple[str, ...]
    lasting: str
    sites: tuple[Element, ...]

    @property
    def lacks_place(self) -> bool:
        """Whether people have to go somewhere, and the feed does not say where."""
        return not self.sites and not (self.modes and set(self.modes) <= _NOWHERE)


def describe_sessions(course: Description, training: Element, told: list[Element],
                      extras: Mapping[str, list[str]], language: str) -> None:
    """Every session of every action; what all actions share is said of the training itself."""
    places = Places(course, language)
    own_modes = extras.get("mode", [])
    actions = [_action(course, action, own_modes, training) for action in told]
    durations = {action.lasting for action in actions if action.lasting}
    shared = len(durations) == 1
    if shared:
        course.typed(SCHEMA.timeRequired, durations.pop(), XSD.duration)
    for action in actions:
        sessions = action.told.all("session")
        for session in sessions:
            described = course.part(_part_name(session), SCHEMA.hasCourseInstance, SCHEMA.CourseInstance)
            _describe_session(described, session, action, places)
            if not shared and action.lasting:
                described.typed(SCHEMA.timeRequired, action.lasting, XSD.duration)
        if not sessions:
            _hold(course, action, places)
    if any(action.lacks_place and session.all("adresse-inscription")
           for action in actions for session in action.told.all("session")):
        course.note(
            "MLG-L072", SCHEMA.location, "",
            "Le lieu de formation n'est pas dit ; l'adresse d'inscription en tient lieu.",
            "The place of the training is not told; the address for enrolment stands in for it.")


def _action(course: Description, told: Element, own_modes: list[str], training: Element) -> Action:
    code = told.value("modalites-enseignement")
    if code and code not in MODES:
        course.warn(
            "MLG-L070", SCHEMA.courseMode, code,
            f"« {code} » n'est pas une modalité d'enseignement ; écrivez 0 (sur place), 1 (mixte) ou 2 (à distance).",
            f"“{code}” is not a mode of teaching; write 0 (on site), 1 (mixed) or 2 (at a distance).")
    modes = [MODES[code]] if code in MODES else []
    sites = [coordinates for site in told.all("lieu-de-formation") for coordinates in site.all("coordonnees")]
    # An offer of the index has no site but a commune of its own.
    own_place = [training] if told is training else []
    return Action(told, tuple(dict.fromkeys([*modes, *own_modes])), _duration(course, told), (*sites, *own_place))


def _duration(course: Description, action: Element) -> str:
    """Hours in all as an xsd:duration; zero hours say nothing."""
    hours = action.value("nombre-heures-total")
    lasting = duration(f"{hours} h" if integer(hours) is not None else hours) if hours else ""
    if lasting is None:
        course.warn(
            "MLG-L071", SCHEMA.timeRequired, hours,
            f"« {hours} » n'est pas un nombre d'heures ; écrivez un nombre entier.",
            f"“{hours}” is not a number of hours; write a whole number.")
    return lasting if lasting and lasting.strip("PTHM0") else ""


def _describe_session(described: Description, session: Element, action: Action, places: Places) -> None:
    described.text(DCT.identifier, session.attributes.get("numero", ""))
    for predicate, name in ((SCHEMA.startDate, "debut"), (SCHEMA.endDate, "fin")):
        date = session.value("periode", name)
        # The norm writes 00000000 and 99999999 for a date that is not known.
        if not date.startswith(("0000", "9999")):
            described.date(predicate, date, essential=True)
    for page in session.first("url-session").all("urlweb"):
        described.link(DCAT.landingPage, page.value())
    described.number(SCHEMA.maximumAttendeeCapacity, integer(session.value("cycle", "capacite-cumulee")))
    _hold(described, action, places)
    if action.lacks_place:
        for address in session.all("adresse-inscription"):
            places.locate(described, address)


def _hold(held: Description, action: Action, places: Places) -> None:
    """Say how and where a session, or a training without sessions, is held."""
    for mode in action.modes:
        held.concept(SCHEMA.courseMode, "mode", mode)
    for site in action.sites:
        places.locate(held, site)


def _part_name(session: Element) -> str:
    number = session.attributes.get("numero", "").strip()
    return f"session-{slug(number)}" if number else "session"
