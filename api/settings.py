"""What the web application needs to be told."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """One application: where its data lies, the base of its IRIs (ending with a slash), and how it is called.

    `theme` is a folder whose `templates/` and `static/` go before the built-in ones. `version` stands in
    entity tags, so that an upgraded server does not let old pages be reused.
    """

    data: Path
    base: str
    title: str = "Maillage"
    theme: Path | None = None
    version: str = "0"
