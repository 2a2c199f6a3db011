"""What the server and the keeper process tell each other: a verb and the process number of a worker."""

from __future__ import annotations

import struct
from enum import Enum

ORDER = struct.Struct(">ci")


class Order(Enum):
    """The keeper says that it is ready and whom it hired, with the wire to that worker; the server orders the rest."""

    READY = b"r"
    HIRED = b"h"
    HIRE = b"H"
    WIDEN = b"W"
    END = b"E"
