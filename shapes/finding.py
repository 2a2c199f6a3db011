"""What is wrong with, or worth saying about, one description."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Violations block a record; warnings lower its quality score; info is advice."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark: a stable code, what to do in both languages, and where it applies.

    `path` is a context term or a field of the source; `value` is what was received, as text.
    """

    code: str
    severity: Severity
    fr: str
    en: str
    path: str = ""
    value: str = ""


def blocks(findings: tuple[Finding, ...]) -> bool:
    """Whether any finding keeps the description out of the graph."""
    return any(finding.severity is Severity.VIOLATION for finding in findings)
