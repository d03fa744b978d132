"""The assignment plan as an office sends it out (Kế hoạch phân công, Decree 30/2020): Word, PDF, HTML.

`compose` says every word and number once; `word`, `pdf` and `page` give that a form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.paper.compose import compose
from planner.files.paper.context import Paper
from planner.files.paper.options import Options
from planner.files.paper.page import page
from planner.files.paper.pdf import pdf
from planner.files.paper.word import word

WRITERS: Final[dict[str, Callable[[Paper], bytes]]] = {"docx": word, "pdf": pdf, "html": page}
"""The forms of the paper, by the ending of their files."""

MEDIA: Final[dict[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
"""What each is called on the web."""


def written(scenario: Scenario, plan: Plan, to: str, options: Options, template: bytes | None = None) -> bytes:
    """Return the paper of a plan that the verifier has passed, in one of the forms of `WRITERS`.

    `template` is the office's own Word template (docx alone).

    Raises:
        InputError: there is no plan in the plan file, or the template cannot be used.
    """
    paper = compose(scenario, plan, options)
    return word(paper, template) if to == "docx" else WRITERS[to](paper)


__all__ = ["MEDIA", "WRITERS", "Options", "Paper", "compose", "page", "pdf", "word", "written"]
