"""The territories of udata: `fr:region:53`, `fr:departement:35`, `fr:commune:35238`, `country:fr`."""

from __future__ import annotations

import re

from harvesters.description import Description
from harvesters.formats.coverage import state_insee
from ontology.terms import DCT

# Old zones have slashes, and a validity: `fr:commune:35238@1942-01-01`.
_ZONE = re.compile(r"fr[:/](region|departement|commune|collectivite)[:/]([0-9][0-9AB][0-9]{0,3})(?:@.*)?", re.ASCII)
_LEVELS = {"collectivite": "collectiviteDOutreMer"}
_EVERYWHERE = frozenset({"country:fr", "country-subset:fr:metro", "country-subset:fr:drom", "country-group:ue",
                         "country-group:world"})


def state_zone(record: Description, zone: str) -> None:
    """State a territory of the French list, with the wider ones; another zone is told and left out."""
    known = _ZONE.fullmatch(zone)
    if known and state_insee(record, _LEVELS.get(known[1], known[1]), known[2]):
        return
    if zone not in _EVERYWHERE:
        record.note(
            "MLG-E014", DCT.spatial, zone,
            f"Le territoire « {zone} » n'est ni une région, ni un département, ni une commune d'aujourd'hui : il n'est "
            "pas repris.",
            f"The territory “{zone}” is no region, department or commune of today: it is not taken over.")
