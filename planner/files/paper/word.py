"""The paper as a Word file, from the shipped template or the office's own."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

import markupsafe  # of Jinja, which takes its marks for text that is safe
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from planner.domain.faults import InputError
from planner.files.paper import decree
from planner.files.paper.context import Paper
from planner.files.paper.package import check, packed
from planner.files.refusals import printable, whole_file

TEMPLATE: Final = Path(__file__).parent / "templates" / "plan.docx"
LONGEST_PROPERTY: Final = 255
"""Characters in a property of a Word file."""
LONGEST_FOUND: Final = 80
"""Characters shown of a paragraph of a template, and of what is wrong with it."""
CAPITAL: Final = 0.62
"""Width of a bold capital of Times New Roman, in its size, taken over names of agencies."""
LETTER: Final = 0.47
"""The same of a bold small letter, taken over Vietnamese sentences."""
MOTTO_WIDTH: Final = 12.24
"""Width of the motto in bold, in its size."""
DASH: Final = 4
"""Points of the dashes that a rule consists of."""
POINTS_PER_MM: Final = 72 / 25.4


def word(paper: Paper, template: bytes | None = None) -> bytes:
    """Return the paper as .docx; the same paper gives the same bytes.

    `template` is a Word file with the variables of `Paper` in it, in the words of Jinja and docxtpl.

    Raises:
        InputError: the template cannot be used; the fault says what in it.
    """
    if template is not None:
        check(template)
    made = _Template(io.BytesIO(TEMPLATE.read_bytes() if template is None else template))
    context = paper.to_dict() | _rules(paper)
    try:
        made.render(context, _sandbox())
        if template is not None:
            _uses_something(template, context)
        properties = made.docx.core_properties
        properties.title = paper.full_title[:LONGEST_PROPERTY]
        properties.author = paper.agency[:LONGEST_PROPERTY]
        properties.created = properties.modified = datetime.combine(paper.dated, time(), UTC)
        file = io.BytesIO()
        made.save(file)
    except TemplateSyntaxError as error:
        raise _broken("template-syntax", f"{_paragraph(error)}{error.message}") from error
    except UndefinedError as error:
        raise _broken("template-variable", str(error.message)) from error
    except SecurityError as error:
        raise _broken("template-unsafe", str(error.message)) from error
    except (TemplateError, TypeError, ValueError, KeyError, SyntaxError, OpcError) as error:
        raise _broken("template", str(error)) from error
    return packed(file.getvalue())


class _Template(DocxTemplate):  # type: ignore[misc]
    """A template that loses nothing: what it makes is XML to the end, and its properties are ours to write."""

    def fix_tables(self, xml: str) -> Any:
        parse_xml(xml)  # docxtpl reads on after a mistake, and drops what it cannot read
        return super().fix_tables(xml)

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Leave them: docxtpl would write them escaped, as if they were text of the page."""


def _sandbox() -> ImmutableSandboxedEnvironment:
    """Return an environment for templates from outside: they can place what we give them, and nothing else."""
    environment = _Sandbox(autoescape=True, undefined=StrictUndefined, finalize=_as_text)
    environment.globals.clear()
    return environment


class _Sandbox(ImmutableSandboxedEnvironment):
    """No arithmetic that could fill the memory."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not (isinstance(left, int) and isinstance(right, int) and operator == "*"):
            raise SecurityError(f"{operator} is not for texts")
        return super().call_binop(context, operator, left, right)


def _as_text(value: Any) -> Any:
    """Escape text for XML, and braces too: docxtpl takes some pairs of them for its own."""
    if isinstance(value, str) and not isinstance(value, markupsafe.Markup):
        escaped = str(markupsafe.escape(value)).replace("{", "&#123;").replace("}", "&#125;")
        return markupsafe.Markup(escaped)  # noqa: S704 - it is
    return value


def _rules(paper: Paper) -> dict[str, str]:
    """Return the lines of the head as dashes, each as wide as its size."""
    sizes = decree.SIZES
    agency = min(len(paper.agency) * CAPITAL * sizes["agency"], 60 * POINTS_PER_MM)
    subject = min(max(map(len, paper.subject.split("\n"))) * LETTER * sizes["title"], 160 * POINTS_PER_MM)
    points = {
        "agency_rule": agency * decree.RULE_SHARE,
        "subject_rule": subject * decree.RULE_SHARE,
        "motto_rule": MOTTO_WIDTH * sizes["motto"],
    }
    return {name: "—" * round(length / DASH) for name, length in points.items()}


def _uses_something(template: bytes, context: Mapping[str, Any]) -> None:
    if not DocxTemplate(io.BytesIO(template)).get_undeclared_template_variables(_sandbox()) & set(context):
        raise _broken("template-empty", "không có biến nào / no variable of the paper")


def _paragraph(error: TemplateSyntaxError) -> str:
    """Return the paragraph of the template that a mistake is in: docxtpl keeps it with the three before it."""
    lines = list(getattr(error, "docx_context", ()))
    return f"“{lines[min(error.lineno - 1, 3)].strip()[:LONGEST_FOUND]}”: " if lines else ""


def _broken(code: str, found: str) -> InputError:
    return whole_file(
        code,
        printable(" ".join(found.split())[: 2 * LONGEST_FOUND]),
        "một mẫu Word dùng đúng các biến của Kế hoạch (README: Word, PDF)",
        "a Word template that uses the variables of the paper (README: Word, PDF)",
    )
