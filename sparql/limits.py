"""What one SPARQL query may use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """Seconds of wall time, bytes of memory above the shared store, bytes of text, levels of nesting, bytes of
    answer; how many workers run and how many queries may wait for one."""

    seconds: float = 10.0
    memory: int = 1 << 30
    text: int = 64 << 10
    nesting: int = 64
    answer: int = 50 << 20
    workers: int = 4
    waiting: int = 16
