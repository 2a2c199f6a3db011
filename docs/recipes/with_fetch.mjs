// Resource hubs by region, with fetch: Node 18 or later, or a browser.
// Pôles de ressources par région, avec fetch : Node 18 ou plus récent, ou un navigateur.
//
//   node with_fetch.mjs http://127.0.0.1:8000/sparql

const endpoint = process.argv[2] ?? process.env.MAILLAGE_ENDPOINT;

const query = `
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
`;

const response = await fetch(endpoint, {
  method: "POST",
  headers: { Accept: "application/sparql-results+json" },
  body: new URLSearchParams({ query }),
});
if (!response.ok) {
  // A problem (RFC 9457) says what to do, and in Retry-After when. / Le problème dit quoi faire, et quand.
  throw new Error(`${response.status}: ${(await response.json()).detail}`);
}
const { results } = await response.json();
for (const { hubs, name } of results.bindings) {
  console.log(`${hubs.value}\t${name.value}`);
}
