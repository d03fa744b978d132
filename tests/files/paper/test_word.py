"""The Word file, measured against the decree, and what a template from outside may do."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.paragraph import Paragraph

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.paper import Options, Paper, compose, decree, word
from planner.files.paper import package as packages
from planner.files.paper.build_template import build
from planner.files.paper.word import TEMPLATE
from tests.files.paper.conftest import SAID
from tests.files.paper.hostile import CLEANED, hostile_plan, hostile_ward
from tests.files.refused import refused

CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
RANGES: Final = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
"""The decree's margins, in mm."""


@pytest.fixture(scope="session")
def document(paper: Paper) -> Word:
    return Document(io.BytesIO(word(paper)))


def everything(document: Word) -> list[Paragraph]:
    """All paragraphs in their order, those in tables too."""
    return [Paragraph(p, document) for p in document.element.body.iter(qn("w:p"))]


def shape(document: Word, text: str) -> dict[str, Any]:
    """How the first paragraph with this text looks."""
    found = next(p for p in everything(document) if p.text == text)
    run = next(run for run in found.runs if run.text)
    size = run.font.size
    assert size is not None
    return {"size": size.pt, "bold": bool(run.bold), "italic": bool(run.italic), "align": found.alignment}


def test_the_page(document: Word) -> None:
    assert [section.orientation for section in document.sections] == [0, 1, 0, 1, 0, 0]
    for section in document.sections:
        sides = sorted(round(Length(side or 0).mm) for side in (section.page_width, section.page_height))
        assert sides == [210, 297]
        margins = {side: getattr(section, f"{side}_margin").mm for side in RANGES}
        assert {side: low <= round(margins[side], 1) <= high for side, (low, high) in RANGES.items()} == dict.fromkeys(
            RANGES, True
        )


def test_the_page_number(document: Word) -> None:
    """Centred in the upper margin, 13 to 14 points, none on a first page, and each annex counts from 1."""
    for number, section in enumerate(document.sections):
        assert section.different_first_page_header_footer
        assert [p.text for p in section.first_page_header.paragraphs] == [""]
        assert section.header.is_linked_to_previous is (number > 0)
        assert section.header_distance is not None
        assert section.top_margin is not None
        assert section.header_distance < section.top_margin
        starts = section._sectPr.findall(qn("w:pgNumType"))
        assert [start.get(qn("w:start")) for start in starts] == ["1"]
    header = document.sections[0].header.paragraphs[0]
    field = header._p.find(qn("w:fldSimple"))
    assert field is not None
    assert (header.alignment, field.get(qn("w:instr"))) == (CENTER, "PAGE")
    assert [int(size.get(qn("w:val"))) / 2 for size in field.iter(qn("w:sz"))] == [14]


def test_the_font(document: Word) -> None:
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    runs = [run for paragraph in everything(document) for run in paragraph.runs]
    assert {(run.font.name, run.font.color.rgb) for run in runs} == {(None, None)}  # nobody has another, nor a colour
    assert {paragraph.style.name for paragraph in everything(document) if paragraph.style} == {"Normal"}


