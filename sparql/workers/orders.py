"""What the server and the keeper process tell each other: a verb, and the process number of a worker or a length."""

from __future__ import annotations

import struct
from enum import Enum

ORDER = struct.Struct(">ci")


class Order(Enum):
    """What may be said. The first ones are the keeper's, the others the server's."""

    # The store is loaded.
    READY = b"r"
    # With the wire to the worker.
    HIRED = b"h"
    # The store is that of the generation to be followed; or a new keeper is needed for that.
    FOLLOWED = b"f"
    STAYED = b"s"
    HIRE = b"H"
    # A worker may have the memory of a long query; it waits for the next one, and may be spared.
    WIDEN = b"W"
    REST = b"R"
    END = b"E"
    # With the length of the graph files' names, which come after it.
    FOLLOW = b"F"
