# Resource hubs by region, in R without any package. / Pôles de ressources par région, en R sans aucun paquet.
#
#   Rscript with_base_r.R http://127.0.0.1:8000/sparql

told <- commandArgs(trailingOnly = TRUE)
endpoint <- if (length(told) > 0) told[1] else Sys.getenv("MAILLAGE_ENDPOINT")

query <- '
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
'

address <- paste0(endpoint, "?query=", utils::URLencode(query, reserved = TRUE))
hubs <- read.csv(url(address, headers = c(Accept = "text/csv"), encoding = "UTF-8"))
write.table(hubs[, c("hubs", "name")], sep = "\t", quote = FALSE, row.names = FALSE, col.names = FALSE)
# In a session: barplot(setNames(hubs$hubs, hubs$name), las = 2)
