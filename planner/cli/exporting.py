"""A verified plan as a file that other programs read, by format: one writer each."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from planner.cli import inputs
from planner.cli.checking import refused
from planner.cli.shell import Exit, Shell
from planner.cli.text import sentence
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario
from planner.files.output import write_bytes
from planner.verify import verify


@dataclass(frozen=True)
class Export:
    """What is to be written: all of a plan, or what concerns one `person` or `organisation`; `made` is when it was."""

    scenario: Scenario
    plan: Plan
    made: datetime
    shell: Shell
    person: str | None = None
    organisation: str | None = None


def _calendar(export: Export) -> bytes:
    from planner.files import calendar  # noqa: PLC0415 - `--help` need not wait for it

    return calendar.exported(
        export.scenario,
        export.plan,
        id=export.scenario.name,
        at=export.made,
        lang="vi" if export.shell.lang == "vi" else "en",
        person=export.person,
        organisation=export.organisation,
    )


WRITERS: Final[dict[str, Callable[[Export], bytes]]] = {"ics": _calendar}
"""What each format is written by."""


def exported(
    shell: Shell,
    scenario_name: str,
    plan_name: str,
    to: str,
    output: str | None,
    *,
    person: str | None = None,
    organisation: str | None = None,
    base_name: str | None = None,
    since: datetime | None = None,
) -> int:
    """Write a plan as a file, or to stdout, after verifying it.

    Raises:
        BadFile: a file cannot be used, or there is no such person or organisation.
    """
    scenario, plan = inputs.scenario(scenario_name).scenario, inputs.plan(plan_name)
    base = None if base_name is None else inputs.plan(base_name)
    if not (report := verify(scenario, plan, base=base, since=since)).ok:
        return refused(shell, report)
    if not plan.has_sessions_to_check:
        vi, en = "một phương án (optimal, feasible)", "a plan (optimal, feasible)"
        raise inputs.bad_file(plan_name, "no-plan", plan.status, vi, en)
    for option, asked, things in (
        ("--person", person, scenario.people),
        ("--organisation", organisation, scenario.organisations),
    ):
        if asked is not None and asked not in {thing.id for thing in things}:
            raise inputs.bad_file(option, "unknown-id", asked, "một mã có trong kịch bản", "an id of the scenario")
    made = datetime.fromtimestamp(Path(plan_name).stat().st_mtime, UTC)
    data = WRITERS[to](Export(scenario, plan, made, shell, person, organisation))
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return Exit.DONE
    try:
        write_bytes(Path(output), data)
    except OSError as error:
        raise inputs.unusable(output, error, "một tệp ghi được", "a file that can be written") from error
    if shell.as_json:
        shell.document({"file": output, "to": to, "bytes": len(data)})
    shell.note(shell.words(f"Đã ghi vào {sentence(output)}", f"Written to {sentence(output)}"))
    return Exit.DONE
