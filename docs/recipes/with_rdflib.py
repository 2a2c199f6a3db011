"""A record as a graph, through rdflib. / Une fiche comme graphe, avec rdflib.

    pip install rdflib
    python with_rdflib.py http://127.0.0.1:8000/sparql

The text is asked of the endpoint, its answer is worked on here: a CONSTRUCT brings all services and the stages of the
life cycle that they stand for, Python counts them.
"""

import os
import sys
from collections import Counter
from urllib.parse import urlencode

from rdflib import Graph, Namespace
from rdflib.namespace import SKOS

M = Namespace("https://w3id.org/maillage/ns#")
QUERY = """
PREFIX m: <https://w3id.org/maillage/ns#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
CONSTRUCT { ?service m:coversStage ?stage . ?stage skos:prefLabel ?name }
WHERE {
  ?service a schema:Service ; m:coversStage ?stage .
  ?stage skos:prefLabel ?name .
  FILTER (lang(?name) = "fr")
}
"""

endpoint = sys.argv[1] if len(sys.argv) > 1 else os.environ["MAILLAGE_ENDPOINT"]
graph = Graph()
graph.parse(f"{endpoint}?{urlencode({'query': QUERY})}", format="turtle")

services = Counter(str(graph.value(stage, SKOS.prefLabel)) for stage in graph.objects(None, M.coversStage))
for stage, many in sorted(services.items(), key=lambda one: (-one[1], one[0])):
    print(many, stage, sep="\t")
