"""Which kind of record a work becomes."""

from __future__ import annotations

from harvesters.formats.work.vocabulary import bare, load_vocabulary
from harvesters.formats.work.work import Work
from harvesters.record import Excluded
from harvesters.source import Source


def kind_of(work: Work, source: Source) -> str:
    """By the work's own type, else by its set, else the kind that the source declares.

    Raises:
        Excluded: a publication (`MLG-O301`), or nothing tells the kind (`MLG-O302`).
    """
    if source.kind and source.options.get("types") is False:
        return source.kind
    vocabulary = load_vocabulary()
    kind = vocabulary.kind_of(work.types, work.schema)
    if kind:
        return kind
    for written in work.types:
        if bare(written) in vocabulary.publications:
            raise Excluded(
                "MLG-O301",
                f"C'est une publication (type « {written} »), hors du champ ; pour tout garder, déclarez « kind » et "
                "types = false sous [options].",
                f"This is a publication (type “{written}”), out of scope; to keep everything, declare “kind” and "
                "types = false under [options].")
    kind = next((vocabulary.sets[name] for name in work.sets if name in vocabulary.sets), "") or source.kind
    if kind:
        return kind
    told = ", ".join(work.types)
    raise Excluded(
        "MLG-O302",
        (f"Le type « {told} » ne dit pas de quelle nature est la fiche" if told else "La notice n'a pas de type")
        + " ; si toutes le sont, déclarez par exemple kind = \"dataset\".",
        (f"The type “{told}” does not tell the kind of record" if told else "The record has no type")
        + "; if all of them are, declare for example kind = \"dataset\".")


def told_kind(work: Work, source: Source) -> str:
    """As `kind_of`, empty for what is excluded."""
    try:
        return kind_of(work, source)
    except Excluded:
        return ""
