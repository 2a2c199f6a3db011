"""DCAT-AP in the terms of the profile: what is said of a dataset, a series or a data service."""

from pyoxigraph import BlankNode, Literal, NamedNode

from harvesters.description import Description
from harvesters.formats.dcat.agents import describe_agent, describe_contact
from harvesters.formats.dcat.distributions import describe_distributions
from harvesters.formats.dcat.payload import Kept, kept_payload
from harvesters.formats.dcat.places import describe_period, describe_place
from harvesters.formats.dcat.rights import describe_access, describe_licences, describe_rights
from harvesters.formats.dcat.vocabulary import known_concept, names_of
from harvesters.formats.rdf.telling import tell_mended, tell_nameless
from harvesters.record import Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import ADMS, DCAT, DCT, OWL, SCHEMA


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """What a payload says, in the profile's terms; nothing else of the source's graph is taken over."""
    kept = kept_payload(raw.payload)
    record = Description.of_record(minting.thing(raw.kind, source.name, raw.key), raw.kind, raw.key, concepts)
    if kept.graph.is_a(kept.root, DCAT.DatasetSeries):
        record.a(DCAT.DatasetSeries)
    if isinstance(kept.root, BlankNode) and not kept.texts(DCT.identifier):
        tell_nameless(record)
    tell_mended(record, kept.mended)
    _describe_texts(record, kept, source.language)
    _describe_dates(record, kept)
    _describe_links(record, kept)
    _describe_relations(record, kept, source, minting)
    _describe_subjects(record, kept, source.language)
    _describe_languages(record, kept)
    _describe_parts(record, kept, source.language)
    return record


def _describe_texts(record: Description, kept: Kept, language: str) -> None:
    for title in kept.texts(DCT.title):
        record.text(DCT.title, title.value, title.language or language)
    for text in kept.texts(DCT.description) or kept.texts(DCT.abstract):
        record.text(DCT.description, text.value, text.language or language)
    for provenance in kept.values(DCT.provenance):
        for text in kept.labels(provenance):
            record.text(DCT.provenance, text.value, text.language or language)
    for version in (kept.texts(DCAT.version) or kept.texts(OWL.versionInfo))[:1]:
        record.text(DCAT.version, version.value)


def _describe_dates(record: Description, kept: Kept) -> None:
    for issued in kept.texts(DCT.issued):
        record.date(DCT.issued, issued.value)
    for modified in kept.texts(DCT.modified) or kept.texts(DCT.updated):
        record.date(DCT.modified, modified.value)


def _describe_links(record: Description, kept: Kept) -> None:
    if isinstance(kept.root, NamedNode) and kept.root.value.startswith("http"):
        record.link(SCHEMA.sameAs, kept.root.value)
    for name in (DCAT.landingPage, DCAT.endpointURL, DCAT.endpointDescription, DCT.conformsTo,
                 DCT.accrualPeriodicity):
        for value in kept.values(name):
            if isinstance(value, NamedNode | Literal):
                record.link(name, value.value)


def _describe_relations(record: Description, kept: Kept, source: Source, minting: Minting) -> None:
    """Links to other datasets: to our record where the document described it too, else to theirs."""
    for stated, names in ((DCT.isPartOf, (DCT.isPartOf, DCAT.inSeries)),
                          (DCAT.servesDataset, (DCAT.servesDataset,))):
        for value in kept.values(*names):
            key = kept.keys.get(value.value)
            record.link(stated, minting.thing("dataset", source.name, key) if key else value.value)


def _describe_subjects(record: Description, kept: Kept, language: str) -> None:
    """Themes of the EU list are themes; other ones are keywords by their names, or subjects by their IRIs."""
    for keyword in kept.texts(DCAT.keyword):
        record.text(DCAT.keyword, keyword.value, keyword.language or language)
    for theme in kept.values(DCAT.theme):
        labels = kept.labels(theme)
        if isinstance(theme, NamedNode) and (known := known_concept(record.concepts, "theme", [theme.value])):
            record.link(DCAT.theme, known)
        elif labels:
            for label in labels:
                record.text(DCAT.keyword, label.value, label.language or language)
        elif isinstance(theme, NamedNode):
            record.link(DCT.subject, theme.value)


def _describe_languages(record: Description, kept: Kept) -> None:
    for language in kept.values(DCT.language):
        names = names_of(kept, language)
        known = known_concept(record.concepts, "language", names)
        if known or names:
            record.concept(DCT.language, "language", known or names[-1])


def _describe_parts(record: Description, kept: Kept, language: str) -> None:
    for agent in kept.values(DCT.publisher):
        describe_agent(record, kept, agent, "publisher", DCT.publisher, language)
    for agent in kept.values(DCT.creator):
        describe_agent(record, kept, agent, "creator", DCT.creator, language)
    for contact in kept.values(DCAT.contactPoint, ADMS.contactPoint):
        describe_contact(record, kept, contact, language)
    for place in kept.values(DCT.spatial):
        describe_place(record, kept, place, language)
    for period in kept.values(DCT.temporal):
        describe_period(record, kept, period)
    describe_access(record, kept)
    describe_rights(record, kept, kept.root)
    describe_licences(record, kept, describe_distributions(record, kept, language))
