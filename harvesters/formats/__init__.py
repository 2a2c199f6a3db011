"""The known formats by the names that sources declare; each is a package or module with one `FORMAT`."""

from typing import Final

from harvesters.formats import dcat, lheo, ror, sshoc, table, udata
from harvesters.formats.format import Format

FORMATS: Final[dict[str, Format]] = {
    "dcat": dcat.FORMAT,
    "lheo": lheo.FORMAT,
    "ror": ror.FORMAT,
    "sshoc": sshoc.FORMAT,
    "table": table.FORMAT,
    "udata": udata.FORMAT,
}
