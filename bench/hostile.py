"""Queries that should bring an endpoint down, by what they attack. `{port}` is one on which somebody listens."""

from __future__ import annotations

import random

_CONCAT = "?x"
for _ in range(12):
    _CONCAT = f"CONCAT({_CONCAT}, {_CONCAT})"
_LONG = "x" * 200
_REPLACE = '"xxxxxxxxxxxxxxxx"'
for _ in range(5):
    _REPLACE = f'REPLACE({_REPLACE}, "x", "{_LONG}")'

QUERIES = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "streamed cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sorted cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a",
    "distinct cross product": "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f }",
    "order by everything": "SELECT * { ?a ?b ?c } ORDER BY STR(?c) ?a ?b",
    "paths without bound": "SELECT (COUNT(*) AS ?n) { ?a (<http://x/a>|!<http://x/a>)* ?b }",
    "nested paths": "SELECT * { ?a ((!<http://x/a>)+/(!<http://x/b>)*)+ ?b }",
    "minus": "SELECT * { ?a ?b ?c . ?d ?e ?f MINUS { ?a ?e ?f . ?d ?b ?c } }",
    "not exists": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?a ?e ?d } }",
    "growth by concat": f'SELECT (STRLEN({_CONCAT}) AS ?n) {{ BIND ("{_LONG}{_LONG}{_LONG}{_LONG}" AS ?x) }}',
    "growth by replace": f"SELECT (STRLEN({_REPLACE}) AS ?n) {{}}",
    "group_concat": "SELECT (GROUP_CONCAT(STR(?c); separator=',') AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "nested braces": "SELECT * " + "{" * 3_000 + " ?s ?p ?o " + "}" * 3_000,
    "nested parentheses": "SELECT (" + "(" * 6_000 + "1" + ")" * 6_000 + " AS ?x) {}",
    "nested blank nodes": "SELECT * { " + "[ ?p " * 60 + "1" + " ]" * 60 + " }",
    "unary operators": "SELECT (" + "!" * 10_000 + "true AS ?x) {}",
    "long alternation": "SELECT * { ?s " + "|".join(f"<http://x/{n}>" for n in range(2_000)) + " ?o }",
    "many unions": "SELECT (COUNT(*) AS ?n) { " + " UNION ".join("{ ?a ?b ?c . ?d ?e ?f }" for _ in range(60)) + " }",
    "service": "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "silent service": "SELECT * { SERVICE SILENT <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "update": "INSERT DATA { <http://x/a> <http://x/p> 1 }",
    "load": "LOAD <http://127.0.0.1:{port}/>",
    "no syntax": "SELECT * { ?s ?p",
    "too long": "SELECT * { ?s ?p ?o } #" + "x" * 70_000,
}


def hostile(dice: random.Random, port: int) -> tuple[str, str]:
    """One of them; every second time it is a text that nobody has asked before."""
    name = dice.choice(sorted(QUERIES))
    text = QUERIES[name].replace("{port}", str(port))
    return name, f"{text} # {dice.random()}" if dice.random() < 0.5 else text
