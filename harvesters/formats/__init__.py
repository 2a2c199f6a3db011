"""The known formats by the names that sources declare; each is a package or module with one `FORMAT`."""

from typing import Final

from harvesters.formats import (
    cdmfr,
    ckan,
    cmdi,
    datatourisme,
    dcat,
    eosc,
    feed,
    icalendar,
    jsonmap,
    lheo,
    oai,
    openagenda,
    opendatasoft,
    profile,
    re3data,
    rnsr,
    ror,
    schemaorg,
    sparqlconstruct,
    sshoc,
    table,
    udata,
)
from harvesters.formats.format import Format

FORMATS: Final[dict[str, Format]] = {
    "cdm-fr": cdmfr.FORMAT,
    "ckan": ckan.FORMAT,
    "cmdi": cmdi.FORMAT,
    "datatourisme": datatourisme.FORMAT,
    "dcat": dcat.FORMAT,
    "eosc": eosc.FORMAT,
    "feed": feed.FORMAT,
    "icalendar": icalendar.FORMAT,
    "json": jsonmap.FORMAT,
    "lheo": lheo.FORMAT,
    "oai-pmh": oai.FORMAT,
    "openagenda": openagenda.FORMAT,
    "opendatasoft": opendatasoft.FORMAT,
    "rdf": profile.FORMAT,
    "re3data": re3data.FORMAT,
    "rnsr": rnsr.FORMAT,
    "ror": ror.FORMAT,
    "schema-org": schemaorg.FORMAT,
    "sparql": sparqlconstruct.FORMAT,
    "sshoc": sshoc.FORMAT,
    "table": table.FORMAT,
    "udata": udata.FORMAT,
}
