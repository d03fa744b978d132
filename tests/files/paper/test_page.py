"""The paper as one HTML page."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

from planner.files.paper import Paper, compose, page
from tests.files.paper.conftest import SAID
from tests.files.paper.hostile import CLEANED, hostile_plan, hostile_ward


class Reader(HTMLParser):
    """Texts and tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())


def read(data: bytes) -> Reader:
    reader = Reader()
    reader.feed(data.decode("utf-8"))
    return reader


def test_every_word_of_the_paper_is_there(paper: Paper) -> None:
    texts = read(page(paper)).texts
    blocks = [block.text for section in paper.sections for block in section.blocks]
    cells = [
        cell
        for annex in paper.annexes.values()
        for table in annex.tables.values()
        for group in table.groups
        for row in group.rows
        for cell in row.model_dump().values()
    ]
    wanted = [paper.agency, paper.number, paper.subject, *paper.grounds, *blocks, *cells, *paper.recipients]
    assert [text for text in wanted if text not in texts] == []


def test_it_needs_nothing_else(paper: Paper) -> None:
    text = page(paper).decode("utf-8")
    reader = read(page(paper))
    assert {tag for tag, _ in reader.tags} & {"script", "link", "img", "iframe", "object", "form", "a"} == set()
    assert [name for _, attributes in reader.tags for name in attributes if name in ("src", "href")] == []
    assert re.findall(r"url\(|@import|https?:", text) == []
    assert "default-src 'none'" in text


def test_measures_of_the_decree(paper: Paper) -> None:
    style = page(paper).decode("utf-8")
    assert "@page { size: A4 portrait; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); " in style
    assert 'font: 14pt/1.15 "Times New Roman", "Liberation Serif", serif' in style
    assert "text-indent: 12.7mm" in style


def test_letters_survive(paper: Paper) -> None:
    text = page(paper).decode("utf-8")
    assert text == unicodedata.normalize("NFC", text)


def test_hostile_names_are_text() -> None:
    of = hostile_ward()
    reader = read(page(compose(of, hostile_plan(of), SAID)))
    texts = "\n".join(reader.texts)
    assert [name[:40] for name in CLEANED if name not in texts] == []
    assert [tag for tag, _ in reader.tags if tag == "script"] == []


def test_the_same_paper_is_the_same_page(paper: Paper) -> None:
    assert page(paper) == page(paper)
