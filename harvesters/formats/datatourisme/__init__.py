"""DATAtourisme, the French register of tourism: its cultural events, places and trainings in arts and crafts."""

from harvesters.formats.datatourisme.listing import read, recognise
from harvesters.formats.datatourisme.mapping import describe
from harvesters.formats.format import Format

__all__ = ["FORMAT"]

FORMAT = Format(read, describe, recognise=recognise, accept="application/zip, application/json",
                options=frozenset({"folder"}), drops_past=True)
