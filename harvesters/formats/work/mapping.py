"""A published work in the terms of the profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from harvesters.description import Description
from harvesters.formats.work.kinds import kind_of
from harvesters.formats.work.places import describe_addresses, describe_files, describe_relations
from harvesters.formats.work.vocabulary import bare, load_vocabulary
from harvesters.formats.work.words import language_tag
from harvesters.formats.work.work import Words, Work
from harvesters.licences import state_licence
from harvesters.personal import WITHHELD
from harvesters.record import Raw
from harvesters.source import Source
from harvesters.territory import state_territory
from harvesters.text import clean
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, ORG, SCHEMA, SKOS, M

# Works of large collaborations name thousands.
_MOST_CREATORS: Final = 30
_TERRITORIES: Final = ("region", "department", "overseas")
_PROVIDED: Final = frozenset({"course", "service"})
_ACTIVE: Final = frozenset({"course", "material", "tool"})


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One corpus, tool, learning resource, course, event, service or model.

    Raises:
        Excluded: a publication, or a type that means no kind where the source declares none.
    """
    work = Work.of_payload(raw.payload)
    kind = kind_of(work, source)
    described = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    _describe_titles(described, work, source.language)
    for text, language in work.descriptions:
        described.text(DCT.description, text, language_tag(language) or source.language)
    _describe_subjects(described, kind, work, source.language)
    _describe_rights(described, work.rights)
    _describe_languages(described, work.languages)
    _describe_dates(described, kind, work)
    _describe_agents(described, kind, work)
    _describe_coverage(described, work.coverage, source.language)
    describe_addresses(described, work)
    describe_relations(described, kind, work.relations)
    describe_files(described, kind, work)
    if kind == "tool":
        described.text(SCHEMA.softwareVersion, work.version)
    if kind == "material":
        _describe_material(described, work.types)
    _tell_withheld(described, work.descriptions)
    return described


def _describe_titles(described: Description, work: Work, usual: str) -> None:
    """The first title of each language; the others are other names."""
    languages: set[str] = set()
    for text, written in work.titles:
        language = language_tag(written) or usual
        described.text(SKOS.altLabel if language in languages else DCT.title, text, language)
        languages.add(language)
    for text, written in work.alternatives:
        described.text(SKOS.altLabel, text, language_tag(written) or usual)


def _describe_subjects(described: Description, kind: str, work: Work, usual: str) -> None:
    """A subject that is one of our concepts as such, any other as keyword; addresses as subjects."""
    concepts = described.concepts
    for text, language in work.subjects:
        if text.startswith(("https://", "http://")):
            described.link(DCT.subject, text)
            continue
        topic = concepts.known("topic", text)
        activity = concepts.known("research-activity", text) if kind in _ACTIVE and not topic else ""
        if topic:
            described.link(M.topic, topic)
        elif activity:
            described.link(M.researchActivity, activity)
        else:
            described.text(DCAT.keyword, text, language_tag(language) or usual)


def _describe_rights(described: Description, rights: Iterable[str]) -> None:
    """Conditions of access by our list, of several the narrowest; everything else as the licence."""
    accesses: set[str] = set()
    licences: list[str] = []
    for said in map(clean, rights):
        access = described.concepts.known("access", load_vocabulary().access.get(bare(said), said))
        if access:
            accesses.add(access)
        elif said and not said.startswith("info:eu-repo/"):  # The end of an embargo, for example.
            licences.append(said)
    widest_first = [concept.iri for concept in described.concepts.scheme("access").concepts]
    if accesses:
        described.link(DCT.accessRights, max(accesses, key=widest_first.index))
    if licences:
        state_licence(described, *licences)


def _describe_languages(described: Description, languages: Iterable[str]) -> None:
    for written in languages:
        said = written.strip()
        last = said.rstrip("/").rpartition("/")[2]
        if not said or bare(said) in load_vocabulary().no_language:
            continue
        found = (described.concepts.known("language", name) for name in (said, last, language_tag(said)) if name)
        described.concept(DCT.language, "language", next(filter(None, found), said))


def _describe_dates(described: Description, kind: str, work: Work) -> None:
    """The likeliest date as that of publication, or of an event as when it takes place."""
    written = next((date for date in work.issued if date.strip()), "")
    start, _, end = written.partition("/")
    if kind == "event":
        described.date(SCHEMA.startDate, start)
        described.date(SCHEMA.endDate, end)
    else:
        described.date(DCT.issued, start)
    described.date(DCT.modified, work.modified)


def _describe_agents(described: Description, kind: str, work: Work) -> None:
    """Who made it and who publishes it: names only, because most of them are persons."""
    for name in work.creators[:_MOST_CREATORS]:
        described.part("creator", DCT.creator, FOAF.Agent).text(DCT.title, name)
    if (more := len(work.creators) - _MOST_CREATORS) > 0:
        described.note(
            "MLG-O310", DCT.creator, str(more),
            f"{_MOST_CREATORS} auteurs sont gardés ; la notice en nomme {more} de plus.",
            f"{_MOST_CREATORS} creators are kept; the record names {more} more.")
    for name in work.publishers:
        if kind in _PROVIDED:
            described.part("provider", SCHEMA.provider, ORG.Organization).text(DCT.title, name)
        else:
            described.part("publisher", DCT.publisher, FOAF.Agent).text(DCT.title, name)


def _describe_coverage(described: Description, coverage: Iterable[str], usual: str) -> None:
    """A French territory by its name, another place or period as keyword; a coded box or period says nothing here."""
    for written in coverage:
        said = clean(written)
        known = (described.concepts.known(scheme, said) for scheme in _TERRITORIES)
        if iri := next(filter(None, known), ""):
            state_territory(described, iri)
        elif not any(sign in said for sign in "=;/"):
            described.text(DCAT.keyword, said, usual)


def _describe_material(described: Description, types: Iterable[str]) -> None:
    for written in types:
        if known := described.concepts.known("material-type", written.rstrip("/").rpartition("/")[2]):
            described.link(M.materialType, known)


def _tell_withheld(described: Description, descriptions: Sequence[Words]) -> None:
    if any(WITHHELD in text for text, _ in descriptions):
        described.note(
            "MLG-O311", DCT.description, WITHHELD,
            f"Une adresse de courriel personnelle est masquée ({WITHHELD}) ; donnez plutôt une adresse de service.",
            f"A person's mail address is masked ({WITHHELD}); give that of a service instead.")
