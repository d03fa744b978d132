"""The paper as one HTML page that needs nothing else: to read on any screen, and to print on A4."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from planner.files.paper import decree
from planner.files.paper.context import Paper

TEMPLATES: Final = Path(__file__).parent / "templates"


def page(paper: Paper) -> bytes:
    """Return the paper as HTML in UTF-8; the same paper gives the same bytes."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return (
        environment.get_template("plan.html")
        .render(paper=paper.to_dict(), full_title=paper.full_title, d=decree)
        .encode("utf-8")
    )
