"""The fields of the index, and how an index is made, opened and registered with its analysers."""

from functools import cache
from pathlib import Path
from typing import Final

from tantivy import Index, Schema, SchemaBuilder

from search.analysis import record_analysers
from search.facets import FACETS
from search.places import POINTS

# What each field of text weighs, and its analyser. `words` holds titles and names as they are written
# (for words typed in part or with faults); `text_other` the languages that have no stemmer here.
TEXT_FIELDS: Final = {
    "title_fr": (5.0, "fr"),
    "title_en": (5.0, "en"),
    "label_fr": (3.0, "fr"),
    "label_en": (3.0, "en"),
    "words": (3.0, "plain"),
    "text_fr": (1.0, "fr"),
    "text_en": (1.0, "en"),
    "text_other": (1.0, "plain"),
}
STORED: Final = ("item", "jsonld", "ntriples", "entry")


@cache
def index_schema() -> Schema:
    """The schema that every index of this version has."""
    builder = SchemaBuilder()
    builder.add_text_field("iri", tokenizer_name="raw", index_option="basic")
    for name, (_, analyser) in TEXT_FIELDS.items():
        builder.add_text_field(name, tokenizer_name=analyser)
    builder.add_text_field("concept", tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(facet_field(name), tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("start", indexed=True, fast=True)
    builder.add_text_field("covers", tokenizer_name="raw", index_option="basic")
    for number in range(POINTS):
        builder.add_float_field(f"lat_{number}", fast=True)
        builder.add_float_field(f"lon_{number}", fast=True)
    builder.add_text_field("by_title", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("by_modified", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_float_field("tie", fast=True)
    for name in STORED:
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def facet_field(name: str) -> str:
    """The field that holds the codes of a facet."""
    return f"facet_{name}"


def open_index(path: Path) -> Index:
    """The index in `path`, made if there is none."""
    index = Index(index_schema(), str(path))
    for name, analyser in record_analysers().items():
        index.register_tokenizer(name, analyser)
    return index
