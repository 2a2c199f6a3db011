"""The territories of udata: `fr:region:53`, `fr:departement:35`, `fr:commune:35238`, `country:fr`."""

from __future__ import annotations

import re
from typing import Final

from harvesters.description import Description
from harvesters.territory import state_insee
from ontology.terms import COG_COMMUNE, COG_DEPARTMENT, COG_OVERSEAS, COG_REGION, DCT

# Old zones have slashes, and a validity: `fr/commune/35238@1942-01-01`.
_ZONE: Final = re.compile(
    r"fr[:/](?:(region|departement|collectivite)[:/](\d[\dAB]\d?)|(commune)[:/](\d[\dAB]\d{3}))(?:@.*)?", re.ASCII)
_LEVELS: Final = {"region": COG_REGION, "departement": COG_DEPARTMENT, "collectivite": COG_OVERSEAS,
                  "commune": COG_COMMUNE}
_EVERYWHERE: Final = frozenset({
    "country:fr", "country-subset:fr:metro", "country-subset:fr:drom", "country-group:ue", "country-group:world"})


def state_zone(record: Description, zone: str) -> None:
    """State a territory of the French list, with the wider ones; another zone is told and left out."""
    if known := _ZONE.fullmatch(zone):
        state_insee(record, _LEVELS[known[1] or known[3]][known[2] or known[4]].value)
    elif zone not in _EVERYWHERE:
        record.note(
            "MLG-E014", DCT.spatial, zone,
            f"Le territoire « {zone} » n'est ni une région, ni un département, ni une commune : il n'est pas repris.",
            f"The territory “{zone}” is no region, department or commune: it is not taken over.")