@pytest.mark.parametrize(
    ("text", "size", "style", "align"),
    [
        (decree.STATE, (12, 13), "bold", CENTER),
        (decree.MOTTO, (13, 14), "bold", CENTER),
        ("ỦY BAN NHÂN DÂN PHƯỜNG DIÊN HỒNG", (12, 13), "bold", CENTER),
        ("Số: 12/KH-UBND", (13, 13), "", CENTER),
        ("Thành phố Hồ Chí Minh, ngày 01 tháng 02 năm 2026", (13, 14), "italic", CENTER),
        ("KẾ HOẠCH", (13, 14), "bold", CENTER),
        ("Căn cứ Luật Tổ chức chính quyền địa phương;", (13, 14), "italic", JUSTIFY),
        ("I. MỤC ĐÍCH, YÊU CẦU", (13, 14), "bold", JUSTIFY),
        ("1. Mục đích", (13, 14), "bold", JUSTIFY),
        ("Nội dung từng buổi nêu tại Phụ lục I.", (13, 14), "", JUSTIFY),
        ("KT. CHỦ TỊCH", (13, 14), "bold", CENTER),
        ("Nguyễn Thị Ước", (13, 14), "bold", CENTER),
        ("Nơi nhận:", (12, 12), "bold italic", None),
        ("- Lưu: VT, VHXH.", (11, 11), "", None),
        ("Phụ lục V", (13, 14), "bold", CENTER),
        ("TỔNG HỢP CÁC BUỔI TỔ CHỨC", (13, 14), "bold", CENTER),
    ],
)
def test_sizes_and_styles(document: Word, text: str, size: tuple[int, int], style: str, align: Any) -> None:
    found = shape(document, text)
    assert size[0] <= found.pop("size") <= size[1]
    assert found == {"bold": "bold" in style, "italic": "italic" in style, "align": align}


def test_paragraphs_of_the_body(document: Word) -> None:
    body = [p.paragraph_format for p in document.sections[0].iter_inner_content() if isinstance(p, Paragraph)]
    indented = [form for form in body if form.first_line_indent]
    assert len(indented) > 20
    for form in indented:
        assert round(Length(form.first_line_indent or 0).cm, 2) in (1, 1.27)
        assert Length(form.space_after or 0).pt >= 6
        assert isinstance(form.line_spacing, float)
        assert 1 <= form.line_spacing <= 1.5


def test_rules_under_motto_agency_and_subject(document: Word) -> None:
    """Lengths of the lines against the texts above them, by the widths of the font itself."""
    rules = [p for p in everything(document) if p.text.startswith("——")]
    lengths = [len(rule.text) * Length(rule.runs[0].font.size or 0).pt for rule in rules]
    agency, motto, subject = lengths
    assert motto == pytest.approx(159, abs=4)  # 12.24 times 13 points
    assert 261 / 3 <= agency <= 261 / 2 or 170 / 3 <= agency <= 170 / 2  # the name takes two lines in its cell
    assert 410 / 3 <= subject <= 410 / 2


def test_letters_survive(paper: Paper) -> None:
    with zipfile.ZipFile(io.BytesIO(word(paper))) as package:
        text = package.read("word/document.xml").decode("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert "Quà Quỹ Vì người nghèo" in text
    assert "Quà [bold]Hội[31m Phụ nữ abc" in text


def test_every_word_of_the_paper_is_there(paper: Paper, document: Word) -> None:
    texts = [p.text for p in everything(document)]
    for section in paper.sections:
        assert section.title in texts
        assert [block.text for block in section.blocks if block.text not in texts] == []
    tables = [table for annex in paper.annexes.values() for table in annex.tables.values() if table.groups]
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables[2:]]
    wanted = [
        [
            [column.heading for column in table.columns],
            *(
                row
                for group in table.groups
                for row in (
                    *([[group.caption] * len(table.columns)] if group.caption else []),
                    *(list(row.model_dump().values()) for row in group.rows),
                )
            ),
            *([list(table.total.model_dump().values())] if table.total else []),
        ]
        for table in tables
    ]
    assert found == wanted


def test_properties(paper: Paper, document: Word) -> None:
    properties = document.core_properties
    assert (properties.title, properties.author, properties.comments) == (paper.full_title, paper.agency, "")
    assert properties.created == datetime(2026, 2, 1, tzinfo=UTC)


def test_the_same_paper_is_the_same_file(paper: Paper) -> None:
    assert word(paper) == word(paper)


def test_without_motto(of: Scenario, plan: Plan) -> None:
    document = Document(io.BytesIO(word(compose(of, plan, Options(head="front", motto=False)))))
    texts = [p.text for p in everything(document)]
    assert decree.STATE not in texts
    assert texts[:2] == ["ỦY BAN MTTQ VIỆT NAM PHƯỜNG ......", "BAN THƯỜNG TRỰC"]


