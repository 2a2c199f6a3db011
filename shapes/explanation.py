"""What a code means, for whoever meets it in a report: shapes, rules across records, and the gate itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from shapes.finding import Severity
from shapes.gate import REFUSALS
from shapes.rules import load_rules
from shapes.shape import load_shapes


@dataclass(frozen=True, slots=True)
class Explanation:
    """What to do about a finding, how grave it is, and the context term it is about (empty for the whole)."""

    code: str
    severity: Severity
    fr: str
    en: str
    path: str = ""


def explain(code: str) -> Explanation | None:
    """The explanation of a code, or None when this room does not issue it (readers have codes of their own)."""
    return explanations().get(code)


@cache
def explanations() -> Mapping[str, Explanation]:
    """Every code of this room, in alphabetical order."""
    made = [
        *(Explanation(shape.code, shape.severity, shape.fr, shape.en, shape.term)
          for shape in load_shapes().by_iri.values()),
        *(Explanation(rule.code, rule.severity, rule.fr, rule.en, rule.path) for rule in load_rules()),
        *(Explanation(refusal.code, refusal.severity, refusal.fr, refusal.en) for refusal in REFUSALS),
    ]
    return {each.code: each for each in sorted(made, key=lambda each: each.code)}
