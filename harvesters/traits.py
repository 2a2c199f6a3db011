"""What a declaration must know of its format."""

from typing import Protocol


class Traits(Protocol):
    """The names that `[options]` may have, which of them must be there, which name files beside the declaration;
    and whether the format means nothing without `[map]`."""

    @property
    def options(self) -> frozenset[str]: ...

    @property
    def required(self) -> frozenset[str]: ...

    @property
    def files(self) -> frozenset[str]: ...

    @property
    def mapped(self) -> bool: ...