def test_hostile_names_are_text() -> None:
    of = hostile_ward()
    document = Document(io.BytesIO(word(compose(of, hostile_plan(of), SAID))))
    texts = "\n".join(p.text for p in everything(document))
    assert [name[:40] for name in CLEANED if name not in texts] == []


def test_the_committed_template_is_the_built_one() -> None:
    assert contents(TEMPLATE.read_bytes()) == contents(build())


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


# Templates of an office's own.


def template(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_template_of_their_own(paper: Paper) -> None:
    own = template(
        "{{ agency }}: {{ subject }}",
        "{%p for group in annexes.duties.tables.duties.groups %}",
        "{{ group.caption }}",
        "{%p for row in group.rows %}",
        "{{ row.person }}: {{ row.role }}",
        "{%p endfor %}",
        "{%p endfor %}",
        "Hết",
    )
    texts = [p.text for p in Document(io.BytesIO(word(paper, own))).paragraphs]
    assert len(texts) == 1 + 1 + 5 + 1
    assert (texts[2], texts[-1]) == ("Cán bộ ub-1: Vai desk", "Hết")


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("Kế hoạch", "template-empty", "không có biến nào / no variable of the paper"),
        ("{{ agency", "template-syntax", "{{ agency"),
        ("{{ agency }} {% for x in %}", "template-syntax", "Expected an expression"),
        ("{{ agency }} {{ mayor }}", "template-variable", "'mayor' is undefined"),
        ("{{ agency }} {{ annexes.nothing.title }}", "template-variable", "nothing"),
        ("{{ agency }} {{ agency.__class__.__mro__ }}", "template-unsafe", "__class__"),
        ("{{ agency }} {{ agency * 1000000000 }}", "template-unsafe", "* is not for texts"),
        ("{{ agency }} {{ range(10) }}", "template-variable", "'range' is undefined"),
        ("{{ agency }} {{ agency | nofilter }}", "template-syntax", "nofilter"),
        ("{{ agency }} {{ agency.upper(1, 2) }}", "template", "upper"),
        ("{{ agency }} {% include 'x' %}", "template", "loader"),
    ],
)
def test_broken_templates_say_what_is_wrong(paper: Paper, text: str, code: str, found: str) -> None:
    ((said_code, _, said_found, _, english),) = refused(lambda: word(paper, template(text)))
    assert (said_code, found in said_found) == (code, True), said_found
    assert english.startswith("a Word template that uses the variables of the paper")


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-document"),
        (b"not a zip", "not-a-document"),
        (zipped(a=b"x"), "not-a-document"),
        (zipped(word__document_xml=b"<x/>"), "template"),
        (zipped(word__document_xml=b"<x/>", word__vbaProject_bin=b"x"), "macros"),
        (zipped(word__document_xml=b"0" * (packages.LARGEST + 1)), "too-large"),
        (zipped(word__document_xml=b"", **{f"p{n}": b"" for n in range(packages.MOST_PARTS)}), "too-large"),
        (TEMPLATE.read_bytes()[:5000], "not-a-document"),
    ],
    ids=["empty", "text", "zip", "no-word", "macros", "bomb", "many", "cut"],
)
def test_what_is_no_template(paper: Paper, data: bytes, code: str) -> None:
    assert [fault[0] for fault in refused(lambda: word(paper, data))] == [code]


def test_every_variable_is_documented(paper: Paper) -> None:
    text = (TEMPLATE.parents[1] / "README.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)`", text))
    assert [name for name in paper.to_dict() if name not in named] == []
    for annex, content in paper.annexes.items():
        for table, made in content.tables.items():
            fields = " ".join(f"`{column.key}`" for column in made.columns)
            assert f"| `annexes.{annex}.tables.{table}` | {fields} |" in text
