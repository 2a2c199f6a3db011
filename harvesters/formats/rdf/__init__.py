"""RDF documents of strangers, read safely into graphs."""
