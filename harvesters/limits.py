"""What a fetch may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost: seconds in all, tries, redirects of a try, bytes.

    `connect` and `read` are the seconds of silence borne while connecting and reading. `size` is in bytes after
    decoding, `wire` in bytes as they come. Above `ratio_from` bytes a body may be `ratio` times what came. What is left
    of a minute is for the harvest around the fetch.
    """

    seconds: float = 50.0
    connect: float = 10.0
    read: float = 20.0
    tries: int = 3
    hops: int = 5
    size: int = 256 << 20
    wire: int = 320 << 20
    ratio: int = 100
    ratio_from: int = 10 << 20
