"""A scenario, with its plan or without, as the files that an office uses: one writer a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import typer
from pydantic import ValidationError

from planner.cli import inputs
from planner.cli.checking import refused
from planner.cli.shell import Exit, Shell
from planner.cli.text import safe
from planner.cli.words import Lang
from planner.domain.faults import InputError
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.content import content
from planner.files.output import write_bytes
from planner.verify import verify

LARGEST_TEMPLATE: Final = 20_000_000
"""Bytes of a Word template (20 MB)."""


@dataclass(frozen=True)
class Part:
    """What is asked of a calendar: all of the plan, or what concerns one `person` or `organisation`."""

    person: str | None = None
    organisation: str | None = None


@dataclass(frozen=True)
class Said:
    """What the office says of its paper (see `planner.files.paper.Options`), and its own Word `template`."""

    options: Mapping[str, Any] = field(default_factory=dict)
    template: str | None = None


@dataclass(frozen=True)
class Export:
    """What is to be written. The plan was verified against its scenario; `made` is when its file was."""

    scenario: Scenario
    plan: Plan | None
    made: datetime
    lang: Lang
    part: Part
    said: Said
    to: str

    @property
    def planned(self) -> Plan:
        """The plan, in a format that says nothing without one."""
        if self.plan is None:
            raise ValueError(self.to)
        return self.plan


def _workbook(export: Export) -> bytes:
    from planner.files.workbook import workbook  # noqa: PLC0415 - each format loads a library of its own

    return workbook(export.scenario, export.lang.value, plan=export.plan)


def _calendar(export: Export) -> bytes:
    from planner.files import calendar  # noqa: PLC0415

    for option, asked, things in (
        ("--person", export.part.person, export.scenario.people),
        ("--organisation", export.part.organisation, export.scenario.organisations),
    ):
        if asked is not None and asked not in {thing.id for thing in things}:
            raise inputs.bad_file(option, "unknown-id", asked, "một mã có trong kịch bản", "an id of the scenario")
    return calendar.exported(
        export.scenario,
        export.planned,
        id=export.scenario.name,
        at=export.made,
        lang=export.lang.value,
        person=export.part.person,
        organisation=export.part.organisation,
    )


def _paper(export: Export) -> bytes:
    from planner.files.paper import Options, written  # noqa: PLC0415

    try:
        options = Options.model_validate({name: v for name, v in export.said.options.items() if v is not None})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise typer.BadParameter(f"{first['loc'][0]}: {first['msg']}") from error
    template = None if export.said.template is None else _template(export.said.template)
    try:
        return written(export.scenario, export.planned, export.to, options, template)
    except InputError as error:
        raise inputs.BadFile(export.said.template or export.to, error.faults) from error


def _template(name: str) -> bytes:
    try:
        return content(Path(name), LARGEST_TEMPLATE)
    except InputError as error:
        raise inputs.BadFile(name, error.faults) from error
    except OSError as error:
        raise inputs.unusable(name, error, "một tệp Word đọc được", "a Word file that can be read") from error


WRITERS: Final[dict[str, Callable[[Export], bytes]]] = {
    "xlsx": _workbook,
    "docx": _paper,
    "pdf": _paper,
    "html": _paper,
    "ics": _calendar,
}
"""What each format is written by."""

WITHOUT_A_PLAN: Final = frozenset({"xlsx"})
"""Formats that say something without a plan too."""


def exported(
    shell: Shell,
    scenario_name: str,
    plan_name: str | None,
    to: str,
    output: str | None,
    *,
    lang: Lang = Lang.VI,
    part: Part | None = None,
    said: Said | None = None,
    base_name: str | None = None,
    since: datetime | None = None,
) -> int:
    """Write a file in `lang`, after verifying the plan, and say where it is.

    Without `output` it is named after the plan, or the scenario, and nothing is replaced.

    Raises:
        BadFile: a file cannot be used, or nothing can be written; there is no plan where one is needed.
    """
    if plan_name is None and to not in WITHOUT_A_PLAN:
        raise inputs.bad_file("PLAN", "usage", "–", f"một phương án: --to {to} cần nó", f"a plan: --to {to} needs one")
    scenario = inputs.scenario(scenario_name).scenario
    plan = None if plan_name is None else inputs.plan(plan_name)
    made = datetime.fromtimestamp(0 if plan_name is None else Path(plan_name).stat().st_mtime, UTC)
    if plan is not None and plan_name is not None:
        base = None if base_name is None else inputs.plan(base_name)
        if not (report := verify(scenario, plan, base=base, since=since)).ok:
            return refused(shell, report)
        if not plan.has_sessions_to_check:
            vi, en = "một phương án (optimal, feasible)", "a plan (optimal, feasible)"
            raise inputs.bad_file(plan_name, "no-plan", plan.status, vi, en)
    target = Path(output or f"{Path(plan_name or scenario_name).stem}.{to}")
    if output is None and target.exists():
        vi, en = "một tên chưa có (hoặc -o TỆP để ghi đè)", "a name that is not taken (or -o FILE to replace it)"
        raise inputs.bad_file(str(target), "file-exists", str(target), vi, en)
    data = WRITERS[to](Export(scenario, plan, made, lang, part or Part(), said or Said(), to))
    return kept(shell, target, data)


def kept(shell: Shell, target: Path, data: bytes) -> int:
    """Write a file and say so.

    Raises:
        BadFile: it cannot be written.
    """
    try:
        write_bytes(target, data)
    except OSError as error:
        raise inputs.unusable(str(target), error, "một tệp ghi được", "a file that can be written") from error
    if shell.as_json:
        shell.document({"ok": True, "file": str(target), "bytes": len(data)})
    shell.note(shell.words(f"Đã ghi {safe(str(target))}.", f"Written: {safe(str(target))}."))
    return Exit.DONE
