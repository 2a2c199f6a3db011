#!/bin/sh
# Resource hubs by region, with curl. / Pôles de ressources par région, avec curl.
#
#   sh with_curl.sh http://127.0.0.1:8000/sparql
set -eu
endpoint="${1:-$MAILLAGE_ENDPOINT}"

answer=$(curl --silent --show-error --fail-with-body --header 'Accept: text/tab-separated-values' \
  --data-urlencode query@- "$endpoint" <<'QUERY'
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX m: <https://w3id.org/maillage/ns#>
PREFIX scheme: <https://w3id.org/maillage/concept/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT (COUNT(DISTINCT ?hub) AS ?hubs) ?name
WHERE {
  ?hub a m:ResourceHub ; dct:spatial ?region .
  ?region skos:inScheme scheme:region ; skos:prefLabel ?name .
  FILTER (lang(?name) = "fr")
}
GROUP BY ?name
ORDER BY DESC(?hubs) ?name
QUERY
) || { printf '%s\n' "$answer" >&2; exit 1; }

# TSV begins with the names of the columns, and puts texts into quotation marks, with their language.
# TSV commence par le nom des colonnes, et met les textes entre guillemets, avec leur langue.
printf '%s\n' "$answer" | sed -e 1d -e 's/"\(.*\)"@fr$/\1/'
