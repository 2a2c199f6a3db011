"""What SPARQL queries may use."""

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may use, and how many run or wait at a time.

    A query starts as a quick one. One that takes longer than `quick` seconds, or more than `quick_memory`, is a long
    one: few of these run at once, and each client has `allowance` seconds of them a minute.

    `seconds` of wall time; `memory` and `quick_memory` in bytes that a query may ask for, `together` those that long
    ones may have for themselves, copies of the shared store's pages included; `text` and `answer` in bytes;
    `nesting` in levels; `held` bytes of an answer are waited for before its first is sent, so that what fails early is
    an error and no broken answer; `patience` in seconds of waiting for a worker; `remembered` in bytes of answers that
    are kept for whoever asks the same again, `remembered_each` of one with its question.
    """

    seconds: float = 10.0
    quick: float = 0.3
    memory: int = 1_024 * _MIB
    quick_memory: int = 128 * _MIB
    together: int = 1_408 * _MIB
    text: int = 64 << 10
    nesting: int = 64
    answer: int = 256 * _MIB
    held: int = 1 * _MIB
    quick_workers: int = 2
    long_workers: int = 2
    waiting: int = 40
    waiting_long: int = 4
    patience: float = 3.0
    allowance: float = 30.0
    remembered: int = 64 * _MIB
    remembered_each: int = 256 << 10
