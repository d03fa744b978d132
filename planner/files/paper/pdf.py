"""The paper as PDF, set by typst."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import typst

from planner.files.paper import decree
from planner.files.paper.context import Paper

TEMPLATE: Final = Path(__file__).parent / "templates" / "plan.typ"
FONTS: Final = Path(__file__).parent / "fonts"
ARCHIVAL: Final[Literal["a-2a"]] = "a-2a"
"""PDF/A-2a: kept for long, and read aloud by screen readers."""


def pdf(paper: Paper) -> bytes:
    """Return the paper as PDF/A-2a; the same paper and the same fonts give the same bytes.

    It is set in Times New Roman where the system has it, else in the font beside this file with the same widths.
    Letters that those do not have (a name in another script) come from whatever font of the system has them; where
    none does, they cannot stand in PDF/A, and such a paper becomes a plain PDF.
    """
    for families, standard in ((_OURS, ARCHIVAL), (None, ARCHIVAL)):
        try:
            return _compiled(paper, families, standard)
        except typst.TypstError as error:
            if _LETTERLESS not in str(error):
                raise
    return _compiled(paper, None, None)


_OURS: Final = frozenset({decree.FONT})
_LETTERLESS: Final = "could not be displayed with"


def _compiled(paper: Paper, families: frozenset[str] | None, standard: Literal["a-2a"] | None) -> bytes:
    """Set the paper with the system's fonts of these families (None: of all) and ours; an error names its standard."""
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS, *_of_system(families)]
        ),
        sys_inputs={"paper": json.dumps(_data(paper), ensure_ascii=False), "decree": json.dumps(_measures())},
        format="pdf",
        timestamp=int(datetime.combine(paper.dated, time(), UTC).timestamp()),
        pdf_standards=standard or [],
    )
    assert isinstance(made, bytes)  # noqa: S101 - one file was asked for
    return made


@cache
def _of_system(families: frozenset[str] | None) -> tuple[Path, ...]:
    """Return the files of the system's fonts; never another release of ours, which may lack Vietnamese letters."""
    fonts = typst.Fonts(include_embedded_fonts=False).fonts()
    wanted = [
        font.path
        for font in fonts
        if font.path and font.family != decree.FREE_FONT and (families is None or font.family in families)
    ]
    return tuple(sorted(set(map(Path, wanted))))


def _data(paper: Paper) -> dict[str, Any]:
    return paper.to_dict() | {
        "full_title": paper.full_title,
        "dated_parts": [paper.dated.year, paper.dated.month, paper.dated.day],
    }


def _measures() -> dict[str, Any]:
    return {
        "fonts": [decree.FONT, decree.FREE_FONT],
        "margins": decree.MARGINS,
        "sizes": decree.SIZES,
        "first_line": decree.FIRST_LINE,
        "after": decree.AFTER,
        "spacing": decree.SPACING,
        "rule": decree.RULE_SHARE,
        "state": decree.STATE,
        "motto": decree.MOTTO,
    }
