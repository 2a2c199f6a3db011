"""The files and services by which a dataset is had, as JSON catalogues list them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from harvesters.description import Description
from harvesters.licences import state_licence
from harvesters.markdown import plain
from ontology.terms import DCAT, DCT

_MEDIA_TYPE = re.compile(r"(?:.*/)?([a-z]+/[\w.+-]+)")

ByLanguage = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file or access point; texts are by language, `licence` holds the names of its own licence."""

    titles: ByLanguage
    descriptions: ByLanguage
    access: str = ""
    download: str = ""
    media_type: str = ""
    form: str = ""
    licence: tuple[str, ...] = ()
    rights: ByLanguage = field(default_factory=dict)

    def describe(self, record: Description, language: str) -> None:
        """State it as a part of `record`; `language` is that of texts without one."""
        part = record.part("distribution", DCAT.distribution, DCAT.Distribution)
        for predicate, said in ((DCT.title, self.titles), (DCT.description, self.descriptions),
                                (DCT.rights, self.rights)):
            for tag, words in said.items():
                for text in words:
                    part.text(predicate, plain(text), tag or language)
        part.link(DCAT.accessURL, self.access)
        part.link(DCAT.downloadURL, self.download)
        if found := _MEDIA_TYPE.fullmatch(self.media_type.lower()):
            part.text(DCAT.mediaType, found[1])
        part.text(DCT.format, self.form.rstrip("/").rpartition("/")[2] if "://" in self.form else self.form)
        state_licence(part, *self.licence)
