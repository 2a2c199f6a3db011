"""What a course or learning resource teaches, to whom, and what it asks for."""

from __future__ import annotations

from harvesters.description import Description
from harvesters.formats.keywords import state_keyword
from harvesters.formats.schemaorg.alignment import align_phrase
from harvesters.formats.schemaorg.node import Node, addresses, literals, nodes, words
from harvesters.formats.schemaorg.subjects import state_level
from harvesters.markdown import plain
from harvesters.weblinks import web_iri
from ontology.terms import DCT, SCHEMA, M


def describe_teaching(record: Description, node: Node, language: str) -> None:
    """Results, requirements, contents and certificates, in the publisher's words."""
    for predicate, names in (
            (SCHEMA.teaches, ("teaches", "assesses")),
            (SCHEMA.coursePrerequisites, ("coursePrerequisites", "competencyRequired")),
            (SCHEMA.syllabusSections, ("syllabusSections",)),
            (SCHEMA.educationalCredentialAwarded, ("educationalCredentialAwarded", "occupationalCredentialAwarded"))):
        for word in words(node, *names):
            record.text(predicate, plain(word.text), word.language or language)
    for page in addresses(node, "coursePrerequisites"):
        if web_iri(page):
            record.link(DCT.requires, page)
    _describe_alignments(record, node, language)


def describe_material_type(record: Description, node: Node, language: str) -> None:
    """The forms of a resource that are ours; other forms are keywords."""
    for word in words(node, "learningResourceType"):
        known = align_phrase(record.concepts, "material-type", word.text)
        if known:
            record.concept(M.materialType, "material-type", known)
        else:
            state_keyword(record, word.text, word.language or language)


def _describe_alignments(record: Description, node: Node, language: str) -> None:
    """What `educationalAlignment` says of levels, subjects, requirements and results."""
    for alignment in nodes(node, "educationalAlignment"):
        told = "".join(literals(alignment, "alignmentType")).casefold()
        for word in words(alignment, "targetName"):
            match told:
                case "educationallevel":
                    state_level(record, word.text)
                case "teaches" | "assesses":
                    record.text(SCHEMA.teaches, word.text, word.language or language)
                case "requires":
                    record.text(SCHEMA.coursePrerequisites, word.text, word.language or language)
                case _:
                    state_keyword(record, word.text, word.language or language)
