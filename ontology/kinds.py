"""The kinds of record: the code that stands in IRIs and facets, its class, and its names."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ontology.terms import DCAT, DCT, ORG, SCHEMA, M


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record; `rdf_class` is its primary type."""

    code: str
    rdf_class: NamedNode
    fr: str
    en: str


_ALL = (
    Kind("course", SCHEMA.Course, "Formation", "Training"),
    Kind("material", SCHEMA.LearningResource, "Ressource pédagogique", "Learning resource"),
    Kind("organization", ORG.Organization, "Organisme", "Organisation"),
    Kind("hub", M.ResourceHub, "Pôle de ressources", "Resource hub"),
    Kind("network", M.Network, "Réseau", "Network"),
    Kind("infrastructure", M.ResearchInfrastructure, "Infrastructure de recherche", "Research infrastructure"),
    Kind("tool", SCHEMA.SoftwareApplication, "Outil", "Tool"),
    Kind("service", SCHEMA.Service, "Service partagé", "Shared service"),
    Kind("equipment", M.SharedEquipment, "Équipement partagé", "Shared equipment"),
    Kind("dataset", DCAT.Dataset, "Corpus ou jeu de données", "Corpus or dataset"),
    Kind("model", M.LanguageModel, "Modèle de langue", "Language model"),
    Kind("data-service", DCAT.DataService, "Service de données", "Data service"),
    Kind("event", SCHEMA.Event, "Événement", "Event"),
    Kind("practice", M.PracticeResource, "Éco-responsabilité", "Eco-responsible practice"),
    Kind("place", DCT.Location, "Lieu", "Place"),
    Kind("programme", M.Programme, "Programme de soutien", "Support programme"),
)

KINDS: Final[dict[str, Kind]] = {kind.code: kind for kind in _ALL}
