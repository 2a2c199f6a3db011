"""The queries by which a store is looked at; each asks about one graph, which the protocol names."""

from functools import cache
from importlib.resources import files


@cache
def text_of(name: str) -> str:
    """The text of a query."""
    return files(__name__).joinpath(f"{name}.rq").read_text("utf-8")
