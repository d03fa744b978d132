"""What a paper says, in whatever form."""

from __future__ import annotations

import io
import re

import pypdfium2 as pdfium
from docx import Document


def words(to: str, data: bytes) -> str:
    """All its words without spaces: they stand elsewhere in each form."""
    return squeezed(_text(to, data))


def squeezed(text: str) -> str:
    """Without what the break of a line adds or takes away."""
    return re.sub(r"[\s\u200b\x02\ufffe-]+", "", text)


def _text(to: str, data: bytes) -> str:
    if to == "html":
        return data.decode("utf-8")
    if to == "pdf":
        document = pdfium.PdfDocument(data)
        return "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    word = Document(io.BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
