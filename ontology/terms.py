"""The only Python that spells an IRI: vocabularies as attribute access, `DCT.title` → `NamedNode`."""

from pyoxigraph import NamedNode


class Vocabulary:
    """A namespace whose terms are attributes: `DCT.title` is `<http://purl.org/dc/terms/title>`."""

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        # Kept, because harvesters ask for the same few terms millions of times; a kept one costs a tenth.
        term = self.__dict__[name] = self[name]
        return term

    def __getitem__(self, name: str) -> NamedNode:
        return NamedNode(self.iri + name)

    def __contains__(self, iri: str) -> bool:
        return iri.startswith(self.iri)


M = Vocabulary("https://w3id.org/maillage/ns#")
CONCEPT = Vocabulary("https://w3id.org/maillage/concept/")
SHAPE = Vocabulary("https://w3id.org/maillage/shape#")

ADMS = Vocabulary("http://www.w3.org/ns/adms#")
ADMS_STATUS = Vocabulary("http://purl.org/adms/status/")
ALTR = Vocabulary("http://www.w3.org/ns/dx/connegp/altr#")
CONNEGP = Vocabulary("http://www.w3.org/ns/dx/connegp/profile/")
CPSV = Vocabulary("http://purl.org/vocab/cpsv#")
DCAT = Vocabulary("http://www.w3.org/ns/dcat#")
DCT = Vocabulary("http://purl.org/dc/terms/")
DQV = Vocabulary("http://www.w3.org/ns/dqv#")
ELM = Vocabulary("http://data.europa.eu/snb/model/elm/")
ENTAILMENT = Vocabulary("http://www.w3.org/ns/entailment/")
FOAF = Vocabulary("http://xmlns.com/foaf/0.1/")
FORMAT = Vocabulary("http://www.w3.org/ns/formats/")
GEO = Vocabulary("http://www.opengis.net/ont/geosparql#")
GEOF = Vocabulary("http://www.opengis.net/def/function/geosparql/")
HYDRA = Vocabulary("http://www.w3.org/ns/hydra/core#")
LOCN = Vocabulary("http://www.w3.org/ns/locn#")
ODRL = Vocabulary("http://www.w3.org/ns/odrl/2/")
ORG = Vocabulary("http://www.w3.org/ns/org#")
OWL = Vocabulary("http://www.w3.org/2002/07/owl#")
PROV = Vocabulary("http://www.w3.org/ns/prov#")
RDF = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Vocabulary("http://www.w3.org/2000/01/rdf-schema#")
ROV = Vocabulary("http://www.w3.org/ns/regorg#")
SCHEMA = Vocabulary("https://schema.org/")
SD = Vocabulary("http://www.w3.org/ns/sparql-service-description#")
SH = Vocabulary("http://www.w3.org/ns/shacl#")
SKOS = Vocabulary("http://www.w3.org/2004/02/skos/core#")
SPEX = Vocabulary("https://purl.expasy.org/sparql-examples/ontology#")
VCARD = Vocabulary("http://www.w3.org/2006/vcard/ns#")
VOID = Vocabulary("http://rdfs.org/ns/void#")
XML = Vocabulary("http://www.w3.org/XML/1998/namespace")
XSD = Vocabulary("http://www.w3.org/2001/XMLSchema#")

COG_REGION = Vocabulary("http://id.insee.fr/geo/region/")
COG_DEPARTMENT = Vocabulary("http://id.insee.fr/geo/departement/")
COG_COMMUNE = Vocabulary("http://id.insee.fr/geo/commune/")
COG_OVERSEAS = Vocabulary("http://id.insee.fr/geo/collectiviteDOutreMer/")
EU_FREQUENCY = Vocabulary("http://publications.europa.eu/resource/authority/frequency/")
EU_LANGUAGE = Vocabulary("http://publications.europa.eu/resource/authority/language/")
EU_ACCESS = Vocabulary("http://publications.europa.eu/resource/authority/access-right/")
EU_LICENCE = Vocabulary("http://publications.europa.eu/resource/authority/licence/")
EU_THEME = Vocabulary("http://publications.europa.eu/resource/authority/data-theme/")
DOI = Vocabulary("https://doi.org/")
GEONAMES = Vocabulary("https://sws.geonames.org/")
HANDLE = Vocabulary("https://hdl.handle.net/")
OAI_PMH = Vocabulary("http://www.openarchives.org/OAI/2.0/")
OPENAGENDA = Vocabulary("https://openagenda.com/agendas/")
RE3DATA = Vocabulary("https://www.re3data.org/repository/")
RNCP = Vocabulary("https://www.francecompetences.fr/recherche/rncp/")
ROR = Vocabulary("https://ror.org/")
RS = Vocabulary("https://www.francecompetences.fr/recherche/rs/")
TADIRAH = Vocabulary("https://vocabs.dariah.eu/tadirah/")
WIKIDATA = Vocabulary("http://www.wikidata.org/entity/")

PREFIXES: dict[str, str] = {
    "adms": ADMS.iri,
    "cpsv": CPSV.iri,
    "dcat": DCAT.iri,
    "dct": DCT.iri,
    "dqv": DQV.iri,
    "elm": ELM.iri,
    "foaf": FOAF.iri,
    "geo": GEO.iri,
    "locn": LOCN.iri,
    "m": M.iri,
    "odrl": ODRL.iri,
    "org": ORG.iri,
    "owl": OWL.iri,
    "prov": PROV.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "rov": ROV.iri,
    "schema": SCHEMA.iri,
    "sh": SH.iri,
    "skos": SKOS.iri,
    "vcard": VCARD.iri,
    "void": VOID.iri,
    "xsd": XSD.iri,
}
