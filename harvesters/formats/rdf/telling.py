"""What curators are told of a resource as such: no stable name, IRIs that were mended."""

from collections.abc import Mapping

from harvesters.description import Description
from ontology.terms import DCT


def tell_nameless(record: Description) -> None:
    """The key of a record without identifier and IRI is made from its content, and changes with it."""
    record.warn(
        "MLG-W014", DCT.identifier, "",
        "La fiche n'a ni identifiant ni adresse ; sa clé, tirée de son contenu, changera avec lui. Demandez à "
        "l'éditeur un dct:identifier.",
        "The record has neither identifier nor address; its key, made from its content, will change with it. "
        "Ask the publisher for a dct:identifier.")


def tell_mended(record: Description, mended: Mapping[str, str]) -> None:
    """IRIs that are not valid, as they were written, and what is read instead."""
    for written, read in mended.items():
        record.warn(
            "MLG-W011", "id", written,
            f"« {written[:200]} » n'est pas une adresse (IRI) valide ; "
            + (f"elle est lue {read}" if read else "elle est laissée de côté, corrigez-la."),
            f"“{written[:200]}” is not a valid address (IRI); "
            + (f"it is read as {read}" if read else "it is left out, correct it."))
