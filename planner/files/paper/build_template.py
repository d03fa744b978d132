"""Build the shipped Word template: `python -m planner.files.paper.build_template [FILE]`.

The template is committed, so that an office can take it and change it in Word; a test holds it to this script.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from planner.files.paper import annexes, decree, quality
from planner.files.paper.context import Column
from planner.files.paper.package import packed
from planner.files.paper.word import DASH

TEMPLATE: Final = Path(__file__).parent / "templates" / "plan.docx"

ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
HEAD_WIDTHS: Final = (63.0, 102.0)
END_WIDTHS: Final = (80.0, 85.0)
TABLES: Final[dict[str, tuple[tuple[str, tuple[Column, ...], bool], ...]]] = {
    "sessions": (("sessions", annexes.SESSIONS, False),),
    "duties": (("duties", annexes.DUTIES, False),),
    "organisations": (("people", annexes.PEOPLE, False),),
    "money": (("shares", annexes.SHARES, True), ("costs", annexes.COSTS, True)),
    "quality": (("gaps", quality.GAPS, False), ("proof", quality.TIERS, False), ("savings", quality.SAVINGS, False)),
}
"""The tables of each annex, with their columns and whether they end in a total."""
LANDSCAPE: Final = frozenset({"sessions", "organisations"})


def build() -> bytes:
    """Return the template, the same bytes each time."""
    document = Document()
    _properties(document)
    _styles(document)
    _page(document.sections[0], landscape=False)
    _page_number(document.sections[0])
    _head(document)
    _body(document)
    _end(document)
    for name, tables in TABLES.items():
        _annex(document, name, tables)
    file = io.BytesIO()
    document.save(file)
    return packed(file.getvalue())


def _properties(document: DocumentType) -> None:
    properties = document.core_properties
    properties.author, properties.comments, properties.title, properties.language = "", "", "", "vi-VN"
    properties.created = properties.modified = datetime(2020, 3, 5, tzinfo=UTC)  # the day of the decree
    properties.last_modified_by, properties.revision = "", 1


def _styles(document: DocumentType) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = decree.FONT, Pt(decree.SIZES["body"])
    fonts = style.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), decree.FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.space_before = Pt(0)


def _page(section: Section, *, landscape: bool) -> None:
    width, height = Mm(decree.PAGE["width"]), Mm(decree.PAGE["height"])
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.top_margin, section.bottom_margin = Mm(decree.MARGINS["top"]), Mm(decree.MARGINS["bottom"])
    section.left_margin, section.right_margin = Mm(decree.MARGINS["left"]), Mm(decree.MARGINS["right"])
    section.header_distance = section.footer_distance = Mm(decree.HEADER)
    section.different_first_page_header_footer = True  # no number on the first page
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")  # each annex counts from 1
    section._sectPr.find(qn("w:pgMar")).addnext(numbers)  # noqa: SLF001 - python-docx has no name for it


def _page_number(section: Section) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.style = "Normal"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("2")
    run.font.size = Pt(decree.SIZES["page"])
    field.append(run._r)  # noqa: SLF001
    paragraph._p.append(field)  # noqa: SLF001


def _head(document: DocumentType) -> None:
    left, right = _bare(document, HEAD_WIDTHS)
    sizes = decree.SIZES
    first = left.paragraphs[0]
    _write(first, "{%p if superior %}")
    _write(left.add_paragraph(), "{{ superior }}", size=sizes["agency"], align="center")
    _write(left.add_paragraph(), "{%p endif %}")
    _write(left.add_paragraph(), "{{ agency }}", size=sizes["agency"], bold=True, align="center")
    _rule(left.add_paragraph(), "{{ agency_rule }}", after=6)
    _write(left.add_paragraph(), "{{ number }}", size=sizes["number"], align="center")
    _write(right.paragraphs[0], "{%p if motto %}")
    _write(right.add_paragraph(), decree.STATE, size=sizes["state"], bold=True, align="center")
    _write(right.add_paragraph(), decree.MOTTO, size=sizes["motto"], bold=True, align="center")
    _rule(right.add_paragraph(), "{{ motto_rule }}", after=6)
    _write(right.add_paragraph(), "{%p endif %}")
    _write(right.add_paragraph(), "{{ place_and_date }}", size=sizes["date"], italic=True, align="center")


def _body(document: DocumentType) -> None:
    size = decree.SIZES["title"]
    _write(document.add_paragraph(), "{{ title }}", size=size, bold=True, align="center", before=18)
    _write(document.add_paragraph(), "{{ subject }}", size=size, bold=True, align="center", keep=True)
    _rule(document.add_paragraph(), "{{ subject_rule }}", after=12)
    _write(document.add_paragraph(), "{%p for ground in grounds %}")
    _text(document, "{{ ground }}", italic=True)
    _write(document.add_paragraph(), "{%p endfor %}")
    _write(document.add_paragraph(), "{%p for section in sections %}")
    _text(document, "{{ section.title }}", bold=True, keep=True)
    _write(document.add_paragraph(), "{%p for block in section.blocks %}")
    _write(document.add_paragraph(), '{%p if block.kind == "point" %}')
    _text(document, "{{ block.text }}", bold=True, keep=True)
    _write(document.add_paragraph(), "{%p else %}")
    _text(document, "{{ block.text }}")
    for end in ("{%p endif %}", "{%p endfor %}", "{%p endfor %}"):
        _write(document.add_paragraph(), end)


def _end(document: DocumentType) -> None:
    _write(document.add_paragraph(), "", size=6)
    left, right = _bare(document, END_WIDTHS)
    sizes = decree.SIZES
    _write(left.paragraphs[0], "Nơi nhận:", size=sizes["recipients_title"], bold=True, italic=True)
    _write(left.add_paragraph(), "{%p for recipient in recipients %}")
    _write(left.add_paragraph(), "{{ recipient }}", size=sizes["recipients"])
    _write(left.add_paragraph(), "{%p endfor %}")
    _write(right.paragraphs[0], "{%p for position in positions %}")
    _write(right.add_paragraph(), "{{ position }}", size=sizes["signature"], bold=True, align="center")
    _write(right.add_paragraph(), "{%p endfor %}")
    for _ in range(4):
        _write(right.add_paragraph(), "", size=sizes["signature"])
    _write(right.add_paragraph(), "{{ signer }}", size=sizes["signature"], bold=True, align="center")


def _annex(document: DocumentType, name: str, tables: tuple[tuple[str, tuple[Column, ...], bool], ...]) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    for old in section._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001
        section._sectPr.remove(old)  # noqa: SLF001
    _page(section, landscape=name in LANDSCAPE)
    size, annex = decree.SIZES["annex"], f"annexes.{name}"
    _write(document.add_paragraph(), f"{{{{ {annex}.label }}}}", size=size, bold=True, align="center")
    _write(document.add_paragraph(), f"{{{{ {annex}.title | upper }}}}", size=size, bold=True, align="center")
    _write(document.add_paragraph(), "{{ reference }}", size=size, italic=True, align="center", after=8)
    _write(document.add_paragraph(), f"{{%p for note in {annex}.notes %}}")
    _text(document, "{{ note }}")
    _write(document.add_paragraph(), "{%p endfor %}")
    for table, columns, total in tables:
        _table(document, f"{annex}.tables.{table}", columns, total=total)


def _table(document: DocumentType, table: str, columns: tuple[Column, ...], *, total: bool) -> None:
    size = decree.SIZES["table"]
    _write(document.add_paragraph(), f"{{%p if {table}.groups %}}")
    _write(document.add_paragraph(), f"{{%p if {table}.title %}}")
    _write(document.add_paragraph(), f"{{{{ {table}.title }}}}", bold=True, before=6, after=4, keep=True)
    _write(document.add_paragraph(), "{%p endif %}")
    made = document.add_table(rows=1, cols=len(columns))
    _shape(made, tuple(column.width for column in columns), borders=True)
    for cell, column in zip(made.rows[0].cells, columns, strict=True):
        _write(cell.paragraphs[0], column.heading, size=size, bold=True, align="center")
    header = OxmlElement("w:tblHeader")  # stands again on each page
    made.rows[0]._tr.get_or_add_trPr().append(header)  # noqa: SLF001
    _across(made, f"{{%tr for group in {table}.groups %}}")
    _across(made, "{%tr if group.caption %}")
    _across(made, "{{ group.caption }}", bold=True, keep=True)
    _across(made, "{%tr endif %}")
    _across(made, "{%tr for row in group.rows %}")
    for cell, column in zip(made.add_row().cells, columns, strict=True):
        _write(cell.paragraphs[0], f"{{{{ row.{column.key} }}}}", size=size, align=column.align)
    _across(made, "{%tr endfor %}")
    _across(made, "{%tr endfor %}")
    if total:
        for cell, column in zip(made.add_row().cells, columns, strict=True):
            text = f"{{{{ {table}.total.{column.key} }}}}"
            _write(cell.paragraphs[0], text, size=size, bold=True, align=column.align)
    for row in made.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    for row, wide in zip(made.rows, _widths(made, columns), strict=True):
        for cell, width in zip(row._tr.tc_lst, wide, strict=True):  # noqa: SLF001
            cell.width = Mm(width)
    _write(document.add_paragraph(), "{%p endif %}")
    _write(document.add_paragraph(), "", size=6)


def _widths(table: Table, columns: tuple[Column, ...]) -> list[list[float]]:
    each = [column.width for column in columns]
    return [each if len(row._tr.tc_lst) == len(each) else [sum(each)] for row in table.rows]  # noqa: SLF001


def _across(table: Table, text: str, *, bold: bool = False, keep: bool = False) -> None:
    cells = table.add_row().cells  # type: ignore[no-untyped-call]
    merged = cells[0].merge(cells[-1])
    for spare in merged.paragraphs[1:]:
        spare._p.getparent().remove(spare._p)  # noqa: SLF001
    _write(merged.paragraphs[0], text, size=decree.SIZES["table"], bold=bold, keep=keep)


def _bare(document: DocumentType, widths: tuple[float, float]) -> tuple[_Cell, _Cell]:
    """Add two cells side by side without lines."""
    table = document.add_table(rows=1, cols=2)
    _shape(table, widths, borders=False)
    left, right = table.rows[0].cells
    left.width, right.width = map(Mm, widths)
    cannot_split = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(cannot_split)  # noqa: SLF001
    return left, right


def _shape(table: Table, widths: tuple[float, ...], *, borders: bool) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    properties = table._tbl.tblPr  # noqa: SLF001
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "57" if borders else "0")  # twentieths of a point: 1 mm
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    if borders:
        lines = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
                line.set(qn(f"w:{key}"), value)
            lines.append(line)
        properties.append(lines)
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:  # the order is that of the schema: borders, layout, margins
        properties.remove(layout)
        properties.append(layout)
    properties.append(margins)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
        properties.append(look)


def _text(document: DocumentType, text: str, *, bold: bool = False, italic: bool = False, keep: bool = False) -> None:
    """Add a paragraph of the body."""
    paragraph = document.add_paragraph()
    _write(paragraph, text, bold=bold, italic=italic, align="justify", after=decree.AFTER, keep=keep)
    paragraph.paragraph_format.first_line_indent = Mm(decree.FIRST_LINE)
    paragraph.paragraph_format.line_spacing = decree.SPACING


def _rule(paragraph: Paragraph, text: str, after: float = 0) -> None:
    """Draw a line as dashes that touch: as long as the renderer says (a drawn line has one length for all names)."""
    _write(paragraph, text, size=DASH, bold=True, align="center", after=after)


def _write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
    align: str | None = None,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size or decree.SIZES["body"])
    run.bold, run.italic = bold or None, italic or None
    if align:
        paragraph.alignment = ALIGN[align]
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.paragraph_format.keep_with_next = keep or None


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATE
    target.write_bytes(build())
