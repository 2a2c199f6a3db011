"""Values of descriptions as curators compare them."""

from ontology.concepts import load_concepts


def named(value: str, language: str) -> str:
    """A value as it is, a concept by its name and code."""
    concept = load_concepts().get(value) if "://" in value else None
    return f"{concept.label(language)} ({concept.code})" if concept else value
