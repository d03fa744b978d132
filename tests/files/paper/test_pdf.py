"""The PDF, measured where it is read: places, sizes and fonts of its texts."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pypdfium2 as pdfium
import pytest
import typst
from pypdf import PdfReader
from pypdfium2 import raw

from planner.files.paper import Paper, compose, decree, pdf
from planner.files.paper.pdf import FONTS
from tests.files.paper.conftest import SAID
from tests.files.paper.hostile import CLEANED, hostile_plan, hostile_ward
from tests.files.paper.reading import squeezed, words

MM: Final = 72 / 25.4
FONT: Final = re.compile(r"(Times-?New-?Roman|LiberationSerif)", re.IGNORECASE)


class Piece(NamedTuple):
    """A run of text on a page: where it begins and ends (mm from the left and the top), its size and font."""

    page: int
    text: str
    left: float
    right: float
    top: float
    size: float
    font: str


@pytest.fixture(scope="session")
def made(paper: Paper) -> bytes:
    return pdf(paper)


@pytest.fixture(scope="session")
def pieces(made: bytes) -> list[Piece]:
    document = pdfium.PdfDocument(made)
    return [piece for number in range(len(document)) for piece in pieces_of(document, number)]


def pieces_of(document: Any, number: int) -> list[Piece]:
    """The lines of a page: letters that follow each other on one height in one font."""
    page = document[number]
    texts, height = page.get_textpage(), page.get_height()
    found: list[Piece] = []
    for index in range(texts.count_chars()):
        letter = texts.get_text_range(index, 1)
        if not letter.strip():
            continue
        left, bottom, right, _top = texts.get_charbox(index, loose=True)
        name = (raw.c_char * 200)()
        raw.FPDFText_GetFontInfo(texts, index, name, 200, raw.c_int())
        font, size = name.value.decode(), round(raw.FPDFText_GetFontSize(texts, index), 1)
        baseline = round((height - bottom) / MM, 1)
        last = found[-1] if found else None
        if last and (last.top, last.size, last.font) == (baseline, size, font) and left / MM - last.right < 8:
            gap = " " if left / MM - last.right > 0.15 * size / MM else ""
            found[-1] = last._replace(text=last.text + gap + letter, right=right / MM)
        else:
            found.append(Piece(number, letter, left / MM, right / MM, baseline, size, font))
    return found


def the(pieces: list[Piece], text: str) -> Piece:
    return next(piece for piece in pieces if squeezed(piece.text) == squeezed(text))


def test_the_page(made: bytes, pieces: list[Piece]) -> None:
    pages = PdfReader(io.BytesIO(made)).pages
    sizes = [(round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)) for page in pages]
    assert set(sizes) == {(210, 297), (297, 210)}
    for piece in pieces:
        width, height = sizes[piece.page]
        assert piece.left >= 29.5, piece
        assert piece.right <= width - 15 + 1, piece
        assert piece.top <= height - 20 + 1.5, piece


def test_the_page_number(paper: Paper, pieces: list[Piece]) -> None:
    """Centred in the upper margin from the second page of each part on."""
    numbers: list[int] = []
    for page in range(pieces[-1].page + 1):
        here = [piece for piece in pieces if piece.page == page and piece.top < 20 and piece.text.isdecimal()]
        assert [piece for piece in pieces if piece.page == page and piece.top < 20] == here
        for piece in here:
            width = 210 if max(p.right for p in pieces if p.page == page) < 200 else 297
            middle = 30 + (width - 45) / 2
            assert (piece.left + piece.right) / 2 == pytest.approx(middle, abs=1)
            assert 13 <= piece.size <= 14
        numbers.append(int(here[0].text) if here else 1)
    assert numbers[0] == 1
    assert all(number in (1, before + 1) for before, number in pairwise(numbers))
    assert numbers.count(1) == 1 + len(paper.annexes)
    assert max(numbers) > 1


def test_a_long_annex_is_numbered_to_its_end(paper: Paper) -> None:
    annex = paper.annexes["duties"]
    table = annex.tables["duties"]
    group = table.groups[0]
    long = table.model_copy(update={"groups": (group.model_copy(update={"rows": group.rows * 30}),)})
    annexes = paper.annexes | {"duties": annex.model_copy(update={"tables": {"duties": long}})}
    document = pdfium.PdfDocument(pdf(paper.model_copy(update={"annexes": annexes})))
    tops = [[p.text for p in pieces_of(document, n) if p.top < 20] for n in range(len(document))]
    start = tops.index([], 3)
    assert [*tops[start : start + 5]] == [[], ["2"], ["3"], ["4"], []]


@pytest.mark.parametrize(
    ("text", "size", "style"),
    [
        (decree.STATE, (12, 13), "Bold"),
        (decree.MOTTO, (13, 14), "Bold"),
        ("Số: 12/KH-UBND", (13, 13), ""),
        ("Thành phố Hồ Chí Minh, ngày 01 tháng 02 năm 2026", (13, 14), "Italic"),
        ("KẾ HOẠCH", (13, 14), "Bold"),
        ("Căn cứ Luật Tổ chức chính quyền địa phương;", (13, 14), "Italic"),
        ("I. MỤC ĐÍCH, YÊU CẦU", (13, 14), "Bold"),
        ("1. Mục đích", (13, 14), "Bold"),
        ("Nội dung từng buổi nêu tại Phụ lục I.", (13, 14), ""),
        ("PHÓ CHỦ TỊCH", (13, 14), "Bold"),
        ("Nơi nhận:", (12, 12), "BoldItalic"),
        ("- Lưu: VT, VHXH.", (11, 11), ""),
    ],
)
def test_sizes_and_styles(pieces: list[Piece], text: str, size: tuple[int, int], style: str) -> None:
    found = the(pieces, text)
    assert size[0] <= found.size <= size[1]
    ending = found.font.partition("+")[2].partition("-")[2].replace("Oblique", "Italic").replace("Regular", "")
    assert ending == style
    assert found.page in (0, 1)


def test_first_lines_are_indented(pieces: list[Piece]) -> None:
    found = the(pieces, "Nội dung từng buổi nêu tại Phụ lục I.")
    assert found.left - 30 == pytest.approx(12.7, abs=0.5)


def test_fonts(made: bytes) -> None:
    names = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(made)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert names
    assert [name for name in names if not FONT.search(name)] == []


def test_every_word_of_the_paper_is_there(paper: Paper, made: bytes) -> None:
    text = words("pdf", made)
    cells = [
        line
        for annex in paper.annexes.values()
        for table in annex.tables.values()
        for group in table.groups
        for row in group.rows
        for cell in row.model_dump().values()
        for line in cell.split("\n")
    ]
    blocks = [block.text for section in paper.sections for block in section.blocks]
    assert [line for line in (*blocks, *cells, paper.subject) if squeezed(line) not in text] == []


def test_it_is_archival_and_tagged(made: bytes) -> None:
    reader = PdfReader(io.BytesIO(made))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode("utf-8")  # type: ignore[index]
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"  # type: ignore[index]


def test_properties(paper: Paper, made: bytes) -> None:
    found = PdfReader(io.BytesIO(made)).metadata
    assert found is not None
    assert (found.title, found.author) == (paper.full_title, paper.agency)
    assert str(found.creation_date)[:10] == "2026-02-01"


def test_the_same_paper_is_the_same_file(paper: Paper, made: bytes) -> None:
    assert pdf(paper) == made


def test_hostile_names_are_text() -> None:
    of = hostile_ward()
    text = words("pdf", pdf(compose(of, hostile_plan(of), SAID)))
    short = [name for name in CLEANED if len(name) < 1000]
    assert len(short) == 5
    assert [name for name in short if squeezed(name) not in text] == []
    assert text.count("x") > 10_000  # the long name goes over several pages, with their headings in between


def test_letters_of_other_scripts(paper: Paper) -> None:
    """No font has all of these: the paper still comes, if not as PDF/A."""
    made = pdf(paper.model_copy(update={"signer": "漢字 \U00013000"}))
    assert "<pdfaid:part>" not in PdfReader(io.BytesIO(made)).trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]


def test_fonts_are_as_they_came() -> None:
    lines = (FONTS / "SHA256SUMS").read_text("ascii").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.iterdir()}
    assert found.pop("SHA256SUMS")
    assert found == sums
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE.txt").read_text("utf-8")


def test_our_fonts_have_every_vietnamese_letter() -> None:
    """Each letter by itself in each style, without any other font at hand."""
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    vowels = "aăâeêioôơuưy"
    words = "".join(vowel + mark for vowel in vowels for mark in marks) + letters
    source = (
        '#set text(font: "Liberation Serif", fallback: false)\n#for w in ("regular", "bold") { for s in ("normal", '
        '"italic") { text(weight: w, style: s, sys.inputs.words + upper(sys.inputs.words)) } }'
    )
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    inputs = {"words": unicodedata.normalize("NFC", words)}
    made = typst.compile(source.encode(), font_paths=fonts, sys_inputs=inputs, format="pdf", pdf_standards="a-2u")
    assert isinstance(made, bytes)  # PDF/A refuses a letter that no font has
