"""The smallest workbooks that spreadsheet programs open, written part by part."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLES = (f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
           "</styleSheet>")


def cell(reference: str, value: str) -> str:
    """A cell of text, or of a number (`=12`), a date by its serial number (`@45000`) or a boolean (`?1`)."""
    match value[:1]:
        case "=":
            return f'<c r="{reference}"><v>{value[1:]}</v></c>'
        case "@":
            return f'<c r="{reference}" s="1"><v>{value[1:]}</v></c>'
        case "?":
            return f'<c r="{reference}" t="b"><v>{value[1:]}</v></c>'
        case _:
            return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def rows(*lines: Sequence[str], first: int = 1) -> str:
    """The rows of a sheet from row `first`; an empty string leaves a cell out."""
    return "".join(
        f'<row r="{number}">' + "".join(
            cell(f"{chr(65 + column)}{number}", value) for column, value in enumerate(line) if value) + "</row>"
        for number, line in enumerate(lines, first))


def write_xlsx(path: Path, sheets: Mapping[str, str], hidden: Sequence[str] = ()) -> Path:
    """A workbook of named sheets, each given as its `<row>` elements."""
    numbered = list(enumerate(sheets, 1))
    states = dict.fromkeys(hidden, 'state="hidden"')
    listed = "".join(f'<sheet name="{name}" sheetId="{number}" r:id="r{number}" {states.get(name, "")}/>'
                     for number, name in numbered)
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _ in numbered)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
                               'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
                       f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}<Relationship Id="s" '
                                      f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
    for number, name in numbered:
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{sheets[name]}</sheetData></worksheet>')
    return _zipped(path, parts)


def write_ods(path: Path, table: str) -> Path:
    """A document of one sheet, given as its `<table:table-row>` elements."""
    spaces = " ".join(f'xmlns:{prefix}="{_ODF}{prefix}:1.0"' for prefix in ("office", "table", "text"))
    return _zipped(path, {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0"/>',
        "content.xml": f'<office:document-content {spaces}><office:body><office:spreadsheet>'
                       f'<table:table table:name="Feuille1">{table}</table:table>'
                       "</office:spreadsheet></office:body></office:document-content>",
    })


def ods_row(*values: str, repeated: int = 1) -> str:
    """A row of text cells, repeated."""
    cells = "".join(f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
                    for value in values)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def _zipped(path: Path, parts: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
