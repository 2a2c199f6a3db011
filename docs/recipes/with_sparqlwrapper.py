"""Resource hubs by region, through SPARQLWrapper. / Pôles de ressources par région, avec SPARQLWrapper.

    pip install sparqlwrapper
    python with_sparqlwrapper.py http://127.0.0.1:8000/sparql
"""

import os
import sys

from SPARQLWrapper import JSON, SPARQLWrapper

QUERY = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX m: <https://w3id.org/maillage/ns#>
PREFIX scheme: <https://w3id.org/maillage/concept/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name (COUNT(DISTINCT ?hub) AS ?hubs)
WHERE {
  ?hub a m:ResourceHub ; dct:spatial ?region .
  ?region skos:inScheme scheme:region ; skos:prefLabel ?name .
  FILTER (lang(?name) = "fr")
}
GROUP BY ?name
ORDER BY DESC(?hubs) ?name
"""

endpoint = SPARQLWrapper(sys.argv[1] if len(sys.argv) > 1 else os.environ["MAILLAGE_ENDPOINT"])
endpoint.setQuery(QUERY)
endpoint.setMethod("POST")  # A long query does not fit an address.
endpoint.setReturnFormat(JSON)
endpoint.setTimeout(60)

for row in endpoint.queryAndConvert()["results"]["bindings"]:
    print(row["hubs"]["value"], row["name"]["value"], sep="\t")
