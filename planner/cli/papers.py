"""A plan as a paper of the office (Kế hoạch phân công): Word, PDF, HTML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typer
from pydantic import ValidationError

from planner.cli import inputs
from planner.cli.checking import report_record, say_refused, verdict
from planner.cli.names import View
from planner.cli.shell import Exit, Shell
from planner.cli.text import safe
from planner.domain.faults import InputError
from planner.files.content import content
from planner.files.output import write_bytes
from planner.files.paper import WRITERS, Options, written

FORMATS: Final = tuple(WRITERS)
LARGEST_TEMPLATE: Final = 20_000_000
"""Bytes of a Word template (20 MB)."""


def exported(
    shell: Shell,
    view: View,
    plan_name: str,
    to: str,
    output: str | None,
    template: str | None,
    said: Mapping[str, Any],
) -> int:
    """Write the paper of a plan that holds; `said` is what the office says of it (see `Options`)."""
    options = _options(said)
    if not view.report.ok:
        if shell.as_json:
            shell.document(report_record(view.report))
        say_refused(shell, view.report)
        return verdict(view.report)
    given = None if template is None else _template(template)
    target = Path(output or f"{Path(plan_name).stem}.{to}")
    if output is None and target.exists():
        raise inputs.bad_file(
            str(target),
            "file-exists",
            str(target),
            "một tên chưa có (hoặc -o TỆP để ghi đè)",
            "a name that is not taken (or -o FILE to replace it)",
        )
    try:
        data = written(view.scenario, view.plan, to, options, given)
    except InputError as error:
        raise inputs.BadFile(
            plan_name if error.faults[0].code == "no-plan" else template or to, error.faults
        ) from error
    try:
        write_bytes(target, data)
    except OSError as error:
        raise inputs.unusable(str(target), error, "một tệp ghi được", "a file that can be written") from error
    if shell.as_json:
        shell.document({"ok": True, "file": str(target), "bytes": len(data)})
    shell.note(shell.words(f"Đã ghi {safe(str(target))}.", f"Written: {safe(str(target))}."))
    return Exit.DONE


def _options(said: Mapping[str, Any]) -> Options:
    try:
        return Options.model_validate({name: value for name, value in said.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise typer.BadParameter(f"{first['loc'][0]}: {first['msg']}") from error


def _template(name: str) -> bytes:
    try:
        return content(Path(name), LARGEST_TEMPLATE)
    except InputError as error:
        raise inputs.BadFile(name, error.faults) from error
    except OSError as error:
        raise inputs.unusable(name, error, "một tệp Word đọc được", "a Word file that can be read") from error
